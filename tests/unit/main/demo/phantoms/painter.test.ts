import { expect, test } from 'vitest';
import { planeAround } from '#main/demo/phantoms/image-plane.ts';
import { paintChannels, paintLayers } from '#main/demo/phantoms/painter.ts';
import { ellipsoid, grow, intersect, remember, solid, subtract, union, type Shape } from '#main/demo/phantoms/shape.ts';
import { loft } from '#main/demo/phantoms/loft.ts';
import { tube } from '#main/demo/phantoms/tube.ts';

const plane = planeAround([0, 0, 0], [1, 0, 0], [0, 1, 0], 0.5, 128);
const painted = (...shapes: readonly Shape[]) => {
  const image = new Float32Array(128 * 128);
  paintLayers(plane, image, shapes.map((shape) => ({ shape, value: 1 })));
  return image;
};
const areaMm2 = (image: Float32Array) => image.reduce((sum, value) => sum + value, 0) * 0.25;

test('a disc covers the area of a circle, edges in part', () => {
  // A ball of 10 mm cut through its middle: 3.14159 * 10 * 10 = 314.16 mm2.
  expect(areaMm2(painted(ellipsoid([0, 0, 0], [10, 10, 10])))).toBeCloseTo(314.16, 0);
});

test('a ball is smaller above its middle', () => {
  const image = new Float32Array(128 * 128);
  paintLayers({ ...plane, positionMm: [plane.positionMm[0], plane.positionMm[1], 6] }, image, [{ shape: ellipsoid([0, 0, 0], [10, 10, 10]), value: 1 }]);
  // At 6 mm the radius is sqrt(100 - 36) = 8: 3.14159 * 64 = 201.06 mm2. The edge slants, so that its distance is a little short.
  expect(areaMm2(image)).toBeGreaterThan(198);
  expect(areaMm2(image)).toBeLessThan(204);
});

test('leaping over uniform stretches paints the same as asking every pixel', () => {
  const distance = (x: number, y: number) => Math.hypot(x - 3, y + 4) - 17;
  const timid = solid({ minX: -40, maxX: 40, minY: -40, maxY: 40, minZ: -1, maxZ: 1 }, (x, y) => Math.max(-0.26, Math.min(0.26, distance(x, y))));
  const bold = solid({ minX: -40, maxX: 40, minY: -40, maxY: 40, minZ: -1, maxZ: 1 }, distance);
  expect(painted(bold)).toEqual(painted(timid));
});

test('sets of shapes are what their names say', () => {
  const left = ellipsoid([-4, 0, 0], [8, 8, 8]);
  const right = ellipsoid([4, 0, 0], [8, 8, 8]);
  // Two circles of radius 8 whose centres are 8 apart share 2 r2 acos(d/2r) - d/2 sqrt(4r2 - d2) = 2*64*1.0472 - 4*13.856 = 78.62 mm2.
  expect(areaMm2(painted(intersect(left, right)))).toBeCloseTo(78.6, 0);
  // Each is 201.06: union 2*201.06 - 78.62 = 323.5; one without the other 201.06 - 78.62 = 122.44.
  expect(areaMm2(painted(union(left, right)))).toBeGreaterThan(322.5);
  expect(areaMm2(painted(union(left, right)))).toBeLessThan(324.5);
  expect(Math.abs(areaMm2(painted(subtract(left, right))) - 122.4)).toBeLessThan(1);
});

test('a rim is painted around a core', () => {
  const image = new Float32Array(128 * 128);
  paintLayers(plane, image, [{ shape: ellipsoid([0, 0, 0], [10, 10, 10]), value: 1, rim: { thicknessMm: 2, value: 5 } }]);
  const at = (xMm: number) => image[64 * 128 + 64 + Math.round(xMm / 0.5)];
  expect([at(0), at(6.5), at(9), at(12)]).toEqual([1, 1, 5, 0]);
});

test('one pass paints every channel as a pass of its own would', () => {
  const shapes = [ellipsoid([0, 0, 0], [12, 9, 5]), grow(tube([[0, -20, 0, 2], [10, 20, 0, 4]]), 0.5), loft([{ z: -2, points: [[-20, -20], [-10, -20], [-10, -10], [-20, -10]] }, { z: 2, points: [[-20, -20], [-10, -20], [-10, -10], [-20, -10]] }])];
  const channels = [new Float32Array(128 * 128), new Float32Array(128 * 128)];
  paintChannels(plane, channels, shapes.map((shape, index) => ({ shape, value: [index + 1, 10 - index] })));
  const alone = new Float32Array(128 * 128);
  paintLayers(plane, alone, shapes.map((shape, index) => ({ shape, value: 10 - index })));
  expect(channels[1]).toEqual(alone);
});

test('a remembered shape answers as the shape itself', () => {
  const shape = tube([[0, 0, -10, 3], [5, 0, 10, 5]]);
  const kept = remember(shape);
  kept.at(1);
  expect(kept.at(1)(2, 3)).toBe(shape.at(1)(2, 3));
});
