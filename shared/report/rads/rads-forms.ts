import { FLEISCHNER_2017, fleischner, type IncidentalNodule } from './fleischner.ts';
import { LUNG_RADS_2022, lungRads, type LungNodule } from './lung-rads.ts';
import { BI_RADS_5, BI_RADS_CATEGORIES, biRads, LI_RADS_2018, liRads, PI_RADS_2_1, piRads, TI_RADS_2017, TI_RADS_POINTS, tiRads, type ProstateLesion, type Score, type ThyroidNodule } from './organ-rads.ts';
import type { RadsEdition, RadsProposal } from './rads-result.ts';

/** What a form asks. `choice`: one of; `many`: any of; `length`: mm; `flag`: yes or no. Names are keys of the words on the screen. */
export type RadsField =
  | { readonly kind: 'choice'; readonly name: string; readonly options: readonly string[] }
  | { readonly kind: 'many'; readonly name: string; readonly options: readonly string[] }
  | { readonly kind: 'length'; readonly name: string }
  | { readonly kind: 'flag'; readonly name: string };

/** What was answered: an option, options, millimetres, a flag. */
export type RadsAnswers = Readonly<Record<string, string | readonly string[] | number | boolean>>;

/** One system as a form. */
export interface RadsForm {
  readonly id: 'lung-rads' | 'fleischner' | 'bi-rads' | 'ti-rads' | 'pi-rads' | 'li-rads';
  readonly edition: RadsEdition;
  readonly fields: readonly RadsField[];
  /** Undefined while an answer is missing, or where the edition has no category for them. */
  readonly propose: (answers: RadsAnswers) => RadsProposal | undefined;
}

const choice = (name: string, ...options: readonly string[]): RadsField => ({ kind: 'choice', name, options });
const length = (name: string): RadsField => ({ kind: 'length', name });
const flag = (name: string): RadsField => ({ kind: 'flag', name });
const SCORES = ['1', '2', '3', '4', '5'] as const;

