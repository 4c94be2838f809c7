import { bell, curve, smoothStep } from '../curve.ts';
import { storeOnGrid } from '../grid-field.ts';
import type { Field } from '../noise-field.ts';
import { ellipsoid, growBox, intersect, smoothUnion, solid, type Box, type Shape } from '../shape.ts';

/**
 * Patient space in mm; z = 0 is the plane through both commissures, x = 0 the midline, y = 0 the middle of the skull. The vertex lies
 * at z = 82, the foramen magnum at z = −62.
 */

/** Floor of the front and middle fossae under the cerebrum. */
const floorHeight = curve([-90, -6], [-70, -12], [-34, -21], [-22, -33], [0, -36], [20, -34], [90, -30]);

const CAVITY_BOX: Box = { minX: -98, maxX: 98, minY: -114, maxY: 114, minZ: -72, maxZ: 104 };

/** The room inside the inner table. The distance is stored on a grid: nearly everything in the head asks for it. */
export function createCranialCavity(stepMm: number): Shape {
  const drawn = drawCavity();
  const distance = storeOnGrid(CAVITY_BOX, stepMm, (z) => {
    const section = drawn.at(z);
    return (x, y) => Math.min(40, section(x, y));
  });
  return { box: drawn.box, at: (z) => (x, y) => distance(x, y, z) };
}

function drawCavity(): Shape {
  const vault = ellipsoid([0, -1, 13], [67.5, 85, 67]);
  const front = ellipsoid([0, -40, 8], [53, 45, 46]);
  const back = ellipsoid([0, 40, 12], [60, 46, 52]);
  const aboveFloor = solid({ minX: -90, maxX: 90, minY: -100, maxY: 100, minZ: -45, maxZ: 90 }, (_x, y, z) => (floorHeight(y) - z) * 0.85);
  const cerebrum = intersect(smoothUnion(14, vault, front, back), aboveFloor);
  const temporal = (side: number) => ellipsoid([side * 40, -9, -24], [25, 34, 21], side * 0.12);
  const posterior = smoothUnion(26, ellipsoid([22, 42, -36], [30, 35, 27]), ellipsoid([-22, 42, -36], [30, 35, 27]), ellipsoid([0, 27, -38], [18, 24, 24]));
  const joined = smoothUnion(6, cerebrum, temporal(-1), temporal(1), posterior);
  // The distance is wanted well outside too, for scalp and face.
  return { box: growBox(joined.box, 30), at: (z) => joined.at(z) };
}

/** Thickness of the skull, mm: thick at forehead and occiput, thin at the temples. */
export function createSkullThickness(stepMm: number): Field {
  return storeOnGrid(CAVITY_BOX, stepMm, (z) => (x, y) => {
    const side = bell(Math.abs(x), 70, 20) * bell(y, -8, 34) * (1 - smoothStep(20, 50, z));
    const behind = 2.2 * smoothStep(58, 84, y) + 1.2 * bell(y, 78, 10) * bell(x, 0, 16) * bell(z, -6, 14);
    const ahead = 1.4 * smoothStep(-62, -82, y) + 2.2 * bell(x, 0, 7) * smoothStep(-70, -86, y) * (1 - smoothStep(10, 36, z));
    return 6.1 - 2.9 * side + behind + ahead;
  });
}

/** Where the temporal muscle covers the skull, 0 to 1. */
export function createTemple(stepMm: number): Field {
  return storeOnGrid(CAVITY_BOX, stepMm, (z) => (x, y) => bell(Math.abs(x), 70, 22) * bell(y, -14, 32) * (1 - smoothStep(12, 44, z)));
}

/** The skull cap between its outer surface and the cavity. `insetMm` shrinks it from outside. */
export function outerTable(cavity: Shape, thickness: Field, insetMm: number): Shape {
  return {
    box: { minX: -82, maxX: 82, minY: -100, maxY: 100, minZ: -70, maxZ: 92 },
    at: (z) => {
      const section = cavity.at(z);
      return (x, y) => (section(x, y) - thickness(x, y, z) + insetMm) * 0.92;
    },
  };
}
