import { CT_IMAGE_STORAGE, EXPLICIT_LITTLE_ENDIAN } from './instances.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';

/** A CT whose slices are a smooth body with a scanner's noise: as hard to compress as a real one. */
export interface NoisyCtOptions {
  readonly slices: number;
  /** Rows and columns of a slice. */
  readonly side?: number;
  /** Standard deviation of the noise in stored values. 14 makes a 512 x 512 slice about 207 KB as JPEG-LS. */
  readonly noise?: number;
  readonly studyInstanceUid?: string;
  readonly studyDescription?: string;
  readonly patientId?: string;
  /** YYYYMMDD */
  readonly studyDate?: string;
}

export interface NoisyCt {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** By one-based Instance Number. */
  readonly sopInstanceUid: (instanceNumber: number) => string;
  /** Part 10, explicit little endian, 12 bits stored. @param instanceNumber one-based; the same number gives the same bytes */
  readonly slice: (instanceNumber: number) => Uint8Array;
}

export function noisyCt({ side = 512, noise = 14, ...options }: NoisyCtOptions): NoisyCt {
  const { studyInstanceUid = '1.2.826.0.1.3680043.10.1', studyDescription = '胸部平扫', patientId = 'P9', studyDate = '20261120' } = options;
  const seriesInstanceUid = `${studyInstanceUid}.1`;
  const sopInstanceUid = (instanceNumber: number) => `${seriesInstanceUid}.${instanceNumber}`;
  return {
    studyInstanceUid,
    seriesInstanceUid,
    sopInstanceUid,
    slice(instanceNumber) {
      const dataSet = buildDataSet({
        SOPClassUID: CT_IMAGE_STORAGE, SOPInstanceUID: sopInstanceUid(instanceNumber), StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: seriesInstanceUid,
        Modality: 'CT', PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, PatientID: patientId, StudyDate: studyDate,
        StudyDescription: studyDescription, SeriesNumber: 1, InstanceNumber: instanceNumber, Rows: side, Columns: side, BitsAllocated: 16, BitsStored: 12,
        HighBit: 11, PixelRepresentation: 0, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', RescaleSlope: 1, RescaleIntercept: -1024,
        PixelSpacing: [0.7, 0.7], SliceThickness: 1, ImagePositionPatient: [-179, -179, instanceNumber], ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
        WindowCenter: 40, WindowWidth: 400,
      });
      return writePart10(dataSet, { transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN, frames: [new Uint8Array(drawSlice(side, noise, instanceNumber).buffer)] });
    },
  };
}

/** An ellipse of soft tissue in air, with noise everywhere, as a reconstruction has it. */
function drawSlice(side: number, noise: number, seed: number): Uint16Array {
  const random = gaussian(seed);
  const pixels = new Uint16Array(side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const x = (column / side) * 2 - 1;
      const y = (row / side) * 2 - 1;
      const isInside = (x / 0.85) ** 2 + (y / 0.65) ** 2 < 1;
      const tissue = isInside ? 1_064 + 40 * Math.sin(x * 9 + seed / 20) * Math.cos(y * 7) : 200;
      pixels[row * side + column] = Math.max(0, Math.min(4_095, Math.round(tissue + noise * random())));
    }
  }
  return pixels;
}

/** Normal numbers from a 32-bit xorshift, by the sum of four uniform ones: fast, and the tails do not matter here. */
function gaussian(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const uniform = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}
