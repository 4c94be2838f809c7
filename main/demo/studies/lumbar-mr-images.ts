import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { LumbarPhantom } from '../phantoms/lumbar/lumbar-phantom.ts';
import { saturationBand, spineCoilSensitivity } from '../phantoms/lumbar/lumbar-phantom.ts';
import { movePlane, planeAround, type ImagePlane } from '../phantoms/image-plane.ts';
import { acquireMrImage } from '../phantoms/mr-scanner.ts';
import type { SpinEcho } from '../phantoms/mr-signal.ts';
import type { Point } from '../phantoms/shape.ts';
import type { DemoScale } from './demo-scale.ts';
import { equipmentElements } from './equipment-attributes.ts';
import { decimal, planeModules, toTwelveBits, type GeneratedImage } from './image-instance.ts';
import type { SeriesHeader } from './study-headers.ts';

const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';

export interface LumbarMrSeries {
  readonly localizer: SeriesHeader;
  readonly sagittalT2: SeriesHeader;
  readonly sagittalT1: SeriesHeader;
  readonly sagittalStir: SeriesHeader;
  readonly axialT2: SeriesHeader;
}

interface Sequence extends SpinEcho {
  readonly echoTrainLength: number;
  readonly flipAngle: number;
  readonly bandwidth: number;
  readonly averages: number;
  readonly noise: number;
  /** Stored value for the signal 1000. */
  readonly gain: number;
  readonly window: readonly [center: number, width: number];
}

const T2: Sequence = { repetitionTimeMs: 3500, echoTimeMs: 102, echoTrainLength: 17, flipAngle: 150, bandwidth: 190, averages: 2, noise: 8, gain: 1800, window: [520, 1120] };
const T1: Sequence = { repetitionTimeMs: 600, echoTimeMs: 11, echoTrainLength: 3, flipAngle: 150, bandwidth: 180, averages: 2, noise: 7, gain: 1500, window: [640, 1360] };
const STIR: Sequence = { repetitionTimeMs: 4000, echoTimeMs: 55, inversionTimeMs: 165, echoTrainLength: 11, flipAngle: 150, bandwidth: 190, averages: 2, noise: 8, gain: 1700, window: [290, 660] };
const AXIAL_T2: Sequence = { ...T2, repetitionTimeMs: 4200, echoTimeMs: 105, noise: 9, window: [520, 1120] };
const LOCALIZER: Sequence = { repetitionTimeMs: 1200, echoTimeMs: 90, echoTrainLength: 128, flipAngle: 120, bandwidth: 560, averages: 1, noise: 14, gain: 1800, window: [360, 800] };

/**
 * The scan in the order of the protocol: localizer, sagittal T2, T1 and STIR, axial T2 along the disc L4/5. The three sagittal
 * sequences are painted together, because they see the same slices.
 */
export function* lumbarMrImages(phantom: LumbarPhantom, series: LumbarMrSeries, scale: DemoScale, frameOfReferenceUid: string, seed: string): Generator<GeneratedImage> {
  yield* localizerImages(phantom, series.localizer, scale, frameOfReferenceUid, seed);
  const spacingMm = 280 / scale.mrSagittalMatrix;
  const middle = planeAround([0, 18, -8], [0, 1, 0], [0, 0, -1], spacingMm, scale.mrSagittalMatrix);
  const paint = phantom.forSequences([T2, T1, STIR], { sameLevels: true });
  const later: GeneratedImage[][] = [[], []];
  const count = series.sagittalT2.count;
  for (let index = 0; index < count; index += 1) {
    // The normal of a sagittal plane points to the right: the first slice is the leftmost.
    const plane = movePlane(middle, (index - (count - 1) / 2) * (scale.mrSagittalSlices < 15 ? 8 : 4.4));
    const [t2, t1, stir] = paintThick(paint, plane, 4, scale.subSlices);
    const make = (header: SeriesHeader, sequence: Sequence, ideal: Float32Array | undefined) => toMrImage(header, index + 1, plane, ideal ?? new Float32Array(), sequence, { sliceThicknessMm: 4, spacingBetweenMm: 4.4, frameOfReferenceUid, seed, isSaturated: true });
    later[0]?.push(make(series.sagittalT1, T1, t1));
    later[1]?.push(make(series.sagittalStir, STIR, stir));
    yield make(series.sagittalT2, T2, t2);
  }
  yield* later.flat();
  yield* axialImages(phantom, series.axialT2, scale, frameOfReferenceUid, seed);
}

function* axialImages(phantom: LumbarPhantom, series: SeriesHeader, scale: DemoScale, frameOfReferenceUid: string, seed: string): Generator<GeneratedImage> {
  const paint = phantom.forSequences([AXIAL_T2]);
  const disc = phantom.column.discs.find(({ above }) => above === 'L4');
  if (disc === undefined) throw new Error('the column has a disc L4/5');
  const { center, tilt } = disc.pose;
  const middle = planeAround([0, center[1] + 14, center[2]], [1, 0, 0], [0, Math.cos(tilt), Math.sin(tilt)], 200 / scale.mrAxialMatrix, scale.mrAxialMatrix);
  const step = 81 / series.count;
  for (let index = 0; index < series.count; index += 1) {
    const plane = movePlane(middle, ((series.count - 1) / 2 - index) * step);
    const [ideal] = paintThick(paint, plane, 4, scale.subSlices);
    yield toMrImage(series, index + 1, plane, ideal ?? new Float32Array(), AXIAL_T2, { sliceThicknessMm: 4, spacingBetweenMm: step, frameOfReferenceUid, seed, isSaturated: false });
  }
}

