import { calendarAge, parseDicomAge, type AgeUnit, type CalendarDate } from '../dicom/values/date-time.ts';

export type ReportLanguage = 'zh-CN' | 'en';

/** The end of the neonatal period: younger children are counted in days. */
const NEONATAL_DAYS = 28;
/** Children's wards of Chinese hospitals take patients under 14 years; under it the months matter to dosage and to growth plates. */
const PAEDIATRIC_YEARS = 14;

/** Chinese says 岁, which holds no plural; English has one. */
const UNIT_WORDS: Readonly<Record<AgeUnit, { readonly zh: string; readonly en: string }>> = {
  D: { zh: '天', en: 'day' },
  W: { zh: '周', en: 'week' },
  M: { zh: '月', en: 'month' },
  Y: { zh: '岁', en: 'year' },
};

export interface AgeFacts {
  readonly birthDate: CalendarDate | null;
  /** Patient's Age (0010,1010), such as `071Y`; read only where the birth date is missing. */
  readonly ageAsSent: string;
  /** Day of the examination. */
  readonly onDate: CalendarDate | null;
}

/**
 * The age as a paediatrician writes it, from completed units of the calendar:
 * under 28 days, or before the first whole month: days (12天); under a year: months and days (3月12天);
 * under 14 years: years and months (6岁4月); from then on years (71岁). A zero at the end is left out (6岁).
 * @returns '' when nothing is known
 */
export function ageText({ birthDate, ageAsSent, onDate }: AgeFacts, language: ReportLanguage = 'zh-CN'): string {
  if (birthDate !== null && onDate !== null) {
    const parts = calendarAgeParts(birthDate, onDate);
    if (parts !== undefined) return write(parts, language);
  }
  const sent = parseDicomAge(ageAsSent);
  return sent === undefined ? '' : write([[sent.value, sent.unit]], language);
}

type AgePart = readonly [value: number, unit: AgeUnit];

function calendarAgeParts(birthDate: CalendarDate, onDate: CalendarDate): readonly AgePart[] | undefined {
  const age = calendarAge(birthDate, onDate);
  if (age === undefined) return undefined;
  const { years, months, days } = age;
  if (days < NEONATAL_DAYS || (years === 0 && months === 0)) return [[days, 'D']];
  if (years === 0) return [[months, 'M'], [daysAfterMonths(birthDate, onDate, months), 'D']];
  if (years < PAEDIATRIC_YEARS) return [[years, 'Y'], [months, 'M']];
  return [[years, 'Y']];
}

/** Days since the last monthly birthday. Where a month is too short for the day of birth, its last day stands for it. */
function daysAfterMonths(birthDate: CalendarDate, onDate: CalendarDate, months: number): number {
  const [year = NaN, month = NaN, day = NaN] = birthDate.split('-').map(Number);
  const lastDayOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const monthlyBirthday = Date.UTC(year, month - 1 + months, Math.min(day, lastDayOfMonth));
  return Math.round((Date.parse(`${onDate}T00:00:00Z`) - monthlyBirthday) / 86_400_000);
}

function write(parts: readonly AgePart[], language: ReportLanguage): string {
  const shown = parts.filter(([value], index) => index === 0 || value > 0);
  if (language === 'zh-CN') return shown.map(([value, unit]) => `${value}${UNIT_WORDS[unit].zh}`).join('');
  return shown.map(([value, unit]) => `${value} ${UNIT_WORDS[unit].en}${value === 1 ? '' : 's'}`).join(' ');
}
