import type { PlacedFrame } from '#shared/dicom/geometry/frame-alignment.ts';
import type { DisplayShutter, ShutterShape } from '#shared/dicom/presentation/display-shutter.ts';
import type { FramePresentation } from '#shared/dicom/presentation/presentation-state.ts';
import type { Rgb } from '#shared/dicom/presentation/cie-lab.ts';
import { meansFrame } from '#shared/dicom/reference/instance-reference.ts';
import { contoursOnImage } from '#shared/dicom/radiotherapy/structure-set.ts';
import { isSameFrame } from '../frame-ref.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { ReportLayer, ViewportLayers } from '../objects/viewport-layers.ts';
import type { OverlayBits } from '#shared/dicom/pixel/overlay-plane.ts';
import { opaqueGrey } from './picture-cover.ts';
import { paintAnnotations } from './annotation-painter.ts';
import type { PixelToDevice } from './pixel-to-device.ts';
import type { SegmentPictures } from './segment-pictures.ts';

/**
 * Draws what lies over a frame, in the same moment as the frame and by the same mapping: segments, contours, then the shutter and the
 * annotations of a presentation state.
 */
export function paintLayers(
  canvas: HTMLCanvasElement,
  loaded: LoadedFrame,
  pixelToDevice: PixelToDevice,
  { segmentations, regions, reports, isOutlined, fusion }: ViewportLayers,
  presented: FramePresentation | undefined,
  segments: SegmentPictures,
): void {
  if (segmentations.length === 0 && regions.length === 0 && reports.length === 0 && presented === undefined && fusion === undefined) return;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const image = placedFrame(loaded);
  context.save();
  const ratio = window.devicePixelRatio || 1;
  if (fusion !== undefined && isSameFrame(fusion.frame, loaded.frame)) {
    context.setTransform(...pixelToDevice);
    context.globalAlpha = fusion.opacity;
    context.drawImage(fusion.picture, 0, 0);
    context.globalAlpha = 1;
  }
  for (const layer of segmentations) {
    for (const { picture, outline, colour, mapping } of segments.of(layer, image)) {
      if (isOutlined) {
        const placed = new Path2D();
        placed.addPath(outline, new DOMMatrix([...pixelToDevice]).multiply(new DOMMatrix([...mapping])));
        strokeInColour(context, placed, colour, ratio);
        continue;
      }
      context.setTransform(...pixelToDevice);
      context.transform(...mapping);
      // Pixels of a segment are areas, not samples: nothing between them is made up.
      context.imageSmoothingEnabled = false;
      context.drawImage(picture, 0, 0);
    }
  }
  for (const { region, colour } of regions) {
    for (const { points, isClosed } of contoursOnImage(region, image)) strokePath(context, pixelToDevice, points, isClosed, colour, ratio);
  }
  for (const report of reports) paintReport(context, pixelToDevice, report, loaded, ratio);
  if (presented?.shutter !== undefined) paintShutter(context, pixelToDevice, presented.shutter, loaded);
  if (presented !== undefined) paintAnnotations(context, pixelToDevice, presented, loaded.image, ratio);
  context.restore();
}

export function placedFrame({ frame, image, description }: Pick<LoadedFrame, 'frame' | 'image' | 'description'>): PlacedFrame {
  return {
    sopInstanceUid: frame.sopInstanceUid,
    frameNumber: frame.frameNumber,
    rows: image.rows,
    columns: image.columns,
    plane: description.plane,
    frameOfReferenceUid: image.frameOfReferenceUid,
    sliceThicknessMm: description.sliceThicknessMm,
  };
}

/** A point of the grid of pixels on the canvas. */
export function onDevice([a, b, c, d, e, f]: PixelToDevice, [column, row]: readonly [number, number]): readonly [x: number, y: number] {
  return [a * column + c * row + e, b * column + d * row + f];
}

function strokePath(
  context: CanvasRenderingContext2D, pixelToDevice: PixelToDevice, points: readonly (readonly [number, number])[], isClosed: boolean, colour: Rgb, ratio: number,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  const path = new Path2D();
  for (const [index, point] of points.entries()) {
    const [x, y] = onDevice(pixelToDevice, point);
    if (index === 0 && points.length === 1) path.arc(x, y, 3 * ratio, 0, 2 * Math.PI);
    else if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  if (isClosed) path.closePath();
  strokeInColour(context, path, colour, ratio);
}

/** A line that is seen on white and on black. @param path in device pixels */
function strokeInColour(context: CanvasRenderingContext2D, path: Path2D, colour: Rgb, ratio: number): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.lineJoin = 'round';
  context.strokeStyle = 'rgb(0 0 0 / 70%)';
  context.lineWidth = 3 * ratio;
  context.stroke(path);
  context.strokeStyle = `rgb(${colour.join(' ')})`;
  context.lineWidth = 1.5 * ratio;
  context.stroke(path);
}

