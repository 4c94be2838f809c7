import type { MarkedImage } from '#shared/collaboration/marked-image.ts';

/** The whole of a 512 x 512 image of series 3, with an arrow. */
export const testImage: MarkedImage = {
  seriesInstanceUid: '1.2.3', sopInstanceUid: '1.2.3.4', frameNumber: 1, seriesNumber: 3, instanceNumber: 12, rows: 512, columns: 512,
  window: { windowCenter: 40, windowWidth: 400, voiLutFunction: 'LINEAR' }, isInverted: false, rotationDegrees: 0, flipHorizontal: false, flipVertical: false, area: null,
  orientation: { left: 'R', right: 'L', top: 'A', bottom: 'P' }, arrow: [384, 128],
};
