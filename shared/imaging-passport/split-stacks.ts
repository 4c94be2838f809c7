import { sameOrientation } from '../dicom/geometry/image-plane.ts';
import { isColour, type ImageDescription } from '../dicom/image/image-description.ts';
import { orderStack } from './order-stack.ts';
import { byNumber, framesOfSeries, isMultiFrame, objectOf, type SeriesFrame } from './series-frame.ts';
import { splitByDimension, type DimensionValue } from './split-dimensions.ts';

/** Frames that are shown together, in the order of the wheel. */
export interface ImageStack {
  readonly frames: readonly SeriesFrame[];
  readonly isLocalizer: boolean;
  /** Images that are not parallel, gathered because each would stand alone: spokes around an axis. */
  readonly isRadial: boolean;
  /** What sets this stack apart from its sisters at the same places, such as a b-value; [] when nothing does. */
  readonly dimensions: readonly DimensionValue[];
}

/**
 * Splits a series into stacks as a radiologist would. Localizers, multi-frame objects (the parts of a concatenation are one), another
 * matrix, pixel size, orientation, frame of reference, and colour beside grey stand apart. Frames that lie at the same places fall apart by what sets them
 * apart: b-value, echo, phase, kind of image, or Dimension Index Values (0020,9157). Within a stack parallel images follow their position
 * along the normal. Stacks keep the order in which the series has their first frame, localizers last.
 */
export function splitIntoStacks(images: readonly ImageDescription[]): readonly ImageStack[] {
  const frames = framesOfSeries(images);
  const hasOneSpace = !isFrameOfReferenceUsable(frames);
  const groups: SeriesFrame[][] = [];
  const byKey = new Map<string, SeriesFrame[][]>();
  for (const frame of frames) {
    const key = keyOf(frame, hasOneSpace);
    const sisters = byKey.get(key) ?? [];
    byKey.set(key, sisters);
    const group = sisters.find(([first]) => first !== undefined && haveOneOrientation(first, frame) && haveOnePixelSize(first, frame));
    if (group !== undefined) group.push(frame);
    else {
      const made = [frame];
      sisters.push(made);
      groups.push(made);
    }
  }
  const stacks = gatherSpokes(groups, hasOneSpace).flatMap(({ frames: group, isRadial }): readonly ImageStack[] => {
    const isLocalizer = group[0]?.image.isLocalizer ?? false;
    if (isRadial) return [{ frames: group, isLocalizer, isRadial, dimensions: [] }];
    return splitByDimension(group).map((part) => ({ frames: orderStack(part.frames), isLocalizer, isRadial, dimensions: part.dimensions }));
  });
  return [...stacks.filter(({ isLocalizer }) => !isLocalizer), ...stacks.filter(({ isLocalizer }) => isLocalizer)];
}

/** Where a frame stands in a stack. @returns zero-based, or -1 */
export function indexInStack(stack: Pick<ImageStack, 'frames'>, sopInstanceUid: string, frameNumber: number): number {
  return stack.frames.findIndex((frame) => frame.image.sopInstanceUid === sopInstanceUid && frame.frameNumber === frameNumber);
}

function keyOf(frame: SeriesFrame, hasOneSpace: boolean): string {
  const { image, description } = frame;
  const isApart = isMultiFrame(frame);
  return [
    image.rows, image.columns, isColour(image), image.isLocalizer, image.series.isMosaic, isApart ? objectOf(frame) : '', isApart ? description.dimensions.stackId : '',
    hasOneSpace || description.plane === undefined ? '' : image.frameOfReferenceUid,
  ].join('|');
}

/** Some devices give each image a frame of reference of its own, against PS3.3 C.7.4.1: then it tells nothing. */
function isFrameOfReferenceUsable(frames: readonly SeriesFrame[]): boolean {
  const objects = new Set(frames.map(objectOf)).size;
  const spaces = new Set(frames.map(({ image }) => image.frameOfReferenceUid)).size;
  return spaces === 1 || spaces * 2 <= objects;
}

function haveOneOrientation({ description: left }: SeriesFrame, { description: right }: SeriesFrame): boolean {
  if (left.orientation === undefined || right.orientation === undefined) return left.orientation === right.orientation;
  return sameOrientation(left.orientation, right.orientation);
}

/** Pixels of the same size, within a hundredth; only where both lie in the patient. */
function haveOnePixelSize({ description: { plane: left } }: SeriesFrame, { description: { plane: right } }: SeriesFrame): boolean {
  if (left === undefined || right === undefined) return left === right;
  const near = (a: number, b: number) => Math.abs(a - b) <= 0.01 * Math.max(a, b);
  return near(left.columnSpacingMm, right.columnSpacingMm) && near(left.rowSpacingMm, right.rowSpacingMm);
}

/** From so many on, single images that are all turned differently are spokes around an axis, and no stacks of one. */
const FEWEST_SPOKES = 6;

function gatherSpokes(groups: readonly (readonly SeriesFrame[])[], hasOneSpace: boolean): readonly { readonly frames: readonly SeriesFrame[]; readonly isRadial: boolean }[] {
  const spokes = new Map<string, SeriesFrame[]>();
  for (const [first, second] of groups) {
    if (first === undefined || second !== undefined || first.description.plane === undefined) continue;
    const key = keyOf(first, hasOneSpace);
    spokes.set(key, [...(spokes.get(key) ?? []), first]);
  }
  const gathered = [...spokes.values()].filter((frames) => frames.length >= FEWEST_SPOKES);
  const isGathered = new Set(gathered.flat());
  return [
    ...groups.filter(([first]) => first === undefined || !isGathered.has(first)).map((frames) => ({ frames, isRadial: false })),
    ...gathered.map((frames) => ({ frames: frames.toSorted(byNumber), isRadial: true })),
  ];
}
