import { damaged } from './damaged.ts';
import { knownRepresentationOf, tagText, type Tag } from './dictionary.ts';

/** How tags, lengths and numbers are written. PS3.5 annex A */
export interface ByteLayout {
  readonly isExplicit: boolean;
  readonly isLittleEndian: boolean;
}

export interface ElementHeader {
  readonly tag: Tag;
  readonly vr: string;
  readonly valueOffset: number;
  /** FFFFFFFF for an undefined length. */
  readonly length: number;
  /** Of the value; implicit where an element was written so among explicit ones. */
  readonly layout: ByteLayout;
}

/** Two reserved bytes and a length of four. PS3.5 table 7.1-1 */
const LONG_FORM: ReadonlySet<string> = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
/** A length of two bytes. PS3.5 table 7.1-2 */
const SHORT_FORM: ReadonlySet<string> = new Set('AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));

export function isValueRepresentation(text: string): boolean {
  return LONG_FORM.has(text) || SHORT_FORM.has(text);
}

export function isLongForm(vr: string): boolean {
  return LONG_FORM.has(vr);
}

/**
 * @param position at least eight bytes before `end`
 * @throws AppError `file/damaged` when the header itself does not fit; a value that does not fit is the caller's matter
 */
export function readElementHeader(view: DataView, position: number, end: number, layout: ByteLayout): ElementHeader {
  const { isExplicit, isLittleEndian } = layout;
  const tag: Tag = view.getUint16(position, isLittleEndian) * 0x10000 + view.getUint16(position + 2, isLittleEndian);
  const implicitLength = view.getUint32(position + 4, isLittleEndian);
  const implicit = (): ElementHeader => ({
    tag,
    vr: knownRepresentationOf(tag) ?? 'UN',
    valueOffset: position + 8,
    length: implicitLength,
    layout: { isExplicit: false, isLittleEndian },
  });
  if (!isExplicit || tag >>> 16 === 0xfffe) return implicit();

  const vr = String.fromCharCode(view.getUint8(position + 4), view.getUint8(position + 5));
  const shortLength = view.getUint16(position + 6, isLittleEndian);
  if (SHORT_FORM.has(vr)) return { tag, vr, valueOffset: position + 8, length: shortLength, layout };

  const longLength = position + 12 <= end ? view.getUint32(position + 8, isLittleEndian) : undefined;
  if (LONG_FORM.has(vr)) {
    if (longLength === undefined) throw damaged(`element ${tagText(tag)} ends inside its header`);
    return { tag, vr, valueOffset: position + 12, length: longLength, layout };
  }
  const isTwoCapitals = /^[A-Z]{2}$/.test(vr);
  const known = knownRepresentationOf(tag) ?? 'UN';
  const fitsImplicit = implicitLength <= end - position - 8 || implicitLength === 0xffff_ffff;
  if (!isTwoCapitals && fitsImplicit && tag >>> 16 !== 0x0002) return implicit();
  // A broken representation keeps the form of the right one; one that nobody knows has the long form (PS3.5 6.2.2) where that fits.
  const fitsLong = shortLength === 0 && longLength !== undefined && longLength <= end - position - 12;
  if (fitsLong && (isTwoCapitals || LONG_FORM.has(known))) return { tag, vr: known, valueOffset: position + 12, length: longLength, layout };
  return { tag, vr: known, valueOffset: position + 8, length: shortLength, layout };
}
