import { damagedCodestream } from './damaged-codestream.ts';

/** One component of a JPEG, at its own resolution. */
export interface JpegPlane {
  readonly samples: Uint16Array;
  /** Samples that belong to the image; a line of `samples` is `stride` long. */
  readonly width: number;
  readonly height: number;
  readonly stride: number;
}

/**
 * Brings a chroma plane to the size of the picture. Two to one by the triangle filter that the Independent JPEG Group's decoder uses, whose
 * values are what other programs show; other whole ratios by repetition.
 */
export function upsample(plane: JpegPlane, columns: number, rows: number, acrossRatio: number, downRatio: number): Uint16Array {
  const output = new Uint16Array(columns * rows);
  if (!Number.isInteger(acrossRatio) || !Number.isInteger(downRatio)) throw damagedCodestream('JPEG components with broken sampling ratios');
  const isFancy = plane.width > 2 && acrossRatio <= 2 && downRatio <= 2 && acrossRatio * downRatio > 1;
  for (let row = 0; row < rows; row += 1) {
    const target = row * columns;
    if (!isFancy) repeatRow(plane, output, target, columns, Math.floor(row / downRatio), acrossRatio);
    else if (downRatio === 1) spreadRow(plane, output, target, columns, row);
    else blendRows(plane, output, target, columns, row, acrossRatio);
  }
  return output;
}

function repeatRow({ samples, stride }: JpegPlane, output: Uint16Array, target: number, columns: number, row: number, ratio: number): void {
  for (let column = 0; column < columns; column += 1) output[target + column] = samples[row * stride + Math.floor(column / ratio)] ?? 0;
}

/** Two to one across: three quarters of the nearer sample, one of the farther. */
function spreadRow({ samples, width, stride }: JpegPlane, output: Uint16Array, target: number, columns: number, row: number): void {
  const at = row * stride;
  for (let column = 0; column < columns; column += 1) {
    const source = column >> 1;
    const near = samples[at + source] ?? 0;
    const isLeft = column % 2 === 0;
    const farColumn = isLeft ? source - 1 : source + 1;
    const isEdge = farColumn < 0 || farColumn >= width;
    output[target + column] = isEdge ? near : (3 * near + (samples[at + farColumn] ?? 0) + (isLeft ? 1 : 2)) >> 2;
  }
}

/** Two to one down, and across where `ratio` is 2. */
function blendRows({ samples, width, height, stride }: JpegPlane, output: Uint16Array, target: number, columns: number, row: number, ratio: number): void {
  const source = row >> 1;
  const isUpper = row % 2 === 0;
  const far = Math.min(height - 1, Math.max(0, isUpper ? source - 1 : source + 1));
  const sumAt = (column: number) => 3 * (samples[source * stride + column] ?? 0) + (samples[far * stride + column] ?? 0);
  for (let column = 0; column < columns; column += 1) {
    if (ratio === 1) {
      output[target + column] = (sumAt(column) + (isUpper ? 1 : 2)) >> 2;
      continue;
    }
    const near = column >> 1;
    const isLeft = column % 2 === 0;
    const farColumn = isLeft ? near - 1 : near + 1;
    const isEdge = farColumn < 0 || farColumn >= width;
    output[target + column] = (isEdge ? sumAt(near) * 4 + (isLeft ? 8 : 7) : sumAt(near) * 3 + sumAt(farColumn) + (isLeft ? 8 : 7)) >> 4;
  }
}
