import type { Mention } from './mentions.ts';
import type { SiteFamily } from './sites.ts';
import { sizesOf } from './size-text.ts';
import type { FindingClass } from './terms.ts';

/** Words that make a sign a trifle. */
export const HARMLESS = /少量|微量|少许|生理性|痕量|(?:轻微|轻度)(?!强化|受压|摄取|推移|移位)|略(?![长短高低等强弱])|稍(?![长短高低等强弱])|未见明显|微小/u;

/** Largest diameter that is written, mm; 0 where none is. */
export function largestMm(sentence: string): number {
  return Math.max(0, ...sizesOf(sentence).flatMap(({ valuesMm }) => valuesMm));
}

const HARMLESS_NODULE = /副脾|骨岛|甲状腺峡|小淋巴结/u;
/** A nodule of chalk is an old one; chalk inside a nodule is a warning. */
export function isHarmlessNodule(text: string): boolean {
  return HARMLESS_NODULE.test(text) || (/钙化/u.test(text) && !/微钙化|[内伴].{0,8}钙化|毛刺|不规则|低回声/u.test(text));
}

/** What an impression that finds nothing at all, or calls the very organ normal, passes over. Trifles and variants are none. */
export function isNoteworthy(mention: Mention, isCalledNormal: boolean): boolean {
  const { clause, weight, isPast, kind, word, classes, family } = mention;
  if (isPast || HARMLESS.test(clause.text) || INNOCENT.test(clause.sentence)) return false;
  if (isSign(mention)) return true;
  if (/(?<!未见)(?:明显|显著|弥漫|大片)/u.test(clause.text) && /扩张|扩大|增大|增粗|磨玻璃|网格|蜂窝|变形|紊乱|结节/u.test(word)) return true;
  if (kind === 'generic') return (STRONG.test(word) && LESIONED.test(clause.text) && !(family === 'brain' && DOTS.test(clause.text))) || (PATCH.test(clause.text) && !DOTS.test(clause.text));
  if (kind !== 'specific' || isHarmlessNodule(clause.text)) return false;
  // Worn bones are a trifle of another study, not of the joint that is called sound.
  if (classes.includes('degeneration')) return isCalledNormal && family !== undefined && JOINTS.has(family);
  if (weight === 'trivial') return classes[0] === 'emphysema' && /大[疱泡]/u.test(clause.sentence) && largestMm(clause.sentence) >= TRIFLE_BULLA_MM;
  if (weight !== 'plain' || classes.includes('lymph') || (classes.includes('nodule') && !classes.includes('inflammation'))) return false;
  const isLarge = (leastMm: number) => largestMm(clause.sentence) >= leastMm;
  if (classes[0] === 'stone') return family !== 'prostate' && (isLarge(TRIFLE_STONE_MM) || (largestMm(clause.sentence) === 0 && !/点状|泥沙|结晶/u.test(clause.text)));
  if (classes[0] === 'cyst') return isLarge(family === 'adnexa' || family === 'uterus' ? FOLLICLE_MM : TRIFLE_MM);
  if (classes.some((one) => TRIFLES.has(one))) return isLarge(TRIFLE_MM) || (family !== undefined && TELLING[family]?.test(word) === true && !OLD.test(clause.sentence));
  return true;
}

/** What a normal report may speak of. */
const INNOCENT = /变异|伪影|生理性|容积效应|坠积|正常范围|与(?:年龄|月龄|胎龄)相|符合(?:年|月|胎|该)龄?|退化|胸腺|髓鞘|考虑正常/u;
const OLD = /条索|钙化|纤维|陈旧|硬结|边缘清[楚晰]/u;
const JOINTS: ReadonlySet<SiteFamily> = new Set<SiteFamily>(['arm', 'leg', 'spine']);
const TRIFLES: ReadonlySet<FindingClass> = new Set<FindingClass>(['stone', 'inflammation', 'effusion', 'fat', 'hydro', 'bronchus', 'hyperplasia', 'swelling']);
const TRIFLE_MM = 10;
const TRIFLE_STONE_MM = 4;
const TRIFLE_BULLA_MM = 20;
const FOLLICLE_MM = 26;

