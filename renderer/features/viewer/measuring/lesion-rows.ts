import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { pixelToPatient } from '#shared/dicom/geometry/image-plane.ts';
import type { Vector3 } from '#shared/dicom/geometry/vector3.ts';
import { middleOfPlace } from '#shared/dicom/volume/space-place.ts';
import type { StackPassport } from '#shared/imaging-passport/passport.ts';
import type { ReadingStudy } from '../reading-study.ts';

/** A lesion of a prior beside what it is today. */
export interface LesionRow {
  readonly prior: Measurement;
  /** Of the study that it was measured in; '' where that has none. */
  readonly priorDate: string;
  readonly followUp: Measurement | undefined;
  /** Undefined until it is measured again. */
  readonly change: SizeChange | undefined;
}

export interface SizeChange {
  readonly beforeMm: number;
  readonly nowMm: number;
  readonly changeMm: number;
  /** Of the size before; undefined where that was nothing. */
  readonly percent: number | undefined;
}

const SIZED_KINDS: ReadonlySet<Measurement['kind']> = new Set(['length', 'bidirectional']);

/** The longest diameter in millimetres of the patient; undefined for what is no size of a lesion. */
export function diameterMm({ kind, quantities }: Measurement): number | undefined {
  return SIZED_KINDS.has(kind) ? quantities.find(({ quantity, unit }) => quantity === 'length' && unit === 'mm')?.value : undefined;
}

export function changeBetween(before: Measurement, now: Measurement): SizeChange | undefined {
  const [beforeMm, nowMm] = [diameterMm(before), diameterMm(now)];
  if (beforeMm === undefined || nowMm === undefined) return undefined;
  // What is read is what is counted with: tenths of a millimetre.
  const [one, other] = [Math.round(beforeMm * 10) / 10, Math.round(nowMm * 10) / 10];
  const changeMm = Math.round((other - one) * 10) / 10;
  return { beforeMm: one, nowMm: other, changeMm, percent: one > 0 ? (100 * changeMm) / one : undefined };
}

/** Every size that was measured in a prior on the desk, oldest prior last, with its follow-up in the case. */
export function lesionRows(measurements: readonly Measurement[], studies: readonly ReadingStudy[]): readonly LesionRow[] {
  const priors = studies.filter(({ isPrior }) => isPrior).toSorted((left, right) => (right.study.studyDate ?? '').localeCompare(left.study.studyDate ?? ''));
  const cases = new Set(studies.filter(({ isPrior }) => !isPrior).map(({ study }) => study.studyId));
  return priors.flatMap(({ study }) =>
    measurements
      .filter((one) => one.studyId === study.studyId && diameterMm(one) !== undefined)
      .toSorted((left, right) => left.label - right.label)
      .map((prior) => {
        const followUp = measurements.findLast((one) => cases.has(one.studyId) && one.priorTrackingUid === prior.trackingUid);
        return { prior, priorDate: study.studyDate ?? '', followUp, change: followUp === undefined ? undefined : changeBetween(prior, followUp) };
      }),
  );
}

/** The sum of the longest diameters of all lesions that were measured twice: undefined with fewer than two of them. */
export function sumOf(rows: readonly LesionRow[]): SizeChange | undefined {
  const changes = rows.flatMap(({ change }) => change ?? []);
  if (changes.length < 2) return undefined;
  const tenths = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) * 10) / 10;
  const beforeMm = tenths(changes.map((one) => one.beforeMm));
  const nowMm = tenths(changes.map((one) => one.nowMm));
  const changeMm = Math.round((nowMm - beforeMm) * 10) / 10;
  return { beforeMm, nowMm, changeMm, percent: beforeMm > 0 ? (100 * changeMm) / beforeMm : undefined };
}

/** The middle of a measurement in the patient, from the stack that holds its image; undefined where no stack does, or it has no plane. */
export function placeOfMeasurement({ sopInstanceUid, frameNumber, pointsPx, place }: Measurement, passports: readonly StackPassport[]): Vector3 | undefined {
  if (place !== undefined) return middleOfPlace(place);
  const frame = passports.flatMap(({ stack }) => stack.frames).find((one) => one.image.sopInstanceUid === sopInstanceUid && one.frameNumber === frameNumber);
  const plane = frame?.description.plane;
  if (plane === undefined || pointsPx.length === 0) return undefined;
  const [column, row] = [0, 1].map((axis) => pointsPx.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / pointsPx.length);
  return pixelToPatient(plane, column ?? 0, row ?? 0);
}
