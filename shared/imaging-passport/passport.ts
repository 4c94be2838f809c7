import type { ImageDescription } from '../dicom/image/image-description.ts';
import { stackReasonsOf, gradeOf, type PassportGrade, type PassportReason } from './passport-reason.ts';
import { PASSPORT_TOOLS, permissionsOf, type PassportTool, type ToolPermissions, type ToolRefusal } from './passport-tools.ts';
import { splitIntoStacks, type ImageStack } from './split-stacks.ts';
import { stackGeometryOf, type StackGeometry } from './stack-geometry.ts';
import { stackValuesOf, type StackValues } from './stack-values.ts';

/** What can be relied on in one stack, and what may be done with it. */
export interface StackPassport {
  readonly stack: ImageStack;
  readonly geometry: StackGeometry;
  readonly values: StackValues;
  readonly grade: PassportGrade;
  /** Gravest first. */
  readonly reasons: readonly PassportReason[];
  readonly permissions: ToolPermissions;
}

/** One verdict for a series. */
export interface SeriesPassport {
  readonly seriesInstanceUid: string;
  readonly stacks: readonly StackPassport[];
  /** That of its worst stack. */
  readonly grade: PassportGrade;
  /** Of the series as a whole. */
  readonly reasons: readonly PassportReason[];
  readonly completeness: Completeness;
  /** What all stacks allow, localizers left aside where there are others. */
  readonly allowed: readonly PassportTool[];
}

export interface Completeness {
  readonly heldInstances: number;
  /** What the hospital says the series has; undefined when nobody has said it. */
  readonly expectedInstances: number | undefined;
}

export interface PassportOptions {
  readonly expectedInstances?: number | undefined;
}

/**
 * Judges the instances of one series. Pure: the same instances give the same passport in any order.
 * @param images described by `describeImage`, each SOP Instance UID once
 */
export function passportOfSeries(images: readonly ImageDescription[], { expectedInstances }: PassportOptions = {}): SeriesPassport {
  const stacks = splitIntoStacks(images).map(passportOfStack);
  const main = stacks.some(({ stack }) => !stack.isLocalizer) ? stacks.filter(({ stack }) => !stack.isLocalizer) : stacks;
  const reasons = seriesReasonsOf(images, stacks.length, expectedInstances);
  return {
    seriesInstanceUid: images[0]?.seriesInstanceUid ?? '',
    stacks,
    grade: gradeOf([...reasons, ...stacks.flatMap((stack) => stack.reasons)]),
    reasons,
    completeness: { heldInstances: images.length, expectedInstances },
    allowed: main.length === 0 ? [] : PASSPORT_TOOLS.filter((tool) => main.every(({ permissions }) => permissions.allowed.includes(tool))),
  };
}

/** Judges one stack. */
export function passportOfStack(stack: ImageStack): StackPassport {
  const geometry = stackGeometryOf(stack);
  const values = stackValuesOf(stack.frames);
  const reasons = stackReasonsOf(stack, geometry, values);
  const isTiltHidden = reasons.some(({ code }) => code === 'tilt-not-in-positions');
  return { stack, geometry, values, grade: gradeOf(reasons), reasons, permissions: permissionsOf(geometry, values, stack.isLocalizer, isTiltHidden) };
}

/** Why a stack forbids a tool; undefined when it allows it. */
export function toolRefusalOf({ permissions }: Pick<StackPassport, 'permissions'>, tool: PassportTool): ToolRefusal | undefined {
  return permissions.refused.find((refused) => refused.tool === tool)?.reason;
}

function seriesReasonsOf(images: readonly ImageDescription[], stackCount: number, expected: number | undefined): readonly PassportReason[] {
  return [
    ...(stackCount === 0 ? [{ code: 'no-pixels', grade: 'red' } as const] : []),
    ...(expected !== undefined && expected > images.length ? [{ code: 'incomplete', grade: 'amber', held: images.length, expected } as const] : []),
  ];
}
