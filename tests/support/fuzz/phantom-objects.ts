import { deflateRawSync } from 'node:zlib';
import { encapsulated, part10, pixelDescription, raw, sequence, SYNTAX, text, unsignedShort, withIdentity, write, type Encoding, type TestElement } from '../build-part10.ts';

/** Small valid objects of different kinds, whose headers are then mutated. All made here; none is anybody's. */
export interface PhantomObject {
  readonly name: string;
  readonly part10: Uint8Array;
}

const ROWS = 8;
const COLUMNS = 8;

const ramp16 = new Uint8Array(Uint16Array.from({ length: ROWS * COLUMNS }, (_, index) => index * 16).buffer);
const ramp8 = Uint8Array.from({ length: ROWS * COLUMNS }, (_, index) => index * 4);
const colour8 = Uint8Array.from({ length: ROWS * COLUMNS * 3 }, (_, index) => index);
const signed16 = (value: number) => [value & 0xff, (value >> 8) & 0xff];

const PLANE: readonly TestElement[] = [
  text(0x00200032, 'DS', '-10\\-20\\30'), text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'), text(0x00280030, 'DS', '0.5\\0.5'), text(0x00200052, 'UI', '1.2.9'), text(0x00180050, 'DS', '1.5'),
];
const RESCALE: readonly TestElement[] = [text(0x00281052, 'DS', '-1024'), text(0x00281053, 'DS', '1'), text(0x00281054, 'LO', 'HU')];
const WINDOW: readonly TestElement[] = [text(0x00281050, 'DS', '40\\-600'), text(0x00281051, 'DS', '400\\1500'), text(0x00281055, 'LO', 'SOFT\\LUNG')];

function object(name: string, elements: readonly TestElement[], encoding: Encoding = 'explicit', syntax: string = SYNTAX[encoding]): PhantomObject {
  return { name, part10: part10(syntax, write(withIdentity(...elements), encoding)) };
}

const native = (bytes: Uint8Array, vr = 'OW') => raw(0x7fe00010, vr, bytes);
const grey16 = [text(0x00080060, 'CS', 'CT'), text(0x00200013, 'IS', '1'), ...pixelDescription(ROWS, COLUMNS, { bits: 16 })];
const functionalGroups = (index: number) => [
  sequence(0x00209113, [text(0x00200032, 'DS', `0\\0\\${index}`)]),
  sequence(0x00289145, [text(0x00281052, 'DS', '0'), text(0x00281053, 'DS', '2'), text(0x00281054, 'LO', 'US')]),
];
const lookup = [raw(0x00283002, 'US', [4, 0, 0, 0, 16, 0]), text(0x00283003, 'LO', 'table'), raw(0x00283006, 'OW', [0, 0, 0, 64, 0, 128, 255, 255])];
const palette = [0x00281101, 0x00281102, 0x00281103].map((tag) => raw(tag, 'US', [0, 1, 0, 0, 16, 0]));
const paletteData = [0x00281201, 0x00281202, 0x00281203].map((tag) => raw(tag, 'OW', new Uint8Array(512).fill(tag & 0xff)));
const rleHeader = (offset2: number) => Uint8Array.from([2, 0, 0, 0, 64, 0, 0, 0, offset2, 0, 0, 0, ...Array.from({ length: 52 }, () => 0)]);
const rleSegment = (byte: number) => [193, byte];