/** What a structured report draws on this frame, each graphic with its words. PS3.3 C.18.6.1.1. */
function paintReport(context: CanvasRenderingContext2D, pixelToDevice: PixelToDevice, { coordinates, colour }: ReportLayer, { frame }: LoadedFrame, ratio: number): void {
  for (const { graphicType, points, references, words } of coordinates) {
    if (!references.some((reference) => meansFrame(reference, frame.sopInstanceUid, frame.frameNumber))) continue;
    const [first, second] = points;
    if (first === undefined) continue;
    if (graphicType === 'POINT' || graphicType === 'MULTIPOINT') for (const point of points) strokePath(context, pixelToDevice, [point], false, colour, ratio);
    else if (graphicType === 'POLYLINE' || second === undefined) strokePath(context, pixelToDevice, points, false, colour, ratio);
    else strokePath(context, pixelToDevice, roundPoints(graphicType, points), true, colour, ratio);
    const [x, y] = onDevice(pixelToDevice, points.at(-1) ?? first);
    context.font = `${13 * ratio}px sans-serif`;
    context.lineWidth = 3 * ratio;
    context.strokeStyle = '#000';
    context.strokeText(words, x + 6 * ratio, y - 6 * ratio);
    context.fillStyle = `rgb(${colour.join(' ')})`;
    context.fillText(words, x + 6 * ratio, y - 6 * ratio);
  }
}

const ROUND_STEPS = 72;

/** CIRCLE: the centre and a point on it. ELLIPSE: both ends of the longer axis, then of the shorter one. */
function roundPoints(graphicType: string, [a, b, c, d]: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  if (a === undefined || b === undefined) return [];
  const radius = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const isCircle = graphicType === 'CIRCLE' || c === undefined || d === undefined;
  const center = isCircle ? a : ([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const);
  const long = isCircle ? ([radius, 0] as const) : ([(b[0] - a[0]) / 2, (b[1] - a[1]) / 2] as const);
  const short = isCircle ? ([0, radius] as const) : ([(d[0] - c[0]) / 2, (d[1] - c[1]) / 2] as const);
  return Array.from({ length: ROUND_STEPS }, (_, step) => {
    const [cos, sin] = [Math.cos((2 * Math.PI * step) / ROUND_STEPS), Math.sin((2 * Math.PI * step) / ROUND_STEPS)];
    return [center[0] + long[0] * cos + short[0] * sin, center[1] + long[1] * cos + short[1] * sin] as const;
  });
}

/** Everything outside of each shape takes the grey of the shutter; beyond the picture stays as it is. */
function paintShutter(context: CanvasRenderingContext2D, pixelToDevice: PixelToDevice, { shapes, grey }: DisplayShutter, { image }: LoadedFrame): void {
  context.setTransform(...pixelToDevice);
  context.fillStyle = `rgb(${grey} ${grey} ${grey})`;
  for (const shape of shapes) {
    if (shape.kind === 'bitmap') {
      context.imageSmoothingEnabled = false;
      context.drawImage(bitmapPicture(shape.overlay, grey), shape.overlay.plane.originColumn, shape.overlay.plane.originRow);
      continue;
    }
    const path = new Path2D();
    path.rect(0, 0, image.columns, image.rows);
    addShape(path, shape);
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
    context.fill(path, 'evenodd');
  }
}

/** The ones of an overlay in one grey, the rest clear. */
function bitmapPicture({ plane: { rows, columns }, bits }: OverlayBits, grey: number): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  picture.width = columns;
  picture.height = rows;
  const context = picture.getContext('2d', { willReadFrequently: true });
  if (context === null) return picture;
  const data = context.createImageData(columns, rows);
  const words = new Uint32Array(data.data.buffer);
  for (let index = 0; index < words.length; index += 1) if (bits[index] === 1) words[index] = opaqueGrey(grey);
  context.putImageData(data, 0, 0);
  return picture;
}

/** Shutters name one-based pixels; a pixel on the edge stays seen. */
function addShape(path: Path2D, shape: Exclude<ShutterShape, { readonly kind: 'bitmap' }>): void {
  if (shape.kind === 'rectangular') path.rect(shape.left - 1, shape.upper - 1, shape.right - shape.left + 1, shape.lower - shape.upper + 1);
  else if (shape.kind === 'circular') path.arc(shape.centerColumn - 0.5, shape.centerRow - 0.5, shape.radius + 0.5, 0, 2 * Math.PI);
  else {
    for (const [index, [column, row]] of shape.vertices.entries()) {
      if (index === 0) path.moveTo(column - 0.5, row - 0.5);
      else path.lineTo(column - 0.5, row - 0.5);
    }
    path.closePath();
  }
}
