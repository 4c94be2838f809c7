import type { Field } from '../noise-field.ts';
import { grow, union, type Point, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import { local } from '../vertebra.ts';
import { marrow, mixture, tissue, uneven, type MrLayer } from './mr-layer.ts';
import { inPatient, type Disc, type SpineColumn } from './spine-column.ts';

export function bodyLayers({ vertebrae }: SpineColumn, fatShare: Field): MrLayer[] {
  const layers: MrLayer[] = [];
  for (const { name, body, pose, size } of vertebrae) {
    layers.push({ shape: grow(body, 0.7), value: tissue('ligament'), opacity: 0.9, edgeMm: 0.9 });
    layers.push({ shape: body, value: marrow(fatShare), rim: { thicknessMm: 0.95, value: tissue('compact') }, edgeMm: 0.9 });
    if (name.startsWith('S')) continue;
    const vein = local(pose, body.box, (u, v, w) => (Math.hypot(u / 9, (v - size.halfDepth + 3) / 6, w / (1.6 + 0.14 * Math.max(0, v))) - 1) * 1.6);
    layers.push({ shape: vein, value: tissue('vein'), opacity: 0.6, edgeMm: 1.6 });
    if (name !== 'L4' && name !== 'L5') continue;
    // Fatty change along the endplates of the worn disc (Modic type 2).
    const sign = name === 'L4' ? -1 : 1;
    const patch = local(pose, body.box, (u, v, w) => (Math.hypot(u / 17, (v + 5) / 11, (w - sign * size.halfHeight) / 6.5) - 1) * 5);
    layers.push({ shape: within(patch, grow(body, -1.3)), value: marrow(1), opacity: 0.75, edgeMm: 3 });
  }
  return layers;
}

export function archLayers({ vertebrae }: SpineColumn, fatShare: Field): MrLayer[] {
  return vertebrae.flatMap(({ arch }): MrLayer[] => [
    { shape: grow(arch, 0.6), value: tissue('cartilage'), opacity: 0.35 },
    { shape: arch, value: marrow(fatShare), rim: { thicknessMm: 1.15, value: tissue('compact') } },
  ]);
}

export function discLayers({ discs }: SpineColumn, fine: Field): MrLayer[] {
  return discs.flatMap((disc) => oneDisc(disc, fine));
}

function oneDisc({ above, annulus, nucleus, cleft, pose, size }: Disc, fine: Field): MrLayer[] {
  const sacral = above.startsWith('S');
  const worn = above === 'L4';
  const old = above === 'L5' || above === 'L3';
  const core = worn ? 'degenerateDisc' : old ? 'agedNucleus' : sacral ? 'annulus' : 'nucleus';
  const layers: MrLayer[] = [
    { shape: annulus, value: tissue('annulus'), edgeMm: 0.9 },
    { shape: nucleus, value: uneven(core, (x, y, z) => 1 + 0.08 * fine(x, y, z)), edgeMm: worn ? 3 : 3.4 },
  ];
  if (!worn && !sacral) layers.push({ shape: cleft, value: tissue('annulus'), opacity: 0.45, edgeMm: 1.4 });
  const around = { ...annulus.box, maxY: annulus.box.maxY + 8, minZ: annulus.box.minZ - 6, maxZ: annulus.box.maxZ + 6 };
  if (worn) {
    layers.push({ shape: local(pose, around, (u, v, w) => (Math.hypot((u - 4) / 11, (v - size.halfDepth + 1.2) / 6.6, (w + 0.5) / 5.6) - 1) * 5), value: tissue('degenerateDisc', 0.95) });
    layers.push({ shape: local(pose, around, (u, v, w) => Math.hypot((u - 3) / 2.6, (v - size.halfDepth - 2.6) / 1, (w - 0.4) / 1.9) - 1), value: tissue('fissureFluid'), opacity: 0.85 });
  } else if (old) {
    layers.push({ shape: local(pose, around, (u, v, w) => (Math.hypot(u / 14, (v - size.halfDepth + 3) / 4.6, w / 4.6) - 1) * 4), value: tissue('annulus') });
  }
  return layers;
}

/** The long ligament behind the bodies, yellow ligaments, and what lies between the spinous processes. */
export function ligamentLayers({ vertebrae }: SpineColumn): MrLayer[] {
  const behindBodies = (u: number): Shape => tube(vertebrae.slice(0, 10).flatMap(({ pose, size }): TubePoint[] => [0.7, -0.7].map((share): TubePoint => {
    const [x, y, z] = inPatient(pose, [u, size.halfDepth + 0.3, share * size.halfHeight]);
    return [x, y, z, 0.9];
  })), 1, 10);
  const layers: MrLayer[] = [-4, -2, 0, 2, 4].map((u) => ({ shape: behindBodies(u), value: tissue('ligament') }));
  vertebrae.slice(0, -5).forEach((upper, index) => {
    const lower = vertebrae[index + 1];
    if (lower === undefined) return;
    const back = (level: typeof upper, extra: number, w: number): Point => inPatient(level.pose, [0, level.size.halfDepth + level.size.canalDepth + extra, w]);
    const from = back(upper, 12, -8);
    const to = back(lower, 12, 6);
    layers.push({ shape: tube([[0, from[1], from[2], 2.6], [0, to[1], to[2], 2.6]]), value: mixture('ligament', 'fat', 0.4) });
    const tipFrom = back(upper, upper.size.spinousLength + 2, -8);
    const tipTo = back(lower, lower.size.spinousLength + 2, -4);
    layers.push({ shape: tube([[0, tipFrom[1], tipFrom[2], 1.5], [0, tipTo[1], tipTo[2], 1.5]]), value: tissue('ligament') });
    for (const side of [-1, 1]) {
      const top = inPatient(upper.pose, [side * 5, upper.size.halfDepth + upper.size.canalDepth + 1.4, -7]);
      const bottom = inPatient(lower.pose, [side * 5, lower.size.halfDepth + lower.size.canalDepth + 0.6, 4]);
      layers.push({ shape: tube([[side * 3, top[1], top[2], 2], [side * 7, (top[1] + bottom[1]) / 2, (top[2] + bottom[2]) / 2, 2.2], [side * 4, bottom[1], bottom[2], 1.8]]), value: tissue('ligament') });
    }
  });
  return layers;
}

/** Fat in the foramina, under each pedicle. */
export function foramenLayers({ vertebrae }: SpineColumn): MrLayer[] {
  return vertebrae.filter(({ name }) => !name.startsWith('S')).map(({ pose, size }) => {
    const shapes = [-1, 1].map((side) => {
      const point = (u: number, w: number, radius: number): TubePoint => {
        const [x, y, z] = inPatient(pose, [side * u, size.halfDepth + 4.5, w]);
        return [x, y, z, radius];
      };
      return tube([point(11, -6, 5.5), point(17, -8, 6), point(25, -10, 6)], 1.5);
    });
    return { shape: union(...shapes), value: tissue('fat') };
  });
}

function within(shape: Shape, limit: Shape): Shape {
  return {
    box: shape.box,
    at: (z) => {
      const inShape = shape.at(z);
      const inLimit = limit.at(z);
      return (x, y) => Math.max(inShape(x, y), inLimit(x, y));
    },
  };
}
