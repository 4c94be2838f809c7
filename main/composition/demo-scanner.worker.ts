import { parentPort, workerData } from 'node:worker_threads';
import { planDemoStudies } from '../demo/studies/demo-studies.ts';

/** The thread of the demo's scanners: computing a slice takes as long as sending twenty, and must not slow the hospitals' lines. */
export interface DemoScannerWorkerData {
  /** ISO 8601, UTC. The same instant gives the same studies. */
  readonly now: string;
  readonly scale: 'full' | 'small';
}

/** `next` asks for one more instance of a study; the first asks for the first. */
export interface DemoScannerRequest {
  readonly kind: 'next';
  readonly key: string;
}

export type DemoScannerAnswer =
  | { readonly kind: 'instance'; readonly key: string; readonly sopInstanceUid: string; readonly seriesInstanceUid: string; readonly part10: Uint8Array }
  | { readonly kind: 'done'; readonly key: string }
  | { readonly kind: 'failed'; readonly key: string; readonly message: string };

if (parentPort !== null) {
  const port = parentPort;
  const { now, scale } = workerData as DemoScannerWorkerData;
  const plans = new Map(planDemoStudies(new Date(now), { scale }).map((plan) => [plan.key, plan]));
  const running = new Map<string, AsyncIterator<{ sopInstanceUid: string; seriesInstanceUid: string; part10: Uint8Array }>>();

  const next = async (key: string): Promise<DemoScannerAnswer> => {
    const plan = plans.get(key);
    if (plan === undefined) return { kind: 'failed', key, message: `no demo study ${key}` };
    const iterator = running.get(key) ?? plan.generate()[Symbol.asyncIterator]();
    running.set(key, iterator);
    const { done, value } = await iterator.next();
    return done === true ? { kind: 'done', key } : { kind: 'instance', key, ...value };
  };

  port.on('message', ({ key }: DemoScannerRequest) => {
    void next(key)
      .catch((error: unknown): DemoScannerAnswer => ({ kind: 'failed', key, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
      .then((answer) => port.postMessage(answer));
  });
}
