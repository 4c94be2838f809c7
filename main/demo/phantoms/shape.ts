/** A point or a direction in the patient-based coordinate system: +x to the patient's left, +y to the back, +z to the head; mm. PS3.3 C.7.6.2.1.1. */
export type Point = readonly [x: number, y: number, z: number];

/** Bounds in patient space, mm. */
export interface Box {
  readonly minX: number;
  readonly maxX: number;
  readonly minY: number;
  readonly maxY: number;
  readonly minZ: number;
  readonly maxZ: number;
}

/**
 * Signed distance to a shape's surface within one transverse level, mm; negative inside. It may be shorter than the true distance,
 * never much longer: the painter leaps over what the distance promises to be uniform.
 */
export type Section = (x: number, y: number) => number;

/** A solid in patient space. `at` is asked once for each level, so work that depends on z alone belongs there. */
export interface Shape {
  readonly box: Box;
  readonly at: (z: number) => Section;
}

/** A shape from a distance in space. */
export function solid(box: Box, distance: (x: number, y: number, z: number) => number): Shape {
  return { box, at: (z) => (x, y) => distance(x, y, z) };
}

export function boxAround(center: Point, halfX: number, halfY: number, halfZ: number): Box {
  const [x, y, z] = center;
  return { minX: x - halfX, maxX: x + halfX, minY: y - halfY, maxY: y + halfY, minZ: z - halfZ, maxZ: z + halfZ };
}

/** An ellipsoid with its axes along the patient's axes, or turned about the z axis by `turn` radians (from +x towards +y). */
export function ellipsoid(center: Point, radii: Point, turn = 0): Shape {
  const [cx, cy, cz] = center;
  const [rx, ry, rz] = radii;
  const cosine = Math.cos(turn);
  const sine = Math.sin(turn);
  const halfX = Math.hypot(rx * cosine, ry * sine);
  const halfY = Math.hypot(rx * sine, ry * cosine);
  return {
    box: boxAround(center, halfX, halfY, rz),
    at: (z) => {
      const w = (z - cz) / rz;
      return (x, y) => {
        const u = ((x - cx) * cosine + (y - cy) * sine) / rx;
        const v = ((y - cy) * cosine - (x - cx) * sine) / ry;
        const length = Math.sqrt(u * u + v * v + w * w);
        const slope = Math.sqrt((u / rx) ** 2 + (v / ry) ** 2 + (w / rz) ** 2);
        return slope < 1e-9 ? -Math.min(rx, ry, rz) : (length * (length - 1)) / slope;
      };
    },
  };
}

/** Everything that is in any of the shapes. */
export function union(...shapes: readonly Shape[]): Shape {
  return smoothUnion(0, ...shapes);
}

/** Union whose seams are filled over `blendMm`. Shapes that are too far away to matter are not asked. */
export function smoothUnion(blendMm: number, ...shapes: readonly Shape[]): Shape {
  return {
    box: growBox(shapes.map(({ box }) => box).reduce(enclose), blendMm / 4),
    at: (z) => {
      const here = shapes.filter(({ box }) => z >= box.minZ && z <= box.maxZ);
      const sections = here.map((shape) => shape.at(z));
      const bounds = Float64Array.from(here.flatMap(({ box }) => [box.minX, box.maxX, box.minY, box.maxY]));
      return (x, y) => {
        let joined = Infinity;
        for (let index = 0; index < sections.length; index += 1) {
          const beside = Math.max((bounds[4 * index] as number) - x, x - (bounds[4 * index + 1] as number), (bounds[4 * index + 2] as number) - y, y - (bounds[4 * index + 3] as number));
          if (beside - blendMm > joined) continue;
          const distance = (sections[index] as Section)(x, y);
          joined = blendMm === 0 ? Math.min(joined, distance) : smoothMinimum(joined, distance, blendMm);
        }
        return joined;
      };
    },
  };
}

