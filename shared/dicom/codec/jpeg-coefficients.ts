import { createJpegBitReader, type HuffmanTable, type JpegBitReader } from './jpeg-bit-reader.ts';
import { ZIGZAG, type JpegFrame, type JpegScan } from './jpeg-structure.ts';
import { damagedCodestream } from './damaged-codestream.ts';

/** The quantised coefficients of one component, 64 a block in natural order, blocks row by row. */
export interface CoefficientPlane {
  readonly coefficients: Int16Array;
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks that hold a part of the picture; the rest fills up the last units. */
  readonly usedAcross: number;
  readonly usedDown: number;
}

export function emptyPlanes({ components, columns, rows, mostAcross, mostDown }: JpegFrame): readonly CoefficientPlane[] {
  const unitsAcross = Math.ceil(columns / (8 * mostAcross));
  const unitsDown = Math.ceil(rows / (8 * mostDown));
  return components.map(({ across, down }) => {
    const blocksAcross = unitsAcross * across;
    const blocksDown = unitsDown * down;
    return {
      coefficients: new Int16Array(blocksAcross * blocksDown * 64),
      blocksAcross,
      blocksDown,
      usedAcross: Math.ceil(Math.ceil((columns * across) / mostAcross) / 8),
      usedDown: Math.ceil(Math.ceil((rows * down) / mostDown) / 8),
    };
  });
}

interface ScanState {
  readonly reader: JpegBitReader;
  readonly scan: JpegScan;
  readonly isProgressive: boolean;
  /** Blocks that a run of empty ones still covers. */
  emptyRun: number;
}

/** Reads one scan of a DCT process into the planes. ISO/IEC 10918-1 F.2, G.2. @returns where the next marker stands */
export function readDctScan(bytes: Uint8Array, frame: JpegFrame, planes: readonly CoefficientPlane[], scan: JpegScan): number {
  const reader = createJpegBitReader(bytes, scan.dataAt);
  const isProgressive = frame.process === 'progressive';
  if (isProgressive && scan.start > 0 && scan.components.length > 1) throw damagedCodestream('a progressive JPEG mixes components in one scan');
  if (scan.end > 63 || scan.start > scan.end) throw damagedCodestream('a JPEG scan names coefficients that are not there');
  const state: ScanState = { reader, scan, isProgressive, emptyRun: 0 };
  const predictions = new Int32Array(frame.components.length);
  const [only] = scan.components;
  const isSingle = scan.components.length === 1;
  const onlyPlane = planes[only?.index ?? 0];
  const unitsAcross = isSingle ? (onlyPlane?.usedAcross ?? 0) : Math.ceil(frame.columns / (8 * frame.mostAcross));
  const unitsDown = isSingle ? (onlyPlane?.usedDown ?? 0) : Math.ceil(frame.rows / (8 * frame.mostDown));
  const units = unitsAcross * unitsDown;
  for (let unit = 0; unit < units; unit += 1) {
    if (scan.restartInterval > 0 && unit > 0 && unit % scan.restartInterval === 0) {
      reader.restart();
      predictions.fill(0);
      state.emptyRun = 0;
    }
    const unitColumn = unit % unitsAcross;
    const unitRow = Math.floor(unit / unitsAcross);
    for (const { index, dcTable, acTable } of scan.components) {
      const plane = planes[index];
      const component = frame.components[index];
      if (plane === undefined || component === undefined) continue;
      const across = isSingle ? 1 : component.across;
      const down = isSingle ? 1 : component.down;
      for (let v = 0; v < down; v += 1) {
        for (let h = 0; h < across; h += 1) {
          const at = ((unitRow * down + v) * plane.blocksAcross + unitColumn * across + h) * 64;
          readBlock(state, plane.coefficients, at, predictions, index, dcTable, acTable);
        }
      }
    }
  }
  return reader.markerAt();
}

