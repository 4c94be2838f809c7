import { curve, smoothStep } from '../curve.ts';
import { loft, ribbon, type OutlinePoint } from '../loft.ts';
import { createNoiseField, type Field } from '../noise-field.ts';
import { displace, ellipsoid, grow, mirror, solid, union, type Shape } from '../shape.ts';
import { tube, type TubePoint } from '../tube.ts';
import { marrow, mixture, tissue, uneven, type MrLayer, type MrValue } from './mr-layer.ts';

/** Front to back position of the skin of the back, of the fascia over the muscles, and of the belly. */
const skinY = curve([-190, 112], [-120, 108], [-60, 98], [0, 90], [60, 90], [150, 100]);
const fasciaY = curve([-190, 96], [-140, 84], [-100, 73], [-60, 68], [0, 72], [60, 78], [150, 88]);
const frontY = curve([-190, -110], [-80, -128], [0, -122], [150, -112]);

/** Skin, fat, muscles of the back, psoas, vessels, bones of the pelvis and what shows of the belly. */
export function softTissueLayers(seed: string): MrLayer[] {
  const marbling = createNoiseField(`${seed}/marbling`, 4.2);
  const streaks = createNoiseField(`${seed}/streaks`, 8);
  const body = solid({ minX: -172, maxX: 172, minY: -140, maxY: 125, minZ: -220, maxZ: 200 }, (x, y, z) => {
    const front = frontY(z);
    const back = skinY(z) - 0.0012 * x * x - 3 * Math.exp((-x * x) / 200);
    const middle = (front + back) / 2;
    const half = (back - front) / 2;
    const ring = (Math.abs(x / 168) ** 2.6 + Math.abs((y - middle) / half) ** 2.6) ** (1 / 2.6);
    return (ring - 1) * half * 0.8;
  });
  const fat = uneven('fat', (x, y, z) => 0.95 + 0.05 * streaks(x, y, z) - 0.5 * Math.max(0, streaks(x * 0.7, y * 2.4, z * 0.8) - 0.62));
  // Fat between the fibres, more of it deep and low, as at sixty.
  const backMuscle = mixture('muscle', 'fat', (x, y, z) => {
    const aging = 0.2 + 0.42 * smoothStep(30, -90, z) + 0.3 * smoothStep(24, 6, Math.abs(x)) + 0.2 * smoothStep(22, -8, fasciaY(z) - 22 - y);
    return Math.max(0.02, Math.min(0.8, 0.9 * (marbling(x, y, z * 0.28) + 0.55 * marbling(x * 2.1, y * 2.1, z * 0.5 + 40) - 0.72 + aging)));
  });
  const plain = mixture('muscle', 'fat', (x, y, z) => Math.max(0.03, 0.7 * (marbling(x, y, z * 0.3) - 0.55)));
  const layers: MrLayer[] = [{ shape: body, value: fat, rim: { thicknessMm: 1.8, value: tissue('skin') } }];
  const back = backMuscles();
  for (const shape of [back, mirror(back)]) layers.push({ shape: grow(shape, 0.9), value: backMuscle, rim: { thicknessMm: 0.9, value: tissue('ligament') } });
  for (const septum of septa()) layers.push({ shape: union(septum, mirror(septum)), value: tissue('fat'), opacity: 0.7 });
  layers.push(...belly(createNoiseField(`${seed}/loops`, 9)));
  const sideMuscles = [psoas(), quadratus(), abdominalWall()];
  for (const shape of sideMuscles) layers.push({ shape: union(shape, mirror(shape)), value: plain });
  for (const side of [-1, 1]) {
    const height = side > 0 ? 66 : 54;
    const kidney = displace(ellipsoid([side * 62, 16, height], [25, 27, 50], side * 0.4), (x, y, z) => streaks(x, y, z), 2, 0.2);
    layers.push({ shape: kidney, value: tissue('kidney') }, { shape: ellipsoid([side * 52, 8, height], [12, 10, 26], side * 0.4), value: tissue('fat') });
  }
  layers.push(...vessels(), ...pelvis(plain));
  return layers;
}

/** The compartment of the muscles that raise the back, right side. */
function backMuscles(): Shape {
  const level = (z: number, spine: number, width: number, front: number) => {
    const fascia = fasciaY(z);
    const points: readonly OutlinePoint[] = [[-2, spine], [-2.6, (spine + fascia) / 2], [-3.4, fascia - 5], [-16, fascia], [-38, fascia - 2], [-width, fascia - 10], [-width - 3, (fascia + front) / 2 + 4], [-width * 0.7, front + 3], [-28, front], [-14, spine - 3]];
    return { z, points };
  };
  return loft([
    level(160, 52, 58, 40), level(100, 46, 64, 33), level(50, 40, 72, 26), level(0, 36, 76, 20),
    level(-40, 36, 72, 21), level(-75, 43, 56, 32), level(-105, 56, 40, 50), level(-140, 76, 22, 72),
  ]);
}

