import { expect, test } from 'vitest';
import { EMPTY_VIEWPORT, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';
import { keyImageViewOf } from '#renderer/features/viewer/paper/key-image-view.ts';

const state = (change: object = {}): ViewportState =>
  ({ ...EMPTY_VIEWPORT, isInverted: true, turn: { rotationDegrees: -90, flipHorizontal: true, flipVertical: false }, shown: { voi: { kind: 'window', function: 'LINEAR', windowCenter: 40, windowWidth: 80 }, image: { rows: 512, columns: 400, photometricInterpretation: 'MONOCHROME2' }, ...change } }) as unknown as ViewportState;

test('window, polarity, turn and the part that is seen are those of the screen', () => {
  // Between the centres of pixel 9.5 and pixel 300.25 lie the edges 10 and 300.75; above the image nothing is seen; -90 is three quarters on.
  expect(keyImageViewOf(state(), [[300.25, 700], [9.5, -40]])).toEqual({
    windowCenter: 40, windowWidth: 80, voiLutFunction: 'LINEAR', isInverted: true, rotationDegrees: 270, flipHorizontal: true, flipVertical: false,
    area: { left: 10, top: 0, right: 300.75, bottom: 512 },
  });
});

test('where all of the image is seen no part is named', () => {
  expect(keyImageViewOf(state(), [[-3, -3], [500, 600]])?.area).toBeNull();
});

test('colour and tables have no such view', () => {
  expect(keyImageViewOf(state({ image: { rows: 1, columns: 1, photometricInterpretation: 'RGB' } }), undefined)).toBeUndefined();
  expect(keyImageViewOf(state({ voi: { kind: 'table' } }), undefined)).toBeUndefined();
});
