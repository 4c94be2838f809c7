import { parentPort, workerData } from 'node:worker_threads';
import { startDemoAlliance } from '../demo/alliance/demo-alliance.ts';
import { planDemoStudies } from '../demo/studies/demo-studies.ts';
import { systemClock } from '../platform/clock.ts';
import type { Site } from '../sites/site.ts';

/** The thread of the demo alliance: three hospitals and their scanners must not slow the reader's program. */
export interface DemoWorkerData {
  readonly folder: string;
  readonly key: Uint8Array;
  readonly scale: 'full' | 'small';
}

export type DemoWorkerMessage = { readonly kind: 'started'; readonly sites: readonly Site[] } | { readonly kind: 'failed'; readonly message: string } | { readonly kind: 'closed' };

async function run(port: NonNullable<typeof parentPort>, { folder, key, scale }: DemoWorkerData): Promise<void> {
  const plans = planDemoStudies(systemClock.now(), { scale });
  const alliance = await startDemoAlliance({ folder, key, plans, clock: systemClock });
  port.postMessage({ kind: 'started', sites: alliance.sites } satisfies DemoWorkerMessage);
  alliance.allArrived.catch((error: unknown) => port.postMessage({ kind: 'failed', message: String(error) } satisfies DemoWorkerMessage));
  port.on('message', () => {
    void alliance.close().then(() => port.postMessage({ kind: 'closed' } satisfies DemoWorkerMessage));
  });
}

if (parentPort !== null) {
  const port = parentPort;
  run(port, workerData as DemoWorkerData).catch((error: unknown) => {
    port.postMessage({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies DemoWorkerMessage);
  });
}
