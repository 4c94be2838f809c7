import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { Reading, SeriesKernel } from './series-class.ts';
import { CHEST_PARTS, readBodyPart } from './read-body-part.ts';
import { says, seriesText, whole, word } from './series-text.ts';

/** `sharp` and `bone`: show lung in a chest and bone elsewhere. Where the part is not known, only what is named after it counts. */
type KernelShape = 'soft' | 'sharp' | 'lung' | 'bone';

const LUNG_WORDS = [/肺窗|肺算法|肺重建|肺组织|高分辨\s?肺|肺\s?高分辨|肺薄层|薄层肺(?!部)/u, /(?<!\p{Script=Han})肺(?!\p{Script=Han}|\s?ct)/u, word('lungs?', 'lung ?window', 'pulmo', 'fei ?chuang')];
/** The name of an examination, not of a reconstruction. */
const LUNG_EXAMINATION = /(?<![a-z])(?:low ?dose|ld|screening|biops[a-z]*|bx)[\s_-]*lung(?![a-z])|lungs?[\s_-]*(?:cancer|screen|nodule|ca(?![a-z])|ld|ct|low|biops|bx|perf|angio|pe(?![a-z])|follow|transplant|met|mass|tumou?r|abscess|lesion|volume|function|routine)/;
const BONE_WORDS = [/骨质?窗|骨算法|骨重建|骨组织窗?|骨函数/u, whole('骨'), word('bones?', 'bone ?plus', 'bone ?window', 'gu ?chuang', 'edge(?![\\s_-]?enh)')];
const BONE_PART = /(?<![a-z])(?:temporal|facial|nasal|t|cheek|petrous)[\s_-]*bones?(?![a-z])|bone[\s_-]*(?:removal|removed|subtr\w*|free|marrow|scan|mineral|density|age|met|tumou?r|lesion|biops|graft|island|infarct|bruise)|(?:no|de|sans|auto)[\s_-]?bone|去骨|减影骨/;
const SOFT_WORDS = [
  /纵[隔膈](?!肿|瘤|占位|淋巴|气肿|病变|移位|炎|型)|软组织(?!肿|瘤|肉瘤|损伤|感染|挫|水肿|包块|异物|占位|病变)|脑窗|脑组织|脑实质窗|腹部?窗|肝窗|标准(?=$|[^\p{Script=Han}]|算法|重建|函数|卷积|核|窗)|软算法|软\s?窗/u,
  whole('软'),
  word('mediast(?:inum|inal)?(?! ?(?:mass|tumou?r|lymph|lesion|node))', 'soft(?! ?tissue ?(?:mass|tumou?r|sarcoma|lesion|injury|infection))', 'st(?! ?\\d)', 'std', 'stn?d', 'stnd', 'standard(?! ?(?:dose|protocol|exam|scan|view))', 'detail', 'smooth(?! ?muscle)', 'brain ?window', 'zong ?ge ?chuang', 'ruan ?zu ?zhi'),
];

/** What says each kernel in a description. */
export const KERNEL_WORDS: Readonly<Record<Exclude<SeriesKernel, 'unknown'>, readonly RegExp[]>> = { lung: LUNG_WORDS, bone: BONE_WORDS, soft: SOFT_WORDS };

/** Kernel names of makers, by family and number: `B70f`, `Br40d\3`, `Hr68`, `I31f`, `FC51`. */
const NUMBERED = /(?<![a-z0-9])(bl|b[rvf]?|h[rpcsfv]?|i|j|q[r]?|u[bhr]?|s[an]|d)(\d\d)(?=[a-z]?(?:[^a-z0-9]|$))/;
const CANON = /(?<![a-z])fc\s?(\d\d)/;
/** From here on a numbered kernel is sharp; below the other it is soft; between them nobody agrees. */
const SHARP_FROM = 55;
const SOFT_UP_TO = 49;

