import { sameKind, type Mention, type ReadText } from './mentions.ts';
import type { ReportProblem } from './checked-report.ts';
import { HARMLESS, isHarmlessNodule, isNoteworthy, largestMm } from './noteworthy.ts';
import { mayBeSamePlace, type SiteFamily } from './sites.ts';
import type { FindingClass } from './terms.ts';

/** Below this a nodule may stay out of the impression. */
const SMALL_NODULE_MM = 6;
const WORRYING = /边界不清|极低回声|[沙砂]砾|微钙化|纵横比(?:[>＞]|大于)|分叶|毛刺|毛糙|胸膜凹陷|不均匀强化|明显强化|侵犯|实性结节|可疑|簇状|环[形状]强化|牛眼征|靶征/u;
/** Lesions that the findings describe and the impression leaves out or denies. */
export function leftOut(described: readonly Mention[], concluded: readonly Mention[], { openPlaces, sideUses, normalSites }: ReadText, isAllNormal: boolean, examined: SiteFamily | undefined): ReportProblem[] {
  const isOpen = ({ family, sides }: Mention) => openPlaces.some((one) => one.family === family && (one.sides.length === 0 || sides.length === 0 || sides.some((side) => one.sides.includes(side))));
  // Whatever it is called there, something is concluded of this side.
  const isNamedHere = ({ family, sides }: Mention) => sideUses.some((use) => !use.isCalm && family !== undefined && use.families.includes(family) && use.sides.some((side) => sides.includes(side)));
  // 膀胱未见异常, and nothing else of it.
  const isCalledNormal = ({ family, sides }: Mention) => family !== undefined && !concluded.some((one) => one.family === family) && normalSites.some((one) => !one.isRest && one.family === family && (one.sides.length === 0 || (sides.length > 0 && sides.every((side) => one.sides.includes(side)))));
  const sized = described.filter((mention) => isSizedLesion(mention, described) && !concluded.some((one) => mayBeSamePlace(one.family, mention.family) && !isOfNeighbour(one, mention, described) && (!isMinor(one) || (one.classes[0] === 'cyst' && !SOLID.test(mention.clause.sentence)))) && mention.family !== undefined && !isOpen(mention));
  const missed = described.filter((mention) => (isSignificant(mention) || ((isAllNormal || isCalledNormal(mention)) && isNoteworthy(mention, isCalledNormal(mention) || mention.family === examined))) && !isConcluded(mention, concluded.filter((one) => isNamedHere(mention) || (!isOfAnother(one, mention, described) && !isOfNeighbour(one, mention, described))), described) && !isOpen(mention));
  const grave = described.filter((mention) => isGrave(mention) && !isOpen(mention) && !concluded.some((one) => mayBeSamePlace(one.family, mention.family) && !isOfNeighbour(one, mention, described) && (!isMinor(one) || namesSign(mention, one)) && (one.family !== undefined || one.kind === 'specific')));
  const first = missed[0] ?? sized[0] ?? grave[0];
  return first === undefined ? [] : [{ code: 'finding-without-impression', level: 'confirm', section: 'findings', excerpt: first.clause.original }];
}

/** What must not be left out beside other conclusions. */
function isSignificant(mention: Mention): boolean {
  const { clause, word, classes, weight, isPast, family } = mention;
  if (mention.kind !== 'specific' || isPast) return false;
  if (classes.includes('lymph')) return !HARMLESS.test(clause.text) && (largestMm(clause.sentence) >= LARGE_NODE_MM || /坏死|融合成团|门结构(?:消失|不清)|淋巴门(?:消失|不清)|微钙化|囊变/u.test(clause.sentence)) && !/良性|皮髓质(?:分界)?清/u.test(clause.sentence);
  if (classes.includes('nodule') && !classes.includes('mass')) {
    const text = clause.sentence;
    if (isHarmlessNodule(text) || (family !== undefined && NO_NODULES.has(family))) return false;
    const largest = largestMm(clause.sentence);
    return largest > SMALL_NODULE_MM || (largest === 0 && WORRYING.test(text));
  }
  if (classes[0] === 'stone') return family !== 'gut' && ((largestMm(clause.text) || largestMm(clause.sentence)) >= LARGE_STONE_MM || /扩张|积水|梗阻/u.test(clause.sentence)) && !HARMLESS.test(clause.text);
  if (word !== '无回声' && classes[0] === 'cyst' && classes.length === 1) return largestMm(clause.sentence) >= (family === 'adnexa' ? LARGE_CYST_MM : HUGE_CYST_MM) && family !== undefined && !/生理|卵泡|黄体|胎|孕|妊娠|包块|肿块/u.test(clause.sentence);
  if (classes.includes('spleen-size')) return /明显|显著|巨/u.test(clause.text);
  if (classes.includes('tear') && /韧带|肌腱|跟腱|半月板/u.test(clause.text)) return !HARMLESS.test(clause.text);
  // A slit of fluid in the brain is an old scar.
  if (classes[0] === 'rupture' && family === 'brain') return false;
  if (word === '闭塞') return family === undefined || VESSELS.has(family);
  if (classes[0] === 'stenosis') return family !== undefined && VESSELS.has(family) && (weight === 'significant' || narrowedPercent(clause.text) >= SEVERE_PERCENT);
  if (classes.includes('effusion') && weight === 'plain') return /大量|中量|中等量|中-大量/u.test(clause.text) || ((family === 'pericardium' || family === 'pleura') && largestMm(clause.sentence) >= DEEP_FLUID_MM);
  if (weight !== 'significant' || HARMLESS.test(clause.text.replaceAll(word, ''))) return false;
  if (classes.includes('obstruction')) return family === undefined || family === 'gut';
  if (classes.includes('infarct')) return family === undefined || family === 'brain' || family === 'spine';
  return word !== '恶性' && word !== '转移';
}

