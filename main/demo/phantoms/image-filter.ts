/** Gaussian blur of an image, separable; pixels beyond the edge repeat the edge (or wrap around). `sigma` in pixels. */
export function blur(image: Float32Array, columns: number, rows: number, sigmaColumns: number, sigmaRows = sigmaColumns, wrap = false): Float32Array {
  const along = sigmaColumns > 0.05 ? new Float32Array(image.length) : image;
  if (sigmaColumns > 0.05) blurRows(image, along, columns, rows, gaussianTaps(sigmaColumns), wrap);
  if (sigmaRows <= 0.05) return along;
  const result = new Float32Array(image.length);
  blurColumns(along, result, columns, rows, gaussianTaps(sigmaRows), wrap);
  return result;
}

/** The same into memory of the caller. `between` and `result` are as large as the image, and other memory than it. */
export function blurInto(image: Float32Array, between: Float32Array, result: Float32Array, columns: number, rows: number, sigma: number): void {
  const taps = gaussianTaps(sigma);
  blurRows(image, between, columns, rows, taps, false);
  blurColumns(between, result, columns, rows, taps, false);
}

/** Half of a symmetric kernel, centre first, with sum 1. */
function gaussianTaps(sigma: number): Float32Array {
  const reach = Math.max(1, Math.ceil(sigma * 2.6));
  const taps = new Float32Array(reach + 1);
  let sum = 0;
  for (let index = 0; index <= reach; index += 1) {
    taps[index] = Math.exp((-0.5 * index * index) / (sigma * sigma));
    sum += (taps[index] as number) * (index === 0 ? 1 : 2);
  }
  return taps.map((tap) => tap / sum);
}

function blurRows(image: Float32Array, result: Float32Array, columns: number, rows: number, taps: Float32Array, wrap: boolean): void {
  const reach = taps.length - 1;
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0, w4 = 0] = taps;
  for (let row = 0; row < rows; row += 1) {
    const offset = row * columns;
    const last = offset + columns - reach;
    if (reach === 2) {
      for (let at = offset + 2; at < last; at += 1) {
        result[at] = w0 * (image[at] as number) + w1 * ((image[at - 1] as number) + (image[at + 1] as number)) + w2 * ((image[at - 2] as number) + (image[at + 2] as number));
      }
    } else if (reach === 4) {
      for (let at = offset + 4; at < last; at += 1) {
        result[at] = w0 * (image[at] as number) + w1 * ((image[at - 1] as number) + (image[at + 1] as number)) + w2 * ((image[at - 2] as number) + (image[at + 2] as number))
          + w3 * ((image[at - 3] as number) + (image[at + 3] as number)) + w4 * ((image[at - 4] as number) + (image[at + 4] as number));
      }
    } else {
      for (let at = offset + reach; at < last; at += 1) {
        let sum = w0 * (image[at] as number);
        for (let tap = 1; tap <= reach; tap += 1) sum += ((image[at - tap] as number) + (image[at + tap] as number)) * (taps[tap] as number);
        result[at] = sum;
      }
    }
    blurRowEnds(image, result, offset, columns, taps, wrap);
  }
}

/** The pixels of a row that are nearer to its ends than the kernel reaches. */
function blurRowEnds(image: Float32Array, result: Float32Array, offset: number, columns: number, taps: Float32Array, wrap: boolean): void {
  const reach = taps.length - 1;
  for (let column = 0; column < columns; column += 1) {
    if (column === reach && columns > 2 * reach) column = columns - reach;
    let sum = (image[offset + column] as number) * (taps[0] as number);
    for (let tap = 1; tap <= reach; tap += 1) {
      sum += ((image[offset + inside(column - tap, columns, wrap)] as number) + (image[offset + inside(column + tap, columns, wrap)] as number)) * (taps[tap] as number);
    }
    result[offset + column] = sum;
  }
}

function blurColumns(image: Float32Array, result: Float32Array, columns: number, rows: number, taps: Float32Array, wrap: boolean): void {
  const reach = taps.length - 1;
  const [w0 = 0, w1 = 0, w2 = 0] = taps;
  for (let row = 0; row < rows; row += 1) {
    const offset = row * columns;
    const rowAt = (shift: number) => inside(row + shift, rows, wrap) * columns;
    const [a, b, c, d] = [rowAt(-1), rowAt(1), rowAt(-2), rowAt(2)];
    for (let column = 0; column < columns; column += 1) {
      result[offset + column] = w0 * (image[offset + column] as number) + w1 * ((image[a + column] as number) + (image[b + column] as number)) + w2 * ((image[c + column] as number) + (image[d + column] as number));
    }
    for (let tap = 3; tap <= reach; tap += 1) {
      const weight = taps[tap] as number;
      const above = rowAt(-tap);
      const below = rowAt(tap);
      for (let column = 0; column < columns; column += 1) {
        result[offset + column] = (result[offset + column] as number) + ((image[above + column] as number) + (image[below + column] as number)) * weight;
      }
    }
  }
}

function inside(index: number, count: number, wrap: boolean): number {
  if (wrap) return (index + 8 * count) % count;
  return index < 0 ? 0 : index >= count ? count - 1 : index;
}
