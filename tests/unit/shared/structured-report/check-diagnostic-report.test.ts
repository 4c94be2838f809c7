import { describe, expect, test } from 'vitest';
import { checkDiagnosticReport } from '#shared/structured-report/check-diagnostic-report.ts';
import { structuredReportOf } from '#tests/support/report-kit.ts';
import { MUTATIONS } from '#tests/support/report-mutations.ts';
import { amendedReport, ecgReport, radiologyReport, twoStudyReport } from '#tests/support/sample-report.ts';

test.each([['radiology', radiologyReport], ['amended', amendedReport], ['two studies', twoStudyReport], ['ECG', ecgReport]] as const)(
  'a sound report has no faults: %s',
  (_, report) => {
    expect(checkDiagnosticReport(structuredReportOf(report))).toEqual([]);
  },
);

describe('a report is refused', () => {
  test.each(MUTATIONS)('$name', ({ apply }) => {
    expect(checkDiagnosticReport(apply(structuredReportOf(amendedReport)))).not.toEqual([]);
  });
});

test('a fault never quotes the patient', () => {
  const faults = MUTATIONS.flatMap(({ apply }) => checkDiagnosticReport(apply(structuredReportOf(amendedReport)))).join();
  expect(['陈', 'Chen', 'YX0061842', 'YX26112000318'].filter((fact) => faults.includes(fact))).toEqual([]);
});