const SEVERE_PERCENT = 70;
function narrowedPercent(text: string): number {
  return Number(/狭窄[^，。；\d]{0,6}(\d{1,3})%/u.exec(text)?.[1] ?? 0);
}

const LARGE_CYST_MM = 40;
const HUGE_CYST_MM = 60;
const LARGE_NODE_MM = 15;
const LARGE_STONE_MM = 8;
const VESSELS: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['vessel', 'coronary', 'aorta', 'pulmonary-artery']);
/** Fluid this deep in pleura or pericardium is no residue. */
const DEEP_FLUID_MM = 20;
/** A lesion of this size must come back in the impression, whatever it is. */
const SIZED_LESION_MM = 10;
/** Said of no cyst. */
const SOLID = /(?<!未见|无|未见明显|未见异常)强化|不规则|边界不清|软组织|隆起/u;
const LESION = /(?:见|可见|内)[^，]*(?:结节状|团状|团片|类圆形|不规则|斑片|片状|条片|肿块样|异常|软组织|混合|乳头状|菜花|息肉样)[^，]*(?:影|信号|密度|回声|强化|灶)|(?:见|可见|内)[^，]*(?:低|高|等)(?:密度|信号|回声)(?:影|灶|区|结节)|局部隆起|局限性隆起|乳头状隆起|菜花状|隆起性病变/u;

/** Described in plain words only, with a size: 类圆形长T2信号，16×14mm. */
function isSizedLesion({ kind, clause, isPast, isNegated }: Mention, described: readonly Mention[]): boolean {
  if (kind !== 'generic' || isPast || isNegated || !LESION.test(clause.text) || largestMm(clause.sentence) < SIZED_LESION_MM) return false;
  return described.every((one) => one.kind === 'generic' || one.clause.sentenceIndex !== clause.sentenceIndex || one.weight === 'significant');
}

/** Classes that conclude no grave sign. */
const MINOR: ReadonlySet<FindingClass> = new Set<FindingClass>(['cyst', 'degeneration', 'atrophy', 'white-matter', 'stone', 'hyperplasia', 'old', 'bronchus', 'fat', 'varix', 'emphysema', 'heart-size', 'swelling', 'stenosis']);
function isMinor({ kind, classes, weight }: Mention): boolean {
  return kind === 'specific' && (weight === 'trivial' || classes.every((one) => MINOR.has(one)) || classes[0] === 'hyperplasia');
}

/** A chronic bronchitis holds no cavity, a thyroid nodule no diseased node, a cyst of the cervix no mass of the ovary. */
function isTooLittle(one: Mention, mention: Mention): boolean {
  if (mention.classes[0] === 'inflammation' && mention.classes.length === 1) return one.weight === 'trivial' || (!one.classes.includes('inflammation') && one.classes.includes('bronchus'));
  // A closed vessel is not concluded by hardened walls.
  if (mention.word === '闭塞') return /硬化|斑块|轻度/u.test(one.word);
  if (mention.classes.includes('mass') && one.classes.length === 1 && one.classes[0] === 'cyst') return one.family !== mention.family;
  return false;
}

