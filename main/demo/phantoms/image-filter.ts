/** Gaussian blur of an image, separable; pixels beyond the edge repeat the edge (or wrap around). `sigma` in pixels. */
export function blur(image: Float32Array, columns: number, rows: number, sigmaColumns: number, sigmaRows = sigmaColumns, wrap = false): Float32Array {
  const along = sigmaColumns > 0.05 ? blurRows(image, columns, rows, gaussianTaps(sigmaColumns), wrap) : image;
  return sigmaRows > 0.05 ? blurColumns(along, columns, rows, gaussianTaps(sigmaRows), wrap) : along;
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

function blurRows(image: Float32Array, columns: number, rows: number, taps: Float32Array, wrap: boolean): Float32Array {
  const result = new Float32Array(image.length);
  const reach = taps.length - 1;
  const padded = new Float32Array(columns + 2 * reach);
  for (let row = 0; row < rows; row += 1) {
    const offset = row * columns;
    for (let index = 0; index < padded.length; index += 1) padded[index] = image[offset + inside(index - reach, columns, wrap)] as number;
    for (let column = 0; column < columns; column += 1) {
      const center = column + reach;
      let sum = (padded[center] as number) * (taps[0] as number);
      for (let tap = 1; tap <= reach; tap += 1) sum += ((padded[center - tap] as number) + (padded[center + tap] as number)) * (taps[tap] as number);
      result[offset + column] = sum;
    }
  }
  return result;
}

function blurColumns(image: Float32Array, columns: number, rows: number, taps: Float32Array, wrap: boolean): Float32Array {
  const result = new Float32Array(image.length);
  const reach = taps.length - 1;
  for (let row = 0; row < rows; row += 1) {
    const offset = row * columns;
    const center = taps[0] as number;
    for (let column = 0; column < columns; column += 1) result[offset + column] = (image[offset + column] as number) * center;
    for (let tap = 1; tap <= reach; tap += 1) {
      const weight = taps[tap] as number;
      const above = inside(row - tap, rows, wrap) * columns;
      const below = inside(row + tap, rows, wrap) * columns;
      for (let column = 0; column < columns; column += 1) {
        result[offset + column] = (result[offset + column] as number) + ((image[above + column] as number) + (image[below + column] as number)) * weight;
      }
    }
  }
  return result;
}

function inside(index: number, count: number, wrap: boolean): number {
  if (wrap) return (index + count) % count;
  return index < 0 ? 0 : index >= count ? count - 1 : index;
}
