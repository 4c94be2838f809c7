import { curve } from '../curve.ts';
import { HOUNSFIELD } from '../hounsfield.ts';
import { loft, ribbon, type Outline } from '../loft.ts';
import type { Field } from '../noise-field.ts';
import type { Layer } from '../painter.ts';
import { ellipsoid, mirror, smoothUnion, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import { createVertebra, local, bodyDistance, type Vertebra, type VertebraSize } from '../vertebra.ts';
import { cavityLevel, cavityPoint, spineY } from './thorax.ts';

/** Centres of the vertebral bodies from C7 down to L4, mm above the carina. */
const VERTEBRAL_LEVELS = [114, 94, 72.5, 51, 29, 7, -15.5, -38.5, -62, -86, -111, -137, -164.5, -194, -225, -257, -290] as const;
const THORACIC_FIRST = 1;

export interface ChestSkeleton {
  readonly vertebrae: readonly Vertebra[];
  readonly ribs: readonly (readonly TubePoint[])[];
  readonly cartilages: readonly (readonly TubePoint[])[];
  readonly clavicles: readonly (readonly TubePoint[])[];
  readonly sternum: Shape;
  readonly scapulae: readonly Shape[];
  readonly humeri: readonly Shape[];
  readonly discs: readonly Shape[];
}

export function createChestSkeleton(): ChestSkeleton {
  const vertebrae = VERTEBRAL_LEVELS.map((z, index) => vertebraAt(z, index));
  const right = Array.from({ length: 12 }, (_, index) => ribAxis(index + 1));
  const left = right.map(mirrorAxis);
  const rightCartilage = Array.from({ length: 10 }, (_, index) => cartilageAxis(index + 1, right[index] ?? []));
  const scapula = createScapula();
  return {
    vertebrae,
    ribs: [...right, ...left],
    cartilages: [...rightCartilage, ...rightCartilage.map(mirrorAxis)],
    clavicles: [CLAVICLE, mirrorAxis(CLAVICLE)],
    sternum: createSternum(),
    scapulae: [scapula, mirror(scapula)],
    humeri: [createHumerus(), mirror(createHumerus())],
    discs: createDiscs(vertebrae),
  };
}

/** Paints bones with a compact rim around a marrow that has the texture of trabeculae. */
export function skeletonLayers(skeleton: ChestSkeleton, marrow: Field): Layer[] {
  const trabecular: Field = (x, y, z) => HOUNSFIELD.trabecularBone + 55 * marrow(x, y, z);
  const spongy: Field = (x, y, z) => HOUNSFIELD.trabecularBone + 40 + 70 * marrow(x, y, z);
  const canal = skeleton.vertebrae.map(({ pose: { center: [x, y, z] }, size }): TubePoint => [x, y + size.halfDepth + 7.4, z, size.canalDepth / 2 - 0.6]);
  const layers: Layer[] = [
    { shape: tube(canal.map(([x, y, z, radius]): TubePoint => [x, y, z, radius + 2])), value: HOUNSFIELD.mediastinalFat + 20 },
    { shape: tube(canal), value: 17 },
    { shape: tube(canal.slice(0, 14).map(([x, y, z]): TubePoint => [x, y, z, 4.4])), value: HOUNSFIELD.cord },
  ];
  for (const disc of skeleton.discs) layers.push({ shape: disc, value: HOUNSFIELD.disc });
  for (const { body, arch } of skeleton.vertebrae) {
    layers.push({ shape: arch, value: spongy, rim: { thicknessMm: 1.5, value: HOUNSFIELD.thinCorticalBone } });
    layers.push({ shape: body, value: trabecular, rim: { thicknessMm: 1.1, value: HOUNSFIELD.thinCorticalBone * 0.72 } });
  }
  for (const axis of skeleton.cartilages) {
    layers.push({ shape: tube(axis, 2), value: (x, y, z) => HOUNSFIELD.cartilage + 45 * marrow(x, y, z), rim: { thicknessMm: 1, value: HOUNSFIELD.cartilage + 25 } });
  }
  for (const axis of skeleton.ribs) {
    layers.push({ shape: tube(axis, 2), value: spongy, rim: { thicknessMm: 1.15, value: HOUNSFIELD.corticalBone } });
  }
  for (const axis of skeleton.clavicles) {
    layers.push({ shape: tube(axis), value: spongy, rim: { thicknessMm: 1.9, value: HOUNSFIELD.corticalBone } });
  }
  layers.push({ shape: skeleton.sternum, value: (x, y, z) => 110 + 50 * marrow(x, y, z), rim: { thicknessMm: 1.2, value: HOUNSFIELD.thinCorticalBone * 0.8 } });
  for (const bone of [...skeleton.scapulae, ...skeleton.humeri]) {
    layers.push({ shape: bone, value: spongy, rim: { thicknessMm: 1.5, value: HOUNSFIELD.corticalBone } });
  }
  return layers;
}

function vertebraAt(z: number, index: number): Vertebra {
  const tilt = Math.atan(-(spineY(z + 8) - spineY(z - 8)) / 16);
  return createVertebra({ center: [0, spineY(z), z], tilt }, vertebraSize(index));
}

const bodyHalfWidth = curve([0, 13.5], [1, 14.5], [4, 13.6], [8, 15.2], [12, 19.5], [14, 22], [16, 24]);
const bodyHalfDepth = curve([0, 8.4], [2, 9.4], [6, 12.6], [10, 14.6], [13, 15.6], [16, 16.6]);
const bodyHalfHeight = curve([0, 7.2], [1, 8], [6, 9.3], [10, 10.6], [13, 12.3], [16, 13.2]);

function vertebraSize(index: number): VertebraSize {
  const lumbar = index > 12;
  return {
    halfWidth: bodyHalfWidth(index),
    halfDepth: bodyHalfDepth(index),
    halfHeight: bodyHalfHeight(index),
    canalHalfWidth: lumbar ? 11.5 : 8.8,
    canalDepth: lumbar ? 16 : 15,
    transverseReach: lumbar ? 38 : 31 - index * 0.7,
    spinousLength: lumbar ? 27 : 31,
    spinousSlope: lumbar || index < 2 ? 0.25 : index < 11 ? 0.95 : 0.5,
    spinousHalfHeight: lumbar ? 10 : 6,
    wedge: lumbar ? 0.4 : -0.5,
  };
}

function createDiscs(vertebrae: readonly Vertebra[]): Shape[] {
  return vertebrae.slice(1).map((lower, index) => {
    const upper = vertebrae[index] as Vertebra;
    const center = [0, (upper.pose.center[1] + lower.pose.center[1]) / 2, (upper.pose.center[2] + lower.pose.center[2]) / 2] as const;
    const halfHeight = Math.abs(upper.pose.center[2] - lower.pose.center[2]) / 2;
    const size = { ...lower.size, halfHeight, halfDepth: lower.size.halfDepth + 0.5, wedge: 0 };
    const reach = Math.hypot(size.halfDepth, halfHeight) + 2;
    const pose = { center, tilt: (upper.pose.tilt + lower.pose.tilt) / 2 };
    return local(
      pose,
      { minX: -size.halfWidth - 2, maxX: size.halfWidth + 2, minY: center[1] - reach, maxY: center[1] + reach, minZ: center[2] - halfHeight, maxZ: center[2] + halfHeight },
      (u, v, w) => bodyDistance(size, u, v, w * 0.25),
    );
  });
}

/** How far the rib's bony front end lies below its head, mm, for ribs 1 to 12. */
const RIB_FALL = [32, 52, 68, 82, 92, 100, 106, 106, 98, 84, 56, 34] as const;
/** Angle from the back at which the bony rib ends, radians. */
const RIB_END = [2.62, 2.66, 2.62, 2.58, 2.52, 2.45, 2.36, 2.22, 2.06, 1.86, 1.3, 0.86] as const;

function ribAxis(rib: number): TubePoint[] {
  const level = VERTEBRAL_LEVELS[rib - 1 + THORACIC_FIRST] as number;
  const end = RIB_END[rib - 1] as number;
  const fall = RIB_FALL[rib - 1] as number;
  const headZ = level + (rib > 10 ? 1 : 8);
  const headY = spineY(level) + 6;
  const thick = rib === 1 ? 3 : rib > 10 ? 2.8 : 3.4;
  const points: TubePoint[] = [
    [-13.5 - rib * 0.35, headY, headZ, thick * 0.95],
    [-27, headY + 16, headZ - 1, thick * 0.85],
  ];
  const steps = 11;
  for (let step = 0; step <= steps; step += 1) {
    const share = step / steps;
    const angle = 0.5 + (end - 0.5) * share;
    const z = headZ - 3 - fall * (0.08 * share + 0.92 * share ** 1.25);
    const [x, y] = cavityPoint(cavityLevel(Math.min(z, 92)), -angle, 5.6);
    points.push([x, y, z, thick * (step === steps ? 1.15 : 1)]);
  }
  return points;
}

/** Where cartilages 1 to 7 meet the sternum: x (right side) and z; 8 to 10 join the one above. */
const STERNAL_ENDS = [[-26, 58], [-19, 30], [-17, 12], [-16, -8], [-16, -26], [-15, -42], [-12, -56]] as const;

function cartilageAxis(rib: number, bone: readonly TubePoint[]): TubePoint[] {
  const from = bone.at(-1) ?? [0, 0, 0, 3];
  const target = STERNAL_ENDS[Math.min(rib, 7) - 1] ?? [0, 0];
  const share = rib > 7 ? 0.62 - (rib - 8) * 0.06 : 1;
  const toX = from[0] + (target[0] - from[0]) * share;
  const toZ = from[2] + (target[1] - from[2]) * (rib > 7 ? 0.45 : 1);
  const toY = sternumY(toZ) + (rib > 7 ? 8 : 3);
  const sag = rib > 4 ? -8 : 0;
  const middle: TubePoint = [(from[0] + toX) / 2 - 4, (from[1] + toY) / 2 - 2, (from[2] + toZ) / 2 + sag, 3.6];
  return [[from[0], from[1], from[2], 3.5], middle, [toX, toY, toZ, 3.4]];
}

function mirrorAxis(axis: readonly TubePoint[]): TubePoint[] {
  return axis.map(([x, y, z, radius]) => [-x, y, z, radius]);
}

/** Front to back position of the sternum's centre. */
const sternumY = curve([-110, -97], [-70, -99], [-40, -96], [0, -88], [30, -77], [60, -62], [80, -51]);

function createSternum(): Shape {
  const level = (z: number, half: number, thickness: number): Outline => {
    const y = sternumY(z);
    return {
      z,
      points: [[0, y - thickness], [half * 0.7, y - thickness * 0.9], [half, y - 0.5], [half * 0.72, y + thickness * 0.9], [0, y + thickness * 0.8], [-half * 0.72, y + thickness * 0.9], [-half, y - 0.5], [-half * 0.7, y - thickness * 0.9]],
    };
  };
  const manubrium = loft([level(74, 21, 5.5), level(66, 27, 7), level(54, 24, 6.5), level(40, 16, 5.6), level(32, 14, 5)]);
  const body = loft([level(29.5, 13, 4.6), level(20, 12.5, 5), level(-10, 14, 5.2), level(-40, 16.5, 5.4), level(-60, 15, 5), level(-68, 10, 4)]);
  const xiphoid = loft([level(-70, 7, 3), level(-86, 5, 2.4), level(-98, 3, 1.8)]);
  return {
    box: { minX: -30, maxX: 30, minY: -108, maxY: -40, minZ: -98, maxZ: 74 },
    at: (z) => (z > 30.8 ? manubrium.at(z) : z < -69 ? xiphoid.at(z) : body.at(Math.min(z, 29.5))),
  };
}

const CLAVICLE: readonly TubePoint[] = [
  [-17, -50, 76, 8.5], [-30, -46, 80, 7], [-55, -36, 86, 5.6], [-82, -16, 94, 5.4], [-108, 8, 101, 5.6], [-132, 22, 106, 6],
];

/** The right shoulder blade of a patient with raised arms: turned outwards. */
function createScapula(): Shape {
  const blade = ribbon([
    { z: -46, points: [[-104, 82, 1.5], [-107, 77, 1.8], [-110, 72, 2], [-112, 66, 1.6]] },
    { z: -25, points: [[-94, 92, 1.8], [-106, 83, 1.4], [-118, 70, 1.6], [-124, 58, 2.6]] },
    { z: 10, points: [[-82, 97, 1.9], [-102, 87, 1.2], [-120, 72, 1.5], [-132, 56, 3.4]] },
    { z: 45, points: [[-74, 94, 2], [-95, 84, 1.2], [-115, 70, 1.6], [-133, 52, 4.4]] },
    { z: 70, points: [[-68, 85, 2], [-90, 76, 1.2], [-112, 64, 2.2], [-132, 48, 6.5]] },
    { z: 92, points: [[-72, 70, 1.8], [-94, 66, 1.4], [-114, 58, 3], [-130, 46, 7]] },
    { z: 104, points: [[-84, 58, 1.4], [-98, 56, 1.6], [-112, 50, 2.4], [-124, 42, 3]] },
  ]);
  const spine = tube([[-76, 96, 58, 2.4], [-96, 98, 74, 3], [-116, 92, 88, 3.4], [-136, 76, 100, 4.6], [-152, 54, 110, 5]], 1.7);
  const coracoid = tube([[-122, 42, 100, 5], [-116, 24, 104, 4.8], [-124, 10, 100, 4.2]]);
  const glenoid = ellipsoid([-134, 46, 82], [6.5, 13, 17], 0.35);
  return smoothUnion(4, blade, spine, coracoid, glenoid);
}

function createHumerus(): Shape {
  const head = ellipsoid([-159, 42, 92], [22, 21.5, 21]);
  const shaft = tube([[-163, 42, 96, 17], [-172, 40, 118, 12.5], [-184, 36, 150, 11.5]]);
  return smoothUnion(8, head, shaft);
}
