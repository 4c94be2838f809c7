import { readFileSync } from 'node:fs';
import type { CheckedReport, ProblemCode } from '#shared/report/checks/checked-report.ts';

export interface ReportTextSample {
  /** File and line, one-based: clean 12. */
  readonly name: string;
  /** Undefined: nothing may be found. */
  readonly expected: ProblemCode | undefined;
  readonly report: CheckedReport;
}

/** Sets, in the order in which they were written: each was measured before anything was changed for it. */
export const TEXT_SETS = ['', '-later', '-third', '-fourth', '-fifth', '-sixth', '-seventh', '-eighth', '-ninth', '-tenth', '-eleventh', '-twelfth', '-thirteenth', '-fourteenth', '-fifteenth', '-blind'] as const;
export type TextFile = `${'clean' | 'contradictory'}${(typeof TEXT_SETS)[number]}`;

const FOLDER = new URL('../../fixtures/report-texts/', import.meta.url);

/** The texts of tests/fixtures/report-texts; its README says what the fields are. */
export function readReportTexts(file: TextFile): readonly ReportTextSample[] {
  const lines = readFileSync(new URL(`${file}.txt`, FOLDER), 'utf8').trimEnd().split('\n');
  return lines.map((line, index) => {
    const fields = line.split('|').map((field) => field.replaceAll('¶', '\n'));
    const expected = file.startsWith('contradictory') ? (fields.shift() as ProblemCode) : undefined;
    const [modality = '', bodyPart = '', laterality = '', person = '', patientName = '', studyDate = '', comparisonDate = '', flag = '', findings = '', impression = '', recommendation = ''] = fields;
    return {
      name: `${file} ${index + 1}`,
      expected,
      report: {
        modality,
        bodyPart,
        laterality: laterality as CheckedReport['laterality'],
        sex: person.slice(0, 1) as CheckedReport['sex'],
        ageYears: person.length > 1 ? Number(person.slice(1)) : null,
        patientName,
        studyDate: studyDate === '' ? '2026-11-20' : studyDate,
        comparisonDate,
        findings,
        impression,
        recommendation,
        positive: flag.startsWith('+'),
        criticalHandled: flag.endsWith('!'),
      },
    };
  });
}
