import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openRepositoryThread } from '../database/remote-repositories.ts';
import { createDocumentMaker } from '../documents/create-document-maker.ts';
import { loadReportAssets } from '../documents/report-assets.ts';

/** The thread that makes papers and signs them. */
export interface DocumentsWorkerData {
  readonly resourcesFolder: string;
}

if (parentPort !== null) {
  openRepositoryThread(parentPort, () => {
    const { resourcesFolder } = workerData as DocumentsWorkerData;
    return { repositories: { documents: createDocumentMaker(loadReportAssets(join(resourcesFolder, 'fonts'))) }, close: () => {} };
  });
}
