import type { ReportProblem } from './checked-report.ts';
import type { ReadReport } from './laterality-check.ts';
import { sameKind, type Mention, type NormalSite, type OneSide, type ReadText } from './mentions.ts';
import { mayBeSamePlace, type SiteFamily } from './sites.ts';
import type { Polarity } from './impression-checks.ts';
import { sizesOf } from './size-text.ts';
import type { FindingClass } from './terms.ts';

/** Below this a nodule may stay out of the impression. */
const SMALL_NODULE_MM = 6;
const HARMLESS = /少量|微量|少许|生理性|痕量|轻微|轻度|略|稍|未见明显/u;
const WORRYING = /分叶|毛刺|毛糙|胸膜凹陷|不均匀强化|明显强化|侵犯|实性结节|可疑|簇状/u;
/** After these a word of the impression tells the past, or what was done. */
const NOT_SEEN_NOW = /术后|切除|缺如|病史|治疗后|置入|植入|引流|复查|已?吸收|消失|好转|随访|对照/u;
/** A diagnosis that rests on more than the words of the findings. */
const DRAWN_FROM_SIGNS = /改变|可能|性脑病|分期|级|型/u;

/** Lesions that are described and not concluded, and conclusions that nothing describes. Sides are not looked at: a swapped side is `laterality`. */
export function checkAgreement({ findings, impression }: ReadReport, polarity: Polarity): ReportProblem[] {
  const described = findings.mentions.filter((mention) => !mention.isNegated);
  const concluded = impression.mentions.filter((mention) => !mention.isNegated);
  return [...leftOut(described, concluded, impression, polarity === 'normal'), ...unfounded(concluded, described, findings)];
}

function leftOut(described: readonly Mention[], concluded: readonly Mention[], { openFamilies }: ReadText, isAllNormal: boolean): ReportProblem[] {
  const sized = described.filter((mention) => isSizedLesion(mention, described) && !concluded.some((one) => mayBeSamePlace(one.family, mention.family)) && mention.family !== undefined && !openFamilies.has(mention.family));
  const missed = described.filter((mention) => (isSignificant(mention) || (isAllNormal && isNoteworthy(mention))) && !isConcluded(mention, concluded) && !(mention.family !== undefined && openFamilies.has(mention.family)));
  const first = missed[0] ?? sized[0];
  return first === undefined ? [] : [{ code: 'finding-without-impression', level: 'confirm', section: 'findings', excerpt: first.clause.original }];
}

/** What must not be left out beside other conclusions. */
function isSignificant(mention: Mention): boolean {
  const { clause, word, classes, weight, isPast, family } = mention;
  if (mention.kind !== 'specific' || isPast) return false;
  if (classes.includes('lymph')) return !HARMLESS.test(clause.text) && (largestMm(clause.sentence) >= LARGE_NODE_MM || /坏死|融合成团/u.test(clause.sentence)) && !/良性|皮髓质(?:分界)?清/u.test(clause.sentence);
  if (classes.includes('nodule') && !classes.includes('mass')) {
    const text = clause.sentence;
    if (isHarmlessNodule(text) || (family !== undefined && NO_NODULES.has(family))) return false;
    const largest = largestMm(clause.sentence);
    return largest > SMALL_NODULE_MM || (largest === 0 && WORRYING.test(text));
  }
  if (classes.includes('effusion') && weight === 'plain') return /大量|中量|中等量|中-大量/u.test(clause.text) || ((family === 'pericardium' || family === 'pleura') && largestMm(clause.sentence) >= DEEP_FLUID_MM);
  if (weight !== 'significant' || HARMLESS.test(clause.text.replaceAll(word, ''))) return false;
  if (classes.includes('obstruction')) return family === undefined || family === 'gut';
  if (classes.includes('infarct')) return family === undefined || family === 'brain';
  return word !== '恶性' && word !== '转移';
}

/** What contradicts an impression that finds nothing at all. */
function isNoteworthy({ clause, classes, weight, isPast, kind }: Mention): boolean {
  if (kind !== 'specific' || weight !== 'plain' || isPast || HARMLESS.test(clause.text) || isHarmlessNodule(clause.text)) return false;
  if (classes.some((one) => TRIFLES.has(one))) return largestMm(clause.sentence) >= TRIFLE_MM;
  return !classes.includes('lymph') && !classes.includes('nodule');
}

const LARGE_NODE_MM = 18;
/** Fluid this deep in pleura or pericardium is no residue. */
const DEEP_FLUID_MM = 20;
/** A lesion of this size must come back in the impression, whatever it is. */
const SIZED_LESION_MM = 10;
const LESION = /(?:见|可见|内)[^，]*(?:结节状|团状|团片|类圆形|不规则|斑片|片状|条片|肿块样|异常)[^，]*(?:影|信号|密度|回声|强化|灶)/u;

