import type { CheckedReport, ReportProblem } from './checked-report.ts';
import type { Mention, OneSide, ReadText, SideUse } from './mentions.ts';
import { sameKind } from './mentions.ts';
import { plainText } from './clauses.ts';
import { swappedPositions } from './position-swaps.ts';
import { swappedFigures } from './sided-figures.ts';
import { familyOfBodyPart, isSingle, mayBeSamePlace, type SiteFamily } from './sites.ts';

export interface ReadReport {
  readonly findings: ReadText;
  readonly impression: ReadText;
  readonly recommendation: ReadText;
}

const SITUS_INVERSUS = /内脏反位|镜面人|镜像反位|右位心|转位/u;

/** Sides that contradict each other: order, findings, impression, recommendation. */
export function checkLaterality(report: CheckedReport, read: ReadReport): ReportProblem[] {
  if (SITUS_INVERSUS.test(report.findings + report.impression)) return [];
  const found = [...againstOrder(report, read), ...againstFindings(read), ...againstRecommendation(read), ...impossibleLobe(report), ...swappedPositions(report), ...swappedFigures(read.findings, read.impression), ...againstSilence(report, read), ...againstItself(report)];
  return found.slice(0, 3).map((one) => (one.code === 'laterality' && one.section === 'impression' && isBesides(one.excerpt, read) ? { ...one, code: 'impression-without-finding' as const } : one));
}

/** All that is described of the organ lies on the other side and is concluded there, in other words of the impression: this is no swap. */
function isBesides(excerpt: string, { findings, impression }: ReadReport): boolean {
  const use = impression.sideUses.find(({ clause, sides }) => clause.original === excerpt && sides.length === 1);
  const side = use?.sides[0];
  const family = use?.families.at(-1);
  if (use === undefined || side === undefined || family === undefined || isSingle(family)) return false;
  const said = impression.mentions.filter(({ clause, isNegated, kind }) => clause === use.clause && !isNegated && kind === 'specific');
  const others = impression.mentions.filter(({ clause, isNegated, sides }) => clause !== use.clause && clause.sentenceIndex !== use.clause.sentenceIndex && !isNegated && sides.length === 1 && sides[0] !== side);
  const described = findings.mentions.filter((one) => !one.isNegated && one.kind === 'specific' && mayBeSamePlace(one.family, family));
  const isConcludedThere = (one: Mention) => others.some((other) => mayBeSamePlace(other.family, one.family) && sameKind(other, one));
  if (said.length === 0 || described.length === 0 || described.some(({ sides }) => sides.includes(side)) || said.some((mention) => described.some((one) => one.sides.length === 0 && sameKind(one, mention)))) return false;
  const alike = described.filter((one) => said.some((mention) => sameKind(one, mention)));
  // What is described in words that many diagnoses rest on may be this one.
  const isVague = findings.mentions.some((one) => one.kind === 'generic' && !one.isNegated && !EFFECT.test(one.word) && one.family === family && one.sides.length === 1 && !described.some(({ clause }) => clause.sentenceIndex === one.clause.sentenceIndex));
  return !isVague && alike.every(isConcludedThere) && described.some(isConcludedThere);
}

function problem(mention: Pick<Mention, 'clause'>): ReportProblem {
  return { code: 'laterality', level: 'confirm', section: mention.clause.section, excerpt: mention.clause.original };
}

/** The ordered side, against text that only ever speaks of the other one. */
function againstOrder({ laterality, bodyPart }: CheckedReport, { findings, impression }: ReadReport): ReportProblem[] {
  const inName = sidesInName(bodyPart);
  const ordered: OneSide | undefined = laterality === 'L' || laterality === 'R' ? laterality : laterality === '' && inName.length === 1 ? inName[0] : undefined;
  if (ordered !== undefined && inName.length === 1 && inName[0] !== ordered) {
    return [{ code: 'laterality', level: 'confirm', section: 'header', excerpt: bodyPart }];
  }
  if (ordered === undefined) return [];
  const family = familyOfBodyPart(bodyPart);
  const wrong = (use: SideUse) => use.sides.length === 1 && use.sides[0] !== ordered;
  for (const { sideUses } of [findings, impression]) {
    const uses = sideUses.filter(({ families }) => family === undefined || families.length === 0 || families.some((one) => mayBeSamePlace(one, family)));
    const first = uses.find(wrong);
    if (first !== undefined && uses.every(wrong)) return [problem(first)];
  }
  return [];
}

