import { positionAlongNormalMm, sameOrientation, type ImageOrientation, type ImagePlane } from './image-plane.ts';

/** What is asked of a frame to find its place among the others of its series. */
export interface StackableFrame {
  readonly sopInstanceUid: string;
  /** One-based. */
  readonly frameNumber: number;
  readonly instanceNumber: number | undefined;
  readonly rows: number;
  readonly columns: number;
  readonly isColour: boolean;
  /** Image Type (0008,0008) says LOCALIZER. */
  readonly isLocalizer: boolean;
  /** Number of frames of the instance. */
  readonly frameCount: number;
  readonly orientation: ImageOrientation | undefined;
  readonly plane: ImagePlane | undefined;
}

/** Frames that are shown together, in the order of the wheel. */
export interface ImageStack<Frame extends StackableFrame = StackableFrame> {
  readonly frames: readonly Frame[];
}

/**
 * Sorts the frames of a series into stacks. Frames of another matrix, another orientation, colour beside grey and localizers stand apart,
 * and so does each multi-frame instance without geometry (a clip). Within a stack parallel images follow their position along the normal;
 * instance and frame number break ties and rule where there is no geometry. The stack starts at the end where the lower instance
 * numbers are, as the hospital numbered it; without numbers at the head (or left, or front) end.
 * Stacks keep the order in which the series has their first frame.
 */
export function orderIntoStacks<Frame extends StackableFrame>(frames: readonly Frame[]): readonly ImageStack<Frame>[] {
  const groups: Frame[][] = [];
  for (const frame of [...frames].sort(byNumber)) {
    const group = groups.find(([first]) => first !== undefined && belongTogether(first, frame));
    if (group === undefined) groups.push([frame]);
    else group.push(frame);
  }
  return groups.map((group) => ({ frames: order(group) }));
}

/** Where a frame stands in a stack. @returns zero-based, or -1 */
export function indexInStack(stack: ImageStack, sopInstanceUid: string, frameNumber: number): number {
  return stack.frames.findIndex((frame) => frame.sopInstanceUid === sopInstanceUid && frame.frameNumber === frameNumber);
}

function belongTogether(left: StackableFrame, right: StackableFrame): boolean {
  if (left.rows !== right.rows || left.columns !== right.columns || left.isColour !== right.isColour || left.isLocalizer !== right.isLocalizer) {
    return false;
  }
  if (left.sopInstanceUid !== right.sopInstanceUid && (isClip(left) || isClip(right))) return false;
  if (left.orientation === undefined || right.orientation === undefined) return left.orientation === right.orientation;
  return sameOrientation(left.orientation, right.orientation);
}

function isClip(frame: StackableFrame): boolean {
  return frame.frameCount > 1 && frame.plane === undefined;
}

function order<Frame extends StackableFrame>(group: readonly Frame[]): readonly Frame[] {
  const placed = group.map((frame) => ({ frame, at: frame.plane === undefined ? undefined : positionAlongNormalMm(frame.plane) }));
  if (placed.some(({ at }) => at === undefined)) return group;
  const rising = [...placed].sort((left, right) => (left.at ?? 0) - (right.at ?? 0) || byNumber(left.frame, right.frame));
  const first = rising[0];
  const last = rising.at(-1);
  if (first === undefined || last === undefined) return group;
  const startsAtLowEnd = compareNumbers(first.frame, last.frame);
  // The normal of a common axial image points to the head, so the falling order starts there.
  if (startsAtLowEnd < 0) return rising.map(({ frame }) => frame);
  return [...placed].sort((left, right) => (right.at ?? 0) - (left.at ?? 0) || byNumber(left.frame, right.frame)).map(({ frame }) => frame);
}

function compareNumbers(left: StackableFrame, right: StackableFrame): number {
  if (left.sopInstanceUid === right.sopInstanceUid) return left.frameNumber - right.frameNumber;
  if (left.instanceNumber === undefined || right.instanceNumber === undefined) return 0;
  return left.instanceNumber - right.instanceNumber;
}

function byNumber(left: StackableFrame, right: StackableFrame): number {
  const last = Number.MAX_SAFE_INTEGER;
  return (
    (left.instanceNumber ?? last) - (right.instanceNumber ?? last) ||
    compareText(left.sopInstanceUid, right.sopInstanceUid) ||
    left.frameNumber - right.frameNumber
  );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
