import { expect, test } from 'vitest';
import { rulerLengthMm } from '#renderer/features/viewer/viewport/scale-bar.ts';
import { fittingWidthMm, printedSize } from '#renderer/features/viewer/paper/printed-size.ts';

test('what is seen of the patient is as wide on paper as it is in the patient', () => {
  // 600 pixels at 4 a millimetre are 150 mm.
  expect(printedSize({ width: 600, height: 800 }, 4, 'patient')).toEqual({ kind: 'true-size', widthMm: 150 });
});

test('more than the paper holds is said with its size, so that the physician enlarges', () => {
  // 1000 / 2.5 = 400 mm by 900 / 2.5 = 360 mm on a paper of 186 by 208.
  expect(printedSize({ width: 1000, height: 900 }, 2.5, 'patient')).toEqual({ kind: 'too-large', widthMm: 400, heightMm: 360 });
});

test.each(['detector-plane', 'magnification-corrected', 'calibrated', 'user-calibrated', 'none'] as const)('millimetres of a %s spacing are not promised on paper', (spacing) => {
  expect(printedSize({ width: 600, height: 800 }, 4, spacing)).toEqual({ kind: 'unknown' });
});

test('a picture that is not to scale fits the paper by its narrower side', () => {
  // Wide: 186 mm. Tall, 400 x 800: 208 mm high, so 104 mm wide.
  expect([fittingWidthMm({ width: 800, height: 400 }), fittingWidthMm({ width: 400, height: 800 })]).toEqual([186, 104]);
});

test('the ruler under a picture is the longest round length that its width holds on paper', () => {
  // At true size 160 mm hold 100; at half size 80 mm hold 100 of the image, which are 50 of paper, and 120 hold 200, which are 100; a scale of 60 holds nothing in 150.
  expect([rulerLengthMm(1, 160), rulerLengthMm(0.5, 80), rulerLengthMm(0.5, 120), rulerLengthMm(60, 150)]).toEqual([100, 100, 200, undefined]);
});
