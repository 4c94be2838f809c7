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
/** After or before what was done to the patient, not the agent; places behind; settings. */
const NO_CONTRAST_TIME =
  '(?![\\s_-]*(?:op(?![a-z])|operat|surg|proc|process|treat|tx|rt(?![a-z])|chemo|void|stent|tace|tav|evar|ercp|ablat|biops|bx|fossa|traum|reduc|cast|mortem|partum|natal|term|secret|exercise|menop|stress|shunt|transplant|resect|embol|monitor|scan|shim|sat|load|eval|employ))';
const PLAIN = [
  new RegExp(`(?<![a-z])${WITHOUT}[\\s_-]*(?:con|cont|contrast|enh(?:anced?|ancement)?|ce|iv|gd|gad)(?![a-z])`),
  word('w/o', 'wo', 'without', 'plain(?! ?(?:films?|radio|x))', 'n[ce]ct', 'nce', 'nc', 'pre[\\s_-]?(?:con(?:trast)?|gado?(?:linium)?|gd|inj(?:ection)?)', `pre${NO_CONTRAST_TIME}`, 'native?(?! ?(?:kidney|renal|valve|hip|lung|liver|vessel|arter|heart))', 'ca(?:lcium)?[\\s-]?sc(?:ore|oring)?', 'smart score', 'cacs?', 'ps', 'ping ?sao'),
  /(?<![a-z])c\s?-(?![a-z0-9])|(?<![a-z])c-(?=$|[\s_/)])|(?:^|[\s_])-\s?(?:c|gd)(?![a-z])|(?<![a-z])iv\s?-(?![a-z0-9])|(?<![a-z])c\s?\(\s?-\s?\)/,
  /平\s?扫|(?:未|无|非|不|免)(?:对比剂?)?(?:增强|强化)|(?:增强|强化|造影|[注打推给]药|注射)前|[不未][打注推给]药|蒙片|蒙像|钙化(?:积分|评分|扫描)/u,
];
const PLAIN_ANYWHERE = PLAIN.map((pattern) => new RegExp(pattern, 'gu'));
/** What a vessel is called by: `guanzhuang dongmai` is no phase. */
const VESSELS = '(?<!(?:guan(?: ?zhuang)?|jing|fei|zhu|shen|gan|nao|xia ?zhi|shang ?zhi|men|pi)[\\s_-]?)';
/** What is made of a phase: `动脉薄层`. */
const PICTURES = '薄层|厚层|冠[状位]|矢[状位]|轴[位状]|横[断轴]|标准|增强';
/** `增强_A`, `增强-动`, `增强(静脉)`. */
const AFTER_THE_AGENT = '(?:增强|强化)[\\s_:(-]{0,2}';
/** Parts that are no vessel's: `腹部动脉 5mm` is a phase, `肾动脉` is not. */
const REGION = '(?:[上中下全]?腹部?|盆腔|腹盆|胸部|胸腹|肝脏|胰腺)';
const ENHANCED = [
  word(
    `post${NO_CONTRAST_TIME}`, 'post[\\s-]?(?:contrast|con|gd|gad)', 'gd', 'gado?', 'gadolinium', 'gd-?dtpa', 'eob', 'primovist', 'km', 'dce', 'ce', 'cect', 'ce-?mra', 'enh(?:anced?|ancement)?', '(?<!(?:phase|double|transfer|air)[\\s_-]?)contrast(?! ?(?:allerg|reaction))', 'w/? ?c(?:ontrast)?',
    'zq', 'zeng ?qiang', 'nephro(?:graphic|genic)', 'nephro', 'parenchymal phase', 'ctv', 'ct ?veno(?:graphy|gram)', '(?:with|w) ?/? ?(?:con(?:trast)?|iv)',
  ),
  /\+\s?c(?![a-z])|(?<![a-z])c\s?\+|(?<![a-z])iv\s?\+|(?<![a-z])c\s?\(\s?\+\s?\)/,
  /(?:增强|强化)(?!免疫|治疗)|(?:造影|[注打推给]药|注射)后|钆|普美显|实质[期相]|(?<!敏感)静脉成像/u,
];
const ARTERIAL = [
  word('art', 'arterial', 'artery phase', 'arteriell[a-z]{0,2}', 'a[\\s_-]?phase', 'hap', 'pancreatic phase', 'cortical phase', 'cortico[\\s-]?medull?ary', 'dmq', 'dong ?mai ?qi', `${VESSELS}dong ?mai`, 'pi ?zhi ?qi', '(?:early|late) art'),
  new RegExp(`c\\s?\\+[\\s_-]?a(?![a-z])|(?<![a-z])a\\s?期|${AFTER_THE_AGENT}(?:a(?![a-z0-9])|动(?!\\p{Script=Han}))`, 'u'),
  /动脉[早晚]?[期相]|动脉[早晚]|[早晚]期动脉|皮质[期相]|皮[质-]?髓质?(?:交界)?[期相]|胰腺[期相]/u,
  new RegExp(`(?:${AFTER_THE_AGENT}|${REGION})动脉(?!瘤|\\p{Script=Han})|${AFTER_THE_AGENT}动脉(?!瘤)`, 'u'),
  whole('动脉', `动脉(?:${PICTURES})`),
];
/** The name of an examination that is made in the arterial phase, unless another is named. */
const ANGIOGRAPHY = [word('c?cta', 'cor ?cta', 'ctpa', 'ct ?(?:(?:pulmonary|coronary|cerebral|abdominal|thoracic) ?)?angio(?:graphy|gram)?'), /ct\s?血管(?:造影|成像)/u];
const OF_A_DISEASE = '(?![\\s_-]*(?:(?:vein )?thromb|malform|hypert|sinus|insuff|access))';
const VENOUS = [
  word(`portal${OF_A_DISEASE}`, 'portal[\\s-]?ven(?:ous)?', `pvp?${OF_A_DISEASE}`, `venous${OF_A_DISEASE}`, 'ven(?![\\s_-]?bold)', 'porto ?venous', 'portography', 'jmq', 'mmq', 'mjmq', '(?<!shi ?)jing ?mai ?qi', 'men ?(?:jing ?)?mai(?: ?qi)?', 'v[\\s_-]?phase'),
  new RegExp(`c\\s?\\+[\\s_-]?v(?![a-z])|(?<![a-z])v\\s?期|${AFTER_THE_AGENT}(?:v(?![a-z0-9])|[静门](?!\\p{Script=Han}))`, 'u'),
  /静脉[早晚]?[期相]|门脉[早晚]?[期相]/u,
  new RegExp(`${AFTER_THE_AGENT}(?:门?静脉|门脉)|${REGION}(?:门?静脉|门脉)(?!\\p{Script=Han})`, 'u'),
  whole('静脉', '门脉', '门静脉', `(?:门静脉|静脉|门脉)(?:${PICTURES})`),
];
const DELAYED = [
  word('delay(?:ed|s)?(?![\\s_-]*(?:time|union|myelin|develop))', 'del(?![\\s_-]?rec)', 'd[\\s_-]?phase', 'equilibrium', 'equil', 'excretory', 'excretion', 'urographic', 'pyelographic', 'hbp', 'hepatobiliary', 'hepato[\\s-]biliary', 'lge', 'mde', 'late[\\s_-]?phase', 'late (?:enhancement|gad(?:olinium)?)', 'ycq', 'yan ?chi(?: ?qi)?', 'ping ?heng ?qi', 'pai ?xie ?qi'),
  new RegExp(`c\\s?\\+[\\s_-]?d(?![a-z])|(?<![a-z])d\\s?期|${AFTER_THE_AGENT}(?:d(?![a-z0-9])|延(?!\\p{Script=Han}))`, 'u'),
  /(?<!触发|发育)延[迟时](?!愈合|发育|不愈|时间)|平衡[期相]|排[泄泌][期相]|分泌[期相]|(?:eob|primovist|普美显)\D*(?:1[05]|20|30)\s?(?:min|分)|肾盂[期相]|肝胆(?:特异)?[期相]|晚期(?:增强|强化)/u,
];
/** `DE` is delayed enhancement only where a heart is seen. */
const DELAYED_HEART = [/(?<![a-z])de(?![a-z])[^a-z]*(?:短轴|长轴|四腔|两腔|sax|lax|sa|[234]ch)/u];
const NOT_DELAYED = /(?<![a-z])(?:start|trig(?:ger)?|scan|time|ecg|inj(?:ection)?|prep)[\s_-]?delay/;
/** The name of the whole examination, which all its series carry. */
const WHOLE = [
  /(?<!增强\s?|第\s?)[双两二三四五六多2-6]\s?(?:期|时相)/u,
  word('(?:multi|dual|bi|tri|triple|three|four|multi)[\\s-]?phas(?:e|ic)', '[2-6][\\s-]?phases?', 'w ?/ ?w ?/?o', 'w ?[&+] ?w/?o', 'with (?:and|&) without', 'w ?and ?w/?o', 'without and with'),
  /c\s?-\s?[/+&]\s?c\s?\+|c\s?\+\s?\/\s?-/u,
];

