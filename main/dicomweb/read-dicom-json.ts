import type { DataElement, DataSet, JsonPersonName, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { knownRepresentationOf, settleRepresentation } from '#main/part10/dictionary.ts';
import type { SmallAnswer } from './dicomweb-client-call.ts';

const MAXIMUM_DEPTH = 64;

/**
 * The data sets of a DICOM JSON answer (PS3.18 F.2). An empty answer is an empty list, one object without a list is a list of one, and a
 * missing representation is taken from the dictionary.
 * @throws AppError `site/not-dicomweb` for another media type, `site/invalid-answer` for what is no JSON or no DICOM JSON
 */
export function readDicomJson({ status, mediaType, body }: SmallAnswer): DataSet[] {
  if (status === 204 || body.length === 0) return [];
  if (mediaType !== '' && !/\bjson$/.test(mediaType)) {
    throw new AppError('site/not-dicomweb', 'the answer is not DICOM JSON', { facts: { type: mediaType.slice(0, 80) } });
  }
  const parsed = parseJson(body);
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return list.map((item) => toDataSet(item, 0));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(body));
  } catch {
    // The parser's own message quotes what it read, which may name a patient.
    throw new AppError('site/invalid-answer', 'the answer is no JSON');
  }
}

function toDataSet(value: unknown, depth: number): DataSet {
  if (!isObject(value) || depth > MAXIMUM_DEPTH) throw invalid();
  const dataSet: Record<string, DataElement> = {};
  for (const [key, element] of Object.entries(value)) {
    if (!/^[0-9A-Fa-f]{8}$/.test(key)) throw invalid();
    const tag = key.toUpperCase();
    dataSet[tag] = toElement(tag, element, depth);
  }
  return dataSet;
}

function toElement(tag: string, value: unknown, depth: number): DataElement {
  if (!isObject(value)) throw invalid();
  const { vr: given, Value: values, InlineBinary: inlineBinary, BulkDataURI: bulkDataUri } = value;
  const vr = typeof given === 'string' && /^[A-Z]{2}$/.test(given) ? given : settleRepresentation(knownRepresentationOf(Number.parseInt(tag, 16)) ?? 'UN', false);
  if (values !== undefined && !Array.isArray(values)) throw invalid();
  return {
    vr,
    ...(values === undefined || values.length === 0 ? {} : { Value: (values as readonly unknown[]).map((one) => toValue(vr, one, depth)) }),
    ...(typeof inlineBinary === 'string' ? { InlineBinary: inlineBinary } : {}),
    ...(typeof bulkDataUri === 'string' ? { BulkDataURI: bulkDataUri } : {}),
  };
}

function toValue(vr: string, value: unknown, depth: number): JsonValue {
  if (vr === 'SQ') return value === null ? {} : toDataSet(value, depth + 1);
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (vr === 'PN' && isObject(value)) return toPersonName(value);
  throw invalid();
}

function toPersonName({ Alphabetic: alphabetic, Ideographic: ideographic, Phonetic: phonetic }: Readonly<Record<string, unknown>>): JsonPersonName {
  return {
    ...(typeof alphabetic === 'string' ? { Alphabetic: alphabetic } : {}),
    ...(typeof ideographic === 'string' ? { Ideographic: ideographic } : {}),
    ...(typeof phonetic === 'string' ? { Phonetic: phonetic } : {}),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(): AppError {
  return new AppError('site/invalid-answer', 'the answer is no DICOM JSON');
}
