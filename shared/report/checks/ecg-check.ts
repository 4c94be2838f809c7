import type { CheckedReport, ProblemCode, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory, type Clause, type WrittenSection } from './clauses.ts';
import { negatedRanges } from './negation.ts';
import type { Polarity } from './impression-checks.ts';

/** One statement of an electrocardiogram: how it is described, how it is concluded, and what speaks against it. */
interface EcgRule {
  readonly described: RegExp;
  readonly concluded: RegExp;
  /** In the findings, with nothing of `described`: the conclusion has no ground. */
  readonly against?: RegExp;
  /** `grave`: left out of any impression it is missed; `plain`: only where the impression finds nothing; `ground`: never. */
  readonly weight: 'grave' | 'plain' | 'ground';
}

const RULES: readonly EcgRule[] = [
  { described: /f波|P波消失|绝对不[齐等规整]|心房颤动|房颤/u, concluded: /心房(?:颤动|纤颤)|房颤|颤动/u, against: /窦性心律|窦性P波|P-?R间期|P波(?:规律|顺序)/u, weight: 'grave' },
  { described: /F波|锯齿|心房扑动|房扑/u, concluded: /扑动|房扑/u, against: /窦性心律|窦性P波|P-?R间期/u, weight: 'grave' },
  { described: /ST段[^，。；]*(?:抬高|上抬|弓背|上移)|ST抬高/u, concluded: /梗[死塞]|ST|复极|心包炎|损伤|Brugada/iu, weight: 'grave' },
  { described: /ST段?[^，。；]*(?:压低|下移)[^，。；]*0\.[1-9]|T波[^，。；]*(?:深|对称性?)?倒置/u, concluded: /ST|T波|缺血|梗[死塞]|复极|高钾|低钾|劳损|肥[厚大]|束支|起搏|预激|室速|室上速|心动过速/iu, weight: 'grave' },
  { described: /(?:ST段|ST-T|ST)[^，。；]*(?:压低|下移|改变|异常)|T波[^，。；]*(?:倒置|低平|双向|改变|高尖)/u, concluded: /ST|T波|缺血|梗[死塞]|复极|高钾|低钾|劳损|肥[厚大]|束支|起搏|预激/iu, weight: 'plain' },
  { described: /ST|Q波|QS/u, concluded: /心肌梗[死塞]/u, against: /ST(?:-T|段)?(?:、T波)?[^，。；]*(?:未见|无)(?:明显)?(?:异常|偏移|改变|抬高)/u, weight: 'ground' },
  { described: /(?:P波与QRS波?群?|房室)[^，。；]*(?:无(?:固定)?关系|分离|无关)/u, concluded: /(?:三|Ⅲ|III|3)度|完全性房室|房室(?:传导)?阻滞|分离|室性心动过速|室速/u, weight: 'grave' },
  { described: /QRS波?群?[^，。；]*脱漏|文氏|脱落|P-?R间期逐[渐搏]延长/u, concluded: /(?:二|Ⅱ|II|2|高)度|房室(?:传导)?阻滞|文氏/u, weight: 'grave' },
  { described: /提前(?:出现)?的?[^，。；]*(?:宽大|畸形)|室性(?:早搏|期前收缩|异位)|室早/u, concluded: /室性(?:早搏|期前收缩|异位)|室早|早搏|期前|室性心动过速|二联律|三联律/u, against: /(?:未见|无)[^，。；]*(?:早搏|期前)/u, weight: 'plain' },
  { described: /提前(?:出现)?的?[^，。；]*(?:P'|P′|P’|异位P|窄QRS)|房性(?:早搏|期前收缩)|房早/u, concluded: /房性|早搏|期前|室上性/u, against: /(?:未见|无)[^，。；]*(?:早搏|期前)/u, weight: 'plain' },
  { described: /δ波|delta波|预激波/iu, concluded: /预激|WPW/iu, against: /P-?R间期(?:约|为)?1[2-9]\d|QRS[^，。；]*(?:8|9)\dms/u, weight: 'grave' },
  { described: /宽(?:大)?(?:畸形)?的?QRS波?群?心动过速|连续[^，。；]*(?:宽大|畸形)/u, concluded: /室性心动过速|室速|宽QRS/u, against: /(?:未见|无)(?:期前收缩|早搏)/u, weight: 'grave' },
  { described: /室性|室速|宽|QRS[^，。；]*(?:畸形|1[2-9]\d|2\d\d|0\.1[2-9])|心动过速/u, concluded: /室性心动过速|(?<!阵发性室上)室速/u, against: /窦性心律|窦性P波|f波/u, weight: 'ground' },
  { described: /ST|Q波|QS|梗/u, concluded: /心肌梗[死塞]|心梗/u, against: /./u, weight: 'ground' },
  { described: /室颤波|QRS-?T?波?群?(?:完全)?消失|颤动波/u, concluded: /室颤|心室颤动|颤动|停搏/u, weight: 'grave' },
  { described: /起搏(?:信号|脉冲|钉)/u, concluded: /起搏/u, weight: 'plain' },
  { described: /rsR|rSR|RSR|M[型形]|QRS[^，。；]*(?:增宽|宽大|宽钝|延长|1[1-9]\dms|2\d\dms|0\.1[1-9])|束支|切迹|V1[^，。；]*R/u, concluded: /(?:左|右)束支[^，。；]*阻滞/u, against: /QRS/u, weight: 'ground' },
  { described: /传导阻滞|早搏|期前收缩|(?:异常|病理性?|坏死性?)Q波|QS[型波]|低电压|心室?(?:肥[厚大]|高电压)|电轴(?:显著|重度|明显)[左右]偏|逸搏|停搏|心动过速/u, concluded: /阻滞|早搏|期前|Q波|梗[死塞]|电压|肥[厚大]|电轴|逸搏|停搏|过速|起搏/u, weight: 'plain' },
  { described: /R波|RV5|Rv5|SV1|Sv1|电压|R\/S/u, concluded: /[左右双](?:心)?室(?:肥[厚大]|高电压)/u, against: /QRS/u, weight: 'ground' },
  { described: /电轴(?!正常|不偏|无)[^，。；]*|电压/u, concluded: /电轴[左右]偏/u, against: /电轴(?:正常|不偏|无偏移|未见偏)/u, weight: 'ground' },
  { described: /T波(?!直立|正常|未见|无)|ST(?!-T(?:段)?(?:、T波)?(?:未见|无|正常))/u, concluded: /T波改变|ST-?T改变|ST段(?:压低|改变)|心肌缺血/u, against: /(?:ST-T|ST段、T波|ST、T)[^，。；]*(?:未见|无|正常)|T波直立/u, weight: 'ground' },
  { described: /Q-?Tc?(?:间期)?[^，。；]*(?:延长|4[5-9]\d|[5-7]\d\d)/u, concluded: /Q-?Tc?间期延长|长Q-?T/u, against: /Q-?Tc?(?:间期)?(?:约|为|[:：])?(?:3\d\d|4[0-3]\d)/u, weight: 'plain' },
  { described: /脱漏|文氏|脱落|传导[^，。；]*[2-5][:：]1|无(?:固定)?关系|分离/u, concluded: /(?:二|Ⅱ|II|三|Ⅲ|III|2|3|高|完全性)度?房室(?:传导)?阻滞/u, against: /P-?R间期(?:约|为|[:：])?1\d\d/u, weight: 'ground' },
  { described: /P-?R间期[^，。；]*(?:延长|2[1-9]\d|[3-9]\d\d|0\.2[1-9])/u, concluded: /(?:一|Ⅰ|I|1)度房室|房室(?:传导)?阻滞|PR间期延长/u, against: /P-?R间期(?:约|为)?1\d\d/u, weight: 'plain' },
];

/** rsR' in V1 is the right branch, a broad notched R in V5 and V6 the left one. */
const BRANCHES: readonly { readonly concluded: RegExp; readonly described: RegExp }[] = [
  { concluded: /左束支[^，。；]*阻滞/u, described: /V1[^。；]{0,12}(?:rsR|rSR|RSR|M[型形])|右束支/u },
  { concluded: /左前分支/u, described: /左后分支/u },
  { concluded: /左后分支/u, described: /左前分支/u },
  { concluded: /电轴左偏/u, described: /电轴(?:显著|明显|重度)?右偏/u },
  { concluded: /电轴右偏/u, described: /电轴(?:显著|明显|重度)?左偏/u },
  { concluded: /右束支[^，。；]*阻滞/u, described: /V5[^。；S]{0,20}(?:R波?增?宽|宽[钝大]|顶[部端]?切迹)|左束支/u },
];

export function isEcg({ modality, bodyPart }: Pick<CheckedReport, 'modality' | 'bodyPart'>): boolean {
  return /ECG|EKG|心电/iu.test(modality + bodyPart);
}

/** What an electrocardiogram describes and does not conclude, and the other way round; its rate against what the rate is called. */
export function checkEcg(report: CheckedReport, polarity: Polarity): ReportProblem[] {
  if (!isEcg(report)) return [];
  const findings = affirmed(report, 'findings');
  const impression = affirmed(report, 'impression');
  const left = RULES.flatMap(({ described, concluded, weight }) => {
    const sign = findings.find(({ said }) => described.test(said));
    return sign === undefined || !(weight === 'grave' || (weight === 'plain' && polarity === 'normal')) || impression.some(({ said }) => concluded.test(said)) ? [] : [problem('finding-without-impression', sign.clause)];
  });
  const groundless = RULES.flatMap(({ described, concluded, against }) => {
    const diagnosis = against === undefined ? undefined : impression.find(({ said }) => concluded.test(said) && !/陈旧|史|术后/u.test(said));
    return diagnosis === undefined || findings.some(({ said }) => described.test(said)) || against?.test(report.findings) !== true ? [] : [problem('impression-without-finding', diagnosis.clause)];
  });
  // The branch that is named against the leads that show it.
  const branch = impression.find(({ said }) => BRANCHES.some(({ concluded, described }) => concluded.test(said) && described.test(report.findings)));
  const swapped = branch === undefined ? [] : [problem('laterality', branch.clause)];
  return [...left.slice(0, 1), ...groundless.slice(0, 1), ...swapped, ...checkRate(report, findings, impression, polarity), ...(left.length > 0 ? [] : checkTimes(report))];
}

/** Times well beyond what is normal, and the words of which one must come back. */
const LONG_TIMES: readonly (readonly [words: RegExp, fromMs: number, concluded: RegExp])[] = [
  [/P-?R(?:间期)?(?:约|为|延长至)?[:：]?(\d+(?:\.\d+)?)(ms|毫秒|s|秒)/iu, 216, /房室|P-?R|颤动|房颤|扑动|起搏/iu],
  [/QRS(?:波群?)?(?:时限|时间|宽度)?(?:约|为)?[:：]?(\d+(?:\.\d+)?)(ms|毫秒|s|秒)/iu, 126, /阻滞|室内|预激|起搏|室性|传导|增宽|WPW|室速/iu],
  [/Q-?Tc(?:间期)?(?:约|为|延长至)?[:：]?(\d+(?:\.\d+)?)(ms|毫秒|s|秒)/iu, 490, /Q-?T|阻滞|起搏/iu],
];

function checkTimes(report: CheckedReport): ReportProblem[] {
  if (report.ageYears !== null && report.ageYears < CHILD_YEARS) return [];
  const wrong = clausesOf(report, 'findings').find(({ text }) =>
    LONG_TIMES.some(([words, fromMs, concluded]) => {
      const match = words.exec(text);
      return match !== null && Number(match[1]) * (/^m|毫/iu.test(match[2] ?? '') ? 1 : 1000) >= fromMs && !concluded.test(report.impression);
    }),
  );
  return wrong === undefined ? [] : [problem('finding-without-impression', wrong)];
}

/** What no heart has: the words before a figure, its unit, the least and the most. Wide of the largest that are published. */
const FIGURES: readonly (readonly [words: RegExp, leastMs: number, mostMs: number])[] = [
  [/P-?R间期(?:约|为)?[:：]?(\d+(?:\.\d+)?)(ms|毫秒|s|秒)/giu, 60, 700],
  [/QRS(?:波群?)?(?:时限|时间|宽度)?(?:约|为)?[:：]?(\d+(?:\.\d+)?)(ms|毫秒|s|秒)/giu, 40, 350],
  [/Q-?Tc?间期(?:约|为)?[:：]?(\d+(?:\.\d+)?)(ms|毫秒|s|秒)/giu, 150, 900],
];
const LEAST_RATE = 10;
const MOST_RATE = 350;
const MOST_SHIFT_MV = 3;

/** Times, rates and shifts of an electrocardiogram that no heart has. */
export function checkEcgFigures(report: CheckedReport): ReportProblem[] {
  if (!isEcg(report)) return [];
  return (['findings', 'impression'] as const).flatMap((section) =>
    clausesOf(report, section).flatMap((clause) => {
      const times = FIGURES.some(([words, least, most]) => [...clause.text.matchAll(words)].some(([, value, unit]) => isOutside(Number(value) * (/^m|毫/iu.test(unit ?? '') ? 1 : 1000), least, most)));
      const rate = /(?:心率|心室率|室率|HR)(?:约|为|平均)?[:：]?(\d+(?:\.\d+)?)(?:次|bpm|\/)/iu.exec(clause.text)?.[1];
      const shift = /(?:抬高|压低|下移|上抬)(?:约|达)?(\d+(?:\.\d+)?)(?:[-~～至](\d+(?:\.\d+)?))?mV/iu.exec(clause.text);
      const isWrong = times || (rate !== undefined && isOutside(Number(rate), LEAST_RATE, MOST_RATE)) || (shift !== null && Number(shift[2] ?? shift[1]) > MOST_SHIFT_MV);
      return isWrong ? [problem('unit', clause)] : [];
    }),
  );
}

function isOutside(value: number, least: number, most: number): boolean {
  return value < least || value > most;
}

interface Said {
  readonly clause: Clause;
  /** The clause without what it denies. */
  readonly said: string;
}

function affirmed(report: CheckedReport, section: WrittenSection): readonly Said[] {
  return clausesOf(report, section).flatMap((clause) => {
    if (isHistory(clause.text)) return [];
    const denied = negatedRanges(clause.text);
    const said = clause.text.replaceAll(/[^]/g, (character, index: number) => (denied.some(({ from, to }) => index >= from && index < to) ? '＿' : character));
    return [{ clause, said }];
  });
}

/** Wide of the borders of 60 and 100, per minute. */
const SURELY_NOT_FAST = 92;
const SURELY_NOT_SLOW = 65;
const SURELY_FAST = 108;
const SURELY_SLOW = 45;
const CHILD_YEARS = 12;

function checkRate({ ageYears, bodyPart }: CheckedReport, findings: readonly Said[], impression: readonly Said[], polarity: Polarity): ReportProblem[] {
  if (/动态|Holter|运动/iu.test(bodyPart) || (ageYears !== null && ageYears < CHILD_YEARS)) return [];
  const written = findings.flatMap(({ clause }) => {
    const rate = /(?:心率|心室率|室率|HR)(?:约|为|平均)?[:：]?(\d{2,3})(?:次|bpm|\/)/iu.exec(clause.text)?.[1];
    return rate === undefined ? [] : [{ clause, perMinute: Number(rate) }];
  });
  const first = written[0];
  if (first === undefined || written.length > 1) return [];
  const called = (words: RegExp) => impression.find(({ said }) => words.test(said));
  const fast = called(/窦性心动过速|窦速|室率快|快速型?室率/u);
  const slow = called(/窦性心动过缓|窦缓|室率慢|缓慢/u);
  if (fast !== undefined && first.perMinute < SURELY_NOT_FAST) return [problem('impression-without-finding', fast.clause)];
  if (slow !== undefined && first.perMinute > SURELY_NOT_SLOW) return [problem('impression-without-finding', slow.clause)];
  const isOff = first.perMinute >= SURELY_FAST || first.perMinute <= SURELY_SLOW;
  return isOff && polarity === 'normal' ? [problem('finding-without-impression', first.clause)] : [];
}

function problem(code: ProblemCode, clause: Clause): ReportProblem {
  return { code, level: 'confirm', section: clause.section, excerpt: clause.original };
}