function sidesInName(bodyPart: string): readonly OneSide[] {
  const text = plainText(bodyPart).toUpperCase();
  if (/双|两侧|BOTH|BILAT/u.test(text)) return ['L', 'R'];
  const left = /左|\bLEFT|\(L\)/u.test(text);
  const right = /右|RIGHT|\(R\)/u.test(text);
  return left === right ? [] : [left ? 'L' : 'R'];
}

/** A diagnosis whose side no description has. */
function againstFindings({ findings, impression }: ReadReport): ReportProblem[] {
  const described = findings.mentions.filter((mention) => !mention.isNegated);
  const named = impression.mentions.flatMap((mention) => {
    if (mention.isNegated || mention.sides.length === 0) return [];
    // What was operated is described as operated.
    if (PAST_HERE.test(mention.clause.text) && findings.sideUses.some(({ clause, families, sides }) => PAST_HERE.test(clause.text) && mention.family !== undefined && families.includes(mention.family) && mention.sides.every((side) => sides.includes(side)))) return [];
    if (isOperatedElsewhere(mention, findings)) return [problem(mention)];
    const free = unclaimed(mention, described, impression.mentions);
    if (!(mention.kind === 'specific' && contradicts(mention, free)) && !isOnlyOpposite(mention, described, findings)) return [];
    // What lies on the other side is concluded there already: this one is no swap, it is described nowhere.
    const here = described.filter((one) => one.family === mention.family && one.sides.length === 1);
    const isClaimed = mention.sides.length === 1 && here.length > 0 && here.every((one) => impression.mentions.some((other) => isConclusionOf(other, one) && (!sameKind(one, mention) || sameKind(other, one)) && other.clause.sentenceIndex !== mention.clause.sentenceIndex));
    return [isClaimed ? { ...problem(mention), code: 'impression-without-finding' as const } : problem(mention)];
  });
  return named.length > 0 ? named : againstUnnamed(impression, findings, described);
}

/** What was operated is described as operated on the other side only. */
function isOperatedElsewhere({ clause, family, sides }: Mention, findings: ReadText): boolean {
  if (!PAST_HERE.test(clause.text) || family === undefined || sides.length !== 1 || isSingle(family) || family === 'spine') return false;
  const uses = findings.sideUses.filter((use) => PAST_HERE.test(use.clause.text) && use.families.includes(family));
  return uses.length > 0 && uses.every((use) => use.sides.length === 1 && use.sides[0] !== sides[0]);
}

/** Nothing of the same kind is described; all that is said of the organ, in words known or not, lies on the other side. */
function isOnlyOpposite(mention: Mention, described: readonly Mention[], findings: ReadText): boolean {
  const [side] = mention.sides;
  const { family } = mention;
  if (family === undefined || side === undefined || mention.sides.length !== 1 || isSingle(family) || family === 'spine') return false;
  const hasPart = mention.part !== undefined && described.some(({ part }) => part === mention.part);
  if (described.some((one) => (!hasPart || one.part === mention.part) && mayBeSamePlace(one.family, family) && (one.sides.length === 0 || one.sides.includes(side)) && (one.family === family || sameKind(one, mention)))) return false;
  const isPastHere = PAST_HERE.test(mention.clause.text);
  const uses = findings.sideUses.filter(({ families, isCalm, clause }) => families.includes(family) && (isPastHere ? PAST_HERE.test(clause.text) : !isCalm));
  return uses.length > 0 && uses.every(({ sides }) => sides.length === 1 && sides[0] !== side);
}
const PAST_HERE = /术后|切除|缺如|假体|置换/u;

/** What another clause concludes of its own side says nothing of this one, where this side has a description of its own. */
function unclaimed(mention: Mention, described: readonly Mention[], concluded: readonly Mention[]): readonly Mention[] {
  const [side] = mention.sides;
  if (mention.sides.length !== 1 || side === undefined || !described.some((one) => one.family === mention.family && one.sides.length === 1 && one.sides[0] === side)) return described;
  return described.filter((one) => one.sides.includes(side) || !concluded.some((other) => other.clause.original !== mention.clause.original && isConclusionOf(other, one) && sameKind(other, one)));
}

function isConclusionOf(other: Mention, described: Mention): boolean {
  return !other.isNegated && other.family === described.family && other.sides.join('') === described.sides.join('');
}

