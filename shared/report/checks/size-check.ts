import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, WRITTEN_SECTIONS, type Clause, type WrittenSection } from './clauses.ts';
import type { ReadReport } from './laterality-check.ts';
import { sameKind, type Mention } from './mentions.ts';
import { mayBeSamePlace } from './sites.ts';
import { FIGURE_LIMITS, SIZE_LIMITS } from './size-limits.ts';
import { sizesOf, type WrittenSize } from './size-text.ts';

interface SizeUse extends WrittenSize {
  readonly clause: Clause;
  /** The words between the size before it in the sentence and this one. */
  readonly context: string;
  readonly of: readonly Mention[];
  /** Largest diameter of the organ that it lies in; Infinity where none was written. */
  readonly withinMm: number;
}

/** Nothing in a body is longer than a tall man's leg. */
const LONGEST_MM = 900;

/** Magnitudes that disagree by a power of ten, or that no body has. */
export function checkSizes(report: CheckedReport, read: ReadReport): ReportProblem[] {
  const uses = WRITTEN_SECTIONS.slice(0, 2).flatMap((section) => sizeUses(report, section, read));
  const impossible = uses.filter(isImpossible);
  const pairs = uses.filter(({ clause }) => clause.section === 'impression').filter((use) => isTenfold(use, uses.filter((one) => one.clause.section === 'findings')));
  const all = [...impossible, ...pairs].map((use): ReportProblem => ({ code: 'unit', level: 'confirm', section: use.clause.section, excerpt: use.clause.original }));
  return [...all, ...againstPrior(uses), ...notSmall(report, uses), ...impossibleFigures(report)].slice(0, 3);
}

function sizeUses(report: CheckedReport, section: WrittenSection, read: ReadReport): SizeUse[] {
  const mentions = read[section].mentions;
  const uses: SizeUse[] = [];
  let context = '';
  let sentence = -1;
  /** The organ that the sentence measured first: what lies inside it is no larger. */
  let organMm = Infinity;
  let heldIn = -1;
  for (const clause of clausesOf(report, section)) {
    if (clause.sentenceIndex !== sentence) context = '';
    sentence = clause.sentenceIndex;
    let from = 0;
    if (clause.sentenceIndex !== heldIn) organMm = Infinity;
    heldIn = clause.sentenceIndex;
    for (const size of sizesOf(clause.text)) {
      const upTo = mentions.filter((one) => one.clause.sentenceIndex === clause.sentenceIndex && !one.isNegated);
      const here = upTo.filter((one) => one.clause === clause || one.clause.original === clause.original);
      const said = context + clause.text.slice(from, size.index);
      // 胆囊大小约7×3cm，壁厚约3mm: the wall is that of what was named.
      const words = /^[长短厚宽]/u.test(said) ? `${/^[^，见]*?(脾|胰腺|前列腺|子宫)/u.exec(clause.sentence)?.[1] ?? ''}${said}` : said.startsWith('壁') ? `${/胆囊?|膀胱|阑尾|胃|肠/u.exec(clause.sentence)?.[0] ?? ''}${said}` : said;
      uses.push({ ...size, clause, context: words, of: here.length > 0 ? here : upTo, withinMm: /(?:腔|其)?内(?:可)?[见探]/u.test(words) ? organMm : Infinity });
      if (/^[^见]*大小约?$/u.test(words)) organMm = Math.max(...size.valuesMm);
      from = size.index + size.text.length;
      context = '';
    }
    context += clause.text.slice(from);
  }
  return uses;
}

function isImpossible({ valuesMm, units, context, withinMm, clause, text: digits }: SizeUse): boolean {
  const most = Math.max(...valuesMm);
  const least = Math.min(...valuesMm);
  if (units.some((unit) => ['m', '米', 'nm', 'km', 'um', 'dm'].includes(unit))) return !/层厚|像素|流速|距离/u.test(context);
  if (/层厚|层距|(?<![室房])间隔|扫描|矩阵|视野|FOV|电压|电流|球管|引流管|导管|置管|焦点|焦距|流[速率]/iu.test(context) && !/胆|胰管|管腔|主动脉|管壁|阑尾/u.test(context)) return false;
  if (isTiny(units, valuesMm, digits) && TINY_NEVER.test(clause.sentence) && !TINY.test(clause.sentence)) return true;
  if (most > LONGEST_MM || most > 1.5 * withinMm) return true;
  // 12 mm×10 cm: one of the two units is wrong.
  if (new Set(units).size > 1 && most / least >= 4 && !/斑块|条|线|膜|壁|厚|薄/u.test(context)) return true;
  const fitting = SIZE_LIMITS.filter(({ words }) => words.test(context));
  if (fitting.length === 0) return false;
  const [ceiling, floor] = [Math.min(...fitting.map(({ mostMm }) => mostMm)), Math.max(...fitting.map(({ leastMm }) => leastMm))];
  const isPiece = /结节|囊|灶|钙化|结石|斑块|肿块|影|移行带|外周带|缺损|溃疡|壁|厚|突|破口/u.test(context);
  const isListed = valuesMm.length === 1 && /结石|囊肿|强回声|错构瘤|病灶/u.test(clause.sentence);
  return most > ceiling || (!isPiece && !isListed && most < floor);
}

