import { numbersOf, textOf, type DataElement, type DataSet } from '../data-set/data-set.ts';
import { tagOf, type Keyword } from '../data-set/attribute.ts';
import { decodeInlineBinary } from '../waveform/inline-binary.ts';
import { expandSegments } from './segmented-palette.ts';

/** One table of a Modality or VOI LUT Sequence, or a palette. PS3.3 C.11.1.1.1, C.11.2.1.1, C.7.6.3.1.5. */
export interface LookupTable {
  /** The input value of the first entry; smaller inputs take the first entry, larger ones the last. */
  readonly firstInput: number;
  readonly entries: readonly number[];
  /** Bits of an entry, 8 to 16. */
  readonly bits: number;
  readonly explanation: string;
}

/**
 * Reads an item with LUT Descriptor (0028,3002) and LUT Data (0028,3006).
 * @param isInputSigned the first mapped value has the sign of the table's input, whatever the VR says
 * @returns undefined when the data did not come with the metadata or do not fit their descriptor
 */
export function lookupTableOf(item: DataSet, isInputSigned: boolean): LookupTable | undefined {
  return readTable(item, 'LUTDescriptor', 'LUTData', isInputSigned, textOf(item, 'LUTExplanation'));
}

/** Reads one colour of a palette. PS3.3 C.7.6.3.1.5. */
export function paletteTableOf(dataSet: DataSet, colour: 'Red' | 'Green' | 'Blue', isInputSigned: boolean): LookupTable | undefined {
  const plain = readTable(dataSet, `${colour}PaletteColorLookupTableDescriptor`, `${colour}PaletteColorLookupTableData`, isInputSigned, '');
  return plain ?? readSegmentedTable(dataSet, colour, isInputSigned);
}

/** The entry for an input value. */
export function lookUp(table: LookupTable, input: number): number {
  const index = Math.min(Math.max(Math.round(input) - table.firstInput, 0), table.entries.length - 1);
  return table.entries[index] ?? 0;
}

function readTable(
  dataSet: DataSet,
  descriptor: Keyword,
  data: Keyword,
  isInputSigned: boolean,
  explanation: string,
): LookupTable | undefined {
  const [count, first, bits] = numbersOf(dataSet, descriptor) ?? [];
  if (count === undefined || first === undefined || bits === undefined) return undefined;
  const length = count <= 0 ? 65_536 + count : count;
  const entries = entriesOf(dataSet, data, length);
  if (entries === undefined) return undefined;
  const firstInput = isInputSigned && first >= 32_768 ? first - 65_536 : first;
  // Some writers say 16 bits and fill eight; the largest entry tells.
  const usedBits = entries.every((entry) => entry < 256) ? 8 : bits;
  return { firstInput, entries, bits: Math.min(Math.max(usedBits, 8), 16), explanation };
}

/** Segmented Palette Color Lookup Table Data. PS3.3 C.7.9.2. */
function readSegmentedTable(dataSet: DataSet, colour: 'Red' | 'Green' | 'Blue', isInputSigned: boolean): LookupTable | undefined {
  const [count, first, bits] = numbersOf(dataSet, `${colour}PaletteColorLookupTableDescriptor`) ?? [];
  const text = dataSet[tagOf(`Segmented${colour}PaletteColorLookupTableData`)]?.InlineBinary;
  if (count === undefined || first === undefined || bits === undefined || text === undefined) return undefined;
  const bytes = decodeInlineBinary(text) ?? new Uint8Array();
  const wordBytes = bits <= 8 ? 1 : 2;
  const words = Array.from({ length: Math.floor(bytes.length / wordBytes) }, (_, index) => (wordBytes === 1 ? (bytes[index] ?? 0) : (bytes[index * 2] ?? 0) | ((bytes[index * 2 + 1] ?? 0) << 8)));
  const entries = expandSegments(words, wordBytes);
  const length = count <= 0 ? 65_536 + count : count;
  if (entries === undefined || entries.length < length) return undefined;
  return { firstInput: isInputSigned && first >= 32_768 ? first - 65_536 : first, entries: entries.slice(0, length), bits: Math.min(Math.max(bits, 8), 16), explanation: '' };
}

function entriesOf(dataSet: DataSet, data: Keyword, length: number): readonly number[] | undefined {
  const element: DataElement | undefined = dataSet[tagOf(data)];
  if (element === undefined) return undefined;
  if (element.InlineBinary !== undefined) {
    const bytes = decodeInlineBinary(element.InlineBinary) ?? new Uint8Array();
    if (bytes.length >= length * 2) {
      return Array.from({ length }, (_, index) => (bytes[index * 2] ?? 0) | ((bytes[index * 2 + 1] ?? 0) << 8));
    }
    return bytes.length >= length ? Array.from(bytes.subarray(0, length)) : undefined;
  }
  const values = numbersOf(dataSet, data);
  return values !== undefined && values.length >= length ? values.slice(0, length) : undefined;
}
