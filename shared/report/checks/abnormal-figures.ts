import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory } from './clauses.ts';
import { sizesOf } from './size-text.ts';

/** A figure that is a finding by itself, well beyond what is normal, and the words of which one must come back. */
interface FigureRule {
  /** What was measured; its first group is the figure, else the lengths behind the words count. */
  readonly measured: RegExp;
  readonly isAbnormal: (value: number) => boolean;
  readonly concluded: RegExp;
}

/** Characters behind the words in which their figure begins. */
const FIGURE_WITHIN = 12;
const FETUS = /双顶径|股骨长|胎心|胎儿|头臀长/u;

/** Lengths in mm. */
const LENGTHS: readonly (FigureRule & { readonly only?: RegExp })[] = [
  { measured: /侧脑室(?:后角|三角区|体部|前角)?(?:宽度?|内径)[^，。；]*/u, isAbnormal: (mm) => mm >= 11, concluded: /脑室|脑积水/u, only: FETUS },
  { measured: /(?:颈项?(?:后)?透明层|NT)(?:厚度?)?[^，。；]*/u, isAbnormal: (mm) => mm >= 3.5 && mm < 20, concluded: /NT|透明层|颈项|染色体/iu },
  { measured: /(?:肾盂|集合系统)[^，。；]*分离[^，。；]*/u, isAbnormal: (mm) => mm >= 15, concluded: /肾盂|积水|集合系统|分离|结石|梗阻/u },
  { measured: /羊水(?:最大)?(?:暗区|池)?(?:垂直)?(?:深度?|暗区|最深)[^，。；]*/u, isAbnormal: (mm) => mm >= 85 || mm <= 18, concluded: /羊水|输血|序列|破膜/u },
  { measured: /羊水指数[^，。；]*/u, isAbnormal: (mm) => mm >= 270 || mm <= 45, concluded: /羊水|输血|破膜/u },
  { measured: /宫颈(?:管)?长度?[^，。；]*/u, isAbnormal: (mm) => mm <= 19, concluded: /宫颈|早产/u, only: FETUS },
  { measured: /阑尾[^，。；脓囊石]*(?:直径|外径|管径|粗)[^，。；]*/u, isAbnormal: (mm) => mm >= 10, concluded: /阑尾|穿孔|脓肿|肿瘤|黏液/u },
  { measured: /胆总管[^，。；囊结]*/u, isAbnormal: (mm) => mm >= 13, concluded: /胆|胰头|梗阻|壶腹/u },
  { measured: /主胰管[^，。；]*/u, isAbnormal: (mm) => mm >= 7, concluded: /胰|壶腹|梗阻/u },
  { measured: /脾[^，。；结囊静门]*厚[^，。；]*/u, isAbnormal: (mm) => mm >= 55, concluded: /脾|肝硬化|门脉高压/u },
  { measured: /门静脉(?:主干)?(?:内径|直径|宽)?[^，。；栓]*/u, isAbnormal: (mm) => mm >= 16, concluded: /门静脉|门脉|肝硬化/u },
  { measured: /(?:室间隔|左室(?:后|侧)壁)(?!后|外|旁)(?:厚度?|舒张末厚度|增厚|最厚处|约|为)*/u, isAbnormal: (mm) => mm >= 16, concluded: /室间隔|室壁|肥厚|增厚|心肌病|高血压/u },
  { measured: /左(?:心)?房(?:前后径|内径)?/u, isAbnormal: (mm) => mm >= 48, concluded: /左房|左心房|左心|全心|双房|心房|心脏|扩张|扩大|增大/u },
  { measured: /左(?:心)?室(?:舒张?末?期?)?(?:内径|前后径|末径|舒末径)/u, isAbnormal: (mm) => mm >= 64, concluded: /左室|左心|全心|心脏|扩张|扩大|增大/u },
  { measured: /小脑扁桃体[^，。；]*(?:下[移疝缘]|低于|位于)[^，。；]*/u, isAbnormal: (mm) => mm >= 6, concluded: /扁桃体|Chiari/iu },
];

const FIGURES: readonly FigureRule[] = [
  { measured: /(?:射血分数|LV?EF)(?:值|约|为)?[^\d，。；]{0,6}(\d+(?:\.\d+)?)%?/iu, isAbnormal: (value) => value > 5 && value <= 45, concluded: /功能|EF|心肌病|心衰|心力|运动|室壁/iu },
  { measured: /胎心(?:率|搏动)?[^\d，。；]{0,4}(\d{2,3})(?:次|bpm)/iu, isAbnormal: (value) => value >= 185 || value <= 95, concluded: /胎心|心动|心律|窘迫/u },
  { measured: /Cobb角?[^\d，。；]{0,6}(\d+(?:\.\d+)?)(?:°|度)/iu, isAbnormal: (value) => value >= 15, concluded: /侧弯|侧凸|弯|Cobb/iu },
  { measured: /主动脉瓣(?:口|上)?[^，。；]{0,10}流速[^\d，。；]{0,6}(\d(?:\.\d+)?)m\/s/iu, isAbnormal: (value) => value >= 3.5, concluded: /主动脉瓣|狭窄|人工瓣|机械瓣|梗阻/u },
  { measured: /肺动脉(?:收缩)?压[^\d，。；]{0,6}(\d{2,3})mmHg/iu, isAbnormal: (value) => value >= 50, concluded: /肺动脉|肺高压|肺心病|右心/u },
];

/** Figures far out of the normal of which the impression says nothing. Operated and treated organs are left alone. */
export function checkAbnormalFigures(report: CheckedReport): ReportProblem[] {
  const { impression, findings } = report;
  const wrong = clausesOf(report, 'findings').find(({ text, sentence }) => {
    if (isHistory(text) || /术后|切除|置换|原|前片|上次/u.test(sentence)) return false;
    const byLength = LENGTHS.some(({ measured, isAbnormal, concluded, only }) => {
      const match = measured.exec(text);
      if (match === null || concluded.test(impression) || only?.test(findings) === false) return false;
      // 侧脑室宽度：左侧14mm: the figure may stand behind the colon.
      const from = sentence.indexOf(text) + match.index;
      const [first] = sizesOf(sentence.slice(from, from + match[0].length + FIGURE_WITHIN));
      return first?.valuesMm.length === 1 && isAbnormal(Math.max(...first.valuesMm));
    });
    return byLength || FIGURES.some(({ measured, isAbnormal, concluded }) => {
      const value = measured.exec(text)?.[1];
      return value !== undefined && isAbnormal(Number(value)) && !concluded.test(impression);
    });
  });
  return wrong === undefined ? [] : [{ code: 'finding-without-impression', level: 'confirm', section: 'findings', excerpt: wrong.original }];
}
