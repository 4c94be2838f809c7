import type { Calibration, Measurement, MeasurementSteps } from '#shared/contract/services/measurements.contract.ts';

/** One thing the hand did to one measurement. `before` is missing for a new one, `after` for a removed one. */
export interface MeasurementChange {
  readonly before: Measurement | undefined;
  readonly after: Measurement | undefined;
}

/** An image that gets, changes or loses its calibration. */
export interface CalibrationStep {
  readonly studyId: number;
  readonly sopInstanceUid: string;
  readonly before: Calibration | undefined;
  readonly after: Calibration | undefined;
}

/** What is undone by one press: one measurement; or a calibration with all measurements of its image. */
export interface HistoryStep {
  readonly changes: readonly MeasurementChange[];
  readonly calibration: CalibrationStep | undefined;
}

/** The measurements and calibrations of the open studies, and what can be undone. */
export interface MeasurementHistory {
  readonly measurements: readonly Measurement[];
  readonly calibrations: readonly Calibration[];
  /** Newest last. */
  readonly done: readonly HistoryStep[];
  /** What was undone, newest last; emptied by the next new change. */
  readonly undone: readonly HistoryStep[];
}

export const NO_MEASUREMENTS: MeasurementHistory = { measurements: [], calibrations: [], done: [], undone: [] };

export function withStep(history: MeasurementHistory, step: HistoryStep): MeasurementHistory {
  return { ...applied(history, step), done: [...history.done, step], undone: [] };
}

/** @returns the history one step back and what must be stored; undefined when there is nothing to undo */
export function undo(history: MeasurementHistory): { readonly history: MeasurementHistory; readonly step: HistoryStep } | undefined {
  const last = history.done.at(-1);
  if (last === undefined) return undefined;
  const step = reversed(last);
  return { step, history: { ...applied(history, step), done: history.done.slice(0, -1), undone: [...history.undone, last] } };
}

export function redo(history: MeasurementHistory): { readonly history: MeasurementHistory; readonly step: HistoryStep } | undefined {
  const step = history.undone.at(-1);
  if (step === undefined) return undefined;
  return { step, history: { ...applied(history, step), done: [...history.done, step], undone: history.undone.slice(0, -1) } };
}

/** What the store holds of a study. */
export interface StoredOfStudy {
  readonly measurements: readonly Measurement[];
  readonly calibrations: readonly Calibration[];
}

/**
 * What the store says of a study replaces what was known. Where it says something else than we do, somebody else has been at work: steps of
 * these measurements, and all steps on an image that was calibrated elsewhere, can no longer be undone.
 */
export function withStored(history: MeasurementHistory, studyId: number, stored: StoredOfStudy): MeasurementHistory {
  const mine = history.measurements.filter((one) => one.studyId === studyId);
  const myCalibrations = history.calibrations.filter((one) => one.studyId === studyId);
  const uids = new Set([...mine, ...stored.measurements].map(({ trackingUid }) => trackingUid));
  const images = new Set([...myCalibrations, ...stored.calibrations].map(({ sopInstanceUid }) => sopInstanceUid));
  const find = (list: readonly Measurement[], trackingUid: string) => list.find((one) => one.trackingUid === trackingUid);
  const findImage = (list: readonly Calibration[], sopInstanceUid: string) => list.find((one) => one.sopInstanceUid === sopInstanceUid);
  const foreign = new Set([...uids].filter((uid) => !isSameMeasurement(find(mine, uid), find(stored.measurements, uid))));
  const foreignImages = new Set([...images].filter((uid) => !isSameCalibration(findImage(myCalibrations, uid), findImage(stored.calibrations, uid))));
  const isOurs = ({ changes, calibration }: HistoryStep) =>
    !foreignImages.has(calibration?.sopInstanceUid ?? '') &&
    changes.every(({ before, after }) => !foreign.has((after ?? before)?.trackingUid ?? '') && !foreignImages.has((after ?? before)?.sopInstanceUid ?? ''));
  return {
    measurements: [...history.measurements.filter((one) => one.studyId !== studyId), ...stored.measurements],
    calibrations: [...history.calibrations.filter((one) => one.studyId !== studyId), ...stored.calibrations],
    done: history.done.filter(isOurs),
    undone: history.undone.filter(isOurs),
  };
}

/** As many steps of a study as are kept across a crash. */
const MOST_STEPS = 100;

/** What the store keeps of a study, so that undo outlives the page. */
export function stepsOfStudy({ done, undone }: MeasurementHistory, studyId: number): MeasurementSteps {
  const kept = (steps: readonly HistoryStep[]): MeasurementSteps['done'] =>
    steps.filter((step) => isOfStudy(step, studyId)).slice(-MOST_STEPS).map(({ changes, calibration }) => ({
      changes: changes.map(({ before, after }) => ({ before: before ?? null, after: after ?? null })),
      calibration: calibration === undefined ? null : { sopInstanceUid: calibration.sopInstanceUid, before: calibration.before ?? null, after: calibration.after ?? null },
    }));
  return { done: kept(done), undone: kept(undone) };
}

