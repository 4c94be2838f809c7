import type { CheckedReport } from './checked-report.ts';
import { clausesOf, isHistory, type Clause, type WrittenSection } from './clauses.ts';
import { negatedRanges } from './negation.ts';
import { isPart, isSingle, LOOSE_SITES, SITE_WORDS, type SiteFamily } from './sites.ts';
import { sizesOf } from './size-text.ts';
import { TERMS, type FindingClass, type Term, type Weight } from './terms.ts';

export type OneSide = 'L' | 'R';

/** One abnormality as one section names it. */
export interface Mention {
  readonly clause: Clause;
  readonly word: string;
  readonly kind: 'specific' | 'generic';
  readonly classes: readonly FindingClass[];
  readonly weight: Weight;
  readonly family: SiteFamily | undefined;
  /** The word that names the place; undefined where none is near. */
  readonly site: string | undefined;
  /** 上叶, 基底节: tells two places of one organ apart. */
  readonly part: string | undefined;
  /** Both for 双侧; none where no side is said or the organ is single. */
  readonly sides: readonly OneSide[];
  readonly isNegated: boolean;
  /** After an operation, old or gone. */
  readonly isPast: boolean;
}

/** A side in the text, with what it may belong to. */
export interface SideUse {
  readonly clause: Clause;
  readonly sides: readonly OneSide[];
  readonly families: readonly SiteFamily[];
  /** The clause says that it is normal, or denies. */
  readonly isCalm: boolean;
}

/** The word of a place that is called normal, and the sides that were meant; none: both. */
export interface NormalSite {
  readonly family: SiteFamily | undefined;
  /** 余 in front: all of it but what was named before. */
  readonly isRest: boolean;
  readonly site: string;
  readonly sides: readonly OneSide[];
}

export interface ReadText {
  /** In order, without those that tell a history. */
  readonly clauses: readonly Clause[];
  readonly mentions: readonly Mention[];
  readonly sideUses: readonly SideUse[];
  /** Families that are called normal. */
  readonly normalFamilies: ReadonlySet<SiteFamily>;
  readonly normalSites: readonly NormalSite[];
  /** Families that a length was written for. */
  readonly measuredFamilies: ReadonlySet<SiteFamily>;
  /** Families that something is said of in words that are not known here: nothing can be held against them. */
  readonly openFamilies: ReadonlySet<SiteFamily>;
  /** The same, with the sides that were meant; none: both. */
  readonly openPlaces: readonly { readonly family: SiteFamily; readonly sides: readonly OneSide[] }[];
}

const PAST = /术后|切除|缺如|引流管|治疗后|陈旧|吸收|愈合|内固定|好转|(?<!运动|间隙|流空|血流|信号|脑池|脑沟|环池|搏动)消失|植入|软化灶|后遗/u;
/** The other side as a yardstick, the side that is worse, the way that something is pushed. */
const SIDE_ASIDES =
  /(?:较|与|同|比|相对于)(?:左|右)(?:侧|肺|肾|膝|髋|手|足)?|(?:以)?(?:左|右)(?:侧|下肺|上肺|肺|膝|髋|手|足|踝|肾|叶)?(?:为著|为主|为甚|较著|略著|稍著|较重|较明显|明显(?=$|[）)])|显著(?=$|[）)])|著(?=$|[）)]))|向(?:左|右)(?:侧|前|后|上|下|方|外|内)*(?:移|偏|成角|倾|推移|疝)|(?:左|右)(?:移|偏|凸)|其(?:左|右)|左[/／]右|右[/／]左/gu;
const DISC_SIDE = /(?:向|偏)?(左|右)(?:侧)?(?:后|旁)(?:方|外侧|中央)?(?:型|突|脱|膨)|偏(左|右)/u;
const BOTH = /双侧|两侧|左右两侧|左右侧|左、右|双(?=[肺肾膝髋手足踝肩肘腕乳耳眼下上颞额顶枕侧胸附颈锁股基大输桡胫髌叶臂眶腮睾]|小腿)|两(?=[肺下上肾膝髋手足肩叶])|左右(?=[叶肺肾膝髋])/uy;
const ONE = /左|右/uy;

