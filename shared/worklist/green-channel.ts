import type { Urgency, UrgencyVerdict } from './urgency.ts';

export const GREEN_CHANNELS = ['stroke', 'chest-pain', 'trauma', 'other'] as const;
export type GreenChannel = (typeof GREEN_CHANNELS)[number];

/** Where a rule looks: the request's words, the descriptions of study and series with their protocols, what the county wrote as a mark. */
export const RULE_PLACES = ['request', 'protocol', 'mark'] as const;
export type RulePlace = (typeof RULE_PLACES)[number];

/** One line of the department's list. */
export interface GreenChannelRule {
  readonly channel: GreenChannel;
  /** Shown in the row, such as 卒中. */
  readonly name: string;
  readonly places: readonly RulePlace[];
  /** A regular expression; words parted by `|` are one. Upper and lower case are alike. */
  readonly words: string;
  /** Where this is found as well the rule does not hold; '' for no exception. */
  readonly unless: string;
  /** Holds for a case that its hospital calls urgent only: a word in an out-patient's history pre-empts nobody. */
  readonly needsUrgent: boolean;
  readonly isActive: boolean;
}

/** What is known of a case. Each a text, '' for none. */
export interface CaseWords {
  /** Requested Procedure Priority (0040,1003). */
  readonly priority: string;
  readonly request: string;
  readonly protocol: string;
  /** Accession number and comments, where a county may put its mark. */
  readonly mark: string;
}

const HISTORY = '后遗症|陈旧性|恢复期|sequelae';

/** What the program comes with. Chinese, English, pinyin and the short forms of the two centres of the province. */
export const DEFAULT_GREEN_CHANNEL_RULES: readonly GreenChannelRule[] = [
  { channel: 'stroke', name: '卒中', places: ['mark', 'request'], words: '卒中绿色通道|卒中绿通|stroke (green channel|code)|code stroke|cuzhong lvse tongdao', unless: '', needsUrgent: false, isActive: true },
  { channel: 'chest-pain', name: '胸痛', places: ['mark', 'request'], words: '胸痛绿色通道|胸痛绿通|chest pain (green channel|centre|center)|code stemi|xiongtong lvse tongdao', unless: '', needsUrgent: false, isActive: true },
  { channel: 'stroke', name: '卒中', places: ['request', 'protocol'], words: '卒中|中风|脑梗|脑出血|溶栓|取栓|偏瘫|stroke|\\bcva\\b|nihss|\\b(nao ?)?cu ?zhong\\b|naogeng', unless: HISTORY, needsUrgent: true, isActive: true },
  { channel: 'stroke', name: '卒中', places: ['protocol'], words: '脑灌注|头颈 ?cta|一站式|\\bctp\\b|brain perfusion|stroke protocol', unless: HISTORY, needsUrgent: true, isActive: true },
  { channel: 'chest-pain', name: '胸痛', places: ['request', 'protocol'], words: '胸痛|心梗|心肌梗死|主动脉夹层|肺栓塞|chest pain|stemi|nstemi|myocardial infarction|aortic dissection|xiong ?tong|xingeng', unless: HISTORY, needsUrgent: true, isActive: true },
  { channel: 'other', name: '绿色通道', places: ['mark', 'request'], words: '绿色通道|绿通|green channel|lvse ?tongdao', unless: '', needsUrgent: false, isActive: true },
];

const EMERGENCY_WORDS = /急诊|危重|抢救|emergency|ji ?zhen\b/iu;

/**
 * How urgent a case is. STAT and HIGH of the hospital, or a word of an emergency, make an emergency; a rule that holds lifts it to the green channel, the first
 * of the list first. A rule whose words are no pattern holds for nothing.
 */
export function judgeCase(words: CaseWords, rules: readonly GreenChannelRule[]): UrgencyVerdict & { readonly channel: GreenChannel | null } {
  const priority = words.priority.trim().toUpperCase();
  const isUrgent = priority === 'STAT';
  const rule = rules.find((one) => one.isActive && (isUrgent || !one.needsUrgent) && holds(one, words));
  if (rule !== undefined) return { urgency: 'green-channel', reason: rule.name, channel: rule.channel };
  const isEmergency = isUrgent || priority === 'HIGH' || EMERGENCY_WORDS.test(`${words.request} ${words.protocol}`);
  return isEmergency ? { urgency: 'emergency', reason: '急诊', channel: null } : { urgency: 'routine', reason: '', channel: null };
}

/** How urgent a case is by the rules of the centre. */
export type UrgencyJudge = (words: CaseWords) => UrgencyVerdict;

export function isPattern(words: string): boolean {
  try {
    return new RegExp(words, 'iu').source !== '';
  } catch {
    return false;
  }
}

function holds({ places, words, unless }: GreenChannelRule, said: CaseWords): boolean {
  if (words.trim() === '' || !isPattern(words)) return false;
  const text = places.map((place) => said[place]).join('\n');
  if (!new RegExp(words, 'iu').test(text)) return false;
  return unless === '' || !isPattern(unless) || !new RegExp(unless, 'iu').test(text);
}

/** The stations of a green-channel case, in the order in which they should happen. */
export const LEDGER_STATIONS = ['arrived', 'first-image', 'complete', 'opened', 'called', 'signed', 'delivered'] as const;
export type LedgerStation = (typeof LEDGER_STATIONS)[number];

/** Minutes from the arrival to a station, with one decimal; null where one of the two is missing. */
export function minutesToStation(times: Readonly<Partial<Record<LedgerStation, string | null>>>, station: LedgerStation): number | null {
  const { arrived } = times;
  const at = times[station];
  if (arrived === undefined || arrived === null || at === undefined || at === null) return null;
  return Math.round((Date.parse(at) - Date.parse(arrived)) / 6_000) / 10;
}

/** More urgent first. */
export const URGENCY_ORDER: Readonly<Record<Urgency, number>> = { 'green-channel': 0, emergency: 1, routine: 2 };