/** Which tissue the reconstruction is for. The kernel says it first; where it is silent, the words. A part that the words name, a rib, is narrower than the part examined, a chest. */
export function readKernel(series: DescribedSeries, partExamined: string): Reading<SeriesKernel> {
  if (series.modality !== 'CT') return { value: 'unknown', source: 'modality' };
  const named = readBodyPart({ ...series, bodyPartExamined: '', protocolName: '' }).value;
  const bodyPart = named === 'unknown' ? partExamined : named;
  const text = seriesText(series.seriesDescription);
  const worded = kernelOfWords(text);
  const shape = shapeOfKernel((series.convolutionKernel ?? []).join(' '));
  if (shape !== undefined) {
    const value = tissueOf(shape, bodyPart, worded);
    if (value !== 'unknown') return { value, source: 'kernel' };
  }
  if (worded !== 'unknown') return { value: worded, source: 'description' };
  const numbered = numberedShape(text);
  if (numbered !== undefined) {
    const value = tissueOf(numbered, bodyPart, worded);
    if (value !== 'unknown') return { value, source: 'description' };
  }
  const planned = kernelOfWords(seriesText(series.protocolName ?? ''));
  return series.seriesDescription.trim() === '' && planned !== 'unknown' ? { value: planned, source: 'protocol' } : { value: 'unknown', source: 'nothing' };
}

function tissueOf(shape: KernelShape, bodyPart: string, worded: SeriesKernel): SeriesKernel {
  if (shape === 'soft') return 'soft';
  const isChest = CHEST_PARTS.has(bodyPart);
  if (worded === 'bone' && shape !== 'lung') return 'bone';
  if (isChest || (worded === 'lung' && shape !== 'bone')) return 'lung';
  if (bodyPart !== 'unknown') return 'bone';
  return shape === 'sharp' ? 'unknown' : shape;
}

function kernelOfWords(text: string): SeriesKernel {
  const found: SeriesKernel[] = [];
  if (says(text, ...LUNG_WORDS) && !LUNG_EXAMINATION.test(text)) found.push('lung');
  const withoutParts = text.replace(new RegExp(BONE_PART, 'gu'), ' ');
  if (says(withoutParts, ...BONE_WORDS)) found.push('bone');
  if (says(text, ...SOFT_WORDS)) found.push('soft');
  // `LUNG BONE` names an organ and a kernel; `肺 纵隔窗` as well.
  if (found.length === 2 && found[0] === 'lung' && !/肺窗|lung ?window|fei ?chuang|肺\s?[/+&、及和]|lung\s?[/+&]/u.test(text)) return found[1] ?? 'unknown';
  return found.length === 1 ? (found[0] ?? 'unknown') : 'unknown';
}

function numberedShape(text: string): KernelShape | undefined {
  const canon = CANON.exec(text)?.[1];
  if (canon !== undefined) return canonShape(Number(canon));
  const [, family, digits] = NUMBERED.exec(text) ?? [];
  if (family === undefined || digits === undefined) return undefined;
  const number = Number(digits);
  if (family === 'bl') return 'lung';
  if (family === 'sa') return 'soft';
  return number >= SHARP_FROM ? 'sharp' : number <= SOFT_UP_TO ? 'soft' : undefined;
}

function canonShape(number: number): KernelShape | undefined {
  if (number <= 28 || (number >= 41 && number <= 49) || (number >= 60 && number <= 69)) return 'soft';
  if ((number >= 50 && number <= 59) || (number >= 83 && number <= 86)) return 'lung';
  return number <= 40 || (number >= 80 && number <= 82) ? 'sharp' : undefined;
}

/** Convolution Kernel (0018,1210), as the makers write it. */
function shapeOfKernel(kernel: string): KernelShape | undefined {
  const text = kernel.normalize('NFKC').toLowerCase().replaceAll(/[_]/g, ' ').trim();
  if (text === '') return undefined;
  const numbered = numberedShape(text);
  if (numbered !== undefined) return numbered;
  if (/lung|chest sharp/.test(text)) return 'lung';
  if (/bone/.test(text)) return 'bone';
  if (/edge|sharp|ultra|(?<!lin)ear|hrct|inner/.test(text)) return 'sharp';
  if (/soft|smooth|stand|std|stnd|detail|chst|medium|brain|body|abd|mediast/.test(text)) return 'soft';
  const philips = /^(?:idose|imr)?\s?\(?(u?[abc]|s[abc]|xc[abc]|l|d|e|y[a-e]|e[bc])\)?(?:\s|$)/.exec(text)?.[1];
  if (philips === undefined) return undefined;
  if (philips === 'l') return 'lung';
  return /^(?:u?[abc]|s[abc]|xc[abc])$/.test(philips) ? 'soft' : 'sharp';
}
