import { parseDicomAge } from '../dicom/values/date-time.ts';
import { valueOf, type Measured } from './measured.ts';
import { calendarAge, type CalendarAge } from './paediatric-age.ts';

/** What limits are given for. QTc after Bazett. */
export type LimitedValue = 'heartRate' | 'pr' | 'qrs' | 'qtcBazett' | 'qrsAxis';

/** 2nd and 98th percentile of healthy children, with the median between them. Units as in `EcgMeasurements`. */
export interface NormalLimits {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export interface PaediatricLimits {
  readonly source: typeof LIMITS_SOURCE;
  /** Whole months of age, from (with) to (without). */
  readonly fromMonths: number;
  readonly toMonths: number;
  readonly limits: Readonly<Record<LimitedValue, NormalLimits>>;
}

/**
 * The one source of the numbers below: percentiles 2 and 98 of 1912 healthy Dutch children from 11 days to 16 years. They were taken from a published transcription of
 * the paper's tables, not from the paper itself, and have to be compared with it by a physician before they are relied on.
 */
export const LIMITS_SOURCE = {
  authors: 'Rijnbeek PR, Witsenburg M, Schrama E, Hess J, Kors JA',
  title: 'New normal limits for the paediatric electrocardiogram',
  journal: 'Eur Heart J 2001;22:702-711',
} as const;

/** The youngest child of the study. For a younger newborn no limits were found, so none are given. */
const YOUNGEST_DAYS = 11;

type Row = readonly [median: number, low: number, high: number];
interface AgeGroup {
  readonly fromMonths: number;
  readonly toMonths: number;
  readonly boys: Readonly<Record<LimitedValue, Row>>;
  readonly girls: Readonly<Record<LimitedValue, Row>>;
}

const GROUPS: readonly AgeGroup[] = [
  {
    fromMonths: 0, toMonths: 1,
    boys: { heartRate: [160, 129, 192], pr: [99, 77, 120], qrs: [67, 50, 85], qtcBazett: [413, 378, 448], qrsAxis: [97, 75, 140] },
    girls: { heartRate: [155, 136, 216], pr: [101, 91, 121], qrs: [67, 54, 79], qtcBazett: [420, 379, 462], qrsAxis: [110, 63, 155] },
  },
  {
    fromMonths: 1, toMonths: 3,
    boys: { heartRate: [152, 126, 187], pr: [98, 85, 120], qrs: [64, 52, 77], qtcBazett: [419, 396, 458], qrsAxis: [87, 37, 138] },
    girls: { heartRate: [154, 126, 200], pr: [99, 78, 133], qrs: [63, 48, 77], qtcBazett: [424, 381, 454], qrsAxis: [80, 39, 121] },
  },
  {
    fromMonths: 3, toMonths: 6,
    boys: { heartRate: [134, 112, 165], pr: [106, 87, 134], qrs: [66, 54, 85], qtcBazett: [422, 391, 453], qrsAxis: [66, -6, 107] },
    girls: { heartRate: [139, 122, 191], pr: [106, 84, 127], qrs: [64, 50, 78], qtcBazett: [418, 386, 448], qrsAxis: [70, 17, 108] },
  },
  {
    fromMonths: 6, toMonths: 12,
    boys: { heartRate: [128, 106, 194], pr: [114, 82, 141], qrs: [69, 52, 86], qtcBazett: [411, 379, 449], qrsAxis: [68, 14, 122] },
    girls: { heartRate: [134, 106, 187], pr: [109, 88, 133], qrs: [64, 52, 80], qtcBazett: [414, 381, 446], qrsAxis: [67, 1, 102] },
  },
  {
    fromMonths: 12, toMonths: 36,
    boys: { heartRate: [119, 97, 155], pr: [118, 86, 151], qrs: [71, 54, 88], qtcBazett: [412, 383, 455], qrsAxis: [64, -4, 118] },
    girls: { heartRate: [128, 95, 178], pr: [113, 78, 147], qrs: [68, 54, 85], qtcBazett: [417, 381, 447], qrsAxis: [69, 2, 121] },
  },
  {
    fromMonths: 36, toMonths: 60,
    boys: { heartRate: [98, 73, 123], pr: [121, 98, 152], qrs: [75, 58, 92], qtcBazett: [412, 377, 448], qrsAxis: [70, 7, 112] },
    girls: { heartRate: [101, 78, 124], pr: [123, 99, 153], qrs: [71, 58, 88], qtcBazett: [415, 388, 442], qrsAxis: [69, 3, 106] },
  },
  {
    fromMonths: 60, toMonths: 96,
    boys: { heartRate: [88, 62, 113], pr: [129, 99, 160], qrs: [80, 63, 98], qtcBazett: [411, 371, 443], qrsAxis: [70, -10, 112] },
    girls: { heartRate: [89, 68, 115], pr: [124, 92, 156], qrs: [77, 59, 95], qtcBazett: [409, 375, 449], qrsAxis: [74, 27, 117] },
  },
  {
    fromMonths: 96, toMonths: 144,
    boys: { heartRate: [78, 55, 101], pr: [134, 105, 174], qrs: [85, 67, 103], qtcBazett: [411, 373, 440], qrsAxis: [70, -21, 114] },
    girls: { heartRate: [80, 58, 110], pr: [129, 103, 163], qrs: [82, 66, 99], qtcBazett: [410, 365, 447], qrsAxis: [66, 5, 117] },
  },
  {
    fromMonths: 144, toMonths: 192,
    boys: { heartRate: [73, 48, 99], pr: [139, 107, 178], qrs: [91, 78, 111], qtcBazett: [407, 362, 449], qrsAxis: [65, -9, 112] },
    girls: { heartRate: [76, 54, 107], pr: [135, 106, 176], qrs: [87, 72, 106], qtcBazett: [414, 370, 457], qrsAxis: [66, 5, 101] },
  },
];

/**
 * Normal limits of a child. They differ between boys and girls, so a child of unknown sex has none.
 * @returns undefined where no source was found: newborns under 11 days, from 16 years on, unknown sex
 */
export function paediatricLimits(age: CalendarAge, sex: 'M' | 'F' | (string & {})): PaediatricLimits | undefined {
  if (age.totalDays < YOUNGEST_DAYS || (sex !== 'M' && sex !== 'F')) return undefined;
  const ageMonths = age.years * 12 + age.months;
  const group = GROUPS.find(({ fromMonths, toMonths }) => ageMonths >= fromMonths && ageMonths < toMonths);
  if (group === undefined) return undefined;
  const { heartRate, pr, qrs, qtcBazett, qrsAxis } = sex === 'M' ? group.boys : group.girls;
  const limits = { heartRate: named(heartRate), pr: named(pr), qrs: named(qrs), qtcBazett: named(qtcBazett), qrsAxis: named(qrsAxis) };
  return { source: LIMITS_SOURCE, fromMonths: group.fromMonths, toMonths: group.toMonths, limits };
}

function named([median, low, high]: Row): NormalLimits {
  return { low, median, high };
}

/** What a child's reader sees: the limits, or why there are none. undefined: no child by what is known, adult limits hold. */
export type ChildLimits =
  | { readonly status: 'given'; readonly limits: PaediatricLimits }
  | { readonly status: 'none'; readonly reason: 'younger-than-source' | 'sex-unknown' };

/** The oldest child of the study, years. */
const OLDEST_YEARS = 16;

/** @param birthDate and onDate `YYYY-MM-DD` or DICOM DA; null where not known @param ageAsSent Patient's Age (0010,1010), which counts where the birth date does not say */
export function childLimits(birthDate: string | null, onDate: string | null, sex: string, ageAsSent = ''): ChildLimits | undefined {
  const age = (birthDate === null || onDate === null ? undefined : calendarAge(birthDate.replaceAll('-', ''), onDate.replaceAll('-', ''))) ?? sentAge(ageAsSent);
  if (age === undefined || age.years >= OLDEST_YEARS) return undefined;
  const limits = paediatricLimits(age, sex);
  if (limits !== undefined) return { status: 'given', limits };
  return { status: 'none', reason: age.totalDays < YOUNGEST_DAYS ? 'younger-than-source' : 'sex-unknown' };
}

/** Patient's Age (0010,1010) in completed units. A year and a month of mean length, 365.25 and 30.4375 days. */
function sentAge(text: string): CalendarAge | undefined {
  const age = parseDicomAge(text);
  if (age === undefined) return undefined;
  const { value, unit } = age;
  if (unit === 'Y') return { totalDays: Math.round(value * 365.25), years: value, months: 0, days: 0 };
  const totalDays = unit === 'M' ? Math.round(value * 30.4375) : unit === 'W' ? value * 7 : value;
  const months = unit === 'M' ? value : Math.floor(totalDays / 30.4375);
  return { totalDays, years: Math.floor(months / 12), months: months % 12, days: 0 };
}

/** Where a value lies to its limits; undefined where there is no value. The limits themselves are within. */
export function againstLimits(value: Measured, { low, high }: NormalLimits): 'below' | 'within' | 'above' | undefined {
  const number = valueOf(value);
  if (number === undefined) return undefined;
  return number < low ? 'below' : number > high ? 'above' : 'within';
}