const WORDS_BY_FIRST: ReadonlyMap<string, readonly string[]> = byFirstCharacter([...TERMS.keys(), ...SITE_WORDS.keys(), ...LOOSE_SITES]);

/** All that a section names, read clause by clause: a side and a place hold until the sentence ends or says another. */
export function readSection(report: CheckedReport, section: WrittenSection): ReadText {
  const clauses: Clause[] = [];
  const mentions: Mention[] = [];
  const sideUses: SideUse[] = [];
  const normalFamilies = new Set<SiteFamily>();
  const openFamilies = new Set<SiteFamily>();
  const openPlaces: { family: SiteFamily; sides: readonly OneSide[] }[] = [];
  const normalSites: NormalSite[] = [];
  const measuredFamilies = new Set<SiteFamily>();
  let carried: Place = NOWHERE;
  let before: Place = NOWHERE;
  let sentence = -1;
  for (const clause of clausesOf(report, section)) {
    // 甲状腺右叶见结节；左叶未见结节: the organ is named once.
    if (clause.sentenceIndex !== sentence) carried = GOES_ON.test(clause.text) ? { ...before, sides: [] } : NOWHERE;
    sentence = clause.sentenceIndex;
    if (isHistory(clause.text)) continue;
    clauses.push(clause);
    const read = readClause(clause, carried);
    mentions.push(...read.mentions);
    if (read.sides.length > 0) sideUses.push({ clause, sides: read.sides, families: read.families.length > 0 ? read.families : carried.family === undefined ? [] : [carried.family], isCalm: read.isCalm });
    for (const family of read.normal) normalFamilies.add(family);
    normalSites.push(...read.normalSites);
    if (read.place.family !== undefined && sizesOf(clause.text).length > 0) measuredFamilies.add(read.place.family);
    if (read.isOpen) {
      for (const family of read.families.length > 0 ? read.families : [read.place.family]) {
        if (family === undefined) continue;
        openFamilies.add(family);
        openPlaces.push({ family, sides: read.sides.length > 0 ? read.sides : read.place.sides });
      }
    }
    carried = read.place;
    if (carried.family !== undefined) before = carried;
  }
  return { clauses, mentions, sideUses, normalFamilies, openFamilies, openPlaces, normalSites, measuredFamilies };
}

interface Place {
  readonly family: SiteFamily | undefined;
  readonly site: string | undefined;
  readonly part: string | undefined;
  readonly sides: readonly OneSide[];
}
const NOWHERE: Place = { family: undefined, site: undefined, part: undefined, sides: [] };
const GOES_ON = /^(?:左侧?叶|右侧?叶|左支|右支|[较其]?大者|其内|其中)/u;

interface ReadClause {
  readonly mentions: readonly Mention[];
  readonly sides: readonly OneSide[];
  readonly families: readonly SiteFamily[];
  readonly normal: readonly SiteFamily[];
  readonly normalSites: readonly NormalSite[];
  readonly place: Place;
  /** Says something that is neither normal, nor denied, nor known. */
  readonly isOpen: boolean;
  readonly isCalm: boolean;
}

