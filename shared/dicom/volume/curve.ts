import { combine, cross, dot, lengthOf, unitVector, type Millimetres, type Vector3 } from '../geometry/vector3.ts';
import { valueAt } from './reslice.ts';
import { nothingIn, type Volume } from './volume.ts';
import { patientToVoxel } from './volume-grid.ts';

/** A line through points of the patient, laid out straight: rows go along it, columns across it. */
export interface Curve {
  /** One for each row of the picture, as far apart along the line as `stepMm` says. */
  readonly places: readonly CurvePlace[];
  /** Between rows, and between columns. */
  readonly stepMm: Millimetres;
  /** Pixels across; the line is in the middle. */
  readonly columns: number;
}

export interface CurvePlace {
  readonly pointMm: Vector3;
  /** Unit vector across the line. */
  readonly across: Vector3;
}

/** Pieces of a line between two points are so short at most, mm, when its length is summed. */
const FINE_MM = 0.1;

/** A smooth line through points (Catmull-Rom, centripetal), in fine pieces. Two points: a straight one. Points that coincide count once. */
export function smoothLine(pointsMm: readonly Vector3[]): readonly Vector3[] {
  const points = pointsMm.filter((point, index) => index === 0 || lengthOf(combine(point, 1, pointsMm[index - 1] ?? point, -1)) > 1e-3);
  const [first] = points;
  if (first === undefined || points.length < 2) return points;
  const line: Vector3[] = [first];
  for (let index = 0; index < points.length - 1; index += 1) {
    const from = points[index] ?? first;
    const to = points[index + 1] ?? first;
    const before = points[index - 1] ?? combine(from, 2, to, -1);
    const after = points[index + 2] ?? combine(to, 2, from, -1);
    const pieces = Math.max(1, Math.ceil(lengthOf(combine(to, 1, from, -1)) / FINE_MM));
    for (let piece = 1; piece <= pieces; piece += 1) line.push(between([before, from, to, after], piece / pieces));
  }
  return line;
}

/** Barry and Goldman's scheme with knots at the square roots of the distances: no loops between points of uneven distance. */
function between([a, b, c, d]: readonly [Vector3, Vector3, Vector3, Vector3], share: number): Vector3 {
  const gap = (from: Vector3, to: Vector3) => Math.sqrt(lengthOf(combine(to, 1, from, -1)));
  const t1 = gap(a, b);
  const t2 = t1 + gap(b, c);
  const t3 = t2 + gap(c, d);
  const t = t1 + share * (t2 - t1);
  const mix = (from: Vector3, to: Vector3, low: number, high: number) => combine(from, (high - t) / (high - low), to, (t - low) / (high - low));
  const [ab, bc, cd] = [mix(a, b, 0, t1), mix(b, c, t1, t2), mix(c, d, t2, t3)];
  return mix(mix(ab, bc, 0, t2), mix(bc, cd, t1, t3), t1, t2);
}

/** Length of a line of straight pieces. */
export function lineLengthMm(line: readonly Vector3[]): Millimetres {
  return line.slice(1).reduce((sum, point, index) => sum + lengthOf(combine(point, 1, line[index] ?? point, -1)), 0);
}

/**
 * The picture along a line. Neighbouring rows are turned against each other as little as the line allows, so that nothing twists.
 * @param degrees by which the cut is turned about the line @param widthMm across
 * @returns undefined for a line without length
 */
export function curveAlong(line: readonly Vector3[], { stepMm, widthMm, degrees }: { readonly stepMm: Millimetres; readonly widthMm: Millimetres; readonly degrees: number }): Curve | undefined {
  const length = lineLengthMm(line);
  const [first, second] = line;
  if (first === undefined || second === undefined || !(length > 0)) return undefined;
  const rows = Math.max(2, Math.floor(length / stepMm + 1e-6) + 1);
  const points: Vector3[] = [];
  let walked = 0;
  let piece = 0;
  for (let row = 0; row < rows; row += 1) {
    const wanted = row * stepMm;
    for (;;) {
      const from = line[piece] ?? first;
      const to = line[piece + 1];
      if (to === undefined) {
        points.push(from);
        break;
      }
      const lengthMm = lengthOf(combine(to, 1, from, -1));
      if (walked + lengthMm >= wanted - 1e-9) {
        points.push(combine(from, 1 - (wanted - walked) / lengthMm, to, (wanted - walked) / lengthMm));
        break;
      }
      walked += lengthMm;
      piece += 1;
    }
  }
  const columns = Math.max(3, 2 * Math.floor(widthMm / 2 / stepMm) + 1);
  return { places: withoutTwist(points, degrees), stepMm, columns };
}

function withoutTwist(points: readonly Vector3[], degrees: number): readonly CurvePlace[] {
  const tangentAt = (index: number): Vector3 => {
    const from = points[Math.max(0, index - 1)] ?? [0, 0, 0];
    const to = points[Math.min(points.length - 1, index + 1)] ?? [0, 0, 0];
    return unitVector(combine(to, 1, from, -1)) ?? [0, 0, 1];
  };
  const start = tangentAt(0);
  let across = turnedAbout(start, acrossOf(start), degrees);
  return points.map((pointMm, index) => {
    const tangent = tangentAt(index);
    across = unitVector(combine(across, 1, tangent, -dot(across, tangent))) ?? acrossOf(tangent);
    return { pointMm, across };
  });
}

/** To the left of the patient where the line does not run that way itself; else to the back. */
function acrossOf(tangent: Vector3): Vector3 {
  const wanted: Vector3 = Math.abs(tangent[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  return unitVector(combine(wanted, 1, tangent, -dot(wanted, tangent))) ?? wanted;
}

function turnedAbout(axis: Vector3, vector: Vector3, degrees: number): Vector3 {
  const angle = (degrees * Math.PI) / 180;
  return combine(vector, Math.cos(angle), cross(axis, vector), Math.sin(angle));
}

/** Cuts the straightened picture out of a volume. @returns values row by row, of the kind of the volume */
export function straighten(volume: Volume, { places, columns, stepMm }: Curve): Int16Array | Float32Array {
  const toVoxel = patientToVoxel(volume.grid);
  const picture = volume.values instanceof Int16Array ? new Int16Array(columns * places.length) : new Float32Array(columns * places.length);
  const nothing = nothingIn(picture);
  let place = 0;
  for (const { pointMm, across } of places) {
    for (let column = 0; column < columns; column += 1, place += 1) {
      const value = valueAt(volume, toVoxel.of(combine(pointMm, 1, across, (column - (columns - 1) / 2) * stepMm)));
      picture[place] = value === undefined ? nothing : picture instanceof Int16Array ? Math.round(value) : value;
    }
  }
  return picture;
}
