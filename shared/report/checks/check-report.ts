import { checkAbnormalFigures } from './abnormal-figures.ts';
import { checkAgreement } from './agreement-check.ts';
import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { checkCritical, DEFAULT_CRITICAL_RULES, type CriticalRule } from './critical-check.ts';
import { checkDates } from './date-check.ts';
import { checkEcg, checkEcgFigures } from './ecg-check.ts';
import { checkGrounds } from './grounds.ts';
import { checkMissingImpression, checkPositiveFlag, polarityOf } from './impression-checks.ts';
import { checkLaterality } from './laterality-check.ts';
import { readSection } from './mentions.ts';
import { checkAgeOrgans, checkSexOrgans } from './organ-checks.ts';
import { checkNamedFindings } from './named-findings.ts';
import { checkNumberedPlaces } from './numbered-places.ts';
import { checkOpposites } from './opposites.ts';
import { checkPersons } from './person-check.ts';
import { checkPlaceholders } from './placeholder-check.ts';
import { checkSizes } from './size-check.ts';

/** What a report's own words say against it, worst first. Pure and offline; an empty list is a clean report. */
export function checkReport(report: CheckedReport, criticalRules: readonly CriticalRule[] = DEFAULT_CRITICAL_RULES): readonly ReportProblem[] {
  const read = {
    findings: readSection(report, 'findings'),
    impression: readSection(report, 'impression'),
    recommendation: readSection(report, 'recommendation'),
  };
  const missing = checkMissingImpression(report);
  const placeholders = checkPlaceholders(report).filter(({ section }) => missing.length === 0 || section !== 'impression');
  // Without an impression nothing can be compared with it: one problem, not three.
  const polarity = polarityOf(report.impression, read.impression.mentions);
  const sides = checkLaterality(report, read);
  // A swapped side makes a finding look left out and a conclusion groundless: it is said once.
  const agreement = sides.some(({ section, code }) => section === 'impression' && code === 'laterality') ? [] : [...checkAgreement(read, polarity, report.bodyPart), ...checkEcg(report, polarity), ...checkOpposites(report), ...checkAbnormalFigures(report), ...checkNamedFindings(report), ...checkGrounds(report), ...checkNumberedPlaces(report)];
  const organs = [...checkSexOrgans(report), ...checkAgeOrgans(report)];
  const sizes = [...checkSizes(report, read), ...checkEcgFigures(report)];
  // What cannot be in this patient, or of this size, need not be concluded as well.
  const own = agreement.filter(({ excerpt }) => [...organs, ...sizes].every((one) => one.excerpt !== excerpt));
  const compared = missing.length > 0 ? [] : [...own, ...checkPositiveFlag(report, read.impression), ...checkCritical(report, criticalRules)];
  const found = [
    ...missing,
    ...placeholders,
    ...checkPersons(report),
    ...checkDates(report),
    ...sides,
    ...organs,
    ...sizes,
    ...compared,
  ];
  const rank = { block: 0, confirm: 1, hint: 2 } as const;
  return unique(found).toSorted((left, right) => rank[left.level] - rank[right.level]);
}

function unique(problems: readonly ReportProblem[]): ReportProblem[] {
  return [...new Map(problems.map((one) => [`${one.code}|${one.section}|${one.excerpt}`, one])).values()];
}
