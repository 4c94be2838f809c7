import { parentPort, workerData } from 'node:worker_threads';
import { openRepositoryThread } from '../database/remote-repositories.ts';
import { systemClock } from '../platform/clock.ts';
import { createPackShelf } from '../store/pack-shelf.ts';

/** The thread that reads and writes the packs: parsing, digests and encryption never hold up a call of the page. */
export interface PacksWorkerData {
  readonly folder: string;
}

if (parentPort !== null) {
  openRepositoryThread(parentPort, () => {
    const { folder } = workerData as PacksWorkerData;
    const packs = createPackShelf(folder, systemClock.now);
    return { repositories: { packs }, close: () => packs.closeAll() };
  });
}
