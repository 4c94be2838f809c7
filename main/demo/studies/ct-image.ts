import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { ImagePlane } from '../phantoms/image-plane.ts';
import { equipmentElements } from './equipment-attributes.ts';
import { decimal, paddingElement, planeModules, type GeneratedImage } from './image-instance.ts';
import type { SeriesHeader } from './study-headers.ts';

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

export interface VoiWindow {
  readonly center: number;
  readonly width: number;
  readonly name: string;
}

export interface CtTechnique {
  readonly kernel: string;
  readonly sliceThicknessMm: number;
  readonly windows: readonly VoiWindow[];
  readonly tubeCurrentMa: number;
  readonly exposureTimeMs: number;
  /** HU of the stored value 0. */
  readonly rescaleIntercept: number;
  readonly bitsStored: 12 | 16;
  /** Pixels outside the round field of view are stored as 0 and declared as padding. */
  readonly isRound?: boolean;
  readonly isNative?: boolean;
  readonly isLocalizer?: boolean;
}

/** CT Image module (PS3.3 C.8.2.1) around CT numbers. */
export function toCtImage(
  series: SeriesHeader, instanceNumber: number, plane: ImagePlane, hounsfield: Float32Array,
  technique: CtTechnique, frameOfReferenceUid: string,
): GeneratedImage {
  const { windows, kernel, isRound = false, isLocalizer = false } = technique;
  return {
    series,
    instanceNumber,
    sopClassUid: CT_IMAGE_STORAGE,
    columns: plane.columns,
    rows: plane.rows,
    bitsStored: technique.bitsStored,
    pixels: toStoredValues(hounsfield, plane, technique),
    ...(technique.isNative === true ? { isNative: true } : {}),
    attributes: {
      ...planeModules(plane, technique.sliceThicknessMm, frameOfReferenceUid, plane.positionMm[2]),
      ...buildDataSet({
        ImageType: ['ORIGINAL', 'PRIMARY', isLocalizer ? 'LOCALIZER' : 'AXIAL'],
        AcquisitionNumber: series.number,
        AcquisitionDate: series.moment.date,
        AcquisitionTime: series.moment.time,
        PatientPosition: 'HFS',
        KVP: 120,
        DataCollectionDiameter: 500,
        ReconstructionDiameter: decimal(plane.columns * plane.spacingMm),
        GantryDetectorTilt: 0,
        ExposureTime: technique.exposureTimeMs,
        XRayTubeCurrent: technique.tubeCurrentMa,
        ConvolutionKernel: kernel,
        RescaleIntercept: technique.rescaleIntercept,
        RescaleSlope: 1,
        RescaleType: isLocalizer ? 'US' : 'HU',
        WindowCenter: windows.map(({ center }) => center),
        WindowWidth: windows.map(({ width }) => width),
        WindowCenterWidthExplanation: windows.map(({ name }) => name),
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
      }),
      ...equipmentElements({
        RotationDirection: 'CW', FilterType: 'BODY', GeneratorPower: 50, FocalSpots: 1.2, TableHeight: 142,
        Exposure: Math.round((technique.tubeCurrentMa * technique.exposureTimeMs) / 1000),
      }),
      ...(isRound ? paddingElement(0, false) : {}),
    },
  };
}

function toStoredValues(hounsfield: Float32Array, { columns, rows }: ImagePlane, { rescaleIntercept, bitsStored, isRound = false }: CtTechnique): Uint16Array {
  const stored = new Uint16Array(hounsfield.length);
  const highest = Math.min(2 ** bitsStored - 1, 3071 - rescaleIntercept);
  // Stored values that mean real CT numbers begin at −1024 HU; 0 is left to the padding where there is any.
  const lowest = Math.max(0, -1024 - rescaleIntercept);
  for (let index = 0; index < stored.length; index += 1) {
    const value = ((hounsfield[index] as number) - rescaleIntercept + 0.5) | 0;
    stored[index] = value < lowest ? lowest : value > highest ? highest : value;
  }
  if (!isRound) return stored;
  const middle = (columns - 1) / 2;
  const radius = (columns / 2) ** 2;
  for (let row = 0; row < rows; row += 1) {
    const squareRow = (row - middle) ** 2;
    for (let column = 0; column < columns; column += 1) {
      if (squareRow + (column - middle) ** 2 > radius) stored[row * columns + column] = 0;
    }
  }
  return stored;
}