export const RADS_FORMS: readonly RadsForm[] = [
  {
    id: 'lung-rads', edition: LUNG_RADS_2022,
    fields: [choice('kind', 'solid', 'part-solid', 'ground-glass'), choice('course', 'baseline', 'new', 'growing'), length('diameterMm'), length('solidMm')],
    propose: (answers) => {
      const kind = chosen(answers, 'kind', ['solid', 'part-solid', 'ground-glass']);
      const course = chosen(answers, 'course', ['baseline', 'new', 'growing']);
      const diameterMm = lengthOf(answers, 'diameterMm');
      const solidMm = lengthOf(answers, 'solidMm') ?? 0;
      if (kind === undefined || course === undefined || diameterMm === undefined || (kind === 'part-solid' && (answers['solidMm'] === undefined || solidMm > diameterMm))) return undefined;
      return lungRads({ kind, course, diameterMm, solidMm } satisfies LungNodule);
    },
  },
  {
    id: 'fleischner', edition: FLEISCHNER_2017,
    fields: [choice('kind', 'solid', 'part-solid', 'ground-glass'), flag('isMultiple'), choice('risk', 'low', 'high'), length('diameterMm')],
    propose: (answers) => {
      const kind = chosen(answers, 'kind', ['solid', 'part-solid', 'ground-glass']);
      const risk = chosen(answers, 'risk', ['low', 'high']);
      const diameterMm = lengthOf(answers, 'diameterMm');
      if (kind === undefined || risk === undefined || diameterMm === undefined) return undefined;
      return fleischner({ kind, risk, diameterMm, isMultiple: answers['isMultiple'] === true } satisfies IncidentalNodule);
    },
  },
  {
    id: 'bi-rads', edition: BI_RADS_5,
    fields: [choice('category', ...Object.keys(BI_RADS_CATEGORIES).toSorted())],
    propose: ({ category }) => (typeof category === 'string' ? biRads(category) : undefined),
  },
  {
    id: 'ti-rads', edition: TI_RADS_2017,
    fields: [
      choice('composition', ...Object.keys(TI_RADS_POINTS.composition)), choice('echogenicity', ...Object.keys(TI_RADS_POINTS.echogenicity)),
      choice('shape', ...Object.keys(TI_RADS_POINTS.shape)), choice('margin', ...Object.keys(TI_RADS_POINTS.margin)),
      { kind: 'many', name: 'foci', options: Object.keys(TI_RADS_POINTS.foci) }, length('diameterMm'),
    ],
    propose: (answers) => {
      const composition = keyOf(TI_RADS_POINTS.composition, answers['composition']);
      const echogenicity = keyOf(TI_RADS_POINTS.echogenicity, answers['echogenicity']);
      const shape = keyOf(TI_RADS_POINTS.shape, answers['shape']);
      const margin = keyOf(TI_RADS_POINTS.margin, answers['margin']);
      const diameterMm = lengthOf(answers, 'diameterMm');
      const foci = Array.isArray(answers['foci']) ? answers['foci'].flatMap((one: unknown) => keyOf(TI_RADS_POINTS.foci, one) ?? []) : [];
      if (composition === undefined || echogenicity === undefined || shape === undefined || margin === undefined || diameterMm === undefined || foci.length === 0) return undefined;
      return tiRads({ composition, echogenicity, shape, margin, foci, diameterMm } satisfies ThyroidNodule);
    },
  },
  {
    id: 'pi-rads', edition: PI_RADS_2_1,
    fields: [choice('zone', 'peripheral', 'transition'), choice('t2', ...SCORES), choice('diffusion', ...SCORES), flag('isContrastPositive')],
    propose: (answers) => {
      const zone = chosen(answers, 'zone', ['peripheral', 'transition']);
      const [t2, diffusion] = [scoreOf(answers['t2']), scoreOf(answers['diffusion'])];
      if (zone === undefined || t2 === undefined || diffusion === undefined) return undefined;
      return piRads({ zone, t2, diffusion, isContrastPositive: answers['isContrastPositive'] === true } satisfies ProstateLesion);
    },
  },
  {
    id: 'li-rads', edition: LI_RADS_2018,
    fields: [length('diameterMm'), flag('hasArterialHyperenhancement'), flag('hasWashout'), flag('hasCapsule'), flag('hasThresholdGrowth')],
    propose: (answers) => {
      const diameterMm = lengthOf(answers, 'diameterMm');
      if (diameterMm === undefined) return undefined;
      const has = (name: string) => answers[name] === true;
      return liRads({
        diameterMm, hasArterialHyperenhancement: has('hasArterialHyperenhancement'), hasWashout: has('hasWashout'), hasCapsule: has('hasCapsule'),
        hasThresholdGrowth: has('hasThresholdGrowth'),
      });
    },
  },
];

/** The form that fits what is read: a modality and words of the examination; the first one where none does. */
export function formForExamination(examination: string): RadsForm['id'] {
  if (/乳/u.test(examination)) return 'bi-rads';
  if (/甲状腺/u.test(examination)) return 'ti-rads';
  if (/前列腺/u.test(examination)) return 'pi-rads';
  if (/肝|上腹/u.test(examination)) return 'li-rads';
  return /筛查|低剂量/u.test(examination) ? 'lung-rads' : 'fleischner';
}

function chosen<const T extends string>(answers: RadsAnswers, name: string, options: readonly T[]): T | undefined {
  return options.find((option) => option === answers[name]);
}

function keyOf<T extends object>(table: T, answer: unknown): keyof T | undefined {
  return (Object.keys(table) as (keyof T)[]).find((key) => key === answer);
}

function scoreOf(answer: unknown): Score | undefined {
  return ([1, 2, 3, 4, 5] as const).find((score) => String(score) === answer);
}

function lengthOf(answers: RadsAnswers, name: string): number | undefined {
  const value = answers[name];
  return typeof value === 'number' && value > 0 ? value : undefined;
}
