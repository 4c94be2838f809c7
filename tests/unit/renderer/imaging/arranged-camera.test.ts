import { expect, test } from 'vitest';
import { arrangedCamera, fittingPixelsPerMm } from '#renderer/imaging/engine/arranged-camera.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';

/** 200 x 300 pixels of 0.5 mm: 100 x 150 mm. */
const frame = (orientation: readonly string[], spacingMm = 0.5) =>
  ({
    image: { columns: 200, rows: 300, patientOrientation: orientation },
    description: { spacing: { kind: 'detector-plane', columnSpacingMm: spacingMm, rowSpacingMm: spacingMm }, pixelShape: { width: 1, height: 1 } },
  }) as unknown as LoadedFrame;
const viewport = { width: 600, height: 600 };

test('the whole picture fits at the scale of its tighter side', () => {
  // 600 / 300 rows = 2 CSS pixels a pixel, of 0.5 mm: 4 for a millimetre.
  expect(fittingPixelsPerMm(frame(['A', 'F']), viewport)).toBe(4);
});

test('the chest wall lies at its edge: the picture of 400 px moves by half of the 200 px that are left', () => {
  const left = arrangedCamera(frame(['A', 'F']), { chestWall: 'left', pixelsPerMm: undefined }, viewport);
  expect(left).toMatchObject({ scale: 1, pan: [-100, 0], turn: { flipHorizontal: false } });
  const right = arrangedCamera(frame(['P', 'F']), { chestWall: 'right', pixelsPerMm: undefined }, viewport);
  expect(right).toMatchObject({ pan: [100, 0], turn: { flipHorizontal: false } });
});

test('a picture whose wall lies on the other side is mirrored; without an orientation nobody guesses', () => {
  expect(arrangedCamera(frame(['A', 'F']), { chestWall: 'right', pixelsPerMm: undefined }, viewport).turn.flipHorizontal).toBe(true);
  expect(arrangedCamera(frame([]), { chestWall: 'right', pixelsPerMm: undefined }, viewport).turn.flipHorizontal).toBe(false);
});

test('at 3 px a millimetre a picture that would fit at 4 has three quarters of its size', () => {
  // 100 mm x 3 = 300 px wide: 150 px are left at each side.
  expect(arrangedCamera(frame(['A', 'F']), { chestWall: 'left', pixelsPerMm: 3 }, viewport)).toMatchObject({ scale: 0.75, pan: [-150, 0] });
});
