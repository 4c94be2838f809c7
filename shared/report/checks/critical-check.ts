import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory, plainText, type Clause } from './clauses.ts';
import { negatedRanges } from './negation.ts';

/** One line of a department's list of critical values (危急值). */
export interface CriticalRule {
  readonly name: string;
  /** Any of these in an impression, affirmed. A source of a regular expression. */
  readonly words: string;
  /** Spoken of in the same clause, it is none: 慢性, 少量. */
  readonly unless: string;
  /** The reports it is for: a Modality (0008,0060), `imaging` for all but ECGs; absent or '' for every one. */
  readonly modality?: string | undefined;
}

const rule = (name: string, words: string, unless = '', modality = 'imaging'): CriticalRule => ({ name, words, unless, ...(modality === '' ? {} : { modality }) });

/** A draft that a department edits and its head approves (reporting.md 4.4). What an ECG has may be said of a CT of the heart too. */
export const DEFAULT_CRITICAL_RULES: readonly CriticalRule[] = [
  rule('急性颅内出血', '脑出血|脑(?:实质)?内?血肿|颅内出血|脑室出血|脑干出血|小脑出血|(?:基底节区?|丘脑|[额颞顶枕岛]叶|小脑|大脑|半球|脑干|桥脑|脑桥|中脑|延髓|放射冠|[内外]囊|壳核|尾状核|胼胝体|侧脑室|[三四]脑室)[^，。；]{0,8}(?:出血|血肿)', '微出血|少许|点状|钙化'),
  rule('急性脑积水', '急性(?:梗阻性)?脑积水'),
  rule('脑疝', '脑疝|钩回疝|扁桃体疝|大脑镰下疝', '扁桃体下疝畸形|Chiari'),
  rule('急性硬膜外、硬膜下血肿', '硬膜外血肿|硬膜下血肿|硬膜下出血|硬膜外出血', '慢性'),
  rule('蛛网膜下腔出血', '蛛网膜下腔出血|SAH|动脉瘤破裂'),
  rule('大面积脑梗死', '大面积脑?梗[死塞]|大面积[^，。；]{0,8}梗[死塞]|基底动脉闭塞|急性[^，。；]{0,10}动脉[^，。；]{0,6}(?:闭塞|栓塞)'),
  rule('脊髓受压', '脊髓(?:明显)?(?:受压|损伤|横断)|椎管内血肿', '轻度|轻微'),
  rule('张力性气胸、大量气胸', '张力性气胸|大量(?:液)?气胸|大量血气胸|双侧气胸|压缩[^，。；\\d]{0,6}(?:[5-9]\\d|100)%', '少量'),
  rule('主动脉夹层、破裂', '主动脉[^，。；]{0,8}(?:夹层|破裂|壁间血肿)|夹层动脉瘤|动脉瘤[^，。；]{0,4}(?:破裂|渗漏)|Stanford ?[AB]型|DeBakey'),
  rule('肺动脉栓塞', '肺(?:动脉)?[^，。；]{0,6}栓塞|肺栓塞|肺动脉[^，。；]{0,8}(?:血栓|充盈缺损)', '慢性'),
  rule('心包填塞、大量心包积液', '心包填塞|心脏压塞|大量心包积液|心包[^，。；]{0,4}大量积液|心包积液[（(]大量'),
  rule('气道异物', '(?:气管|支气管|气道|喉|主支气管)[^，。；]{0,4}异物|急性会厌炎'),
  rule('弥漫性肺损伤', '白肺|ARDS|急性呼吸窘迫'),
  rule('消化道穿孔', '穿孔|膈下[^，。；]{0,2}游离气|腹腔(?:内)?游离气|气腹|食管破裂', '鼓膜|鼻中隔|软骨|半月板|瓣|关节盘'),
  rule('肠系膜血管栓塞', '肠系膜(?:上|下)?(?:动脉|静脉)[^，。；]{0,6}(?:栓塞|血栓|闭塞)|肠[^，。；]{0,4}坏死|肠缺血'),
  rule('急性坏死性胰腺炎', '坏死性胰腺炎|出血坏死性胰腺炎|重症(?:急性)?胰腺炎|胰腺炎[^，。；]{0,6}坏死'),
  rule('实质脏器破裂', '(?:肝|脾|肾|脏器)[脏]?[^，。；、]{0,3}(?:破裂|撕裂)|(?:肝|脾|肾)[脏]?[^，。；、]{0,3}(?:挫裂伤|裂伤)|(?:膀胱|胰腺|膈肌|肠管?)(?:断裂|破裂)|活动性(?:大)?出血|[造对][影比]剂外[溢渗]|腹腔(?:内)?(?:大量)?(?:出血|积血)'),
  rule('绞窄性肠梗阻', '绞窄|肠扭转|闭袢'),
  rule('异位妊娠破裂', '异位妊娠|宫外孕|黄体破裂|(?:输卵管|宫角|卵巢|腹腔|瘢痕)[^，。；]{0,4}妊娠'),
  rule('产科急症', '胎盘早剥|子宫破裂|胎心(?:搏动)?消失|脐带脱垂'),
  rule('睾丸、卵巢扭转', '(?:睾丸|卵巢|附件|精索)[^，。；]{0,4}扭转'),
  rule('骨盆多发骨折', '骨盆[^，。；]{0,4}(?:多发|粉碎性?)骨折|骨盆骨折[^，。；]{0,6}(?:出血|血肿)'),
  rule('寰枢椎骨折脱位', '(?:寰枢|寰椎|枢椎|齿状突)[^，。；]{0,6}(?:骨折|脱位)', '半脱位'),
  rule('脊柱骨折脱位', '(?:[颈胸腰]椎|[CTL]\\d{1,2})(?:椎体)?[^，。；]{0,6}骨折[^，。；]{0,4}脱位|关节突[^，。；]{0,2}(?:交锁|绞锁)'),
  rule('心电图危急值', '急性[^，。；]{0,8}心肌梗死|心室颤动|室颤|心室扑动|室性心动过速|尖端扭转|(?:三|Ⅲ|III)度房室(?:传导)?阻滞|高度房室传导阻滞|心脏停搏|全心停搏|停搏[^。；]{0,12}(?:[3-9]|[1-9]\\d)(?:\\.\\d+)?(?:s|秒)|(?:R-?R|长)间[期歇][^。；]{0,8}(?:[4-9]|[1-9]\\d)(?:\\.\\d+)?(?:s|秒)|ST段抬高型心肌梗死|STEMI|急性(?:前|下|侧|后|间|广泛|高侧|右室)[^，。；]{0,6}(?:梗死|心梗)|预激[^，。；]{0,8}(?:房颤|心房颤动)|R-?on-?T|高钾血症', '', ''),
];

