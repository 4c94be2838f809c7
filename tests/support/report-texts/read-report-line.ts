import type { CheckedReport } from '#shared/report/checks/checked-report.ts';

/**
 * One JSON report as `npm run check:text` reads it. What is missing or of another type counts as not said.
 * @throws SyntaxError when the line is no JSON object
 */
export function readReportLine(line: string): { readonly id: unknown; readonly report: CheckedReport } {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('a line holds one JSON object');
  const fields = value as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : typeof fields[name] === 'number' ? String(fields[name]) : '');
  const age = Number.parseFloat(text('ageYears'));
  return {
    id: fields['id'] ?? null,
    report: {
      modality: text('modality'),
      bodyPart: text('bodyPart'),
      laterality: sideOf(text('laterality')),
      sex: sexOf(text('sex')),
      ageYears: Number.isFinite(age) ? age : null,
      patientName: text('patientName'),
      studyDate: text('studyDate'),
      comparisonDate: text('comparisonDate'),
      findings: text('findings'),
      impression: text('impression'),
      recommendation: text('recommendation'),
      positive: typeof fields['positive'] === 'boolean' ? fields['positive'] : null,
      criticalHandled: fields['criticalHandled'] === true,
    },
  };
}

function sideOf(text: string): CheckedReport['laterality'] {
  const side = text.trim().toUpperCase();
  return side === 'R' || side === 'L' || side === 'B' ? side : '';
}

function sexOf(text: string): CheckedReport['sex'] {
  const sex = text.trim().toUpperCase();
  return sex === 'M' || sex === 'F' || sex === 'O' ? sex : '';
}
