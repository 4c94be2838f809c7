import { expect, test } from 'vitest';
import { parseImageOrientation, type ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { indexInStack, orderIntoStacks, type StackableFrame } from '#shared/dicom/geometry/stack-order.ts';

const axial = parseImageOrientation([1, 0, 0, 0, 1, 0])!;
const coronal = parseImageOrientation([1, 0, 0, 0, 0, -1])!;

function frame(name: string, instanceNumber: number | undefined, z: number | undefined, more: Partial<StackableFrame> = {}): StackableFrame {
  const orientation = 'orientation' in more ? more.orientation : axial;
  const plane: ImagePlane | undefined =
    z === undefined || orientation === undefined
      ? undefined
      : { ...orientation, positionMm: [0, 0, z], columnSpacingMm: 1, rowSpacingMm: 1 };
  return {
    sopInstanceUid: name, frameNumber: 1, instanceNumber, rows: 512, columns: 512, isColour: false, isLocalizer: false, frameCount: 1,
    orientation, plane, ...more,
  };
}
const names = (frames: readonly StackableFrame[]) => orderIntoStacks(frames).map((stack) => stack.frames.map((one) => one.sopInstanceUid).join(''));

test('slices follow their position, not their number, from the end with the lower numbers', () => {
  // Positions 30, 20, 10 from number 1 on; the numbers of b and c are swapped.
  expect(names([frame('a', 1, 30), frame('c', 2, 10), frame('b', 3, 20)])).toEqual(['abc']);
});

test('a series that is numbered from the feet starts at the feet', () => {
  expect(names([frame('c', 3, 30), frame('a', 1, 10), frame('b', 2, 20)])).toEqual(['abc']);
});

test('without numbers an axial stack starts at the head', () => {
  expect(names([frame('a', undefined, 10), frame('b', undefined, 30), frame('c', undefined, 20)])).toEqual(['bca']);
});

test('slices at one position follow their instance number', () => {
  expect(names([frame('d', 4, 10), frame('a', 1, 20), frame('c', 3, 10), frame('b', 2, 20)])).toEqual(['abcd']);
});

test('images without geometry follow their instance number', () => {
  expect(names([frame('b', 2, undefined, { orientation: undefined }), frame('a', 1, undefined, { orientation: undefined })])).toEqual(['ab']);
});

test('a localizer, another orientation and another matrix each stand in a stack of their own', () => {
  const frames = [
    frame('s', 1, 5, { isLocalizer: true }), frame('a', 2, 30), frame('b', 3, 20), frame('k', 4, 0, { orientation: coronal }),
    frame('m', 5, 10, { rows: 256, columns: 256 }),
  ];
  expect(names(frames)).toEqual(['s', 'ab', 'k', 'm']);
});

test('clips stand apart from each other and from still pictures, their frames in order', () => {
  const clip = (name: string, number: number) =>
    [2, 1, 3].map((frameNumber) => frame(name, number, undefined, { orientation: undefined, frameCount: 3, frameNumber }));
  const stacks = orderIntoStacks([...clip('x', 1), frame('p', 2, undefined, { orientation: undefined }), ...clip('y', 3)]);
  expect(stacks.map((stack) => stack.frames.map((one) => `${one.sopInstanceUid}${one.frameNumber}`).join(' '))).toEqual(['x1 x2 x3', 'p1', 'y1 y2 y3']);
});

test('the frames of a multi-frame volume follow their position', () => {
  const frames = [10, 30, 20].map((z, index) => frame('v', 1, z, { frameCount: 3, frameNumber: index + 1 }));
  // Frame 1 lies at 10, frame 2 at 30: the lower frame number is at the low end, so the order rises: 10 (1), 20 (3), 30 (2)
  expect(orderIntoStacks(frames)[0]?.frames.map((one) => one.frameNumber)).toEqual([1, 3, 2]);
});

test('a frame is found again in its stack by instance and frame number', () => {
  const [stack] = orderIntoStacks([frame('a', 1, 30), frame('b', 2, 20)]);
  expect([indexInStack(stack!, 'b', 1), indexInStack(stack!, 'b', 2)]).toEqual([1, -1]);
});
