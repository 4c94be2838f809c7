import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory } from './clauses.ts';
import { negatedRanges } from './negation.ts';

/** What one section may not conclude where the other says the opposite in words of its own. */
interface Opposite {
  readonly concluded: RegExp;
  readonly described: RegExp;
  /** Said in the findings too, nothing is opposed. */
  readonly unless?: RegExp;
}

const BEATING = /胎心(?:率|搏动)?[^，。；]*(?:\d{2,3}(?:次|bpm)|规律|规则)|心管搏动(?:可见|规律|正常)|(?<![未无])(?:可?见|及)[^，。；未无]{0,6}心管搏动/u;
const OPPOSITES: readonly Opposite[] = [
  { concluded: /胎死宫内|胎心(?:搏动)?消失|死胎|胚胎(?:停止发育|停育)|稽留流产/u, described: BEATING },
  { concluded: /(?<!单)活胎|活孕/u, described: /(?:未见|未探及|无)[^，。；]{0,4}(?:胎心|心管搏动)/u },
  { concluded: /未见(?:明显)?异常/u, described: /(?:未见|未探及|无)[^，。；]{0,6}(?:胎心|心管搏动)/u },
  { concluded: /双胎|三胎/u, described: /单活胎|(?<!各)见(?:一|单)个?(?:活胎|胎儿|孕囊|妊娠囊)/u },
  { concluded: /臀位/u, described: /头位|胎头(?:位于)?(?:下方|耻骨联合上)/u },
  { concluded: /头位/u, described: /臀位|胎头位于(?:上方|宫底)/u },
  { concluded: /早孕/u, described: /双顶径|股骨长|腹围/u },
  { concluded: /前壁胎盘|胎盘位于前壁/u, described: /胎盘[^，。；]*后壁/u },
  {
    concluded: /(?<!亚)急性(?:期)?(?:腔隙性|多发)?(?:脑)?梗[死塞]|新[鲜近发]的?(?:腔隙性)?(?:脑)?梗[死塞]/u,
    described: /(?:DWI|弥散|扩散)[^，。；]{0,8}(?:未见|无)[^，。；]{0,8}(?:高信号|受限|异常)|(?:未见|无)[^，。；]{0,6}(?:弥散|扩散)受限/iu,
    unless: /(?<!(?:未见|无)[^，。；]{0,12})(?:(?:弥散|扩散)受限|DWI(?!(?:上|序列|像|图)?(?:未见|无))[^，。；]{0,10}高信号)/iu,
  },
  { concluded: /后壁胎盘|胎盘位于后壁/u, described: /胎盘[^，。；]*前壁/u },
];

/** Opposites of obstetrics and the like, for which no word of a lesion stands. */
export function checkOpposites(report: CheckedReport): ReportProblem[] {
  const findings = clausesOf(report, 'findings').filter(({ text }) => !isHistory(text));
  const wrong = clausesOf(report, 'impression').find(({ text }) => {
    const denied = negatedRanges(text);
    return OPPOSITES.some(({ concluded, described, unless }) => {
      const match = concluded.exec(text);
      return match !== null && !denied.some(({ from, to }) => match.index >= from && match.index < to) && findings.some((clause) => described.test(clause.text)) && !findings.some((clause) => concluded.test(clause.text) || unless?.test(clause.text) === true);
    });
  });
  return wrong === undefined ? [] : [{ code: 'impression-without-finding', level: 'confirm', section: 'impression', excerpt: wrong.original }];
}
