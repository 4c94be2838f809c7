import type { Measurement } from '#shared/contract/services/measurements.contract.ts';

/** One thing the hand did to one measurement. `before` is missing for a new one, `after` for a removed one. */
export interface MeasurementChange {
  readonly before: Measurement | undefined;
  readonly after: Measurement | undefined;
}

/** The measurements of the open studies, and what can be undone. */
export interface MeasurementHistory {
  readonly measurements: readonly Measurement[];
  /** Newest last. */
  readonly done: readonly MeasurementChange[];
  /** What was undone, newest last; emptied by the next new change. */
  readonly undone: readonly MeasurementChange[];
}

export const NO_MEASUREMENTS: MeasurementHistory = { measurements: [], done: [], undone: [] };

export function withChange(history: MeasurementHistory, change: MeasurementChange): MeasurementHistory {
  return { measurements: applied(history.measurements, change), done: [...history.done, change], undone: [] };
}

/** @returns the history one step back and what must be stored; undefined when there is nothing to undo */
export function undo(history: MeasurementHistory): { readonly history: MeasurementHistory; readonly change: MeasurementChange } | undefined {
  const last = history.done.at(-1);
  if (last === undefined) return undefined;
  const change = { before: last.after, after: last.before };
  return {
    change,
    history: { measurements: applied(history.measurements, change), done: history.done.slice(0, -1), undone: [...history.undone, last] },
  };
}

export function redo(history: MeasurementHistory): { readonly history: MeasurementHistory; readonly change: MeasurementChange } | undefined {
  const change = history.undone.at(-1);
  if (change === undefined) return undefined;
  return {
    change,
    history: { measurements: applied(history.measurements, change), done: [...history.done, change], undone: history.undone.slice(0, -1) },
  };
}

/**
 * What the store says of a study replaces what was known. Where it says something else than we do, somebody else has been at work: steps of
 * these measurements can no longer be undone.
 */
export function withStored(history: MeasurementHistory, studyId: number, stored: readonly Measurement[]): MeasurementHistory {
  const mine = history.measurements.filter((one) => one.studyId === studyId);
  const uids = new Set([...mine, ...stored].map(({ trackingUid }) => trackingUid));
  const find = (list: readonly Measurement[], trackingUid: string) => list.find((one) => one.trackingUid === trackingUid);
  const foreign = new Set([...uids].filter((uid) => !isSameMeasurement(find(mine, uid), find(stored, uid))));
  const isOurs = ({ before, after }: MeasurementChange) => !foreign.has((after ?? before)?.trackingUid ?? '');
  return {
    measurements: [...history.measurements.filter((one) => one.studyId !== studyId), ...stored],
    done: history.done.filter(isOurs),
    undone: history.undone.filter(isOurs),
  };
}

/** The next number that a person sees beside a measurement of a study. */
export function nextLabel(measurements: readonly Measurement[], studyId: number): number {
  return 1 + Math.max(0, ...measurements.filter((one) => one.studyId === studyId).map(({ label }) => label));
}

function applied(measurements: readonly Measurement[], { before, after }: MeasurementChange): readonly Measurement[] {
  const trackingUid = (after ?? before)?.trackingUid;
  if (after === undefined) return measurements.filter((one) => one.trackingUid !== trackingUid);
  const isKnown = measurements.some((one) => one.trackingUid === trackingUid);
  return isKnown ? measurements.map((one) => (one.trackingUid === trackingUid ? after : one)) : [...measurements, after];
}

function isSameMeasurement(left: Measurement | undefined, right: Measurement | undefined): boolean {
  return left?.label === right?.label && JSON.stringify(left?.pointsPx) === JSON.stringify(right?.pointsPx);
}
