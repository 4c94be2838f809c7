import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { checkReport } from '#shared/report/checks/check-report.ts';
import type { ReportProblem } from '#shared/report/checks/checked-report.ts';
import type { CriticalRule } from '#shared/report/checks/critical-check.ts';
import type { CheckReason } from '#shared/report/signing-obstacles.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { StoredRequest } from '../studies/study.ts';
import type { ReportedStudyFacts } from './assemble-report.ts';
import { checkedReportOf } from './checked-report-of.ts';
import type { CriticalValueRepository } from './critical-value.repository.ts';
import type { ReportWordsRepository } from './report-words.repository.ts';

export interface TextProblems {
  readonly problems: readonly ReportProblem[];
  readonly reasons: readonly CheckReason[];
}

export interface TextProblemsDependencies {
  readonly words: Remote<ReportWordsRepository>;
  readonly values: Remote<CriticalValueRepository>;
  readonly criticalRules: () => Promise<readonly CriticalRule[]>;
}

/** Checks the words of a draft against what is known of its patient, its study and the department's list of critical values. */
export function createTextProblems({ words, values, criticalRules }: TextProblemsDependencies) {
  return async (request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText): Promise<TextProblems> => {
    const [reasons, critical, rules] = await Promise.all([words.reasons(request.id), values.ofRequest(request.id), criticalRules()]);
    const isHandled = critical.length > 0 && critical.every(({ closedAt }) => closedAt !== null);
    return { problems: checkReport(checkedReportOf(request, studies, text, isHandled), rules), reasons };
  };
}
