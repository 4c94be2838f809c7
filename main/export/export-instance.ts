import { numberOf, textOf, type DataElement, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { swapWords } from '../part10/byte-order.ts';
import { isVideo, TRANSFER_SYNTAX } from '../part10/transfer-syntax.ts';
import { writePart10 } from '../part10/write-part10.ts';
import type { FrameAnswer } from '../store/pack.repository.ts';

/** What is read of a study that is held. */
export interface ExportSource {
  readonly readFrame: (studyId: number, sopInstanceUid: string, frameNumber: number) => Promise<FrameAnswer>;
  readonly readBulkData: (studyId: number, sopInstanceUid: string, elementPath: string) => Promise<Uint8Array | undefined>;
  /** A JSON array of DICOM JSON, one for each held instance of the series. */
  readonly readSeriesMetadata: (studyId: number, seriesInstanceUid: string) => Promise<string>;
}

/**
 * One instance as a file of its own: its pixels as they are encoded in the store, its header as `change` gives it back. Big endian pixels are turned
 * round, because big endian is retired.
 * @throws AppError `store/not-held` when a frame or a value is not here
 */
export async function exportInstance(source: ExportSource, studyId: number, held: DataSet, change: (dataSet: DataSet) => DataSet): Promise<Uint8Array> {
  const sopInstanceUid = textOf(held, 'SOPInstanceUID');
  const { frames, transferSyntaxUid } = await framesOf(source, studyId, held, sopInstanceUid);
  const changed = change(held);
  const bulkData = new Map<string, Uint8Array>();
  for (const uri of bulkPathsOf(changed)) {
    const bytes = await source.readBulkData(studyId, sopInstanceUid, uri);
    if (bytes === undefined) throw notHeld(sopInstanceUid);
    bulkData.set(uri, bytes);
  }
  return writePart10(changed, { transferSyntaxUid, bulkData, frames });
}

async function framesOf(source: ExportSource, studyId: number, dataSet: DataSet, sopInstanceUid: string): Promise<{ readonly frames: readonly Uint8Array[]; readonly transferSyntaxUid: string }> {
  const frames: Uint8Array[] = [];
  let transferSyntaxUid: string = TRANSFER_SYNTAX.explicitLittleEndian;
  const hasPixels = (numberOf(dataSet, 'Rows') ?? 0) > 0 && numberOf(dataSet, 'BitsAllocated') !== undefined;
  const declared = hasPixels ? Math.max(1, numberOf(dataSet, 'NumberOfFrames') ?? 1) : 0;
  for (let frameNumber = 1; frameNumber <= declared; frameNumber += 1) {
    const answer = await source.readFrame(studyId, sopInstanceUid, frameNumber);
    // An object with rows and columns and no pixels has no first frame.
    if (answer.kind === 'unknown' && frameNumber === 1) break;
    if (answer.kind !== 'held') throw notHeld(sopInstanceUid);
    ({ transferSyntaxUid } = answer.frame);
    frames.push(answer.frame.bytes);
    // A video is one stream for all its frames.
    if (isVideo(transferSyntaxUid)) break;
  }
  if (transferSyntaxUid !== TRANSFER_SYNTAX.explicitBigEndian) return { frames, transferSyntaxUid };
  const wordSize = Math.max(1, (numberOf(dataSet, 'BitsAllocated') ?? 8) / 8);
  return { frames: frames.map((frame) => swapWords(frame, wordSize)), transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian };
}

function bulkPathsOf(dataSet: DataSet): readonly string[] {
  return Object.values(dataSet).flatMap((element: DataElement) => [
    ...(element.BulkDataURI === undefined ? [] : [element.BulkDataURI]),
    ...(element.vr === 'SQ' ? (element.Value ?? []).flatMap((item) => bulkPathsOf(item as DataSet)) : []),
  ]);
}

function notHeld(sopInstanceUid: string): AppError {
  return new AppError('store/not-held', 'a part of the study is not here', { facts: { sopInstanceUid } });
}
