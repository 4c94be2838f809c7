import type { ImageOrientation, ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import type { FrameDescription, ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { ModalityTransform } from '#shared/dicom/pixel/modality-transform.ts';
import { planeStackOf, type PlaneStack } from '#shared/dicom/volume/reformatted-planes.ts';
import { reslice, type Slab } from '#shared/dicom/volume/reslice.ts';
import { NOTHING_STORED } from '#shared/dicom/volume/volume.ts';
import type { VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';
import { extremesOf } from '#shared/dicom/pixel/stored-values.ts';
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
  readonly plan: VolumePlan;
  readonly frames: FrameStore;
  readonly cut: (orientation: ImageOrientation, slab: Slab) => ReformattedStack;
  readonly dispose: () => void;
}

export interface OpenVolumeOptions {
  readonly built: BuiltVolume;
  readonly plan: VolumePlan;
  readonly factor: number;
  readonly passport: StackPassport;
  /** No study of the store has it. */
  readonly studyId: number;
  readonly registry: ImageRegistry;
}

interface Cut {
  readonly planes: PlaneStack;
  readonly image: ImageDescription;
  readonly slab: Slab;
}

/** Pictures that are kept; one takes about a megabyte. */
const MOST_PICTURES = 60;
/** Directions and slabs that may still be on a screen. */
const MOST_CUTS = 8;

/** Makes pictures of a volume on demand: the store of frames that its viewports load from. */
export function openVolume({ built, plan, factor, passport, studyId, registry }: OpenVolumeOptions): OpenVolume {
  const { volume, transform, isLossy } = built;
  const sources = sourceFrames(plan.layers);
  const cuts = new Map<string, Cut>();
  const pictures = new Map<string, LoadedFrame>();
  let made = 0;

  function picture(frame: FrameRef): LoadedFrame | undefined {
    const cut = frame.studyId === studyId ? cuts.get(frame.sopInstanceUid) : undefined;
    const plane = cut?.planes.planes[frame.frameNumber - 1];
    const description = cut?.image.frames[frame.frameNumber - 1];
    if (cut === undefined || plane === undefined || description === undefined) return undefined;
    const name = `${frame.sopInstanceUid}/${frame.frameNumber}`;
    const found = pictures.get(name) ?? loadedOf(frame, cut, plane, description);
    pictures.delete(name);
    pictures.set(name, found);
    forgetOldest(pictures, MOST_PICTURES);
    return found;
  }

  function loadedOf(frame: FrameRef, { planes, image, slab }: Cut, plane: ImagePlane, description: FrameDescription): LoadedFrame {
    const values = reslice(volume, plane, planes.columns, planes.rows, slab);
    const [minimum, maximum] = extremesOf(values);
    return { frame, image, description, pixels: { kind: 'grey', values, minimum, maximum }, isLossy, hidden: undefined, overlays: [] };
  }

  return {
    grid: volume.grid, studyId, isLossy, factor, plan,
    frames: {
      peek: picture,
      load: (frame) => {
        const found = picture(frame);
        return found === undefined ? Promise.reject(new AppError('store/not-held', 'The volume has no such picture.')) : Promise.resolve(found);
      },
      prefetch: () => undefined,
      forget: () => undefined,
      dispose: () => undefined,
    },
    cut: (orientation, slab) => {
      made += 1;
      const planes = planeStackOf(volume.grid, orientation);
      // No registered UID begins so: nothing that was acquired can be mistaken for it.
      const image = imageOf(`0.${made}`, planes, slab);
      cuts.set(image.sopInstanceUid, { planes, image, slab });
      forgetOldest(cuts, MOST_CUTS);
      registry.add(studyId, [image]);
      const frames = image.frames.map((description, index): StackFrame => ({ frame: { studyId, sopInstanceUid: image.sopInstanceUid, frameNumber: index + 1 }, image, description }));
      return { planes, display: { passport, place: 0, siblings: 1, frames } };
    },
    dispose: () => {
      cuts.clear();
      pictures.clear();
      registry.forget(studyId);
    },
  };

  /** What the pictures of a cut are, after the first slice that they come from. */
  function imageOf(sopInstanceUid: string, planes: PlaneStack, slab: Slab): ImageDescription {
    const first = sources[0];
    if (first === undefined) throw new AppError('file/damaged', 'The volume has no slices.');
    const isWhole = volume.values instanceof Int16Array;
    const isOneSuv = sources.every(({ image }) => JSON.stringify(image.suv) === JSON.stringify(first.image.suv));
    return {
      ...first.image,
      sopInstanceUid,
      instanceNumber: undefined,
      rows: planes.rows,
      columns: planes.columns,
      samplesPerPixel: 1,
      planarConfiguration: 0,
      format: isWhole ? { bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true } : { bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true, isFloat: true },
      padding: isWhole ? { low: NOTHING_STORED, high: NOTHING_STORED } : undefined,
      palette: undefined,
      supplementalPalette: undefined,
      overlayPlanes: [],
      // One factor for all slices, or no uptake values.
      suv: isOneSuv ? first.image.suv : undefined,
      frames: planes.planes.map((plane) => describePlane(plane, first.description, transform, slab)),
    };
  }
}

function describePlane(plane: ImagePlane, first: FrameDescription, transform: ModalityTransform, { thicknessMm }: Slab): FrameDescription {
  const { columnSpacingMm, rowSpacingMm } = plane;
  return {
    ...first,
    orientation: plane,
    plane,
    spacing: { kind: 'patient', columnSpacingMm, rowSpacingMm },
    ultrasoundRegions: [],
    pixelShape: { width: columnSpacingMm, height: rowSpacingMm },
    transform,
    // A table of the image is for its stored values, which a volume may not hold.
    voiSuggestions: first.voiSuggestions.filter(({ kind }) => kind === 'window'),
    shutter: undefined,
    sliceThicknessMm: thicknessMm > 0 ? thicknessMm : undefined,
  };
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
