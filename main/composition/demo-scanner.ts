import { Worker } from 'node:worker_threads';
import type { DemoInstance } from '../demo/studies/image-instance.ts';
import type { DemoScannerAnswer, DemoScannerRequest, DemoScannerWorkerData } from './demo-scanner.worker.ts';

export interface DemoScanner {
  /** The instances of a demo study, each computed when it is asked for. One reader a study. */
  readonly scan: (key: string) => AsyncGenerator<DemoInstance, void>;
  readonly close: () => Promise<void>;
}

/** Starts the scanners' thread. */
export function startDemoScanner(entry: URL, workerData: DemoScannerWorkerData): DemoScanner {
  const worker = new Worker(entry, { workerData });
  const waiting = new Map<string, (answer: DemoScannerAnswer) => void>();
  worker.on('message', (answer: DemoScannerAnswer) => waiting.get(answer.key)?.(answer));
  const failAll = (message: string) => {
    for (const [key, answer] of waiting) answer({ kind: 'failed', key, message });
  };
  worker.on('error', (error) => failAll(String(error)));
  worker.on('exit', () => failAll('the scanners stopped'));

  const ask = (key: string) =>
    new Promise<DemoScannerAnswer>((resolve) => {
      waiting.set(key, resolve);
      worker.postMessage({ kind: 'next', key } satisfies DemoScannerRequest);
    });

  return {
    async *scan(key) {
      for (;;) {
        const answer = await ask(key);
        if (answer.kind === 'done') return;
        if (answer.kind === 'failed') throw new Error(answer.message);
        const { sopInstanceUid, seriesInstanceUid, part10 } = answer;
        yield { sopInstanceUid, seriesInstanceUid, part10 };
      }
    },
    close: async () => void (await worker.terminate()),
  };
}
