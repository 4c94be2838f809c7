import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import { openRepositoryThread } from '../database/remote-repositories.ts';
import { framePicture, type EncodedFrame } from '../pictures/frame-picture.ts';
import { createNodeCodecs } from '../pictures/node-codecs.ts';

/** The thread that draws single frames: a decoder that hangs is ended with it. */
export interface PicturesWorkerData {
  readonly resourcesFolder: string;
}

export interface PictureRepositories {
  readonly pictures: { readonly draw: (frame: EncodedFrame, seen: MarkedImage) => Promise<Uint8Array> };
}

if (parentPort !== null) {
  openRepositoryThread(parentPort, () => {
    const { resourcesFolder } = workerData as PicturesWorkerData;
    const codecs = createNodeCodecs((name) => readFileSync(join(resourcesFolder, 'codecs', `${name}.wasm`)));
    return { repositories: { pictures: { draw: (frame: EncodedFrame, seen: MarkedImage) => framePicture(frame, seen, codecs) } }, close: () => {} };
  });
}
