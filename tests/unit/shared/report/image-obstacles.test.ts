import { expect, test } from 'vitest';
import { imageObstacles, type SeriesToRead } from '#shared/report/image-obstacles.ts';
import { standsInTheWay } from '#shared/report/signing-obstacles.ts';

const series = (name: string, change: Partial<SeriesToRead> = {}): SeriesToRead => ({ name, isImages: true, heldInstances: 20, missingSlices: 0, isSeen: true, ...change });

test('a series that was never on a screen asks for a reason, and no longer once one was given for it', () => {
  const all = [series('轴位 5 mm'), series('肺窗 1 mm', { isSeen: false })];
  const [found, ...others] = imageObstacles(all, []);
  expect(others).toEqual([]);
  expect(found).toEqual({ level: 'confirm', code: 'series-unseen', facts: { text: '肺窗 1 mm', count: 1 } });
  const [answered] = imageObstacles(all, [{ code: 'series-unseen', excerpt: '肺窗 1 mm', reason: '与轴位为同一次扫描' }]);
  expect(answered !== undefined && standsInTheWay(answered)).toBe(false);
});

test('a reason for one series is none for another', () => {
  const [found] = imageObstacles([series('a'), series('b', { isSeen: false }), series('c', { isSeen: false })], [{ code: 'series-unseen', excerpt: 'b', reason: 'x' }]);
  expect(found?.facts).toEqual({ text: 'b、c', count: 2 });
});

test('scouts, dose pages, documents and series that hold nothing are not asked about', () => {
  const hidden = { isSeen: false } as const;
  expect(imageObstacles([series('轴位'), series('定位像', hidden), series('Localizer', hidden), series('Dose Report', hidden), series('SR', { ...hidden, isImages: false }), series('空', { ...hidden, heldInstances: 0 })], [])).toEqual([]);
});

test('where nothing was seen on this seat nothing is asked: it was read elsewhere', () => {
  expect(imageObstacles([series('a', { isSeen: false }), series('b', { isSeen: false })], [])).toEqual([]);
});

test('holes between slices ask for a reason and count what is missing', () => {
  expect(imageObstacles([series('a', { missingSlices: 2 }), series('b', { missingSlices: 1 }), series('c', { missingSlices: null })], []))
    .toEqual([{ level: 'confirm', code: 'images-incomplete', facts: { text: 'a、b', count: 3 } }]);
});