function readBlock(state: ScanState, target: Int16Array, at: number, predictions: Int32Array, index: number, dcTable: HuffmanTable | undefined, acTable: HuffmanTable | undefined): void {
  const { reader, scan, isProgressive } = state;
  if (scan.start === 0) {
    if (isProgressive && scan.high > 0) target[at] = (target[at] ?? 0) | (reader.receive(1) << scan.low);
    else {
      const difference = reader.receiveSigned(reader.decode(tableOf(dcTable)) & 15);
      predictions[index] = (predictions[index] ?? 0) + difference;
      target[at] = (predictions[index] ?? 0) * (1 << scan.low);
    }
  }
  if (scan.end === 0) return;
  if (!isProgressive) readAc(reader, target, at, tableOf(acTable));
  else if (scan.high === 0) readFirstAc(state, target, at, tableOf(acTable));
  else refineAc(state, target, at, tableOf(acTable));
}

function readAc(reader: JpegBitReader, target: Int16Array, at: number, table: HuffmanTable): void {
  for (let place = 1; place < 64; place += 1) {
    const symbol = reader.decode(table);
    const size = symbol & 15;
    if (size === 0) {
      if (symbol !== 0xf0) return;
      place += 15;
      continue;
    }
    place += symbol >> 4;
    if (place > 63) throw damagedCodestream('a JPEG block has too many coefficients');
    target[at + (ZIGZAG[place] ?? 0)] = reader.receiveSigned(size);
  }
}

/** G.1.2.2: the first bits of a band. */
function readFirstAc(state: ScanState, target: Int16Array, at: number, table: HuffmanTable): void {
  const { reader, scan } = state;
  if (state.emptyRun > 0) {
    state.emptyRun -= 1;
    return;
  }
  for (let place = scan.start; place <= scan.end; place += 1) {
    const symbol = reader.decode(table);
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0) {
      if (run < 15) {
        state.emptyRun = (1 << run) - 1 + reader.receive(run);
        return;
      }
      place += 15;
      continue;
    }
    place += run;
    if (place > 63) throw damagedCodestream('a JPEG block has too many coefficients');
    target[at + (ZIGZAG[place] ?? 0)] = reader.receiveSigned(size) * (1 << scan.low);
  }
}

/** G.1.2.3: one more bit for every coefficient that is there, and new ones between them. */
function refineAc(state: ScanState, target: Int16Array, at: number, table: HuffmanTable): void {
  const { reader, scan } = state;
  const bit = 1 << scan.low;
  let place = scan.start;
  if (state.emptyRun === 0) {
    for (; place <= scan.end; place += 1) {
      const symbol = reader.decode(table);
      let run = symbol >> 4;
      let value = 0;
      if ((symbol & 15) === 0) {
        if (run < 15) {
          state.emptyRun = (1 << run) + reader.receive(run);
          break;
        }
      } else value = reader.receive(1) === 1 ? bit : -bit;
      for (; place <= scan.end; place += 1) {
        const index = at + (ZIGZAG[place] ?? 0);
        if (target[index] !== 0) refine(reader, target, index, bit);
        else if (run === 0) {
          if (value !== 0) target[index] = value;
          break;
        } else run -= 1;
      }
    }
  }
  if (state.emptyRun === 0) return;
  for (; place <= scan.end; place += 1) {
    const index = at + (ZIGZAG[place] ?? 0);
    if (target[index] !== 0) refine(reader, target, index, bit);
  }
  state.emptyRun -= 1;
}

function refine(reader: JpegBitReader, target: Int16Array, index: number, bit: number): void {
  const value = target[index] ?? 0;
  if (reader.receive(1) === 1 && (Math.abs(value) & bit) === 0) target[index] = value + (value > 0 ? bit : -bit);
}

function tableOf(table: HuffmanTable | undefined): HuffmanTable {
  if (table === undefined) throw damagedCodestream('a JPEG scan names a Huffman table that is not there');
  return table;
}
