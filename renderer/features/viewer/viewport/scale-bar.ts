import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';
import type { Text } from '#renderer/text/use-text.ts';

/** Lengths a scale bar may have, mm. */
const STEPS_MM = [1, 2, 5, 10, 20, 50, 100, 200, 500];

export interface ScaleBar {
  readonly lengthMm: number;
  readonly lengthPx: number;
}

/** The longest round length that takes at most a fifth of the viewport. @returns undefined when even a millimetre is too long */
export function scaleBar(pixelsPerMm: number, viewportWidthPx: number): ScaleBar | undefined {
  const lengthMm = STEPS_MM.filter((step) => step * pixelsPerMm <= viewportWidthPx / 5).at(-1);
  return lengthMm === undefined ? undefined : { lengthMm, lengthPx: lengthMm * pixelsPerMm };
}

/** `5 cm`, `5 mm` */
function lengthWords(lengthMm: number): string {
  return lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`;
}

/** A bare length stands for the patient only; every other says what it is. */
export function scaleWords({ t }: Text, { spacing }: Pick<ShownFrame, 'spacing'>, lengthMm: number): string {
  const length = lengthWords(lengthMm);
  return spacing.kind === 'patient' || spacing.kind === 'none' ? length : t(`viewer.scale.${spacing.kind}`, { length });
}

/** Longest first: a length that a rule of the desk is easily laid against. */
const RULER_MM = [200, 100, 50, 20, 10, 5];

/** @param scale millimetres of paper for one of the image @param roomMm millimetres of paper @returns how long the ruler is, mm of the image; undefined where none fits */
export function rulerLengthMm(scale: number, roomMm: number): number | undefined {
  return RULER_MM.find((lengthMm) => lengthMm * scale <= roomMm);
}
