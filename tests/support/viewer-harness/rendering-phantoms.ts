import type { DataElement } from '#shared/dicom/data-set/data-set.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { ServedInstance } from './serve-viewer.ts';

/** Images of 16 x 16 pixels whose greys on the screen can be worked out by hand. */
export interface RenderingPhantom {
  readonly name: string;
  readonly instance: ServedInstance;
  /** The frame that is shown, one-based. */
  readonly frameNumber: number;
}

const SIZE = 16;
const RAMP = Uint16Array.from({ length: SIZE * SIZE }, (_, index) => index * 16);
const base64 = (bytes: Uint8Array | Uint16Array | Float32Array | Uint32Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
const words = (...values: readonly number[]): DataElement => ({ vr: 'OW', InlineBinary: base64(Uint16Array.from(values)) });
const unsigned = (...Value: readonly number[]): DataElement => ({ vr: 'US', Value });
const lookup = (first: number, ...entries: readonly number[]) => ({ '00283002': unsigned(entries.length, first, 16), '00283006': words(...entries) });

function phantom(
  name: string,
  attributes: Parameters<typeof buildDataSet>[0],
  { pixels = RAMP, more = {}, before = [] }: {
    readonly pixels?: Uint8Array | Uint16Array | Uint32Array | Float32Array;
    readonly more?: Readonly<Record<string, DataElement>>;
    /** Frames in front of the one that is shown. */
    readonly before?: readonly Uint16Array[];
  } = {},
): RenderingPhantom {
  const uid = `1.2.3.${Array.from(name, (character) => character.charCodeAt(0)).join('')}`.slice(0, 60);
  const metadata = {
    ...buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: `${uid}.1`, SeriesInstanceUID: uid, StudyInstanceUID: '1.2.3', Modality: 'OT', InstanceNumber: 1, Rows: SIZE, Columns: SIZE,
      SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, ...attributes,
    }),
    ...more,
  };
  const frames = [...before, pixels].map((one) => new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
  return { name, frameNumber: frames.length, instance: { sopInstanceUid: `${uid}.1`, seriesInstanceUid: uid, transferSyntaxUid: '1.2.840.10008.1.2.1', metadata, frames, bulkData: [] } };
}

const FULL = { WindowCenter: 2048, WindowWidth: 4096 } as const;
const EIGHT_BITS = { SamplesPerPixel: 3, BitsAllocated: 8, BitsStored: 8, HighBit: 7 } as const;
const SHUTTER = {
  ShutterShape: ['RECTANGULAR', 'CIRCULAR'], ShutterLeftVerticalEdge: 3, ShutterRightVerticalEdge: 14, ShutterUpperHorizontalEdge: 3, ShutterLowerHorizontalEdge: 14,
  CenterOfCircularShutter: [8, 8], RadiusOfCircularShutter: 7,
} as const;
const flow = { RedPaletteColorLookupTableDescriptor: [2, 4000, 16], GreenPaletteColorLookupTableDescriptor: [2, 4000, 16], BluePaletteColorLookupTableDescriptor: [2, 4000, 16] } as const;

