import { drawLetters, drawScaleBar, type CapturedMarks, type MarkedBox } from './captured-marks.ts';

/** What stands above a captured picture: who it is, which hospital, when; then what it is. */
export interface CaptureBanner {
  readonly lines: readonly string[];
  /** Who took it out of the workstation, and when: across the picture, so that it cannot be cut away. */
  readonly watermark: string;
  /** Drawn into the picture, whether or not the words are hidden on the screen. */
  readonly marks: CapturedMarks;
}

const LINE_PX = 22;
const MARGIN_PX = 12;
/** Height of a letter of orientation. */
const LETTER_PX = 20;

/**
 * The picture of a viewport with its measurements, under a banner that says whose it is. A picture that leaves the workstation is never nameless.
 * Without lines only where the page around it says so.
 * @param viewport the section of the viewport @returns PNG; undefined when nothing is shown
 */
export async function capturePicture(viewport: HTMLElement, { lines, watermark, marks }: CaptureBanner): Promise<Blob | undefined> {
  const picture = viewport.querySelector<HTMLCanvasElement>('[data-testid=viewport-picture] > canvas');
  if (picture === null || picture.width === 0) return undefined;
  const ratio = picture.width / Math.max(1, picture.parentElement?.clientWidth ?? picture.width);
  const bannerPx = lines.length === 0 ? 0 : Math.round((lines.length * LINE_PX + 2 * MARGIN_PX) * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height + bannerPx;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#e9ecec';
  context.font = `${14 * ratio}px "Noto Sans SC", sans-serif`;
  context.textBaseline = 'middle';
  for (const [index, line] of lines.entries()) context.fillText(line, MARGIN_PX * ratio, (MARGIN_PX + (index + 0.5) * LINE_PX) * ratio);
  context.drawImage(picture, 0, bannerPx);
  const shapes = await shapesOf(viewport);
  if (shapes !== undefined) context.drawImage(shapes, 0, bannerPx, picture.width, picture.height);
  const box = { left: 0, top: bannerPx, width: picture.width, height: picture.height };
  drawLetters(context, marks.letters, box, LETTER_PX * ratio);
  if (marks.bar !== undefined) drawScaleBar(context, marks.bar, box, ratio);
  drawWatermark(context, watermark, box, ratio);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}

/** Slanted, over the whole picture, seen on black and on white, too faint to hide anything. */
function drawWatermark(context: CanvasRenderingContext2D, words: string, { left, top, width, height }: MarkedBox, ratio: number): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.translate(left + width / 2, top + height / 2);
  context.rotate(-Math.PI / 8);
  context.font = `${15 * ratio}px "Noto Sans SC", sans-serif`;
  context.textAlign = 'center';
  const acrossPx = context.measureText(words).width + 60 * ratio;
  const downPx = 130 * ratio;
  const reachPx = Math.hypot(width, height) / 2;
  for (let y = -Math.ceil(reachPx / downPx) * downPx; y <= reachPx; y += downPx) {
    for (let x = -Math.ceil(reachPx / acrossPx) * acrossPx; x <= reachPx; x += acrossPx) {
      context.lineWidth = 2 * ratio;
      context.strokeStyle = 'rgb(0 0 0 / 22%)';
      context.strokeText(words, x, y);
      context.fillStyle = 'rgb(255 255 255 / 24%)';
      context.fillText(words, x, y);
    }
  }
  context.restore();
}

/** Cornerstone's layer of shapes as a picture, with its colours worked out. */
export async function shapesOf(viewport: HTMLElement): Promise<HTMLImageElement | undefined> {
  const layer = viewport.querySelector<SVGElement>('.svg-layer');
  if (layer === null || layer.childElementCount <= 1) return undefined;
  const { width, height } = layer.getBoundingClientRect();
  const copy = layer.cloneNode(true);
  if (!(copy instanceof SVGElement)) return undefined;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.opacity = '1';
  const style = getComputedStyle(layer);
  const markup = new XMLSerializer().serializeToString(copy).replaceAll(/var\((--[a-z0-9-]+)\)/g, (_whole, name: string) => style.getPropertyValue(name).trim());
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  return image;
}

/** Hands a picture to the clipboard or to the person's downloads. */
export async function deliverPicture(picture: Blob, where: 'clipboard' | 'file', fileName: string): Promise<void> {
  if (where === 'clipboard') {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    return;
  }
  const address = URL.createObjectURL(picture);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