/** Several in one: `平扫+CTA`, `动脉及静脉期`, `A+V`. `CTA平扫` is the part of it before the agent. */
const TOGETHER = [
  /平扫\s?[+及和与、&/,]\s?(?:头颈|冠脉|c?ct[av]|mra|增强|强化|延|动脉|[双三]期)|(?:ct[av]|mra|增强|强化|期)\s?[+及和与、&/,]\s?平扫/u,
  /动静脉(?!瘘|畸形)|动脉?[期相]?\s?[+及和与、&/,]\s?(?:门?静脉|门脉)|(?<![a-z])(?:a\s?[+/&]\s?v|art\w*[\s+/&-]{1,3}(?:port|pv|ven)\w*)(?![a-z])/u,
];
const JOINED = /(?<!c\s?)[+&及和与]/u;

/** What says each phase. */
export const PHASE_WORDS: Readonly<Record<Exclude<SeriesPhase, 'unknown'>, readonly RegExp[]>> = {
  plain: PLAIN,
  arterial: [...ARTERIAL, ...ANGIOGRAPHY],
  'portal-venous': VENOUS,
  delayed: [...DELAYED, ...DELAYED_HEART],
  enhanced: ENHANCED,
};

/** A subtraction mask is plain whatever the examination is called. */
const MASK = [word('(?<!(?:thermo ?plastic|head|rt|fixation)[\\s_-]?)mask'), /蒙[片像]/u];
const VENOGRAPHY = word('ctv', 'ct ?veno(?:graphy|gram)');

