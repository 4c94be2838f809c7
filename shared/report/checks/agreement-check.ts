import type { ReportProblem } from './checked-report.ts';
import type { ReadReport } from './laterality-check.ts';
import { sameKind, type Mention, type NormalSite, type OneSide, type ReadText } from './mentions.ts';
import { deniedFindings } from './denied-findings.ts';
import { leftOut } from './left-out.ts';
import { familyOfBodyPart, mayBeSamePlace, type SiteFamily } from './sites.ts';
import type { Polarity } from './impression-checks.ts';
import type { FindingClass } from './terms.ts';

/** After these a word of the impression tells the past, or what was done. */
const NOT_SEEN_NOW = /术后|切除|缺如|病史|治疗后|置入|植入|引流|复查|已?吸收|消失|好转|随访|对照/u;
/** A diagnosis that rests on more than the words of the findings. */
const DRAWN_FROM_SIGNS = /改变|可能|性脑病|分期|级|型/u;

/** Lesions that are described and not concluded, and conclusions that nothing describes. Sides are not looked at: a swapped side is `laterality`. */
export function checkAgreement({ findings, impression }: ReadReport, polarity: Polarity, bodyPart: string): ReportProblem[] {
  const described = findings.mentions.filter((mention) => !mention.isNegated);
  const concluded = impression.mentions.filter((mention) => !mention.isNegated);
  const missed = leftOut(described, concluded, impression, polarity === 'normal', familyOfBodyPart(bodyPart));
  return [...(missed.length > 0 ? missed : deniedFindings(described, impression.mentions)), ...unfounded(concluded, described, findings)];
}

function unfounded(concluded: readonly Mention[], described: readonly Mention[], findings: ReadText): ReportProblem[] {
  const wrong = concluded.filter((mention) => (isDiagnosis(mention) && !isDescribed(mention, described, findings)) || isAgainstNormal(mention, described, findings));
  const first = wrong[0];
  return first === undefined ? [] : [{ code: 'impression-without-finding', level: 'confirm', section: 'impression', excerpt: first.clause.original }];
}

/** Whatever is concluded of an organ that is called normal, and of which nothing abnormal is said: also what is trivial, or old. */
function isAgainstNormal({ kind, clause, family, classes, site }: Mention, described: readonly Mention[], { normalFamilies, openFamilies, mentions }: ReadText): boolean {
  if (kind !== 'specific' || family === undefined || openFamilies.has(family) || ELSEWHERE.test(clause.text)) return false;
  // A node beside the bowel is no lump of the liver.
  const isOwn = GLANDS.has(family) && normalFamilies.has(family) && !site?.includes('胆') && !BEYOND.has(classes[0] ?? 'mass');
  const isSilent = !described.some((one) => (isOwn ? one.family === family || (one.family === undefined && (one.kind === 'generic' || one.classes.some((sign) => classes.includes(sign)))) : mayBeSamePlace(one.family, family)));
  return isSilent && (normalFamilies.has(family) || mentions.some((one) => one.isNegated && one.family === family && /异常/u.test(one.clause.text)));
}
/** What lies beside an organ as well as in it. */
const BEYOND: ReadonlySet<FindingClass> = new Set<FindingClass>(['thrombus', 'effusion', 'gas', 'swelling', 'hernia', 'dilatation', 'obstruction']);
const GLANDS: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['liver', 'spleen', 'kidney', 'pancreas', 'adrenal', 'uterus', 'adnexa', 'prostate', 'bladder', 'thyroid', 'breast', 'bile', 'lung']);
const ELSEWHERE = /术|切除|缺如|病史|史$|治疗|置入|植入|引流|吸收|消失|排除|除外|待排|随访|复查|变异|正常/u;

function isDiagnosis({ kind, clause, isPast, weight, classes }: Mention): boolean {
  if (kind !== 'specific' || isPast || NOT_SEEN_NOW.test(clause.text)) return false;
  return weight !== 'trivial' || (classes.includes('degeneration') && !DRAWN_FROM_SIGNS.test(clause.text));
}

function isDescribed(mention: Mention, described: readonly Mention[], { mentions, normalFamilies, openFamilies, normalSites, measuredFamilies }: ReadText): boolean {
  const near = described.filter(({ family }) => mayBeSamePlace(mention.family, family));
  if (near.some((one) => sameKind(one, mention))) return true;
  if (isCalledNormal(mention, near, normalSites)) return false;
  if (isLump(mention) && isDeniedHere(mention, near, mentions)) return false;
  // An organ that was measured may be too large or too small for its age.
  if (mention.family !== undefined && measuredFamilies.has(mention.family) && mention.classes.some((one) => SIZED.has(one))) return true;
  // Words of description carry a diagnosis only where they speak of its organ.
  const vague = near.filter((one) => one.kind === 'generic' && !(isNoLump(one) && isLump(mention) && !HEDGED.test(mention.word)) && !(mention.classes[0] === 'mass' && /点状|点片/u.test(one.clause.text) && !/结节|团|圆|肿|强化|占位|隆起|突/u.test(one.clause.text) && !HEDGED.test(mention.word)) && (one.family === mention.family || mention.family === undefined || one.family === undefined));
  if (vague.length > 0) return !(mention.family !== undefined && normalFamilies.has(mention.family) && vague.every(({ family }) => family === undefined));
  // A consequence stands for its cause and the other way round: 积水 for a stone, a mass for the narrowing that it makes.
  if (near.some((one) => one.kind === 'specific' && (one.family === mention.family || mention.family === undefined || /可能|考虑|[?？]/u.test(mention.clause.text)) && isExplained(mention, one))) return true;
  // Of its organ only what is no lump is described: nothing is left open.
  if (isLump(mention) && !HEDGED.test(mention.word) && near.some((one) => one.family === mention.family && one.kind === 'generic' && isNoLump(one))) return false;
  // 未见肿大淋巴结 denies no large prostate.
  const isDenied = mentions.some((one) => one.isNegated && sameKind(one, mention) && (one.classes[0] === undefined || mention.classes.includes(one.classes[0])) && mayBeSamePlace(one.family, mention.family));
  if (isDenied) return false;
  if (described.some(({ word }) => word === mention.word) && !(mention.family !== undefined && normalFamilies.has(mention.family))) return true;
  return mention.family === undefined ? openFamilies.size > 0 : openFamilies.has(mention.family);
}

