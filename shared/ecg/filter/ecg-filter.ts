/** A filter by name; the number is its corner (or notch) frequency in Hz. */
export type EcgFilter = 'high-pass-0.05' | 'high-pass-0.5' | 'low-pass-40' | 'low-pass-100' | 'low-pass-150' | 'notch-50';

export const ECG_FILTERS = ['high-pass-0.05', 'high-pass-0.5', 'low-pass-40', 'low-pass-100', 'low-pass-150', 'notch-50'] as const satisfies readonly EcgFilter[];

/** At most one of each kind; undefined: off. */
export interface FilterChoice {
  readonly highPassHz: 0.05 | 0.5 | undefined;
  readonly lowPassHz: 40 | 100 | 150 | undefined;
  readonly notchHz: 50 | undefined;
}

/** What a reading starts with: 0.05 to 150 Hz, no notch. AHA/ACC/HRS 2007 part I. */
export const DIAGNOSTIC_FILTERS: FilterChoice = { highPassHz: 0.05, lowPassHz: 150, notchHz: undefined };

/** Narrower than 0.05 to 150 Hz may falsify ST segments or QRS peaks (AHA/ACC/HRS 2007 part I): the paper must say "not diagnostic". */
export function isDiagnostic(choice: FilterChoice): boolean {
  return (choice.highPassHz ?? 0) <= 0.05 && (choice.lowPassHz ?? Infinity) >= 150;
}

/** In the order in which they act. */
export function filtersOf(choice: FilterChoice): readonly EcgFilter[] {
  return [
    ...(choice.highPassHz === undefined ? [] : ([`high-pass-${choice.highPassHz}`] as const)),
    ...(choice.notchHz === undefined ? [] : ([`notch-${choice.notchHz}`] as const)),
    ...(choice.lowPassHz === undefined ? [] : ([`low-pass-${choice.lowPassHz}`] as const)),
  ];
}