/** Vessels seen without an agent: what is arterial or venous there is the vessel. */
const VESSELS_BY_FLOW = word('tof', 'pca?', 'phase[\\s_-]contrast', 'mrv', 'venc', 'inflow', 'inhance', 'qiss');
/** Slices have phases; of a radiograph or a Doppler it must be said in so many words. */
const SLICE_MODALITIES = new Set(['CT', 'MR', 'PT', 'NM', '']);
const OUTSPOKEN = /[期相]|延[迟时]|增强|强化|(?<![a-z])(?:phase|delay(?:ed)?|enhanced?|enhancement|cesm)(?![a-z])/u;

/** What a filter does to a picture is no contrast agent. */
const SHARPENED = /(?:边缘|图像|影像|细节|锐化|频率|对比度)\s?增强|(?<![a-z])(?:edge|image|detail|structure|lung)[\s_-]?enh(?:anc\w*|(?![a-z]))/gu;
/** The name of the examination before the phase of this series: `平扫+增强 动脉期`. */
const EXAMINATION = /平\s?扫\s?[+及和与、&/]?\s?增强(?:扫描|检查)?/gu;

type TextPhase = SeriesPhase | 'whole-examination' | 'perfusion' | undefined;

/** When the contrast was seen. The description beats the protocol's name, that beats the agent. */
export function readPhase(series: DescribedSeries, isLocalizer: boolean): Reading<SeriesPhase> {
  const description = phaseOfText(seriesText(series.seriesDescription), series.modality);
  if (description === 'perfusion') return isAgentInVessels(series.contrastBolusAgent) ? { value: 'enhanced', source: 'agent' } : { value: 'unknown', source: 'description' };
  if (description !== undefined) return { value: description === 'whole-examination' ? 'unknown' : description, source: 'description' };
  if (isLocalizer) return { value: 'unknown', source: 'nothing' };
  const protocol = phaseOfText(seriesText(series.protocolName ?? ''), series.modality);
  if (protocol !== undefined && protocol !== 'whole-examination' && protocol !== 'perfusion' && protocol !== 'unknown') return { value: protocol, source: 'protocol' };
  return isAgentInVessels(series.contrastBolusAgent) ? { value: 'enhanced', source: 'agent' } : { value: 'unknown', source: 'nothing' };
}

