import { data } from 'dcmjs';

/** Tags are unsigned 32-bit numbers inside this folder: group in the high half, element in the low one. */
export type Tag = number;

/**
 * A value representation of PS3.5 6.2, or one that depends on other attributes: `xs` is US or SS by Pixel Representation, `ox` OB or OW,
 * `lt` US or OW (look-up table data).
 */
export type KnownRepresentation = string;

const REPRESENTATIONS: ReadonlyMap<Tag, KnownRepresentation> = readDictionary();

/** What PS3.6 says about a tag; undefined for private and unknown ones. Group lengths and private creators are known by their form. */
export function knownRepresentationOf(tag: Tag): KnownRepresentation | undefined {
  const group = tag >>> 16;
  const element = tag & 0xffff;
  if (element === 0) return 'UL';
  if (group % 2 === 1) return element >= 0x10 && element <= 0xff ? 'LO' : undefined;
  const found = REPRESENTATIONS.get(tag);
  if (found !== undefined) return found;
  // Overlays and curves repeat over the even groups 6000 to 60FE and 5000 to 50FE. PS3.5 7.6
  const repeats = (group & 0xff00) === 0x6000 || (group & 0xff00) === 0x5000;
  return repeats ? REPRESENTATIONS.get((tag & 0xff00_ffff) >>> 0) : undefined;
}

/** Settles the representations that depend on Pixel Representation. PS3.5 A.1, PS3.6 table 6-1 */
export function settleRepresentation(known: KnownRepresentation, isSigned: boolean): string {
  if (known === 'xs') return isSigned ? 'SS' : 'US';
  return known === 'ox' || known === 'lt' ? 'OW' : known;
}

/** `00100010` for 0x00100010. */
export function tagText(tag: Tag): string {
  return (tag + 0x1_0000_0000).toString(16).slice(1).toUpperCase();
}

function readDictionary(): ReadonlyMap<Tag, KnownRepresentation> {
  const representations = new Map<Tag, KnownRepresentation>();
  const { nameMap } = data.DicomMetaDictionary;
  for (const keyword of Object.keys(nameMap)) {
    const row = nameMap[keyword];
    const tag = Number.parseInt((row?.tag ?? '').replaceAll(/[(),]/g, ''), 16);
    if (row === undefined || !Number.isInteger(tag) || row.vr === 'na') continue;
    representations.set(tag, row.vr === 'up' ? 'UL' : row.vr);
  }
  return representations;
}
