import { describe, expect, test } from 'vitest';
import { createChestAnatomy, createChestPhantom } from '#main/demo/phantoms/chest/chest-phantom.ts';
import { createCtScanner, SHARP_KERNEL, SOFT_KERNEL } from '#main/demo/phantoms/ct-scanner.ts';
import { NODULE_BEFORE, NODULE_NOW } from '#main/demo/studies/demo-cases.ts';
import { mean, standardDeviation, transverse, valuesIn } from '#tests/support/phantom-regions.ts';

const phantom = createChestPhantom(createChestAnatomy('chest', 14), { breasts: true, fat: 1, calcification: 1 });

function hounsfieldAt(x: number, y: number, z: number, radiusMm: number): number {
  const plane = transverse(z, 400, 400);
  return mean(valuesIn(plane, phantom.paint(plane), x, y, radiusMm));
}

describe('grey values of the chest', () => {
  // Places in mm from the carina. Ranges as the literature gives them.
  test.each([
    ['air around the patient', -185, -150, 0, 8, -1000, -1000],
    ['air in the trachea', 2, 18, 50, 3, -1000, -980],
    ['left upper lobe, in front', 70, -20, 30, 3, -905, -780],
    ['right lower lobe, at the back', -85, 62, -60, 5, -860, -700],
    ['ascending aorta', -19, -22, -5, 6, 40, 60],
    ['left ventricle', 38, -20, -80, 8, 40, 60],
    ['liver', -80, 0, -125, 10, 50, 70],
    ['spleen', 98, 40, -142, 8, 40, 62],
    ['fat under the skin of the side', -158, 0, -42, 1.5, -120, -60],
    ['marrow of a vertebral body', 0, 65, -40, 4, 100, 300],
  ])('%s', (_, x, y, z, radius, low, high) => {
    const value = hounsfieldAt(x, y, z, radius);
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  });

  test('compact bone of ribs lies between 700 and 1900', () => {
    const plane = transverse(-20, 400, 1000);
    const densest = phantom.paint(plane).reduce((most, value) => Math.max(most, value), -1000);
    expect(densest).toBeGreaterThan(700);
    expect(densest).toBeLessThan(1900);
  });
});

describe('left and right', () => {
  test('the liver lies on the right, the stomach with its air on the left', () => {
    const plane = transverse(-150, 400, 200);
    const image = phantom.paint(plane);
    expect(mean(valuesIn(plane, image, -90, 0, 10))).toBeGreaterThan(50);
    const inside = (sign: number) => Math.min(...valuesIn(plane, image, sign * 62, -50, 20));
    expect(inside(1)).toBeLessThan(-900);
    expect(inside(-1)).toBeGreaterThan(0);
  });

  test('the apex of the heart points to the left', () => {
    const plane = transverse(-98, 400, 200);
    const image = phantom.paint(plane);
    expect(mean(valuesIn(plane, image, 66, -44, 4))).toBeGreaterThan(20);
    expect(mean(valuesIn(plane, image, -66, -44, 4))).not.toBeCloseTo(mean(valuesIn(plane, image, 66, -44, 4)), 0);
  });

  test('the descending aorta runs left of the spine', () => {
    expect(hounsfieldAt(24, 52, -20, 5)).toBeGreaterThan(35);
    expect(hounsfieldAt(-26, 52, -20, 4)).toBeLessThan(-500);
  });
});

