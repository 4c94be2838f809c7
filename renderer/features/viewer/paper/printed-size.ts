import type { MeasurableSpacing } from '#shared/dicom/spacing/measurable-spacing.ts';

/** What a picture may take of an A4 page between its margins, below the letterhead and above ruler and words. */
export const PAPER_MM = { width: 186, height: 208 } as const;

/** How large a picture becomes on paper. */
export type PrintedSize =
  /** A millimetre of the patient is a millimetre of the paper. */
  | { readonly kind: 'true-size'; readonly widthMm: number }
  /** It would be, but the paper is too small for what is seen: enlarging the picture shows less of it. */
  | { readonly kind: 'too-large'; readonly widthMm: number; readonly heightMm: number }
  /** Millimetres of the image are not millimetres of the patient, or are not known. */
  | { readonly kind: 'unknown' };

/** @param size of the viewport, CSS pixels @param pixelsPerMm CSS pixels for a millimetre of `spacing` */
export function printedSize(size: { readonly width: number; readonly height: number }, pixelsPerMm: number | undefined, spacing: MeasurableSpacing['kind'] | undefined): PrintedSize {
  if (pixelsPerMm === undefined || pixelsPerMm <= 0 || spacing !== 'patient') return { kind: 'unknown' };
  const [widthMm, heightMm] = [size.width / pixelsPerMm, size.height / pixelsPerMm];
  return widthMm <= PAPER_MM.width && heightMm <= PAPER_MM.height ? { kind: 'true-size', widthMm } : { kind: 'too-large', widthMm, heightMm };
}

/** The width at which a picture fits the paper, mm. */
export function fittingWidthMm({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.min(PAPER_MM.width, (PAPER_MM.height * width) / Math.max(1, height));
}
