import { expect, test } from 'vitest';
import { areaCamera } from '#renderer/imaging/engine/view-camera.ts';

const PICTURE = { width: 100, height: 50 };
const VIEWPORT = { width: 400, height: 400 };
const UNTURNED = { rotationDegrees: 0, flipHorizontal: false, flipVertical: false };

// The whole picture fits at 400 / 100 = 4 px a unit.
test('the whole picture as area is the fitted picture', () => {
  expect(areaCamera(UNTURNED, PICTURE, { left: 0, top: 0, right: 100, bottom: 50 }, VIEWPORT)).toEqual({ scale: 1, pan: [0, 0], turn: UNTURNED });
});

test('an area fills the viewport and its middle stands in the middle', () => {
  // 20 by 10 units: min(400 / 20, 400 / 10) = 20 px a unit, 5 times 4. Its middle is (90, 45); the picture's (50, 25) lies 40 and 20 units
  // up and left of it: -40 * 20 and -20 * 20.
  expect(areaCamera(UNTURNED, PICTURE, { left: 80, top: 40, right: 100, bottom: 50 }, VIEWPORT)).toEqual({ scale: 5, pan: [-800, -400], turn: UNTURNED });
});

test('turned clockwise, what lay left of the area lies above it', () => {
  const turn = { ...UNTURNED, rotationDegrees: 90 };
  // On its side 10 wide and 20 high: min(400 / 10, 400 / 20) = 20 px a unit. (-40, -20) turned clockwise is (20, -40).
  expect(areaCamera(turn, PICTURE, { left: 80, top: 40, right: 100, bottom: 50 }, VIEWPORT)).toEqual({ scale: 5, pan: [400, -800], turn });
});

test('mirrored after the turn, right is left', () => {
  const turn = { rotationDegrees: 90, flipHorizontal: true, flipVertical: false };
  expect(areaCamera(turn, PICTURE, { left: 80, top: 40, right: 100, bottom: 50 }, VIEWPORT).pan).toEqual([-400, -800]);
});

test('a magnification says itself how large a unit is', () => {
  // 8 px a unit are twice the 4 at which the picture fits; the middle of the left half lies 25 units left of the picture's.
  expect(areaCamera(UNTURNED, PICTURE, { left: 0, top: 0, right: 50, bottom: 50 }, VIEWPORT, 8)).toEqual({ scale: 2, pan: [200, 0], turn: UNTURNED });
});
