import type { ImageStack } from './split-stacks.ts';
import { sidesConflict } from './laterality-conflict.ts';
import type { StackGeometry } from './stack-geometry.ts';
import type { StackValues } from './stack-values.ts';

/** `green`: nothing to say. `amber`: something to know, some tools refused. `red`: what is on the screen can mislead who does not know. */
export type PassportGrade = 'green' | 'amber' | 'red';

/** What a physician has to know about a stack or a series; the page has a sentence for each code. */
export type PassportReason =
  | { readonly code: 'no-pixels'; readonly grade: 'red' }
  | { readonly code: 'missing-slices'; readonly grade: 'red'; readonly count: number }
  | { readonly code: 'irregular'; readonly grade: 'amber'; readonly smallestMm: number; readonly largestMm: number }
  | { readonly code: 'not-parallel'; readonly grade: 'amber' }
  | { readonly code: 'tilted'; readonly grade: 'amber'; readonly degrees: number }
  | { readonly code: 'tilt-not-in-positions'; readonly grade: 'amber'; readonly degrees: number }
  | { readonly code: 'duplicate-slices'; readonly grade: 'amber'; readonly count: number }
  | { readonly code: 'no-geometry' | 'mosaic' | 'mixed-spacing' | 'no-spacing' | 'phases-counted' | 'no-modality-values' | 'mixed-frames-of-reference'; readonly grade: 'amber' }
  | { readonly code: 'incomplete' | 'concatenation-incomplete'; readonly grade: 'amber'; readonly held: number; readonly expected: number }
  | { readonly code: 'laterality-conflict'; readonly grade: 'amber'; readonly laterality: string; readonly text: string }
  | { readonly code: 'lossy'; readonly grade: 'amber'; readonly ratio: number | undefined };

export function gradeOf(reasons: readonly PassportReason[]): PassportGrade {
  if (reasons.some(({ grade }) => grade === 'red')) return 'red';
  return reasons.length > 0 ? 'amber' : 'green';
}

/** Modalities whose images always have planes. PS3.3 A.3, A.4, A.21. */
const SLICE_MODALITIES: ReadonlySet<string> = new Set(['CT', 'MR', 'PT']);
/** Below it, Gantry/Detector Tilt (0018,1120) and the positions say the same. */
const TILT_DIFFERENCE_DEGREES = 1;

/** Everything that a stack has to say, gravest first. */
export function stackReasonsOf(stack: ImageStack, geometry: StackGeometry, values: StackValues): readonly PassportReason[] {
  const reasons: readonly (PassportReason | undefined)[] = [
    missingReason(geometry),
    irregularReason(stack, geometry),
    geometry.tiltDegrees !== undefined && geometry.tiltDegrees > 0 ? { code: 'tilted', grade: 'amber', degrees: geometry.tiltDegrees } : undefined,
    hiddenTiltReason(stack, geometry),
    geometry.duplicatesAtMm.length > 0 ? { code: 'duplicate-slices', grade: 'amber', count: geometry.duplicatesAtMm.length } : undefined,
    concatenationReason(stack),
    expectedSlicesReason(stack, geometry),
    planeReason(stack, geometry, values),
    spacingReason(values),
    lateralityReason(stack),
    stack.dimensions.some(({ isCounted }) => isCounted) ? { code: 'phases-counted', grade: 'amber' } : undefined,
    !values.isColour && values.unit === undefined && values.imageCount > 0 ? { code: 'no-modality-values', grade: 'amber' } : undefined,
    values.isLossy ? { code: 'lossy', grade: 'amber', ratio: values.lossyRatio } : undefined,
  ];
  return reasons.filter((reason) => reason !== undefined);
}

function missingReason({ kind, gaps }: StackGeometry): PassportReason | undefined {
  if (kind === 'irregular' || gaps.length === 0) return undefined;
  return { code: 'missing-slices', grade: 'red', count: gaps.reduce((sum, { missingSlices }) => sum + (missingSlices ?? 0), 0) };
}

function irregularReason({ isRadial }: ImageStack, { kind, stepsMm }: StackGeometry): PassportReason | undefined {
  if (kind !== 'irregular') return undefined;
  if (isRadial || stepsMm === undefined) return { code: 'not-parallel', grade: 'amber' };
  return { code: 'irregular', grade: 'amber', smallestMm: stepsMm.smallest, largestMm: stepsMm.largest };
}

/** The device tilted its gantry, but wrote positions that stand upright: a volume of them would lean the wrong way. */
function hiddenTiltReason({ frames, isLocalizer }: ImageStack, { tiltDegrees, sliceCount }: StackGeometry): PassportReason | undefined {
  const image = frames[0]?.image;
  if (image === undefined || isLocalizer || sliceCount < 2 || tiltDegrees === undefined || !image.series.isOriginal) return undefined;
  const degrees = Math.abs(image.series.gantryTiltDegrees);
  return degrees > TILT_DIFFERENCE_DEGREES && Math.abs(degrees - tiltDegrees) > TILT_DIFFERENCE_DEGREES ? { code: 'tilt-not-in-positions', grade: 'amber', degrees } : undefined;
}

function concatenationReason({ frames }: ImageStack): PassportReason | undefined {
  const parts = new Set(frames.map(({ image }) => image.series.concatenation?.partNumber));
  const expected = frames[0]?.image.series.concatenation?.partCount;
  return expected !== undefined && parts.size < expected ? { code: 'concatenation-incomplete', grade: 'amber', held: parts.size, expected } : undefined;
}

function expectedSlicesReason({ frames }: ImageStack, { sliceCount }: StackGeometry): PassportReason | undefined {
  const expected = frames[0]?.image.series.expectedSlices;
  return expected !== undefined && sliceCount > 0 && sliceCount < expected ? { code: 'incomplete', grade: 'amber', held: sliceCount, expected } : undefined;
}

function planeReason({ frames }: ImageStack, { kind }: StackGeometry, { frameOfReferenceUid }: StackValues): PassportReason | undefined {
  const image = frames[0]?.image;
  if (image?.series.isMosaic === true) return { code: 'mosaic', grade: 'amber' };
  if (kind === 'no-geometry') return SLICE_MODALITIES.has(image?.modality ?? '') ? { code: 'no-geometry', grade: 'amber' } : undefined;
  return frameOfReferenceUid === '' && frames.some((frame) => frame.image.frameOfReferenceUid !== '') ? { code: 'mixed-frames-of-reference', grade: 'amber' } : undefined;
}

function spacingReason({ spacing, imageCount }: StackValues): PassportReason | undefined {
  if (imageCount === 0) return undefined;
  if (spacing.source === 'none') return { code: 'no-spacing', grade: 'amber' };
  return spacing.isMixed ? { code: 'mixed-spacing', grade: 'amber' } : undefined;
}

function lateralityReason({ frames }: ImageStack): PassportReason | undefined {
  const found = frames.find(({ image }) => sidesConflict(image.laterality, image.seriesDescription));
  return found === undefined ? undefined : { code: 'laterality-conflict', grade: 'amber', laterality: found.image.laterality, text: found.image.seriesDescription };
}
