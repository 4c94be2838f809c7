import type { reportTextsContract, DraftRevision, PriorReport } from '#shared/contract/services/report-texts.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import type { CheckReason } from '#shared/report/signing-obstacles.ts';
import { DEFAULT_TEMPLATES } from '#shared/report/templates/default-templates.ts';
import { DEFAULT_MACROS, type ReportMacro } from '#shared/report/templates/macros.ts';
import type { TemplateCase } from '#shared/report/templates/choose-templates.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { StoredRequest, StoredStudy } from '../studies/study.ts';
import { ageYearsOf } from './checked-report-of.ts';
import type { ReportWordsRepository, StoredPrior } from './report-words.repository.ts';

export interface ReportTextServiceDependencies {
  readonly words: Remote<ReportWordsRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly study: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type ReportTextService = ReturnType<typeof createReportTextService>;
export type ReportTextsContract = typeof reportTextsContract;

const MOST_PRIORS = 20;

/** What stands beside the editor: the department's library, earlier reports, earlier drafts, reasons. */
export function createReportTextService({ words, requests, study, events, clock }: ReportTextServiceDependencies) {
  const now = () => clock.now().toISOString();

  const requireRequest = async (requestId: number): Promise<StoredRequest> => {
    const request = await requests.find(requestId);
    if (request === undefined) throw new AppError('report/unknown', 'no such request', { facts: { requestId } });
    return request;
  };

  return {
    async library(): Promise<{ templates: ReportTemplate[]; macros: ReportMacro[] }> {
      const [templates, macros] = await Promise.all([words.templates(), words.macros()]);
      return {
        templates: overlaid(DEFAULT_TEMPLATES, templates, ({ templateId }) => templateId),
        macros: overlaid(DEFAULT_MACROS, macros, ({ abbreviation }) => abbreviation),
      };
    },

    saveTemplate: (template: ReportTemplate): Promise<void> => words.putTemplate({ ...template, isRemoved: false }, now()),

    async removeTemplate(templateId: string): Promise<void> {
      const known = [...(await words.templates()), ...DEFAULT_TEMPLATES].find((template) => template.templateId === templateId);
      if (known !== undefined) await words.putTemplate({ ...known, isRemoved: true }, now());
    },

    saveMacro: (macro: ReportMacro): Promise<void> => words.putMacro({ ...macro, isRemoved: false }, now()),

    removeMacro: (abbreviation: string): Promise<void> => words.putMacro({ abbreviation, text: '', isRemoved: true }, now()),

    async surroundings(requestId: number): Promise<{ of: TemplateCase; priors: PriorReport[] }> {
      const request = await requireRequest(requestId);
      const [first, priors] = await Promise.all([study(request.studyIds[0] ?? 0), words.priors(requestId, MOST_PRIORS)]);
      return { of: templateCaseOf(request, first), priors: priors.map(toPrior) };
    },

    async revisions(requestId: number): Promise<DraftRevision[]> {
      await requireRequest(requestId);
      return words.revisions(requestId);
    },

    async confirmCheck(requestId: number, reason: CheckReason): Promise<void> {
      const { studyIds } = await requireRequest(requestId);
      await words.addReason(requestId, reason, now());
      events.publish({ kind: 'report-changed', studyIds: [...studyIds] });
    },
  };
}

/** Built-in entries, each replaced by the department's own of the same id, then what only the department has. */
function overlaid<T>(builtIn: readonly T[], own: readonly (T & { readonly isRemoved: boolean })[], idOf: (entry: T) => string): T[] {
  const changed = new Map(own.map((entry) => [idOf(entry), entry]));
  const kept = builtIn.flatMap((entry) => {
    const replacement = changed.get(idOf(entry));
    if (replacement === undefined) return [entry];
    return replacement.isRemoved ? [] : [replacement];
  });
  const known = new Set(builtIn.map(idOf));
  return [...kept, ...own.filter((entry) => !entry.isRemoved && !known.has(idOf(entry)))];
}

function templateCaseOf(request: StoredRequest, study: StoredStudy | undefined): TemplateCase {
  if (study === undefined) return { modality: '', examination: request.procedureText, sex: '', ageYears: null };
  return {
    modality: study.modalities[0] ?? '',
    examination: [request.procedureText, study.studyDescription, bodyPartInChinese(study.bodyPart)].join(' '),
    sex: study.patientSex,
    ageYears: ageYearsOf(study),
  };
}

function toPrior({ reportUid, studyId, studyDate, studyDescription, content, signedAt }: StoredPrior): PriorReport {
  const { findings, impression, recommendation, outcome } = JSON.parse(new TextDecoder().decode(content)) as CanonicalReport;
  return { reportUid, studyId, studyDate, examination: studyDescription, signedAt, text: { findings, impression: impression.join('\n'), recommendation, outcome } };
}