/** Described in plain words only, with a size: 类圆形长T2信号，16×14mm. */
function isSizedLesion({ kind, clause, isPast, isNegated }: Mention, described: readonly Mention[]): boolean {
  if (kind !== 'generic' || isPast || isNegated || !LESION.test(clause.text) || largestMm(clause.sentence) < SIZED_LESION_MM) return false;
  return described.every((one) => one.kind === 'generic' || one.clause.sentenceIndex !== clause.sentenceIndex || one.weight === 'significant');
}

const HARMLESS_NODULE = /副脾|骨岛|甲状腺峡|小淋巴结/u;
/** A nodule of chalk is an old one; chalk inside a nodule is a warning. */
function isHarmlessNodule(text: string): boolean {
  return HARMLESS_NODULE.test(text) || (/钙化/u.test(text) && !/微钙化|[内伴].{0,8}钙化|毛刺|不规则|低回声/u.test(text));
}
/** Where 结节 is a part of a bone or of a joint. */
const NO_NODULES: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['arm', 'leg', 'spine', 'pelvis', 'rib', 'sinus', 'heart']);
const TRIFLES: ReadonlySet<FindingClass> = new Set<FindingClass>(['cyst', 'stone', 'inflammation', 'effusion', 'fat', 'hydro', 'bronchus', 'hyperplasia', 'swelling']);
const TRIFLE_MM = 10;

function largestMm(sentence: string): number {
  return Math.max(0, ...sizesOf(sentence).flatMap(({ valuesMm }) => valuesMm));
}

/** A sign that a diagnosis of the same or a near place already holds. */
const HELD_BY: Readonly<Partial<Record<FindingClass, readonly FindingClass[]>>> = {
  hemorrhage: ['rupture', 'fracture', 'ectopic', 'tear', 'aneurysm', 'dissection'],
  thrombus: ['aneurysm', 'dissection'],
  obstruction: ['hernia', 'perforation'],
  gas: ['perforation'],
  perforation: ['gas'],
  destruction: ['mass', 'necrosis', 'inflammation'],
  dislocation: ['fracture'],
  cirrhosis: ['varix'],
  inflammation: ['infarct', 'thrombus', 'foreign', 'bronchus', 'abscess'],
  aneurysm: ['dissection', 'rupture'],
  rupture: ['hemorrhage'],
  mass: ['ectopic', 'abscess', 'hernia', 'varix', 'tear'],
  tear: ['fracture', 'dislocation'],
};

function isConcluded(mention: Mention, concluded: readonly Mention[]): boolean {
  return concluded.some((one) => {
    if (one.kind === 'generic') return one.family !== undefined && one.family === mention.family && mention.weight !== 'significant';
    // 急性梗死 is not concluded by an old white-matter lesion.
    if (one.weight === 'trivial' && mention.weight === 'significant' && mention.classes.every((sign) => sign === 'infarct')) return false;
    const holds = sameKind(one, mention) || mention.classes.some((sign) => HELD_BY[sign]?.some((held) => one.classes.includes(held)) === true);
    return holds && mayBeSamePlace(one.family, mention.family);
  });
}

function unfounded(concluded: readonly Mention[], described: readonly Mention[], findings: ReadText): ReportProblem[] {
  const wrong = concluded.filter((mention) => isDiagnosis(mention) && !isDescribed(mention, described, findings));
  const first = wrong[0];
  return first === undefined ? [] : [{ code: 'impression-without-finding', level: 'confirm', section: 'impression', excerpt: first.clause.original }];
}

function isDiagnosis({ kind, clause, isPast, weight, classes }: Mention): boolean {
  if (kind !== 'specific' || isPast || NOT_SEEN_NOW.test(clause.text)) return false;
  return weight !== 'trivial' || (classes.includes('degeneration') && !DRAWN_FROM_SIGNS.test(clause.text));
}

function isDescribed(mention: Mention, described: readonly Mention[], { mentions, normalFamilies, openFamilies, normalSites, measuredFamilies }: ReadText): boolean {
  const near = described.filter(({ family }) => mayBeSamePlace(mention.family, family));
  if (near.some((one) => sameKind(one, mention))) return true;
  if (isCalledNormal(mention, near, normalSites)) return false;
  // An organ that was measured may be too large or too small for its age.
  if (mention.family !== undefined && measuredFamilies.has(mention.family) && mention.classes.some((one) => SIZED.has(one))) return true;
  // Words of description carry a diagnosis only where they speak of its organ.
  const vague = near.filter((one) => one.kind === 'generic' && !(isNoLump(one) && mention.classes.some((sign) => LUMPS.has(sign)) && !HEDGED.test(mention.word)) && (one.family === mention.family || mention.family === undefined || one.family === undefined));
  if (vague.length > 0) return !(mention.family !== undefined && normalFamilies.has(mention.family) && vague.every(({ family }) => family === undefined));
  // A consequence stands for its cause and the other way round: 积水 for a stone, a mass for the narrowing that it makes.
  if (near.some((one) => one.kind === 'specific' && (one.family === mention.family || mention.family === undefined) && isExplained(mention, one))) return true;
  // Of its organ only what is no lump is described: nothing is left open.
  if (mention.classes.some((sign) => LUMPS.has(sign)) && !HEDGED.test(mention.word) && near.some((one) => one.family === mention.family && one.kind === 'generic' && isNoLump(one))) return false;
  const isDenied = mentions.some((one) => one.isNegated && sameKind(one, mention) && mayBeSamePlace(one.family, mention.family));
  if (isDenied) return false;
  if (described.some(({ word }) => word === mention.word) && !(mention.family !== undefined && normalFamilies.has(mention.family))) return true;
  return mention.family === undefined ? openFamilies.size > 0 : openFamilies.has(mention.family);
}

