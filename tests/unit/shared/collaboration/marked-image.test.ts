import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markedImage, pictureKey, placeUnder, shareOf } from '#shared/collaboration/marked-image.ts';
import { testImage } from '#tests/support/marked-image.ts';

test('an arrow lies where the turned and cut picture has it', () => {
  // 384 of 512 columns, 128 of 512 rows.
  expect(shareOf(testImage, [384, 128])).toEqual([0.75, 0.25]);
  // Turned clockwise by 90° the top comes to the right: what was a quarter down is three quarters across, what was three quarters across is three quarters down.
  expect(shareOf({ ...testImage, rotationDegrees: 90 }, [384, 128])).toEqual([0.75, 0.75]);
  expect(shareOf({ ...testImage, flipHorizontal: true }, [384, 128])).toEqual([0.25, 0.25]);
  // The right half: column 384 is half of its way from 256 to 512.
  expect(shareOf({ ...testImage, area: { left: 256, top: 0, right: 512, bottom: 256 } }, [384, 128])).toEqual([0.5, 0.5]);
});

test('the place under a place of the picture leads back to it, however it is turned, mirrored and cut', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(0, 90, 180, 270), fc.boolean(), fc.boolean(), share, share, fc.boolean(), (rotationDegrees, flipHorizontal, flipVertical, x, y, isCut) => {
      const seen = { ...testImage, rotationDegrees, flipHorizontal, flipVertical, area: isCut ? { left: -20, top: 30, right: 200, bottom: 91 } : null };
      const [back, down] = shareOf(seen, placeUnder(seen, [x, y]));
      expect(back).toBeCloseTo(x, 9);
      expect(down).toBeCloseTo(y, 9);
    }),
  );
});

test('state with a word more than it may have, or a picture inside, is none', () => {
  expect(markedImage.safeParse(testImage).success).toBe(true);
  expect(markedImage.safeParse({ ...testImage, picture: '/9j/4AAQ' }).success).toBe(false);
  expect(markedImage.safeParse({ ...testImage, orientation: { ...testImage.orientation, left: 'x'.repeat(7) } }).success).toBe(false);
  expect(markedImage.safeParse({ ...testImage, sopInstanceUid: '/9j/4AAQ' }).success).toBe(false);
  expect(markedImage.safeParse({ ...testImage, area: { left: 5, top: 0, right: 5, bottom: 9 } }).success).toBe(false);
});

test('two arrows on one image are one picture', () => {
  expect(pictureKey({ ...testImage, arrow: [1, 2] })).toBe(pictureKey({ ...testImage, arrow: null }));
  expect(pictureKey({ ...testImage, isInverted: true })).not.toBe(pictureKey(testImage));
});
