import { HOUNSFIELD, type ModalityTransform } from '../pixel/modality-transform.ts';
import type { RayStop, RayStyle } from './cast-rays.ts';

export const VOLUME_STYLES = ['mip', 'bone', 'vessel', 'lung'] as const;
export type VolumeStyleName = (typeof VOLUME_STYLES)[number];

type Stop = readonly [value: number, red: number, green: number, blue: number, opacity: number];

/** In Hounsfield units; opacity of a millimetre. */
const OF_HOUNSFIELD: Readonly<Record<Exclude<VolumeStyleName, 'mip'>, readonly Stop[]>> = {
  bone: [[160, 190, 150, 110, 0], [250, 215, 185, 145, 0.15], [450, 240, 225, 195, 0.6], [1500, 255, 250, 240, 0.95]],
  vessel: [[110, 140, 30, 20, 0], [170, 180, 50, 35, 0.12], [300, 225, 95, 60, 0.5], [600, 255, 225, 190, 0.9]],
  lung: [[-950, 70, 110, 150, 0], [-850, 90, 140, 180, 0.012], [-600, 170, 195, 205, 0.05], [-400, 215, 170, 150, 0.03], [-250, 215, 170, 150, 0]],
};
const MIP_HOUNSFIELD = [-100, 900] as const;
/** As shares of the values that occur, where these have no unit that is known beforehand (MR). */
const VESSEL_SHARES: readonly Stop[] = [[0.35, 140, 30, 20, 0], [0.5, 190, 60, 40, 0.15], [0.7, 235, 130, 90, 0.6], [1, 255, 235, 210, 0.9]];
const MIP_SHARES = [0.02, 0.75] as const;

/** Looks that mean something for values of a unit: what bone or lung is, only Hounsfield units say. */
export function stylesFor(transform: ModalityTransform): readonly VolumeStyleName[] {
  return transform.kind === 'linear' && transform.unit === HOUNSFIELD ? VOLUME_STYLES : ['mip', 'vessel'];
}

/** A look in stored values of a volume. @param extremes of its stored values */
export function rayStyleOf(name: VolumeStyleName, transform: ModalityTransform, [minimum, maximum]: readonly [number, number]): RayStyle {
  if (transform.kind === 'linear' && transform.unit === HOUNSFIELD) {
    const stored = (hounsfield: number) => (hounsfield - transform.intercept) / transform.slope;
    if (name === 'mip') return { kind: 'maximum', low: stored(MIP_HOUNSFIELD[0]), high: stored(MIP_HOUNSFIELD[1]) };
    return { kind: 'shaded', stops: OF_HOUNSFIELD[name].map((stop) => stopOf(stop, stored)) };
  }
  const at = (share: number) => minimum + share * (maximum - minimum);
  return name === 'mip' ? { kind: 'maximum', low: at(MIP_SHARES[0]), high: at(MIP_SHARES[1]) } : { kind: 'shaded', stops: VESSEL_SHARES.map((stop) => stopOf(stop, at)) };
}

function stopOf([value, red, green, blue, opacity]: Stop, stored: (value: number) => number): RayStop {
  return { value: stored(value), colour: [red, green, blue], opacity };
}