/** What an organ is concluded to be from its size alone. */
const SIZED: ReadonlySet<FindingClass> = new Set<FindingClass>(['hyperplasia', 'spleen-size', 'heart-size', 'atrophy']);
/** What a lump does to its surroundings is no description of it. */
const EFFECTS: ReadonlySet<string> = new Set(['受压', '移位', '变窄', '推移', '压迹', '变细', '偏曲']);
const LUMPS: ReadonlySet<FindingClass> = new Set<FindingClass>(['mass', 'nodule', 'cyst', 'stone', 'fracture', 'aneurysm']);

/** What may look like a patch. */
const HEDGED = /胶质瘤|淋巴瘤|癌|转移|骨折|骨裂/u;
/** A patch or a streak describes no lump either. */
function isNoLump({ word, clause }: Mention): boolean {
  return EFFECTS.has(word) || (/片状|小斑点|条状|条索|线状/u.test(clause.text) && !/结节|团|圆|肿|强化|占位|隆起|突|中断|骨/u.test(clause.text));
}

/** The very place is called normal, and nothing is said against it. */
function isCalledNormal({ site, family, sides, weight, classes }: Mention, near: readonly Mention[], normalSites: readonly NormalSite[]): boolean {
  if (site === undefined || family === undefined || weight === 'trivial' || classes.includes('degeneration')) return false;
  const own = withoutPosition(site);
  const isHere = (other: string) => withoutPosition(other).endsWith(own) || own.endsWith(withoutPosition(other));
  const isThisSide = (other: readonly OneSide[]) => other.length === 0 || sides.every((side) => other.includes(side));
  return normalSites.some((one) => isHere(one.site) && isThisSide(one.sides)) && !near.some((one) => one.site !== undefined && isHere(one.site));
}

/** 前交叉韧带, 前后交叉韧带: the same kind of place. */
function withoutPosition(site: string): string {
  return site.length > 3 ? site.replace(/^[前后内外上下]+侧?/u, '') : site;
}

const EXPLAINED: readonly (readonly [FindingClass, FindingClass])[] = [
  ['inflammation', 'swelling'], ['inflammation', 'effusion'], ['tear', 'effusion'], ['cirrhosis', 'spleen-size'], ['mass', 'stenosis'], ['mass', 'inflammation'],
  ['inflammation', 'mass'], ['inflammation', 'nodule'], ['rupture', 'hemorrhage'], ['hemorrhage', 'rupture'], ['obstruction', 'hernia'], ['abscess', 'cyst'],
  ['necrosis', 'inflammation'], ['infarct', 'hemorrhage'], ['thrombus', 'stenosis'], ['ectopic', 'effusion'], ['perforation', 'gas'], ['tear', 'fracture'],
  ['degeneration', 'disc'], ['degeneration', 'stenosis'], ['disc', 'degeneration'], ['necrosis', 'destruction'], ['infarct', 'white-matter'], ['old', 'inflammation'],
  ['nodule', 'inflammation'], ['mass', 'necrosis'], ['hemorrhage', 'swelling'], ['mass', 'destruction'], ['hydro', 'stone'], ['cyst', 'mass'], ['stenosis', 'old'], ['bronchus', 'emphysema'],
  ['inflammation', 'bronchus'], ['hemorrhage', 'effusion'], ['rupture', 'tear'], ['rupture', 'effusion'], ['herniation', 'hemorrhage'], ['herniation', 'mass'], ['herniation', 'infarct'], ['wall-motion', 'infarct'], ['bronchus', 'inflammation'], ['emphysema', 'bronchus'], ['anomaly', 'mass'], ['swelling', 'fracture'], ['fracture', 'dislocation'],
];
function isExplained(diagnosis: Mention, sign: Mention): boolean {
  return EXPLAINED.some(([one, other]) => diagnosis.classes.includes(one) && sign.classes.includes(other));
}
