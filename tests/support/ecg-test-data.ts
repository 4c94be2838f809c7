import dcmjs from 'dcmjs';
import type { DataElement, DataSet, JsonValue } from '#shared/dicom/data-set/data-set.ts';
import { readTestFile } from './test-data.ts';

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
interface Dcmjs {
  readonly data: { readonly DicomMessage: { readonly readFile: (buffer: ArrayBufferLike) => { readonly dict: DcmjsDict } } };
}

/** Reads a shared ECG file with dcmjs, which is no part of the code under test, and turns it into what `metadata` and `bulk` requests give. */
export function readEcgTestFile(name: string): ReadInstance {
  const { dict } = (dcmjs as Dcmjs).data.DicomMessage.readFile(Uint8Array.from(readTestFile(`ecg/${name}`)).buffer);
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
