import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory, plainText } from './clauses.ts';
import { negatedRanges } from './negation.ts';

/** A sign with the name of its place, of which the impression must speak by one of these names, whatever else it concludes. */
interface NamedSign {
  /** In a clause of the findings, without what it denies. */
  readonly described: RegExp;
  /** In the impression. */
  readonly concluded: RegExp;
  /** How narrow a vessel is may stand behind a comma. */
  readonly isAcrossCommas?: true;
  /** The diagnosis as an impression puts it, where it needs one of these names in the findings. */
  readonly diagnosis?: RegExp;
}

const TORN = '(?:断裂|撕裂|连续性?(?:部分|完全)?中断|不连续|(?:III|Ⅲ|3|三)[级度][^，。；]{0,4}信号|达关节面)';
const BROKEN = '(?:骨折(?!愈合|术后|内固定)|骨皮质(?:不连续|中断|断裂|连续性中断)|骨质(?:不连续|中断|断裂))';
const torn = (place: string, names: string): NamedSign => ({ described: new RegExp(`(?:${place})[^，。；、]{0,14}${TORN}`, 'u'), concluded: new RegExp(names, 'u'), diagnosis: new RegExp(`(?:${place})[^，。；、]{0,8}(?:断裂|撕裂)`, 'u') });
const broken = (place: string, names: string): NamedSign => ({ described: new RegExp(`(?:${place})[^，。；、]{0,10}${BROKEN}`, 'u'), concluded: new RegExp(`${names}|多发|复合|开放性骨折`, 'u'), diagnosis: new RegExp(`(?:${place})[^，。；、]{0,8}骨折`, 'u') });

