import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, WRITTEN_SECTIONS, type Clause, type WrittenSection } from './clauses.ts';
import type { ReadReport } from './laterality-check.ts';
import { sameKind, type Mention } from './mentions.ts';
import { mayBeSamePlace } from './sites.ts';
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
/** What a word before a size allows, mm. The tightest that fits counts. Wide of the largest that are published, so that a rarity passes. */
const LIMITS: readonly (readonly [words: RegExp, leastMm: number, mostMm: number])[] = [
  [/肺[^肾肝]*结节/u, 0, 45],
  [/双顶径/u, 0, 130],
  [/股骨长|肱骨长|头臀长/u, 0, 130],
  [/腹围|头围|羊水/u, 0, 500],
  [/孕囊|妊娠囊/u, 0, 130],
  [/结节/u, 0, 100],
  [/肝[^胆]*(?:囊|结节|低密度|高密度|回声|信号|占位|肿块|血管瘤|影)/u, 0, 260],
  [/胆囊.*(?:强回声|结石|息肉|高密度|附壁)/u, 0, 90],
  [/甲状腺.*(?:结节|肿块)/u, 0, 110],
  [/淋巴结/u, 0, 120],
  [/(?:胆总管|肝总管|胆管)(?:[^囊]*(?:直径|内径|宽|扩张|约))/u, 0, 60],
  [/胰管/u, 0, 40],
  [/胆囊壁/u, 0, 25],
  [/息肉/u, 0, 45],
  [/滑脱|滑移|前移/u, 0, 45],
  [/脾(?:脏)?(?:增大|肿大)?[^结囊灶影]*长径/u, 40, 400],
  [/肾(?:脏)?[^结囊灶影]*长径/u, 25, 250],
  [/胃壁|肠壁|膀胱壁|管壁|食管壁/u, 0, 70],
  [/阑尾/u, 0, 70],
  [/主动脉/u, 7, 150],
  [/肺动脉(?:主干)?(?:直径|增宽|内径|宽|约)/u, 5, 90],
  [/门静脉/u, 0, 45],
  [/椎间盘|突出|膨出/u, 0, 30],
  [/内膜(?:厚|增厚|约)/u, 0, 60],
  [/垂体高|垂体柄/u, 0, 40],
  [/(?:中线|透明隔).*(?:移位|移|偏)/u, 0, 40],
  [/(?:硬膜下|硬膜外|新月形|梭形).*厚/u, 0, 70],
  [/(?:基底节|丘脑|额叶|颞叶|顶叶|枕叶|小脑|脑干|脑)/u, 0, 160],
  [/(?:肾|输尿管|膀胱|胆囊|胆管|胆总管|下盏|上盏).*结石/u, 0, 120],
  [/输尿管.*结石/u, 0, 60],
  [/结石/u, 0, 120],
  [/钙化灶|肺大疱/u, 0, 250],
  [/前列腺/u, 15, 150],
  [/(?:子宫)?肌瘤/u, 0, 350],
  [/乳(?:腺|房)?.*(?:结节|肿块)/u, 0, 200],
  [/腺样体/u, 0, 60],
  [/(?:胸腔|心包).*(?:深|厚)/u, 0, 250],
  [/(?:韧带|肌腱|跟腱|半月板|裂口|缺损)/u, 0, 150],
  [/精索静脉|静脉(?:增宽|宽|内径)/u, 0, 40],
  [/骨折.*(?:移位|错位|分离)|断端|关节面塌陷|间隙/u, 0, 120],
  [/肾上腺/u, 0, 250],
  [/(?:肾|肝|脾|卵巢|附件|盆腔|腹腔|腹膜后)/u, 0, 450],
];

