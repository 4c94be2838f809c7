/** One size as it is written: 12 mm×10 mm, 3.2×2.8×2.5cm. */
export interface WrittenSize {
  readonly text: string;
  /** Zero-based, in the text that was read. */
  readonly index: number;
  readonly valuesMm: readonly number[];
  /** Every unit that was written, in order. */
  readonly units: readonly string[];
}

const UNIT_MM: Readonly<Record<string, number>> = { mm: 1, cm: 10, dm: 100, m: 1000, 毫米: 1, 厘米: 10, 米: 1000, um: 0.001, nm: 0.000_001, km: 1_000_000 };
const UNIT = '(?:mm|cm|dm|um|nm|km|m|毫米|厘米|米)(?![a-z²³23/])';
const NUMBER = String.raw`\d+(?:\.\d+)?`;
/** Abbreviations that a figure may follow at once: LA35mm. Any other letter before it makes it a name: T2, L4. */
const MEASURED = 'LA|LV|RV|RA|LVD[ds]?|LVEDD|LVESD|IVSD?|LVPWD?|AO|BPD|HC|AC|FL|CRL|NT|AF[VI]|IMT|CBD';
const SIZE = new RegExp(String.raw`(?:(?<![\d.A-Za-z/])|(?<=(?<![A-Za-z])(?:${MEASURED})))${NUMBER}(?:${UNIT})?(?:[×xX*✕╳]${NUMBER}(?:${UNIT})?){0,2}`, 'giu');
const PIECE = new RegExp(`(${NUMBER})(${UNIT})?`, 'giu');

/** Lengths with a unit, in order. @param text without white space */
export function sizesOf(text: string): readonly WrittenSize[] {
  return [...text.matchAll(SIZE)].flatMap((match) => {
    const pieces = [...match[0].matchAll(PIECE)].map((piece) => ({ value: Number(piece[1]), unit: piece[2]?.toLowerCase() }));
    const units = pieces.flatMap(({ unit }) => unit ?? []);
    const last = units.at(-1);
    if (last === undefined || pieces.at(-1)?.unit === undefined) return [];
    // A number without a unit takes that of the next one that has it.
    const valuesMm = pieces.map(({ value, unit }, index) => value * (UNIT_MM[unit ?? pieces.slice(index).find((piece) => piece.unit !== undefined)?.unit ?? last] ?? 1));
    return [{ text: match[0], index: match.index, valuesMm, units }];
  });
}
