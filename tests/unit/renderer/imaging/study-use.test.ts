import { expect, test } from 'vitest';
import { createStudyUse } from '#renderer/imaging/loader/study-use.ts';

test('a study is unused when the last of its users has left, however often one says so', () => {
  const use = createStudyUse();
  const [one, other] = [use.enter(7), use.enter(7)];
  use.enter(8);
  one();
  one();
  expect(use.unused()).toEqual([]);
  other();
  expect(use.unused()).toEqual([7]);
});

test('a study that is entered again is in use, and one that was forgotten is not named again', () => {
  const use = createStudyUse();
  use.enter(7)();
  use.enter(9)();
  const leave = use.enter(7);
  expect(use.unused()).toEqual([9]);
  use.forget(9);
  leave();
  expect(use.unused()).toEqual([7]);
});

test('who leaves after the study was forgotten and entered again takes nothing from the new user', () => {
  const use = createStudyUse();
  const late = use.enter(7);
  use.forget(7);
  use.enter(7);
  late();
  expect(use.unused()).toEqual([]);
});