function readClause(clause: Clause, carried: Place): ReadClause {
  const text = clause.text.replaceAll(SIDE_ASIDES, (aside) => '＿'.repeat(aside.length));
  const negated = negatedRanges(text);
  const mentions: Mention[] = [];
  const families: SiteFamily[] = [];
  const normal: SiteFamily[] = [];
  const normalSites: NormalSite[] = [];
  /** Sites since the last statement: 半月板、交叉韧带未见异常 speaks of both. */
  let named: string[] = [];
  const allSides = new Set<OneSide>();
  const discSide = sideOfDisc(clause.text);
  const isPast = PAST.test(clause.text);
  let { family, site: siteWord, part, sides }: Place = carried;
  let wasTerm = true;
  let hasOwnSide = false;
  let hasNormal = false;
  let siteEnd = -1;
  for (let at = 0; at < text.length; ) {
    const side = sideAt(text, at);
    if (side !== undefined && wordAt(text, at) === undefined) {
      sides = wasTerm || !hasOwnSide ? side.sides : union(sides, side.sides);
      for (const one of side.sides) allSides.add(one);
      hasOwnSide = true;
      wasTerm = false;
      at += side.length;
      continue;
    }
    const word = wordAt(text, at);
    if (word === undefined) {
      at += 1;
      continue;
    }
    const site = SITE_WORDS.get(word);
    const term = TERMS.get(word);
    // 胆囊颈部, 膀胱顶部: a part of what was named, no neck and no head.
    if (PART_WORDS.has(word) && siteEnd === at && family !== undefined && !HEAD.has(family)) {
      at += word.length;
      continue;
    }
    if (LOOSE_SITES.has(word)) {
      siteWord = word;
      named.push(word);
      at += word.length;
      continue;
    }
    if (term === undefined && site !== undefined) {
      families.push(site);
      siteEnd = at + word.length;
      // 左侧壁近输尿管口: what it lies beside is not the place.
      if (family !== undefined && site !== family && BESIDE.test(text.slice(0, at))) {
        families.pop();
        at += word.length;
        continue;
      }
      // 右侧腹股沟区见肠管疝出: what is seen there is not the place.
      if (hasOwnSide && isSingle(site) && family !== undefined && !isSingle(family) && family !== 'spine' && /见|有/u.test(text.slice(0, at))) {
        at += word.length;
        continue;
      }
      siteWord = word;
      named.push(word);
      // A new place without a side of its own, where the sentence had named another: the side does not reach so far.
      if (!hasOwnSide && family !== undefined && site !== family) sides = [];
      if (site !== family && !isPart(word)) part = undefined;
      family = site;
      if (isPart(word)) part = word;
    } else if (term?.kind === 'normal') {
      if (family !== undefined) normal.push(family);
      const sites = named.length > 0 ? named : siteWord === undefined ? [] : [siteWord];
      for (const site of sites) normalSites.push({ site, sides, family: SITE_WORDS.get(site) ?? family, isRest: /余/u.test(text) });
      named = [];
      wasTerm = true;
      hasNormal = true;
    } else if (term !== undefined && term.kind !== 'blank' && !isSlight(word, family, text)) {
      const at1 = at;
      const read = DISC_WORDS.has(word) && family !== undefined && family !== 'spine' ? GENERIC : word === '穿孔' && ((family !== undefined && TORN.has(family)) || /软骨|鼓膜|半月板|瓣/u.test(text)) ? TEAR : term.kind === 'generic' && word.endsWith('强回声') && STONY.has(family) && /声影/u.test(clause.sentence) ? STONE : term;
      const place = read.kind === 'specific' ? (read.family ?? family) : family;
      if (read.kind === 'specific' && read.family !== undefined) family = read.family;
      mentions.push({
        clause,
        word,
        kind: read.kind,
        classes: read.kind === 'specific' ? read.classes : [],
        weight: read.kind === 'specific' ? read.weight : 'plain',
        family: place,
        site: siteWord,
        part,
        sides: sidesOf(place, sides, read.kind === 'specific' && read.classes.some((one) => one === 'disc' || one === 'root'), discSide),
        isNegated: negated.some(({ from, to }) => at1 >= from && at1 < to),
        isPast,
      });
      wasTerm = true;
      named = [];
    }
    at += word.length;
  }
  const isOpen = mentions.every(({ kind }) => kind === 'generic') && !hasNormal && negated.length === 0 && !OPERATED.test(clause.text) && !(mentions.length > 0 && DOTTED.test(clause.text)) && saysEnough(clause.text);
  return { mentions, sides: [...allSides], families, normal, normalSites, place: { family, site: siteWord, part, sides }, isOpen, isCalm: (hasNormal || negated.length > 0) && mentions.every(({ isNegated }) => isNegated) };
}

/** Dots are no unknown word: nothing larger hides behind them. */
const DOTTED = /点状[^，。；]{0,6}(?:低密度|高信号|低信号|长T|缺血)/u;

const BESIDE = /(?:邻近|紧邻|毗邻|靠近|贴近|紧贴|(?<!远)近)$/u;
const PART_WORDS: ReadonlySet<string> = new Set(['颈部', '顶部', '颈']);
const HEAD: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['brain', 'skull', 'neck', 'spine']);