const SIGNS: readonly NamedSign[] = [
  torn('前交叉韧带', '交叉韧带|ACL'),
  torn('后交叉韧带', '交叉韧带|PCL'),
  torn('内侧副韧带|外侧副韧带', '副韧带|侧韧带|MCL|LCL'),
  torn('半月板(?:前角|后角|体部)?', '半月板'),
  torn('距腓前韧带|跟腓韧带', '距腓|跟腓|外侧韧带|外侧副韧带|踝[^，。；]*韧带'),
  torn('三角韧带', '三角韧带|内侧韧带|内侧副韧带'),
  torn('跟腱', '跟腱'),
  torn('髌韧带|髌腱|股四头肌', '髌|股四头肌'),
  torn('冈上肌|冈下肌|肩胛下肌', '肩袖|冈[上下]肌|肩胛下肌'),
  broken('桡骨', '桡|腕|Colles|Smith|Barton|盖氏|前臂|肘'),
  broken('尺骨(?!茎突)|鹰嘴', '尺|鹰嘴|冠突|孟氏|前臂|肘|腕|Colles'),
  broken('肱骨', '肱|髁|肩|肘'),
  broken('锁骨', '锁'),
  broken('肩胛骨', '肩胛|肩'),
  broken('股骨|粗隆间|转子间', '股|髋|粗隆|转子|膝|髁'),
  broken('胫骨', '胫|踝|平台|小腿|膝|Pilon'),
  broken('腓骨', '腓|踝|小腿|膝'),
  broken('髌骨', '髌|膝'),
  broken('跟骨', '跟|足'),
  broken('距骨', '距|踝|足'),
  broken('舟骨', '舟|腕|足'),
  broken('掌骨', '掌|手'),
  broken('跖骨', '跖|足'),
  broken('[左右]?(?:侧)?第?[\\d、-]+(?:前|后|腋)?肋|肋骨', '肋|胸廓'),
  broken('鼻骨', '鼻|颌面'),
  broken('颧弓|颧骨', '颧|颌面'),
  broken('眶[内外上下底]?侧?壁|眶底|纸样板', '眶|纸样板|颌面'),
  broken('耻骨|坐骨|髂骨|骶骨|髋臼', '耻骨|坐骨|髂骨|骶|髋臼|骨盆|髋'),
  broken('颞骨|枕骨|额骨|顶骨|颅骨|颅底', '颅|颞骨|枕骨|额骨|顶骨|[额颞顶枕]部?骨|骨折'),
  { described: /距骨[^，。；]{0,10}(?:骨软骨|软骨下)[^，。；]{0,4}(?:缺损|骨折|剥脱)/u, concluded: /软骨|剥脱|距骨/u },
  { described: /(?:室间隔|房间隔)[^，。；]{0,8}(?:回声(?:中断|失落|脱失)|缺损)/u, concluded: /缺损|先天|分流|卵圆孔|先心/u },
  { described: /(?<![未不]|未完全|未部分|未见)(?:覆盖|达|封闭)(?:了)?(?:宫颈|子宫)?(?:颈)?内口/u, concluded: /前置|低置/u },
  { described: /囊[状袋](?:样)?(?:突起|膨出|凸起)[^，。；]*$/u, concluded: /瘤|憩室|囊肿|膨出|突起|脊膜|疝/u },
  { described: /(?<!前列腺.*)(?:外周带)[^，。；]{0,10}(?:低信号|弥散受限|受限|结节)/u, concluded: /外周带|前列腺(?:癌|占位|结节|异常)|PI-?RADS|占位|癌/iu },
  { described: /胰(?:腺)?[^，。；]{0,6}(?:弥漫性?(?:肿[大胀]|增大)|肿胀|大片[^，。；]*无强化|坏死)|胰周[^，。；]*(?:大量|多发)?(?<!少许|少量)渗出/u, concluded: /胰/u },
  { described: /(?:左主干|前降支|LAD)[^。；]{0,24}(?:(?:中|重|中重)度狭窄|闭塞|狭窄[^\d，。；]{0,4}(?:[5-9]\d|100)%)/u, concluded: /左主干|前降支|LAD|冠脉多发|三支|双支|左冠/iu, isAcrossCommas: true },
  { described: /(?:回旋支|LCX)[^。；]{0,24}(?:重度狭窄|闭塞|狭窄[^\d，。；]{0,4}(?:[7-9]\d|100)%)/u, concluded: /回旋支|LCX|冠脉多发|三支|双支/iu, isAcrossCommas: true },
  { described: /(?:右冠(?:状动脉)?|RCA)[^。；]{0,24}(?:重度狭窄|闭塞|狭窄[^\d，。；]{0,4}(?:[7-9]\d|100)%)/u, concluded: /右冠|RCA|冠脉多发|三支|双支/iu, isAcrossCommas: true },
  { described: /大脑中动脉[^，。；]{0,12}(?:重度狭窄|闭塞|未显影|截断)/u, concluded: /大脑中动脉|MCA|M[12]段/u, isAcrossCommas: true },
  { described: /颈内动脉[^，。；]{0,12}(?:重度狭窄|闭塞|未显影)/u, concluded: /颈内动脉|ICA|颈动脉/u, isAcrossCommas: true },
  { described: /(?:基底动脉|椎动脉)[^，。；]{0,12}(?:重度狭窄|闭塞)/u, concluded: /基底动脉|椎动脉|椎-?基底/u, isAcrossCommas: true },
  { described: /椎体[^，。；]{0,8}(?:向前|前)(?:滑脱|滑移)|峡部(?:骨质)?(?:裂|断裂|不连)/u, concluded: /滑脱|滑移|峡部|崩裂|前移|脱位|错位/u },
  { described: /支气管(?:呈)?(?:囊状|柱状|囊柱状)?[^，。；轻]{0,4}扩张/u, concluded: /支气管|支扩|扩张|肺炎|感染|纤维化|间质|损毁/u },
  { described: /溶骨|穿凿样|虫蚀样|痛风石|骨膜反应/u, concluded: /骨|痛风|转移|瘤|癌|结核|炎|感染|髓/u },
  { described: /(?:心尖|室壁|心腔|左室|左心室|左房)[^，。；]{0,10}(?:瘤样)?(?:膨出|膨突|矛盾运动)|(?:心尖|室壁|左室|左心室|左房|心耳)[^。；]{0,16}附壁[^，。；]{0,6}(?:回声|团|影)/u, concluded: /室壁瘤|血栓|附壁|占位|黏液瘤|心梗|梗[死塞]|膨出|矛盾/u, isAcrossCommas: true },
  { described: /双线征|股骨头[^，。；]{0,8}(?:塌陷|碎裂|囊变)/u, concluded: /坏死|股骨头|Perthes/iu },
  { described: /硬膜下[^，。；]{0,8}(?:高密度|等密度|混杂密度|血肿)|新月形(?:的)?(?:等|高|低|混杂|稍)[^，。；]{0,2}密度/u, concluded: /硬膜|脑膜瘤|(?<!头皮下?)(?<!帽状腱膜下)血肿|水瘤|积液|夹层|壁间/u },
  { described: /(?:硬膜外|颅板下|内板下)[^，。；]{0,8}(?:梭形|双凸|血肿)/u, concluded: /硬膜|(?<!头皮下?)(?<!帽状腱膜下)血肿/u },
  { described: /(?:蛛网膜下腔|鞍上池|环池|侧裂池|脑沟|纵裂)[^，。；]{0,10}(?:高密度|密度增高|积血)/u, concluded: /蛛网膜|SAH|出血/iu },
  { described: /半月板[^，。；]{0,12}(?:达(?:到)?关节面|(?:III|Ⅲ|3|三)[级度])/u, concluded: /半月板/u },
];

