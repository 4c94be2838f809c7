import { planeNormal } from '#shared/dicom/geometry/image-plane.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { PassportReason } from '#shared/imaging-passport/passport-reason.ts';
import type { DimensionValue } from '#shared/imaging-passport/split-dimensions.ts';
import type { Text } from './use-text.ts';

/** What a physician has to know, as a short sentence. */
export function reasonWords({ t, format }: Text, reason: PassportReason): string {
  switch (reason.code) {
    case 'missing-slices':
    case 'duplicate-slices':
      return t(`passport.reason.${reason.code}`, { count: reason.count });
    case 'irregular':
      return t('passport.reason.irregular', { smallest: format.number(reason.smallestMm, 2), largest: format.number(reason.largestMm, 2) });
    case 'tilted':
    case 'tilt-not-in-positions':
      return t(`passport.reason.${reason.code}`, { degrees: format.number(reason.degrees, 1) });
    case 'incomplete':
    case 'concatenation-incomplete':
      return t(`passport.reason.${reason.code}`, { held: reason.held, expected: reason.expected });
    case 'laterality-conflict':
      return t('passport.reason.laterality-conflict', { laterality: reason.laterality, text: reason.text });
    case 'lossy':
      return t('passport.reason.lossy', reason.ratio === undefined ? {} : { ratio: Number(reason.ratio.toFixed(1)) });
    default:
      return t(`passport.reason.${reason.code}`);
  }
}

/** The passport in a few words: the gravest reason; where there is none, the distance of the slices. */
export function passportSummary(text: Text, { reasons, geometry }: Pick<StackPassport, 'reasons' | 'geometry'>): string {
  const { t, format } = text;
  const [first, ...more] = reasons;
  if (first !== undefined) {
    const words = reasonWords(text, first);
    return more.length === 0 ? words : t('passport.badge.more', { words, count: more.length });
  }
  return geometry.sliceSpacingMm === undefined ? t('passport.badge.plain') : t('passport.badge.step', { millimetres: format.number(geometry.sliceSpacingMm, 2) });
}

/**
 * What sets a stack apart from the other stacks of its series: `b 1000`, `TE 80 ms`, `phase 3/10`, the localizer; '' for an only stack.
 * @param place zero-based among the stacks of the series
 */
export function stackWords(text: Text, { stack }: Pick<StackPassport, 'stack'>, place: number, siblings: number): string {
  const { t } = text;
  if (siblings < 2) return '';
  if (stack.isLocalizer) return t('passport.stack.localizer');
  if (stack.dimensions.length > 0) return stack.dimensions.map((dimension) => dimensionWords(text, dimension)).join(' · ');
  const [first] = stack.frames;
  if ((first?.image.frames.length ?? 0) > 1 && first?.description.plane === undefined) return t('passport.stack.clip', { number: place + 1 });
  const orientation = first?.description.orientation;
  if (orientation === undefined) return t('passport.stack.other', { number: place + 1 });
  const [x, y, z] = planeNormal(orientation).map(Math.abs) as [number, number, number];
  return t(z >= x && z >= y ? 'passport.stack.axial' : x >= y ? 'passport.stack.sagittal' : 'passport.stack.coronal');
}

function dimensionWords({ t }: Text, { name, value, place, count }: DimensionValue): string {
  switch (name) {
    case 'gradient':
    case 'place':
    case 'phase':
    case 'index':
      return t(`passport.stack.${name}`, { number: place + 1, count });
    case 'image-type': {
      // The first two values say original or derived, primary or secondary.
      const kind = value.split('\\').slice(2).filter((part) => part !== '').join(' ');
      return t('passport.stack.image-type', { number: place + 1, count, ...(kind === '' ? {} : { value: kind }) });
    }
    default:
      return t(`passport.stack.${name}`, value === '' ? {} : { value: value.replaceAll('\\', ' ') });
  }
}