/** What was done, and what was not looked at, leave nothing open. */
const OPERATED = /术后|置换|未在|未查|未包括|未扫|未摄/u;

/** An echo with a shadow behind it. */
const STONE: Extract<Term, { kind: 'specific' }> = { kind: 'specific', classes: ['stone'], weight: 'plain' };
/** What stands out of another organ than the spine is no disc. */
const DISC_WORDS: ReadonlySet<string> = new Set(['突出', '脱出']);
const GENERIC: Term & { readonly kind: 'generic' } = { kind: 'generic' };
/** A hole in a disc, a drum or a valve is none of the gut. */
const TEAR: Extract<Term, { kind: 'specific' }> = { kind: 'specific', classes: ['tear'], weight: 'plain' };
const TORN: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['arm', 'leg', 'ear', 'sinus', 'face', 'heart']);
const STONY: ReadonlySet<SiteFamily | undefined> = new Set<SiteFamily>(['bile', 'kidney', 'bladder']);

/** A pelvis of the kidney that is a few millimetres wide is none that is widened; a node that is not large is none. */
const WIDE_PELVIS_MM = 10;
function isSlight(word: string, family: SiteFamily | undefined, text: string): boolean {
  if (word === '淋巴结' && /淋巴结(?:大小)?(?:形态)?(?:不大|正常|未见)/u.test(text)) return true;
  const sizes = word === '分离' && family === 'kidney' ? sizesOf(text).flatMap(({ valuesMm }) => valuesMm) : [];
  return sizes.length > 0 && Math.max(...sizes) < WIDE_PELVIS_MM;
}

/** More than a place, a size or a count. */
function saysEnough(text: string): boolean {
  const words = text.replaceAll(/子宫(?:呈)?(?:前|中|后)位/gu, '').replaceAll(/(?:大小|直径|长径|短径|最大径|范围|厚|深|约|为|较大者|位于|其中|CT值|扫描|检查|流出道|流入道|流速|峰值|压差|射血分数|心率|内径|前后径|收缩期|舒张期|瓣口|瓣上|左室|右室|左房|右房)/gu, '');
  return [...words.matchAll(/\p{Script=Han}/gu)].length >= 4;
}

/** In the spine a side belongs to what presses on a nerve and to nothing else. */
function sidesOf(family: SiteFamily | undefined, sides: readonly OneSide[], isDisc: boolean, discSide: OneSide | undefined): readonly OneSide[] {
  if (isSingle(family)) return [];
  if (family !== 'spine') return isDisc && discSide !== undefined ? [discSide] : sides;
  if (!isDisc) return [];
  return discSide === undefined ? sides : [discSide];
}

function sideOfDisc(text: string): OneSide | undefined {
  const match = DISC_SIDE.exec(text);
  const word = match?.[1] ?? match?.[2];
  return word === undefined ? undefined : word === '左' ? 'L' : 'R';
}

function sideAt(text: string, at: number): { readonly sides: readonly OneSide[]; readonly length: number } | undefined {
  BOTH.lastIndex = at;
  const both = BOTH.exec(text);
  if (both !== null) return { sides: ['L', 'R'], length: both[0].length };
  ONE.lastIndex = at;
  const one = ONE.exec(text);
  return one === null ? undefined : { sides: [one[0] === '左' ? 'L' : 'R'], length: 1 };
}

function wordAt(text: string, at: number): string | undefined {
  return WORDS_BY_FIRST.get(text.charAt(at))?.find((word) => text.startsWith(word, at));
}

function byFirstCharacter(words: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const unique = [...new Set(words)].sort((left, right) => right.length - left.length);
  return Map.groupBy(unique, (word) => word.charAt(0));
}

function union(left: readonly OneSide[], right: readonly OneSide[]): readonly OneSide[] {
  return [...new Set([...left, ...right])];
}

/** True when both name the same kind of thing. */
export function sameKind(left: Mention, right: Mention): boolean {
  return left.classes.some((one) => right.classes.includes(one));
}
