import type { DescribedSeries } from '../../dicom/image/described-series.ts';
import type { ClassSource, Reading, SeriesClass } from './series-class.ts';
import { KERNEL_WORDS } from './read-kernel.ts';
import { LOCALIZER_WORDS } from './read-localizer.ts';
import { PHASE_WORDS } from './read-phase.ts';
import { PLANE_WORDS } from './read-plane.ts';
import { WEIGHTING_WORDS } from './read-weighting.ts';
import { heard, seriesText } from './series-text.ts';

/** What is read of a series, in the words of the reason. */
interface Answer {
  readonly name: string;
  readonly reading: Reading<string | boolean>;
  /** What says this answer. */
  readonly words: readonly RegExp[];
  /** Why the answer stays open though something is said. */
  readonly open: string;
}

/** One English line for the command line: every answer with what it rests on, the words of the description as they were read. */
export function reasonOf(series: DescribedSeries, classes: SeriesClass): string {
  const { plane, weighting, phase, kernel, isLocalizer, bodyPart } = classes;
  const answers: readonly Answer[] = [
    { name: 'plane', reading: plane, words: wordsIn(PLANE_WORDS, plane.value), open: 'three planes or several are named' },
    { name: 'weighting', reading: weighting, words: wordsIn(WEIGHTING_WORDS, weighting.value), open: 'what is named has none of these weightings, or several are named' },
    { name: 'phase', reading: phase, words: wordsIn(PHASE_WORDS, phase.value), open: 'the whole examination is named, or several phases, or a perfusion' },
    { name: 'kernel', reading: kernel, words: wordsIn(KERNEL_WORDS, kernel.value), open: '' },
    { name: 'localizer', reading: isLocalizer, words: LOCALIZER_WORDS, open: '' },
    { name: 'body part', reading: bodyPart, words: [], open: '' },
  ];
  const told = answers.filter(({ reading: { value, source }, open }) => source !== 'nothing' && source !== 'modality' && (value !== 'unknown' || open !== ''));
  return told.length === 0 ? 'neither text nor attributes say anything' : told.map((answer) => sentenceOf(answer, series, classes)).join('; ');
}

function sentenceOf({ name, reading: { value, source }, words, open }: Answer, series: DescribedSeries, classes: SeriesClass): string {
  const heading = name === 'localizer' ? (value === true ? 'a localizer' : 'no localizer') : `${name} ${value}`;
  if (value === 'unknown') return `${heading}: ${open} (${EVIDENCE[source](series, classes)})`;
  const text = source === 'description' ? series.seriesDescription : source === 'protocol' ? (series.protocolName ?? '') : '';
  const said = heard(seriesText(text), words);
  if (value === false) return `${heading}: a place is found for a needle, a wire or a beam`;
  return `${heading}: ${EVIDENCE[source](series, classes)}${said === undefined ? '' : ` says “${said}”`}`;
}

const EVIDENCE: Readonly<Record<ClassSource, (series: DescribedSeries, classes: SeriesClass) => string>> = {
  orientation: ({ imageOrientationPatient = [] }) => `orientation of the slices ${valuesOf(imageOrientationPatient)}`,
  description: () => 'the description',
  protocol: () => 'the protocol name',
  'image-type': ({ imageType = [] }) => `Image Type ${valuesOf(imageType)}`,
  times: ({ scanningSequence = [], repetitionTime, echoTime, inversionTime }) =>
    [...scanningSequence, timeOf('repetition', repetitionTime), timeOf('echo', echoTime), timeOf('inversion', inversionTime)].filter((one) => one !== '').join(', '),
  agent: () => 'a contrast agent is given and no phase is named',
  kernel: ({ convolutionKernel = [] }, { bodyPart }) => `reconstruction kernel ${valuesOf(convolutionKernel)}${bodyPart.value === 'unknown' ? '' : `, body part ${bodyPart.value}`}`,
  'body-part': () => 'Body Part Examined',
  modality: () => 'the modality',
  nothing: () => 'nothing',
};

/** As a DICOM file writes several values, cut where no maker goes on. */
function valuesOf(values: readonly (string | number)[]): string {
  return values.join('\\').slice(0, 96);
}

function timeOf(name: string, milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : `${name} ${milliseconds} ms`;
}

function wordsIn(table: Readonly<Record<string, readonly RegExp[]>>, value: string): readonly RegExp[] {
  return table[value] ?? [];
}
