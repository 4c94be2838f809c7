import type { CheckedReport, CheckedSection, ReportProblem } from './checked-report.ts';
import { clausesOf, isOfRelative, WRITTEN_SECTIONS, type Clause } from './clauses.ts';

const MALE = /前列腺(?!素|特异|子宫囊)|睾丸|附睾|精囊|精索|阴囊|阴茎|输精管|包皮|隐睾|精阜/u;
/** 附件 of a vertebra is none of a woman's. */
const FEMALE = /(?<!前列腺|男性)子宫(?!囊)|宫颈|宫腔|宫体|宫内|宫底|卵巢|输卵管|阴道|绝经|月经|经期|妊娠|怀孕|孕囊|早孕|中孕|晚孕|停经|哺乳|剖宫产|节育器|节育环|胎儿|胎盘|胎心|羊水|卵泡|黄体|处女膜|(?<![椎骨])(?:双侧?|左侧?|右侧?|两侧?)附件(?!骨|未见骨|结构|及?椎|关节)|附件区(?!骨)|附件(?:囊肿|占位|包块)/u;

/** An organ or an operation that the patient's sex does not have. */
export function checkSexOrgans(report: CheckedReport): ReportProblem[] {
  const wrong = report.sex === 'M' ? FEMALE : report.sex === 'F' ? MALE : undefined;
  if (wrong === undefined) return [];
  return firstClause(report, (clause) => wrong.test(clause.text) && !isOfRelative(clause.text) && !(report.sex === 'M' && isVertebral(clause)))
    .map((at) => ({ code: 'sex-organ', level: 'confirm', ...at }));
}

function isVertebral({ text }: Clause): boolean {
  return /椎|骨质|附件骨|骨折|骨髓/u.test(text) && !FEMALE.test(text.replaceAll(/(?:双侧?|左侧?|右侧?|两侧?)?附件/gu, ''));
}

interface AgeRule {
  readonly words: RegExp;
  readonly unless?: RegExp;
  /** Below or above these nobody has it; wide of the border. */
  readonly leastYears?: number;
  readonly mostYears?: number;
}

const AGE_RULES: readonly AgeRule[] = [
  { words: /骨骺|骺线|骺板|骺软骨|生长板|继发(?:性)?骨化中心|二次骨化中心|Y形软骨/u, unless: /(?<!未|尚未|未完全|未见)(?:已|均已|已经)?(?:闭合|融合|愈合)|骺线消失|痕迹/u, mostYears: 30 },
  { words: /(?:骨骺|骺线|骺板|骨骺线)(?:已|均已)(?:闭合|融合)/u, leastYears: 8 },
  { words: /胸腺/u, unless: /瘤|癌|囊肿|(?<!未|尚未|未完全|不)退化|萎缩|切除|术后|未见|脂肪|残留|区/u, mostYears: 55 },
  { words: /胸腺(?:已|完全)?退化/u, leastYears: 10 },
  { words: /绝经|更年期|老年性阴道/u, leastYears: 30 },
  { words: /老年性|老年脑|老年改变|增龄性|老年退/u, leastYears: 40 },
  { words: /前列腺(?:体积)?(?:增生|肥大)|前列腺癌/u, leastYears: 22 },
  { words: /退行性|退变|骨质增生|骨赘|骨刺|颈椎病|骨性关节炎|骨关节炎/u, leastYears: 15 },
  { words: /粥样硬化|动脉硬化|主动脉(?:壁)?(?:多发)?钙化|冠(?:状动)?脉.{0,4}钙化|冠心病|钙化斑块/u, unless: /未见|无/u, leastYears: 14 },
  { words: /腔隙|白质疏松|脑白质缺血/u, unless: /未见|血管周围间隙/u, leastYears: 14 },
  { words: /前囟|后囟|囟门/u, unless: /(?<!未|尚未)闭合?(?!未)/u, mostYears: 6 },
  { words: /髓鞘化|髓鞘形成/u, unless: /脱髓鞘/u, mostYears: 15 },
  { words: /新生儿|透明膜病|湿肺|胎粪吸入|早产儿|生发基质/u, unless: /史/u, mostYears: 2 },
  { words: /婴儿|婴幼儿|月龄/u, unless: /史/u, mostYears: 6 },
  { words: /患儿|小儿|幼儿/u, mostYears: 21 },
  { words: /青枝骨折|骨骺分离|骨骺滑脱|骺离骨折/u, mostYears: 24 },
  { words: /妊娠|孕囊|早孕|中孕|晚孕|胎儿|胎心|胎盘|胎芽|活胎|停经/u, unless: /史|未见/u, leastYears: 10, mostYears: 60 },
  { words: /月经|卵泡|黄体|排卵|哺乳|经期/u, unless: /史|未见|绝经/u, leastYears: 8, mostYears: 63 },
  { words: /节育环|节育器|子宫肌瘤|子宫腺肌/u, unless: /未见/u, leastYears: 12 },
  { words: /乳牙|恒牙胚|恒牙牙胚|牙胚|混合牙列/u, unless: /未见/u, mostYears: 30 },
  { words: /腺样体(?:增大|肥大|肥厚|增生)/u, mostYears: 60 },
  { words: /佝偻病|股骨头骨骺(?:炎|骨软骨病)|Perthes|胡桃夹|热性惊厥/u, unless: /后遗|陈旧|史|胡桃夹/u, mostYears: 25 },
  { words: /尘肺|矽肺|煤工/u, leastYears: 16 },
];

/** What cannot be at this age. Ages near a border are left alone. */
export function checkAgeOrgans(report: CheckedReport): ReportProblem[] {
  const { ageYears } = report;
  if (ageYears === null || Number.isNaN(ageYears)) return [];
  const rules = AGE_RULES.filter(({ leastYears = -1, mostYears = Infinity }) => ageYears < leastYears || ageYears > mostYears);
  return firstClause(report, ({ text }) => !isOfRelative(text) && rules.some(({ words, unless }) => words.test(text) && unless?.test(text) !== true))
    .map((at) => ({ code: 'age-organ', level: 'confirm', ...at }));
}

function firstClause(report: CheckedReport, isWrong: (clause: Clause) => boolean): { readonly section: CheckedSection; readonly excerpt: string }[] {
  for (const section of WRITTEN_SECTIONS) {
    const clause = clausesOf(report, section).find(isWrong);
    if (clause !== undefined) return [{ section, excerpt: clause.original }];
  }
  return [];
}
