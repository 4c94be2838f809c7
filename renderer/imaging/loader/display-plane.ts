import type { ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import type { FrameDescription } from '#shared/dicom/image/image-description.ts';

/**
 * The plane that Cornerstone draws a frame in: that of the patient where there is one, else a flat one whose pixels have their true
 * shape. It is for drawing and for finding the pixel under the pointer; lengths never come from it.
 */
export function displayPlaneOf(frame: FrameDescription): ImagePlane {
  return (
    frame.plane ?? {
      positionMm: [0, 0, 0],
      rowDirection: [1, 0, 0],
      columnDirection: [0, 1, 0],
      columnSpacingMm: frame.pixelShape.width,
      rowSpacingMm: frame.pixelShape.height,
    }
  );
}