/** Signs that no impression passes over, in words that carry no diagnosis themselves. */
const GRAVE_SIGNS: readonly (readonly [families: readonly SiteFamily[], sign: RegExp])[] = [
  [['brain'], /混杂密度|(?:团块?状|类圆形|(?<!小斑|斑)片状|肾形|不规则形?)[^，]{0,3}高密度/u],
  [['brain', 'skull'], /新月形|梭形|双凸|中线[^，]*[移偏]|(?:池|脑沟|脑室|纵裂|侧裂)[^，]*高密度|大片状?(?:低|高|异常|长T)|线[样状](?:透亮|低密度)/u],
  [['lung'], /斑片状?[^，]*(?:模糊|密度增高|高密度)|支气管充气|空气支气管/u],
  [['lung'], /支气管[^，]*截断|粟粒|厚壁空洞|铺路石/u],
  [['aorta'], /(?:增宽|扩张|内径|最宽)[^，]*(?:4[6-9]|[5-9]\d)(?:\.\d)?mm|(?:增宽|扩张|内径|最宽)[^，]*(?:4\.[6-9]|[5-9]\.\d)cm/u],
  [['pharynx', 'larynx'], /壁[^，]*(?:增厚|隆起)|隐窝[^，]*(?:消失|变浅)/u],
  [['vessel'], /(?:低回声|实性)[^，]*(?:充填|充满|填充)|(?:充填|充满|填充)[^，]*(?:低回声|实性)|[不未](?:能|可)?(?:完全)?(?:被)?(?:压[闭瘪缩]|闭合)/u],
  [['bladder', 'esophagus', 'gut'], /壁[^，]*(?:局限性|不规则|不均匀|环形)[^，]*增厚/u],
  [['kidney'], /(?:集合系统|肾盂|肾盏)[^，]*(?:分离|扩张)[^，]*(?:[2-9]\d(?:\.\d+)?mm|[2-9](?:\.\d+)?cm)|输尿管[^，]*扩张[^，]*(?:[89]|1\d)(?:\.\d)?mm/u],
  [['bladder'], /(?:局限性|不规则|不均匀|局部)[^，]*(?:增厚|隆起)/u],
  [['leg'], /股骨头[^，]*(?:塌陷|变扁|碎裂)/u],
  [['uterus'], /内膜[^，]*(?:不均匀|不规则|明显)[^，]*增厚|结合带[^，]*(?:中断|消失)/u],
  [['lung'], /(?:弥漫|广泛|大片)[^，]*(?:磨玻璃|网格|实变|结节|渗出|斑片|片状)|蜂窝/u],
  [['breast'], /(?:多形性|簇状|段样|段性|线样分支|细小多形)[^，]*钙化/u],
  [['pancreas'], /胰[^，]*(?:肿胀|弥漫性?增大|渗出)/u],
  [['orbit'], /视网膜脱离|眼球[^，]*(?:隆起|变形|塌陷)/u],
];

/** The conclusion names the very sign: 右乳细小多形性钙化, BI-RADS 4B. */
function namesSign({ family }: Mention, { clause }: Mention): boolean {
  return family !== undefined && (GRAVE_SIGNS.some(([families, sign]) => families.includes(family) && sign.test(clause.text)) || /(?:BI|TI|PI|LI)-?RADS\s*[45]|腺样体|扁桃体/iu.test(clause.sentence));
}

function isGrave({ family, clause, isPast }: Mention): boolean {
  return family !== undefined && !isPast && !HARMLESS.test(clause.text) && GRAVE_SIGNS.some(([families, sign]) => families.includes(family) && (sign.test(clause.text) || (family === 'aorta' && sign.test(clause.sentence))));
}

/** Where 结节 is a part of a bone or of a joint. */
const NO_NODULES: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['arm', 'leg', 'spine', 'pelvis', 'rib', 'sinus', 'heart']);
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
  inflammation: ['torsion', 'infarct', 'thrombus', 'foreign', 'bronchus', 'abscess'],
  aneurysm: ['dissection', 'rupture'],
  rupture: ['hemorrhage'],
  effusion: ['ectopic', 'rupture', 'hemorrhage', 'perforation'],
  mass: ['torsion', 'ectopic', 'abscess', 'hernia', 'varix', 'tear', 'foreign'],
  tear: ['fracture', 'dislocation', 'dissection'],
};

