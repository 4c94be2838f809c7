import { pinyinMatch } from './pinyin-initials.ts';
import type { ReportTemplate } from './report-template.ts';

export interface TemplateCase {
  readonly modality: string;
  /** Body part and procedure as known, in Chinese. */
  readonly examination: string;
  readonly sex: 'M' | 'F' | 'O' | '';
  /** Null when unknown. */
  readonly ageYears: number | null;
}

/** CR and DX are the same examination to a template. */
const SAME_MODALITY: Readonly<Record<string, string>> = { CR: 'DX', DR: 'DX', RG: 'DX' };

/** Whether a template may be used for a patient at all: modality, sex and age. */
export function fitsCase({ modality, sex, leastYears, mostYears }: ReportTemplate, of: TemplateCase): boolean {
  if (modality !== '' && of.modality !== '' && plainModality(modality) !== plainModality(of.modality)) return false;
  if (sex !== '' && (of.sex === 'M' || of.sex === 'F') && of.sex !== sex) return false;
  if (of.ageYears === null) return true;
  const years = Math.floor(of.ageYears);
  return (leastYears === null || years >= leastYears) && (mostYears === null || years <= mostYears);
}

/**
 * Templates that fit, best first: the body part that was examined, then a template made for this age or sex, then negative ones before positive
 * ones. With a search all that carry it in name, pinyin (xiongbu, xbzc, xiongb) or abbreviation, those that fit first.
 */
export function chooseTemplates(templates: readonly ReportTemplate[], of: TemplateCase, search = ''): readonly ReportTemplate[] {
  const wanted = search.trim().toLowerCase();
  return templates
    .map((template) => ({ template, score: scoreOf(template, of, wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score || left.template.name.localeCompare(right.template.name, 'zh-Hans-CN'))
    .map(({ template }) => template);
}

function scoreOf(template: ReportTemplate, of: TemplateCase, wanted: string): number {
  const fits = fitsCase(template, of);
  if (wanted === '' && !fits) return 0;
  let score = fits ? 1000 : 1;
  if (wanted !== '') {
    const found = searchScore(template, wanted);
    if (found === 0) return 0;
    score += found;
  }
  if (template.bodyPart !== '' && of.examination.includes(template.bodyPart)) score += 40;
  if (template.mostYears !== null && template.mostYears <= 17 && of.ageYears !== null && of.ageYears <= 17) score += 20;
  if (template.sex !== '' && template.sex === of.sex) score += 10;
  return score + (template.outcome === 'negative' ? 5 : 0);
}

function searchScore({ name, abbreviation }: ReportTemplate, wanted: string): number {
  if (abbreviation !== '' && abbreviation.toLowerCase() === wanted) return 300;
  const sound = pinyinMatch(name, wanted.replaceAll(' ', ''));
  if (name.toLowerCase().startsWith(wanted) || sound === 'begins') return 200;
  return name.toLowerCase().includes(wanted) || sound === 'inside' ? 100 : 0;
}

function plainModality(modality: string): string {
  return SAME_MODALITY[modality] ?? modality;
}
