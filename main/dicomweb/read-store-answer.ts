import { itemsOf, numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { SmallAnswer } from './dicomweb-client-call.ts';
import { readDicomJson } from './read-dicom-json.ts';
import { readNativeXml } from './read-native-xml.ts';

export interface StoreOutcome {
  readonly sopInstanceUid: string;
  readonly outcome: 'stored' | 'failed';
  /** Failure Reason (0008,1197), PS3.18 table I.2-2; absent where the server gave none. */
  readonly reason?: number;
}

/**
 * What became of each object that was sent (PS3.18 10.5.3). 202 means that some failed, 409 that all did. A server that answers 200 and
 * nothing else has stored what it was sent; one that lists what it stored has not stored what the list lacks.
 */
export function readStoreAnswer(answer: SmallAnswer, sentUids: readonly string[]): readonly StoreOutcome[] {
  const dataSets = readAnswer(answer);
  const failed = new Map(
    dataSets.flatMap((dataSet) => itemsOf(dataSet, 'FailedSOPSequence').map((item) => [textOf(item, 'ReferencedSOPInstanceUID'), numberOf(item, 'FailureReason')] as const)),
  );
  const stored = new Set(dataSets.flatMap((dataSet) => itemsOf(dataSet, 'ReferencedSOPSequence').map((item) => textOf(item, 'ReferencedSOPInstanceUID'))));
  return sentUids.map((sopInstanceUid) => {
    const reason = failed.get(sopInstanceUid);
    if (failed.has(sopInstanceUid)) return { sopInstanceUid, outcome: 'failed', ...(reason === undefined ? {} : { reason }) };
    const isAcceptedAsWhole = answer.status < 202 && stored.size === 0 && failed.size === 0;
    return { sopInstanceUid, outcome: stored.has(sopInstanceUid) || isAcceptedAsWhole ? 'stored' : 'failed' };
  });
}

/** True when an answer that is no success says which objects failed. */
export function namesFailures(answer: SmallAnswer): boolean {
  return readAnswer(answer).some((dataSet) => itemsOf(dataSet, 'FailedSOPSequence').length > 0);
}

/** Nothing readable is an answer too: the status tells. */
function readAnswer(answer: SmallAnswer): readonly DataSet[] {
  const text = Buffer.from(answer.body.subarray(0, 200)).toString('utf8').trimStart();
  if (text.startsWith('<')) return [readNativeXml(Buffer.from(answer.body).toString('utf8'))];
  try {
    return readDicomJson({ ...answer, mediaType: '' });
  } catch (error) {
    if (isAppError(error, 'site/invalid-answer')) return [];
    throw error;
  }
}
