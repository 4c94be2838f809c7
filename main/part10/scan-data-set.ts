import { isAppError } from '#shared/errors/app-error.ts';
import { damaged } from './damaged.ts';
import { knownRepresentationOf, tagText, type Tag } from './dictionary.ts';
import { readElementHeader, type ByteLayout } from './element-header.ts';

/** Where an element lies in the bytes. Nothing is copied or decoded yet. */
export interface ScannedElement {
  readonly tag: Tag;
  /** As PS3.5 names it, or a `KnownRepresentation` that still depends on other attributes; `UN` when nobody knows. */
  readonly vr: string;
  /** First byte of the tag. */
  readonly headerOffset: number;
  readonly valueOffset: number;
  /** Bytes of the value, delimiters included where the length was undefined. */
  readonly length: number;
  readonly layout: ByteLayout;
  readonly items?: readonly ScannedDataSet[];
  readonly fragments?: ScannedFragments;
  /** The value claims more bytes than there are; `length` says how many there are. Only on the top level. */
  readonly isTruncated?: true;
}

export interface ScannedDataSet {
  readonly elements: readonly ScannedElement[];
}

/** The items of an encapsulated value. PS3.5 A.4 */
export interface ScannedFragments {
  /** The Basic Offset Table, the first item. */
  readonly offsetTable: ScannedFragment;
  readonly fragments: readonly ScannedFragment[];
  /** False when the bytes end without a Sequence Delimitation Item. */
  readonly isDelimited: boolean;
  /** The last fragment claims more bytes than there are. */
  readonly isTruncated: boolean;
}

export interface ScannedFragment {
  readonly offset: number;
  readonly length: number;
}

const ITEM: Tag = 0xfffee000;
const ITEM_END: Tag = 0xfffee00d;
const SEQUENCE_END: Tag = 0xfffee0dd;
const PIXEL_DATA: Tag = 0x7fe00010;
const UNDEFINED_LENGTH = 0xffff_ffff;

const MAXIMUM_DEPTH = 64;
const MAXIMUM_ELEMENTS = 4_000_000;

const IMPLICIT: ByteLayout = { isExplicit: false, isLittleEndian: true };

/**
 * Finds the elements of a data set. Works on untrusted bytes: reads nothing outside them, allocates nothing by a length that they claim,
 * stops at 64 nested sequences and at four million elements.
 *
 * Tolerated, because the meaning is certain: an element that is encoded implicitly among explicit ones (no two capital letters where the
 * VR stands); delimiters that follow a sequence of known length; a missing Sequence Delimitation Item at the very end; bytes behind Pixel
 * Data that are no elements; fewer than eight bytes, or only zeros, at the end. UN of undefined length is read as an implicit sequence
 * (PS3.5 6.2.2), and so is UN of known length that consists of items.
 * @throws AppError `file/damaged`
 */
