import type { FrameRef } from '../frame-ref.ts';

const SCHEME = 'tongyue';
const IMAGE_ID = /^tongyue:(\d+)\/([0-9.]+)\/(\d+)$/;

/** The scheme that Cornerstone finds our loader by. */
export const IMAGE_ID_SCHEME = SCHEME;

/** The name of a frame inside Cornerstone. It leaves this folder only into the engine's hands. */
export function imageIdOf({ studyId, sopInstanceUid, frameNumber }: FrameRef): string {
  return `${SCHEME}:${studyId}/${sopInstanceUid}/${frameNumber}`;
}

/** @returns undefined for a name that is not ours */
export function frameOfImageId(imageId: string): FrameRef | undefined {
  const [, studyId, sopInstanceUid, frameNumber] = IMAGE_ID.exec(imageId) ?? [];
  if (studyId === undefined || sopInstanceUid === undefined || frameNumber === undefined) return undefined;
  return { studyId: Number(studyId), sopInstanceUid, frameNumber: Number(frameNumber) };
}
