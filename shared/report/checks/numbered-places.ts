import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory } from './clauses.ts';
import { withoutDenied } from './negation.ts';

/** Places that are told apart by a number or a storey: what is concluded of one needs a description of that one. */
interface Numbered {
  /** The places that a clause names; a range names all that lie in it. */
  readonly placesIn: (text: string) => readonly string[];
  /** Words of the findings that may mean any of them. */
  readonly wider: RegExp;
}

const LEVEL = /(?<![A-Za-z])([CTLS])(\d{1,2})(?:(?:椎体)?([/／~～至到-])([CTLS]?)(\d{1,2}))?/gu;
const SEQUENCE = ['C', 'T', 'L', 'S'].flatMap((region) => Array.from({ length: { C: 7, T: 12, L: 5, S: 5 }[region] ?? 0 }, (_, index) => `${region}${index + 1}`));

/** L3/4 as disc L3; L3-5 as discs and bodies of all between. */
function levelsIn(text: string): readonly string[] {
  return [...text.matchAll(LEVEL)].flatMap(([, region = '', first = '', , other, second]) => {
    const from = SEQUENCE.indexOf(region + first);
    if (from < 0) return [];
    if (second === undefined) return [`body ${from}`];
    const to = SEQUENCE.indexOf((other === undefined || other === '' ? region : other) + second);
    const last = to < 0 && region === 'L' && second === '1' ? from + 1 : to;
    if (last <= from) return [`disc ${from}`];
    if (last === from + 1) return [`disc ${from}`];
    return Array.from({ length: last - from + 1 }, (_, index) => from + index).flatMap((at) => [`disc ${at}`, `body ${at}`]);
  });
}

/** 第3-6肋, 第3、5前肋: no space between two ribs, which tells a height. */
function ribsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<!\d)(\d{1,2}(?:[、~～至及和-]第?\d{1,2})*)(?:根)?(?:[前后腋侧]{0,2}(?:段|支)?)肋(?!间|水平)/gu)].flatMap(([, numbers = '']) => numbersIn(numbers));
}

function numbersIn(numbers: string): readonly string[] {
  return [...numbers.matchAll(/(\d+)(?:[~～至-]第?(\d+))?/gu)].flatMap(([, first = '', last]) => {
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    return Array.from({ length: Math.max(1, Math.min(12, to - from + 1)) }, (_, index) => String(from + index));
  });
}

/** Teeth by their two digits: 11 to 48, 51 to 85. */
function teethIn(text: string): readonly string[] {
  return /牙|齿|阻生|根尖|龋|根管/u.test(text) ? [...text.matchAll(/(?<![\d.×*-])([1-8][1-8])(?![\d.×*%°mcH年月]|号|-\d)/gu)].map(([, tooth = '']) => tooth) : [];
}

/** The storeys of the lungs: 上叶, 下肺野, 背段. */
function storeysIn(text: string): readonly string[] {
  const named = [...text.matchAll(/(?<=[左右双两侧肺、及和，])(上|中|下)(?=[叶肺]|野)|(?<=[叶肺])(上|中|下)(?=野)/gu)].map(([storey]) => storey);
  return [...named, ...(/舌[段叶]|肺尖|尖段|尖后段|前段/u.test(text) ? ['上'] : []), ...(/舌[段叶]|心缘/u.test(text) ? ['中'] : []), ...(/肺底|基底段|背段|膈/u.test(text) ? ['下'] : [])];
}

const NUMBERED: readonly Numbered[] = [
  { placesIn: levelsIn, wider: /诸|各|全脊柱|多个?(?:椎|节段)|多发|普遍|余(?:椎|颈|胸|腰)/u },
  { placesIn: ribsIn, wider: /多根|多发|数根|诸肋|肋骨走行不/u },
  { placesIn: teethIn, wider: /[左右上下]颌?[^，。；\d]{0,4}(?:磨牙|切牙|尖牙|智齿|牙)|智齿|余牙|多发|多个|全口/u },
  { placesIn: storeysIn, wider: /[双两全]肺(?!纹理|尖|门|透|野|清|上|中|下)[^，。；]{0,8}(?:见|散在|多发|弥漫)|弥漫|肺内|肺门|肋间|前肋|[内中外]带|舌|叶间|斜裂|水平裂|主支气管|中间段/u },
];

/** What is said to be ill there, and not how it was. */
const ILL = /病|炎|癌|瘤|折|突出|膨出|脱出|滑脱|结节|占位|肿块|感染|实变|不张|膨胀不全|结核|空洞|阻生|龋|压缩|转移|疝|损伤|灶|影|破坏|狭窄|栓|坏死|血肿|结石|索/u;
const SETTLED = /术后|切除|缺[如失]|置入|植入|支架|史|吸收|消失|除外|排除|前片|上次|修补|固定术|可能来源|原/u;

/** A level, a rib, a tooth or a lobe that is concluded to be ill, where the findings speak of others only. */
export function checkNumberedPlaces(report: CheckedReport): ReportProblem[] {
  const findings = clausesOf(report, 'findings').filter(({ text }) => !isHistory(text)).map(({ text }) => withoutDenied(text));
  const all = findings.join('，');
  const wrong = clausesOf(report, 'impression').find(({ text }) => {
    const said = withoutDenied(text);
    if (isHistory(text) || !ILL.test(said) || SETTLED.test(text)) return false;
    return NUMBERED.some(({ placesIn, wider }) => {
      const concluded = placesIn(said);
      const described = placesIn(all);
      return concluded.length > 0 && described.length > 0 && !wider.test(all) && concluded.every((one) => !described.includes(one)) && !isNextTo(concluded, described);
    });
  });
  return wrong === undefined ? [] : [{ code: 'impression-without-finding', level: 'confirm', section: 'impression', excerpt: wrong.original }];
}

/** A disc that is concluded where its two vertebrae are described, and the other way round. */
function isNextTo(concluded: readonly string[], described: readonly string[]): boolean {
  return concluded.every((one) => {
    const [kind, at] = one.split(' ');
    if (at === undefined) return false;
    return kind === 'disc' ? described.includes(`body ${at}`) || described.includes(`body ${Number(at) + 1}`) : described.includes(`disc ${at}`) || described.includes(`disc ${Number(at) - 1}`);
  });
}
