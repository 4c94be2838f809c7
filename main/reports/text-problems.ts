import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import type { CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { checkReport } from '#shared/report/checks/check-report.ts';
import type { ReportProblem } from '#shared/report/checks/checked-report.ts';
import { saysNotified, type CriticalRule } from '#shared/report/checks/critical-check.ts';
import { criticalMessage } from '#shared/report/ecg-critical-text.ts';
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

/**
 * Checks the words of a draft against what is known of its patient, its study and the department's list of critical values; what an ECG has that is
 * critical is asked about like what the words say.
 */
export function createTextProblems({ words, values, criticalRules }: TextProblemsDependencies) {
  return async (request: StoredRequest, studies: readonly ReportedStudyFacts[], text: ReportText, criticalFindings: readonly CriticalFinding[]): Promise<TextProblems> => {
    const [reasons, critical, rules] = await Promise.all([words.reasons(request.id), values.ofRequest(request.id), criticalRules()]);
    const isHandled = critical.length > 0 && critical.every(({ closedAt }) => closedAt !== null);
    const problems = checkReport(checkedReportOf(request, studies, text, isHandled), rules);
    // What the list of words has found is asked about once.
    const isFound = problems.some(({ code }) => code === 'critical-unhandled');
    const isAsked = !isHandled && !isFound && criticalFindings.length > 0 && !saysNotified(text);
    return {
      problems: isAsked ? [...problems, { code: 'critical-unhandled', level: 'confirm', section: 'impression', excerpt: criticalMessage(criticalFindings) }] : problems,
      reasons,
    };
  };
}
