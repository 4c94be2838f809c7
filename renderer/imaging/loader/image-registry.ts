import { frameDescriptionOf, type FrameDescription, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { FrameRef } from '../frame-ref.ts';

/** What is known of the instances of the open studies. */
export interface ImageRegistry {
  readonly add: (studyId: number, images: readonly ImageDescription[]) => void;
  readonly imageOf: (frame: FrameRef) => ImageDescription | undefined;
  readonly descriptionOf: (frame: FrameRef) => FrameDescription | undefined;
  readonly forget: (studyId: number) => void;
}

export function createImageRegistry(): ImageRegistry {
  const studies = new Map<number, Map<string, ImageDescription>>();
  const imageOf = (frame: FrameRef) => studies.get(frame.studyId)?.get(frame.sopInstanceUid);
  return {
    add: (studyId, images) => {
      const known = studies.get(studyId) ?? new Map<string, ImageDescription>();
      for (const image of images) known.set(image.sopInstanceUid, image);
      studies.set(studyId, known);
    },
    imageOf,
    descriptionOf: (frame) => {
      const image = imageOf(frame);
      return image === undefined ? undefined : frameDescriptionOf(image, frame.frameNumber);
    },
    forget: (studyId) => void studies.delete(studyId),
  };
}
