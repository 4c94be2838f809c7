import { passportOfSeries, type StackPassport } from '#shared/imaging-passport/passport.ts';
import type { PassportReason } from '#shared/imaging-passport/passport-reason.ts';
import type { SeriesFrame } from '#shared/imaging-passport/series-frame.ts';
import type { ReadSeries } from './read-series.ts';

export interface PassportLine {
  readonly seriesInstanceUID: string;
  readonly stacks: readonly StackLine[];
  readonly warnings: readonly string[];
  readonly allowed: readonly string[];
}

export interface StackLine {
  readonly instances: readonly string[];
  readonly geometry: string;
  readonly spacingMm: readonly (number | null)[] | null;
  readonly spacingSource: string;
  readonly tiltDeg: number | null;
  readonly gaps: readonly { readonly fromMm: number; readonly toMm: number; readonly missingSlices: number | null }[];
}

/** The line of a series, as `npm run passports` prints it. */
export function passportLineOf({ seriesInstanceUid, images, otherClasses, repeatedInstances, expectedInstances }: ReadSeries): PassportLine {
  const passport = passportOfSeries(images, { expectedInstances });
  return {
    seriesInstanceUID: seriesInstanceUid,
    stacks: passport.stacks.map(stackLineOf),
    warnings: [
      ...otherClasses.map((uid) => `no pictures in instances of SOP class ${uid}`),
      ...(repeatedInstances > 0 ? [`${repeatedInstances} more files under a SOP Instance UID of this series were left out`] : []),
      ...(images.length > 0 ? passport.reasons.map(wordsOf) : []),
      ...stackWarnings(passport.stacks),
    ],
    allowed: passport.allowed,
  };
}

/** What all stacks have in common is said once. */
function stackWarnings(stacks: readonly StackPassport[]): readonly string[] {
  const all = stacks.map(({ reasons }) => reasons.map(wordsOf));
  const common = (all[0] ?? []).filter((words) => all.every((of) => of.includes(words)));
  return [...common, ...all.flatMap((of, index) => of.filter((words) => !common.includes(words)).map((words) => `stack ${index + 1}: ${words}`))];
}

function stackLineOf({ stack, geometry, values }: StackPassport): StackLine {
  const { pixelMm, source } = values.spacing;
  const spacing = [pixelMm?.row, pixelMm?.column, geometry.sliceSpacingMm].map((value) => (value === undefined ? null : rounded(value)));
  return {
    instances: stack.frames.map(nameOf),
    geometry: geometry.kind,
    spacingMm: spacing.every((value) => value === null) ? null : spacing,
    spacingSource: source,
    tiltDeg: geometry.tiltDegrees === undefined ? null : rounded(geometry.tiltDegrees),
    gaps: geometry.gaps.map(({ fromMm, toMm, missingSlices }) => ({ fromMm: rounded(fromMm), toMm: rounded(toMm), missingSlices: missingSlices ?? null })),
  };
}

function nameOf({ image, frameNumber }: SeriesFrame): string {
  return image.frames.length > 1 ? `${image.sopInstanceUid}#${frameNumber}` : image.sopInstanceUid;
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}

function wordsOf(reason: PassportReason): string {
  switch (reason.code) {
    case 'no-pixels':
      return 'no pictures';
    case 'missing-slices':
      return `missing slices: ${reason.count}`;
    case 'irregular':
      return `irregular: slices lie ${reason.smallestMm.toFixed(2)} to ${reason.largestMm.toFixed(2)} mm apart`;
    case 'not-parallel':
      return 'irregular: slices are not parallel';
    case 'tilted':
      return `tilted by ${reason.degrees.toFixed(1)} degrees`;
    case 'tilt-not-in-positions':
      return `the device says it was tilted by ${reason.degrees.toFixed(1)} degrees, the positions do not`;
    case 'duplicate-slices':
      return `duplicate slices at ${reason.count} positions`;
    case 'no-geometry':
      return 'no geometry';
    case 'mosaic':
      return 'mosaic: several slices in one picture, whose position is that of none of them';
    case 'mixed-spacing':
      return 'spacing differs from image to image';
    case 'no-spacing':
      return 'no spacing: lengths in pixels only';
    case 'phases-counted':
      return 'the images do not say which phase they are of; phases were told apart by time and number';
    case 'no-modality-values':
      return 'the values of the modality cannot be computed';
    case 'mixed-frames-of-reference':
      return 'the images name several frames of reference';
    case 'incomplete':
      return `incomplete: ${reason.held} of ${reason.expected}`;
    case 'concatenation-incomplete':
      return `incomplete concatenation: ${reason.held} of ${reason.expected} parts`;
    case 'laterality-conflict':
      return `the side stated (${reason.laterality}) is not the one in the series description`;
    case 'lossy':
      return reason.ratio === undefined ? 'lossy' : `lossy 1:${Number(reason.ratio.toFixed(1))}`;
    default:
      return reason satisfies never;
  }
}
