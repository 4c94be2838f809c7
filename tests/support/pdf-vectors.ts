import { inflateSync } from 'node:zlib';

/** A stroked path of a page, in points of PDF user space: y upwards. */
export interface StrokedPath {
  readonly widthPt: number;
  readonly colour: string;
  /** One list of points for each unbroken line. */
  readonly lines: readonly (readonly (readonly [x: number, y: number])[])[];
}

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/**
 * The stroked straight lines of a PDF whose streams are deflated, read from its content streams: by hand, without the library that wrote it.
 * Curves and text are passed over.
 */
export function strokedPaths(pdf: Uint8Array): readonly StrokedPath[] {
  return contentStreams(Buffer.from(pdf)).flatMap(readStream);
}

function contentStreams(pdf: Buffer): readonly string[] {
  const streams: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const end = pdf.indexOf('endstream', at);
    const text = tryInflate(pdf.subarray(at + 7, end));
    if (text !== undefined && /\bS\b/.test(text) && /\bcm\b/.test(text)) streams.push(text);
  }
  return streams;
}

function tryInflate(bytes: Buffer): string | undefined {
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return undefined;
  }
}

function readStream(text: string): readonly StrokedPath[] {
  const paths: StrokedPath[] = [];
  const stack: { matrix: Matrix; widthPt: number; colour: string }[] = [];
  let state = { matrix: IDENTITY, widthPt: 1, colour: '' };
  let lines: [number, number][][] = [];
  let operands: number[] = [];
  const place = (x: number, y: number): [number, number] => {
    const [a, b, c, d, e, f] = state.matrix;
    return [a * x + c * y + e, b * x + d * y + f];
  };
  for (const token of text.replaceAll(/\((?:\\.|[^\\)])*\)|<[0-9a-fA-F]*>/g, ' ').split(/\s+/)) {
    const number = Number(token);
    if (token !== '' && Number.isFinite(number)) {
      operands.push(number);
      continue;
    }
    const [x = 0, y = 0] = operands;
    if (token === 'q') stack.push(state);
    else if (token === 'Q') state = stack.pop() ?? state;
    else if (token === 'cm') state = { ...state, matrix: multiply(operands, state.matrix) };
    else if (token === 'w') state = { ...state, widthPt: x };
    else if (token === 'SCN' || token === 'RG') state = { ...state, colour: operands.map((part) => Math.round(part * 255).toString(16).padStart(2, '0')).join('') };
    else if (token === 'm') lines.push([place(x, y)]);
    else if (token === 'l') lines.at(-1)?.push(place(x, y));
    else if (token === 'S') paths.push({ widthPt: state.widthPt, colour: state.colour, lines });
    if (['S', 'f', 'n', 'B', 's', 'f*', 'W'].includes(token)) lines = [];
    if (token !== '') operands = [];
  }
  return paths;
}

function multiply([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[], [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}
