import type { Keyword } from '#shared/dicom/data-set/attribute.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isUid } from '#shared/dicom/values/uid.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { damaged, notDicom } from './damaged.ts';
import type { BulkData } from './data-set-to-json.ts';
import { openPart10, type OpenedPart10 } from './open-part10.ts';
import { readContent } from './read-content.ts';

/** One object as a hospital sent it. Byte arrays may be views of the bytes that were given. */
export interface ReceivedInstance {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** How the frames below are encoded; explicit little endian for a file that was deflated. */
  readonly transferSyntaxUid: string;
  readonly instanceNumber: number | null;
  /** DICOM JSON in Unicode, without pixels; binary values over 1 KB are in `bulkData`, named by BulkDataURI. */
  readonly metadata: DataSet;
  /** The bytes before Pixel Data as they arrived, the whole file where there is none. Of a deflated file: inflated, and said so in group 0002. */
  readonly header: Uint8Array;
  /** 0: no pixels. */
  readonly numberOfFrames: number;
  /** One encoded frame each: of native pixels their bytes, of encapsulated ones the joined fragments. A video is one frame. */
  readonly frames: readonly Uint8Array[];
  readonly bulkData: readonly BulkData[];
  /** Such as `GB18030 read under ISO_IR 100`, else null. */
  readonly characterSetRepair: string | null;
}

/** Identifiers that stand in for missing or broken ones. */
export interface MadeIdentity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
}

const NOTHING_MADE: MadeIdentity = { studyInstanceUid: '', seriesInstanceUid: '', sopInstanceUid: '', sopClassUid: '' };

/**
 * Reads a DICOM file of any transfer syntax from untrusted bytes. Pure and synchronous: meant for a worker.
 * @param madeIdentity identifiers for a loose file that has none; a hospital's object is never given any
 * @throws AppError `file/not-dicom`; `file/damaged` with the fact `reason`, which names tags and lengths and never a value
 */
export function readPart10(bytes: Uint8Array, madeIdentity: MadeIdentity = NOTHING_MADE): ReceivedInstance {
  const opened = openPart10(bytes);
  try {
    return readOpened(bytes, opened, madeIdentity);
  } catch (error) {
    // Bytes that never said they were DICOM and cannot be read as such are not DICOM.
    if (!opened.saysDicom && isAppError(error, 'file/damaged')) throw notDicom();
    throw error;
  }
}

function readOpened(bytes: Uint8Array, opened: OpenedPart10, made: MadeIdentity): ReceivedInstance {
  const { metadata, frames, header, bulkData, characterSetRepair } = readContent(bytes, opened);
  const instanceNumber = numberOf(metadata, 'InstanceNumber');
  const sopInstanceUid = requireUid(metadata, 'SOPInstanceUID', made.sopInstanceUid, opened.mediaStorageSopInstanceUid);
  const sopClassUid = requireUid(metadata, 'SOPClassUID', made.sopClassUid, opened.mediaStorageSopClassUid);
  const studyInstanceUid = requireUid(metadata, 'StudyInstanceUID', made.studyInstanceUid);
  const seriesInstanceUid = requireUid(metadata, 'SeriesInstanceUID', made.seriesInstanceUid);
  return {
    studyInstanceUid,
    seriesInstanceUid,
    sopInstanceUid,
    sopClassUid,
    transferSyntaxUid: opened.transferSyntaxUid,
    instanceNumber: instanceNumber !== undefined && Number.isSafeInteger(instanceNumber) ? instanceNumber : null,
    // Also where only the file meta information named them.
    metadata: {
      ...metadata,
      ...buildDataSet({ SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid, StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: seriesInstanceUid }),
    },
    header,
    numberOfFrames: frames.length,
    frames,
    bulkData,
    characterSetRepair,
  };
}

function requireUid(metadata: DataSet, keyword: Keyword, made: string, otherwise = ''): string {
  const text = textOf(metadata, keyword);
  const uid = text === '' ? otherwise : text;
  if (isUid(uid)) return uid;
  if (made === '') throw damaged(uid === '' ? `${keyword} is missing` : `${keyword} is no UID`);
  return made;
}
