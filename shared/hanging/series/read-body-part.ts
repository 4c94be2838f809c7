import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { Reading } from './series-class.ts';
import { seriesText, word } from './series-text.ts';

/** Defined terms under which a sharp kernel shows the lung. */
export const CHEST_PARTS: ReadonlySet<string> = new Set(['CHEST', 'LUNG', 'THORAX', 'MEDIASTINUM', 'CHESTABDOMEN', 'CHESTABDPELVIS', 'BRONCHUS', 'TRACHEA']);

/** Words for a body part and its defined term (PS3.16 annex L); the first that is found counts, so the narrower stand before the wider. */
const PARTS: readonly (readonly [term: string, chinese: RegExp | undefined, latin: RegExp | undefined])[] = [
  ['CHESTABDPELVIS', /胸腹盆/u, word('cap', 'chest[\\s/]+abd(?:omen)?[\\s/]+pel(?:vis)?')],
  ['CHESTABDOMEN', /胸腹(?!主)/u, word('chest[\\s/]+abd(?:omen)?')],
  ['ABDOMENPELVIS', /腹盆|腹部及盆/u, word('abd(?:omen)?[\\s/]+pel(?:vis)?')],
  ['TBONE', /颞骨/u, word('temporal[\\s_-]?bones?', 't[\\s_-]bones?')], ['MASTOID', /乳突/u, word('mastoids?')], ['IAC', /内听道/u, word('iac')], ['EAR', /[内中]耳|耳部/u, word('inner ear', 'ears?')],
  ['SINUS', /鼻窦|副鼻窦/u, word('sinus(?:es)?', 'pns')], ['NASOPHARYNX', /鼻咽/u, word('nasopharynx', 'npc')], ['NOSE', /鼻骨|鼻部/u, word('nose', 'nasal')],
  ['ORBIT', /眼眶|眶/u, word('orbits?')], ['PITUITARY', /垂体/u, word('pituitary')], ['SELLA', /鞍区/u, word('sella')], ['TMJ', /颞下?颌/u, word('tmj')],
  ['MAXILLA', /上颌骨/u, word('maxilla')], ['MANDIBLE', /下颌骨/u, word('mandible')], ['FACE', /颌面|面骨|面部/u, word('facial', 'face')],
  ['THYROID', /甲状腺/u, word('thyroid')], ['LARYNX', /喉/u, word('larynx')], ['CAROTID', /颈动脉/u, word('carotids?')],
  ['HEADNECK', /头颈/u, word('head[\\s/&-]*neck')],
  ['CSPINE', /颈椎|(?<![a-z])c[1-7]\s?[-~/]\s?(?:c?[2-7]|t1)(?!\d)/u, word('c[\\s-]?spine', 'cervical')], ['TSPINE', /胸椎|(?<![a-z])t\d{1,2}\s?(?:椎|[-~]\s?t\d)|(?<![a-z0-9])t(?:[3-9]|1[0-2])(?!\d|\s?期)/u, word('t[\\s-]?spine', 'thoracic spine')],
  ['LSPINE', /腰椎|腰骶|腰\s?\d|(?<![a-z])l\d\s?[-~/]\s?[ls]?\d/u, word('l[\\s-]?spine', 'ls[\\s-]?spine', 'lumbar', 'yao ?zhui')], ['SSPINE', /骶尾/u, undefined], ['SIJOINT', /骶髂/u, word('si ?joints?')], ['SPINE', /脊柱|脊髓/u, word('spine')],
  ['CLAVICLE', /锁骨/u, word('clavicles?')], ['SCAPULA', /肩胛/u, word('scapulae?')], ['STERNUM', /胸骨/u, word('sternum')], ['SHOULDER', /肩/u, word('shoulder')], ['ELBOW', /肘/u, word('elbow')], ['WRIST', /腕/u, word('wrist')], ['HAND', /手/u, word('hand')],
  ['HIP', /髋|股骨头/u, word('hips?')], ['PATELLA', /髌骨/u, word('patella')], ['KNEE', /膝/u, word('knees?', 'xi ?guanjie')], ['CALCANEUS', /跟骨/u, word('calcaneus')], ['ANKLE', /踝/u, word('ankle')], ['FOOT', /足/u, word('foot', 'feet')],
  ['FEMUR', /股骨/u, word('femur')], ['LEG', /下肢/u, word('legs?', 'lower ext(?:remity)?')], ['ARM', /上肢/u, word('upper ext(?:remity)?')],
  ['BREAST', /乳腺|[左右]乳/u, word('breasts?', '[lr]?[\\s-]?(?:cc|mlo|ml)')],
  ['HEART', /心脏|冠脉|冠状动脉|心肌|左心房|[四两]腔|[短长]轴/u, word('card(?:iac)?', 'heart', 'coronary', 'cor ?cta', 'cor ?ad ?seq', 'lca', 'rca', 'sax', 'lax', '(?<!\\d)[234][\\s-]?ch(?:amber)?(?![\\s_-]?(?:coil|head|body|knee|spine|flex))', '[lr]vot', 'lge', 'short axis', 'long axis')],
  ['RIB', /肋骨/u, word('ribs?')], ['AORTA', /胸腹?主动脉/u, undefined], ['CHEST', /胸|肺[动静]脉/u, word('chest', 'thorax', 'thor', 'ctpa', 'xiong ?bu')], ['TRACHEA', /气管/u, word('trachea')],
  ['MEDIASTINUM', undefined, word('mediastinum')], ['LUNG', /肺(?!窗)/u, word('lungs?')],
  ['LIVER', /肝/u, word('liver')], ['GALLBLADDER', /胆囊/u, undefined], ['PANCREAS', /胰/u, word('pancreas')], ['SPLEEN', /脾/u, word('spleen')], ['ADRENAL', /肾上腺/u, word('adrenals?')], ['KIDNEY', /肾/u, word('kidneys?', 'renal')],
  ['PROSTATE', /前列腺/u, word('prostate')], ['UTERUS', /子宫/u, word('uterus')], ['BLADDER', /膀胱/u, word('bladder')], ['RECTUM', /直肠/u, word('rectum', 'rectal')], ['AORTA', /主动脉/u, word('aort[ai]c?')],
  ['PELVIS', /盆/u, word('pelvis', 'pel', 'pen ?qiang')], ['ABDOMEN', /腹|肠|阑尾|胃/u, word('abd(?:omen|ominal)?', 'kub', 'fu ?bu')],
  ['NECK', /颈/u, word('neck')], ['SKULL', /颅骨(?!窗|算|质)/u, word('skull')],
  ['HEAD', /头|颅|脑(?!脊液)|海马/u, word('heads?', 'brain', 'tou ?lu', 'cranial', 'cerebral')], ['WHOLEBODY', /全身/u, word('wb', 'whole[\\s-]?body')],
];

/** Body Part Examined (0018,0015) where it is set, else the words. */
export function readBodyPart({ bodyPartExamined = '', seriesDescription, protocolName = '' }: DescribedSeries): Reading<string> {
  const term = bodyPartExamined.trim().toUpperCase().replaceAll(/[\s_]/g, '');
  if (/^[A-Z]{1,16}$/.test(term)) return { value: term, source: 'body-part' };
  for (const [text, source] of [[bodyPartExamined, 'body-part'], [seriesDescription, 'description'], [protocolName, 'protocol']] as const) {
    const read = seriesText(text);
    const found = PARTS.find(([, chinese, latin]) => chinese?.test(read) === true || latin?.test(read) === true);
    if (found !== undefined) return { value: found[0], source };
  }
  return { value: 'unknown', source: 'nothing' };
}
