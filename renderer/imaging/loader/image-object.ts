import { Enums, utilities, type Types } from '@cornerstonejs/core';
import { displayPlaneOf } from './display-plane.ts';
import { imageIdOf } from './image-id.ts';
import type { LoadedFrame } from './loaded-frame.ts';

/** A frame as Cornerstone's image: geometry of the display plane, stored values as they are. */
export function imageObjectOf(loaded: LoadedFrame): Types.IImage {
  const { image, pixels } = loaded;
  const plane = displayPlaneOf(loaded.description);
  const data = pixels.kind === 'grey' ? pixels.values : pixels.rgb;
  const numberOfComponents = pixels.kind === 'grey' ? 1 : 3;
  return {
    imageId: imageIdOf(loaded.frame),
    rows: image.rows,
    columns: image.columns,
    width: image.columns,
    height: image.rows,
    rowPixelSpacing: plane.rowSpacingMm,
    columnPixelSpacing: plane.columnSpacingMm,
    minPixelValue: pixels.kind === 'grey' ? pixels.minimum : 0,
    maxPixelValue: pixels.kind === 'grey' ? pixels.maximum : 255,
    slope: 1,
    intercept: 0,
    windowCenter: 128,
    windowWidth: 256,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    invert: false,
    color: pixels.kind === 'colour',
    rgba: false,
    numberOfComponents,
    sizeInBytes: data.byteLength,
    dataType: 'Uint16Array',
    getPixelData: () => data,
    getCanvas: () => document.createElement('canvas'),
    voxelManager: utilities.VoxelManager.createImageVoxelManager({
      scalarData: data, width: image.columns, height: image.rows, numberOfComponents,
    }),
  };
}