function phaseOfText(raw: string, modality: string): TextPhase {
  const text = raw.replace(SHARPENED, ' ').trim();
  if (text === '' || (!SLICE_MODALITIES.has(modality) && !OUTSPOKEN.test(text))) return undefined;
  if (says(text, ...NO_PHASE)) return 'unknown';
  if (says(text, ...PERFUSION)) return 'perfusion';
  if (says(text, ...MASK)) return 'plain';
  const own = text.replace(EXAMINATION, ' ');
  if (own !== text) {
    const phase = phaseOfText(own.trim(), modality);
    return phase === 'arterial' || phase === 'portal-venous' || phase === 'delayed' ? phase : 'whole-examination';
  }
  const isPlain = says(text, ...PLAIN);
  // What says "before contrast" must not be heard as "contrast".
  const rest = PLAIN_ANYWHERE.reduce((left, pattern) => left.replace(pattern, ' '), text);
  const isDelayed = says(text.replace(NOT_DELAYED, ' '), ...DELAYED) || says(text, ...DELAYED_HEART);
  const isOfFlow = says(text, VESSELS_BY_FLOW) && !/期/u.test(text);
  const isVenography = says(text, VENOGRAPHY);
  const isVenous = says(text, ...VENOUS) && (!isVenography || /期/u.test(text)) && !isOfFlow;
  const isArterialPhase = says(text, ...ARTERIAL) && !isOfFlow;
  const isAngiography = says(text, ...ANGIOGRAPHY);
  const isEnhanced = says(rest, ...ENHANCED);
  if (isArterialPhase ? isVenous || isVenography : isAngiography && (isVenography || (isVenous && JOINED.test(text)))) return 'whole-examination';
  const isArterial = isArterialPhase || (isAngiography && !isVenous);
  const hasOnePhase = [isArterial, isVenous, isDelayed].filter(Boolean).length === 1;
  if (says(text, ...TOGETHER) || (says(text, ...WHOLE) && (!hasOnePhase || isPlain))) return 'whole-examination';
  if (isPlain) {
    const isOnlyAngiography = isArterial && (!isArterialPhase || !/期/u.test(text));
    if (isEnhanced || ((isArterial || isVenous || isDelayed) && !isOnlyAngiography)) return 'whole-examination';
    return 'plain';
  }
  if (isDelayed) return isVenous ? 'whole-examination' : 'delayed';
  if (isArterial) return 'arterial';
  if (isVenous) return 'portal-venous';
  return isEnhanced ? 'enhanced' : undefined;
}

const NO_AGENT = /^\s*(?:|(?:no|none|non|not)(?![a-z])(?![\s-]?ionic).*|[无未否没不].*|n\/?a?|nil|f(?:alse)?|0(?:\s?ml)?|-+|without.*|w\/?o.*|平扫.*|plain.*|null|undefined|unknown)\s*$/is;
/** Swallowed, or put where no vessel is: bowel, joint, bladder, the sac of the cord. A tracer is no contrast agent at all. */
const NOT_INTO_A_VEIN =
  /oral|(?<![a-z])p\.?o\.?(?![a-z])|口服|饮水|灌肠|(?<![a-z])(?:water|rectal|air|co2|barium|mannitol|saline|peg|gastrografin)(?![a-z])|胃肠|钡|甘露醇|盐水|空气|intra[\s-]?(?:articular|thecal)|arthro|关节|椎管|鞘内|瘘|膀胱|逆行|fdg|(?<!\d)18f|f-?18|99m|mibi|示踪/i;
const INTO_A_VEIN = /(?<![a-z])i\.?v\.?(?![a-z])|静脉/i;

/** Contrast/Bolus Agent (0018,0010). What was drunk says nothing of the vessels. */
function isAgentInVessels(agent: string | undefined): boolean {
  if (agent === undefined || NO_AGENT.test(agent)) return false;
  if (INTO_A_VEIN.test(agent)) return true;
  return agent.split(/[+&,;，；、\\]|(?<![a-z])and(?![a-z])/i).some((part) => !NOT_INTO_A_VEIN.test(part) && !NO_AGENT.test(part));
}
