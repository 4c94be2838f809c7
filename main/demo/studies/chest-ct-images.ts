import type { ChestPhantom } from '../phantoms/chest/chest-phantom.ts';
import type { Nodule } from '../phantoms/chest/nodule.ts';
import type { CtScanner } from '../phantoms/ct-scanner.ts';
import { planeAround, type ImagePlane } from '../phantoms/image-plane.ts';
import type { Point } from '../phantoms/shape.ts';
import { toCtImage, type CtTechnique, type VoiWindow } from './ct-image.ts';
import type { GeneratedImage } from './image-instance.ts';
import { assembleScout, projectSlice, type ScoutSlice } from './scout.ts';
import { createSlabAverage } from './slab-average.ts';
import type { SeriesHeader } from './study-headers.ts';

const FIELD_MM = 380;
const LUNG: VoiWindow = { center: -600, width: 1500, name: '肺窗' };
const SOFT_TISSUE: VoiWindow = { center: 40, width: 400, name: '纵隔窗' };
const ABDOMEN: VoiWindow = { center: 50, width: 350, name: '腹窗' };
const BONE: VoiWindow = { center: 450, width: 1800, name: '骨窗' };

export interface ChestStack {
  /** Sharp kernel, thin. */
  readonly thin?: SeriesHeader;
  /** Soft kernel, slice beside slice. */
  readonly thick?: SeriesHeader;
  readonly scout?: SeriesHeader;
  /** Levels of the phantom: centre of the first slice, and the distance of thin slices. */
  readonly topZ: number;
  readonly stepMm: number;
  readonly sliceCount: number;
  /** 5, unless thin slices are further apart. */
  readonly slabMm: number;
}

export interface ChestScan {
  readonly phantom: ChestPhantom;
  readonly softCt: () => CtScanner;
  readonly sharpCt: () => CtScanner;
  readonly nodule?: Nodule;
  readonly matrix: number;
  readonly frameOfReferenceUid: string;
  readonly seed: string;
  /** Where the phantom's origin lay on this day's table, mm. */
  readonly offsetMm: Point;
  readonly region: 'chest' | 'abdomen';
  readonly isNative?: boolean;
}

const TECHNIQUE: CtTechnique = {
  kernel: 'B70f', sliceThicknessMm: 1.25, windows: [LUNG, SOFT_TISSUE], tubeCurrentMa: 180, exposureTimeMs: 500, rescaleIntercept: -3024, bitsStored: 16, isRound: true,
};

/** Head first. A thick slice follows as soon as the thin ones under it are painted, of which it is the mean. */
export function* chestCtImages(scan: ChestScan, { thin, thick, scout, topZ, stepMm, sliceCount, slabMm }: ChestStack): Generator<GeneratedImage> {
  const { phantom, nodule, matrix, seed, offsetMm } = scan;
  const spacingMm = FIELD_MM / matrix;
  const sharp = thin === undefined ? undefined : scan.sharpCt();
  const soft = thick === undefined ? undefined : scan.softCt();
  const slabs = createSlabAverage(topZ, stepMm, slabMm);
  const native = scan.isNative === true ? { isNative: true } : {};
  const projections: ScoutSlice[] = [];
  let first: ImagePlane | undefined;
  for (let index = 0; index < sliceCount; index += 1) {
    const plane = planeAround([0, 5, topZ - stepMm * index], [1, 0, 0], [0, 1, 0], spacingMm, matrix);
    first ??= plane;
    const ideal = phantom.paint(plane, nodule);
    if (scout !== undefined) projections.push(projectSlice(plane, ideal));
    if (thin !== undefined && sharp !== undefined && index < thin.count) {
      const seen = sharp.reconstruct(ideal, { spacingMm, noiseHu: 48, seed: `${seed}/thin/${index}` });
      yield toCtImage(thin, index + 1, moved(plane, offsetMm), seen, { ...TECHNIQUE, ...native }, scan.frameOfReferenceUid);
    }
    if (thick === undefined || soft === undefined) continue;
    for (const slab of slabs.add(plane.positionMm[2], ideal)) {
      if (slab.index >= thick.count) continue;
      const seen = soft.reconstruct(slab.mean, { spacingMm, noiseHu: 11, seed: `${seed}/thick/${slab.index}` });
      const slabPlane: ImagePlane = { ...plane, positionMm: [plane.positionMm[0], plane.positionMm[1], slab.centerZ] };
      yield toCtImage(thick, slab.index + 1, moved(slabPlane, offsetMm), seen, {
        ...TECHNIQUE, ...native, kernel: 'B31f', sliceThicknessMm: slabMm, windows: scan.region === 'chest' ? [SOFT_TISSUE, LUNG] : [ABDOMEN, BONE],
      }, scan.frameOfReferenceUid);
    }
  }
  if (scout === undefined || first === undefined) return;
  const { plane, values } = assembleScout(first, projections, 'frontal', [0, 5, 0]);
  yield toCtImage(scout, 1, moved(plane, offsetMm), values.map((value) => value - 1000), {
    ...TECHNIQUE, kernel: 'T20f', sliceThicknessMm: 1, windows: [{ center: 100, width: 1800, name: '定位像' }], tubeCurrentMa: 30, exposureTimeMs: 4200, isRound: false, isLocalizer: true,
  }, scan.frameOfReferenceUid);
}

function moved(plane: ImagePlane, [dx, dy, dz]: Point): ImagePlane {
  const [x, y, z] = plane.positionMm;
  return { ...plane, positionMm: [x + dx, y + dy, z + dz] };
}
