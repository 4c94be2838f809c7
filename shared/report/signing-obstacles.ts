import { impressionLines } from './impression-lines.ts';

/** What stands against signing. `block`: cannot be signed; `hint`: worth knowing. */
export interface SigningObstacle {
  readonly level: 'block' | 'hint';
  readonly code: 'missing-findings' | 'missing-impression' | 'missing-outcome' | 'images-missing' | 'images-arriving' | 'placeholder' | 'missing-glyph' | 'lossy-images'
    | 'ecg-contradiction' | 'ecg-qtc-formula' | 'ecg-measurement' | 'ecg-critical-untold';
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
