import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { patientContradiction, type PatientContradiction, type StatedPatient } from '#shared/dicom/values/patient-identity.ts';
import type { Text } from '#renderer/text/use-text.ts';
import type { SeriesProgress } from './viewport/fidelity.ts';

/** A study on the desk: the case, or one of its priors. */
export interface ReadingStudy {
  readonly study: WorklistRow;
  readonly series: readonly SeriesSummary[];
  /** The hospital cannot be asked and something is still missing. */
  readonly isCut: boolean;
  /** An older study of the same patient, for comparison. */
  readonly isPrior: boolean;
  /** Somebody confirmed that the patient of this prior is that of the case, whatever their numbers and hospitals. */
  readonly isConfirmedPerson?: boolean;
}

/** Who, where and when, as the corner of every viewport says it. */
export interface ViewportIdentity {
  readonly who: string;
  readonly hospital: string;
  readonly when: string;
}

export function identityOf({ t, format }: Text, { study, isPrior }: ReadingStudy): ViewportIdentity {
  const { patient, studyDate, studyTime, siteName } = study;
  // The age is that on the day of the study; without one, that of today.
  const age = format.age(patient, studyDate ?? new Date().toISOString().slice(0, 10));
  const date = [studyDate ?? '', isPrior ? '' : (studyTime ?? '').slice(0, 5)].filter((part) => part !== '').join(' ');
  return {
    who: [displayPersonName(patient.name), format.sex(patient.sex), age].filter((part) => part !== '').join(' '),
    hospital: siteName,
    when: isPrior ? t('viewer.prior', { date }) : date,
  };
}

/** What speaks against a study on the screen being of the patient of the case. */
export function contradictionOf(reading: ReadingStudy | undefined, studies: readonly ReadingStudy[]): PatientContradiction | undefined {
  const first = studies.find(({ isPrior }) => !isPrior) ?? studies[0];
  return reading === undefined || first === undefined || first.study.studyId === reading.study.studyId || reading.isConfirmedPerson === true
    ? undefined
    : patientContradiction(patientOf(first), patientOf(reading));
}

function patientOf({ study: { siteId, patient } }: ReadingStudy): StatedPatient {
  return { siteId, ...patient };
}

export function progressOf({ isCut }: ReadingStudy, series: SeriesSummary | undefined): SeriesProgress {
  return { heldInstances: series?.heldInstances ?? 0, expectedInstances: series?.expectedInstances ?? 0, isCut };
}

/** Series that hold pictures, in the order of the rail. */
export function imageSeriesOf({ series }: Pick<ReadingStudy, 'series'>): readonly SeriesSummary[] {
  return series
    .filter(({ content }) => content === 'images')
    .toSorted((left, right) => (left.seriesNumber ?? Number.MAX_SAFE_INTEGER) - (right.seriesNumber ?? Number.MAX_SAFE_INTEGER));
}
