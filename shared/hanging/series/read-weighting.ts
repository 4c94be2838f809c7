import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { Reading, SeriesWeighting } from './series-class.ts';
import { says, seriesText, word } from './series-text.ts';

/** From here on an inversion time lets water vanish; up to the other, fat. */
const WATER_INVERSION_MS = 1500;
const FAT_INVERSION_MS = 350;

const ADC = [word('(?<!e)(?<!e )(?<!exp )(?<!exponential )d?adc', 'apparent diff(?:usion)?', 'average dc', 'avdc'), /表[观面](?:弥散|扩散)|(?:弥散|扩散)系数/u];
const NOT_ADC = word('e ?adc', 'exp(?:onential)? ?(?:adc|apparent diff(?:usion)?)');
/** What the map is made from. */
const FOR_ADC = word('for ?adc');
/** Numbers instead of contrast, or a contrast that has no name here. */
const NO_WEIGHTING = [
  word(
    'map', 'maps', 'mapping', 'molli', 't2 ?fit', 'cest', 'fat ?frac(?:tion)?', 'ideal ?iq', 'r2', 'qsm', 'rho', 'symri', 'perf(?:usion)?', 'pwi', 'dsc', 'dce', 'asl', 'pcasl', 'cb[fv]', 'mtt', 'ttp', '(?<!ven[\\s_-]?)bold', 'fmri', 'mrs', 'svs', 'csi', 'spectro(?:scopy)?',
    // Flip angle 15 and flow compensation are settings; tensor imaging is what the tensor is made from.
    'fa(?![\\s=_-]?\\d)', 'col ?fa', 'fractional', 'tensor(?![\\s_-]?imaging)', 'venc', 'flow(?![\\s_-]?comp)', '(?<!ac[\\s_-]?)pca?', 'mk', '(?:dti|dki|ivim)[\\s_-]+(?:md|ak|rk|ad|rd|ka|d|f)', 'b[01] ?(?:map|field|shim)', 'field ?map',
  ),
  /定量|灌注|脂肪分数|波谱|弹性|流速|首过|血氧|功能成像/u,
];
/** Gradient echoes with a long echo are T2*, which is none of ours. */
const T2_STAR = [
  /t2\s?(?:\*|star|st(?![a-z]))/,
  word('merge', 'medic', 'me[23]d', 'de3d', 'dess', 'hemo'),
  /(?<![a-z0-9])t2[^/]*(?<![a-z])(?:f?gre|ffe|fl2d|flash|fgre|grass)(?![a-z])|(?<![a-z])(?:gre|ffe|fl2d|flash)[^/]*(?<![a-z])t2(?!\d)/,
];
const DIFFUSION = [
  word('[edscr]?dwi', '[sd]?dw(?=[\\s_-]?(?:ssh|epi|tse|ms[\\s_]?h))', 'dwibs', 'dw ?ibs', '(?:high|low)[\\s_-]?b', 'dti', 'dki', 'dsi', 'ivim', 'diff', 'diffusion', 'tracew?', 'resolve', 'bval', 'calc ?bval', 'mi ?san', 'kuo ?san'),
  /(?<![a-z])b\s?[=_-]?\s?(?:0|[1-9]\d{1,3})(?!\d)|(?<!\d)\d{2,4}\s?b(?![a-z])/,
  /弥散(?!性)|扩散(?!性)/u,
];
const SUSCEPTIBILITY = [word('e?swip?', 'swi ?3d', 'e?swan', 'ven[\\s_]?bold', 'fsbb', 'sw', '(?:pha|mag|swi|m ?ip)[ _]images', 'filt ?pha', 'susc(?:eptibility)?', 'ci ?min ?gan'), /敏感(?:性)?(?:加权|成像|序列)|磁敏感|磁化率加权/u];
const TIME_OF_FLIGHT = [word('tof', 'tof ?[23]d', '[23]d ?tof', 'tof ?mra', 's?3di', 'inflow', 'fl3d tof', 'time[\\s-]of[\\s-]flight'), /时间飞跃|时飞/u];
const FLAIR = [word('flair', 'dark[\\s_-]?fluid', 'da[\\s_-]?fl', 'ya ?shui'), /[压抑黑]水|水抑制|(?:液体|流体|自由水|脑脊液)(?:衰减|抑制)/u];
const STIR = [word('stir'), /短时?(?:\s?t[i1]\s?)?反转/u];
const TIRM = word('tirm');
/** Balanced steady state, hearts that beat: neither T1 nor T2. */
const BALANCED = [
  word('fiesta', 'true ?fi(?:sp)?', 'trufi', 'b[\\s-]?ffe', 'b[\\s-]?tfe', 'bal(?:anced)? ?(?:ffe|tfe)', 'bssfp', 'ssfp', 'ciss', 'cine', 'mp2rage'),
  /平衡稳态|电影/u,
];
/** Inversions of their own: how they weigh is not said by their name. */
const OWN_INVERSION = [word('psir', 'lge', 'mde', 'dir'), /延迟强化|双反转/u];
/** Parkinson's disease has the same letters. */
const PROTON = [/(?<![a-z])(?<!帕金森[\s(]?|parkinson\w*[\s(]?)pd(?:wi?)?(?![a-z]|-?l1)/, word('proton ?density', 'dp'), /质子(?:密度|加权|像)?/u];
const T1 = /(?<![a-z0-9])[se]?t1(?:wi?)?(?![a-z0-9*]|\.)/;
const T2 = /(?<![a-z0-9])[se]?t2(?:wi?)?(?![a-z0-9*]|\.)/;
const WATER_PICTURE = [word('mrcp', 'ss ?mrcp', 'myelo(?:graphy|gram)?', 'mrm', 'haste', 'ssfse', 'ss[\\s-]?tse', 'ss ?fse', 'sshtse', 'hydrography', 'shui ?cheng ?xiang'), /水成像|水造影/u];
const SPOILED = [
  word(
    '[a-z]?vibe', 'star ?vibe', 'tigre', 'lava(?:[\\s-]?(?:flex|xv))?', 'e?[\\s-]?thrive', 'bravo', 'm?p ?rage', 'mprage', 'vibrant', 'disco', 'quick ?3d', '[t]?fl ?3d', 'fame', '3d ?(?:f?spgr|flash|tfe|t1ffe)', '(?:f?spgr|flash|tfe) ?3d',
    '3d[\\s_](?:ir[\\s_-]?)?f?spgr',
  ),
  /(?<![a-z])f?spgr[^a-z]*(?:dyn|动态|增强|\+\s?c)|(?:dyn|动态|增强|\+\s?c)[^a-z]*f?spgr(?![a-z])/u,
];
const CONTRAST_ANGIOGRAPHY = word('ce[\\s_-]?mra');
/** Names of vertebrae: `T1-T12`, `C7/T1`, `T12椎体`, and stages of a tumour. Both `T1` and `T2` side by side may be weightings. */
const VERTEBRAE = [
  /(?<![a-z0-9])[ctl]\d{1,2}\s?[-~/至到]\s?[tls]\d{1,2}(?!\d)/gu,
  /(?<![a-z0-9])[ctl]\d{1,2}\/\d{1,2}(?![a-z0-9.])/gu,
  /(?<![a-z0-9])(?:第\s?)?t\d{1,2}\s?(?=椎|骨折|压缩|水平|节段|棘突|神经根|转移|期|vert|level|body|fracture|fx|compression|met|nerve|stage)/gu,
  /(?:stage|分期)\s?t[1-4](?![a-z0-9])/gu,
];

/** What says each weighting. */
export const WEIGHTING_WORDS: Readonly<Record<Exclude<SeriesWeighting, 'unknown'>, readonly RegExp[]>> = {
  T1: [T1, ...SPOILED],
  T2: [T2, ...WATER_PICTURE],
  PD: PROTON,
  FLAIR: [...FLAIR, TIRM],
  STIR: [...STIR, TIRM],
  DWI: DIFFUSION,
  ADC,
  SWI: SUSCEPTIBILITY,
  TOF: TIME_OF_FLIGHT,
};
const ELASTOGRAPHY = word('mre');

/** Values of Image Type (0008,0008) that name a contrast (PS3.3 C.8.16.1.3, C.8.13.3.1.1), a derived picture before what it is made from. */
const FLAVOURS: readonly (readonly [value: string, weighting: SeriesWeighting])[] = [
  ['TRACEW', 'DWI'], ['CALC_BVALUE', 'DWI'], ['EADC', 'unknown'], ['FA', 'unknown'], ['TENSOR', 'unknown'], ['DIFFUSION', 'DWI'], ['SWI', 'SWI'], ['MNIP', 'SWI'],
  ['T1', 'T1'], ['T2', 'T2'], ['PROTON_DENSITY', 'PD'], ['FLUID_ATTENUATED', 'FLAIR'], ['STIR', 'STIR'], ['TOF', 'TOF'], ['T2_STAR', 'unknown'],
];

/** Which contrast the picture has: the words of the description, then those of the protocol, then the times of the sequence. */
export function readWeighting(series: DescribedSeries): Reading<SeriesWeighting> {
  if (series.modality !== 'MR') return { value: 'unknown', source: 'modality' };
  const type = (series.imageType ?? []).map((value) => value.trim().toUpperCase());
  if (type.includes('ADC')) return { value: 'ADC', source: 'image-type' };
  const description = weightingOfText(seriesText(series.seriesDescription), series.inversionTime);
  if (description !== undefined) return { value: description, source: 'description' };
  const flavour = FLAVOURS.find(([name]) => type.includes(name));
  if (flavour !== undefined) return { value: flavour[1], source: 'image-type' };
  const protocol = weightingOfText(seriesText(series.protocolName ?? ''), series.inversionTime);
  if (protocol !== undefined) return { value: protocol, source: 'protocol' };
  const timed = weightingOfTimes(series);
  return timed === undefined ? { value: 'unknown', source: 'nothing' } : { value: timed, source: 'times' };
}

/** @returns undefined when the text says nothing; `unknown` when it names something that has no weighting of ours */
function weightingOfText(text: string, inversionTimeMs: number | undefined): SeriesWeighting | undefined {
  if (says(text, ...ADC) && !says(text, NOT_ADC, FOR_ADC)) return 'ADC';
  if (says(text, NOT_ADC, ...NO_WEIGHTING)) return 'unknown';
  if (says(text, ...SUSCEPTIBILITY)) return 'SWI';
  if (says(text, ...DIFFUSION)) return 'DWI';
  if (says(text, ...TIME_OF_FLIGHT)) return 'TOF';
  const words = withoutVertebrae(text);
  const isT1 = T1.test(words);
  const isT2 = T2.test(words);
  if (says(words, TIRM)) return tirm(inversionTimeMs, isT1, says(words, ...FLAIR));
  if (says(words, ...FLAIR)) return isT1 && !isT2 ? 'T1' : 'FLAIR';
  if (says(words, ...STIR)) return 'STIR';
  if (says(words, ...T2_STAR)) return 'unknown';
  if (says(words, ...BALANCED)) return 'unknown';
  const isProton = says(words, ...PROTON);
  if ([isT1, isT2, isProton].filter(Boolean).length > 1) return 'unknown';
  if (isT1) return 'T1';
  if (isT2) return 'T2';
  if (isProton) return 'PD';
  if (says(words, ...OWN_INVERSION)) return 'unknown';
  if (says(words, ...WATER_PICTURE)) return 'T2';
  if (says(words, CONTRAST_ANGIOGRAPHY)) return 'unknown';
  if (says(words, ...SPOILED)) return 'T1';
  // Elastography, unless a contrast is named: then it is an enterography.
  return says(words, ELASTOGRAPHY) ? 'unknown' : undefined;
}

/** Turbo inversion recovery magnitude: its inversion time says what it lets vanish. */
function tirm(inversionTimeMs: number | undefined, isT1: boolean, isDarkFluid: boolean): SeriesWeighting {
  if (isT1) return 'T1';
  if (inversionTimeMs === undefined || inversionTimeMs <= 0) return isDarkFluid ? 'FLAIR' : 'STIR';
  if (inversionTimeMs >= WATER_INVERSION_MS) return 'FLAIR';
  return inversionTimeMs <= FAT_INVERSION_MS ? 'STIR' : 'T1';
}

function withoutVertebrae(text: string): string {
  return VERTEBRAE.reduce((left, pattern) => left.replace(pattern, (found) => (/^t[12]\s?[-~/至到]\s?t[12]$/u.test(found) ? found : ' ')), text);
}

/** Spin echoes only: the times of a gradient echo say little without its angle. Repetition and echo in ms. */
function weightingOfTimes({ scanningSequence = [], repetitionTime, echoTime, inversionTime = 0 }: DescribedSeries): SeriesWeighting | undefined {
  const sequence = scanningSequence.map((value) => value.trim().toUpperCase());
  const isSpinEcho = sequence.length > 0 && sequence.every((value) => value === 'SE' || value === 'IR');
  if (repetitionTime === undefined || echoTime === undefined) return undefined;
  // Nothing but a FLAIR waits so long for water and then that long for its echo.
  if (sequence.length === 0 && inversionTime >= WATER_INVERSION_MS && repetitionTime >= 4000 && echoTime >= 60) return 'FLAIR';
  if (!isSpinEcho || (inversionTime <= 0 && sequence.includes('IR'))) return undefined;
  if (inversionTime > 0) {
    if (inversionTime >= WATER_INVERSION_MS) return repetitionTime >= 4000 ? 'FLAIR' : undefined;
    if (inversionTime <= FAT_INVERSION_MS) return inversionTime >= 80 && repetitionTime >= 1500 ? 'STIR' : undefined;
    return echoTime <= 35 ? 'T1' : undefined;
  }
  if (repetitionTime <= 1000) return echoTime <= 35 ? 'T1' : undefined;
  if (repetitionTime < 1600) return undefined;
  if (echoTime >= 65) return 'T2';
  return echoTime <= 48 ? 'PD' : undefined;
}