/** Three planes through the middle of the field. */
function* localizerImages(phantom: LumbarPhantom, series: SeriesHeader, scale: DemoScale, frameOfReferenceUid: string, seed: string): Generator<GeneratedImage> {
  const paint = phantom.forSequences([LOCALIZER]);
  const matrix = scale.mrSagittalMatrix < 320 ? 64 : 256;
  const spacingMm = 384 / matrix;
  const planes: ImagePlane[] = [-20, 0, 20].flatMap((x) => planeAround([x, 10, -8], [0, 1, 0], [0, 0, -1], spacingMm, matrix));
  for (const y of [-10, 15, 40]) planes.push(planeAround([0, y, -8], [1, 0, 0], [0, 0, -1], spacingMm, matrix));
  for (const z of [36, 0, -37]) planes.push(planeAround([0, 10, z], [1, 0, 0], [0, 1, 0], spacingMm, matrix));
  for (const [index, plane] of planes.slice(0, series.count).entries()) {
    const [ideal] = paint(plane);
    yield toMrImage(series, index + 1, plane, ideal ?? new Float32Array(), LOCALIZER, { sliceThicknessMm: 8, spacingBetweenMm: 20, frameOfReferenceUid, seed, isSaturated: false });
  }
}

function paintThick(paint: (plane: ImagePlane) => Float32Array[], plane: ImagePlane, thicknessMm: number, subSlices: number): Float32Array[] {
  const sums = paint(movePlane(plane, thicknessMm * (0.5 / subSlices - 0.5)));
  for (let part = 1; part < subSlices; part += 1) {
    const next = paint(movePlane(plane, thicknessMm * ((part + 0.5) / subSlices - 0.5)));
    sums.forEach((sum, channel) => {
      const more = next[channel] ?? sum;
      for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) + (more[index] as number);
    });
  }
  for (const sum of sums) for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) / subSlices;
  return sums;
}

interface Acquisition {
  readonly sliceThicknessMm: number;
  readonly spacingBetweenMm: number;
  readonly frameOfReferenceUid: string;
  readonly seed: string;
  readonly isSaturated: boolean;
}

/** MR Image module (PS3.3 C.8.3.1) around the signal of a plane. */
function toMrImage(series: SeriesHeader, instanceNumber: number, plane: ImagePlane, ideal: Float32Array, sequence: Sequence, acquisition: Acquisition): GeneratedImage {
  const { isSaturated, seed } = acquisition;
  const sensitivity = (x: number, y: number, z: number) => (isSaturated ? saturationBand(y, z) : 1) * spineCoilSensitivity(x, y, z);
  const signal = acquireMrImage(plane, ideal, { noise: sequence.noise, sensitivity, seed: `${seed}/${series.number}/${instanceNumber}` });
  const pixels = toTwelveBits(signal, sequence.gain / 1000);
  const isInverted = sequence.inversionTimeMs !== undefined;
  return {
    series,
    instanceNumber,
    sopClassUid: MR_IMAGE_STORAGE,
    columns: plane.columns,
    rows: plane.rows,
    bitsStored: 12,
    pixels,
    attributes: {
      ...planeModules(plane, acquisition.sliceThicknessMm, acquisition.frameOfReferenceUid, alongNormal(plane)),
      ...buildDataSet({
        ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND'],
        AcquisitionNumber: 1,
        AcquisitionDate: series.moment.date,
        AcquisitionTime: series.moment.time,
        PatientPosition: 'HFS',
        ScanningSequence: isInverted ? ['SE', 'IR'] : 'SE',
        SequenceVariant: 'SK',
        ScanOptions: isSaturated ? 'SP' : '',
        MRAcquisitionType: '2D',
        RepetitionTime: sequence.repetitionTimeMs,
        EchoTime: sequence.echoTimeMs,
        InversionTime: sequence.inversionTimeMs,
        EchoTrainLength: sequence.echoTrainLength,
        MagneticFieldStrength: 1.5,
        SpacingBetweenSlices: decimal(acquisition.spacingBetweenMm),
        WindowCenter: sequence.window[0],
        WindowWidth: sequence.window[1],
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
      }),
      ...equipmentElements({
        AngioFlag: 'N', NumberOfAverages: sequence.averages, ImagingFrequency: 63.676, ImagedNucleus: '1H', PercentSampling: 80, PercentPhaseFieldOfView: 100,
        NumberOfPhaseEncodingSteps: Math.round(plane.rows * 0.8), PixelBandwidth: sequence.bandwidth, ReceiveCoilName: 'Spine 8', AcquisitionMatrix: [0, plane.columns, Math.round(plane.rows * 0.8), 0],
        InPlanePhaseEncodingDirection: 'ROW', FlipAngle: sequence.flipAngle, VariableFlipAngleFlag: 'N', SAR: 1.42,
      }),
    },
  };
}

/** Position of the plane along its own normal: Slice Location (0020,1041). */
function alongNormal({ positionMm: [x, y, z], rowDirection: r, columnDirection: c }: ImagePlane): number {
  const normal: Point = [r[1] * c[2] - r[2] * c[1], r[2] * c[0] - r[0] * c[2], r[0] * c[1] - r[1] * c[0]];
  return x * normal[0] + y * normal[1] + z * normal[2];
}
