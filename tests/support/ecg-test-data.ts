import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import dcmjs from 'dcmjs';
import type { DataElement, DataSet, JsonValue } from '#shared/dicom/data-set/data-set.ts';

/** The shared ECG files, beside the repository: `../shared/testdata/ecg`. */
export const ECG_TEST_DATA = fileURLToPath(new URL('../../../shared/testdata/ecg/', import.meta.url));

/** True when the shared files are there; says loudly when they are not. */
export function hasEcgTestData(): boolean {
  const isThere = existsSync(ECG_TEST_DATA);
  if (!isThere) process.stderr.write(`\n!!! ${ECG_TEST_DATA} IS ABSENT: THE ECG TESTS AGAINST REAL FILES DO NOT RUN !!!\n`);
  return isThere;
}

export interface ReadInstance {
  /** DICOM JSON as the store keeps it: binary values taken out and addressed by their element path. */
  readonly dataSet: DataSet;
  readonly bulk: ReadonlyMap<string, Uint8Array>;
}

interface DcmjsElement {
  readonly vr: string;
  readonly Value?: readonly unknown[];
}
type DcmjsDict = Readonly<Record<string, DcmjsElement>>;

/** Reads a shared file with dcmjs, which is no part of the code under test, and turns it into what `metadata` and `bulk` requests give. */
export function readEcgTestFile(name: string): ReadInstance {
  const file = readFileSync(ECG_TEST_DATA + name);
  const { dict } = (dcmjs as { data: { DicomMessage: { readFile: (buffer: ArrayBuffer) => { dict: DcmjsDict } } } }).data.DicomMessage.readFile(
    file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength),
  );
  const bulk = new Map<string, Uint8Array>();
  return { dataSet: toJson(dict, '', bulk), bulk };
}

function toJson(dict: DcmjsDict, path: string, bulk: Map<string, Uint8Array>): DataSet {
  const dataSet: Record<string, DataElement> = {};
  for (const [tag, { vr, Value = [] }] of Object.entries(dict)) {
    const [first] = Value;
    if (vr === 'SQ') {
      dataSet[tag] = { vr, Value: Value.map((item, index) => toJson(item as DcmjsDict, `${path}${tag}/${index + 1}/`, bulk)) };
    } else if (first instanceof ArrayBuffer) {
      bulk.set(path + tag, new Uint8Array(first));
      dataSet[tag] = { vr, BulkDataURI: path + tag };
    } else {
      dataSet[tag] = { vr, Value: Value as readonly JsonValue[] };
    }
  }
  return dataSet;
}
