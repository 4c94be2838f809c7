import type { CtScanner } from '../phantoms/ct-scanner.ts';
import type { HeadPhantom } from '../phantoms/head/head-phantom.ts';
import { planeAround, type ImagePlane } from '../phantoms/image-plane.ts';
import { toCtImage, type CtTechnique, type VoiWindow } from './ct-image.ts';
import type { DemoScale } from './demo-scale.ts';
import type { GeneratedImage } from './image-instance.ts';
import { assembleScout, projectSlice, type ScoutSlice } from './scout.ts';
import type { SeriesHeader } from './study-headers.ts';

const FIELD_MM = 230;
const TOP_Z = 90;
const BOTTOM_Z = -65;
const BRAIN: VoiWindow = { center: 38, width: 80, name: '脑窗' };
const STROKE: VoiWindow = { center: 35, width: 40, name: '卒中窗' };
const BONE: VoiWindow = { center: 500, width: 2500, name: '骨窗' };

export interface HeadCtSeries {
  readonly soft: SeriesHeader;
  readonly bone?: SeriesHeader;
  readonly scout?: SeriesHeader;
}

export interface HeadScan {
  readonly phantom: HeadPhantom;
  readonly softCt: CtScanner;
  /** Asked for only where there is a bone series. */
  readonly sharpCt: () => CtScanner;
  readonly scale: DemoScale;
  readonly frameOfReferenceUid: string;
  readonly seed: string;
}

/** Lowest slice first, as a sequential scan runs. All series lie in one frame of reference. */
export function* headCtImages({ phantom, softCt, sharpCt, scale, frameOfReferenceUid, seed }: HeadScan, series: HeadCtSeries): Generator<GeneratedImage> {
  const { ctMatrix } = scale;
  const count = series.soft.count;
  const step = (TOP_Z - BOTTOM_Z) / (count - 1);
  const spacingMm = FIELD_MM / ctMatrix;
  // Slices lie side by side; a small scale leaves gaps.
  const thicknessMm = Math.min(8, Math.round(step));
  const technique: CtTechnique = { kernel: 'H30s', sliceThicknessMm: thicknessMm, windows: [BRAIN, STROKE], tubeCurrentMa: 260, exposureTimeMs: 1000, rescaleIntercept: -1024, bitsStored: 12 };
  const kept: { readonly plane: ImagePlane; readonly ideal: Int16Array }[] = [];
  const projections: ScoutSlice[] = [];
  let first: ImagePlane | undefined;
  for (let index = 0; index < count; index += 1) {
    const plane = planeAround([0, 0, BOTTOM_Z + step * index], [1, 0, 0], [0, 1, 0], spacingMm, ctMatrix);
    first ??= plane;
    const ideal = paintThick(phantom, plane, thicknessMm, scale.subSlices);
    if (series.bone !== undefined) kept.push({ plane, ideal: new Int16Array(ideal) });
    if (series.scout !== undefined) projections.push(projectSlice(plane, ideal));
    const seen = softCt.reconstruct(ideal, { spacingMm, noiseHu: 7.6, seed: `${seed}/soft/${index}` });
    yield toCtImage(series.soft, index + 1, plane, seen, technique, frameOfReferenceUid);
  }
  const { bone, scout } = series;
  const sharp = bone === undefined ? undefined : sharpCt();
  for (const [index, { plane, ideal }] of kept.entries()) {
    if (bone === undefined || sharp === undefined) break;
    const seen = sharp.reconstruct(new Float32Array(ideal), { spacingMm, noiseHu: 27, seed: `${seed}/bone/${index}` });
    yield toCtImage(bone, index + 1, plane, seen, { ...technique, kernel: 'H60s', windows: [BONE, { center: 600, width: 4000, name: '内听道' }] }, frameOfReferenceUid);
  }
  if (first === undefined || scout === undefined) return;
  for (const [index, direction] of (['lateral', 'frontal'] as const).slice(0, scout.count).entries()) {
    const { plane, values } = assembleScout(first, projections, direction, [0, 0, 0]);
    yield toCtImage(scout, index + 1, plane, values.map((value) => value - 900), {
      ...technique, kernel: 'T20s', sliceThicknessMm: 1, windows: [{ center: 100, width: 1900, name: '定位像' }], tubeCurrentMa: 30, exposureTimeMs: 2400, isLocalizer: true,
    }, frameOfReferenceUid);
  }
}

/** The mean over the thickness of a slice. */
function paintThick(phantom: HeadPhantom, plane: ImagePlane, thicknessMm: number, subSlices: number): Float32Array {
  const [x, y, z] = plane.positionMm;
  // The base of the skull has surfaces that lie nearly in the slice: it needs more.
  const count = subSlices > 1 && z < -45 ? subSlices + 1 : subSlices;
  const sum = phantom.paint({ ...plane, positionMm: [x, y, z + thicknessMm * (0.5 / count - 0.5)] });
  for (let part = 1; part < count; part += 1) {
    const next = phantom.paint({ ...plane, positionMm: [x, y, z + thicknessMm * ((part + 0.5) / count - 0.5)] });
    for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) + (next[index] as number);
  }
  for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) / count;
  return sum;
}