/** Words that are no trifle in this organ, whatever their size. */
const TELLING: Readonly<Partial<Record<SiteFamily, RegExp>>> = {
  lung: /斑片|片状|片影|片絮|渗出|炎|浸润|不张|膨胀不全|树芽|充气征|网格|蜂窝|间质|水肿|纤维化|磨玻璃|支气管扩张|支扩|感染/u,
  pleura: /液|胸水|钝|外高内低|炎/u,
  pericardium: /液/u,
  sinus: /液平|炎|渗出|积液/u,
  ear: /炎|液|渗出/u,
  gut: /渗出|炎|水肿|腹水|积液|脂肪间隙模糊/u,
  bile: /炎|水肿|渗出/u,
  pancreas: /渗出|炎|水肿|脂肪间隙模糊/u,
  liver: /脂肪|腹水/u,
  kidney: /积水|渗出|炎/u,
  scrotum: /积液|液性|炎|水肿/u,
  prostate: /增生|肥大/u,
  pharynx: /肥大|增生/u,
  arm: /积液|水肿|炎/u,
  leg: /积液|水肿|炎/u,
  spine: /水肿/u,
  pelvis: /水肿|炎/u,
};

/** Signs in words that carry no diagnosis themselves. */
const SIGNS: readonly (readonly [families: readonly SiteFamily[], sign: RegExp])[] = [
  [['lung', 'mediastinum', 'pulmonary-artery'], /肺门[^，]*(?:增大|增浓)|大片状?[^，]*(?:密度增高|高密度)|肺动脉[^，]*(?:增宽|扩张)|黏液栓|不张|软组织[密影]|片状[^，]*(?:密度增高|致密)|(?<!小)斑片|实变/u],
  [['heart'], /(?:[左右](?:心)?[房室]|[左右]心|全心|心影|心脏|心腔)[^，不]*(?:增大|扩大)|(?:室间隔|室壁|心肌)[^，]*(?:增厚|肥厚|变薄)|瓣[^，]*(?:开放受限|关闭不全|狭窄|钙化|脱垂)|分流/u],
  [['aorta'], /增宽|扩张/u],
  [['liver'], /(?:密度|回声)[^，]*(?:弥漫)[^，]*(?:减低|降低|增强|增高|增粗)|弥漫性?[^，]*(?:减低|增强|增高)|低于脾|包膜[^，]*(?:不光整|不规整|波浪)|比例失调/u],
  [['sinus', 'ear'], /软组织[^，]*[密影]|充填|(?:窦|乳突|鼓室|窦腔|气房)[^，]*密度增高/u],
  [['arm', 'leg', 'spine', 'pelvis', 'rib', 'face', 'skull'], /溶骨|侵蚀|穿凿|骨膜反应|Codman|虫蚀|骨质吸收|死骨|痛风石|游离体|(?:^|[^未])不愈合|外翻|内翻|畸形|盘[^，]*移位|(?:III|Ⅲ|3|三)[级度][^，]*信号|骨骺分离/u],
  [['brain'], /(?<![小斑])片状[^，]*(?:低密度|高密度)|(?:脑沟|脑裂)[^，]*(?:变浅|消失)|占位效应(?:明显)?$|单侧|脑积水|海马[^，未]*(?:缩小|萎缩|增高)/u],
  [['sella'], /(?:弱|低|高|异常)强化[灶区]|强化减低|低信号|高信号/u],
  [['scrotum', 'thyroid', 'salivary', 'kidney', 'spleen', 'breast', 'uterus', 'pancreas'], /增大[^，]*|弥漫/u],
  [['kidney'], /致密影|强回声|高密度影/u],
  [['prostate'], /(?:腺|带|体积)[^，不]*增大|低信号灶/u],
  [['vessel'], /再通|附壁|充盈缺损|[不未](?:能)?(?:完全)?压[闭瘪]|流速(?:明显)?增[快高]|管壁增厚|斑块/u],
  [['uterus', 'adnexa'], /增大|增厚|不均/u],
];
function isSign({ family, clause, isNegated }: Mention): boolean {
  return !isNegated && family !== undefined && SIGNS.some(([families, sign]) => families.includes(family) && sign.test(clause.text));
}

/** Words of description that no normal report has of a lesion. */
const STRONG = /高信号|低信号|异常信号|低密度|高密度|低强化|弱强化|突起|受压|扩张|破坏|低回声|高回声|增粗|紊乱|增厚|隆起|变形/u;
const LESIONED = /[见呈示].*(?:信号|密度|强化|突起|破坏|低回声|高回声|隆起)|明显|受压|扩张|增粗|不均|变形/u;
/** A lesion that is named without 见: 肝右叶低密度影. */
const PATCH = /(?:低密度|高密度|异常密度|低信号|高信号|异常信号|低回声|混合回声|异常强化)(?:影|灶|区|结节)/u;
const DOTS = /点状|小斑|散在|对称|白质|脑室旁|三角区|半卵圆|放射冠/u;
