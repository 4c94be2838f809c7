import type { ReportForm } from '../fields/report-form.ts';

/**
 * A report as a department begins it. Its gaps stand in 【】: `【左侧|右侧】` is a choice, `【例:8 mm】` asks for a value and shows an example. A gap
 * that is left stops the signature: nothing is ever filled in by itself.
 */
export interface ReportTemplate {
  readonly templateId: string;
  readonly name: string;
  /** Modality (0008,0060); '' for any. */
  readonly modality: string;
  /** In Chinese; '' for any. */
  readonly bodyPart: string;
  readonly sex: 'M' | 'F' | '';
  /** Completed years, both inclusive; null: open. */
  readonly leastYears: number | null;
  readonly mostYears: number | null;
  readonly outcome: 'positive' | 'negative';
  /** What `;` expands to it; '' for none. */
  readonly abbreviation: string;
  readonly findings: string;
  readonly impression: string;
  readonly recommendation: string;
  /** Fields that are asked for beside the words. */
  readonly form?: ReportForm | undefined;
}

/** One gap of a text. */
export interface TemplateGap {
  /** Zero-based, of the opening bracket. */
  readonly from: number;
  /** Exclusive, behind the closing bracket. */
  readonly to: number;
  /** What may be chosen; empty where a value is asked for. */
  readonly choices: readonly string[];
  /** Shown where a value is asked for. */
  readonly example: string;
}

const GAP = /【([^【】]{0,120})】/gu;
const EXAMPLE = /^例[:：]/u;

/** The gaps of a text, in order. */
export function gapsOf(text: string): readonly TemplateGap[] {
  return [...text.matchAll(GAP)].map((match) => {
    const inside = match[1] ?? '';
    const isExample = EXAMPLE.test(inside);
    return {
      from: match.index,
      to: match.index + match[0].length,
      choices: isExample || inside.trim() === '' || !inside.includes('|') ? [] : inside.split('|'),
      example: isExample ? inside.replace(EXAMPLE, '') : '',
    };
  });
}

/** The gap that Tab leads to from a place of the text; from the last one back to the first. */
export function gapAfter(text: string, position: number): TemplateGap | undefined {
  const gaps = gapsOf(text);
  return gaps.find(({ from }) => from >= position) ?? gaps[0];
}

/** The gap before a place, for Shift+Tab. */
export function gapBefore(text: string, position: number): TemplateGap | undefined {
  const gaps = gapsOf(text);
  return gaps.findLast(({ to }) => to <= position) ?? gaps.at(-1);
}

/** Every gap filled with its first choice or its example: for tests and for the preview of a template, never for a report. */
export function filledWithExamples(text: string): string {
  return text.replaceAll(GAP, (whole, inside: string) => (EXAMPLE.test(inside) ? inside.replace(EXAMPLE, '') : (inside.split('|')[0] ?? whole)));
}
