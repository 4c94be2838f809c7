import { framePath, metadataPath } from '#shared/contract/request-paths.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { FetchPath } from '../loader/fetch-frame.ts';

/** An image that the self-test makes, as the store would hold it. */
export interface SelfPhantom {
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly metadata: DataSet;
  readonly frame: Uint8Array;
}

/** The study of all phantoms. */
export const SELF_STUDY = 1;
export const EXPLICIT = '1.2.840.10008.1.2.1';

export interface PhantomOptions {
  /** Any whole number; it becomes the series. */
  readonly number: number;
  readonly rows: number;
  readonly columns: number;
  readonly frame: Uint8Array;
  readonly transferSyntaxUid?: string;
  readonly attributes: Parameters<typeof buildDataSet>[0];
}

export function selfPhantom({ number, rows, columns, frame, transferSyntaxUid = EXPLICIT, attributes }: PhantomOptions): SelfPhantom {
  const seriesInstanceUid = `1.2.${number}`;
  const sopInstanceUid = `1.2.${number}.1`;
  const metadata = buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: sopInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: '1.2', Modality: 'OT', InstanceNumber: 1,
    Rows: rows, Columns: columns, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', PixelRepresentation: 0, ...attributes,
  });
  return { seriesInstanceUid, sopInstanceUid, transferSyntaxUid, metadata, frame };
}

/** Answers the paths of the request handler from memory. */
export function servePhantoms(phantoms: readonly SelfPhantom[]): FetchPath {
  const answers = new Map<string, () => Response>();
  for (const { seriesInstanceUid, sopInstanceUid, transferSyntaxUid, metadata, frame } of phantoms) {
    answers.set(metadataPath(SELF_STUDY, seriesInstanceUid), () => Response.json([metadata]));
    answers.set(framePath(SELF_STUDY, sopInstanceUid, 1), () => new Response(frame.slice(), { headers: { 'content-type': `application/octet-stream; transfer-syntax=${transferSyntaxUid}` } }));
  }
  return async (path) => answers.get(path)?.() ?? new Response(null, { status: 404 });
}

/** 256 patches of 8 x 8 pixels; the value of each is its number. */
export function greyLadder(): SelfPhantom {
  const size = 128;
  const frame = Uint8Array.from({ length: size * size }, (_, index) => Math.floor(index / size / 8) * 16 + Math.floor((index % size) / 8));
  // LINEAR with c = 128, w = 256: ((x - 127.5) / 255 + 0.5) * 255 = x.
  const attributes = { BitsAllocated: 8, BitsStored: 8, HighBit: 7, WindowCenter: 128, WindowWidth: 256 };
  return selfPhantom({ number: 1, rows: size, columns: size, frame, attributes });
}

/** 40 HU in a disc, -1000 HU around it; 0.5 mm across, 0.25 mm down. */
export function densityDisc(): SelfPhantom {
  const size = 128;
  const words = new Uint16Array(size * size).map((_, index) => (Math.hypot((index % size) - 64, Math.floor(index / size) - 64) <= 30 ? 1064 : 24));
  const attributes = {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', Modality: 'CT', BitsAllocated: 16, BitsStored: 12, HighBit: 11, RescaleIntercept: -1024, RescaleSlope: 1, RescaleType: 'HU', PixelSpacing: [0.25, 0.5],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 0], FrameOfReferenceUID: '1.2.9',
  };
  return selfPhantom({ number: 2, rows: size, columns: size, frame: new Uint8Array(words.buffer), attributes });
}
