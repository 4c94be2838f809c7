import type { OrientationLabels } from '#shared/dicom/geometry/orientation-labels.ts';
import type { Text } from '#renderer/text/use-text.ts';
import type { ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { lettersOf } from '../viewport/eye.ts';
import { scaleBar, scaleWords } from '../viewport/scale-bar.ts';
import { windowWords } from '../viewport/ViewportOverlay.tsx';

/** What a picture needs to be understood when it is no longer in its viewport. */
export interface CapturedMarks {
  readonly letters: OrientationLabels;
  /** CSS pixels of the viewport; undefined where the image has no scale. */
  readonly bar: { readonly lengthPx: number; readonly words: string } | undefined;
}

type Shown = ViewportState & { readonly shown: NonNullable<ViewportState['shown']> };

/** They are there whether or not the words are hidden on the screen. */
export function marksOf(text: Text, state: Shown): CapturedMarks {
  const { shown, pixelsPerMm, widthPx } = state;
  const bar = pixelsPerMm === undefined ? undefined : scaleBar(pixelsPerMm, widthPx);
  return { letters: lettersOf(shown, state), bar: bar === undefined ? undefined : { lengthPx: bar.lengthPx, words: scaleWords(text, shown, bar.lengthMm) } };
}

/** `CT 头颅 5mm · 第 3/24 幅 · 窗宽 80 窗位 40 · 有损 1:10` */
export function whatWords(text: Text, { shown, stackSize }: Shown): string {
  const { t } = text;
  const { image, isLossy, stackIndex } = shown;
  const { ratio } = image.lossy;
  return [
    `${image.modality} ${image.seriesDescription}`.trim(),
    t('viewer.frame-number', { number: stackIndex + 1, count: stackSize }),
    windowWords(text, shown),
    isLossy ? t('viewer.fidelity.lossy', ratio === undefined ? {} : { ratio: Number(ratio.toFixed(1)) }) : '',
  ].filter((part) => part !== '').join(' · ');
}

const SIDES = ['top', 'bottom', 'left', 'right'] as const;

export interface MarkedBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Which way the patient lies is part of the picture. @param sizePx height of a letter, canvas pixels */
export function drawLetters(context: CanvasRenderingContext2D, letters: OrientationLabels, { left, top, width, height }: MarkedBox, sizePx: number): void {
  const inset = 0.8 * sizePx;
  const places = { top: [width / 2, inset], bottom: [width / 2, height - inset], left: [inset / 2, height / 2], right: [width - inset / 2, height / 2] } as const;
  context.save();
  context.font = `600 ${sizePx}px "Noto Sans SC", sans-serif`;
  context.textBaseline = 'middle';
  context.fillStyle = '#fff';
  context.strokeStyle = '#000';
  context.lineWidth = sizePx / 6;
  for (const side of SIDES) {
    const [x, y] = places[side];
    // Letters of a slanted plane are several: they must not leave the picture.
    context.textAlign = side === 'left' || side === 'right' ? side : 'center';
    context.strokeText(letters[side], left + x, top + y);
    context.fillText(letters[side], left + x, top + y);
  }
  context.restore();
}

/** A bar of known length at the foot of a picture, with its words. @param ratio canvas pixels for one of `bar` */
export function drawScaleBar(context: CanvasRenderingContext2D, { lengthPx, words }: NonNullable<CapturedMarks['bar']>, { left, top, width, height }: MarkedBox, ratio: number): void {
  const [length, foot] = [lengthPx * ratio, top + height - 44 * ratio];
  const from = left + (width - length) / 2;
  context.save();
  // A light bar with a dark edge: seen on black and on white.
  for (const [edge, colour] of [[ratio, '#000'], [0, '#fff']] as const) {
    context.fillStyle = colour;
    context.fillRect(from - edge, foot - edge, length + 2 * edge, 2 * (ratio + edge));
    for (const x of [from, from + length - ratio]) context.fillRect(x - edge, foot - 5 * ratio - edge, ratio + 2 * edge, 7 * ratio + 2 * edge);
  }
  context.font = `${13 * ratio}px "Noto Sans SC", sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.strokeStyle = '#000';
  context.lineWidth = 3 * ratio;
  context.strokeText(words, from + length / 2, foot - 6 * ratio);
  context.fillText(words, from + length / 2, foot - 6 * ratio);
  context.restore();
}
