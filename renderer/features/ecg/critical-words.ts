import type { CriticalFinding } from '#shared/ecg/critical-findings.ts';
import type { Translate } from '#renderer/text/text-engine.ts';

/** Which rule fired, in words. */
export function criticalText(t: Translate, finding: CriticalFinding): string {
  switch (finding.kind) {
    case 'statement':
      return t('ecg.critical.rule.statement', { statement: finding.statement });
    case 'st-elevation':
      return t('ecg.critical.rule.st-elevation', { leads: finding.leads.join(' '), value: finding.value.toFixed(2), limit: finding.limit });
    case 'fast-rate': case 'slow-rate': case 'pause': case 'qtc':
      return t(`ecg.critical.rule.${finding.kind}`, { value: Math.round(finding.value), limit: finding.limit });
    default:
      return finding satisfies never;
  }
}
