import { describe, expect, test } from 'vitest';
import { createHeadAnatomy, createHeadPhantom } from '#main/demo/phantoms/head/head-phantom.ts';
import { mean, transverse, valuesIn } from '#tests/support/phantom-regions.ts';

const anatomy = createHeadAnatomy('head', 3);
const stroke = createHeadPhantom(anatomy, true);
const healthy = createHeadPhantom(anatomy, false);

function hounsfieldAt(x: number, y: number, z: number, radiusMm: number, phantom = stroke): number {
  const plane = transverse(z, 230, 460);
  return mean(valuesIn(plane, phantom.paint(plane), x, y, radiusMm));
}

describe('grey values of the head', () => {
  // Places in mm; z = 0 is the plane through both commissures.
  test.each([
    ['thalamus (deep grey matter)', 11, 13, 5, 4, 33, 40],
    ['caudate head', -17, -20, 9, 1.6, 33, 40],
    ['white matter of the semioval centre', 24, 0, 36, 5, 25, 32],
    ['fluid of the lateral ventricle', 24, 40, 13.5, 0.8, -5, 60],
    ['fluid of the fourth ventricle', 0, 36, -36, 2, 0, 15],
    ['vitreous body of the eye', 33, -72, -28, 6, 0, 20],
    ['fat of the orbit', 33, -48, -20, 1, -120, -60],
    ['air in the sphenoid sinus', -6, -24, -40, 2.5, -1000, -900],
  ])('%s', (_, x, y, z, radius, low, high) => {
    const value = hounsfieldAt(x, y, z, radius);
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  });

  test('the tables of the skull are denser than the diploe between them', () => {
    const plane = transverse(30, 230, 2300);
    const image = stroke.paint(plane);
    // From the middle of the brain outwards to the left: inner table, diploe, outer table.
    const ray = Array.from({ length: 1100 }, (_, step) => image[1150 * 2300 + 1150 + step]!);
    const bone = ray.filter((value) => value > 300);
    const first = bone[5]!;
    const middle = bone[Math.floor(bone.length / 2)]!;
    const last = bone.at(-6)!;
    expect(first).toBeGreaterThan(700);
    expect(last).toBeGreaterThan(700);
    expect(middle).toBeLessThan(first);
    expect(middle).toBeLessThan(last);
  });
});

describe('the stroke', () => {
  test('the middle cerebral artery is dense on the left only, and only in the patient who has the stroke', () => {
    const artery = (side: number, phantom = stroke) => hounsfieldAt(side * 20, -15.4, -20, 0.6, phantom);
    expect(artery(1) - artery(-1)).toBeGreaterThan(15);
    expect(Math.abs(artery(1, healthy) - artery(-1, healthy))).toBeLessThan(3);
  });

  test('the left insular ribbon and lentiform nucleus have lost some grey, subtly', () => {
    for (const [x, y, z, radius] of [[26, -2, 3, 3]] as const) {
      const loss = hounsfieldAt(-x, y, z, radius) - hounsfieldAt(x, y, z, radius);
      expect(loss).toBeGreaterThan(2);
      expect(loss).toBeLessThan(7);
    }
    const ribbon = (phantom: typeof stroke) => hounsfieldAt(34, -3, 5, 1, phantom);
    expect(ribbon(healthy) - ribbon(stroke)).toBeGreaterThan(3);
  });
});

test('the cortex is folded: along the surface fluid and grey matter change many times', () => {
  const plane = transverse(52, 230, 920);
  const image = stroke.paint(plane);
  let crossings = 0;
  let inFluid = false;
  for (let step = 0; step < 1440; step += 1) {
    const angle = (step / 1440) * 2 * Math.PI;
    const x = Math.cos(angle) * 44;
    const y = Math.sin(angle) * 60 - 1;
    const value = image[Math.round((y + 115) / 0.25) * 920 + Math.round((x + 115) / 0.25)]!;
    const isFluid = value < 20;
    if (isFluid && !inFluid) crossings += 1;
    inFluid = isFluid;
  }
  expect(crossings).toBeGreaterThan(8);
});
