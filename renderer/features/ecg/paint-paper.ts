import type { CellContent } from '#shared/ecg/cell-content.ts';
import { SEPARATOR_STROKES_MM, type EcgLayout } from '#shared/ecg/layout.ts';
import { calibrationPulsePath, tracePath } from '#shared/ecg/trace-path.ts';
import { drawGrid, drawLine, inkLines, markStale, takeStale, type Colour, type PaperInks, type Raster } from './raster.ts';

/** CSS colours. */
export interface PaperColours {
  readonly ground: string;
  readonly minor: string;
  readonly major: string;
  readonly trace: string;
  /** Words about a cell. */
  readonly note: string;
}

export interface PaintRequest {
  readonly layout: EcgLayout;
  readonly contents: readonly CellContent[];
  /** Name of the lead as written beside the curve, and a remark behind it; '' for none. */
  readonly wordsOf: (content: CellContent) => { readonly name: string; readonly remark: string };
  readonly colours: PaperColours;
  /** The same as numbers: `inksOf`. */
  readonly inks: PaperInks;
  readonly fontFamily: string;
  readonly devicePixelsPerMm: number;
  /** Device pixels in a CSS pixel. */
  readonly devicePixelRatio: number;
}

/** CSS pixels. */
const TRACE_WIDTH = 1.35;
const GRID_LINE_WIDTH = 0.75;
const NAME_SIZE = 15;
const REMARK_SIZE = 13;
const NAME_OUTLINE = 4;
/** Nothing of a name lies farther from the middle of its line. */
const NAME_REACH = 16;

/** Draws the whole paper: grid, pulses, separators, curves, names. @param raster of this canvas and its size; what is on both already is not drawn again */
export function paintPaper(context: CanvasRenderingContext2D, raster: Raster, request: PaintRequest): void {
  const { contents, inks } = request;
  drawPaper(raster, request, inks);
  const picture = new ImageData(raster.bytes, raster.width, raster.height);
  for (const { topPx, endPx } of takeStale(raster)) context.putImageData(picture, 0, 0, 0, topPx, raster.width, endPx - topPx);
  for (const content of contents) {
    paintName(context, content, request);
    // A name is on the canvas alone: the next picture takes it away before it writes its own.
    const y = content.cell.labelYMm * request.devicePixelsPerMm;
    markStale(raster, y - NAME_REACH * request.devicePixelRatio, y + NAME_REACH * request.devicePixelRatio);
  }
}

/** CSS colours as numbers. Asks the canvas, which takes milliseconds: once a canvas, not once a picture. */
export function inksOf(context: CanvasRenderingContext2D, { ground, minor, major, trace }: PaperColours): PaperInks {
  return { ground: colourOf(context, ground), minor: colourOf(context, minor), major: colourOf(context, major), trace: colourOf(context, trace) };
}

/** The paper without its words. */
export function drawPaper(raster: Raster, { layout, contents, devicePixelsPerMm: scale, devicePixelRatio }: Pick<PaintRequest, 'layout' | 'contents' | 'devicePixelsPerMm' | 'devicePixelRatio'>, inks: PaperInks): void {
  const widthPx = TRACE_WIDTH * devicePixelRatio;
  drawGrid(raster, inks, scale, Math.max(1, Math.round(GRID_LINE_WIDTH * devicePixelRatio)));
  for (const row of layout.rows) {
    drawLine(raster, calibrationPulsePath(row.pulse), scale, widthPx);
    for (const xMm of row.separatorsXMm) {
      for (const [fromMm, toMm] of SEPARATOR_STROKES_MM) {
        drawLine(raster, Float64Array.of(xMm, row.baselineYMm - fromMm, xMm, row.baselineYMm - toMm), scale, widthPx);
      }
    }
  }
  for (const content of contents) {
    if (content.kind !== 'trace') continue;
    for (const line of tracePath(content.trace, content.cell, layout, scale)) drawLine(raster, line, scale, widthPx);
  }
  inkLines(raster, inks.trace);
}

function paintName(context: CanvasRenderingContext2D, content: CellContent, request: PaintRequest): void {
  const { colours, devicePixelsPerMm: scale, devicePixelRatio, fontFamily, wordsOf } = request;
  const { name, remark } = wordsOf(content);
  const x = content.cell.labelXMm * scale;
  const y = content.cell.labelYMm * scale;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
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

/** A CSS colour as the canvas understands it. */
function colourOf(context: CanvasRenderingContext2D, colour: string): Colour {
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
