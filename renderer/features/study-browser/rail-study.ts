import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';

/** A study as the rail lists it. */
export interface RailStudy {
  readonly studyId: number;
  /** `YYYY-MM-DD`, or '' when the hospital sent none. */
  readonly date: string;
  /** Modalities or the name of the examination, behind the date of a prior. */
  readonly name: string;
  readonly heldInstances: number;
  readonly expectedInstances: number;
  /** Its series; undefined until somebody opens it. */
  readonly series: readonly SeriesSummary[] | undefined;
  readonly isPrior: boolean;
  /** Why a prior is worth comparing. */
  readonly why?: string;
  /** The hospital cannot be asked and something is missing. */
  readonly isCut: boolean;
}

/** A stack as the rail names it. */
export interface RailStack {
  readonly studyId: number;
  readonly seriesInstanceUid: string;
  /** Zero-based among the stacks of the series, and how many these are; 0 of 1 while nothing is known. */
  readonly stackIndex: number;
  readonly siblings: number;
}

/** `series 1 mm`: what the hospital called it, else modality and number. */
export function seriesWords({ seriesDescription, modality, seriesNumber }: SeriesSummary, unnamed: (number: number | string) => string): string {
  if (seriesDescription.trim() !== '') return seriesDescription.trim();
  return `${modality} ${unnamed(seriesNumber ?? '?')}`;
}
