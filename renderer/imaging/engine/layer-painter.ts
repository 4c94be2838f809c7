import type { PlacedFrame } from '#shared/dicom/geometry/frame-alignment.ts';
import type { DisplayShutter, ShutterShape } from '#shared/dicom/presentation/display-shutter.ts';
import type { FramePresentation } from '#shared/dicom/presentation/presentation-state.ts';
import type { Rgb } from '#shared/dicom/presentation/cie-lab.ts';
import { contoursOnImage } from '#shared/dicom/radiotherapy/structure-set.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { ViewportLayers } from '../objects/viewport-layers.ts';
import type { OverlayBits } from '#shared/dicom/pixel/overlay-plane.ts';
import { opaqueGrey } from './picture-cover.ts';
import { paintAnnotations } from './annotation-painter.ts';
import type { PixelToDevice } from './frame-painter.ts';
import type { SegmentPictures } from './segment-pictures.ts';

/**
 * Draws what lies over a frame, in the same moment as the frame and by the same mapping: segments, contours, then the shutter and the
 * annotations of a presentation state.
 */
export function paintLayers(
  canvas: HTMLCanvasElement,
  loaded: LoadedFrame,
  pixelToDevice: PixelToDevice,
  { segmentations, regions }: ViewportLayers,
  presented: FramePresentation | undefined,
  segments: SegmentPictures,
): void {
  if (segmentations.length === 0 && regions.length === 0 && presented === undefined) return;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const image = placedFrame(loaded);
  context.save();
  for (const layer of segmentations) {
    for (const { picture, mapping } of segments.of(layer, image)) {
      context.setTransform(...pixelToDevice);
      context.transform(...mapping);
      // Pixels of a segment are areas, not samples: nothing between them is made up.
      context.imageSmoothingEnabled = false;
      context.drawImage(picture, 0, 0);
    }
  }
  const ratio = window.devicePixelRatio || 1;
  for (const { region, colour } of regions) {
    for (const { points, isClosed } of contoursOnImage(region, image)) strokePath(context, pixelToDevice, points, isClosed, colour, ratio);
  }
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
  context.lineJoin = 'round';
  context.strokeStyle = 'rgb(0 0 0 / 70%)';
  context.lineWidth = 3 * ratio;
  context.stroke(path);
  context.strokeStyle = `rgb(${colour.join(' ')})`;
  context.lineWidth = 1.5 * ratio;
  context.stroke(path);
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
  const context = picture.getContext('2d');
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