/** What is in both. */
export function intersect(left: Shape, right: Shape): Shape {
  return {
    box: overlap(left.box, right.box),
    at: (z) => {
      const first = left.at(z);
      const second = right.at(z);
      return (x, y) => {
        const distance = first(x, y);
        return distance > 6 ? distance : Math.max(distance, second(x, y));
      };
    },
  };
}

/** The first without the second. */
export function subtract(from: Shape, taken: Shape): Shape {
  return {
    box: from.box,
    at: (z) => {
      const first = from.at(z);
      if (z < taken.box.minZ || z > taken.box.maxZ) return first;
      const second = taken.at(z);
      return (x, y) => {
        const distance = first(x, y);
        return distance > 6 ? distance : Math.max(distance, -second(x, y));
      };
    },
  };
}

/** The shape made larger (or with a negative number smaller) by a distance. */
export function grow(shape: Shape, byMm: number): Shape {
  return {
    box: growBox(shape.box, Math.max(byMm, 0)),
    at: (z) => {
      const section = shape.at(z);
      return (x, y) => section(x, y) - byMm;
    },
  };
}

/** The part of a shape between two levels. */
export function between(shape: Shape, minZ: number, maxZ: number): Shape {
  return { ...shape, box: { ...shape.box, minZ: Math.max(minZ, shape.box.minZ), maxZ: Math.min(maxZ, shape.box.maxZ) } };
}

/** The mirror image through the sagittal plane x = 0. */
export function mirror(shape: Shape): Shape {
  const { box } = shape;
  return {
    box: { ...box, minX: -box.maxX, maxX: -box.minX },
    at: (z) => {
      const section = shape.at(z);
      return (x, y) => section(-x, y);
    },
  };
}

/**
 * A shape whose surface is moved in and out by a field.
 * @param slope the largest change of the displacement over a millimetre; the distance is shortened by it
 */
export function displace(shape: Shape, field: (x: number, y: number, z: number) => number, amplitudeMm: number, slope = 0.3): Shape {
  const scale = 1 / (1 + slope);
  return {
    box: growBox(shape.box, amplitudeMm),
    at: (z) => {
      const section = shape.at(z);
      const reach = amplitudeMm * 2 + 2;
      return (x, y) => {
        const distance = section(x, y);
        return Math.abs(distance) > reach ? distance * scale : (distance + amplitudeMm * field(x, y, z)) * scale;
      };
    },
  };
}

/** Keeps the sections it was asked for: worth its memory where many parallel images share their levels, as sagittal slices do. */
export function remember(shape: Shape): Shape {
  const sections = new Map<number, Section>();
  return {
    box: shape.box,
    at: (z) => {
      const known = sections.get(z);
      if (known !== undefined) return known;
      const section = shape.at(z);
      sections.set(z, section);
      return section;
    },
  };
}

export function growBox(box: Box, byMm: number): Box {
  return {
    minX: box.minX - byMm, maxX: box.maxX + byMm,
    minY: box.minY - byMm, maxY: box.maxY + byMm,
    minZ: box.minZ - byMm, maxZ: box.maxZ + byMm,
  };
}

/** Polynomial smooth minimum. */
export function smoothMinimum(left: number, right: number, blend: number): number {
  const apart = Math.abs(left - right);
  if (!(apart < blend)) return Math.min(left, right);
  const h = (blend - apart) / blend;
  return Math.min(left, right) - h * h * blend * 0.25;
}

function enclose(left: Box, right: Box): Box {
  return {
    minX: Math.min(left.minX, right.minX), maxX: Math.max(left.maxX, right.maxX),
    minY: Math.min(left.minY, right.minY), maxY: Math.max(left.maxY, right.maxY),
    minZ: Math.min(left.minZ, right.minZ), maxZ: Math.max(left.maxZ, right.maxZ),
  };
}

function overlap(left: Box, right: Box): Box {
  return {
    minX: Math.max(left.minX, right.minX), maxX: Math.min(left.maxX, right.maxX),
    minY: Math.max(left.minY, right.minY), maxY: Math.min(left.maxY, right.maxY),
    minZ: Math.max(left.minZ, right.minZ), maxZ: Math.min(left.maxZ, right.maxZ),
  };
}
