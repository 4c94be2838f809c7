import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { HostPlatform } from '../platform/host-platform.ts';
import type { Site } from '../sites/site.ts';
import type { DemoWorkerData, DemoWorkerMessage } from './demo.worker.ts';

export interface DemoThread {
  readonly sites: readonly Site[];
  /** Study Instance UIDs of what a scanner has not finished yet: its hospital's archive has only a part. A copy of the moment. */
  readonly arriving: () => ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

/** The demo archives stand for machines elsewhere; their key only has to be as well kept as the seat's own. */
export function firstDemoKey(catalogueKey: Uint8Array): Uint8Array {
  return createHash('sha256').update('demo alliance').update(catalogueKey).digest();
}

/** Starts the demo alliance on a thread of its own. Resolves as soon as its hospitals answer; their studies arrive afterwards. */
export function startDemoThread(platform: HostPlatform, folder: string, key: Uint8Array): Promise<DemoThread> {
  const scale = process.env['TONGYUE_DEMO_SCALE'] === 'small' ? 'small' : 'full';
  const workerData: DemoWorkerData = { folder, key, scale, scannerEntry: platform.workerEntry('demo-scanner').href };
  const worker = new Worker(platform.workerEntry('demo'), { workerData });
  let arriving = new Set<string>();
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: DemoWorkerMessage) => {
      switch (message.kind) {
        case 'started':
          arriving = new Set(message.arriving);
          resolve({ sites: message.sites, arriving: () => new Set(arriving), close: () => stop(worker) });
          break;
        case 'arrived':
          arriving.delete(message.studyInstanceUid);
          break;
        case 'failed':
          // Nothing more comes.
          arriving.clear();
          platform.log.error('the demo alliance stumbled', {}, new Error(message.message));
          reject(new Error(message.message));
          break;
        case 'closed':
          break;
      }
    });
  });
}

/** A scanner that is busy is not waited for: what it was making is made again at the next start. */
const STOP_MS = 1_500;

async function stop(worker: Worker): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    worker.on('message', (message: DemoWorkerMessage) => {
      if (message.kind === 'closed') resolve();
    });
    worker.on('exit', () => resolve());
    setTimeout(resolve, STOP_MS).unref();
  });
  worker.postMessage('close');
  await closed;
  await worker.terminate();
}
