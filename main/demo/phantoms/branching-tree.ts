import type { Point } from './shape.ts';

/** A straight piece of a vessel or airway. */
export interface TreeSegment {
  readonly from: Point;
  readonly to: Point;
  readonly fromRadius: number;
  readonly toRadius: number;
  /** How many end branches it feeds. */
  readonly leaves: number;
}

export interface TreeOptions {
  readonly root: Point;
  /** Direction in which the root enters. */
  readonly heading: Point;
  readonly rootRadius: number;
  readonly leafRadius: number;
  /** How far a branch goes towards the middle of what it feeds. */
  readonly reach?: number;
  /** Shorter pieces end the tree, mm. */
  readonly shortest?: number;
}

/**
 * Grows a tree that fills a cloud of points: the cloud is halved by the plane through its middle that holds the branch and the
 * thinnest direction of the cloud; a branch goes part of the way to each half. The volume-filling method of Tawhai et al.,
 * Ann Biomed Eng 2000; radii follow the number of leaves with exponent 1/2.8 (Murray's law as measured in lungs).
 */
export function growTree(points: readonly Point[], options: TreeOptions): TreeSegment[] {
  const { root, heading, rootRadius, leafRadius, reach = 0.42, shortest = 2.2 } = options;
  const segments: TreeSegment[] = [];
  const total = points.length;
  const exponent = Math.max(1 / 2.8, Math.log(rootRadius / leafRadius) / Math.log(Math.max(2, total)));
  const radiusOf = (leaves: number) => leafRadius * leaves ** exponent;

  const branch = (start: Point, startRadius: number, direction: Point, cloud: readonly Point[]): void => {
    if (cloud.length === 0) return;
    const middle = centroid(cloud);
    const wanted = [middle[0] - start[0], middle[1] - start[1], middle[2] - start[2]] as const;
    const distance = Math.hypot(...wanted);
    if (distance < 1e-6) return;
    const bent = unit([wanted[0] / distance + direction[0] * 0.35, wanted[1] / distance + direction[1] * 0.35, wanted[2] / distance + direction[2] * 0.35]);
    const isLeaf = cloud.length === 1;
    const length = isLeaf ? distance * 0.9 : distance * reach;
    if (length < shortest && isLeaf) return;
    const end: Point = [start[0] + bent[0] * length, start[1] + bent[1] * length, start[2] + bent[2] * length];
    const endRadius = Math.min(startRadius, radiusOf(cloud.length));
    segments.push({ from: start, to: end, fromRadius: Math.min(startRadius, endRadius * 1.12), toRadius: endRadius, leaves: cloud.length });
    if (isLeaf) return;
    const [left, right] = halve(cloud, middle, bent);
    branch(end, endRadius, bent, left);
    branch(end, endRadius, bent, right);
  };

  branch(root, rootRadius, unit(heading), points);
  return segments;
}

/** Halves a cloud across its longest extent at right angles to the branch. */
function halve(cloud: readonly Point[], middle: Point, direction: Point): [Point[], Point[]] {
  let xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
  for (const [x, y, z] of cloud) {
    const dx = x - middle[0];
    const dy = y - middle[1];
    const dz = z - middle[2];
    xx += dx * dx; yy += dy * dy; zz += dz * dz;
    xy += dx * dy; xz += dx * dz; yz += dy * dz;
  }
  // Power iteration for the longest axis; what lies along the branch counts less.
  let axis: Point = Math.abs(direction[0]) < 0.7 ? [1, 0.31, 0.17] : [0.2, 1, 0.37];
  for (let turn = 0; turn < 8; turn += 1) {
    const along = axis[0] * direction[0] + axis[1] * direction[1] + axis[2] * direction[2];
    const [x, y, z] = [axis[0] - 0.8 * along * direction[0], axis[1] - 0.8 * along * direction[1], axis[2] - 0.8 * along * direction[2]];
    axis = unit([xx * x + xy * y + xz * z, xy * x + yy * y + yz * z, xz * x + yz * y + zz * z]);
  }
  const left: Point[] = [];
  const right: Point[] = [];
  for (const point of cloud) {
    const side = (point[0] - middle[0]) * axis[0] + (point[1] - middle[1]) * axis[1] + (point[2] - middle[2]) * axis[2];
    (side < 0 ? left : right).push(point);
  }
  if (left.length === 0 || right.length === 0) return [cloud.slice(0, cloud.length >> 1), cloud.slice(cloud.length >> 1)];
  return [left, right];
}

function centroid(points: readonly Point[]): Point {
  let x = 0, y = 0, z = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
    z += point[2];
  }
  return [x / points.length, y / points.length, z / points.length];
}

function unit(direction: Point): Point {
  const length = Math.hypot(...direction);
  return length < 1e-9 ? [0, 0, 1] : [direction[0] / length, direction[1] / length, direction[2] / length];
}