/** What is broken, torn or closed under a name that the impression never speaks. Old and operated things are left alone. */
export function checkNamedFindings(report: CheckedReport): ReportProblem[] {
  const impression = plainText(report.impression);
  const wrong = clausesOf(report, 'findings').find(({ text, sentence }) => {
    if (isHistory(text) || SETTLED.test(sentence)) return false;
    const denied = negatedRanges(text);
    return SIGNS.some(({ described, concluded, isAcrossCommas }) => {
      const match = described.exec(isAcrossCommas === true && !/未见|无/u.test(sentence) ? sentence : text);
      return match !== null && !concluded.test(impression) && !(match.input === text && denied.some(({ from, to }) => match.index + match[0].length > from && match.index < to));
    }) || leftOutLevels(text, impression);
  });
  return wrong === undefined ? unfoundedNames(report) : [{ code: 'finding-without-impression', level: 'confirm', section: 'findings', excerpt: wrong.original }];
}

/** A bone or a ligament that the impression calls broken, and of which the findings say nothing, or nothing but good. */
function unfoundedNames(report: CheckedReport): ReportProblem[] {
  const affirmed = clausesOf(report, 'findings').flatMap(({ text }) => (isHistory(text) ? [] : [withoutRegion(withoutDenied(text))]));
  const wrong = clausesOf(report, 'impression').find(({ text }) => {
    const said = withoutDenied(text);
    return !isHistory(text) && !SETTLED.test(text) && SIGNS.some(({ diagnosis, concluded }) => diagnosis?.test(said) === true && !affirmed.some((clause) => concluded.test(clause) && !SOUND.test(clause)));
  });
  return wrong === undefined ? [] : [{ code: 'impression-without-finding', level: 'confirm', section: 'impression', excerpt: wrong.original }];
}
/** 左足第5跖骨: a bone that is named by itself speaks of no other in its region. */
function withoutRegion(text: string): string {
  return /[跖跟距骰楔舟掌指趾桡尺肱胫腓髌股]骨|鹰嘴|[内外后]踝|肩胛|锁骨/u.test(text) ? text.replaceAll(/足(?!舟)|手|(?<![内外后双])踝(?!关节)|膝|髋(?!臼)|(?<![一-龥])肩(?!胛)|肘|小腿|前臂/gu, '') : text;
}
const SOUND = /正常|完整|(?<!不)连续$|未见(?:明显|明确|确切)?异常/u;
const SHAPE = /折|断|续|裂|线|移|塌|信号|粗|撕|肿|片|影|隆|皱|凹|压缩|变/u;

function withoutDenied(text: string): string {
  const denied = negatedRanges(text);
  const rest = denied.reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), text);
  // 腕骨未见骨折 leaves the bare place.
  return denied.length > 0 && !SHAPE.test(rest.replaceAll(/未见|未及|无/gu, '')) ? '' : rest;
}
const SETTLED = /术后|陈旧|内固定|愈合|可疑|疑似|可能|待[排查除]|较前|未见明显|对比|切除|置换|重建/u;

const LEVEL = /(?<![A-Za-z])([CTLS])(\d{1,2})(?:\s*[/／~～、-]\s*([CTLS]?)(\d{1,2}))?/gu;
/** A disc that presses on a nerve, a crushed vertebra: its level must come back where the impression names levels at all. */
function leftOutLevels(text: string, impression: string): boolean {
  const isDisc = /(?:突出|脱出)/u.test(text) && /间盘/u.test(text) && !/轻度|轻微|稍/u.test(text);
  const isCrushed = /椎体?[^，。；]{0,8}(?:压缩(?:约|性|变扁|骨折|[\d])|楔形变|楔形改变|爆裂|骨折)/u.test(text) && !/轻度|轻微|稍/u.test(text);
  if ((!isDisc && !isCrushed) || negatedRanges(text).length > 0 || /诸|多发|多个|各/u.test(impression)) return false;
  const named = levelsIn(impression);
  const left = (level: string) => !named.includes(level);
  return named.length > 0 && levelsIn(text).length > 0 && (isCrushed ? levelsIn(text).some(left) : levelsIn(text).every(left)) && !/[~～]|[至到]/u.test(impression);
}

/** L4/5, L4-5, L4-L5 as L4; with its disc or its body. */
function levelsIn(text: string): readonly string[] {
  return [...text.matchAll(LEVEL)].flatMap(([, region = '', first = '', other, second]) => {
    if (second === undefined || Number(second) === Number(first) + 1 || other === 'S' || Number(second) < Number(first)) return [region + first];
    return [region + first, region + second];
  });
}
