import { z } from 'zod';
import { method } from '../base-contract.ts';
import { calendarDate, instant, requestId, studyId, uid } from '../vocabulary.ts';
import { reportForm } from './report-forms.contract.ts';
import { reportText } from './reports.contract.ts';

/** A report as a department begins it; gaps stand in 【】, see `shared/report/templates`. */
export const reportTemplate = z.object({
  templateId: z.string().min(1).max(64),
  name: z.string().min(1).max(60),
  modality: z.string().max(16),
  bodyPart: z.string().max(60),
  sex: z.enum(['M', 'F', '']),
  /** Completed years, both inclusive; null: open. */
  leastYears: z.int().nonnegative().nullable(),
  mostYears: z.int().nonnegative().nullable(),
  outcome: z.enum(['positive', 'negative']),
  abbreviation: z.string().max(16),
  findings: z.string().max(20_000),
  impression: z.string().max(8_000),
  recommendation: z.string().max(8_000),
  /** Fields that are asked for beside the words. Absent: none. */
  form: reportForm.optional(),
});

export const reportMacro = z.object({ abbreviation: z.string().regex(/^[a-z0-9]{1,16}$/), text: z.string().min(1).max(4_000) });

/** An earlier signed report of the same patient at the same hospital. */
export const priorReport = z.object({
  reportUid: uid,
  studyId,
  studyDate: calendarDate.nullable(),
  examination: z.string(),
  signedAt: instant,
  text: reportText,
});
export type PriorReport = z.infer<typeof priorReport>;

export const draftRevision = reportText.extend({ revision: z.int().positive(), savedAt: instant });
export type DraftRevision = z.infer<typeof draftRevision>;

/** Whom a template is chosen for. */
export const templateCase = z.object({
  modality: z.string(),
  examination: z.string(),
  sex: z.enum(['M', 'F', 'O', '']),
  ageYears: z.number().nonnegative().nullable(),
});

export const reportTextsContract = {
  /** The department's templates and macros: built-in ones, changed ones and its own. */
  library: method().output(z.object({ templates: z.array(reportTemplate), macros: z.array(reportMacro) })),
  saveTemplate: method('hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere').input(reportTemplate).output(z.object({})),
  removeTemplate: method('hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere').input(z.object({ templateId: reportTemplate.shape.templateId })).output(z.object({})),
  saveMacro: method('hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere').input(reportMacro).output(z.object({})),
  removeMacro: method('hub/not-allowed', 'hub/unreachable', 'hub/changed-elsewhere').input(z.object({ abbreviation: reportMacro.shape.abbreviation })).output(z.object({})),
  /** What surrounds the writing of a report: whom it is about and what was reported before, newest first. */
  surroundings: method('report/unknown').input(z.object({ requestId })).output(z.object({ of: templateCase, priors: z.array(priorReport) })),
  /** What a draft was before, newest first. */
  revisions: method('report/unknown').input(z.object({ requestId })).output(z.array(draftRevision)),
  /** Why the physician signs although a check asks. The same words need no second reason. */
  confirmCheck: method('report/unknown')
    .input(z.object({ requestId, code: z.string().min(1).max(60), excerpt: z.string().max(20_000), reason: z.string().trim().min(2).max(500) }))
    .output(z.object({})),
};
