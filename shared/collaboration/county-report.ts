import { z } from 'zod';

/** What a hospital says of a report that it was sent, each once. `withdrawal`: that it knows the report is taken back. */
export const COUNTY_STEPS = ['received', 'printed', 'handed-over', 'withdrawal'] as const;
export type CountyStepKind = (typeof COUNTY_STEPS)[number];

export const countyStep = z.object({ step: z.enum(COUNTY_STEPS), by: z.string().min(1).max(60), at: z.iso.datetime() });
export type CountyStep = z.infer<typeof countyStep>;

/** A version of a report that is in the hospital's archive, as its page lists it. The report itself is there and nowhere else. */
export const countyReport = z.object({
  siteId: z.string(),
  studyInstanceUid: z.string(),
  reportUid: z.string(),
  /** As the hospital itself names patient and examination. */
  patientName: z.string(),
  patientId: z.string(),
  examination: z.string(),
  accessionNumber: z.string(),
  version: z.int().positive(),
  kind: z.enum(['original', 'amended', 'addendum']),
  signerName: z.string(),
  signedAt: z.iso.datetime(),
  /** When the last of its objects was read back from the hospital's archive. */
  deliveredAt: z.iso.datetime(),
  withdrawal: z.object({ reason: z.enum(['wrong-patient', 'wrong-study', 'wrong-content']), at: z.iso.datetime() }).nullable(),
  steps: z.array(countyStep).max(COUNTY_STEPS.length),
});
export type CountyReport = z.infer<typeof countyReport>;

/** Steps that the hospital may still take, in their order. A report that was taken back is only confirmed as such. */
export function openSteps({ withdrawal, steps }: Pick<CountyReport, 'withdrawal' | 'steps'>): readonly CountyStepKind[] {
  const has = (kind: CountyStepKind) => steps.some(({ step }) => step === kind);
  if (withdrawal !== null) return has('withdrawal') ? [] : ['withdrawal'];
  return (['received', 'printed', 'handed-over'] as const).filter((kind) => !has(kind));
}

/** The report after a step; the same when it was taken already, or may no longer be. */
export function withStep(report: CountyReport, step: CountyStep): CountyReport {
  return openSteps(report).includes(step.step) ? { ...report, steps: [...report.steps, step] } : report;
}

/** A place in a list that every seat shares: hospitals stand together, so that one of them is read without the others. */
export function countyReportKey({ siteId, reportUid }: Pick<CountyReport, 'siteId' | 'reportUid'>): string {
  return `${siteId}|${reportUid}`;
}

/** So long a hospital's page lists a report; after that only the telephone confirms it. */
export const COUNTY_REPORT_DAYS = 30;
