import { paletteTableOf, lookUp, type LookupTable } from './lookup-table.ts';
import { textOf, type DataSet } from '../data-set/data-set.ts';
import type { StoredValues } from './stored-values.ts';

/** The three tables of PALETTE COLOR. PS3.3 C.7.6.3.1.5. */
export interface Palette {
  readonly red: LookupTable;
  readonly green: LookupTable;
  readonly blue: LookupTable;
}

/** @returns undefined unless all three tables, plain or segmented, came with the metadata and can be read */
export function paletteOf(dataSet: DataSet, isSigned: boolean): Palette | undefined {
  const red = paletteTableOf(dataSet, 'Red', isSigned);
  const green = paletteTableOf(dataSet, 'Green', isSigned);
  const blue = paletteTableOf(dataSet, 'Blue', isSigned);
  return red === undefined || green === undefined || blue === undefined ? undefined : { red, green, blue };
}

/**
 * The colours of a grey image from a certain value on, such as flow over anatomy: Supplemental Palette Color LUT, PS3.3 C.7.6.19.
 * @returns undefined for a palette that starts at the first value: it is no supplement
 */
export function supplementalPaletteOf(dataSet: DataSet, isSigned: boolean): Palette | undefined {
  const isColoured = ['COLOR', 'MIXED'].includes(textOf(dataSet, 'PixelPresentation'));
  if (!isColoured || !textOf(dataSet, 'PhotometricInterpretation').startsWith('MONOCHROME')) return undefined;
  return paletteOf(dataSet, isSigned);
}

/** Red, green and blue of one value, 8 bits each. */
export function paletteColour({ red, green, blue }: Palette, value: number): readonly [red: number, green: number, blue: number] {
  return [eightBits(red, value), eightBits(green, value), eightBits(blue, value)];
}

/** @returns red, green, blue, 8 bits each, interleaved */
export function applyPalette(palette: Palette, values: StoredValues): Uint8Array {
  const { red, green, blue } = palette;
  const colours = new Uint8Array(values.length * 3);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    colours[index * 3] = eightBits(red, value);
    colours[index * 3 + 1] = eightBits(green, value);
    colours[index * 3 + 2] = eightBits(blue, value);
  }
  return colours;
}

function eightBits(table: LookupTable, value: number): number {
  return lookUp(table, value) >> (table.bits - 8);
}