/** Old, treated, on the mend, or a question that was answered. */
const NOT_NEW = /陈旧|慢性期|吸收期|已?(?:基本)?吸收|术后|治疗后|修补|栓塞术|支架|置入|置换|引流|好转|后遗|软化|病史|既往|残留|机化|恢复期|较前(?:片)?(?:明显)?(?:缩小|减少|吸收|好转)/u;
/** That somebody was told. */
const RECORDED =
  /(?:已|已经|业已|即刻|当即|立即已|于\d{1,2}[:：时]\d{0,2}分?)[^，。；,;]{0,12}(?:通知|告知|报告|电话|上报|联系|通报|沟通|致电)|危急值(?:已|报告(?:时间|人)|通知|登记)|(?:电话|口头)(?:已)?(?:通知|告知|报告|联系)(?:了)?[^，。；,;]{0,14}(?:医师|医生|护士|科|主任|大夫)|接(?:听|电话|报)(?:者|人)|复述|回读/u;
const NOT_RECORDED = /未(?:能)?(?:通知|告知|接通|联系|报告)|无人接|(?:请|建议|需|应)(?:立即|尽快|及时)?(?:通知|告知|报告|电话|联系)/u;

/** Whether words may stand in a list: a pattern, and none that stands in every text. `出血|` would make each report critical, and as an exception none. */
export function isSoundPattern(words: string): boolean {
  try {
    return !new RegExp(words, 'iu').test('');
  } catch {
    return false;
  }
}

/** A critical diagnosis that nobody is known to have been told. */
export function checkCritical(report: CheckedReport, rules: readonly CriticalRule[] = DEFAULT_CRITICAL_RULES): ReportProblem[] {
  if (report.criticalHandled || saysNotified(report)) return [];
  const found = criticalClauses(report, rules.filter((one) => isRuleFor(one, report.modality)))[0];
  return found === undefined ? [] : [{ code: 'critical-unhandled', level: 'confirm', section: 'impression', excerpt: found.clause.original }];
}

/** What is no examination, or is not known: every list is asked, for none must be missed. */
const NO_EXAMINATION: readonly string[] = ['', 'SR', 'KO', 'PR', 'DOC', 'OT', 'SEG'];

/** Whether a line stands in the list that reports of a modality are checked against. */
export function isRuleFor({ modality: of = '' }: Pick<CriticalRule, 'modality'>, modality: string): boolean {
  return of === '' || NO_EXAMINATION.includes(modality) || of === modality || (of === 'imaging' && modality !== 'ECG');
}

/** The critical diagnoses of an impression, each with the line of the list that names it. */
export function criticalClauses(report: Pick<CheckedReport, 'impression'>, rules: readonly CriticalRule[]): readonly { readonly clause: Clause; readonly rule: CriticalRule }[] {
  const read = rules.map((one) => ({ rule: one, words: new RegExp(one.words, 'giu'), unless: one.unless === '' ? undefined : new RegExp(one.unless, 'iu') }));
  return clausesOf({ ...EMPTY, impression: report.impression }, 'impression').flatMap((clause) => {
    if (isHistory(clause.text) || NOT_NEW.test(clause.text)) return [];
    const negated = negatedRanges(clause.text);
    return read
      .filter(({ words, unless }) => unless?.test(clause.text) !== true && [...clause.text.matchAll(words)].some((match) => !negated.some(({ from, to }) => match.index + match[0].length - 1 >= from && match.index < to)))
      .map((one) => ({ clause, rule: one.rule }));
  });
}

/** The report itself says that somebody was told. */
export function saysNotified({ findings, impression, recommendation }: Pick<CheckedReport, 'findings' | 'impression' | 'recommendation'>): boolean {
  return [findings, impression, recommendation].some((text) => {
    const plain = plainText(text);
    return RECORDED.test(plain) && !NOT_RECORDED.test(plain);
  });
}

const EMPTY: CheckedReport = {
  modality: '', bodyPart: '', laterality: '', sex: '', ageYears: null, patientName: '', studyDate: '', comparisonDate: '', findings: '', impression: '',
  recommendation: '', positive: null, criticalHandled: false,
};