/** A one-sided diagnosis in words that are not known here, where all that is described of its organ lies on the other side. */
function againstUnnamed({ sideUses, mentions }: ReadText, findings: ReadText, described: readonly Mention[]): ReportProblem[] {
  return sideUses.flatMap((use) => {
    const family = use.families.at(-1);
    const side = use.sides[0];
    if (family === undefined || side === undefined || use.sides.length !== 1 || isSingle(family) || family === 'spine') return [];
    if (mentions.some(({ clause }) => clause === use.clause || clause.original === use.clause.original)) return [];
    // After an operation only what is said of the operation counts.
    const operated = PAST_HERE.test(use.clause.text) ? findings.sideUses.filter(({ clause, families }) => PAST_HERE.test(clause.text) && families.includes(family)) : [];
    const isElsewhere = findings.sideUses.some(({ isCalm, families, sides, clause }) => !isCalm && !clause.text.includes('代偿') && families.includes(family) && sides.includes(side));
    if (isElsewhere) return [];
    if (operated.length > 0) return operated.every(({ sides }) => sides.length === 1 && sides[0] !== side) ? [problem(use)] : [];
    if (use.isCalm || CALM.test(use.clause.text)) return [];
    const sides = sidesOf(described.filter((mention) => mention.family === family && mention.sides.length === 1));
    return sides.length === 1 && !sides.includes(side) ? [problem(use)] : [];
  });
}
const CALM = /术后|缺如|未见|正常|置入|植入|代偿|变异|优势|型|对照|对侧|RADS|期|级|分/u;

function contradicts(mention: Mention, described: readonly Mention[]): boolean {
  const near = described.filter(({ family }) => mayBeSamePlace(mention.family, family));
  const exact = mention.family === undefined ? near : near.filter((one) => one.family === mention.family || (one.family === undefined && sameKind(one, mention)));
  const vague = exact.filter(({ kind, word }) => kind === 'generic' && !EFFECT.test(word));
  // What is said of the very organ, in whatever words, before the same kind of thing next door: a bruised brain below a bruised scalp.
  const isVague = !exact.some((one) => sameKind(one, mention)) && vague.some((one) => one.sides.length === 1);
  const kin = (exact.some((one) => sameKind(one, mention)) || isVague ? exact : near).filter((one) => sameKind(one, mention));
  // An acute infarct is told by what is acute, not by an old trifle of the same kind.
  const isAcute = mention.sides.length === 1 && mention.classes.includes('infarct') && /急性|新发|新鲜/u.test(mention.clause.text);
  const alike = isAcute && kin.some(({ weight }) => weight === 'significant') ? kin.filter(({ weight }) => weight === 'significant') : kin;
  if (mention.sides.length === 2) {
    // A disease of many joints need not look the same on both sides.
    if (/关节[炎病]|类风湿|痛风/u.test(mention.clause.text) && sidesOf(exact).length === 2) return false;
    const pool = [...alike, ...vague];
    const sides = sidesOf(pool);
    return pool.length > 0 && sides.length === 1 && alike.every((one) => one.sides.length > 0 || AGAIN.test(one.clause.text));
  }
  const side = mention.sides[0];
  // Something else lies in the very place that is named: 放射冠 beside 基底节.
  if (side !== undefined && mention.part !== undefined && !alike.some(({ part }) => part === mention.part) && near.some((one) => one.part === mention.part && one.sides.includes(side))) return false;
  const sided = inSamePart(mention, alike.length > 0 ? alike : vague).filter((one) => one.sides.length > 0);
  if (sided.length === 0 || side === undefined) return false;
  if (sided.every((one) => one.sides.length === 2)) {
    const bothOnly = [...alike, ...vague].every((one) => one.sides.length !== 1) && alike.some(({ weight, classes }) => weight !== 'trivial' || classes.includes('white-matter'));
    return bothOnly && !hasSidedWords(mention.family, described, side);
  }
  return !sidesOf(sided).includes(side);
}

/** What was named before, spoken of again. */
const AGAIN = /^(?:该|此|上述|其)?(?:肿块|病灶|结节|病变|占位|包块|囊肿)/u;
const EFFECT = /受压|移位|变窄|推移|压迹|变细|偏曲|扩大/u;

/** A one-sided word of the same organ softens 双侧. */
function hasSidedWords(family: SiteFamily | undefined, described: readonly Mention[], side: OneSide): boolean {
  return described.some((one) => one.family === family && one.sides.length === 1 && one.sides[0] === side) || described.some(({ clause, family: its }) => its === family && /为著|为主|较著|较重|较大者|最大|较明显/u.test(clause.text));
}

function inSamePart(mention: Mention, pool: readonly Mention[]): readonly Mention[] {
  const same = mention.part === undefined ? [] : pool.filter(({ part }) => part === mention.part);
  return same.some(({ sides }) => sides.length > 0) ? same : pool;
}

