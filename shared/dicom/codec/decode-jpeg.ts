import { emptyPlanes, readDctScan, type CoefficientPlane } from './jpeg-coefficients.ts';
import { inverseDct } from './jpeg-inverse-dct.ts';
import { readLosslessScan } from './jpeg-lossless-scan.ts';
import { readJpeg, type JpegFrame } from './jpeg-structure.ts';
import { upsample } from './jpeg-upsample.ts';
import { damagedCodestream } from './damaged-codestream.ts';

/** A decoded JPEG: components interleaved, in the colour space they were coded in. */
export interface DecodedJpeg {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  readonly samples: Uint8Array | Uint16Array;
}

/** Coefficients times their quantisation above this are damage; within it, sums stay within 32 bits. */
const LARGEST_COEFFICIENT = 1 << 15;

/**
 * Decodes baseline, extended, progressive and lossless JPEG with Huffman coding, 2 to 16 bits. Nothing is turned, masked or filled in: a JPEG that ends
 * early gives no picture.
 * @param expectedRows for a JPEG that does not name its height
 * @throws AppError `file/damaged` with the fact `reason`
 */
export function decodeJpeg(bytes: Uint8Array, expectedRows: number): DecodedJpeg {
  let frame: JpegFrame | undefined;
  let coefficients: readonly CoefficientPlane[] = [];
  let lossless: readonly Uint16Array[] = [];
  const seen = new Set<number>();
  const quantisationOf = new Map<number, Uint16Array>();
  let pointTransform = 0;
  readJpeg(bytes, expectedRows, {
    onFrame: (found) => {
      frame = found;
      if (found.rows * found.columns > MOST_PIXELS) throw damagedCodestream('the JPEG says it is larger than any picture');
      if (found.process === 'lossless') lossless = found.components.map(() => new Uint16Array(found.rows * found.columns));
      else coefficients = emptyPlanes(found);
    },
    onScan: (scan, quantisation) => {
      if (frame === undefined) return bytes.length;
      for (const { index } of scan.components) {
        seen.add(index);
        const table = quantisation[frame.components[index]?.quantisationTable ?? 0];
        if (table !== undefined && !quantisationOf.has(index)) quantisationOf.set(index, table);
      }
      if (frame.process !== 'lossless') return readDctScan(bytes, frame, coefficients, scan);
      pointTransform = scan.low;
      return readLosslessScan(bytes, frame, lossless, scan);
    },
  });
  if (frame === undefined || seen.size !== frame.components.length) throw damagedCodestream('the JPEG lacks a component');
  const { rows, columns, precision } = frame;
  const planes = frame.process === 'lossless' ? lossless : dctPlanes(frame, coefficients, quantisationOf);
  return { rows, columns, precision, components: planes.length, samples: interleave(planes, rows * columns, precision, pointTransform) };
}

const MOST_PIXELS = 1 << 28;

function dctPlanes(frame: JpegFrame, planes: readonly CoefficientPlane[], quantisationOf: ReadonlyMap<number, Uint16Array>): readonly Uint16Array[] {
  return frame.components.map(({ across, down }, index) => {
    const plane = planes[index];
    const quantisation = quantisationOf.get(index);
    if (plane === undefined || quantisation === undefined) throw damagedCodestream('a JPEG quantisation table is missing');
    const width = Math.ceil((frame.columns * across) / frame.mostAcross);
    const height = Math.ceil((frame.rows * down) / frame.mostDown);
    const stride = plane.blocksAcross * 8;
    const samples = inverseOf(plane, quantisation, frame.precision, stride);
    return upsample({ samples, width, height, stride }, frame.columns, frame.rows, frame.mostAcross / across, frame.mostDown / down);
  });
}

function inverseOf({ coefficients, blocksAcross, blocksDown }: CoefficientPlane, quantisation: Uint16Array, precision: number, stride: number): Uint16Array {
  const samples = new Uint16Array(stride * blocksDown * 8);
  const input = new Int32Array(64);
  const output = new Int32Array(64);
  const workspace = new Int32Array(64);
  for (let block = 0; block < blocksAcross * blocksDown; block += 1) {
    for (let index = 0; index < 64; index += 1) {
      const value = (coefficients[block * 64 + index] ?? 0) * (quantisation[index] ?? 0);
      input[index] = value > LARGEST_COEFFICIENT ? LARGEST_COEFFICIENT : value < -LARGEST_COEFFICIENT ? -LARGEST_COEFFICIENT : value;
    }
    inverseDct(input, output, workspace, precision);
    const at = Math.floor(block / blocksAcross) * 8 * stride + (block % blocksAcross) * 8;
    for (let row = 0; row < 8; row += 1) for (let column = 0; column < 8; column += 1) samples[at + row * stride + column] = output[row * 8 + column] ?? 0;
  }
  return samples;
}

function interleave(planes: readonly Uint16Array[], pixels: number, precision: number, pointTransform: number): Uint8Array | Uint16Array {
  const step = planes.length;
  const samples = precision <= 8 ? new Uint8Array(pixels * step) : new Uint16Array(pixels * step);
  for (const [component, plane] of planes.entries()) {
    for (let pixel = 0; pixel < pixels; pixel += 1) samples[pixel * step + component] = (plane[pixel] ?? 0) << pointTransform;
  }
  return samples;
}
