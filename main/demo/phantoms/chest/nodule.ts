import type { Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { displace, ellipsoid, type Point } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import { createRandom } from '../random.ts';

/** A part-solid nodule: a hazy ellipsoid with a solid core and spicules. */
export interface Nodule {
  readonly center: Point;
  /** Longest diameter in the transverse plane and the one across it, mm. */
  readonly longMm: number;
  readonly shortMm: number;
  /** Direction of the long axis in the transverse plane, radians from +x towards +y. */
  readonly turn: number;
}

export function noduleLayers({ center, longMm, shortMm, turn }: Nodule, texture: Field): Layer[] {
  const tall = shortMm * 0.54;
  const lobulation: Field = (x, y, z) => texture(x * 0.8, y * 0.8, z * 0.8);
  const whole = displace(ellipsoid(center, [longMm / 2, shortMm / 2, tall], turn), lobulation, 0.35, 0.3);
  const core = displace(ellipsoid([center[0] + 0.6, center[1] - 0.3, center[2]], [longMm * 0.34, shortMm * 0.33, tall * 0.68], turn + 0.2), lobulation, 0.6, 0.4);
  const layers: Layer[] = spicules(center, longMm).map((axis) => ({ shape: tube(axis, 1, 3), value: -330, mode: 'brighter' as const, edgeMm: 1 }));
  layers.push(
    { shape: whole, value: (x, y, z) => -490 + 70 * texture(x * 1.4, y * 1.4, z * 1.4), mode: 'brighter', edgeMm: 1 },
    { shape: core, value: (x, y, z) => 33 + 7 * texture(x, y, z), mode: 'brighter', edgeMm: 1.2 },
  );
  return layers;
}

/** Thin strands from the rim outwards; one is long and reaches the pleura (a tail). */
function spicules([x, y, z]: Point, longMm: number): TubePoint[][] {
  const random = createRandom('spicules');
  const strands: TubePoint[][] = [];
  for (let index = 0; index < 16; index += 1) {
    const angle = (index / 16) * Math.PI * 2 + random.between(-0.15, 0.15);
    const rise = random.between(-0.5, 0.5);
    const from = longMm * 0.34;
    const to = longMm * random.between(0.5, 0.72);
    const point = (reach: number, radius: number): TubePoint => [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach, z + rise * reach * 0.6, radius];
    strands.push([point(from, 0.55), point((from + to) / 2, 0.4), point(to, 0.15)]);
  }
  strands.push([[x - longMm * 0.3, y + longMm * 0.25, z, 0.6], [x - 20, y + 13, z - 2, 0.4], [x - 36, y + 20, z - 4, 0.45]]);
  return strands;
}
