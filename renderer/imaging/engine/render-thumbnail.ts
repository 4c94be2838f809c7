import type { FrameStore } from '../loader/frame-store.ts';
import type { StackFrame } from './viewport-state.ts';
import { defaultVoi, fillPicture } from './frame-painter.ts';

/**
 * Draws a small picture of a frame at the window it asks for, in its true shape, on black.
 * @param canvas sized by the caller, in device pixels
 */
export async function renderThumbnail(frames: FrameStore, { frame }: StackFrame, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
  const loaded = await frames.load(frame, 'thumbnail', signal);
  // Both are kept by the processor: it is painted once, and a graphics card that breaks off must not take it along.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (signal.aborted || context === null) return;
  const picture = document.createElement('canvas');
  picture.getContext('2d', { willReadFrequently: true });
  fillPicture(picture, loaded, { voi: defaultVoi(loaded), isInverted: false });
  const { width: pixelWidth, height: pixelHeight } = loaded.description.pixelShape;
  const width = loaded.image.columns * pixelWidth;
  const height = loaded.image.rows * pixelHeight;
  const scale = Math.min(canvas.width / width, canvas.height / height);
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'medium';
  context.drawImage(picture, (canvas.width - width * scale) / 2, (canvas.height - height * scale) / 2, width * scale, height * scale);
}