/** A lesion on the other side, or in another lobe, that is described there too: its conclusion is none of this one. */
function isOfAnother(one: Mention, mention: Mention, described: readonly Mention[]): boolean {
  if (one.kind !== 'specific' || one.family === undefined || one.family !== mention.family || isSmallNodule(mention)) return false;
  const isElsewhere = (other: Mention) => other.sides.length === 1 && mention.sides.length === 1 && other.sides[0] !== mention.sides[0];
  return isElsewhere(one) && !/等|多发|双|两/u.test(one.clause.text) && described.some((other) => other.kind === 'specific' && other.family === one.family && isElsewhere(other) && sameKind(other, one));
}

/** What the organ next door has of its own is concluded there: a bruise of the scalp is none of the brain. */
function isOfNeighbour(one: Mention, mention: Mention, described: readonly Mention[]): boolean {
  if (one.family === undefined || mention.family === undefined || one.family === mention.family) return false;
  return described.some((other) => other.family === one.family && other.clause.sentenceIndex !== mention.clause.sentenceIndex);
}

/** A lump of the bowel concludes none of the liver, unless it has spread. */
function isOtherOrgan(one: Mention, mention: Mention): boolean {
  if (one.family === undefined || mention.family === undefined || one.family === mention.family || !mention.classes.some((sign) => sign === 'mass' || sign === 'nodule')) return false;
  const isBowel = ({ family, site = '' }: Mention) => family === 'gut' && /肠(?!系膜)|胃|阑尾|回盲/u.test(site);
  const isGland = ({ family }: Mention) => family === 'liver' || family === 'spleen' || family === 'adnexa';
  if (one.word.endsWith('肌瘤') && mention.family === 'adnexa') return true;
  return ((isBowel(one) && isGland(mention)) || (isGland(one) && isBowel(mention))) && !/转移|侵|累及/u.test(one.clause.sentence);
}

function isSmallNodule({ classes, clause }: Mention): boolean {
  return classes.includes('nodule') && !classes.includes('mass') && largestMm(clause.sentence) < SIZED_LESION_MM && !WORRYING.test(clause.sentence);
}

/** A broken nose concludes no broken orbit, a torn ligament none of the bone beside it, where its own is described. */
function isOfOtherBone(one: Mention, mention: Mention, described: readonly Mention[]): boolean {
  const isBreak = mention.weight === 'significant' && (mention.classes[0] === 'fracture' || mention.word.startsWith('骨软骨') || mention.word.startsWith('剥脱'));
  if (!isBreak || one.kind !== 'specific' || one.family === undefined || one.site === undefined || mention.site === undefined || one.site === mention.site || one.clause.text.includes(mention.site) || /多发|等|诸|复合/u.test(one.clause.text)) return false;
  const hasOwn = described.some((other) => other.site === one.site && other.clause !== mention.clause && sameKind(other, one));
  return hasOwn && (one.family !== mention.family || /韧带|肌腱|半月板/u.test(one.site));
}

function isConcluded(mention: Mention, concluded: readonly Mention[], described: readonly Mention[]): boolean {
  return concluded.some((one) => {
    if (one.kind === 'generic') return one.family !== undefined && one.family === mention.family && mention.weight !== 'significant';
    // 急性梗死 is not concluded by an old white-matter lesion.
    if ((one.weight === 'trivial' || one.isPast) && mention.weight === 'significant' && mention.classes.every((sign) => sign === 'infarct')) return false;
    if (mention.classes[0] === 'nodule' && one.classes.includes('inflammation') && one.family === mention.family && /多发|散在|小叶中心|粟粒|卫星|弥漫|树芽/u.test(mention.clause.sentence)) return true;
    if (isOtherOrgan(one, mention)) return false;
    // A diseased node concludes no mass beside it.
    if (one.classes[0] === 'lymph' && mention.classes[0] !== 'lymph' && mention.weight === 'significant' && !/淋巴/u.test(mention.clause.text)) return false;
    if (mention.classes[0] === 'lymph' && one.classes[0] !== 'lymph' && one.weight !== 'significant') return false;
    if (mention.weight === 'significant' && isTooLittle(one, mention)) return false;
    // The nodes of a large prostate are its growth.
    if (mention.classes[0] === 'nodule' && one.classes[0] === 'hyperplasia' && one.family === 'prostate' && mention.family === 'prostate' && mention.part !== '外周带') return true;
    // A node of veins is a mass; a valve that leaks is none.
    if (one.family === 'heart' && one.classes[0] === 'varix' && mention.classes[0] === 'mass') return false;
    const holds = sameKind(one, mention) || mention.classes.some((sign) => HELD_BY[sign]?.some((held) => one.classes.includes(held)) === true);
    return holds && mayBeSamePlace(one.family, mention.family) && !isOfOtherBone(one, mention, described);
  });
}