export function phantomObjects(): readonly PhantomObject[] {
  return [
    object('CT', [...grey16, ...PLANE, ...RESCALE, ...WINDOW, unsignedShort(0x00280120, 0), unsignedShort(0x00280121, 15), native(ramp16)]),
    object('CT implicit', [...grey16, ...PLANE, ...RESCALE, ...WINDOW, native(ramp16)], 'implicit'),
    object('CT big endian', [...grey16, ...PLANE, ...RESCALE, native(ramp16)], 'big-endian'),
    object('CT deflated', [...grey16, ...PLANE, ...RESCALE, native(ramp16)], 'explicit', SYNTAX.deflated),
    object('CT run-length', [...grey16, ...PLANE, encapsulated([[...rleHeader(66), ...rleSegment(3), ...rleSegment(200)]])], 'explicit', SYNTAX.rle),
    object('DX', [
      text(0x00080060, 'CS', 'DX'), ...pixelDescription(ROWS, COLUMNS, { bits: 16, photometric: 'MONOCHROME1' }), text(0x00181164, 'DS', '0.143\\0.143'), text(0x00181114, 'DS', '1.2'),
      text(0x00200020, 'CS', 'L\\F'), sequence(0x00283000, lookup), sequence(0x00283010, lookup), text(0x00181600, 'CS', 'RECTANGULAR\\CIRCULAR'), text(0x00181602, 'IS', '2'),
      text(0x00181604, 'IS', '7'), text(0x00181606, 'IS', '2'), text(0x00181608, 'IS', '7'), text(0x00181610, 'IS', '4\\4'), text(0x00181612, 'IS', '3'), unsignedShort(0x00181622, 0), native(ramp16),
    ]),
    object('US colour', [
      text(0x00080060, 'CS', 'US'), ...pixelDescription(ROWS, COLUMNS, { samples: 3, photometric: 'RGB' }), unsignedShort(0x00280006, 0),
      sequence(0x00186011, [
        unsignedShort(0x00186012, 1), unsignedShort(0x00186014, 1), raw(0x00186018, 'UL', [0, 0, 0, 0]), raw(0x0018601a, 'UL', [0, 0, 0, 0]), raw(0x0018601c, 'UL', [7, 0, 0, 0]),
        raw(0x0018601e, 'UL', [7, 0, 0, 0]), unsignedShort(0x00186024, 3), unsignedShort(0x00186026, 3), raw(0x0018602c, 'FD', new Uint8Array(Float64Array.of(0.05).buffer)),
        raw(0x0018602e, 'FD', new Uint8Array(Float64Array.of(0.05).buffer)),
      ]),
      native(colour8, 'OB'),
    ]),
    object('palette cine', [text(0x00080060, 'CS', 'NM'), ...pixelDescription(ROWS, COLUMNS, { photometric: 'PALETTE COLOR', frames: '2' }), text(0x00181063, 'DS', '40'), ...palette, ...paletteData, native(Uint8Array.from([...ramp8, ...ramp8]), 'OB')]),
    object('overlay', [
      text(0x00080060, 'CS', 'CR'), ...pixelDescription(ROWS, COLUMNS, { bits: 16 }), unsignedShort(0x60000010, ROWS), unsignedShort(0x60000011, COLUMNS), text(0x60000040, 'CS', 'G'),
      raw(0x60000050, 'SS', [...signed16(-1), ...signed16(3)]), unsignedShort(0x60000100, 1), unsignedShort(0x60000102, 0), raw(0x60003000, 'OW', [1, 2, 4, 8, 16, 32, 64, 128]),
      unsignedShort(0x60020100, 16), unsignedShort(0x60020102, 15), text(0x60020040, 'CS', 'R'), native(ramp16),
    ]),
    object('enhanced MR', [
      text(0x00080060, 'CS', 'MR'), ...pixelDescription(ROWS, COLUMNS, { bits: 16, frames: '3' }),
      sequence(0x52009229, [sequence(0x00209116, [text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')]), sequence(0x00289110, [text(0x00280030, 'DS', '1\\1')])]),
      sequence(0x52009230, functionalGroups(0), functionalGroups(1), functionalGroups(2)), native(Uint8Array.from([...ramp16, ...ramp16, ...ramp16])),
    ]),
    object('float map', [
      text(0x00080060, 'CS', 'MR'), unsignedShort(0x00280002, 1), text(0x00280004, 'CS', 'MONOCHROME2'), unsignedShort(0x00280010, 2), unsignedShort(0x00280011, 2), unsignedShort(0x00280100, 32),
      raw(0x7fe00008, 'OF', new Uint8Array(Float32Array.of(0, 0.5, Number.NaN, -1).buffer)),
    ]),
    object('one bit', [text(0x00080060, 'CS', 'SEG'), ...pixelDescription(ROWS, COLUMNS, { bits: 1, frames: '2' }), native(Uint8Array.of(1, 2, 4, 8, 16, 32, 64, 128, 128, 64, 32, 16, 8, 4, 2, 1), 'OB')]),
    object('deflated frame', [text(0x00080060, 'CS', 'OT'), ...pixelDescription(ROWS, COLUMNS), encapsulated([deflateRawSync(ramp8)])], 'explicit', '1.2.840.10008.1.2.8.1'),
  ];
}
