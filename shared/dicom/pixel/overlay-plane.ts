import type { DataElement, DataSet } from '../data-set/data-set.ts';
import { decodeInlineBinary } from '../waveform/inline-binary.ts';

/** One overlay plane of an image, group 60xx. PS3.3 C.9.2. */
export interface OverlayPlane {
  /** Hexadecimal, `6000` to `601E`. */
  readonly group: string;
  readonly kind: 'graphics' | 'roi';
  readonly rows: number;
  readonly columns: number;
  /** Where the first pixel of the overlay lies on the image, zero-based; may lie outside. Overlay Origin (60xx,0050) counts from 1. */
  readonly originRow: number;
  readonly originColumn: number;
  /** Overlay Label (60xx,1500), else Overlay Description (60xx,0022). */
  readonly label: string;
  /** Zero-based image frame of the first overlay frame. Image Frame Origin (60xx,0051), C.9.2.1.4. */
  readonly firstFrameIndex: number;
  /** Frames of a multi-frame overlay; `all`: one overlay that lies on every frame. */
  readonly frameCount: number | 'all';
  /** Where the bits are: in Overlay Data, or in an unused bit of every pixel word (retired, PS3.5 8.1.2). */
  readonly source: { readonly kind: 'data'; readonly bits: Uint8Array } | { readonly kind: 'embedded'; readonly bitPosition: number };
}

/** The bits of an overlay for one frame. */
export interface OverlayBits {
  readonly plane: OverlayPlane;
  /** One byte a pixel of the overlay, row by row, 0 or 1. */
  readonly bits: Uint8Array;
}

const MOST_GROUPS = 16;

/** All readable overlay planes, by group. A plane whose data did not come, or are too short, is left out. */
export function overlayPlanesOf(dataSet: DataSet, image: { readonly rows: number; readonly columns: number; readonly bitsAllocated: number }): readonly OverlayPlane[] {
  return Array.from({ length: MOST_GROUPS }, (_, index) => (0x6000 + index * 2).toString(16).toUpperCase()).flatMap((group) => readPlane(dataSet, group, image) ?? []);
}

/** Where the bits of overlays lie in the pixel words, for the decoder. */
export function embeddedOverlayBits(planes: readonly OverlayPlane[]): readonly number[] {
  return planes.flatMap(({ source }) => (source.kind === 'embedded' ? [source.bitPosition] : []));
}

/**
 * What the planes draw on one frame.
 * @param frameIndex zero-based
 * @param embedded bits that the decoder took out of the pixel words, by bit position
 */
export function overlayBitsOf(planes: readonly OverlayPlane[], frameIndex: number, embedded: ReadonlyMap<number, Uint8Array>): readonly OverlayBits[] {
  return planes.flatMap((plane): readonly OverlayBits[] => {
    if (plane.source.kind === 'embedded') {
      const bits = embedded.get(plane.source.bitPosition);
      return bits === undefined ? [] : [{ plane, bits }];
    }
    const overlayFrame = plane.frameCount === 'all' ? 0 : frameIndex - plane.firstFrameIndex;
    if (overlayFrame < 0 || (plane.frameCount !== 'all' && overlayFrame >= plane.frameCount)) return [];
    const { bits: packed } = plane.source;
    const count = plane.rows * plane.columns;
    const start = overlayFrame * count;
    return [{ plane, bits: Uint8Array.from({ length: count }, (_, index) => ((packed[(start + index) >> 3] ?? 0) >> ((start + index) & 7)) & 1) }];
  });
}

/** Calls back for every set pixel that lies on the image. @param place index into the image, row by row */
export function forEachOverlayPixel({ plane, bits }: OverlayBits, rows: number, columns: number, visit: (place: number) => void): void {
  for (let row = 0; row < plane.rows; row += 1) {
    const imageRow = row + plane.originRow;
    if (imageRow < 0 || imageRow >= rows) continue;
    for (let column = 0; column < plane.columns; column += 1) {
      const imageColumn = column + plane.originColumn;
      if (imageColumn >= 0 && imageColumn < columns && bits[row * plane.columns + column] === 1) visit(imageRow * columns + imageColumn);
    }
  }
}

/** Whether a pixel of the image lies under a one of the overlay. @param column zero-based @param row zero-based */
export function isSetInOverlay({ plane, bits }: OverlayBits, column: number, row: number): boolean {
  const [x, y] = [column - plane.originColumn, row - plane.originRow];
  return x >= 0 && y >= 0 && x < plane.columns && y < plane.rows && bits[y * plane.columns + x] === 1;
}

function readPlane(dataSet: DataSet, group: string, image: { readonly rows: number; readonly columns: number; readonly bitsAllocated: number }): OverlayPlane | undefined {
  const element = (number: string): DataElement | undefined => dataSet[`${group}${number}`];
  const bitsAllocated = numbersIn(element('0100'))[0];
  const bitPosition = numbersIn(element('0102'))[0] ?? 0;
  const data = element('3000')?.InlineBinary;
  const isEmbedded = data === undefined && element('3000')?.BulkDataURI === undefined && bitsAllocated !== undefined && bitsAllocated > 1;
  if (!isEmbedded && data === undefined) return undefined;
  const rows = isEmbedded ? image.rows : (numbersIn(element('0010'))[0] ?? 0);
  const columns = isEmbedded ? image.columns : (numbersIn(element('0011'))[0] ?? 0);
  const [originRow, originColumn] = numbersIn(element('0050'));
  const firstFrame = numbersIn(element('0051'))[0] ?? 1;
  const bits = data === undefined ? undefined : decodeInlineBinary(data);
  const declaredFrames = Math.max(1, numbersIn(element('0015'))[0] ?? 1);
  if (rows < 1 || columns < 1 || rows * columns > MOST_PIXELS) return undefined;
  if (isEmbedded ? bitPosition < 1 || bitPosition >= image.bitsAllocated : bits === undefined || bits.length * 8 < rows * columns) return undefined;
  const frameCount = bits === undefined ? 1 : Math.min(declaredFrames, Math.floor((bits.length * 8) / (rows * columns)));
  return {
    group, rows, columns, kind: textIn(element('0040')) === 'R' ? 'roi' : 'graphics',
    originRow: (originRow ?? 1) - 1, originColumn: (originColumn ?? 1) - 1,
    label: textIn(element('1500')) || textIn(element('0022')),
    firstFrameIndex: firstFrame - 1,
    frameCount: element('0015') === undefined ? 'all' : frameCount,
    source: bits === undefined ? { kind: 'embedded', bitPosition } : { kind: 'data', bits },
  };
}

const MOST_PIXELS = 1 << 28;

function numbersIn(element: DataElement | undefined): readonly number[] {
  return (element?.Value ?? []).map(Number).filter(Number.isFinite);
}

function textIn(element: DataElement | undefined): string {
  const value = element?.Value?.[0];
  return typeof value === 'string' ? value.trim() : '';
}
