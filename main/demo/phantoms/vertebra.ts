import { smoothMinimum, solid, type Point, type Shape } from './shape.ts';

/** Where a vertebra stands: centre of its body, and how far its top is tipped. */
export interface VertebraPose {
  readonly center: Point;
  /** Tilt about the left-right axis, radians: positive tips the upper endplate forward. */
  readonly tilt: number;
}

/** Measures in mm. "Half" is measured from the centre of the body. */
export interface VertebraSize {
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly halfHeight: number;
  readonly canalHalfWidth: number;
  readonly canalDepth: number;
  /** From the centre of the body. */
  readonly transverseReach: number;
  /** Behind the canal. */
  readonly spinousLength: number;
  /** Height over the length of the spinous process: thoracic ones slope far down. */
  readonly spinousSlope: number;
  readonly spinousHalfHeight: number;
  /** Posterior body wall minus anterior: positive makes a wedge that is taller in front. */
  readonly wedge: number;
}

export interface Vertebra {
  readonly body: Shape;
  /** Pedicles, laminae and processes in one. */
  readonly arch: Shape;
  /** The arch without its articular processes: what is left where a joint space parts them. */
  readonly pose: VertebraPose;
  readonly size: VertebraSize;
}

/** A vertebra after its measures, in its own frame: u to the left, v to the back, w to the head. */
export function createVertebra(pose: VertebraPose, size: VertebraSize): Vertebra {
  const { halfWidth, halfDepth, halfHeight } = size;
  const reach = halfDepth + size.canalDepth + size.spinousLength + 6;
  const [cx, cy, cz] = pose.center;
  const bodyReach = Math.hypot(halfDepth, halfHeight) + 4;
  const body = local(
    pose,
    { minX: cx - halfWidth - 3, maxX: cx + halfWidth + 3, minY: cy - bodyReach, maxY: cy + bodyReach, minZ: cz - bodyReach, maxZ: cz + bodyReach },
    (u, v, w) => bodyDistance(size, u, v, w),
  );
  const height = halfHeight * 1.6 + Math.abs(size.spinousSlope) * size.spinousLength + size.spinousHalfHeight + 6 + reach * Math.abs(Math.sin(pose.tilt));
  const arch = local(
    pose,
    { minX: cx - size.transverseReach - 6, maxX: cx + size.transverseReach + 6, minY: cy - 4, maxY: cy + reach + 4, minZ: cz - height, maxZ: cz + height },
    (u, v, w) => archDistance(size, u, v, w),
  );
  return { body, arch, pose, size };
}

/** Turns a distance in a vertebra's frame into a shape in patient space. */
export function local(pose: VertebraPose, box: Shape['box'], distance: (u: number, v: number, w: number) => number): Shape {
  const [cx, cy, cz] = pose.center;
  const cosine = Math.cos(pose.tilt);
  const sine = Math.sin(pose.tilt);
  return solid(box, (x, y, z) => {
    const dy = y - cy;
    const dz = z - cz;
    return distance(x - cx, dy * cosine + dz * sine, dz * cosine - dy * sine);
  });
}

/** Body: waisted, flat behind, endplates hollow. */
export function bodyDistance(size: VertebraSize, u: number, v: number, w: number): number {
  const { halfWidth, halfDepth, halfHeight, wedge } = size;
  const level = Math.min(1, Math.abs(w) / halfHeight);
  const waist = 0.885 + 0.115 * level * level * level;
  const a = u / (halfWidth * waist);
  // The back wall is nearly straight: squeeze what lies behind the centre.
  const depth = halfDepth * (v > 0 ? 0.5 + 0.5 * waist : waist);
  const b = v / depth;
  const squareA = a * a;
  const squareB = b * b;
  const g = v > 0 ? Math.sqrt(Math.sqrt(squareA * squareA * 0.92 + squareB * squareB + 0.35 * squareA * squareB)) : Math.sqrt(squareA + squareB);
  const radial = g < 1e-6 ? -halfDepth : Math.hypot(u, v) * (1 - 1 / g);
  const hollow = 1.5 * Math.max(0, 1 - (squareA + squareB) / 0.72);
  const top = Math.abs(w) - (halfHeight - hollow - (wedge * v) / (2 * halfDepth));
  return smoothMaximum(radial * 0.9, top * 0.95, 2.6);
}

function archDistance(size: VertebraSize, u: number, v: number, w: number): number {
  const { halfHeight: h, halfDepth, canalHalfWidth, canalDepth, transverseReach, spinousLength, spinousSlope, spinousHalfHeight } = size;
  const au = Math.abs(u);
  const back = halfDepth + canalDepth;
  const side = canalHalfWidth + 3.6;
  // Pedicle: from the upper half of the body backwards.
  let distance = stretched(au, v, w, side + 0.4, halfDepth - 4, h * 0.32, side + 1, halfDepth + 7, h * 0.25, 3.9, 1.55);
  // Lamina: from the pedicle to the midline, shingled downwards.
  distance = smoothMinimum(distance, stretched(au, v, w, side + 1, halfDepth + 8, h * 0.1, 0.5, back + 3.2, -h * 0.38, 2.5, h / 4.4), 3);
  // Articular processes.
  distance = smoothMinimum(distance, stretched(au, v, w, side + 2, halfDepth + 9.5, h * 0.3, side + 3, halfDepth + 8.8, h * 1.3, 5, 1), 3);
  distance = smoothMinimum(distance, stretched(au, v, w, side - 1.2, back - 1.5, -h * 0.4, side + 0.6, halfDepth + 17.2, -h * 1.3, 4.8, 1), 3);
  // Transverse process.
  distance = smoothMinimum(distance, stretched(au, v, w, side + 3, halfDepth + 9, h * 0.22, transverseReach, halfDepth + 12 + transverseReach * 0.12, h * 0.3, 3.1, 1.35), 3);
  // Spinous process: a blade.
  const tip = back + 3 + spinousLength;
  distance = smoothMinimum(distance, stretched(au, v, w, 0, back + 3, -h * 0.35, 0, tip - 3, -h * 0.35 - spinousSlope * spinousLength, 3.2, spinousHalfHeight / 3.2), 3);
  return distance;
}

/** A capsule drawn out upwards and downwards to `stretch` times its height: a round-edged blade. */
function stretched(
  u: number, v: number, w: number,
  u0: number, v0: number, w0: number,
  u1: number, v1: number, w1: number,
  radius: number, stretch: number,
): number {
  const eu = u1 - u0;
  const ev = v1 - v0;
  const ew = w1 - w0;
  const rise = stretch > 1 ? 0 : ew;
  let along = ((u - u0) * eu + (v - v0) * ev + (w - w0) * rise) / (eu * eu + ev * ev + ew * rise + 1e-9);
  along = along < 0 ? 0 : along > 1 ? 1 : along;
  const du = u - u0 - eu * along;
  const dv = v - v0 - ev * along;
  const dw = Math.max(0, Math.abs(w - w0 - ew * along) - (stretch - 1) * radius);
  return (Math.sqrt(du * du + dv * dv + dw * dw) - radius) * (stretch > 1 ? 0.9 : 1);
}

export function smoothMaximum(left: number, right: number, blend: number): number {
  return -smoothMinimum(-left, -right, blend);
}