/** Fat that parts the muscles of the back. */
function septa(): Shape[] {
  const sheet = (from: number, to: number, bow: number, half: number): Shape => ribbon([120, 60, 0, -50, -95].map((z, index) => {
    const fascia = fasciaY(z);
    const sway = 2 * Math.sin(index * 2.1 + from);
    return { z, points: [[-from, fascia - 1, half], [-(from + to) / 2 - bow + sway, (fascia + 36) / 2 + 4, half * 0.6], [-to, 34, half * 1.1]] as (readonly [number, number, number])[] };
  }));
  return [sheet(13, 25, 3, 0.9), sheet(42, 46, 4, 0.7)];
}

/** Psoas, right side: beside the bodies, growing downwards. */
function psoas(): Shape {
  return loft([
    { z: 104, points: [[-22, 12], [-22.5, 11.5], [-23, 12], [-23, 12.5], [-22.5, 13], [-22, 12.5]] },
    { z: 84, points: [[-20, 2], [-24, -2], [-28, 4], [-28, 10], [-24, 14], [-20, 10]] },
    { z: 40, points: [[-23, -4], [-32, -8], [-42, 0], [-42, 12], [-33, 20], [-24, 14]] },
    { z: 0, points: [[-22, -9], [-34, -16], [-50, -5], [-52, 11], [-40, 22], [-24, 16]] },
    { z: -40, points: [[-24, -13], [-38, -23], [-58, -11], [-60, 9], [-46, 21], [-25, 15]] },
    { z: -85, points: [[-30, -16], [-46, -29], [-68, -16], [-68, 5], [-52, 15], [-32, 12]] },
    { z: -190, points: [[-50, -38], [-66, -46], [-84, -32], [-82, -14], [-68, -6], [-52, -16]] },
  ]);
}

function quadratus(): Shape {
  return loft([
    { z: 90, points: [[-40, 32], [-54, 28], [-62, 34], [-60, 42], [-50, 44], [-40, 40]] },
    { z: 20, points: [[-44, 26], [-66, 24], [-82, 32], [-82, 41], [-66, 41], [-48, 34]] },
    { z: -40, points: [[-50, 26], [-72, 24], [-90, 30], [-90, 38], [-72, 38], [-54, 33]] },
    { z: -62, points: [[-64, 27], [-74, 25], [-84, 28], [-84, 33], [-74, 34], [-66, 32]] },
  ]);
}

/** The three flat muscles at the flank, right side. */
function abdominalWall(): Shape {
  return ribbon([160, 60, 0, -40].map((z) => ({
    z,
    points: [[-78, 46, 3], [-104, 44, 7], [-128, 22, 9], [-140, -20, 9], [-132, -64, 8]] as (readonly [number, number, number])[],
  })));
}

/** Loops and fat in front; a saturation band hides most of it in the sagittal images. */
function belly(texture: Field): MrLayer[] {
  const layers: MrLayer[] = [];
  const wall = solid({ minX: -170, maxX: 170, minY: -140, maxY: -60, minZ: -220, maxZ: 200 }, (_x, y, z) => Math.abs(y - frontY(z) - 26) - 5);
  layers.push({ shape: wall, value: tissue('muscle') });
  const places = [[-30, -60, 90, 18], [20, -64, 70, 16], [-12, -56, 40, 14], [34, -60, 20, 16], [-40, -58, -4, 15], [6, -66, -20, 16], [-22, -62, -50, 15], [30, -56, -60, 15], [0, -58, -90, 14], [-30, -50, -110, 15], [22, -40, -130, 15], [4, -84, 30, 18], [-8, -88, -60, 18], [12, -86, 96, 18], [-60, -50, 10, 20], [66, -48, -20, 20], [-64, -46, -70, 20], [62, -44, 60, 18]] as const;
  const content: MrValue = uneven('bowel', (x, y, z) => 0.5 + 0.5 * Math.max(-0.6, texture(x, y, z)));
  for (const [x, y, z, radius] of places) {
    const axis: readonly TubePoint[] = [[x - 8, y, z + 12, radius * 0.8], [x + 4, y - 4, z, radius], [x + 2, y + 3, z - 14, radius * 0.85]];
    layers.push({ shape: displace(tube(axis), (px, py, pz) => texture(px, py, pz), 2.6, 0.4), value: content, rim: { thicknessMm: 2.6, value: tissue('muscle') } });
  }
  for (const side of [-1, 1]) {
    const colon = displace(tube([[side * 92, -2, 150, 17], [side * 90, -4, 60, 19], [side * 92, -8, 0, 20], [side * 94, -16, -50, 20], [side * 90, -30, -110, 18]]), (_x, _y, z) => Math.sin(z * 0.24), 3, 0.5);
    layers.push({ shape: colon, value: uneven('bowel', (x, y, z) => 0.35 + 0.6 * Math.max(-0.5, texture(x * 1.4, y * 1.4, z * 1.4))), rim: { thicknessMm: 2, value: tissue('muscle') } });
  }
  return layers;
}

