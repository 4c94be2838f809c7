import { describe, expect, test } from 'vitest';
import { parseImageOrientation } from '#shared/dicom/geometry/image-plane.ts';
import {
  lettersOf, orientationLabelsOfPlane, orientationLabelsOfProjection, screenDirections, turnedBy, UNTURNED, type ViewTurn,
} from '#shared/dicom/geometry/orientation-labels.ts';

const axial = parseImageOrientation([1, 0, 0, 0, 1, 0])!;
const words = ({ left, right, top, bottom }: { left: string; right: string; top: string; bottom: string }) => `${left} ${right} ${top} ${bottom}`;

test.each([
  // Head first, supine: rows lead to the patient's left, columns to the back. So: R at the left of the screen.
  ['axial, supine', [1, 0, 0, 0, 1, 0], 'R L A P'],
  // Head first, prone: the device writes rows to the right, columns to the front.
  ['axial, prone', [-1, 0, 0, 0, -1, 0], 'L R P A'],
  // Decubitus right: the picture stands as the patient lies; rows lead to the front, columns to the left.
  ['axial, on the right side', [0, -1, 0, 1, 0, 0], 'P A R L'],
  ['axial, feet first and not turned by the device', [-1, 0, 0, 0, 1, 0], 'L R A P'],
  ['coronal', [1, 0, 0, 0, 0, -1], 'R L H F'],
  ['sagittal', [0, 1, 0, 0, 0, -1], 'A P H F'],
  // Rows turned 30° towards the back: cos 30° = 0.866 left, sin 30° = 0.5 back.
  ['oblique by 30°', [0.8660254, 0.5, 0, -0.5, 0.8660254, 0], 'RA LP AL PR'],
  // 5° is no second letter: sin 5° = 0.087 < 0.1736
  ['tilted by 5°', [1, 0, 0, 0, 0.9961947, 0.0871557], 'R L A P'],
])('%s has the letters left, right, top, bottom', (_, cosines, expected) => {
  expect(words(orientationLabelsOfPlane(parseImageOrientation(cosines)!, UNTURNED))).toBe(expected);
});

test('a direction that leans to all three axes has three letters, the strongest first', () => {
  // (0.4, -0.8, 0.447): length 1; back is negative, so A; then H 0.447, then L 0.4
  expect(lettersOf([0.4, -0.8, 0.4472136])).toBe('AHL');
});

describe('turning an axial picture, R left, L right, A top, P bottom', () => {
  test.each<[string, ViewTurn, string]>([
    ['mirrored left to right', { ...UNTURNED, flipHorizontal: true }, 'L R A P'],
    ['mirrored top to bottom', { ...UNTURNED, flipVertical: true }, 'R L P A'],
    // The top (A) goes to the right, the left (R) to the top.
    ['turned clockwise by 90°', { ...UNTURNED, rotationDegrees: 90 }, 'P A R L'],
    ['turned by 180°', { ...UNTURNED, rotationDegrees: 180 }, 'L R P A'],
    ['turned by 270°', { ...UNTURNED, rotationDegrees: 270 }, 'A P L R'],
    // First clockwise: P A R L; then left and right change places.
    ['turned by 90°, then mirrored left to right', { flipHorizontal: true, flipVertical: false, rotationDegrees: 90 }, 'A P R L'],
    ['turned by 90°, then mirrored top to bottom', { flipHorizontal: false, flipVertical: true, rotationDegrees: 90 }, 'P A L R'],
  ])('%s', (_, turn, expected) => {
    expect(words(orientationLabelsOfPlane(axial, turn))).toBe(expected);
  });
});

test('a chest film from the front: rows lead to the left of the patient, columns to the feet', () => {
  expect(words(orientationLabelsOfProjection(['L', 'F'], UNTURNED))).toBe('R L H F');
});

test('an oblique mammogram keeps two letters and their opposites through a turn', () => {
  // MLO: rows lead to the front, columns to feet and right. Clockwise: top (HL) goes right, left (P) goes to the top.
  expect(words(orientationLabelsOfProjection(['A', 'FR'], { ...UNTURNED, rotationDegrees: 90 }))).toBe('FR HL P A');
});

test.each([[[]], [['L']], [['L', 'CAUDAL']], [['LE', 'V']]])('no letters are invented for the patient orientation %j', (values) => {
  expect(words(orientationLabelsOfProjection(values, UNTURNED))).toBe('   ');
});

test('mirroring what is seen, twice, leaves the picture as it was', () => {
  const turned = { flipHorizontal: false, flipVertical: true, rotationDegrees: 90 };
  expect(turnedBy(turnedBy(turned, 'flip-horizontal'), 'flip-horizontal')).toEqual(turned);
});

test('turning a mirrored picture to the right turns what is seen to the right', () => {
  // Mirrored axial: L R A P. Clockwise on the screen: the top (A) goes to the right, the left (L) to the top.
  const mirrored = turnedBy(UNTURNED, 'flip-horizontal');
  expect(words(orientationLabelsOfPlane(axial, turnedBy(mirrored, 'rotate-right')))).toBe('P A L R');
});

test('turning left undoes turning right, mirrored or not', () => {
  for (const start of [UNTURNED, { ...UNTURNED, flipVertical: true }, { flipHorizontal: true, flipVertical: true, rotationDegrees: 180 }]) {
    expect(turnedBy(turnedBy(start, 'rotate-right'), 'rotate-left')).toEqual(start);
  }
});

test('on a picture turned clockwise a step to the right leads up in the image', () => {
  expect(screenDirections({ ...UNTURNED, rotationDegrees: 90 })).toEqual({ right: [0, -1], down: [1, 0] });
});
