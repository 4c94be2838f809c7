import { createRandom } from '../random.ts';
import { grow, union, type Point, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import { inPatient, type SpineColumn } from './spine-column.ts';
import { tissue, type MrLayer } from './mr-layer.ts';

/** Cord, roots, fluid and fat of the spinal canal. */
export function canalLayers({ vertebrae, canal }: SpineColumn): { readonly behindDiscs: readonly MrLayer[]; readonly roots: readonly MrLayer[] } {
  // Between the levels the canal follows the discs: a point halfway keeps the tube smooth.
  const axis = withExtension(canal);
  const sacRadius = [7.2, 7.4, 7.4, 7.2, 7, 6.7, 6.4, 5.4, 2.2, 0.8, 0.6, 0.6, 0.6];
  const fatRadius = [8, 8.4, 8.8, 8.8, 8.6, 8.6, 8.8, 8, 5.8, 4.4, 3.4, 3, 2.4];
  const toTube = (radii: readonly number[], backMm: number): TubePoint[] => axis.map(([x, y, z], index): TubePoint => [x, y + backMm, z, radii[index] ?? 1]);
  const wide = (radii: readonly number[], backMm: number, sideMm: number): Shape => {
    const points = toTube(radii, backMm);
    return union(tube(points.map(([x, y, z, radius]): TubePoint => [x - sideMm, y, z, radius])), tube(points), tube(points.map(([x, y, z, radius]): TubePoint => [x + sideMm, y, z, radius])));
  };
  const fat = wide(fatRadius, 0.6, 3.6);
  const sac = wide(sacRadius, -0.7, 2.8);
  const behindDiscs: MrLayer[] = [
    { shape: fat, value: tissue('fat') },
    { shape: grow(sac, 0.5), value: tissue('ligament') },
    { shape: sac, value: tissue('cerebrospinalFluid') },
    ...nerves(axis),
  ];
  return { behindDiscs, roots: exitingRoots(vertebrae) };
}

function withExtension(canal: readonly Point[]): Point[] {
  const [first, second] = canal as [Point, Point];
  return [[first[0], first[1] * 2 - second[1], first[2] * 2 - second[2]], ...canal];
}

/** The cord ends at the first lumbar vertebra; the roots hang from it and, lying on the back, sink to the rear of the sac. */
function nerves(axis: readonly Point[]): MrLayer[] {
  const at = (position: number): Point => {
    const index = Math.min(axis.length - 2, Math.floor(position));
    const from = axis[index] as Point;
    const to = axis[index + 1] as Point;
    const share = position - index;
    return [0, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share];
  };
  const cordPoint = (position: number, radius: number, back: number): TubePoint => {
    const [x, y, z] = at(position);
    return [x, y + back, z, radius];
  };
  const layers: MrLayer[] = [
    { shape: tube([cordPoint(0, 4.4, 0), cordPoint(1.2, 4.6, 0.2), cordPoint(2.2, 4.6, 0.6), cordPoint(2.8, 3.6, 1.2), cordPoint(3.25, 1.2, 2), cordPoint(3.5, 0.5, 2.6)]), value: tissue('cord') },
    { shape: tube([cordPoint(3.4, 0.5, 2.4), cordPoint(5, 0.45, 3.6), cordPoint(7.6, 0.4, 2)]), value: tissue('nerve') },
  ];
  const random = createRandom('cauda-equina');
  for (let root = 0; root < 26; root += 1) {
    const side = root % 2 === 0 ? -1 : 1;
    const exit = 4.6 + 3.6 * (Math.floor(root / 2) / 13);
    const inner = 0.6 + (exit - 4.6) * -0.9 + 4.2;
    const lane = side * Math.max(0.6, Math.min(5.6, inner + random.between(-1.1, 1.1)));
    const low = random.between(2.2, 4.8) - Math.abs(lane) * 0.28;
    const start = random.between(2.4, 3.1);
    const points: TubePoint[] = [];
    for (let step = 0; step <= 8; step += 1) {
      const position = start + ((exit - start) * step) / 8;
      const [, y, z] = at(position);
      const spread = Math.min(1, step / 2.5);
      const leaving = Math.max(0, step - 6.6) / 1.4;
      points.push([lane * spread + side * leaving * 5 + random.between(-0.35, 0.35), y - 0.7 + low * spread * (1 - 0.5 * leaving) + random.between(-0.4, 0.4), z, 0.62]);
    }
    layers.push({ shape: tube(points, 1, 8), value: tissue('nerve'), opacity: 0.75 });
  }
  return layers;
}

/** Roots on their way under the pedicles, in the fat of the foramina. */
function exitingRoots(vertebrae: SpineColumn['vertebrae']): MrLayer[] {
  const layers: MrLayer[] = [];
  for (const { name, pose, size } of vertebrae) {
    const sacral = name.startsWith('S');
    for (const side of [-1, 1]) {
      const point = (u: number, v: number, w: number, radius: number): TubePoint => {
        const [x, y, z] = inPatient(pose, [side * u, v, w]);
        return [x, y, z, radius];
      };
      const back = size.halfDepth;
      layers.push({ shape: tube(sacral
        ? [point(5, back + 5, 6, 1.4), point(11, back + 2, -4, 2), point(14, back - 4, -12, 2.2)]
        : [point(6, back + 7, 10, 1.2), point(11, back + 6, -1, 1.6), point(17, back + 4.5, -8, 2.7), point(25, back + 1, -14, 2.6), point(30, back - 8, -26, 2.4)]), value: tissue('nerve') });
    }
  }
  return layers;
}