describe('the nodule', () => {
  // Half of the step between lung (about −840) and ground glass (about −490): −665.
  const extentMm = (nodule: typeof NODULE_NOW, turn: number): number => {
    const plane = transverse(nodule.center[2], 40, 400, 0);
    const around = { ...plane, positionMm: [nodule.center[0] - 20 + 0.05, nodule.center[1] - 20 + 0.05, nodule.center[2]] as const };
    const image = phantom.paint(around, nodule);
    const value = (along: number, across: number) => {
      const x = Math.cos(turn) * along - Math.sin(turn) * across;
      const y = Math.sin(turn) * along + Math.cos(turn) * across;
      return image[Math.round((y + 20) / 0.1) * 400 + Math.round((x + 20) / 0.1)]!;
    };
    // The middle one of parallel chords evens out lobes and spicules; on the other side the tail to the pleura begins.
    const chords = [-1.5, -1, -0.6, -0.3, 0].map((across) => {
      let from = 0;
      let to = 0;
      while (value(to, across) > -665 && to < 14) to += 0.05;
      while (value(from, across) > -665 && from > -14) from -= 0.05;
      return to - from;
    });
    return chords.sort((left, right) => left - right)[2]!;
  };

  test.each([
    ['today, long axis', NODULE_NOW, 0, 15.8],
    ['today, short axis', NODULE_NOW, Math.PI / 2, 12.1],
    ['eight months ago, long axis', NODULE_BEFORE, 0, 12],
    ['eight months ago, short axis', NODULE_BEFORE, Math.PI / 2, 9.4],
  ])('%s measures within 0.5 mm', (_, nodule, quarter, expectedMm) => {
    expect(Math.abs(extentMm(nodule, nodule.turn + quarter) - expectedMm)).toBeLessThan(0.5);
  });

  test('it has a solid core of about 31 HU and lies in the right lung', () => {
    const plane = transverse(NODULE_NOW.center[2], 400, 800);
    const core = mean(valuesIn(plane, phantom.paint(plane, NODULE_NOW), NODULE_NOW.center[0] + 0.6, NODULE_NOW.center[1] - 0.3, 2.5));
    expect(core).toBeGreaterThan(25);
    expect(core).toBeLessThan(40);
    expect(NODULE_NOW.center[0]).toBeLessThan(0);
  });
});

describe('the scanner', () => {
  const plane = transverse(-130, 380, 512);
  const ideal = phantom.paint(plane);
  const liver = (image: Float32Array) => valuesIn(plane, image, -85, 10, 14);

  test('a soft kernel keeps the mean and has a noise of 8 to 15 HU', () => {
    const seen = createCtScanner(SOFT_KERNEL, 512).reconstruct(ideal, { spacingMm: plane.spacingMm, noiseHu: 11, seed: 'test' });
    expect(Math.abs(mean(liver(seen)) - mean(liver(ideal)))).toBeLessThan(2);
    expect(standardDeviation(liver(seen))).toBeGreaterThan(8);
    expect(standardDeviation(liver(seen))).toBeLessThan(15);
  });

  test('a sharp kernel has a noise of 40 to 65 HU, and its neighbours are less alike', () => {
    const likeness = (image: Float32Array) => {
      const values = Array.from({ length: 30 }, (_, row) => Array.from({ length: 31 }, (_, column) => image[(260 + row) * 512 + 130 + column]!));
      const middle = mean(values.flat());
      const product = mean(values.flatMap((row) => row.slice(1).map((value, index) => (value - middle) * (row[index]! - middle))));
      return product / standardDeviation(values.flat()) ** 2;
    };
    const sharp = createCtScanner(SHARP_KERNEL, 512).reconstruct(ideal, { spacingMm: plane.spacingMm, noiseHu: 48, seed: 'test' }).slice();
    const soft = createCtScanner(SOFT_KERNEL, 512).reconstruct(ideal, { spacingMm: plane.spacingMm, noiseHu: 11, seed: 'test' });
    expect(standardDeviation(liver(sharp))).toBeGreaterThan(40);
    expect(standardDeviation(liver(sharp))).toBeLessThan(65);
    expect(likeness(soft)).toBeGreaterThan(likeness(sharp) + 0.2);
  });

  test('the same seed gives the same noise, another seed another', () => {
    const scanner = createCtScanner(SOFT_KERNEL, 512);
    const first = scanner.reconstruct(ideal, { spacingMm: 0.7, noiseHu: 11, seed: 'a' }).slice();
    expect(scanner.reconstruct(ideal, { spacingMm: 0.7, noiseHu: 11, seed: 'a' })).toEqual(first);
    expect(scanner.reconstruct(ideal, { spacingMm: 0.7, noiseHu: 11, seed: 'b' })).not.toEqual(first);
  });
});
