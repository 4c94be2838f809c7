import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encapsulated, ITEM_DELIMITER, part10, raw, SEQUENCE_DELIMITER, SYNTAX, text, unsignedShort, withIdentity, write, type Encoding, type TestElement } from '../build-part10.ts';

/** A file that is odd and right, or odd and to be refused, with what its pixels are: worked out from the numbers that it was made of. */
export interface OddFile {
  readonly name: string;
  readonly part10: Uint8Array;
  /** Stored values of the first and of the last frame as `pixel-hashes.tsv` has them; 'refused' where there must be a reason instead. */
  readonly expected: readonly Uint8Array[] | 'refused';
  readonly unit: string;
  readonly frameCount: number;
  /** Decoded by one of the WebAssembly codecs. */
  readonly needsWasm?: true;
}

interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly samples?: number;
  readonly frames?: number;
  readonly allocated: 1 | 8 | 16 | 32;
  readonly stored: number;
  readonly highBit?: number;
  readonly isSigned?: boolean;
  readonly photometric?: string;
  readonly planar?: number;
  readonly more?: readonly TestElement[];
}

/** Values of frame after frame, interleaved: the same every time, through the whole range. */
function valuesOf({ rows, columns, samples = 1, frames = 1, stored, isSigned = false }: Shape): number[] {
  const size = 2 ** stored;
  return Array.from({ length: rows * columns * samples * frames }, (_, index) => ((index * 2_654_435_761) % size) - (isSigned ? size / 2 : 0));
}

/** Words with the value at its place and ones in every bit that is not its own. */
function packed(shape: Shape, values: readonly number[], junk: boolean): Uint8Array {
  const { allocated, stored, highBit = stored - 1 } = shape;
  const shift = highBit - stored + 1;
  const bytes = new Uint8Array((values.length * allocated) / 8);
  const view = new DataView(bytes.buffer);
  const mask = stored === 32 ? 0xffffffff : 2 ** stored - 1;
  for (const [index, value] of values.entries()) {
    const own = (mask << shift) >>> 0;
    const word = (((value & mask) << shift) >>> 0) + (junk ? (~own >>> 0) & (2 ** allocated - 1) : 0);
    if (allocated === 8) view.setUint8(index, word & 0xff);
    else if (allocated === 16) view.setUint16(index * 2, word & 0xffff, true);
    else view.setUint32(index * 4, word >>> 0, true);
  }
  return bytes;
}

/** In the width of Bits Allocated, little endian, with their sign. */
function asStored({ allocated }: Shape, values: readonly number[]): Uint8Array {
  if (allocated <= 8) return Uint8Array.from(values, (value) => value & 0xff);
  return new Uint8Array(allocated === 16 ? Uint16Array.from(values, (value) => value & 0xffff).buffer : Uint32Array.from(values, (value) => value >>> 0).buffer);
}

const unitOf = ({ allocated, isSigned = false }: Shape) => `${isSigned ? 'i' : 'u'}${allocated}`;

function description(shape: Shape): readonly TestElement[] {
  const { rows, columns, samples = 1, frames = 1, allocated, stored, highBit = stored - 1, isSigned = false, photometric = samples === 3 ? 'RGB' : 'MONOCHROME2', planar, more = [] } = shape;
  const elements = [
    unsignedShort(0x00280002, samples), text(0x00280004, 'CS', photometric), ...(planar === undefined ? [] : [unsignedShort(0x00280006, planar)]), text(0x00280008, 'IS', String(frames)),
    unsignedShort(0x00280010, rows), unsignedShort(0x00280011, columns), unsignedShort(0x00280100, allocated), unsignedShort(0x00280101, stored), unsignedShort(0x00280102, highBit),
    unsignedShort(0x00280103, isSigned ? 1 : 0),
  ];
  return [...elements.filter(({ tag }) => !more.some((other) => other.tag === tag)), ...more];
}

