import type { ImageOrientation, ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import type { FrameDescription, ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { ModalityTransform } from '#shared/dicom/pixel/modality-transform.ts';
import type { SuvScale } from '#shared/dicom/suv/suv-scale.ts';
import type { Curve } from '#shared/dicom/volume/curve.ts';
import { planeStackOf, type PlaneStack } from '#shared/dicom/volume/reformatted-planes.ts';
import type { Slab } from '#shared/dicom/volume/reslice.ts';
import { NOTHING_STORED } from '#shared/dicom/volume/volume.ts';
import type { VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';
import type { ProcessorReason } from '#shared/dicom/volume/weigh-volume.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { VolumePlan } from '#shared/imaging-passport/volume-plan.ts';
import type { DisplayStack, StackFrame } from '../engine/viewport-state.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { ImageRegistry } from '../loader/image-registry.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { BuiltVolume } from './build-volume.ts';
import { sourceFrames } from './build-volume.ts';
import type { VolumeCrew } from './volume-crew.ts';
import type { VolumeTask } from './volume-work.ts';

/** Planes of a volume in one direction, as a viewport scrolls them. */
export interface ReformattedStack {
  readonly planes: PlaneStack;
  readonly display: DisplayStack;
}

/** A volume that viewports can be opened on. Its pictures are frames of a study of its own, which ends with it. */
export interface OpenVolume {
  readonly grid: VolumeGrid;
  readonly studyId: number;
  readonly isLossy: boolean;
  /** Blocks of so many pixels each way were made one for want of memory; 1: none. */
  readonly factor: number;
  /** Values lie a little further apart than they were stored, for want of memory. */
  readonly isHalfPrecision: boolean;
  /** Why the processor draws it. */
  readonly drawnBecause: ProcessorReason;
  readonly plan: VolumePlan;
  /** What a stored value of it means. */
  readonly transform: ModalityTransform;
  /** Smallest and largest stored value. */
  readonly extremes: readonly [minimum: number, maximum: number];
  /** What uptake values come of it: one factor for all slices, or none. */
  readonly suv: SuvScale | undefined;
  readonly frames: FrameStore;
  /** @param owner the viewport that shows them; what it showed before the last few cuts is forgotten */
  readonly cut: (owner: string, orientation: ImageOrientation, slab: Slab) => ReformattedStack;
  /** Straightened pictures along a line, one for each angle about it; rows lie along the line. */
  readonly straighten: (owner: string, curves: readonly Curve[]) => DisplayStack;
  readonly ask: VolumeCrew['ask'];
  readonly dispose: () => void;
}

export interface OpenVolumeOptions {
  readonly built: BuiltVolume;
  readonly plan: VolumePlan;
  readonly drawnBecause: ProcessorReason;
  readonly passport: StackPassport;
  /** No study of the store has it. */
  readonly studyId: number;
  readonly registry: ImageRegistry;
  readonly openCrew: (volume: BuiltVolume['volume']) => VolumeCrew;
}

interface Cut {
  readonly owner: string;
  readonly image: ImageDescription;
  /** @param index zero-based */
  readonly taskOf: (index: number) => Extract<VolumeTask, { kind: 'cut' | 'straighten' }> | undefined;
}

/** Pictures that are kept; one takes about a megabyte. */
const MOST_PICTURES = 60;
/** Of one viewport: what it shows, and what it showed a moment ago. */
const MOST_CUTS = 3;
/** Pictures that are made for one viewport before they are asked for. */
const MOST_AHEAD = 4;

/** Makes pictures of a volume on demand: the store of frames that its viewports load from. */
export function openVolume({ built, plan, drawnBecause, passport, studyId, registry, openCrew }: OpenVolumeOptions): OpenVolume {
  const { volume, transform, isLossy, extremes, form: { factor, isHalfPrecision } } = built;
  const { grid } = volume;
  const isWhole = volume.values instanceof Int16Array;
  const sources = sourceFrames(plan.layers);
  const [source] = sources;
  if (source === undefined) throw new AppError('file/damaged', 'The volume has no slices.');
  const suv = sources.every(({ image }) => JSON.stringify(image.suv) === JSON.stringify(source.image.suv)) ? source.image.suv : undefined;
  const crew = openCrew(volume);
  const cuts = new Map<string, Cut>();
  const pictures = new Map<string, LoadedFrame>();
  /** What is being made, by name. */
  const making = new Map<string, { readonly picture: Promise<LoadedFrame>; readonly ending: AbortController; readonly urgency: 'now' | 'ahead' }>();
  const wanted = new Map<object, readonly string[]>();
  let made = 0;

  function peek(frame: FrameRef): LoadedFrame | undefined {
    const name = nameOf(frame);
    const found = pictures.get(name);
    if (found === undefined) return undefined;
    pictures.delete(name);
    pictures.set(name, found);
    return found;
  }

  async function load(frame: FrameRef, signal: AbortSignal): Promise<LoadedFrame> {
    const found = peek(frame);
    if (found !== undefined) return found;
    const ahead = making.get(nameOf(frame));
    // What has begun is waited for; what only waits for its turn is asked for anew, before all that lies ahead.
    if (ahead?.urgency === 'ahead') ahead.ending.abort();
    const begun = await ahead?.picture.catch(() => undefined);
    return begun ?? make(frame, 'now', signal);
  }

  /** A picture that has begun is finished and kept, wanted or not: the eye may come back, and a hand that turns on sees it pass. */
  function make(frame: FrameRef, urgency: 'now' | 'ahead', signal?: AbortSignal): Promise<LoadedFrame> {
    const cut = frame.studyId === studyId ? cuts.get(frame.sopInstanceUid) : undefined;
    const task = cut?.taskOf(frame.frameNumber - 1);
    const description = cut?.image.frames[frame.frameNumber - 1];
    if (cut === undefined || task === undefined || description === undefined) return Promise.reject(new AppError('store/not-held', 'The volume has no such picture.'));
    const name = nameOf(frame);
    const ending = new AbortController();
    signal?.addEventListener('abort', () => ending.abort(signal.reason), { signal: ending.signal });
    const picture = crew.ask(task, ending.signal, urgency).then(({ values, minimum, maximum }) => {
      const loaded: LoadedFrame = { frame, image: cut.image, description, pixels: { kind: 'grey', values, minimum, maximum }, isLossy, hidden: undefined, overlays: [] };
      pictures.set(name, loaded);
      forgetOldest(pictures, MOST_PICTURES);
      return loaded;
    });
    const entry = { picture, ending, urgency };
    making.set(name, entry);
    const end = () => {
      if (making.get(name) === entry) making.delete(name);
    };
    picture.then(end, end);
    return picture;
  }

  function prefetch(owner: object, frames: readonly FrameRef[]): void {
    const next = frames.slice(0, MOST_AHEAD).filter((frame) => !pictures.has(nameOf(frame)));
    for (const name of wanted.get(owner) ?? []) {
      if (!next.some((frame) => nameOf(frame) === name) && making.get(name)?.urgency === 'ahead') making.get(name)?.ending.abort();
    }
    if (next.length === 0) wanted.delete(owner);
    else wanted.set(owner, next.map(nameOf));
    for (const frame of next) if (!making.has(nameOf(frame))) make(frame, 'ahead').catch(() => undefined);
  }

  function addCut(owner: string, image: ImageDescription, taskOf: Cut['taskOf']): readonly StackFrame[] {
    cuts.set(image.sopInstanceUid, { owner, image, taskOf });
    const own = [...cuts].filter(([, cut]) => cut.owner === owner);
    for (const [uid] of own.slice(0, Math.max(0, own.length - MOST_CUTS))) cuts.delete(uid);
    registry.add(studyId, [image]);
    return image.frames.map((description, index) => ({ frame: { studyId, sopInstanceUid: image.sopInstanceUid, frameNumber: index + 1 }, image, description }));
  }

  /** No registered UID begins so: nothing that was acquired can be mistaken for it. */
  function newUid(): string {
    made += 1;
    return `0.${made}`;
  }

  return {
    grid, studyId, isLossy, factor, isHalfPrecision, drawnBecause, plan, transform, extremes, suv,
    frames: {
      peek,
      load: (frame, _priority, signal) => load(frame, signal),
      prefetch,
      forget: () => undefined,
      dispose: () => undefined,
    },
    cut: (owner, orientation, slab) => {
      const planes = planeStackOf(grid, orientation);
      const { columns, rows } = planes;
      const image = imageOf(newUid(), planes, planes.planes.map((plane) => describePlane(plane, source.description, transform, slab)));
      const frames = addCut(owner, image, (index) => {
        const plane = planes.planes[index];
        return plane === undefined ? undefined : { kind: 'cut', plane, columns, rows, slab };
      });
      return { planes, display: { passport, place: 0, siblings: 1, frames } };
    },
    straighten: (owner, curves) => {
      const [first] = curves;
      const size = { columns: first?.columns ?? 1, rows: first?.places.length ?? 1 };
      const image = imageOf(newUid(), size, curves.map((curve) => describeCurve(curve, source.description, transform)));
      const frames = addCut(owner, image, (index) => {
        const curve = curves[index];
        return curve === undefined ? undefined : { kind: 'straighten', curve };
      });
      return { passport, place: 0, siblings: 1, frames };
    },
    ask: crew.ask,
    dispose: () => {
      crew.dispose();
      cuts.clear();
      pictures.clear();
      making.clear();
      registry.forget(studyId);
    },
  };

  /** What pictures of the volume are, after the first slice that they come from. */
  function imageOf(sopInstanceUid: string, { columns, rows }: Pick<PlaneStack, 'columns' | 'rows'>, frames: readonly FrameDescription[]): ImageDescription {
    if (source === undefined) throw new AppError('file/damaged', 'The volume has no slices.');
    return {
      ...source.image,
      sopInstanceUid,
      instanceNumber: undefined,
      rows,
      columns,
      samplesPerPixel: 1,
      planarConfiguration: 0,
      format: isWhole ? { bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true } : { bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true, isFloat: true },
      padding: isWhole ? { low: NOTHING_STORED, high: NOTHING_STORED } : undefined,
      palette: undefined,
      supplementalPalette: undefined,
      overlayPlanes: [],
      suv,
      frames,
    };
  }
}

/** A straightened picture lies in no plane of the patient; along its rows and across the line it is true to scale. */
function describeCurve({ stepMm }: Curve, first: FrameDescription, transform: ModalityTransform): FrameDescription {
  return {
    ...describeComputed(first, transform),
    orientation: undefined,
    plane: undefined,
    spacing: { kind: 'patient', columnSpacingMm: stepMm, rowSpacingMm: stepMm },
    pixelShape: { width: stepMm, height: stepMm },
    sliceThicknessMm: undefined,
  };
}

function describePlane(plane: ImagePlane, first: FrameDescription, transform: ModalityTransform, { thicknessMm }: Slab): FrameDescription {
  const { columnSpacingMm, rowSpacingMm } = plane;
  return {
    ...describeComputed(first, transform),
    orientation: plane,
    plane,
    spacing: { kind: 'patient', columnSpacingMm, rowSpacingMm },
    pixelShape: { width: columnSpacingMm, height: rowSpacingMm },
    sliceThicknessMm: thicknessMm > 0 ? thicknessMm : undefined,
  };
}

function describeComputed(first: FrameDescription, transform: ModalityTransform): FrameDescription {
  return {
    ...first,
    ultrasoundRegions: [],
    transform,
    // A table of the image is for its stored values, which a volume may not hold.
    voiSuggestions: first.voiSuggestions.filter(({ kind }) => kind === 'window'),
    shutter: undefined,
  };
}

function nameOf({ sopInstanceUid, frameNumber }: FrameRef): string {
  return `${sopInstanceUid}/${frameNumber}`;
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
