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
export function lengthWords(lengthMm: number): string {
  return lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`;
}
