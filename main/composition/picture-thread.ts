import { damagedCodestream } from '#shared/dicom/codec/damaged-codestream.ts';
import { startRepositoryThread, type RepositoryThread } from '../database/remote-repositories.ts';
import type { DrawFrame } from '../pictures/picture-desk.ts';
import type { HostPlatform } from '../platform/host-platform.ts';
import type { PictureRepositories, PicturesWorkerData } from './pictures.worker.ts';

/** A radiograph of 30 million pixels takes two seconds on a slow seat. */
const PATIENCE_MS = 20_000;
/** Pictures are asked for seldom: without work the thread and its codecs go. */
const IDLE_MS = 60_000;

/** Frames are drawn on a thread of their own, which starts with the first and is ended when a frame takes too long. */
export function createPictureThread(platform: Pick<HostPlatform, 'workerEntry' | 'resourcesFolder'>): { readonly draw: DrawFrame; readonly close: () => Promise<void> } {
  let thread: Promise<RepositoryThread<PictureRepositories>> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  const end = async (how: 'close' | 'abandon'): Promise<void> => {
    clearTimeout(idle);
    const ending = thread;
    thread = undefined;
    await ending?.then((running) => running[how](), () => undefined);
  };
  const draw: DrawFrame = async (frame, seen) => {
    clearTimeout(idle);
    thread ??= startRepositoryThread<PictureRepositories>(platform.workerEntry('pictures'), { resourcesFolder: platform.resourcesFolder } satisfies PicturesWorkerData);
    const starting = thread;
    let patience: NodeJS.Timeout | undefined;
    try {
      const { repositories } = await starting;
      return await Promise.race([
        repositories.pictures.draw(frame, seen),
        new Promise<never>((_resolve, reject) => {
          patience = setTimeout(() => reject(damagedCodestream('the decoder did not come back')), PATIENCE_MS);
          patience.unref();
        }).catch(async (error: unknown) => {
          await end('abandon');
          throw error;
        }),
      ]);
    } finally {
      clearTimeout(patience);
      idle = setTimeout(() => void end('close'), IDLE_MS);
      idle.unref();
    }
  };
  return {
    // One after the other: each gets the whole of its time.
    draw: (frame, seen) => {
      const drawn = turn.then(() => draw(frame, seen));
      turn = drawn.catch(() => undefined);
      return drawn;
    },
    close: () => end('close'),
  };
}
