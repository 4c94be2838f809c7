import { catmullRom } from './curve.ts';
import type { Section, Shape } from './shape.ts';

/** A point of a tube's axis with the radius there, mm. */
export type TubePoint = readonly [x: number, y: number, z: number, radius: number];

/**
 * A tube along a smooth axis, with round ends.
 * @param flattening how much taller (along z) than wide the cross-section is: 1 is round, ribs have about 2
 */
export function tube(points: readonly TubePoint[], flattening = 1, stepMm = 9): Shape {
  const axis = smoothAxis(points, stepMm);
  const count = axis.length;
  const ends = { minX: Infinity, maxX: -Infinity, minY: Infinity, maxY: -Infinity, minZ: Infinity, maxZ: -Infinity };
  for (const [x, y, z, radius] of axis) {
    ends.minX = Math.min(ends.minX, x - radius);
    ends.maxX = Math.max(ends.maxX, x + radius);
    ends.minY = Math.min(ends.minY, y - radius);
    ends.maxY = Math.max(ends.maxY, y + radius);
    ends.minZ = Math.min(ends.minZ, z - radius * flattening);
    ends.maxZ = Math.max(ends.maxZ, z + radius * flattening);
  }
  const margin = 3;
  return {
    box: ends,
    at: (z) => {
      const near: number[] = [];
      for (let index = 0; index + 1 < count; index += 1) {
        const a = axis[index] as TubePoint;
        const b = axis[index + 1] as TubePoint;
        const reach = Math.max(a[3], b[3]) * flattening + margin;
        if (z < Math.min(a[2], b[2]) - reach || z > Math.max(a[2], b[2]) + reach) continue;
        near.push(a[0], a[1], (a[2] - z) / flattening, a[3], b[0] - a[0], b[1] - a[1], (b[2] - a[2]) / flattening, b[3] - a[3]);
      }
      return near.length === 0 ? farAway : conesDistance(Float64Array.from(near));
    },
  };
}

/** The wall of a tube is the tube without the same tube, thinner. */
export function narrower(points: readonly TubePoint[], byMm: number): TubePoint[] {
  return points.map(([x, y, z, radius]) => [x, y, z, Math.max(0.1, radius - byMm)]);
}

/** Points along the smooth axis; radii are blended linearly between the given points. */
export function smoothAxis(points: readonly TubePoint[], stepMm: number): TubePoint[] {
  const axis: TubePoint[] = [];
  for (let span = 0; span + 1 < points.length; span += 1) {
    const from = points[span] as TubePoint;
    const to = points[span + 1] as TubePoint;
    const before = points[span - 1] ?? from;
    const after = points[span + 2] ?? to;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]) / stepMm));
    for (let step = span === 0 ? 0 : 1; step <= steps; step += 1) {
      const t = step / steps;
      axis.push([
        catmullRom(before[0], from[0], to[0], after[0], t),
        catmullRom(before[1], from[1], to[1], after[1], t),
        catmullRom(before[2], from[2], to[2], after[2], t),
        from[3] + (to[3] - from[3]) * t,
      ]);
    }
  }
  return axis;
}

const farAway: Section = () => 3;

/** Distance to the nearest of several cones, eight numbers each: start and radius (z relative to the level), then the change to the end. */
function conesDistance(cones: Float64Array): Section {
  const count = cones.length;
  return (x, y) => {
    let nearest = 1e9;
    for (let index = 0; index < count; index += 8) {
      const px = x - (cones[index] as number);
      const py = y - (cones[index + 1] as number);
      const pz = -(cones[index + 2] as number);
      const ex = cones[index + 4] as number;
      const ey = cones[index + 5] as number;
      const ez = cones[index + 6] as number;
      let along = (px * ex + py * ey + pz * ez) / (ex * ex + ey * ey + ez * ez + 1e-12);
      along = along < 0 ? 0 : along > 1 ? 1 : along;
      const dx = px - ex * along;
      const dy = py - ey * along;
      const dz = pz - ez * along;
      const distance = Math.sqrt(dx * dx + dy * dy + dz * dz) - (cones[index + 3] as number) - (cones[index + 7] as number) * along;
      if (distance < nearest) nearest = distance;
    }
    return nearest;
  };
}
