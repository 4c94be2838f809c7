import type { OrientationLabels } from '#shared/dicom/geometry/orientation-labels.ts';
import { shapesOf } from './capture-picture.ts';
import { drawLetters, type MarkedBox } from './captured-marks.ts';

/** 59 mm on paper: 275 pixels to the inch. Main refuses more. */
const LONGEST_SIDE_PX = 640;
const MOST_BYTES = 46 * 1024;
/** Tried one after the other until the picture is small enough for a slow line. */
const QUALITIES = [0.85, 0.7, 0.55, 0.4, 0.25] as const;
/** Darker than this is the empty room around the picture. */
const EMPTY_LEVEL = 12;
const ROOM_PX = 6;
/** Height of a letter of orientation. */
const LETTER_PX = 18;

/**
 * The picture of a viewport for the paper: window and marks as they are on the screen, letters of orientation at its edges, the empty room around it
 * cut away. It says no name: the sheet does. @param viewport the section of the viewport
 * @returns baseline JPEG; undefined when nothing is shown
 */
export async function paperPicture(viewport: HTMLElement, letters: OrientationLabels): Promise<Uint8Array | undefined> {
  const picture = viewport.querySelector<HTMLCanvasElement>('[data-testid=viewport-picture] > canvas');
  if (picture === null || picture.width === 0) return undefined;
  const whole = canvasOf(picture.width, picture.height);
  if (whole === undefined) return undefined;
  // What is on the screen now; the marks are drawn from a copy that takes a moment.
  whole.context.drawImage(picture, 0, 0);
  const shapes = await shapesOf(viewport);
  if (shapes !== undefined) whole.context.drawImage(shapes, 0, 0, whole.canvas.width, whole.canvas.height);
  const box = contentBox(whole.context.getImageData(0, 0, whole.canvas.width, whole.canvas.height));
  if (box === undefined) return undefined;
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(box.width, box.height));
  const [width, height] = [Math.max(1, Math.round(box.width * scale)), Math.max(1, Math.round(box.height * scale))];
  const cut = canvasOf(width, height);
  if (cut === undefined) return undefined;
  cut.context.imageSmoothingQuality = 'high';
  cut.context.drawImage(whole.canvas, box.left, box.top, box.width, box.height, 0, 0, width, height);
  drawLetters(cut.context, letters, { left: 0, top: 0, width, height }, LETTER_PX);
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => cut.canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob !== null && blob.size <= MOST_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  return undefined;
}

function canvasOf(width: number, height: number): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return context === null ? undefined : { canvas, context };
}

/** The smallest box that holds all that is not empty, with a little room. @returns undefined for an empty picture */
export function contentBox({ data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>): MarkedBox | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      if (Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) <= EMPTY_LEVEL) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  const [from, above] = [Math.max(0, left - ROOM_PX), Math.max(0, top - ROOM_PX)];
  return { left: from, top: above, width: Math.min(width, right + 1 + ROOM_PX) - from, height: Math.min(height, bottom + 1 + ROOM_PX) - above };
}
