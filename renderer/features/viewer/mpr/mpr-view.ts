import type { ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { combine, type Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { movedInto, PATIENT_PLANES, turnedPlanes, type PlaneName, type PlaneOrientations } from '#shared/dicom/volume/reformatted-planes.ts';
import { liesAlike, middleOfPlace, planesThrough, type SpacePlace } from '#shared/dicom/volume/space-place.ts';
import { THIN, type Slab, type SlabMode } from '#shared/dicom/volume/reslice.ts';

/** What the three planes of a volume show. */
export interface MprView {
  readonly orientations: PlaneOrientations;
  /** Where the planes cut each other, mm in the patient. */
  readonly centerMm: Vector3;
  readonly slab: Slab;
  /** Points of a curved line, in the order in which they were set. */
  readonly curveMm: readonly Vector3[];
}

export type MprAct =
  | { readonly kind: 'center'; readonly pointMm: Vector3 }
  /** A plane was scrolled to: the crosshair follows it. */
  | { readonly kind: 'into'; readonly plane: ImagePlane }
  /** The lines seen in a plane are turned, clockwise as it is seen. */
  | { readonly kind: 'turn'; readonly name: PlaneName; readonly degrees: number }
  /** The crosshair goes along the rows and columns of a plane as it lies in the patient, mm. */
  | { readonly kind: 'shift'; readonly name: PlaneName; readonly rightMm: number; readonly downMm: number }
  /** The crosshair becomes the next point of the curve unless it is already its last one, or the last point is taken away. */
  | { readonly kind: 'curve-point' }
  | { readonly kind: 'curve-back' }
  /** To where something was measured: planes, slab and line as they were then. */
  | { readonly kind: 'go'; readonly place: SpacePlace }
  | { readonly kind: 'slab'; readonly slab: Slab }
  /** Thin, then the three modes, then thin again. */
  | { readonly kind: 'next-mode' }
  | { readonly kind: 'thicker'; readonly step: 1 | -1 }
  /** The planes lie as they lay at first; the crosshair stays. */
  | { readonly kind: 'straighten' };

/** A press of a key turns the lines so far, degrees, and moves the crosshair so far, mm. */
export const KEY_TURN_DEGREES = 5;
export const KEY_SHIFT_MM = 1;

export const SLAB_MODES = ['maximum', 'minimum', 'mean'] as const satisfies readonly SlabMode[];
/** Thicknesses of the keys, mm. */
export const SLAB_THICKNESSES_MM = [0, 3, 5, 8, 10, 15, 20, 30, 40, 60] as const;
const FIRST_THICKNESS_MM = 10;

export function openMprView(centerMm: Vector3): MprView {
  return { orientations: PATIENT_PLANES, centerMm, slab: THIN, curveMm: [] };
}

export function mprViewAfter(view: MprView, act: MprAct): MprView {
  switch (act.kind) {
    case 'center':
      return { ...view, centerMm: act.pointMm };
    case 'into':
      return { ...view, centerMm: movedInto(act.plane, view.centerMm) };
    case 'turn':
      return { ...view, orientations: turnedPlanes(view.orientations, act.name, act.degrees) };
    case 'shift': {
      const { rowDirection, columnDirection } = view.orientations[act.name];
      return { ...view, centerMm: combine(view.centerMm, 1, combine(rowDirection, act.rightMm, columnDirection, act.downMm), 1) };
    }
    case 'curve-point':
      return isSamePlace(view.curveMm.at(-1), view.centerMm) ? view : { ...view, curveMm: [...view.curveMm, view.centerMm] };
    case 'curve-back':
      return { ...view, curveMm: view.curveMm.slice(0, -1) };
    case 'go':
      return wentTo(view, act.place);
    case 'slab':
      return { ...view, slab: act.slab };
    case 'next-mode':
      return { ...view, slab: nextMode(view.slab) };
    case 'thicker':
      return { ...view, slab: { ...view.slab, thicknessMm: nextThickness(view.slab.thicknessMm, act.step) } };
    case 'straighten':
      return { ...openMprView(view.centerMm), curveMm: view.curveMm };
    default:
      return act satisfies never;
  }
}

/** A curve through one place twice has no length there, and would count a point that nobody sees. */
function isSamePlace(one: Vector3 | undefined, other: Vector3): boolean {
  return one?.every((value, axis) => value === other[axis]) ?? false;
}

function wentTo(view: MprView, place: SpacePlace): MprView {
  const centerMm = middleOfPlace(place);
  if (place.kind === 'curve') return { ...view, centerMm, curveMm: place.lineMm };
  const now = view.orientations[place.plane];
  return { ...view, centerMm, slab: place.slab, orientations: liesAlike(now, place) ? view.orientations : planesThrough(place) };
}

function nextMode({ mode, thicknessMm }: Slab): Slab {
  if (thicknessMm === 0) return { mode: 'maximum', thicknessMm: FIRST_THICKNESS_MM };
  const next = SLAB_MODES[SLAB_MODES.indexOf(mode) + 1];
  return next === undefined ? THIN : { mode: next, thicknessMm };
}

function nextThickness(thicknessMm: number, step: 1 | -1): number {
  const others = SLAB_THICKNESSES_MM.filter((one) => (step === 1 ? one > thicknessMm : one < thicknessMm));
  return (step === 1 ? others[0] : others.at(-1)) ?? thicknessMm;
}