function vessels(): MrLayer[] {
  const aorta: TubePoint[] = [[7, 8, 170, 9.5], [8, -6, 110, 9], [10, -20, 60, 8.6], [11, -29, 20, 8.2], [9, -31, -20, 8], [6, -28, -42, 8]];
  const cava: TubePoint[] = [[-20, -6, 170, 10], [-19, -14, 110, 10], [-18, -24, 60, 10], [-17, -30, 20, 10], [-15, -30, -30, 9.5], [-9, -26, -52, 9]];
  const branches: readonly (readonly TubePoint[])[] = [
    [[6, -28, -42, 6], [22, -24, -70, 5.6], [38, -18, -110, 5], [54, -22, -170, 4.6]],
    [[6, -28, -42, 6], [-12, -27, -66, 5.6], [-34, -18, -110, 5], [-52, -22, -170, 4.6]],
    [[-9, -26, -52, 7], [12, -22, -72, 6.4], [34, -10, -112, 6], [48, -14, -170, 5.6]],
    [[-9, -26, -52, 7], [-22, -20, -76, 6.4], [-36, -10, -112, 6], [-48, -14, -170, 5.6]],
  ];
  return [cava, aorta, ...branches].map((axis) => ({ shape: tube(axis, 1, 8), value: tissue('flow'), rim: { thicknessMm: 1.1, value: tissue('muscle', 0.7) } }));
}

/** Wings of the iliac bone beside the sacrum, the sacrum's own wings, buttocks. */
function pelvis(muscle: MrValue): MrLayer[] {
  const wing = ribbon([
    { z: -180, points: [[-58, 66, 6], [-66, 46, 5], [-80, 20, 4]] },
    { z: -140, points: [[-46, 74, 7], [-56, 52, 6], [-78, 18, 4]] },
    { z: -100, points: [[-46, 70, 8], [-58, 48, 6], [-84, 14, 4]] },
    { z: -65, points: [[-60, 58, 6], [-74, 40, 5], [-98, 12, 4.6]] },
    { z: -44, points: [[-82, 36, 4], [-92, 24, 5], [-106, 8, 5]] },
  ]);
  const ala = displace(union(tube([[-20, 14, -92, 13], [-34, 26, -100, 13], [-42, 38, -112, 11]]), tube([[-20, 34, -116, 12], [-34, 46, -126, 11]]), tube([[-14, 58, -144, 8], [-24, 62, -150, 7]])), (x, y, z) => Math.sin(x * 0.3 + y * 0.2) * Math.sin(z * 0.25), 1.5, 0.4);
  const gluteus = loft([
    { z: -70, points: [[-54, 80], [-64, 66], [-80, 50], [-96, 40], [-90, 62], [-70, 82]] },
    { z: -120, points: [[-34, 96], [-52, 84], [-76, 50], [-110, 30], [-112, 66], [-70, 98]] },
    { z: -190, points: [[-20, 104], [-50, 84], [-84, 50], [-124, 40], [-120, 84], [-64, 112]] },
  ]);
  const iliacus = loft([
    { z: -55, points: [[-78, 18], [-88, 10], [-98, 2], [-100, 8], [-92, 18], [-82, 26]] },
    { z: -100, points: [[-60, 30], [-72, -6], [-96, -16], [-98, -2], [-82, 14], [-66, 38]] },
    { z: -180, points: [[-60, 14], [-70, -20], [-96, -24], [-104, -6], [-86, 14], [-70, 30]] },
  ]);
  const bone = marrow(0.62);
  const both = (shape: Shape) => union(shape, mirror(shape));
  return [
    { shape: both(gluteus), value: muscle },
    { shape: both(iliacus), value: muscle },
    { shape: both(wing), value: bone, rim: { thicknessMm: 1.5, value: tissue('compact') } },
    { shape: both(ala), value: bone, rim: { thicknessMm: 1.3, value: tissue('compact') } },
  ];
}
