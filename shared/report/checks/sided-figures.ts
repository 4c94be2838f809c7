import type { ReportProblem } from './checked-report.ts';
import type { Clause } from './clauses.ts';
import type { OneSide, ReadText } from './mentions.ts';
import { isSingle, type SiteFamily } from './sites.ts';
import { sizesOf } from './size-text.ts';

/** A size or a degree, and the side that it was written for. */
interface SidedFigure {
  readonly clause: Clause;
  readonly side: OneSide;
  readonly family: SiteFamily | undefined;
  /** Largest diameter in mm, or a degree from 1 (slight) to 3. */
  readonly kind: 'size' | 'degree';
  readonly value: number;
}

/** Sizes or degrees that change sides between the two sections: left severe and right slight, where the opposite is described. */
export function swappedFigures(findings: ReadText, impression: ReadText): ReportProblem[] {
  const described = figuresOf(findings);
  const concluded = figuresOf(impression);
  const isElsewhere = (one: SidedFigure) => {
    const same = described.filter((other) => other.kind === one.kind && other.family === one.family && other.value === one.value);
    const here = described.filter((other) => other.kind === one.kind && other.family === one.family && other.side === one.side);
    return here.length > 0 && same.length > 0 && same.every(({ side }) => side !== one.side);
  };
  const moved = concluded.filter(isElsewhere);
  const first = moved[0];
  // One degree alone may be another opinion; two that change places are a swap.
  const isSwap = moved.some(({ kind }) => kind === 'size') || new Set(moved.map(({ side }) => side)).size > 1;
  return first === undefined || !isSwap ? [] : [{ code: 'laterality', level: 'confirm', section: 'impression', excerpt: first.clause.original }];
}

function figuresOf({ sideUses, clauses }: ReadText): readonly SidedFigure[] {
  const figures: SidedFigure[] = [];
  let held: { readonly sentence: number; readonly side: OneSide | undefined; readonly family: SiteFamily | undefined } = { sentence: -1, side: undefined, family: undefined };
  for (const clause of clauses) {
    const use = sideUses.find((one) => one.clause === clause);
    if (use !== undefined) held = { sentence: clause.sentenceIndex, side: use.sides.length === 1 ? use.sides[0] : undefined, family: use.families.at(-1) };
    else if (clause.sentenceIndex !== held.sentence) held = { sentence: clause.sentenceIndex, side: undefined, family: undefined };
    const { side, family } = held;
    if (side === undefined || isSingle(family) || /较|原|前片|上次/u.test(clause.text)) continue;
    for (const { valuesMm } of sizesOf(clause.text)) figures.push({ clause, side, family, kind: 'size', value: Math.max(...valuesMm) });
    const degree = degreeOf(clause.text);
    if (degree !== undefined) figures.push({ clause, side, family, kind: 'degree', value: degree });
  }
  return figures;
}

/** Of a narrowing by its share, else by its word. */
function degreeOf(text: string): number | undefined {
  const percent = /(?:狭窄|压缩)[^，。；\d]{0,6}(\d{1,3})%/u.exec(text)?.[1];
  if (percent !== undefined) return Number(percent) < 50 ? 1 : Number(percent) < 70 ? 2 : 3;
  const word = /(轻|中|重)度/u.exec(text)?.[1];
  return word === undefined ? undefined : '轻中重'.indexOf(word) + 1;
}