/**
 * Takes up the steps that were kept of a study. They are kept before what they do is stored, so that after a crash the store may stand some steps
 * before or behind them: the place where it stands is looked for from the newest on. What does not lead there ends the chain on either side, and
 * nothing is ever undone into a state that was not there.
 */
export function withKeptSteps(history: MeasurementHistory, studyId: number, kept: MeasurementSteps): MeasurementHistory {
  const plain = (steps: MeasurementSteps['done']): readonly HistoryStep[] =>
    steps.map(({ changes, calibration }) => ({
      changes: changes.map(({ before, after }) => ({ before: before ?? undefined, after: after ?? undefined })),
      calibration: calibration === null ? undefined : { studyId, sopInstanceUid: calibration.sopInstanceUid, before: calibration.before ?? undefined, after: calibration.after ?? undefined },
    }));
  const chained = (steps: readonly HistoryStep[], forward: (step: HistoryStep) => HistoryStep): readonly HistoryStep[] => {
    let state = history;
    let trusted = 0;
    for (const step of steps.toReversed()) {
      const next = forward(step);
      if (!startsAt(state, next)) break;
      state = applied(state, next);
      trusted += 1;
    }
    return trusted === 0 ? [] : steps.slice(-trusted);
  };
  const told = plain(kept.done);
  const steps = [...told, ...plain(kept.undone).toReversed()];
  const standsAt = (place: number) => {
    const [last, next] = [steps[place - 1], steps[place]];
    return (last === undefined || startsAt(history, reversed(last))) && (next === undefined || startsAt(history, next));
  };
  const places = steps.map((_step, index) => index).concat(steps.length).toSorted((left, right) => Math.abs(left - told.length) - Math.abs(right - told.length));
  const place = places.find(standsAt) ?? told.length;
  const done = chained(steps.slice(0, place), reversed);
  const undone = chained(steps.slice(place).toReversed(), (step) => step);
  return { ...history, done: [...done, ...history.done], undone: [...undone, ...history.undone] };
}

/** Everything that a step changes is now as the step begins. */
function startsAt({ measurements, calibrations }: MeasurementHistory, { changes, calibration }: HistoryStep): boolean {
  const areMeasurements = changes.every(({ before, after }) => isSameMeasurement(measurements.find(({ trackingUid }) => trackingUid === (before ?? after)?.trackingUid), before));
  return areMeasurements && (calibration === undefined || isSameCalibration(calibrations.find(({ sopInstanceUid }) => sopInstanceUid === calibration.sopInstanceUid), calibration.before));
}

function isOfStudy({ changes, calibration }: HistoryStep, studyId: number): boolean {
  return calibration === undefined ? changes.some(({ before, after }) => (after ?? before)?.studyId === studyId) : calibration.studyId === studyId;
}

/** The next number that a person sees beside a measurement of a study. */
export function nextLabel(measurements: readonly Measurement[], studyId: number): number {
  return 1 + Math.max(0, ...measurements.filter((one) => one.studyId === studyId).map(({ label }) => label));
}

function reversed({ changes, calibration }: HistoryStep): HistoryStep {
  return {
    changes: changes.map(({ before, after }) => ({ before: after, after: before })),
    calibration: calibration === undefined ? undefined : { ...calibration, before: calibration.after, after: calibration.before },
  };
}

function applied(history: MeasurementHistory, { changes, calibration }: HistoryStep): MeasurementHistory {
  const measurements = changes.reduce(withMeasurement, history.measurements);
  if (calibration === undefined) return { ...history, measurements };
  const { studyId, sopInstanceUid, after } = calibration;
  const others = history.calibrations.filter((one) => one.studyId !== studyId || one.sopInstanceUid !== sopInstanceUid);
  return { ...history, measurements, calibrations: after === undefined ? others : [...others, after] };
}

function withMeasurement(measurements: readonly Measurement[], { before, after }: MeasurementChange): readonly Measurement[] {
  const trackingUid = (after ?? before)?.trackingUid;
  if (after === undefined) return measurements.filter((one) => one.trackingUid !== trackingUid);
  const isKnown = measurements.some((one) => one.trackingUid === trackingUid);
  return isKnown ? measurements.map((one) => (one.trackingUid === trackingUid ? after : one)) : [...measurements, after];
}

function isSameMeasurement(left: Measurement | undefined, right: Measurement | undefined): boolean {
  return left?.label === right?.label && (left?.text ?? '') === (right?.text ?? '') && JSON.stringify([left?.pointsPx, left?.place]) === JSON.stringify([right?.pointsPx, right?.place]);
}

function isSameCalibration(left: Calibration | undefined, right: Calibration | undefined): boolean {
  return left?.knownLengthMm === right?.knownLengthMm && JSON.stringify(left?.pointsPx) === JSON.stringify(right?.pointsPx);
}
