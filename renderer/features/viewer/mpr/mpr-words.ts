import type { Slab } from '#shared/dicom/volume/reslice.ts';
import type { VolumeMark } from '#shared/imaging-passport/volume-plan.ts';
import type { OpenVolume } from '#renderer/imaging/volume/open-volume.ts';
import type { Text } from '#renderer/text/use-text.ts';

/** `single plane`, `MIP 10 mm`. */
export function slabWords({ t }: Text, { mode, thicknessMm }: Slab): string {
  return thicknessMm > 0 ? t('mpr.slab', { mode: t(`mpr.mode.${mode}`), millimetres: Number(thicknessMm.toFixed(1)) }) : t('mpr.thin');
}

/** What every picture of a volume has to say: that it was computed, and what of it is not as it was scanned. */
export function markWords(text: Text, { plan, factor, isHalfPrecision, isLossy }: Pick<OpenVolume, 'plan' | 'factor' | 'isHalfPrecision' | 'isLossy'>): readonly string[] {
  const { t } = text;
  return [
    t('mpr.mark.computed'),
    ...plan.marks.map((mark) => volumeMarkWords(text, mark)),
    ...(factor > 1 ? [t('mpr.mark.decimated', { factor })] : []),
    ...(isHalfPrecision ? [t('mpr.mark.half-precision')] : []),
    ...(isLossy ? [t('mpr.mark.lossy')] : []),
  ];
}

/** By what the pictures are drawn and why, and of how many of the voxels. @param factors columns, rows and slices that became one */
export function wayWords({ t }: Text, { drawnBecause }: Pick<OpenVolume, 'drawnBecause'>, factors: readonly [number, number, number]): string {
  const way = t(`volume.way.${drawnBecause}`);
  return factors.some((factor) => factor > 1) ? t('volume.mark.decimated', { way, factors: factors.join('×') }) : t('volume.mark.full', { way });
}

/** What was done to make a volume of the stack. */
export function volumeMarkWords({ t, format }: Text, mark: VolumeMark): string {
  switch (mark.kind) {
    case 'tilt-corrected':
      return t('mpr.mark.tilt-corrected', { degrees: format.number(mark.degrees, 1) });
    case 'resampled':
      return t('mpr.mark.resampled', { smallest: format.number(mark.smallestMm, 2), largest: format.number(mark.largestMm, 2) });
    case 'gaps':
      return t('mpr.mark.gaps', { count: mark.count });
    default:
      return mark satisfies never;
  }
}
