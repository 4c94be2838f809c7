import type { FrameRef } from '../frame-ref.ts';
import { imageIdOf } from './image-id.ts';
import { sizeInBytes, type LoadedFrame } from './loaded-frame.ts';

/** Decoded frames up to a budget; what was looked at longest ago goes first. */
export interface FrameCache {
  readonly get: (frame: FrameRef) => LoadedFrame | undefined;
  readonly has: (frame: FrameRef) => boolean;
  readonly put: (loaded: LoadedFrame) => void;
  readonly forget: (studyId: number) => void;
  readonly forgetInstance: (studyId: number, sopInstanceUid: string) => void;
  readonly clear: () => void;
  readonly usedBytes: () => number;
}

export function createFrameCache(budgetBytes: number): FrameCache {
  // A Map keeps the order of insertion: the first key was used longest ago.
  const frames = new Map<string, LoadedFrame>();
  let used = 0;

  function remove(imageId: string): void {
    const loaded = frames.get(imageId);
    if (loaded === undefined) return;
    frames.delete(imageId);
    used -= sizeInBytes(loaded);
  }

  return {
    get: (frame) => {
      const imageId = imageIdOf(frame);
      const loaded = frames.get(imageId);
      if (loaded !== undefined) {
        frames.delete(imageId);
        frames.set(imageId, loaded);
      }
      return loaded;
    },
    has: (frame) => frames.has(imageIdOf(frame)),
    put: (loaded) => {
      const imageId = imageIdOf(loaded.frame);
      remove(imageId);
      frames.set(imageId, loaded);
      used += sizeInBytes(loaded);
      for (const oldest of frames.keys()) {
        if (used <= budgetBytes || oldest === imageId) break;
        remove(oldest);
      }
    },
    forget: (studyId) => {
      for (const [imageId, loaded] of frames) if (loaded.frame.studyId === studyId) remove(imageId);
    },
    forgetInstance: (studyId, sopInstanceUid) => {
      for (const [imageId, { frame }] of frames) if (frame.studyId === studyId && frame.sopInstanceUid === sopInstanceUid) remove(imageId);
    },
    clear: () => {
      frames.clear();
      used = 0;
    },
    usedBytes: () => used,
  };
}
