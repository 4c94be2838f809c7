import { checkStatements } from '../ecg/statements/check-statements.ts';
import type { StatementDictionary } from '../ecg/statements/statement-dictionary.ts';
import { isAdult } from './adult-age.ts';
import type { CanonicalReport } from './canonical-report.ts';
import { measuredFacts } from './ecg-values.ts';
import type { ReportedEcg } from './reported-ecg.ts';
import type { SigningObstacle } from './signing-obstacles.ts';

/** What of an ECG stands against signing: sentences against each other and against the numbers. Critical findings are asked about with the words, in `text-problems.ts`. */
export function ecgObstacles(report: CanonicalReport, ecg: ReportedEcg, dictionary: StatementDictionary): readonly SigningObstacle[] {
  const isGrown = isAdult({ ...report.patient, onDate: report.studies[0]?.studyDate ?? null });
  const faults = checkStatements(dictionary, { findings: report.findings, impression: report.impression }, measuredFacts(ecg.values, isGrown));
  return faults.map((fault): SigningObstacle => {
    switch (fault.kind) {
      case 'contradiction':
        return { level: 'block', code: 'ecg-contradiction', facts: { first: fault.first, second: fault.second } };
      case 'qtc-formula':
        return { level: 'block', code: 'ecg-qtc-formula', facts: { text: fault.text } };
      case 'measurement':
        return { level: 'hint', code: 'ecg-measurement', facts: { statement: fault.statement, value: fault.value, unit: fault.unit } };
      default:
        return fault satisfies never;
    }
  });
}
