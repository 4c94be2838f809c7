import { DEFAULT_TABLE, type HuffmanTable } from '#main/import/ecg-files/scp-huffman.ts';

/** What an SCP-ECG file of a test holds. Written after EN 1064, independently of the reader but for the default table. */
export interface GivenScp {
  readonly leads: readonly { readonly id: number; readonly samples: readonly number[] }[];
  readonly nanovoltsPerDigit?: number;
  readonly microsecondsPerSample?: number;
  readonly difference?: 0 | 1 | 2;
  /** `none`: no section 2, 16 bits a value. */
  readonly huffman?: 'default' | 'own' | 'none';
  /** The beat that was subtracted around each fiducial (one-based samples). */
  readonly reference?: { readonly beats: readonly (readonly number[])[]; readonly fiducial: number; readonly at: readonly number[] };
  readonly isBimodal?: boolean;
  /** The residue is stored as means of so many samples, but for the zones (one-based, both ends with). */
  readonly decimation?: { readonly factor: number; readonly zones: readonly (readonly [from: number, to: number])[] };
  /** Bytes of section 7 as they stand in the file. */
  readonly measurements?: readonly number[];
}

/** A table of a file's own: 0 in one bit, everything else plain. */
const OWN_TABLE: HuffmanTable = [
  { prefixBits: 1, totalBits: 1, reversedPrefix: 0, isValue: true, value: 0 },
  { prefixBits: 2, totalBits: 18, reversedPrefix: 0b01, isValue: true, value: 0 },
  { prefixBits: 2, totalBits: 2, reversedPrefix: 0b11, isValue: true, value: 1 },
];

export function buildScp(scp: GivenScp): Uint8Array {
  const { leads, nanovoltsPerDigit = 2500, microsecondsPerSample = 2000, difference = 2, huffman = 'default', reference } = scp;
  const count = leads[0]?.samples.length ?? 0;
  const residues = leads.map(({ samples }, lead) => {
    const rest = [...samples];
    for (const at of reference?.at ?? []) (reference?.beats[lead] ?? []).forEach((value, place) => {
      const index = at - (reference?.fiducial ?? 1) + place;
      if (index >= 0 && index < rest.length) rest[index] = rest[index]! - value;
    });
    return rest;
  });
  const encode = (values: readonly number[]) => (huffman === 'none' ? int16(values) : pack(differences(values, difference), huffman === 'own' ? OWN_TABLE : DEFAULT_TABLE));
  const signals = (values: readonly (readonly number[])[], flag: number, slower = 1) => {
    const data = values.map(encode);
    const usedDifference = huffman === 'none' ? 0 : difference;
    return [...u16(nanovoltsPerDigit), ...u16(microsecondsPerSample * slower), usedDifference, flag, ...data.flatMap((one) => u16(one.length)), ...data.flat()];
  };
  const beatLength = reference?.beats[0]?.length ?? 0;
  const bodies = new Map<number, readonly number[]>([
    [1, [...tag(2, text('P-77')), ...tag(0, text('Li')), ...tag(8, [2]), ...tag(5, [...u16(1970), 5, 6]), ...tag(25, [...u16(2026), 3, 2]), ...tag(26, [9, 30, 15]), ...tag(27, u16(5)), ...tag(28, u16(150)), ...tag(29, [2]), 255, 0, 0]],
    ...(huffman === 'none' ? [] : [[2, huffman === 'default' ? u16(19_999) : [...u16(1), ...u16(OWN_TABLE.length), ...OWN_TABLE.flatMap((code) => [code.prefixBits, code.totalBits, 1, ...u16(code.value), ...u32(code.reversedPrefix)])]] as const]),
    [3, [leads.length, (reference === undefined ? 0 : 1) + 4 + leads.length * 8, ...leads.flatMap(({ id }) => [...u32(1), ...u32(count), id])]],
    ...(reference === undefined ? [] : [
      [4, [...u16((beatLength * microsecondsPerSample) / 1000), ...u16(reference.fiducial), ...u16(reference.at.length), ...reference.at.flatMap((at) => [...u16(0), ...u32(at - reference.fiducial + 1), ...u32(at), ...u32(at - reference.fiducial + beatLength)]), ...(scp.decimation?.zones ?? []).flatMap(([from, to]) => [...u32(from), ...u32(to)])]] as const,
      [5, signals(reference.beats, 0)] as const,
    ]),
    [6, signals(residues.map((values) => decimated(values, scp.decimation)), scp.isBimodal === true ? 1 : 0, scp.decimation?.factor ?? 1)],
    ...(scp.measurements === undefined ? [] : [[7, scp.measurements] as const]),
    [8, [0, ...u16(2026), 3, 2, 9, 30, 15, 1, 1, ...u16(13), ...text('SINUS RHYTHM')]],
  ]);
  const pointerLength = 16 + 12 * 10;
  let offset = 6 + pointerLength;
  const pointers: number[] = [...u16(0), ...u32(pointerLength), ...u32(7)];
  const sections: number[] = [];
  for (let id = 1; id < 12; id += 1) {
    const body = bodies.get(id);
    if (body === undefined) {
      pointers.push(...u16(id), ...u32(0), ...u32(0));
      continue;
    }
    const even = body.length % 2 === 0 ? body : [...body, 0];
    const section = withChecksum([...u16(id), ...u32(even.length + 16), 20, 20, 0, 0, 0, 0, 0, 0, ...even]);
    pointers.push(...u16(id), ...u32(section.length), ...u32(offset + 1));
    sections.push(...section);
    offset += section.length;
  }
  const zero = withChecksum([...u16(0), ...u32(pointerLength), 20, 20, ...text('SCPECG').slice(0, 6), ...pointers]);
  return Uint8Array.from(withChecksum([...u32(offset), ...zero, ...sections]));
}