function sidesOf(mentions: readonly Mention[]): readonly OneSide[] {
  return [...new Set(mentions.flatMap(({ sides }) => sides))];
}

/** A side of an organ of which the findings speak on the other side alone, in whatever words. */
function againstSilence({ bodyPart, laterality }: CheckedReport, { findings, impression }: ReadReport): ReportProblem[] {
  if (laterality === 'B' || sidesInName(bodyPart).length === 2) return [];
  const wrong = impression.sideUses.find(({ clause, families, sides, isCalm }) => {
    const family = families.at(-1);
    const side = sides[0];
    if (isCalm || family === undefined || side === undefined || sides.length !== 1 || isSingle(family) || family === 'spine' || family === 'vessel' || CALM.test(clause.text)) return false;
    const uses = findings.sideUses.filter((use) => use.families.length === 0 || use.families.some((one) => mayBeSamePlace(one, family)));
    return uses.some((use) => use.families.includes(family)) && uses.every((use) => use.sides.length === 1 && use.sides[0] !== side);
  });
  if (wrong === undefined) return [];
  // All that is described of this kind is concluded on its own side: this one is no swap, it is described nowhere.
  const said = impression.mentions.filter(({ clause, isNegated, kind }) => clause === wrong.clause && !isNegated && kind === 'specific');
  const alike = findings.mentions.filter((one) => !one.isNegated && one.family === wrong.families.at(-1) && said.some((mention) => sameKind(mention, one)));
  const isClaimed = said.length > 0 && alike.every((one) => one.sides.length > 0 && impression.mentions.some((other) => other.clause !== wrong.clause && isConclusionOf(other, one) && sameKind(other, one)));
  return [isClaimed && impression.sideUses.some(({ clause, sides }) => clause !== wrong.clause && sides.length === 1 && sides[0] !== wrong.sides[0]) ? { ...problem(wrong), code: 'impression-without-finding' } : problem(wrong)];
}

const ONE_SIDE_TWICE: readonly RegExp[] = [
  // 双侧坏死（左侧Ⅲ期，左侧Ⅱ期）.
  /(?:双|两)[^。；]*(左|右)[侧叶乳][^。；，、左右]*[期级类度][^。；左右]*\1[侧叶乳][^。；，、左右]*[期级类度]/u,
  // 左肾切除术后，左肾代偿性增大.
  /(左|右)(?:侧)?(肾|乳|眼|卵巢|睾丸)[^。；，左右部分]{0,4}(?:全切|切除|缺如|摘除)[^。；，左右]*[。；，\d.、]+\s*\1(?:侧)?\2[^。；，左右]*(?:增大|结节|囊|石|积水|RADS)/u,
  // 右乳 5类；右乳 1类.
  /(左|右)乳[^。；左右]*RADS\s*[456][^。；左右]*[。；，\d.、]+\s*\1乳[^。；，左右]*(?:RADS\s*1|未见)/iu,
];

/** An impression that gives one side two degrees, or speaks of an organ that it calls removed. */
function againstItself({ impression }: CheckedReport): ReportProblem[] {
  const excerpt = ONE_SIDE_TWICE.map((pattern) => pattern.exec(impression)?.[0]).find((one) => one !== undefined);
  return excerpt === undefined ? [] : [{ code: 'laterality', level: 'confirm', section: 'impression', excerpt }];
}

/** A recommendation for a side that has nothing. */
function againstRecommendation({ findings, impression, recommendation }: ReadReport): ReportProblem[] {
  const abnormal = [...findings.mentions, ...impression.mentions].filter((mention) => !mention.isNegated && mention.sides.length > 0);
  return recommendation.sideUses.flatMap((use) => {
    const family = use.families.at(-1);
    if (family === undefined || isSingle(family) || use.sides.length !== 1 || /对侧|健侧|对照|对比/u.test(use.clause.text)) return [];
    const sides = sidesOf(abnormal.filter((mention) => mention.family === family));
    const side = use.sides[0];
    return sides.length === 1 && side !== undefined && !sides.includes(side) ? [problem(use)] : [];
  });
}

/** The left lung has no middle lobe, the right one no lingula. */
function impossibleLobe(report: CheckedReport): ReportProblem[] {
  return (['findings', 'impression'] as const).flatMap((section) => {
    const excerpt = /左肺中叶|左侧?中叶|右肺(?:上叶)?舌[段叶]/u.exec(plainText(report[section]))?.[0];
    return excerpt === undefined ? [] : [{ code: 'laterality', level: 'confirm', section, excerpt } as const];
  });
}