/** Magnitudes that disagree by a power of ten, or that no body has. */
export function checkSizes(report: CheckedReport, read: ReadReport): ReportProblem[] {
  const uses = WRITTEN_SECTIONS.slice(0, 2).flatMap((section) => sizeUses(report, section, read));
  const impossible = uses.filter(isImpossible);
  const pairs = uses.filter(({ clause }) => clause.section === 'impression').filter((use) => isTenfold(use, uses.filter((one) => one.clause.section === 'findings')));
  const all = [...impossible, ...pairs].map((use): ReportProblem => ({ code: 'unit', level: 'confirm', section: use.clause.section, excerpt: use.clause.original }));
  return [...all, ...notSmall(report, uses), ...impossibleFigures(report)].slice(0, 3);
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
      const words = said.startsWith('壁') ? `${/胆囊|膀胱|阑尾|胃|肠/u.exec(clause.sentence)?.[0] ?? ''}${said}` : said;
      uses.push({ ...size, clause, context: words, of: here.length > 0 ? here : upTo, withinMm: /(?:腔|其)?内(?:可)?[见探]/u.test(words) ? organMm : Infinity });
      if (/^[^见]*大小约?$/u.test(words)) organMm = Math.max(...size.valuesMm);
      from = size.index + size.text.length;
      context = '';
    }
    context += clause.text.slice(from);
  }
  return uses;
}

function isImpossible({ valuesMm, units, context, withinMm }: SizeUse): boolean {
  const most = Math.max(...valuesMm);
  const least = Math.min(...valuesMm);
  if (units.some((unit) => ['m', '米', 'nm', 'km', 'um', 'dm'].includes(unit))) return !/层厚|像素|流速|距离/u.test(context);
  if (/层厚|层距|间隔|扫描|矩阵|视野|FOV|电压|管|焦点|焦距|流/iu.test(context) && !/胆|胰管|管腔|主动脉|管壁|阑尾/u.test(context)) return false;
  if (most > LONGEST_MM || most > 1.5 * withinMm) return true;
  // 12 mm×10 cm: one of the two units is wrong.
  if (new Set(units).size > 1 && most / least >= 4) return true;
  const fitting = LIMITS.filter(([words]) => words.test(context));
  if (fitting.length === 0) return false;
  const [ceiling, floor] = [Math.min(...fitting.map(([, , limit]) => limit)), Math.max(...fitting.map(([, limit]) => limit))];
  const isPiece = /结节|囊|灶|钙化|结石|斑块|肿块|影|移行带|外周带|缺损|溃疡|壁|厚|突|破口/u.test(context);
  return most > ceiling || (!isPiece && most < floor);
}

/** The same digits, ten or a hundred times as much, and nothing in the findings that fits. */
function isTenfold(use: SizeUse, described: readonly SizeUse[]): boolean {
  const own = Math.max(...use.valuesMm);
  const candidates = described.filter((one) => one.of.length === 0 || use.of.length === 0 || one.of.some((left) => use.of.some((right) => isSameThing(left, right))));
  if (candidates.some((one) => one.valuesMm.some((value) => Math.abs(value - own) <= 0.35 * own))) return false;
  return candidates.some((one) => isPowerOfTen(Math.max(...one.valuesMm) / own));
}

function isSameThing(left: Mention, right: Mention): boolean {
  if (left.kind === 'generic' || right.kind === 'generic') return mayBeSamePlace(left.family, right.family);
  return sameKind(left, right) && mayBeSamePlace(left.family, right.family);
}

function isPowerOfTen(ratio: number): boolean {
  const power = Math.round(Math.log10(ratio));
  return power !== 0 && Math.abs(ratio / 10 ** power - 1) < 0.06;
}

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

/** A lung that is compressed by 150 %, a CT number of 6800 HU. */
function impossibleFigures(report: CheckedReport): ReportProblem[] {
  return (['findings', 'impression'] as const).flatMap((section) =>
    clausesOf(report, section).flatMap((clause) => {
      const percent = /(?:压缩|狭窄|占|约)(?:约|程度约|率约)?(\d+(?:\.\d+)?)%/u.exec(clause.text)?.[1];
      const hounsfield = /CT值[^\d-]*(-?\d+)(?:HU)?/iu.exec(clause.text)?.[1];
      const isWrong = (percent !== undefined && Number(percent) > 100) || (hounsfield !== undefined && (Number(hounsfield) > 4000 || Number(hounsfield) < -1100));
      return isWrong ? [{ code: 'unit', level: 'confirm', section, excerpt: clause.original } as const] : [];
    }),
  );
}