/** 2.4 mm×2.1 mm: nobody measures a lump of a film to a tenth of a millimetre. */
function isTiny(units: readonly string[], valuesMm: readonly number[], text: string): boolean {
  return valuesMm.length > 1 && units.every((unit) => unit === 'mm') && (text.match(/\./gu) ?? []).length === valuesMm.length && Math.max(...valuesMm) < TINY_MM;
}
const TINY_MM = 8;
const TINY_NEVER = /肿块|占位|空洞|团|肿物|包块|出血|血肿|结石|囊|强化|低密度|高密度|低回声|结节|强回声|高信号|低信号|积液/u;
const TINY = /微|垂体|斑块|内膜|钙化|点|小|瘤颈|动脉|牙|根尖|卵泡|孕囊|胚|胎|新生儿|甲状旁腺|颈|内径/u;

function digitsOf({ text }: SizeUse): string {
  return text.replaceAll(/[^\d.×*]/gu, '');
}

/** The same digits, ten or a hundred times as much, and nothing in the findings that fits. */
function isTenfold(use: SizeUse, described: readonly SizeUse[]): boolean {
  const own = Math.max(...use.valuesMm);
  const candidates = described.filter((one) => one.of.length === 0 || use.of.length === 0 || one.of.some((left) => use.of.some((right) => isSameThing(left, right))));
  if (candidates.some((one) => one.valuesMm.some((value) => Math.abs(value - own) <= 0.35 * own))) return false;
  if (candidates.some((one) => isPowerOfTen(Math.max(...one.valuesMm) / own))) return true;
  // The very digits in another unit, whatever they are said of.
  return !described.some((one) => one.valuesMm.some((value) => Math.abs(value - own) <= 0.35 * own)) && described.some((one) => digitsOf(one) === digitsOf(use) && one.units.at(-1) !== use.units.at(-1));
}

function isSameThing(left: Mention, right: Mention): boolean {
  if (left.kind === 'generic' || right.kind === 'generic') return mayBeSamePlace(left.family, right.family);
  return sameKind(left, right) && mayBeSamePlace(left.family, right.family);
}

function isPowerOfTen(ratio: number): boolean {
  const power = Math.round(Math.log10(ratio));
  return power !== 0 && Math.abs(ratio / 10 ** power - 1) < 0.06;
}

/** 原约7cm, 现7mm: the size in the film before, against the size now in the same section. */
function againstPrior(uses: readonly SizeUse[]): ReportProblem[] {
  return uses.flatMap((use, index): ReportProblem[] => {
    // 0.6cm×0.5cm（60mm×50mm）: one size in two units.
    const twin = use.context === '(' ? uses[index - 1] : undefined;
    if (twin !== undefined && twin.clause === use.clause && isPowerOfTen(Math.max(...twin.valuesMm) / Math.max(...use.valuesMm))) return [{ code: 'unit', level: 'confirm', section: use.clause.section, excerpt: use.clause.original }];
    if (!PRIOR.test(use.context) && !PRIOR.test(use.clause.text.slice(0, use.index))) return [];
    const near = [uses[index - 1], uses[index + 1]].filter((one) => one !== undefined && one.clause.section === use.clause.section && Math.abs(one.clause.sentenceIndex - use.clause.sentenceIndex) <= 1 && !PRIOR.test(one.context));
    const most = (one: SizeUse) => Math.max(...one.valuesMm);
    const isOff = (one: SizeUse) => isPowerOfTen(most(one) / most(use)) || (((isOtherUnit(one, use) && /由|原|较|前片|上次/u.test(use.clause.sentence)) || /相仿|无(?:明显|显著)?变化|同前|大致相同/u.test(use.clause.sentence)) && Math.abs(Math.log10(most(one) / most(use))) > 0.7);
    const wrong = near.length > 0 && near.every((one) => one !== undefined && isOff(one));
    return wrong ? [{ code: 'unit', level: 'confirm', section: use.clause.section, excerpt: use.clause.original }] : [];
  });
}
function isOtherUnit(left: SizeUse, right: SizeUse): boolean {
  return left.units.at(-1) !== right.units.at(-1);
}
const PRIOR = /由$|原(?:来|先|约|为|大小)|前片|上次|前次|旧片|既往|先前|20\d\d/u;

/** Words of smallness, what they are said of, and the size from which nobody says them, mm. */
const SMALL_WORDS: readonly (readonly [said: RegExp, of: RegExp, notFromMm: number])[] = [
  [/微腺瘤/u, /垂体/u, 15],
  [/微小结节|微结节/u, /结节/u, 20],
  [/小结节/u, /结节/u, 35],
  [/小结石/u, /结石|强回声|高密度/u, 30],
];

/** 垂体微腺瘤 of 6 cm. */
function notSmall({ impression }: CheckedReport, uses: readonly SizeUse[]): ReportProblem[] {
  return SMALL_WORDS.flatMap(([said, of, notFromMm]) => {
    const sizes = said.test(impression) ? uses.filter(({ clause }) => clause.section === 'findings' && of.test(clause.sentence)) : [];
    const first = sizes[0];
    if (first === undefined || sizes.some(({ valuesMm }) => Math.max(...valuesMm) < notFromMm)) return [];
    return [{ code: 'unit', level: 'confirm', section: 'findings', excerpt: first.clause.original } as const];
  });
}

/** A lung that is compressed by 150 %, a CT number of 6800 HU, blood that runs at 85 m/s. */
function impossibleFigures(report: CheckedReport): ReportProblem[] {
  return (['findings', 'impression'] as const).flatMap((section) =>
    clausesOf(report, section).flatMap((clause) => {
      const isWrong = FIGURE_LIMITS.some(({ figure, least, most }) => [...clause.text.matchAll(figure)].some(([, value]) => value !== undefined && (Number(value) < least || Number(value) > most)));
      return isWrong ? [{ code: 'unit', level: 'confirm', section, excerpt: clause.original } as const] : [];
    }),
  );
}