/** 未见结节 of the very organ, and nothing round or solid is said of it. */
function isDeniedHere(mention: Mention, near: readonly Mention[], mentions: readonly Mention[]): boolean {
  if (near.some((one) => isLump(one) || /结节|肿块|团|圆|灶|占位|包块|突/u.test(one.clause.text))) return false;
  return mentions.some((one) => one.isNegated && one.word === mention.word && (one.family === mention.family || (one.family === undefined && isOfWhole(one))) && (one.sides.length === 0 || mention.sides.every((side) => one.sides.includes(side))) && !/^[余另其]|新发|肿大/u.test(one.clause.text));
}

/** 未见结节, and no place beside it: of all that was examined. */
function isOfWhole({ site, clause }: Mention): boolean {
  return site === undefined && /^(?:均)?(?:未见|无|未及)/u.test(clause.text);
}

/** What an organ is concluded to be from its size alone. */
const SIZED: ReadonlySet<FindingClass> = new Set<FindingClass>(['hyperplasia', 'spleen-size', 'heart-size', 'atrophy', 'dilatation']);
/** What a lump does to its surroundings is no description of it. */
const EFFECTS: ReadonlySet<string> = new Set(['受压', '移位', '变窄', '推移', '压迹', '变细', '偏曲', '紊乱']);
const LUMPS: ReadonlySet<FindingClass> = new Set<FindingClass>(['mass', 'nodule', 'cyst', 'stone', 'fracture', 'aneurysm']);

/** What may look like a patch. */
const HEDGED = /胶质瘤|淋巴瘤|癌|转移|骨折|骨裂/u;
/** A patch or a streak describes no lump either. */
function isNoLump({ word, clause }: Mention): boolean {
  return EFFECTS.has(word) || (/片状|小斑点|条状|条索|线状/u.test(clause.text) && !/结节|团|圆|肿|强化|占位|隆起|突|中断|骨/u.test(clause.text));
}

function isLump({ classes }: Mention): boolean {
  return classes[0] !== undefined && LUMPS.has(classes[0]);
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
  ['necrosis', 'inflammation'], ['necrosis', 'gas'], ['infarct', 'hemorrhage'], ['thrombus', 'stenosis'], ['ectopic', 'effusion'], ['perforation', 'gas'], ['tear', 'fracture'],
  ['degeneration', 'disc'], ['degeneration', 'stenosis'], ['disc', 'degeneration'], ['necrosis', 'destruction'], ['infarct', 'white-matter'], ['old', 'inflammation'],
  ['nodule', 'inflammation'], ['mass', 'necrosis'], ['hemorrhage', 'swelling'], ['mass', 'destruction'], ['hyperplasia', 'nodule'], ['hyperplasia', 'cyst'], ['hydro', 'stone'], ['cyst', 'mass'], ['stenosis', 'old'], ['degeneration', 'old'], ['obstruction', 'dilatation'], ['obstruction', 'hydro'], ['obstruction', 'stone'], ['obstruction', 'mass'], ['obstruction', 'thrombus'], ['obstruction', 'stenosis'], ['hydro', 'obstruction'], ['hydro', 'thrombus'], ['bronchus', 'emphysema'],
  ['inflammation', 'bronchus'], ['hemorrhage', 'effusion'], ['rupture', 'tear'], ['rupture', 'mass'], ['rupture', 'ectopic'], ['rupture', 'effusion'], ['herniation', 'hemorrhage'], ['herniation', 'mass'], ['herniation', 'infarct'], ['wall-motion', 'infarct'], ['infarct', 'inflammation'], ['infarct', 'thrombus'], ['infarct', 'stenosis'], ['bronchus', 'inflammation'], ['emphysema', 'bronchus'], ['anomaly', 'mass'], ['swelling', 'fracture'], ['fracture', 'dislocation'],
];
function isExplained(diagnosis: Mention, sign: Mention): boolean {
  // A streak is no sign of a mass.
  if (sign.classes[0] === 'old' && diagnosis.classes[0] === 'mass') return false;
  return EXPLAINED.some(([one, other]) => diagnosis.classes.includes(one) && sign.classes.includes(other));
}