export function scanDataSet(bytes: Uint8Array, start: number, layout: ByteLayout): ScannedDataSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let elementCount = 0;

  function scanTopLevel(): ScannedDataSet {
    const elements: ScannedElement[] = [];
    let position = start;
    while (position + 8 <= bytes.length) {
      try {
        const element = scanElement(position, bytes.length, layout, 0);
        if (element !== undefined) elements.push(element);
        position = element === undefined ? position + 8 : element.valueOffset + element.length;
        if (element?.isTruncated) break;
      } catch (error) {
        if (!isAppError(error, 'file/damaged') || !(elements.some(isPixelData) || isAllZero(position))) throw error;
        break;
      }
    }
    return { elements };
  }

  /** @returns undefined for a stray delimiter of eight bytes */
  function scanElement(position: number, end: number, around: ByteLayout, depth: number): ScannedElement | undefined {
    const header = readElementHeader(view, position, end, around);
    const { tag, vr, valueOffset } = header;
    if (tag === ITEM_END || tag === SEQUENCE_END) {
      if (header.length === 0) return undefined;
      throw damaged(`a delimiter with a length at byte ${position}`);
    }
    if (tag === ITEM || tag === 0) throw damaged(`no element at byte ${position}`);
    elementCount += 1;
    if (elementCount > MAXIMUM_ELEMENTS) throw damaged('more elements than any real file has');

    const base = { tag, vr, headerOffset: position, valueOffset, layout: header.layout };
    if (header.length === UNDEFINED_LENGTH) {
      if (isEncapsulated(tag, vr)) {
        const { next, ...fragments } = scanFragments(valueOffset, end, header.layout);
        return { ...base, length: next - valueOffset, fragments };
      }
      if (vr !== 'SQ' && vr !== 'UN') throw damaged(`element ${tagText(tag)} with representation ${vr} has no length`);
      const { items, next } = scanItems(valueOffset, end, vr === 'UN' ? IMPLICIT : header.layout, depth + 1, true);
      return { ...base, vr: 'SQ', length: next - valueOffset, items };
    }
    if (header.length > end - valueOffset) {
      if (depth > 0) throw damaged(`element ${tagText(tag)} is longer than the item around it`);
      return { ...base, length: end - valueOffset, isTruncated: true };
    }
    const valueEnd = valueOffset + header.length;
    if (vr === 'SQ') {
      const { items } = scanItems(valueOffset, valueEnd, header.layout, depth + 1, false);
      return { ...base, length: header.length, items };
    }
    const items = vr === 'UN' ? tryItems(tag, valueOffset, valueEnd, depth + 1) : undefined;
    return items === undefined ? { ...base, length: header.length } : { ...base, vr: 'SQ', length: header.length, items };
  }

  /** UN that is a sequence: by the dictionary, or because its value begins with an item. Undefined when it is not one after all. */
  function tryItems(tag: Tag, offset: number, end: number, depth: number): readonly ScannedDataSet[] | undefined {
    const isKnownSequence = knownRepresentationOf(tag) === 'SQ';
    const beginsWithItem = end - offset >= 8 && view.getUint32(offset, true) === 0xe000fffe;
    if (!beginsWithItem && !(isKnownSequence && end === offset)) return undefined;
    try {
      return scanItems(offset, end, IMPLICIT, depth, false).items;
    } catch (error) {
      if (isAppError(error, 'file/damaged')) return undefined;
      throw error;
    }
  }

  function scanItems(
    offset: number,
    end: number,
    around: ByteLayout,
    depth: number,
    untilDelimiter: boolean,
  ): { readonly items: readonly ScannedDataSet[]; readonly next: number } {
    if (depth > MAXIMUM_DEPTH) throw damaged(`sequences are nested deeper than ${MAXIMUM_DEPTH}`);
    const items: ScannedDataSet[] = [];
    let position = offset;
    while (position + 8 <= end) {
      const tag = readTag(position, around);
      const length = view.getUint32(position + 4, around.isLittleEndian);
      if (tag === SEQUENCE_END) {
        if (untilDelimiter) return { items, next: position + 8 };
        position += 8;
        continue;
      }
      if (tag !== ITEM) throw damaged(`no item at byte ${position}`);
      const itemStart = position + 8;
      if (length !== UNDEFINED_LENGTH && length > end - itemStart) throw damaged(`an item at byte ${position} is longer than its sequence`);
      const itemEnd = length === UNDEFINED_LENGTH ? end : itemStart + length;
      const { item, next } = scanItem(itemStart, itemEnd, around, depth, length === UNDEFINED_LENGTH);
      items.push(item);
      position = next;
    }
    if (untilDelimiter && !(depth === 1 && end - position < 8 && end === bytes.length)) throw damaged('the file ends inside a sequence');
    if (!untilDelimiter && position !== end) throw damaged(`${end - position} bytes of a sequence are no item`);
    return { items, next: end };
  }

  function scanItem(
    offset: number,
    end: number,
    around: ByteLayout,
    depth: number,
    untilDelimiter: boolean,
  ): { readonly item: ScannedDataSet; readonly next: number } {
    const elements: ScannedElement[] = [];
    let position = offset;
    while (position + 8 <= end) {
      const tag = readTag(position, around);
      if (untilDelimiter && tag === ITEM_END) return { item: { elements }, next: position + 8 };
      // Some writers forget the item's delimiter before the sequence's.
      if (untilDelimiter && tag === SEQUENCE_END) return { item: { elements }, next: position };
      const element = scanElement(position, end, around, depth);
      if (element !== undefined) elements.push(element);
      position = element === undefined ? position + 8 : element.valueOffset + element.length;
    }
    if (untilDelimiter) throw damaged('the file ends inside an item');
    if (position !== end) throw damaged(`${end - position} bytes of an item are no element`);
    return { item: { elements }, next: end };
  }

  function scanFragments(offset: number, end: number, around: ByteLayout): ScannedFragments & { readonly next: number } {
    const found: ScannedFragment[] = [];
    let position = offset;
    let isDelimited = false;
    let isTruncated = false;
    while (position + 8 <= end && !isTruncated) {
      const tag = readTag(position, around);
      const length = view.getUint32(position + 4, around.isLittleEndian);
      position += 8;
      if (tag === SEQUENCE_END) {
        isDelimited = true;
        break;
      }
      // Some writers close the last fragment as they close an item of a sequence.
      if (tag === ITEM_END && length === 0) continue;
      if (tag !== ITEM || length === UNDEFINED_LENGTH) throw damaged(`no fragment of encapsulated data at byte ${position - 8}`);
      isTruncated = length > end - position;
      found.push({ offset: position, length: Math.min(length, end - position) });
      position += Math.min(length, end - position);
    }
    const [offsetTable, ...fragments] = found;
    if (offsetTable === undefined) throw damaged('encapsulated data without an offset table');
    return { offsetTable, fragments, isDelimited, isTruncated, next: isDelimited ? position : end };
  }

  function readTag(position: number, around: ByteLayout): Tag {
    return view.getUint16(position, around.isLittleEndian) * 0x10000 + view.getUint16(position + 2, around.isLittleEndian);
  }

  function isAllZero(position: number): boolean {
    for (let index = position; index < bytes.length; index += 1) if (bytes[index] !== 0) return false;
    return true;
  }

  return scanTopLevel();
}

function isEncapsulated(tag: Tag, vr: string): boolean {
  return tag === PIXEL_DATA || vr === 'OB' || vr === 'OW' || vr === 'ox';
}

function isPixelData(element: ScannedElement): boolean {
  return element.tag >= 0x7fe00008 && element.tag <= PIXEL_DATA;
}