/** @param pixels the element; @param transferSyntaxUid of the file */
function file(shape: Shape, pixels: TestElement | readonly TestElement[], transferSyntaxUid: string, encoding: Encoding = 'explicit'): Uint8Array {
  return part10(transferSyntaxUid, write(withIdentity(text(0x00080060, 'CS', 'OT'), ...description(shape), ...(Array.isArray(pixels) ? (pixels as readonly TestElement[]) : [pixels as TestElement])), encoding));
}

function framesOf(shape: Shape, values: readonly number[]): readonly Uint8Array[] {
  const length = values.length / (shape.frames ?? 1);
  const at = (index: number) => asStored(shape, values.slice(index * length, (index + 1) * length));
  return (shape.frames ?? 1) === 1 ? [at(0)] : [at(0), at((shape.frames ?? 1) - 1)];
}

function native(name: string, shape: Shape, { encoding = 'explicit', syntax = SYNTAX[encoding], junk = true, vr = shape.allocated > 8 ? 'OW' : 'OB', change = (bytes: Uint8Array) => bytes }: { encoding?: Encoding; syntax?: string; junk?: boolean; vr?: string; change?: (bytes: Uint8Array) => Uint8Array } = {}): OddFile {
  const values = valuesOf(shape);
  const even = (bytes: Uint8Array) => (bytes.length % 2 === 0 ? bytes : Uint8Array.of(...bytes, 0));
  return { name, part10: file(shape, raw(0x7fe00010, vr, even(change(packed(shape, values, junk)))), syntax, encoding), expected: framesOf(shape, values), unit: unitOf(shape), frameCount: shape.frames ?? 1 };
}

const refused = (name: string, bytes: Uint8Array): OddFile => ({ name, part10: bytes, expected: 'refused', unit: '', frameCount: 0 });

/** Planes behind each other, frame by frame. */
function toPlanes(bytes: Uint8Array, pixels: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) {
    const frame = Math.floor(index / (pixels * 3)) * pixels * 3;
    const inFrame = index - frame;
    result[frame + (inFrame % 3) * pixels + Math.floor(inFrame / 3)] = bytes[index] ?? 0;
  }
  return result;
}

const GREY = { rows: 10, columns: 24 } as const;
const ODD = { rows: 3, columns: 3, allocated: 8, stored: 8 } as const;

