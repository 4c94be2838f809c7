import { createHash } from 'node:crypto';
import type { DataElement, DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isAboutTheFile, toJsonDataSet } from './data-set-to-json.ts';
import { tagText, type Tag } from './dictionary.ts';
import { openPart10 } from './open-part10.ts';
import { scanDataSet, type ScannedDataSet, type ScannedElement } from './scan-data-set.ts';

/**
 * SHA-256 of the bytes behind the file meta information, as they are: group 0002 names who wrote the file last, not what it says.
 * @throws AppError `file/not-dicom`, `file/damaged`
 */
export function dataSetDigest(part10: Uint8Array): Uint8Array {
  return createHash('sha256').update(dataSetBytes(part10)).digest();
}

/**
 * True when two files say the same, though a server wrote one of them anew: with other lengths of sequences, another byte layout,
 * another character set, other padding, its own group 0002, group lengths or trailing padding. Pixels must be the same codestreams: an image
 * that was compressed on the way is not the same.
 * @throws AppError `file/not-dicom`, `file/damaged`
 */
export function sameDataSet(a: Uint8Array, b: Uint8Array): boolean {
  if (equalBytes(dataSetBytes(a), dataSetBytes(b))) return true;
  const [left, right] = [readFile(a), readFile(b)];
  return sameElements(left, left.scanned, left.metadata, right, right.scanned, right.metadata);
}

function dataSetBytes(part10: Uint8Array): Uint8Array {
  return part10.subarray(openPart10(part10).fileMeta.length);
}

interface File {
  readonly bytes: Uint8Array;
  readonly scanned: ScannedDataSet;
  readonly metadata: DataSet;
  readonly bulkData: ReadonlyMap<string, Uint8Array>;
  readonly transferSyntaxUid: string;
}

function readFile(part10: Uint8Array): File {
  const { dataSet, layout, transferSyntaxUid } = openPart10(part10);
  const scanned = scanDataSet(dataSet, 0, layout);
  const { metadata, bulkData } = toJsonDataSet(dataSet, scanned);
  return { bytes: dataSet, scanned, metadata, bulkData: new Map(bulkData.map(({ elementPath, bytes }) => [elementPath, bytes])), transferSyntaxUid };
}

function sameElements(left: File, leftSet: ScannedDataSet, leftJson: DataSet, right: File, rightSet: ScannedDataSet, rightJson: DataSet): boolean {
  const [leftElements, rightElements] = [comparable(leftSet), comparable(rightSet)];
  if (leftElements.length !== rightElements.length) return false;
  return leftElements.every((one, index) => {
    const other = rightElements[index];
    if (other === undefined || one.tag !== other.tag) return false;
    const key = tagText(one.tag);
    const [oneJson, otherJson] = [leftJson[key], rightJson[key]];
    if (one.items !== undefined && other.items !== undefined) {
      const { items: otherItems } = other;
      if (one.items.length !== otherItems.length) return false;
      return one.items.every((item, itemIndex) => {
        const otherItem = otherItems[itemIndex];
        const [itemJson, otherItemJson] = [oneJson?.Value?.[itemIndex], otherJson?.Value?.[itemIndex]];
        return otherItem !== undefined && sameElements(left, item, itemJson as DataSet, right, otherItem, otherItemJson as DataSet);
      });
    }
    // The pixels of the top level have no JSON.
    if (oneJson === undefined || otherJson === undefined) return samePixels(left, one, right, other);
    return sameLeaf(left, one, oneJson, right, other, otherJson);
  });
}

const SPECIFIC_CHARACTER_SET: Tag = 0x00080005;
const TRAILING_PADDING: Tag = 0xfffcfffc;

function comparable({ elements }: ScannedDataSet): readonly ScannedElement[] {
  return elements
    .filter(({ tag }) => !isAboutTheFile(tag) && tag !== SPECIFIC_CHARACTER_SET && tag !== TRAILING_PADDING)
    .toSorted((one, other) => one.tag - other.tag);
}

function sameLeaf(left: File, one: ScannedElement, oneJson: DataElement, right: File, other: ScannedElement, otherJson: DataElement): boolean {
  const [oneBulk, otherBulk] = [left, right].map((file, side) => file.bulkData.get([oneJson, otherJson][side]?.BulkDataURI ?? ''));
  if (oneBulk !== undefined && otherBulk !== undefined && oneJson.vr === otherJson.vr) return equalButForPadding(oneBulk, otherBulk);
  if (JSON.stringify(oneJson) === JSON.stringify(otherJson)) return true;
  // Implicit encoding forgets what a private element was; its bytes tell.
  const isForgotten = (oneJson.vr === 'UN') !== (otherJson.vr === 'UN') || (oneJson.vr === otherJson.vr && oneJson.InlineBinary !== undefined);
  return isForgotten && equalButForPadding(valueOf(left, one), valueOf(right, other));
}

function samePixels(left: File, one: ScannedElement, right: File, other: ScannedElement): boolean {
  const [oneFragments, otherFragments] = [one.fragments, other.fragments];
  if (oneFragments === undefined || otherFragments === undefined) {
    const isSameLayout = one.layout.isLittleEndian === other.layout.isLittleEndian;
    return oneFragments === otherFragments && isSameLayout && equalButForPadding(valueOf(left, one), valueOf(right, other));
  }
  // The offset table may be filled in or left out.
  if (left.transferSyntaxUid !== right.transferSyntaxUid || oneFragments.fragments.length !== otherFragments.fragments.length) return false;
  return oneFragments.fragments.every((fragment, index) => {
    const counterpart = otherFragments.fragments[index];
    if (counterpart === undefined) return false;
    const bytes = left.bytes.subarray(fragment.offset, fragment.offset + fragment.length);
    return equalButForPadding(bytes, right.bytes.subarray(counterpart.offset, counterpart.offset + counterpart.length));
  });
}

function valueOf({ bytes }: File, { valueOffset, length }: ScannedElement): Uint8Array {
  return bytes.subarray(valueOffset, valueOffset + length);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** One of the two may be filled up to an even length with a zero or a space. */
function equalButForPadding(a: Uint8Array, b: Uint8Array): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  if (longer.length - shorter.length > 1) return false;
  const padding = longer.at(-1);
  const isPadded = longer.length === shorter.length || padding === 0 || padding === 0x20;
  return isPadded && equalBytes(shorter, longer.subarray(0, shorter.length));
}
