import { HOUNSFIELD } from '../hounsfield.ts';
import type { Field } from '../noise-field.ts';
import { grow, intersect, solid, subtract, type Shape } from '../shape.ts';
import { aboveDiaphragm, CAVITY_TOP, createCavity, spineY } from './thorax.ts';

export type LobeName = 'right upper' | 'right middle' | 'right lower' | 'left upper' | 'left lower';

export interface Lungs {
  readonly right: Shape;
  readonly left: Shape;
  /** Thin surfaces between the lobes. */
  readonly fissures: readonly Shape[];
  readonly value: Field;
}

export function createLungs(mediastinum: Shape, haze: Field): Lungs {
  const space = subtract(intersect(grow(createCavity(), -1.2), aboveDiaphragm()), mediastinum);
  const side = (sign: 1 | -1): Shape => ({
    box: { ...space.box, minX: sign > 0 ? 3 : -135, maxX: sign > 0 ? 135 : -3 },
    at: (z) => {
      const section = space.at(z);
      return (x, y) => Math.max(section(x, y), 2 - sign * x);
    },
  });
  const right = side(-1);
  const left = side(1);
  const sheet = (halfMm: number, height: (x: number, y: number) => number, steep: number): Shape =>
    solid({ minX: -135, maxX: 135, minY: -100, maxY: 105, minZ: -150, maxZ: 90 }, (x, y, z) => Math.abs(z - height(x, y)) * steep - halfMm);
  const minor = intersect(sheet(0.45, minorFissure, 0.93), solid({ minX: -135, maxX: -3, minY: -100, maxY: 60, minZ: -60, maxZ: 40 }, (x, y, z) => (rightMajorFissure(x, y) - z) * 0.66));
  return {
    right,
    left,
    fissures: [intersect(sheet(0.4, rightMajorFissure, 0.66), right), intersect(sheet(0.4, leftMajorFissure, 0.66), left), intersect(minor, right)],
    // Denser towards the back, where the blood sinks and the lung is pressed.
    value: (x, y, z) => HOUNSFIELD.lung - 32 + 0.62 * Math.max(-60, Math.min(110, y)) - 0.0035 * (z - 20) * (y > 60 ? 12 : 0) + 16 * haze(x, y, z) + 20 * Math.max(0, y - spineY(z) + 8) * 0.12,
  };
}

/** Height of the major fissures: from high at the back to low in front, a little hollow. */
export function rightMajorFissure(x: number, y: number): number {
  return -22 - (-y) * 1.06 * (y < 0 ? 1 : 0.98) + 0.0024 * (x + 65) * (x + 65) + 4 * Math.sin(x * 0.04) - 8 + 8 * Math.sin(y * 0.03);
}

export function leftMajorFissure(x: number, y: number): number {
  return -18 + y * 1.04 + 0.0022 * (x - 65) * (x - 65) + 5 * Math.sin(x * 0.035 + 1) - 6 + 6 * Math.sin(y * 0.032 + 0.4);
}

/** Height of the minor fissure: a shallow dome, right side only. */
export function minorFissure(x: number, y: number): number {
  return -18 - 0.0022 * ((x + 78) ** 2 + (y + 20) ** 2) + 5 * Math.sin(y * 0.04 + x * 0.02);
}

export function lobeOf(x: number, y: number, z: number): LobeName {
  if (x > 0) return z > leftMajorFissure(x, y) ? 'left upper' : 'left lower';
  if (z < rightMajorFissure(x, y)) return 'right lower';
  return z > minorFissure(x, y) ? 'right upper' : 'right middle';
}

/** Random places inside a lung, at least `marginMm` from its surface and from fissures. */
export function placesInLung(lung: Shape, marginMm: number, stepMm: number, jitter: () => number): Map<LobeName, (readonly [number, number, number])[]> {
  const places = new Map<LobeName, (readonly [number, number, number])[]>();
  const { box } = lung;
  for (let z = -165; z < Math.min(box.maxZ, CAVITY_TOP); z += stepMm) {
    const level = z + jitter() * stepMm;
    if (level >= box.maxZ) continue;
    const section = lung.at(level);
    for (let y = box.minY; y < box.maxY; y += stepMm) {
      for (let x = box.minX; x < box.maxX; x += stepMm) {
        const px = x + jitter() * stepMm;
        const py = y + jitter() * stepMm;
        if (section(px, py) > -marginMm) continue;
        const lobe = lobeOf(px, py, level);
        const list = places.get(lobe) ?? [];
        list.push([px, py, level]);
        places.set(lobe, list);
      }
    }
  }
  return places;
}