function nativeFiles(): readonly OddFile[] {
  const bits: OddFile[] = [];
  for (const stored of [10, 12, 14]) {
    for (const highBit of [stored - 1, stored, 15]) {
      for (const isSigned of [false, true]) bits.push(native(`bits-${stored}-high-${highBit}-${isSigned ? 'signed' : 'unsigned'}`, { ...GREY, allocated: 16, stored, highBit, isSigned }));
    }
  }
  const bitFrames: Shape = { rows: 5, columns: 5, frames: 7, allocated: 1, stored: 1 };
  const bitValues = valuesOf(bitFrames);
  const bitBytes = new Uint8Array(22);
  for (const [index, value] of bitValues.entries()) bitBytes[index >> 3] = (bitBytes[index >> 3] ?? 0) | (value << (index & 7));
  const bitExpected = [0, 6].map((frame) => Uint8Array.from(bitValues.slice(frame * 25, frame * 25 + 25)));
  const half: Shape = { rows: 4, columns: 6, samples: 3, frames: 2, allocated: 8, stored: 8, photometric: 'YBR_FULL_422', planar: 0 };
  const halfBytes = Uint8Array.from({ length: 4 * 6 * 2 * 2 }, (_, index) => (index * 37) & 0xff);
  const colour: Shape = { rows: 5, columns: 7, samples: 3, frames: 3, allocated: 8, stored: 8, planar: 1 };
  const twelve = valuesOf({ ...GREY, allocated: 16, stored: 12 });
  const twelveBytes = Uint8Array.from({ length: (twelve.length / 2) * 3 }, (_, at) => {
    const [low = 0, high = 0] = [twelve[Math.floor(at / 3) * 2], twelve[Math.floor(at / 3) * 2 + 1]];
    return at % 3 === 0 ? low & 0xff : at % 3 === 1 ? (low >> 8) | ((high & 0x0f) << 4) : high >> 4;
  });
  return [
    ...bits,
    native('signed-6-of-8-high-7', { ...GREY, allocated: 8, stored: 6, highBit: 7, isSigned: true }),
    native('signed-padding-range', { ...GREY, allocated: 16, stored: 12, highBit: 13, isSigned: true, more: [raw(0x00280120, 'SS', [0x00, 0xf8]), raw(0x00280121, 'SS', [0x10, 0xf8])] }),
    native('24-of-32', { ...GREY, allocated: 32, stored: 24, highBit: 27 }),
    native('32-signed', { ...GREY, allocated: 32, stored: 32, isSigned: true }, { junk: false }),
    native('odd-length-one-frame', ODD),
    native('odd-length-two-frames', { ...ODD, frames: 2 }),
    native('odd-length-three-frames', { ...ODD, frames: 3 }),
    native('trailing-bytes', { ...GREY, allocated: 16, stored: 12 }, { change: (bytes) => Uint8Array.of(...bytes, 1, 2, 3, 4) }),
    native('planar-three-frames', colour, { change: (bytes) => toPlanes(bytes, 35) }),
    native('big-endian-signed-12-high-15', { ...GREY, allocated: 16, stored: 12, highBit: 15, isSigned: true }, { encoding: 'big-endian' }),
    native('big-endian-32', { ...GREY, allocated: 32, stored: 32 }, { encoding: 'big-endian', junk: false, vr: 'OL' }),
    native('big-endian-8-in-words', { rows: 4, columns: 6, allocated: 8, stored: 8 }, { encoding: 'big-endian', vr: 'OW' }),
    native('big-endian-rgb', { rows: 5, columns: 6, samples: 3, allocated: 8, stored: 8, planar: 0 }, { encoding: 'big-endian' }),
    native('implicit-planar', { ...colour, frames: 1 }, { encoding: 'implicit', change: (bytes) => toPlanes(bytes, 35) }),
    native('deflated-signed-frames', { ...GREY, frames: 3, allocated: 16, stored: 14, highBit: 14, isSigned: true }, { syntax: SYNTAX.deflated }),
    native('frames-with-spaces', { ...GREY, frames: 2, allocated: 16, stored: 12, more: [text(0x00280008, 'IS', ' 2  ')] }),
    native('frames-empty', { ...GREY, allocated: 16, stored: 12, more: [text(0x00280008, 'IS', '')] }),
    { name: 'bit-frames-across-bytes', part10: file(bitFrames, raw(0x7fe00010, 'OB', bitBytes), SYNTAX.explicit), expected: bitExpected, unit: 'bit', frameCount: 7 },
    { name: 'ybr-full-422-two-frames', part10: file(half, raw(0x7fe00010, 'OB', halfBytes), SYNTAX.explicit), expected: [halfBytes.slice(0, 48), halfBytes.slice(48)], unit: 'raw422', frameCount: 2 },
    {
      name: 'packed-12-bits',
      part10: file({ ...GREY, allocated: 16, stored: 12, more: [unsignedShort(0x00280100, 12)] }, raw(0x7fe00010, 'OW', twelveBytes), SYNTAX.explicit),
      expected: [asStored({ ...GREY, allocated: 16, stored: 12 }, twelve)], unit: 'u16', frameCount: 1,
    },
    // A sample that would reach beyond its word is the word, or begins at bit 0.
    { name: 'bits-stored-above-allocated', part10: file({ ...GREY, allocated: 16, stored: 12, more: [unsignedShort(0x00280101, 20), unsignedShort(0x00280102, 19)] }, raw(0x7fe00010, 'OW', new Uint8Array(480)), SYNTAX.explicit), expected: [new Uint8Array(480)], unit: 'u16', frameCount: 1 },
    { name: 'high-bit-outside', part10: file({ ...GREY, allocated: 16, stored: 12, more: [unsignedShort(0x00280102, 17)] }, raw(0x7fe00010, 'OW', new Uint8Array(480)), SYNTAX.explicit), expected: [new Uint8Array(480)], unit: 'u16', frameCount: 1 },
    refused('private-transfer-syntax', file({ ...GREY, allocated: 16, stored: 12 }, raw(0x7fe00010, 'OW', new Uint8Array(480)), '1.2.840.113619.5.2', 'implicit')),
    refused('half-a-frame', file({ ...GREY, allocated: 16, stored: 12 }, raw(0x7fe00010, 'OW', new Uint8Array(240)), SYNTAX.explicit)),
    refused('no-rows', file({ ...GREY, rows: 0, allocated: 16, stored: 12 }, raw(0x7fe00010, 'OW', new Uint8Array(480)), SYNTAX.explicit)),
  ];
}

