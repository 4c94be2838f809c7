import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';
import { calendarAge, parseDicomAge } from '#shared/dicom/values/date-time.ts';
import type { CheckedReport } from '#shared/report/checks/checked-report.ts';
import { notificationText } from '#shared/report/critical/critical-value.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import type { StoredRequest, StoredStudy } from '../studies/study.ts';
import type { ReportedStudyFacts } from './assemble-report.ts';
import type { StoredCriticalValue } from './critical-value.repository.ts';

const DAYS_OF: Readonly<Record<'D' | 'W' | 'M' | 'Y', number>> = { D: 1, W: 7, M: 30.44, Y: 365.25 };

/** A draft with what is known of its patient and its study, as the checks of its words want it. */
export function checkedReportOf(request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText, isCriticalHandled: boolean): CheckedReport {
  const first = studies[0];
  if (first === undefined) throw new Error('a report covers at least one study');
  const { study, headers } = first;
  return {
    modality: study.modalities[0] ?? '',
    bodyPart: `${bodyPartInChinese(study.bodyPart)} ${request.procedureText}`.trim(),
    laterality: orderedSide([...headers.values()].flat()),
    sex: study.patientSex,
    ageYears: ageYearsOf(study),
    patientName: study.patientName,
    studyDate: study.studyDate ?? '',
    comparisonDate: '',
    findings: text.findings,
    impression: text.impression,
    recommendation: text.recommendation,
    positive: text.outcome === null ? null : text.outcome === 'positive',
    criticalHandled: isCriticalHandled,
  };
}

/** Age at the examination in years, with fractions; null when unknown. */
export function ageYearsOf({ patientBirthDate, patientAge, studyDate }: Pick<StoredStudy, 'patientBirthDate' | 'patientAge' | 'studyDate'>): number | null {
  const age = patientBirthDate === null || studyDate === null ? undefined : calendarAge(patientBirthDate, studyDate);
  if (age !== undefined) return age.years > 0 ? age.years : age.days / DAYS_OF.Y;
  const sent = parseDicomAge(patientAge);
  return sent === undefined ? null : (sent.value * DAYS_OF[sent.unit]) / DAYS_OF.Y;
}

/** Laterality (0020,0060) where all series that state one agree. */
function orderedSide(headers: readonly DataSet[]): CheckedReport['laterality'] {
  const sides = [...new Set(headers.map((header) => textOf(header, 'Laterality') || textOf(header, 'ImageLaterality')).filter((side) => side !== ''))];
  const [side] = sides;
  return sides.length === 1 && (side === 'L' || side === 'R') ? side : '';
}

/** Who was told of what is critical, as the report says it; '' when nothing was closed. */
export function notificationsText(values: readonly StoredCriticalValue[]): string {
  return values
    .flatMap(({ notifiedName, department, notifiedAt, closedAt }) =>
      closedAt === null || notifiedAt === null ? [] : [notificationText({ notifiedName, department, notifiedAtLocal: localTimeText(notifiedAt) })])
    .join('\n');
}