export const RENDERING_PHANTOMS: readonly RenderingPhantom[] = [
  phantom('linear', FULL),
  phantom('linear-exact', { ...FULL, VOILUTFunction: 'LINEAR_EXACT' }),
  phantom('sigmoid', { ...FULL, VOILUTFunction: 'SIGMOID' }),
  phantom('two-windows', { WindowCenter: [1000, 3000], WindowWidth: [401, 1001], WindowCenterWidthExplanation: ['SOFT', 'HARD'] }),
  phantom('voi-lut', {}, { more: { '00283010': { vr: 'SQ', Value: [lookup(1600, 0, 0x4000, 0x8000, 0xffff)] } } }),
  phantom('modality-lut', { WindowCenter: 150, WindowWidth: 201 }, { more: { '00283000': { vr: 'SQ', Value: [lookup(0, ...Array.from({ length: 4096 }, (_, index) => Math.round(Math.sqrt(index) * 4)))] } } }),
  phantom('monochrome1', { ...FULL, PhotometricInterpretation: 'MONOCHROME1', PixelPaddingValue: 0, PixelPaddingRangeLimit: 255 }),
  phantom('shutter', { ...FULL, ...SHUTTER, ShutterPresentationValue: 0x4040 }),
  phantom('shutter-polygon', { ...FULL, ShutterShape: 'POLYGONAL', VerticesOfThePolygonalShutter: [1, 1, 1, 16, 16, 1] }),
  phantom('overlay', FULL, {
    more: { '60000010': unsigned(4), '60000011': unsigned(4), '60000040': { vr: 'CS', Value: ['G'] }, '60000050': { vr: 'SS', Value: [-1, 3] }, '60000100': unsigned(1), '60000102': unsigned(0), '60003000': words(0xffff) },
  }),
  // The overlay is the diagonal, in bit 15; a brightness that changed would show that the bit was not taken out.
  phantom('overlay-embedded', FULL, { pixels: RAMP.map((value, index) => value | (index % (SIZE + 1) === 0 ? 0x8000 : 0)), more: { '60000040': { vr: 'CS', Value: ['G'] }, '60000100': unsigned(16), '60000102': unsigned(15) } }),
  phantom('aspect', { ...FULL, PixelAspectRatio: [2, 1] }, { pixels: Uint16Array.from({ length: SIZE * SIZE }, (_, index) => (Math.hypot((index % SIZE) - 7.5, (Math.floor(index / SIZE) - 7.5) * 2) <= 7 ? 4095 : 0)) }),
  phantom('palette', { PhotometricInterpretation: 'PALETTE COLOR', BitsAllocated: 8, BitsStored: 8, HighBit: 7, RedPaletteColorLookupTableDescriptor: [256, 0, 16], GreenPaletteColorLookupTableDescriptor: [256, 0, 16], BluePaletteColorLookupTableDescriptor: [256, 0, 16] }, {
    pixels: Uint8Array.from({ length: SIZE * SIZE }, (_, index) => index),
    // Red: a line from 0 to 0xff00 in 255 steps; green constant; blue falls.
    more: { '00281221': words(0, 1, 0, 1, 255, 0xff00), '00281222': words(0, 1, 0x4000, 1, 255, 0x4000), '00281223': words(0, 1, 0xff00, 1, 255, 0) },
  }),
  phantom('supplemental-palette', { ...FULL, PixelPresentation: 'COLOR', ...flow }, { more: { '00281201': words(0xff00, 0x8000), '00281202': words(0, 0x8000), '00281203': words(0, 0xff00) } }),
  phantom('float', { BitsAllocated: 32, BitsStored: undefined, HighBit: undefined, PixelRepresentation: undefined, WindowCenter: 0.5, WindowWidth: 1, VOILUTFunction: 'LINEAR_EXACT' }, { pixels: Float32Array.from({ length: SIZE * SIZE }, (_, index) => index / 256) }),
  phantom('32-bit', { BitsAllocated: 32, BitsStored: 32, HighBit: 31, WindowCenter: 2 ** 31, WindowWidth: 2 ** 32 }, { pixels: Uint32Array.from({ length: SIZE * SIZE }, (_, index) => index * 2 ** 24) }),
  // Red grows to the right, green downwards, blue stays: plane after plane.
  phantom('rgb-planes', { ...EIGHT_BITS, PhotometricInterpretation: 'RGB', PlanarConfiguration: 1 }, { pixels: Uint8Array.from({ length: 3 * SIZE * SIZE }, (_, index) => [(index % SIZE) * 16, (Math.floor(index / SIZE) % SIZE) * 16, 128][Math.floor(index / (SIZE * SIZE))] ?? 0) }),
  phantom('ybr-full', { ...EIGHT_BITS, PhotometricInterpretation: 'YBR_FULL', PlanarConfiguration: 0 }, { pixels: Uint8Array.from({ length: 3 * SIZE * SIZE }, (_, index) => [100, 200, 50][index % 3] ?? 0) }),
  // Two pixels share their colour: the left half is grey, the right half has the colour of the one before.
  phantom('ybr-full-422', { ...EIGHT_BITS, PhotometricInterpretation: 'YBR_FULL_422', PlanarConfiguration: 0 }, {
    pixels: Uint8Array.from({ length: 2 * SIZE * SIZE }, (_, index) => (index % 4 < 2 ? 100 : index % (2 * SIZE) < SIZE ? 128 : index % 4 === 2 ? 200 : 50)),
  }),
  // The values in bits 4 to 15, ones below them.
  phantom('high-in-word', { ...FULL, HighBit: 15 }, { pixels: RAMP.map((value) => value * 16 + 15) }),
  phantom('second-frame', { ...FULL, NumberOfFrames: 2 }, { before: [RAMP], pixels: RAMP.map((value) => 4080 - value) }),
];
