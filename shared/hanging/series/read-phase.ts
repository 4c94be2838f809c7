import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { Reading, SeriesPhase } from './series-class.ts';
import { says, seriesText, whole, word } from './series-text.ts';

/** All phases in one: an agent that is named says that it is none without it. */
const PERFUSION = [word('perf(?:usion)?', 'ctp', 'v?pct', 'pwi', 'dsc', 'cb[fv]', 'mtt', 'ttp', 'tmax'), /灌注|首过/u];
/** Pictures of a moment in which the phase cannot be told by its name: a bolus that is waited for. */
const NO_PHASE = [
  word('bolus', 'smart ?prep', '(?:pre)?monitor(?:ing)?', 'sure ?start', 'iodine', 'vnc', 'virtual'),
  /监测|碘图|虚拟平扫/u,
];
const WITHOUT = '(?:non?|non[\\s-]?iv|w/?o|w/o|without|un)';
const PLAIN = [
  new RegExp(`(?<![a-z])${WITHOUT}[\\s_-]*(?:con|cont|contrast|enhanced?|enhancement|ce|iv|gd|gad)(?![a-z])`),
  word('w/o', 'wo', 'without', 'plain', 'n[ce]ct', 'nc', 'pre[\\s_-]?con(?:trast)?', 'pre', 'native', 'mask', 'ca(?:lcium)?[\\s-]?sc(?:ore|oring)?', 'smart score', 'ps', 'ping ?sao'),
  /(?<![a-z])c\s?-(?![a-z0-9])|(?<![a-z])c-(?=$|[\s_/)])|(?:^|[\s_])-\s?c(?![a-z])|(?<![a-z])iv\s?-(?![a-z0-9])/,
  /平\s?扫|增强前|强化前|注药前|打药前|蒙片|蒙像|钙化积分|钙化评分|非增强/u,
];
const PLAIN_ANYWHERE = PLAIN.map((pattern) => new RegExp(pattern, 'gu'));
const ENHANCED = [
  word(
    'post', 'post[\\s-]?(?:contrast|con|gd|gad)', 'gd', 'gado?', 'gadolinium', 'gd-?dtpa', 'km', 'ce', 'cect', 'ce-?mra', 'enhanced?', 'enhancement', 'contrast', 'w/? ?c(?:ontrast)?',
    'zq', 'zeng ?qiang', 'nephrographic', 'nephro', 'ctv', 'ct ?veno(?:graphy|gram)', '(?:with|w) ?/? ?con(?:trast)?',
  ),
  /\+\s?c(?![a-z])|(?<![a-z])c\s?\+|(?<![a-z])iv\s?\+/,
  /增强|强化|注药后|打药后|造影后|实质期|静脉成像/u,
];
const ARTERIAL = [
  word('art', 'arterial', 'artery phase', 'arteriell', 'aphase', 'c?cta', 'hap', 'pancreatic phase', 'ct ?angio(?:graphy)?', 'ctpa', 'cortico[\\s-]?medull?ary', 'dmq', 'dong ?mai(?: ?qi)?', 'dongmaiqi', '(?:early|late) art', 'cor ?cta'),
  /c\s?\+\s?a(?![a-z])|(?<![a-z])a\s?期|增强\s?a(?![a-z0-9])/u,
  /动脉晚?早?期|动脉[早晚]期|动脉[早晚]|皮质期|皮髓质?(?:交界)?期|胰腺期|ct\s?血管(?:造影|成像)/u,
  /增强\s?动脉(?!瘤)/u,
  whole('动脉'),
];
const VENOUS = [
  word('portal', 'portal[\\s-]?ven(?:ous)?', 'pvp?', 'venous', 'ven(?![\\s_-]?bold)', 'porto ?venous', 'portography', 'jmq', 'mmq', 'mjmq', 'jing ?mai(?: ?qi)', 'jingmaiqi', 'men ?mai ?qi', 'menjingmaiqi'),
  /c\s?\+\s?v(?![a-z])|(?<![a-z])v\s?期|增强\s?v(?![a-z0-9])/u,
  /静脉[早晚]?期|门脉[早晚]?期|门静脉[早晚]?期/u,
  /增强\s?(?:门)?静脉/u,
  whole('静脉', '门脉', '门静脉'),
];
const DELAYED = [
  word('delay(?:ed)?', 'del', 'equilibrium', 'equil', 'excretory', 'excretion', 'urographic', 'pyelographic', 'hbp', 'hepatobiliary', 'hepato[\\s-]biliary', 'lge', 'mde', 'late (?:enhancement|gad(?:olinium)?)', 'ycq', 'yan ?chi ?qi'),
  /c\s?\+\s?d(?![a-z])|(?<![a-z])d\s?期|增强\s?d(?![a-z0-9])/u,
  /延[迟时]|平衡期|排泄期|分泌期|肾盂期|肝胆(?:特异)?期|晚期强化/u,
];
/** `DE` is delayed enhancement only where a heart is seen. */
const DELAYED_HEART = [/(?<![a-z])de(?![a-z])[^a-z]*(?:短轴|长轴|四腔|两腔|sax|lax|sa|[234]ch)/u];
const NOT_DELAYED = /(?<![a-z])(?:start|trigger|scan|time)[\s_-]?delay/;
/** The name of the whole examination, which all its series carry. */
const WHOLE = [
  /(?<!增强\s?|第\s?)[双两二三四五六多2-6]\s?(?:期|时相)/u,
  word('(?:multi|dual|bi|tri|triple|three|four|multi)[\\s-]?phas(?:e|ic)', '[2-6][\\s-]?phases?', 'w ?/ ?w ?/?o', 'w ?[&+] ?w/?o', 'with (?:and|&) without', 'w ?and ?w/?o', 'without and with'),
  /c\s?-\s?[/+&]\s?c\s?\+|c\s?\+\s?\/\s?-/u,
];

