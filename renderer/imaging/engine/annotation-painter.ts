import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { Rgb } from '#shared/dicom/presentation/cie-lab.ts';
import type { AnnotationPoint, AnnotationUnits, GraphicObject, TextObject } from '#shared/dicom/presentation/graphic-annotation.ts';
import type { FramePresentation } from '#shared/dicom/presentation/presentation-state.ts';
import type { PixelToDevice } from './pixel-to-device.ts';

/** For layers without a colour, and for those too dark to be seen over a dark image. */
const DEFAULT_COLOUR: Rgb = [240, 224, 120];
const DARKEST = 96;
const TEXT_PX = 13;
const LINE_PX = 18;

/** A point of an annotation on the canvas. */
type ToDevice = (units: AnnotationUnits, point: AnnotationPoint) => AnnotationPoint;

/** Draws graphics and words of a presentation state. PS3.3 C.10.5. @param ratio device pixels for a CSS pixel */
export function paintAnnotations(
  context: CanvasRenderingContext2D,
  pixelToDevice: PixelToDevice,
  { annotations, area }: FramePresentation,
  { rows, columns }: Pick<ImageDescription, 'rows' | 'columns'>,
  ratio: number,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  const shown = area ?? { left: 0, top: 0, right: columns, bottom: rows };
  const corners = [onCanvas(pixelToDevice, [shown.left, shown.top]), onCanvas(pixelToDevice, [shown.right, shown.bottom])];
  const [left, right] = extent(corners.map(([x]) => x));
  const [top, bottom] = extent(corners.map(([, y]) => y));
  const toDevice: ToDevice = (units, point) =>
    units === 'pixel' ? onCanvas(pixelToDevice, point) : [left + point[0] * (right - left), top + point[1] * (bottom - top)];
  for (const { objects, colour } of annotations) {
    const ink = `rgb(${readable(colour).join(' ')})`;
    for (const object of objects) {
      if (object.kind === 'graphic') paintGraphic(context, object, toDevice, ink, ratio);
      else paintText(context, object, toDevice, ink, ratio);
    }
  }
}

function onCanvas([a, b, c, d, e, f]: PixelToDevice, [x, y]: AnnotationPoint): AnnotationPoint {
  return [a * x + c * y + e, b * x + d * y + f];
}

function extent(values: readonly number[]): readonly [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}

function readable(colour: Rgb | undefined): Rgb {
  return colour === undefined || Math.max(...colour) < DARKEST ? DEFAULT_COLOUR : colour;
}

function paintGraphic(context: CanvasRenderingContext2D, { graphicType, units, points, isFilled }: GraphicObject, toDevice: ToDevice, ink: string, ratio: number): void {
  const at = points.map((point) => toDevice(units, point));
  const path = new Path2D();
  const [first = [0, 0], second = first, third = first, fourth = third] = at;
  if (graphicType === 'POINT') {
    // A point has no size: a cross whose middle stays free.
    for (const [x, y] of at) {
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
        path.moveTo(x + dx * 2 * ratio, y + dy * 2 * ratio);
        path.lineTo(x + dx * 7 * ratio, y + dy * 7 * ratio);
      }
    }
  } else if (graphicType === 'CIRCLE') path.arc(first[0], first[1], Math.hypot(second[0] - first[0], second[1] - first[1]), 0, 2 * Math.PI);
  else if (graphicType === 'ELLIPSE') {
    const half = (from: AnnotationPoint, to: AnnotationPoint) => Math.hypot(to[0] - from[0], to[1] - from[1]) / 2;
    path.ellipse((first[0] + second[0]) / 2, (first[1] + second[1]) / 2, half(first, second), half(third, fourth), Math.atan2(second[1] - first[1], second[0] - first[0]), 0, 2 * Math.PI);
  } else addLine(path, at, graphicType === 'INTERPOLATED');
  context.lineJoin = 'round';
  context.strokeStyle = 'rgb(0 0 0 / 75%)';
  context.lineWidth = 3.5 * ratio;
  context.stroke(path);
  if (isFilled && graphicType !== 'POINT') {
    context.globalAlpha = 0.35;
    context.fillStyle = ink;
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
    context.fill(path);
    context.globalAlpha = 1;
  }
  context.strokeStyle = ink;
  context.lineWidth = 1.5 * ratio;
  context.stroke(path);
}

/** Straight from point to point, or a smooth curve through all of them (Catmull-Rom as Bézier curves). */
function addLine(path: Path2D, at: readonly AnnotationPoint[], isSmooth: boolean): void {
  for (const [index, point] of at.entries()) {
    const before = at[index - 1];
    if (before === undefined) path.moveTo(...point);
    else if (!isSmooth) path.lineTo(...point);
    else {
      const earlier = at[index - 2] ?? before;
      const later = at[index + 1] ?? point;
      path.bezierCurveTo(
        before[0] + (point[0] - earlier[0]) / 6, before[1] + (point[1] - earlier[1]) / 6,
        point[0] - (later[0] - before[0]) / 6, point[1] - (later[1] - before[1]) / 6, point[0], point[1],
      );
    }
  }
}

function paintText(context: CanvasRenderingContext2D, { text, box, anchor }: TextObject, toDevice: ToDevice, ink: string, ratio: number): void {
  const anchorAt = anchor === undefined ? undefined : toDevice(anchor.units, anchor.point);
  const corners = box === undefined ? undefined : [toDevice(box.units, box.topLeft), toDevice(box.units, box.bottomRight)];
  const [left, right] = corners === undefined ? [(anchorAt?.[0] ?? 0) + 6 * ratio, (anchorAt?.[0] ?? 0) + 6 * ratio] : extent(corners.map(([x]) => x));
  const [top] = corners === undefined ? [(anchorAt?.[1] ?? 0) + 6 * ratio] : extent(corners.map(([, y]) => y));
  const justification = box?.justification ?? 'LEFT';
  context.font = `${TEXT_PX * ratio}px "Noto Sans SC", sans-serif`;
  context.textBaseline = 'top';
  context.textAlign = justification === 'RIGHT' ? 'right' : justification === 'CENTER' ? 'center' : 'left';
  const x = justification === 'RIGHT' ? right : justification === 'CENTER' ? (left + right) / 2 : left;
  if (anchorAt !== undefined && anchor?.isVisible === true && corners !== undefined) {
    context.strokeStyle = ink;
    context.lineWidth = ratio;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(...anchorAt);
    context.stroke();
  }
  context.lineJoin = 'round';
  for (const [index, line] of text.split('\n').entries()) {
    const y = top + index * LINE_PX * ratio;
    context.strokeStyle = '#000';
    context.lineWidth = 3.2 * ratio;
    context.strokeText(line, x, y);
    context.fillStyle = ink;
    context.fillText(line, x, y);
  }
}
