import type { CriticalFinding } from '../ecg/critical-findings.ts';

/** A critical finding of an ECG as it is told on the telephone and stands in a report. */
export function criticalFindingText(finding: CriticalFinding): string {
  switch (finding.kind) {
    case 'statement':
      return finding.statement;
    case 'st-elevation':
      return `${finding.leads.join('、')} 导联 ST 段抬高 ${finding.value.toFixed(2)} mV`;
    case 'fast-rate': case 'slow-rate':
      return `心率 ${Math.round(finding.value)} 次/分`;
    case 'pause':
      return `最长 RR 间期 ${Math.round(finding.value)} ms`;
    case 'qtc':
      return `QTc ${Math.round(finding.value)} ms`;
    default:
      return finding satisfies never;
  }
}

/** All of them in one message: the sentences, else what was measured. */
export function criticalMessage(findings: readonly CriticalFinding[]): string {
  const statements = findings.filter(({ kind }) => kind === 'statement');
  return (statements.length > 0 ? statements : findings).map(criticalFindingText).join('；');
}
