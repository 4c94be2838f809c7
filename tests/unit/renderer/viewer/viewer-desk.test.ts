import { expect, test } from 'vitest';
import { deskAfter, hangsAt, layoutOf, openDesk, viewportCountOf, type DeskAct, type HungStack, type ViewerDesk } from '#renderer/features/viewer/viewer-desk.ts';

const stack = (seriesInstanceUid: string): HungStack => ({ studyId: 1, seriesInstanceUid, stackIndex: 0 });
const after = (desk: ViewerDesk, ...acts: readonly DeskAct[]) => acts.reduce(deskAfter, desk);
const arrange = (layout: '1x1' | '1x2' | '2x2', names: readonly string[], isByHand = false): DeskAct => ({ kind: 'arrange', layout, viewports: names.map(stack), isByHand });
const names = ({ viewports, layout }: ViewerDesk) => viewports.slice(0, viewportCountOf(layout)).map((hung) => hung?.seriesInstanceUid);

test('a protocol hangs the desk, and refines it while no hand has touched it', () => {
  const desk = after(openDesk(undefined), arrange('1x2', ['a', 'b']), arrange('2x2', ['a', 'b', 'c', 'd']));
  expect(names(desk)).toEqual(['a', 'b', 'c', 'd']);
  expect(desk.isTouched).toBe(false);
});

test.each<[string, DeskAct]>([
  ['a scroll', { kind: 'touch' }],
  ['another layout', { kind: 'set-layout', layout: '1x2' }],
  ['a series that was hung', { kind: 'hang', stack: stack('x'), index: 1 }],
  ['one viewport alone', { kind: 'maximise', index: 1 }],
])('after %s the protocol moves nothing any more', (_name, act) => {
  const touched = after(openDesk(undefined), arrange('1x2', ['a', 'b']), act);
  expect(after(touched, arrange('2x2', ['p', 'q', 'r', 's']))).toBe(touched);
});

test('a hand may hang it anew at any time', () => {
  expect(names(after(openDesk(undefined), { kind: 'touch' }, arrange('1x2', ['p', 'q'], true)))).toEqual(['p', 'q']);
});

test('what hangs where it hung stays the same object, so that its picture is not shown anew', () => {
  const desk = after(openDesk(undefined), arrange('1x2', ['a', 'b']));
  const refined = after(desk, arrange('2x2', ['a', 'x', 'b', 'c']));
  expect(refined.viewports[0]).toBe(desk.viewports[0]);
  expect(after(desk, arrange('1x2', ['a', 'b']))).toBe(desk);
});

test('the hand begins at a picture: a protocol whose first place stays empty leaves no key without one', () => {
  const late: DeskAct = { kind: 'arrange', layout: '2x2', viewports: [undefined, stack('L CC'), undefined, stack('L MLO')], isByHand: false };
  expect([after(openDesk(undefined), late).activeIndex, after(openDesk(undefined), { ...late, isByHand: true }).activeIndex]).toEqual([1, 1]);
  expect(after(openDesk(undefined), { ...late, viewports: [] }).activeIndex).toBe(0);
});

test('one viewport has the whole desk and gives it back; the others keep what hangs in them', () => {
  const alone = after(openDesk(undefined), arrange('2x2', ['a', 'b', 'c', 'd']), { kind: 'maximise', index: 2 });
  expect([alone.maximisedIndex, alone.activeIndex, names(alone)]).toEqual([2, 2, ['a', 'b', 'c', 'd']]);
  expect(after(alone, { kind: 'maximise', index: 0 }).maximisedIndex).toBeUndefined();
});

test('a series that is chosen while one viewport has the desk hangs there, not unseen behind it', () => {
  const desk = after(openDesk(stack('a')), { kind: 'set-layout', layout: '1x2' }, { kind: 'maximise', index: 0 }, { kind: 'hang', stack: stack('b') });
  expect(names(desk)).toEqual(['b', undefined]);
});

test('layouts go from one to four rows and columns', () => {
  expect([layoutOf(3, 4), viewportCountOf('3x4'), layoutOf(9, 0)]).toEqual(['3x4', 12, '4x1']);
});

test('two viewports change places by hand, and the hand goes along; a place that is not seen changes nothing', () => {
  const desk = deskAfter(openDesk(undefined), { kind: 'arrange', layout: '1x2', viewports: [stack('1.1'), stack('1.2')], isByHand: false });
  const swapped = deskAfter(desk, { kind: 'swap', from: 0, to: 1 });
  expect(swapped.viewports.slice(0, 2).map((hung) => hung?.seriesInstanceUid)).toEqual(['1.2', '1.1']);
  expect([swapped.activeIndex, swapped.isTouched]).toEqual([1, true]);
  expect(deskAfter(desk, { kind: 'swap', from: 0, to: 3 })).toBe(desk);
});

test('a case that comes back on a later image still hangs as its protocol says; another view of the same series does not', () => {
  const here = (sopInstanceUid: string): HungStack => ({ ...stack('a'), frame: { sopInstanceUid, frameNumber: 1 } });
  // A place without a frame is the whole stack; a radiograph's view is one image of it.
  expect([hangsAt(stack('a'), stack('a')), hangsAt(stack('a'), here('1.9')), hangsAt(stack('b'), here('1.9'))]).toEqual([true, true, false]);
  expect([hangsAt(here('1.9'), here('1.9')), hangsAt(here('1.9'), here('1.8')), hangsAt(here('1.9'), stack('a'))]).toEqual([true, false, false]);
  expect([hangsAt(undefined, undefined), hangsAt(undefined, stack('a')), hangsAt(stack('a'), undefined)]).toEqual([true, false, false]);
});
