import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { startDemoAlliance } from '../demo/alliance/demo-alliance.ts';
import { planDemoStudies } from '../demo/studies/demo-studies.ts';
import { startDemoScanner, type DemoScanner } from './demo-scanner.ts';
import { systemClock } from '../platform/clock.ts';
import type { Site } from '../sites/site.ts';

/** The thread of the demo alliance: three hospitals and their scanners must not slow the reader's program. */
export interface DemoWorkerData {
  readonly folder: string;
  readonly key: Uint8Array;
  readonly scale: 'full' | 'small';
  /** Where the scanners' thread starts. */
  readonly scannerEntry: string;
}

export type DemoWorkerMessage =
  | { readonly kind: 'started'; readonly sites: readonly Site[]; readonly arriving: ReadonlySet<string> }
  /** The scanner has sent the last object of a study. */
  | { readonly kind: 'arrived'; readonly studyInstanceUid: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed' };

/** Studies are dealt out to the scanners in turn. */
function scanFrom(scanners: readonly DemoScanner[], index: number, key: string) {
  const scanner = scanners[index % scanners.length];
  if (scanner === undefined) throw new Error('there is at least one scanner');
  return scanner.scan(key);
}

async function run(port: NonNullable<typeof parentPort>, { folder, key, scale, scannerEntry }: DemoWorkerData): Promise<void> {
  const now = systemClock.now();
  // One core is left to the reader; a scanner computes a study's slices in their order.
  const scanners = Array.from({ length: Math.max(1, Math.min(3, availableParallelism() - 1)) }, () =>
    startDemoScanner(new URL(scannerEntry), { now: now.toISOString(), scale }),
  );
  const plans = planDemoStudies(now, { scale }).map((plan, index) => ({ ...plan, generate: () => scanFrom(scanners, index, plan.key) }));
  const closeScanners = () => Promise.all(scanners.map((scanner) => scanner.close()));
  const alliance = await startDemoAlliance({
    folder, key, plans, clock: systemClock,
    onArrived: (studyInstanceUid) => port.postMessage({ kind: 'arrived', studyInstanceUid } satisfies DemoWorkerMessage),
  });
  port.postMessage({ kind: 'started', sites: alliance.sites, arriving: alliance.arriving } satisfies DemoWorkerMessage);
  void alliance.allArrived.then(closeScanners, closeScanners);
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
