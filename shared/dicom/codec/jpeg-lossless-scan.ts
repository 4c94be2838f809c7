import { createJpegBitReader } from './jpeg-bit-reader.ts';
import type { JpegFrame, JpegScan } from './jpeg-structure.ts';
import { damagedCodestream } from './damaged-codestream.ts';

/**
 * Reads one scan of a lossless JPEG (process 14, any predictor, point transform, restarts) into planes of the picture's size. ISO/IEC 10918-1 H.
 * @returns where the next marker stands
 */
export function readLosslessScan(bytes: Uint8Array, { rows, columns, precision, components }: JpegFrame, planes: readonly Uint16Array[], scan: JpegScan): number {
  if (components.some(({ across, down }) => across !== components[0]?.across || down !== components[0]?.down)) {
    throw damagedCodestream('a lossless JPEG with components of different size');
  }
  const { start: predictor, low: pointTransform, restartInterval } = scan;
  if (predictor < 1 || predictor > 7) throw damagedCodestream(`the lossless JPEG predictor ${predictor} does not exist`);
  const reader = createJpegBitReader(bytes, scan.dataAt);
  const middle = 1 << (precision - pointTransform - 1);
  const parts = scan.components.map(({ index, dcTable }) => {
    const plane = planes[index];
    if (dcTable === undefined || plane === undefined) throw damagedCodestream('a JPEG scan names a Huffman table that is not there');
    return { plane, dcTable };
  });
  const count = rows * columns;
  // The first line of the scan and of each restart interval is predicted from the left only. H.1.2.1.
  let firstRow = 0;
  let isFresh = true;
  for (let unit = 0; unit < count; unit += 1) {
    const row = Math.floor(unit / columns);
    const column = unit - row * columns;
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      reader.restart();
      firstRow = row;
      isFresh = true;
    }
    for (const { plane, dcTable } of parts) {
      const size = reader.decode(dcTable);
      if (size > 16) throw damagedCodestream('a lossless JPEG difference is too wide');
      const difference = size === 16 ? 32_768 : reader.receiveSigned(size);
      const left = plane[unit - 1] ?? 0;
      let prediction: number;
      if (isFresh) prediction = middle;
      else if (row === firstRow) prediction = left;
      else if (column === 0) prediction = plane[unit - columns] ?? 0;
      else prediction = predict(predictor, left, plane[unit - columns] ?? 0, plane[unit - columns - 1] ?? 0);
      plane[unit] = prediction + difference;
    }
    isFresh = false;
  }
  return reader.markerAt();
}

/** Table H.1. */
function predict(predictor: number, left: number, above: number, aboveLeft: number): number {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return aboveLeft;
    case 4:
      return left + above - aboveLeft;
    case 5:
      return left + ((above - aboveLeft) >> 1);
    case 6:
      return above + ((left - aboveLeft) >> 1);
    default:
      return (left + above) >> 1;
  }
}