/** The fragments of an encapsulated file, by a reader of this file's own. */
function fragmentsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const data = Buffer.from(bytes);
  const at = data.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]), 132) + 12;
  const items: Uint8Array[] = [];
  for (let position = at; data.readUInt32LE(position) === 0xe000fffe; ) {
    const length = data.readUInt32LE(position + 4);
    items.push(Uint8Array.from(data.subarray(position + 8, position + 8 + length)));
    position += 8 + length;
  }
  return items.slice(1);
}

const RLE = '1.2.840.10008.1.2.5';
const LOSSLESS = '1.2.840.10008.1.2.4.70';
const JPEG_LS = '1.2.840.10008.1.2.4.80';

/** What dcmtk makes of native files, its fragments then cut and put together in all the ways that are allowed, and in some that are not. */
function encodedFiles(folder: string): readonly OddFile[] {
  const encode = (name: string, shape: Shape, tool: string, args: readonly string[], junk = false): { readonly bytes: Uint8Array; readonly values: readonly number[] } => {
    const source = native(name, shape, { junk, ...(shape.planar === 1 ? { change: (bytes: Uint8Array) => toPlanes(bytes, shape.rows * shape.columns) } : {}) });
    const [from, to] = [join(folder, 'source.dcm'), join(folder, 'encoded.dcm')];
    writeFileSync(from, source.part10);
    execFileSync(tool, [...args, from, to], { stdio: 'pipe' });
    return { bytes: new Uint8Array(readFileSync(to)), values: valuesOf(shape) };
  };
  const whole = (name: string, shape: Shape, tool: string, args: readonly string[], needsWasm = false): OddFile => {
    const { bytes, values } = encode(name, shape, tool, args);
    return { name, part10: bytes, expected: framesOf(shape, values), unit: unitOf(shape), frameCount: shape.frames ?? 1, ...(needsWasm ? { needsWasm: true } : {}) };
  };
  const frames: Shape = { rows: 9, columns: 11, frames: 3, allocated: 16, stored: 12, isSigned: false };
  const values = valuesOf(frames);
  const expected = framesOf(frames, values);
  const put = (name: string, syntax: string, pixels: TestElement, shape = frames, more: readonly TestElement[] = []): OddFile => ({ name, part10: file(shape, [...more, pixels], syntax), expected, unit: 'u16', frameCount: 3 });
  const halves = (fragment: Uint8Array): readonly Uint8Array[] => {
    const middle = (fragment.length >> 2) << 1;
    return [fragment.slice(0, middle), fragment.slice(middle)];
  };
  const even = (fragment: Uint8Array) => (fragment.length % 2 === 0 ? fragment : Uint8Array.of(...fragment, 0));
  const jpeg = fragmentsOf(encode('jpeg', frames, 'dcmcjpeg', ['+e1']).bytes);
  const rle = fragmentsOf(encode('rle', frames, 'dcmcrle', []).bytes);
  const offsetsOf = (groups: readonly (readonly Uint8Array[])[]): readonly number[] => {
    const starts: number[] = [];
    groups.reduce((sum, group) => {
      starts.push(sum);
      return sum + group.reduce((length, fragment) => length + 8 + fragment.length, 0);
    }, 0);
    return starts;
  };
  const words64 = (numbers: readonly number[]) => new Uint8Array(BigUint64Array.from(numbers, BigInt).buffer);
  const split = jpeg.map(halves);
  const trimmed = (fragment: Uint8Array) => (fragment.at(-1) === 0 ? fragment.subarray(0, -1) : fragment);
  return [
    whole('rle-12-high-15', { ...GREY, allocated: 16, stored: 12, highBit: 15 }, 'dcmcrle', []),
    whole('rle-signed-10-high-12', { ...GREY, allocated: 16, stored: 10, highBit: 12, isSigned: true }, 'dcmcrle', []),
    whole('rle-planar-frames', { rows: 5, columns: 8, samples: 3, frames: 3, allocated: 8, stored: 8, planar: 1 }, 'dcmcrle', []),
    whole('rle-32', { ...GREY, allocated: 32, stored: 32 }, 'dcmcrle', []),
    whole('jpeg-12-high-15', { ...GREY, allocated: 16, stored: 12, highBit: 15 }, 'dcmcjpeg', ['+e1']),
    whole('jpeg-12-high-13', { ...GREY, allocated: 16, stored: 12, highBit: 13 }, 'dcmcjpeg', ['+e1']),
    whole('jpeg-signed-12', { ...GREY, allocated: 16, stored: 12, isSigned: true }, 'dcmcjpeg', ['+e1']),
    whole('jpeg-signed-10-high-11', { ...GREY, allocated: 16, stored: 10, highBit: 11, isSigned: true }, 'dcmcjpeg', ['+el', '+sv', '5']),
    whole('jpeg-16', { ...GREY, allocated: 16, stored: 16 }, 'dcmcjpeg', ['+el', '+sv', '7']),
    whole('jpeg-ls-12-high-15', { ...GREY, allocated: 16, stored: 12, highBit: 15 }, 'dcmcjpls', ['+el'], true),
    whole('jpeg-ls-signed-14', { ...GREY, allocated: 16, stored: 14, isSigned: true }, 'dcmcjpls', ['+el'], true),
    whole('jpeg-ls-signed-10-high-12', { ...GREY, allocated: 16, stored: 10, highBit: 12, isSigned: true }, 'dcmcjpls', ['+el'], true),
    whole('jpeg-ls-rgb-planar', { rows: 5, columns: 8, samples: 3, frames: 2, allocated: 8, stored: 8, planar: 1 }, 'dcmcjpls', ['+el'], true),
    put('jpeg-no-table', LOSSLESS, encapsulated(jpeg)),
    put('jpeg-no-table-split', LOSSLESS, encapsulated(split.flat())),
    put('jpeg-table-split', LOSSLESS, encapsulated(split.flat(), offsetsOf(split))),
    put('jpeg-wrong-table', LOSSLESS, encapsulated(jpeg, [0, 4, 8])),
    put('jpeg-table-of-zeros', LOSSLESS, encapsulated(jpeg, [0, 0, 0])),
    put('jpeg-without-delimiter', LOSSLESS, encapsulated(jpeg, [], new Uint8Array())),
    put('jpeg-item-delimiter', LOSSLESS, encapsulated(jpeg, [], Uint8Array.of(...ITEM_DELIMITER, ...SEQUENCE_DELIMITER))),
    put('jpeg-odd-fragments', LOSSLESS, encapsulated(jpeg.map(trimmed))),
    put('jpeg-empty-fragments-between', LOSSLESS, encapsulated(jpeg.flatMap((fragment) => [fragment, new Uint8Array()]))),
    put('jpeg-extended-table', LOSSLESS, encapsulated(jpeg), frames, [
      raw(0x7fe00001, 'OV', words64(offsetsOf(jpeg.map((fragment) => [fragment])))), raw(0x7fe00002, 'OV', words64(jpeg.map((fragment) => trimmed(fragment).length))),
    ]),
    put('jpeg-extended-table-split', LOSSLESS, encapsulated(split.flat()), frames, [raw(0x7fe00001, 'OV', words64(offsetsOf(split))), raw(0x7fe00002, 'OV', words64(jpeg.map(({ length }) => length)))]),
    put('rle-no-table', RLE, encapsulated(rle.map(even))),
    put('rle-no-table-split', RLE, encapsulated(rle.flatMap((fragment) => halves(even(fragment))))),
    refused('jpeg-a-frame-missing', file(frames, encapsulated(jpeg.slice(0, 2)), LOSSLESS)),
    refused('jpeg-under-the-name-of-rle', file({ ...frames, frames: 1 }, encapsulated([even(jpeg[0] ?? new Uint8Array())]), RLE)),
    refused('jpeg-of-another-size', file({ ...frames, rows: 12 }, encapsulated(jpeg), LOSSLESS)),
    { ...whole('jpeg-ls-under-the-name-of-jpeg', { ...GREY, allocated: 16, stored: 12 }, 'dcmcjpls', ['+el'], true), name: 'jpeg-ls-under-the-name-of-jpeg', ...renamed(encode('ls', { ...GREY, allocated: 16, stored: 12 }, 'dcmcjpls', ['+el']).bytes, JPEG_LS, LOSSLESS) },
  ];
}

