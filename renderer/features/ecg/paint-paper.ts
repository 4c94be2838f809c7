import type { CellContent } from '#shared/ecg/cell-content.ts';
import { PAPER_GRID, SEPARATOR_STROKES_MM, type EcgLayout } from '#shared/ecg/layout.ts';
import { calibrationPulsePath, tracePath, type Polyline } from '#shared/ecg/trace-path.ts';

export interface PaperColours {
  readonly ground: string;
  readonly minor: string;
  readonly major: string;
  readonly trace: string;
  /** Words about a cell that has no curve. */
  readonly note: string;
}

export interface PaintRequest {
  readonly layout: EcgLayout;
  readonly contents: readonly CellContent[];
  /** Name of the lead as written beside the curve, and a remark behind it; '' for none. */
  readonly wordsOf: (content: CellContent) => { readonly name: string; readonly remark: string };
  readonly colours: PaperColours;
  readonly fontFamily: string;
  readonly devicePixelsPerMm: number;
  /** Device pixels in a CSS pixel. */
  readonly devicePixelRatio: number;
}

/** CSS pixels. */
const TRACE_WIDTH = 1.35;
const NAME_SIZE = 15;
const REMARK_SIZE = 13;
const NAME_OUTLINE = 4;

/**
 * Draws the whole paper. Grid lines are one device pixel wide (two on a dense screen) and lie on whole device pixels: mm are kept by rounding each
 * line by itself, so no error adds up. Curves are drawn at full precision, half a pixel in, so that a baseline runs along its grid line.
 */
export function paintPaper(context: CanvasRenderingContext2D, request: PaintRequest): void {
  const { layout, contents, colours, devicePixelsPerMm: scale, devicePixelRatio } = request;
  const { width, height } = context.canvas;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = colours.ground;
  context.fillRect(0, 0, width, height);
  paintGrid(context, colours.minor, scale, devicePixelRatio, (millimetre) => millimetre % PAPER_GRID.majorMm !== 0);
  paintGrid(context, colours.major, scale, devicePixelRatio, (millimetre) => millimetre % PAPER_GRID.majorMm === 0);

  context.strokeStyle = colours.trace;
  context.lineWidth = TRACE_WIDTH * devicePixelRatio;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const row of layout.rows) {
    strokeLine(context, calibrationPulsePath(row.pulse), scale);
    for (const xMm of row.separatorsXMm) {
      for (const [fromMm, toMm] of SEPARATOR_STROKES_MM) {
        strokeLine(context, Float64Array.of(xMm, row.baselineYMm - fromMm, xMm, row.baselineYMm - toMm), scale);
      }
    }
  }
  for (const content of contents) {
    if (content.kind !== 'trace') continue;
    for (const line of tracePath(content.trace, content.cell, layout, scale)) strokeLine(context, line, scale);
  }
  for (const content of contents) paintName(context, content, request);
}

function paintGrid(context: CanvasRenderingContext2D, colour: string, scale: number, devicePixelRatio: number, isWanted: (millimetre: number) => boolean): void {
  const { width, height } = context.canvas;
  const linePx = Math.max(1, Math.round(devicePixelRatio * 0.75));
  const offsetPx = Math.floor(linePx / 2);
  context.fillStyle = colour;
  for (let millimetre = PAPER_GRID.minorMm; millimetre * scale < Math.max(width, height); millimetre += PAPER_GRID.minorMm) {
    if (!isWanted(millimetre)) continue;
    const at = Math.round(millimetre * scale) - offsetPx;
    if (at < width) context.fillRect(at, 0, linePx, height);
    if (at < height) context.fillRect(0, at, width, linePx);
  }
}

function strokeLine(context: CanvasRenderingContext2D, line: Polyline, scale: number): void {
  context.beginPath();
  for (let index = 0; index + 1 < line.length; index += 2) {
    context.lineTo((line[index] ?? NaN) * scale + 0.5, (line[index + 1] ?? NaN) * scale + 0.5);
  }
  // A single sample between two gaps is a dot.
  if (line.length === 2) context.lineTo((line[0] ?? NaN) * scale + 0.5, (line[1] ?? NaN) * scale + 0.5);
  context.stroke();
}

function paintName(context: CanvasRenderingContext2D, content: CellContent, request: PaintRequest): void {
  const { colours, devicePixelsPerMm: scale, devicePixelRatio, fontFamily, wordsOf } = request;
  const { name, remark } = wordsOf(content);
  const x = content.cell.labelXMm * scale;
  const y = content.cell.labelYMm * scale;
  context.textBaseline = 'middle';
  context.lineWidth = NAME_OUTLINE * devicePixelRatio;
  context.strokeStyle = colours.ground;
  context.font = `700 ${NAME_SIZE * devicePixelRatio}px ${fontFamily}`;
  context.fillStyle = content.kind === 'trace' ? colours.trace : colours.note;
  context.strokeText(name, x, y);
  context.fillText(name, x, y);
  if (remark === '') return;
  const remarkX = x + context.measureText(`${name} `).width;
  context.font = `400 ${REMARK_SIZE * devicePixelRatio}px ${fontFamily}`;
  context.fillStyle = colours.note;
  context.strokeText(remark, remarkX, y);
  context.fillText(remark, remarkX, y);
}
