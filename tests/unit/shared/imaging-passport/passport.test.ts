import { describe, expect, test } from 'vitest';
import type { ImageDescription } from '#shared/dicom/image/image-description.ts';
import { passportOfSeries, toolRefusalOf, type StackPassport } from '#shared/imaging-passport/passport.ts';
import { linkRefusalOf } from '#shared/imaging-passport/spatial-link.ts';
import { madeSlice, madeSlices, type Attributes } from '#tests/support/passports/made-series.ts';

function onlyStack(images: readonly ImageDescription[]): StackPassport {
  const { stacks } = passportOfSeries(images);
  expect(stacks).toHaveLength(1);
  return stacks[0]!;
}
const codes = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) => reasons.map(({ code }) => code);

describe('regular stacks', () => {
  test('sixty slices of 2.5 mm are regular, green, and may be cut in any plane', () => {
    const passport = onlyStack(madeSlices(60, 2.5));
    expect(passport).toMatchObject({ grade: 'green', geometry: { kind: 'regular', tiltDegrees: 0, gaps: [], duplicatesAtMm: [], sliceCount: 60 } });
    expect(passport.geometry.sliceSpacingMm).toBeCloseTo(2.5, 9);
    expect(passport.permissions.allowed).toEqual(expect.arrayContaining(['length-mm', 'roi-hu', 'mpr', 'mip', 'scroll', 'cine']));
  });

  test('numbers that run against the positions change nothing', () => {
    const images = madeSlices(20, 1).map((image, index) => ({ ...image, instanceNumber: 20 - index }));
    expect(onlyStack(images)).toMatchObject({ grade: 'green', geometry: { kind: 'regular' } });
  });

  test('positions rounded to a tenth of a millimetre are no unevenness', () => {
    // 0.625 mm: 0, 0.6, 1.3, 1.9, 2.5 ... each within 0.05 mm of its true place.
    const images = Array.from({ length: 40 }, (_, index) => madeSlice(`s${index}`, index + 1, Number((index * 0.625).toFixed(1))));
    const { geometry } = onlyStack(images);
    expect(geometry.kind).toBe('regular');
    // 39 steps from 0 to 24.4: 0.62564 mm
    expect(geometry.sliceSpacingMm).toBeCloseTo(24.4 / 39, 6);
  });

  test('two slices are regular but no volume', () => {
    const passport = onlyStack(madeSlices(2, 5));
    expect([passport.geometry.kind, toolRefusalOf(passport, 'mpr')]).toEqual(['regular', 'too-few-slices']);
  });

  test('the same instances give the same passport in any order', () => {
    const images = madeSlices(12, 3);
    expect(passportOfSeries(images.toReversed())).toEqual(passportOfSeries(images));
  });
});