function renamed(bytes: Uint8Array, from: string, to: string): { readonly part10: Uint8Array } {
  if (from.length !== to.length) throw new Error('the names have one length');
  return { part10: new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1')) };
}

interface WasmEncoder {
  getDecodedBuffer(frame: object): Uint8Array;
  setQuality?(isReversible: boolean, quality: number): void;
  setDecompositions?(levels: number): void;
  setNearLossless?(near: number): void;
  setInterleaveMode?(mode: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

/** What the encoders of the WebAssembly codecs make: other levels, near-lossless, signed. */
async function wasmFiles(): Promise<readonly OddFile[]> {
  const require = createRequire(import.meta.url);
  const encoder = async (name: string, className: string): Promise<WasmEncoder> => {
    const Encoder = (await (require(name) as () => Promise<Record<string, new () => WasmEncoder>>)())[className];
    if (Encoder === undefined) throw new Error(`${name} has no ${className}`);
    return new Encoder();
  };
  const made: OddFile[] = [];
  const big: Shape = { rows: 70, columns: 66, allocated: 16, stored: 12 };
  for (const [name, codec, className, syntax, levels, isSigned] of [
    ['jpeg-2000-five-levels', '@cornerstonejs/codec-openjpeg', 'J2KEncoder', '1.2.840.10008.1.2.4.90', 5, false],
    ['jpeg-2000-no-level', '@cornerstonejs/codec-openjpeg', 'J2KEncoder', '1.2.840.10008.1.2.4.90', 0, false],
    ['jpeg-2000-signed', '@cornerstonejs/codec-openjpeg', 'J2KEncoder', '1.2.840.10008.1.2.4.91', 3, true],
    ['htj2k-signed', '@cornerstonejs/codec-openjph', 'HTJ2KEncoder', '1.2.840.10008.1.2.4.201', 5, true],
  ] as const) {
    const shape = { ...big, isSigned };
    const values = valuesOf(shape);
    const one = await encoder(codec, className);
    one.getDecodedBuffer({ width: 66, height: 70, bitsPerSample: 12, componentCount: 1, isSigned, isUsingColorTransform: false }).set(asStored(shape, values));
    one.setDecompositions?.(levels);
    one.setQuality?.(true, 0);
    one.encode();
    const stream = one.getEncodedBuffer().slice();
    made.push({ name, part10: file(shape, encapsulated([stream.length % 2 === 0 ? stream : Uint8Array.of(...stream, 0)]), syntax), expected: framesOf(shape, values), unit: unitOf(shape), frameCount: 1, needsWasm: true });
  }
  return made;
}

/** All of them. Needs dcmtk. */
export async function oddFiles(): Promise<readonly OddFile[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-odd-'));
  try {
    return [...nativeFiles(), ...encodedFiles(folder), ...(await wasmFiles())];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