/** A subtraction mask is plain whatever the examination is called. */
const MASK = [word('mask'), /蒙[片像]/u];
const VENOGRAPHY = word('ctv', 'ct ?veno(?:graphy|gram)');

type TextPhase = SeriesPhase | 'whole-examination' | 'perfusion' | undefined;

/** When the contrast was seen. The description beats the protocol's name, that beats the agent. */
export function readPhase(series: DescribedSeries, isLocalizer: boolean): Reading<SeriesPhase> {
  const description = phaseOfText(seriesText(series.seriesDescription));
  if (description === 'perfusion') return isAgentInVessels(series.contrastBolusAgent) ? { value: 'enhanced', source: 'agent' } : { value: 'unknown', source: 'description' };
  if (description !== undefined) return { value: description === 'whole-examination' ? 'unknown' : description, source: 'description' };
  if (isLocalizer) return { value: 'unknown', source: 'nothing' };
  const protocol = phaseOfText(seriesText(series.protocolName ?? ''));
  if (protocol !== undefined && protocol !== 'whole-examination' && protocol !== 'perfusion' && protocol !== 'unknown') return { value: protocol, source: 'protocol' };
  return isAgentInVessels(series.contrastBolusAgent) ? { value: 'enhanced', source: 'agent' } : { value: 'unknown', source: 'nothing' };
}

function phaseOfText(text: string): TextPhase {
  if (text === '') return undefined;
  if (says(text, ...NO_PHASE)) return 'unknown';
  if (says(text, ...PERFUSION)) return 'perfusion';
  if (says(text, ...MASK)) return 'plain';
  const isPlain = says(text, ...PLAIN);
  // What says "before contrast" must not be heard as "contrast".
  const rest = PLAIN_ANYWHERE.reduce((left, pattern) => left.replace(pattern, ' '), text);
  const isDelayed = says(text.replace(NOT_DELAYED, ' '), ...DELAYED) || says(text, ...DELAYED_HEART);
  const isArterial = says(text, ...ARTERIAL);
  const isVenography = says(text, VENOGRAPHY);
  const isVenous = says(text, ...VENOUS) && (!isVenography || /期/u.test(text));
  const isEnhanced = says(rest, ...ENHANCED);
  if (isArterial && (isVenous || isVenography)) return 'whole-examination';
  const hasOnePhase = [isArterial, isVenous, isDelayed].filter(Boolean).length === 1;
  if (/动静脉/u.test(text) || (says(text, ...WHOLE) && (!hasOnePhase || isPlain))) return 'whole-examination';
  if (isPlain) {
    const isOnlyAngiography = isArterial && !/期/u.test(text);
    if (isEnhanced || ((isArterial || isVenous || isDelayed) && !isOnlyAngiography)) return 'whole-examination';
    return 'plain';
  }
  if (isDelayed) return isVenous ? 'whole-examination' : 'delayed';
  if (isArterial) return 'arterial';
  if (isVenous) return 'portal-venous';
  return isEnhanced ? 'enhanced' : undefined;
}

const NO_AGENT = /^\s*(?:|no|none|无|未用|否|n\/?a|nil|0|-+|without.*|w\/?o.*|no contrast.*|平扫|null|unknown)\s*$/i;
const BY_MOUTH = /oral|(?<![a-z])p\.?o\.?(?![a-z])|口服|饮水|灌肠|(?<![a-z])(?:water|rectal|air|co2)(?![a-z])|胃肠/i;
const INTO_A_VEIN = /(?<![a-z])i\.?v\.?(?![a-z])|静脉/i;

/** Contrast/Bolus Agent (0018,0010). What was drunk says nothing of the vessels. */
function isAgentInVessels(agent: string | undefined): boolean {
  if (agent === undefined || NO_AGENT.test(agent)) return false;
  return !BY_MOUTH.test(agent) || INTO_A_VEIN.test(agent);
}
