import { expect, test } from 'vitest';
import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';
import { fidelityOf, mayMeasure } from '#renderer/features/viewer/viewport/fidelity.ts';

const shown = { frame: { studyId: 7, sopInstanceUid: '1.2.3.4', frameNumber: 3 }, image: { frames: Array.from({ length: 75 }), lossy: { ratio: undefined } }, isLossy: false } as unknown as ShownFrame;
const here = { arriving: new Map([['1.2.3.4', 48]]) };

test('a film that still comes says how many of its frames are here, and is not measured', () => {
  const fidelity = fidelityOf(shown, { heldInstances: 0, expectedInstances: 1, isCut: false }, here);
  expect(fidelity).toMatchObject({ kind: 'partial', held: 0, expected: 1, film: { framesHere: 48, frameCount: 75 } });
  expect(mayMeasure(fidelity)).toBe(false);
});

test('it is not measured either while its hospital counts as cut off, or when the list has not said yet that it belongs there', () => {
  expect(mayMeasure(fidelityOf(shown, { heldInstances: 0, expectedInstances: 1, isCut: true }, here))).toBe(false);
  expect(mayMeasure(fidelityOf(shown, { heldInstances: 0, expectedInstances: 0, isCut: false }, here))).toBe(false);
});

test('beside a film that comes, a whole one of a hospital that is cut off is measured', () => {
  expect(mayMeasure(fidelityOf(shown, { heldInstances: 1, expectedInstances: 2, isCut: true }, { arriving: new Map([['1.2.3.5', 1]]) }))).toBe(true);
});