describe('gantry tilt (correctness row 18)', () => {
  /** Slices turned by `degrees` about x; the table moves 5 mm along z. */
  const tilted = (degrees: number, more: Attributes = {}) => {
    const angle = (degrees * Math.PI) / 180;
    return madeSlices(10, 5, (index) => ({ ImageOrientationPatient: [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)], ImagePositionPatient: [-100, -120, index * 5], ...more }));
  };

  test.each([20, -12, 1])('a gantry tilted by %d degrees is measured, and cutting other planes is refused', (degrees) => {
    const passport = onlyStack(tilted(degrees));
    // The normal is (0, sin a, cos a); the corners move along z: the angle between is a, the distance of planes 5 cos a.
    expect(passport.geometry.kind).toBe('tilted');
    expect(passport.geometry.tiltDegrees).toBeCloseTo(Math.abs(degrees), 6);
    expect(passport.geometry.sliceSpacingMm).toBeCloseTo(5 * Math.cos((degrees * Math.PI) / 180), 6);
    expect([passport.grade, toolRefusalOf(passport, 'mpr'), toolRefusalOf(passport, 'mip'), toolRefusalOf(passport, 'length-mm')]).toEqual(['amber', 'tilted', 'tilted', undefined]);
  });

  test('an oblique stack whose corners follow its normal is not tilted', () => {
    // Normal (0, 0.6, 0.8), step 2 mm: corners move by (0, 1.2, 1.6).
    const images = Array.from({ length: 10 }, (_, index) =>
      madeSlice(`s${index}`, index + 1, 0, { Modality: 'MR', ImageOrientationPatient: [1, 0, 0, 0, 0.8, -0.6], ImagePositionPatient: [3, 1.2 * index, 1.6 * index] }));
    expect(onlyStack(images).geometry).toMatchObject({ kind: 'regular', tiltDegrees: 0 });
  });

  test('a small lean counts once the last slice has moved aside by more than a pixel', () => {
    // 0.2 degrees: tan 0.2 = 0.00349; over 9 slices of 5 mm 0.157 mm, over 99 slices 1.73 mm; a pixel is 1 mm.
    const leaning = (count: number) => Array.from({ length: count }, (_, index) => madeSlice(`s${index}`, index + 1, 0, { ImagePositionPatient: [0, index * 5 * 0.003490673, index * 5] }));
    expect([onlyStack(leaning(10)).geometry.kind, onlyStack(leaning(100)).geometry.kind]).toEqual(['regular', 'tilted']);
  });

  test('a tilt that the device states but the positions do not have refuses other planes', () => {
    const passport = onlyStack(madeSlices(10, 5, () => ({ GantryDetectorTilt: -15, ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] })));
    expect([codes(passport), toolRefusalOf(passport, 'mpr')]).toEqual([['tilt-not-in-positions'], 'tilt-not-in-positions']);
  });

  test('a reconstruction that inherited the tilt of its source is not suspected', () => {
    expect(onlyStack(madeSlices(10, 5, () => ({ GantryDetectorTilt: -15, ImageType: ['DERIVED', 'SECONDARY', 'REFORMATTED'] }))).grade).toBe('green');
  });

  test('a tilt that both state is said once', () => {
    expect(codes(onlyStack(tilted(15, { GantryDetectorTilt: 15, ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'] })))).toEqual(['tilted']);
  });
});

describe('missing, uneven and duplicate slices (correctness row 19)', () => {
  const without = (...numbers: readonly number[]) => madeSlices(60, 2.5).filter(({ instanceNumber }) => !numbers.includes(instanceNumber ?? 0));

  test('sixty slices without number 30 lack one slice between 70 and 75 mm', () => {
    const passport = onlyStack(without(30));
    // Number 29 lies at 28 * 2.5 = 70 mm, number 31 at 75 mm.
    expect(passport.geometry).toMatchObject({ kind: 'missing-slices', gaps: [{ fromMm: 70, toMm: 75, missingSlices: 1 }] });
    expect(passport.geometry.sliceSpacingMm).toBeCloseTo(2.5, 9);
    expect([passport.grade, passport.reasons[0], toolRefusalOf(passport, 'mpr')]).toEqual(['red', { code: 'missing-slices', grade: 'red', count: 1 }, 'missing-slices']);
  });

  test('two holes are two gaps, and all missing slices are counted', () => {
    const { geometry, reasons } = onlyStack(without(10, 40, 41));
    expect(geometry.gaps).toEqual([{ fromMm: 20, toMm: 25, missingSlices: 1 }, { fromMm: 95, toMm: 102.5, missingSlices: 2 }]);
    expect(reasons[0]).toMatchObject({ code: 'missing-slices', count: 3 });
  });

  test('a hole in a long stack is a hole even when the hospital numbered over it', () => {
    const renumbered = without(30).map((image, index) => ({ ...image, instanceNumber: index + 1 }));
    expect(onlyStack(renumbered).geometry.kind).toBe('missing-slices');
  });

  test('a hole is a hole in a stack that is numbered from above', () => {
    const falling = without(30).map((image) => ({ ...image, instanceNumber: 61 - (image.instanceNumber ?? 0) }));
    expect(onlyStack(falling).geometry).toMatchObject({ kind: 'missing-slices', gaps: [{ missingSlices: 1 }] });
  });

  test('a hole next to the end is told by the numbers', () => {
    expect(onlyStack(without(59)).geometry).toMatchObject({ kind: 'missing-slices', gaps: [{ fromMm: 142.5, toMm: 147.5, missingSlices: 1 }] });
  });

  test('5 mm that become 2.5 mm are uneven, and other planes are refused', () => {
    // 0, 5, ... 50, then 52.5, 55, ... 75
    const images = Array.from({ length: 21 }, (_, index) => madeSlice(`s${index}`, index + 1, index <= 10 ? index * 5 : 50 + (index - 10) * 2.5));
    const passport = onlyStack(images);
    expect(passport).toMatchObject({ grade: 'amber', geometry: { kind: 'irregular', sliceSpacingMm: undefined, stepsMm: { smallest: 2.5, largest: 5 } } });
    expect([toolRefusalOf(passport, 'mpr'), toolRefusalOf(passport, 'length-mm')]).toEqual(['irregular', undefined]);
  });

  test('5, 5 and 10 mm that are numbered on are uneven, not a hole', () => {
    const images = [18, 23, 28, 38].map((z, index) => madeSlice(`s${index}`, 7 + index, z));
    expect(onlyStack(images).geometry).toMatchObject({ kind: 'irregular', gaps: [{ fromMm: 28, toMm: 38, missingSlices: 1 }] });
  });

  test('a step that is no multiple is uneven, whatever the numbers say', () => {
    const images = [0, 5, 10, 17, 22, 27].map((z, index) => madeSlice(`s${index}`, index + (index > 2 ? 2 : 1), z));
    expect(onlyStack(images).geometry).toMatchObject({ kind: 'irregular', gaps: [] });
  });

  test('a slow drift of the distance is uneven', () => {
    // Each step 1 % longer than the one before: after 30 slices 5 mm have become 6.7 mm.
    let z = 0;
    const images = Array.from({ length: 30 }, (_, index) => {
      z += 5 * 1.01 ** index;
      return madeSlice(`s${index}`, index + 1, z);
    });
    expect(onlyStack(images).geometry.kind).toBe('irregular');
  });

  test('a slice that was sent twice is found at its place', () => {
    const passport = onlyStack([...madeSlices(20, 2.5), madeSlice('again', 8, 17.5)]);
    expect(passport).toMatchObject({ grade: 'amber', geometry: { kind: 'duplicate-slices', duplicatesAtMm: [17.5], gaps: [], sliceCount: 20 } });
    expect(toolRefusalOf(passport, 'mpr')).toBe('duplicate-slices');
  });

  test('a missing and a repeated slice are both told, the graver word first', () => {
    const passport = onlyStack([...without(30), madeSlice('again', 8, 17.5)]);
    expect([passport.geometry.kind, codes(passport)]).toEqual(['missing-slices', ['missing-slices', 'duplicate-slices']]);
  });

  test('one image under several instances of one number is a duplicate, a clip at one place is not', () => {
    const same = [1, 1, 1].map((number, index) => madeSlice(`s${index}`, number, 5));
    const clip = [1, 2, 3].map((number, index) => madeSlice(`s${index}`, number, 5));
    expect([onlyStack(same).geometry.kind, onlyStack(clip).geometry.kind]).toEqual(['duplicate-slices', 'single-slice']);
  });

  test('a scout in the same series stands apart and takes nothing from the volume', () => {
    const scout = madeSlice('scout', 99, 0, { ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'], ImageOrientationPatient: [1, 0, 0, 0, 0, -1] });
    const passport = passportOfSeries([scout, ...madeSlices(20, 2.5)]);
    expect(passport.stacks.map(({ geometry, stack }) => [geometry.kind, stack.isLocalizer])).toEqual([['regular', false], ['single-slice', true]]);
    expect(passport.allowed).toContain('mpr');
    expect(toolRefusalOf(passport.stacks[1]!, 'roi-hu')).toBe('no-hounsfield');
  });

  test('planes that are not parallel are no volume', () => {
    const spokes = Array.from({ length: 8 }, (_, index) => {
      const angle = (index * Math.PI) / 8;
      return madeSlice(`r${index}`, index + 1, 0, { ImageOrientationPatient: [Math.cos(angle), Math.sin(angle), 0, 0, 0, -1] });
    });
    const passport = onlyStack(spokes);
    expect([passport.geometry.kind, codes(passport), toolRefusalOf(passport, 'mpr')]).toEqual(['irregular', ['not-parallel'], 'irregular']);
  });
});

describe('what a stack is measured with', () => {
  const film = (more: Attributes) => onlyStack([madeSlice('f', 1, undefined, { Modality: 'DX', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1', PixelSpacing: undefined, ...more })]);

  test('a projection is measured at the detector, and says so', () => {
    const passport = film({ ImagerPixelSpacing: [0.2, 0.15] });
    expect(passport.values.spacing).toMatchObject({ source: 'detector-plane', pixelMm: { row: 0.2, column: 0.15 } });
    expect([passport.geometry.kind, passport.grade, toolRefusalOf(passport, 'mpr')]).toEqual(['no-geometry', 'green', 'no-geometry']);
  });

  test('without any spacing millimetres are refused and pixels are not', () => {
    const passport = film({});
    expect([codes(passport), toolRefusalOf(passport, 'length-mm'), toolRefusalOf(passport, 'length-px')]).toEqual([['no-spacing'], 'no-spacing', undefined]);
  });

  test('a screenshot with a spacing has none', () => {
    const passport = onlyStack(madeSlices(5, 2, () => ({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.7' })));
    expect([passport.values.spacing.source, toolRefusalOf(passport, 'length-mm'), toolRefusalOf(passport, 'mpr')]).toEqual(['none', 'no-spacing', 'no-spacing']);
  });

  test('colour has no window and no values', () => {
    const passport = onlyStack([madeSlice('c', 1, undefined, { Modality: 'US', PhotometricInterpretation: 'YBR_FULL_422', SamplesPerPixel: 3 })]);
    expect(['window', 'roi-value', 'roi-hu'].map((tool) => toolRefusalOf(passport, tool as 'window'))).toEqual(['colour', 'colour', 'colour']);
    expect(passport.values.colour).toBe('ybr');
  });

  test('a mosaic has the position of none of its slices', () => {
    const passport = onlyStack(madeSlices(3, 1, () => ({ Modality: 'MR', ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND', 'MOSAIC'] })));
    expect([passport.geometry.kind, codes(passport), toolRefusalOf(passport, 'mpr')]).toEqual(['no-geometry', ['mosaic'], 'no-geometry']);
  });

  test('a lossy image says so with the largest ratio', () => {
    const passport = onlyStack(madeSlices(3, 1, (index) => ({ LossyImageCompression: '01', LossyImageCompressionRatio: 10 + index })));
    expect(passport.reasons).toEqual([{ code: 'lossy', grade: 'amber', ratio: 12 }]);
  });
});

describe('completeness', () => {
  test('fewer instances than the hospital has make a series amber', () => {
    const passport = passportOfSeries(madeSlices(10, 1), { expectedInstances: 12 });
    expect([passport.grade, passport.reasons, passport.stacks[0]?.grade]).toEqual(['amber', [{ code: 'incomplete', grade: 'amber', held: 10, expected: 12 }], 'green']);
  });

  test('a PET series that states more slices than are here is incomplete', () => {
    expect(onlyStack(madeSlices(10, 1, () => ({ Modality: 'PT', NumberOfSlices: 47 }))).reasons).toEqual([{ code: 'incomplete', grade: 'amber', held: 10, expected: 47 }]);
  });

  test('a part of a concatenation that is missing is told', () => {
    const part = madeSlice('p', 1, undefined, { NumberOfFrames: 2, ConcatenationUID: '1.2.77', InConcatenationNumber: 1, InConcatenationTotalNumber: 3 });
    expect(onlyStack([part]).reasons).toContainEqual({ code: 'concatenation-incomplete', grade: 'amber', held: 1, expected: 3 });
  });

  test('a series without pictures is red and allows nothing', () => {
    expect(passportOfSeries([madeSlice('x', 1, 0, { Rows: 0 })])).toMatchObject({ grade: 'red', stacks: [], allowed: [], reasons: [{ code: 'no-pixels' }] });
  });
});

describe('laterality (correctness row 5)', () => {
  const sided = (ImageLaterality: string, SeriesDescription: string) => codes(onlyStack([madeSlice('s', 1, 0, { ImageLaterality, SeriesDescription })]));

  test.each([['R', '左膝正侧位'], ['L', 'KNEE RIGHT'], ['R', 'HAND_LT'], ['L', 'R ANKLE AP'], ['R', 'ANKLE L']])('%s against %s is a conflict', (laterality, description) => {
    expect(sided(laterality, description)).toEqual(['laterality-conflict']);
  });

  test.each([['R', '右膝'], ['L', 'L KNEE'], ['B', '左膝'], ['', 'RIGHT KNEE'], ['R', '左右对比'], ['R', 'L SPINE LAT'], ['L', 'ARTERIAL'], ['R', 'LEFT AND RIGHT'], ['R', 'T2 FLAIR']])(
    '%s with %s is none',
    (laterality, description) => expect(sided(laterality, description)).toEqual([]),
  );
});

describe('frames of reference (correctness row 21)', () => {
  const stack = (FrameOfReferenceUID: string, z: number | undefined = 0) => onlyStack([madeSlice('s', 1, z, { FrameOfReferenceUID })]);

  test('equal positions in different frames of reference are not linked', () => {
    expect(linkRefusalOf(stack('1.2.1'), stack('1.2.2'))).toBe('different-frame-of-reference');
  });

  test('one frame of reference is linked, an unnamed one is not, and neither is an image without a plane', () => {
    expect([linkRefusalOf(stack('1.2.1', 5), stack('1.2.1', 90)), linkRefusalOf(stack(''), stack('')), linkRefusalOf(stack('1.2.1'), onlyStack([madeSlice('s', 1, undefined)]))]).toEqual([
      undefined, 'no-frame-of-reference', 'no-geometry',
    ]);
  });
});
