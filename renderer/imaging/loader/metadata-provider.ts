import { metaData } from '@cornerstonejs/core';
import { isColour, type FrameDescription, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { displayPlaneOf } from './display-plane.ts';
import { frameOfImageId } from './image-id.ts';
import type { ImageRegistry } from './image-registry.ts';

/** Above every provider that Cornerstone brings along: about our frames only we speak. */
const PRIORITY = 100_000;

/** Answers Cornerstone's questions about our frames from their descriptions. @returns the way to stop answering */
export function provideMetadata(registry: ImageRegistry): () => void {
  const provider = (type: string, imageId: unknown): unknown => {
    const frame = typeof imageId === 'string' ? frameOfImageId(imageId) : undefined;
    if (frame === undefined) return undefined;
    const image = registry.imageOf(frame);
    const description = registry.descriptionOf(frame);
    return image === undefined || description === undefined ? undefined : moduleOf(type, image, description);
  };
  metaData.addProvider(provider, PRIORITY);
  return () => metaData.removeProvider(provider);
}

function moduleOf(type: string, image: ImageDescription, description: FrameDescription): unknown {
  switch (type) {
    case 'imagePixelModule':
      return pixelModule(image);
    case 'imagePlaneModule':
      return planeModule(image, description);
    case 'generalSeriesModule':
      return { modality: image.modality, seriesInstanceUID: image.seriesInstanceUid, studyInstanceUID: image.studyInstanceUid };
    case 'sopCommonModule':
      return { sopInstanceUID: image.sopInstanceUid, sopClassUID: image.sopClassUid };
    case 'generalImageModule':
      return { sopInstanceUID: image.sopInstanceUid, instanceNumber: image.instanceNumber };
    case 'voiLutModule': {
      const windows = description.voiSuggestions.filter((suggestion) => suggestion.kind === 'window');
      return {
        windowCenter: windows.map(({ windowCenter }) => windowCenter),
        windowWidth: windows.map(({ windowWidth }) => windowWidth),
        voiLUTFunction: description.voiLutFunction,
      };
    }
    case 'modalityLutModule':
      // Stored values stay stored values in Cornerstone's hands; `greyLookup` and `measureShape` apply the transform.
      return { rescaleSlope: 1, rescaleIntercept: 0 };
    default:
      return undefined;
  }
}

/** Whole words without a sign, colours as RGB: what our decoders hand to Cornerstone, which only lays the picture out. */
function pixelModule(image: ImageDescription): object {
  const { rows, columns, samplesPerPixel, format } = image;
  const bitsAllocated = Math.max(8, format.bitsAllocated);
  return {
    rows,
    columns,
    samplesPerPixel,
    photometricInterpretation: samplesPerPixel === 3 && isColour(image) ? 'RGB' : 'MONOCHROME2',
    planarConfiguration: 0,
    bitsAllocated,
    bitsStored: bitsAllocated,
    highBit: bitsAllocated - 1,
    pixelRepresentation: 0,
  };
}

function planeModule(image: ImageDescription, description: FrameDescription): object {
  const plane = displayPlaneOf(description);
  return {
    // Annotations are kept apart by it; without one each series stands for itself.
    frameOfReferenceUID: image.frameOfReferenceUid || image.seriesInstanceUid,
    rows: image.rows,
    columns: image.columns,
    imagePositionPatient: [...plane.positionMm],
    imageOrientationPatient: [...plane.rowDirection, ...plane.columnDirection],
    rowCosines: [...plane.rowDirection],
    columnCosines: [...plane.columnDirection],
    pixelSpacing: [plane.rowSpacingMm, plane.columnSpacingMm],
    rowPixelSpacing: plane.rowSpacingMm,
    columnPixelSpacing: plane.columnSpacingMm,
    usingDefaultValues: false,
  };
}
