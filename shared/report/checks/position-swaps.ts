import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { clausesOf, isHistory, type Clause } from './clauses.ts';
import { negatedRanges } from './negation.ts';
import { isSingle, SITE_WORDS } from './sites.ts';

/** Two words of position that exclude each other, and the structures that they tell apart. A group of each pattern holds the position. */
interface Swap {
  readonly pattern: RegExp;
  readonly opposite: ReadonlyMap<string, string>;
}

const pairs = (...all: readonly (readonly [string, string])[]) => new Map(all.flatMap(([one, other]) => [[one, other], [other, one]] as const));
const INNER_OUTER = pairs(['内', '外']);
const LEFT_RIGHT = pairs(['左', '右']);

const SWAPS: readonly Swap[] = [
  { pattern: /(?<place>内|外)侧?(?<thing>半月板|副韧带|髁|间室|胫骨平台|踝|上髁)/gu, opposite: INNER_OUTER },
  { pattern: /(?<place>前|后)(?<thing>交叉韧带)/gu, opposite: pairs(['前', '后']) },
  // The worst of several: two sections speak of one.
  { pattern: /(?<thing>(?:较|最)?大者|(?:较|最)大(?:的)?(?:一枚|结节|病灶|一个))(?:约?位于|在|者?见于)?(?<place>左|右)/gu, opposite: LEFT_RIGHT },
  { pattern: /(?<place>左|右)(?:侧|肺|叶|下肺|上肺|眼|膝|髋|肾|手|足|踝|腕|肘|肩|乳|耳)?(?<thing>)(?:(?<=以.{1,4})明显|[^，。左右]{0,8}较[左右对]侧?(?:明显|显著|重|著)|为著|为甚|较著|较重|较明显|较显著|为重|著(?=$|[）)]))/gu, opposite: LEFT_RIGHT },
  { pattern: /(?<thing>)向(?<place>左|右)(?:侧)?(?:方)?(?:弯|凸|侧弯|$|）|\))/gu, opposite: LEFT_RIGHT },
  { pattern: /(?<place>左|右)侧?(?<thing>神经根|侧隐窝|椎间孔)/gu, opposite: LEFT_RIGHT },
  // A single organ of one quarter of the belly.
  { pattern: /(?<place>左|右)(?:侧)?(?<thing>[上中下]腹|季肋|髂窝|半结肠)/gu, opposite: LEFT_RIGHT },
  // What hangs on a single organ, or lies beside the spine, on one side.
  { pattern: /(?<place>左|右)侧?(?<thing>宫旁|宫角|髂[外内总]|闭孔|横突|椎板|椎弓|关节突|小关节|海绵窦|鞍旁|腰大肌|半卵圆中心|放射冠|小脑半球|桥臂|锁骨上|耻骨|坐骨|髂骨|骶骨|髋臼|胫骨|腓骨|桡骨|尺骨|肱骨|锁骨(?!下)|肩胛骨|髌骨|跟骨|距骨|颧弓|颧骨)/gu, opposite: LEFT_RIGHT },
  { pattern: /(?<place>左|右)侧?第?[\d、~-]*(?<thing>[前后腋]?肋)(?!膈|缘|弓)/gu, opposite: LEFT_RIGHT },
];

/** Every place that has two sides, where the side stands before its very name. */
const PAIRED = [...SITE_WORDS].filter(([word, family]) => word.length > 1 && !isSingle(family) && family !== 'spine' && family !== 'vessel' && family !== 'neck').map(([word]) => word).toSorted((left, right) => right.length - left.length);
const BY_NAME: Swap = { pattern: new RegExp(`(?<place>左|右)侧?(?<thing>${PAIRED.join('|')})`, 'gu'), opposite: LEFT_RIGHT };

const NORMAL = /正常|完整|未见|连续|良好|清晰|通畅|未受|存在/u;

/** Inner for outer, the largest lesion on the other side: a word of position in the impression whose opposite, and nothing else, is described. */
export function swappedPositions(report: CheckedReport): ReportProblem[] {
  const described = [...SWAPS, BY_NAME].map((swap) => placesIn(report, 'findings', swap));
  return [...SWAPS, BY_NAME].flatMap((swap, index) =>
    placesIn(report, 'impression', swap).flatMap(({ thing, place, clause }) => {
      const same = (described[index] ?? []).filter((one) => one.thing === thing || swap.pattern.source.includes('大者'));
      // Another name of the same organ on this side: 附件区 for 卵巢.
      const hasKin = swap === BY_NAME && (described[index] ?? []).some((one) => one.place === place && SITE_WORDS.get(one.thing) === SITE_WORDS.get(thing));
      const isSwapped = !hasKin && same.length > 0 && !isOfBoth(report.findings, thing) && same.every((one) => one.place === swap.opposite.get(place));
      // What is described is concluded beside it: this one is no swap, it is described nowhere.
      const isBeside = isSwapped && swap === BY_NAME && placesIn(report, 'impression', swap).some((one) => one.thing === thing && one.place !== place && one.clause !== clause && one.clause.original !== clause.original);
      return isSwapped ? [{ code: isBeside ? 'impression-without-finding' : 'laterality', level: 'confirm', section: 'impression', excerpt: clause.original } as const] : [];
    }),
  );
}

/** 双侧半卵圆中心: either side is described. */
function isOfBoth(findings: string, thing: string): boolean {
  return thing !== '' && new RegExp(`(?:双侧?|两侧)[^，。；]{0,10}${thing}`, 'u').test(findings);
}

interface Place {
  readonly thing: string;
  readonly place: string;
  readonly clause: Clause;
}

function placesIn(report: CheckedReport, section: 'findings' | 'impression', { pattern }: Swap): readonly Place[] {
  return clausesOf(report, section).flatMap((clause) => {
    if (isHistory(clause.text) || NORMAL.test(clause.text)) return [];
    const denied = negatedRanges(clause.text);
    return [...clause.text.matchAll(pattern)].flatMap((match) => {
      const { thing = '', place = '' } = match.groups ?? {};
      return denied.some(({ from, to }) => match.index >= from && match.index < to) ? [] : [{ thing, place, clause }];
    });
  });
}
