import { z } from 'zod';

/** The four levels of the tiered system: 三级、二级、乡镇、村. */
export const HOSPITAL_LEVELS = ['third', 'second', 'township', 'village'] as const;
export type HospitalLevel = (typeof HOSPITAL_LEVELS)[number];

/** Lowest first: a case goes up when its hospital stands below the level that the disease wants. */
const RANK: Readonly<Record<HospitalLevel, number>> = { village: 0, township: 1, second: 2, third: 3 };

export const referralDisease = z.object({
  /** ICD-10 (WHO), such as `I60` or `J18.9`. */
  code: z.string().regex(/^[A-Z]\d{2}(\.\d)?$/),
  /** Chinese, as physicians write it. */
  name: z.string().min(2).max(40),
  /** Other words of reports for it. */
  synonyms: z.array(z.string().min(2).max(40)).max(12),
  /** The lowest level that may treat it. */
  least: z.enum(HOSPITAL_LEVELS),
  /** The level to which it may go back when it is stable; null: it stays. */
  back: z.enum(HOSPITAL_LEVELS).nullable(),
});
export type ReferralDisease = z.infer<typeof referralDisease>;

export const referralTable = z.object({
  /** Nobody of the department has confirmed it. */
  isDraft: z.boolean(),
  diseases: z.array(referralDisease).min(1).max(2_000),
  /** Level of each hospital by its id; the others are of the second level, as county hospitals are. */
  levels: z.record(z.string(), z.enum(HOSPITAL_LEVELS)),
});
export type ReferralTable = z.infer<typeof referralTable>;

export const LEVEL_OF_COUNTIES: HospitalLevel = 'second';

export interface ReferralSuggestion {
  readonly disease: ReferralDisease;
  readonly direction: 'up' | 'down' | 'stay';
  /** Where to; the hospital's own level for `stay`. */
  readonly level: HospitalLevel;
}

/** What may stand between a negation and the disease it denies. */
const DENIED = /(未见|无|排除|除外|不考虑|未提示|否认)[^，。；、,;]{0,8}$/u;
const ASKED = /(待排|？|\?|除外待查)/u;

/**
 * Diseases that an impression names, each with where the table would have the patient go. A longer name hides a shorter one inside it; what is denied is
 * left out. A physician confirms; nothing goes by itself.
 * @param level of the hospital that acquired the study
 */
export function suggestReferrals(table: { readonly diseases: readonly ReferralDisease[] }, impression: string, level: HospitalLevel): readonly ReferralSuggestion[] {
  const named = table.diseases
    .flatMap((disease) => [disease.name, ...disease.synonyms].flatMap((word) => placesOf(impression, word).map((from) => ({ disease, from, to: from + word.length }))))
    .filter(({ from }) => !DENIED.test(impression.slice(Math.max(0, from - 12), from)))
    .toSorted((left, right) => right.to - right.from - (left.to - left.from));
  const kept: typeof named = [];
  for (const place of named) if (!kept.some(({ from, to }) => place.from < to && from < place.to)) kept.push(place);
  const diseases = [...new Map(kept.toSorted((left, right) => left.from - right.from).map(({ disease }) => [disease.code + disease.name, disease])).values()];
  return diseases.map((disease) => suggestionOf(disease, level)).toSorted((left, right) => ORDER[left.direction] - ORDER[right.direction]);
}

const ORDER = { up: 0, down: 1, stay: 2 } as const;

function suggestionOf(disease: ReferralDisease, level: HospitalLevel): ReferralSuggestion {
  if (RANK[level] < RANK[disease.least]) return { disease, direction: 'up', level: disease.least };
  if (disease.back !== null && RANK[level] > RANK[disease.back]) return { disease, direction: 'down', level: disease.back };
  return { disease, direction: 'stay', level };
}

function placesOf(text: string, word: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    // A question is no diagnosis: 肺癌？ 肺癌待排.
    if (!ASKED.test(text.slice(at + word.length, at + word.length + 3))) places.push(at);
  }
  return places;
}

const LEVEL_NAMES: Readonly<Record<HospitalLevel, string>> = { third: '三级医院', second: '二级医院', township: '乡镇卫生院', village: '村卫生室' };

/** The line of the report. `转诊建议：上转至三级医院（I60 蛛网膜下腔出血）。` */
export function referralLine({ disease, direction, level }: ReferralSuggestion): string {
  const what = `${disease.code} ${disease.name}`;
  if (direction === 'stay') return `转诊建议：在本级医院诊治（${what}）。`;
  return `转诊建议：${direction === 'up' ? '上转至' : '病情稳定后下转至'}${LEVEL_NAMES[level]}（${what}）。`;
}