/** Means of `factor` samples from where a zone has ended. */
function decimated(values: readonly number[], decimation: GivenScp['decimation']): readonly number[] {
  if (decimation === undefined) return values;
  const isKept = (index: number) => decimation.zones.some(([from, to]) => index + 1 >= from && index + 1 <= to);
  const stored: number[] = [];
  for (let index = 0; index < values.length; ) {
    const group = isKept(index) ? 1 : Array.from({ length: decimation.factor }, (_, place) => index + place).findIndex((place) => place >= values.length || isKept(place));
    const length = group < 0 ? decimation.factor : group;
    stored.push(Math.round(values.slice(index, index + length).reduce((sum, value) => sum + value, 0) / length));
    index += length;
  }
  return stored;
}

function differences(values: readonly number[], order: number): readonly number[] {
  return values.map((value, index) => {
    if (index < order || order === 0) return value;
    return order === 1 ? value - values[index - 1]! : value - 2 * values[index - 1]! + values[index - 2]!;
  });
}

function pack(values: readonly number[], table: HuffmanTable): number[] {
  const bits: number[] = [];
  for (const value of values) {
    const short = table.find((code) => code.totalBits === code.prefixBits && code.value === value);
    const code = short ?? table.find(({ totalBits, prefixBits }) => totalBits > prefixBits && Math.abs(value) < 2 ** (totalBits - prefixBits - 1))!;
    for (let bit = 0; bit < code.prefixBits; bit += 1) bits.push((code.reversedPrefix >> bit) & 1);
    for (let bit = code.totalBits - code.prefixBits - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  }
  while (bits.length % 16 !== 0) bits.push(0);
  return Array.from({ length: bits.length / 8 }, (_, index) => bits.slice(index * 8, index * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0));
}

/** CRC-CCITT from FFFF, bit by bit. */
function withChecksum(bytes: readonly number[]): number[] {
  let crc = 0xffff;
  for (const byte of bytes) for (let bit = 7; bit >= 0; bit -= 1) {
    const carry = (crc >> 15) ^ ((byte >> bit) & 1);
    crc = ((crc << 1) & 0xffff) ^ (carry === 1 ? 0x1021 : 0);
  }
  return [...u16(crc), ...bytes];
}

const u16 = (value: number) => [value & 0xff, (value >> 8) & 0xff];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
const int16 = (values: readonly number[]) => values.flatMap((value) => u16(value));
const text = (value: string) => [...Buffer.from(value, 'latin1'), 0];
const tag = (number: number, value: readonly number[]) => [number, ...u16(value.length), ...value];
