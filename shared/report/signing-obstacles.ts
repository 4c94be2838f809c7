import type { ProblemCode, ReportProblem } from './checks/checked-report.ts';
import { impressionLines } from './impression-lines.ts';

/** What stands against signing. `block`: cannot be signed; `confirm`: only with a reason; `hint`: worth knowing. */
export interface SigningObstacle {
  readonly level: 'block' | 'confirm' | 'hint';
  readonly code: 'missing-findings' | 'missing-impression' | 'missing-outcome' | 'images-missing' | 'images-arriving' | 'placeholder' | 'missing-glyph' | 'lossy-images'
    | 'ecg-contradiction' | 'ecg-qtc-formula' | 'ecg-measurement' | 'ecg-critical-untold' | 'series-unseen' | 'images-incomplete'
    | 'field-missing' | 'field-range' | 'field-edited' | ProblemCode;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface ReportToCheck {
  readonly findings: string;
  readonly impression: string;
  readonly recommendation: string;
  readonly outcome: 'positive' | 'negative' | null;
  readonly expectedInstances: number;
  readonly heldInstances: number;
  /** The hospital has been quiet long enough, or its technician said so. */
  readonly isComplete: boolean;
  /** Characters that the fonts of the paper do not have. */
  readonly missingGlyphs: readonly string[];
  readonly lossyRatio: number | null | undefined;
  /** The recording with its numbers stands for the findings: an ECG needs no words for them. */
  readonly hasRecording?: boolean;
}

/** A gap that a template leaves for the physician: 【 】, [ ], ___, ××, XX cm. */
const PLACEHOLDER = /【\s*】|\[\s*\]|_{2,}|[×X]{2,}\s*(?:mm|cm|HU|层|枚|个)?/u;

/** Worst first. An empty list: nothing stands against it. */
export function signingObstacles(report: ReportToCheck): SigningObstacle[] {
  const found: SigningObstacle[] = [];
  const block = (code: SigningObstacle['code'], facts: SigningObstacle['facts'] = {}) => found.push({ level: 'block', code, facts });
  const hint = (code: SigningObstacle['code'], facts: SigningObstacle['facts'] = {}) => found.push({ level: 'hint', code, facts });

  if (report.findings.trim() === '' && report.hasRecording !== true) block('missing-findings');
  if (impressionLines(report.impression).length === 0) block('missing-impression');
  if (report.outcome === null) block('missing-outcome');
  const placeholder = PLACEHOLDER.exec(`${report.findings}\n${report.impression}\n${report.recommendation}`)?.[0];
  if (placeholder !== undefined) block('placeholder', { text: placeholder });
  for (const character of report.missingGlyphs) {
    block('missing-glyph', { character, codePoint: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` });
  }
  if (report.expectedInstances === 0 || report.heldInstances < report.expectedInstances) {
    block('images-missing', { held: report.heldInstances, expected: report.expectedInstances });
  } else if (!report.isComplete) hint('images-arriving', { held: report.heldInstances });
  if (report.lossyRatio !== undefined) hint('lossy-images', report.lossyRatio === null ? {} : { ratio: report.lossyRatio });
  return found;
}

/** A reason that a physician gave for words that a check asks about. */
export interface CheckReason {
  readonly code: string;
  readonly excerpt: string;
  readonly reason: string;
}

/**
 * What the words say against themselves, as obstacles behind those that are there already: an empty impression and a gap are said once.
 * A problem whose words have a reason says so in its facts and no longer stands in the way.
 */
export function withTextProblems(obstacles: readonly SigningObstacle[], problems: readonly ReportProblem[], reasons: readonly CheckReason[]): SigningObstacle[] {
  const known = new Set(obstacles.map(({ code }) => code));
  const added = problems.filter(({ code }) => !known.has(code)).map(({ code, level, section, excerpt }): SigningObstacle => {
    const reason = level === 'confirm' ? reasons.findLast((one) => one.code === code && one.excerpt === excerpt)?.reason : undefined;
    return { level, code, facts: { section, text: excerpt, ...(reason === undefined ? {} : { reason }) } };
  });
  const rank = { block: 0, confirm: 1, hint: 2 } as const;
  return [...obstacles, ...added].toSorted((left, right) => rank[left.level] - rank[right.level]);
}

/** True for what keeps a report from being signed now. */
export function standsInTheWay({ level, facts }: SigningObstacle): boolean {
  return level === 'block' || (level === 'confirm' && facts['reason'] === undefined);
}
