import type { Patient } from '#shared/contract/vocabulary.ts';
import { bodyPartInChinese } from '#shared/dicom/values/body-part.ts';
import { ageText } from '#shared/report/age-text.ts';
import type { Language, Translate } from './text-engine.ts';

/** Figures in words. Instants are UTC, ISO 8601; what is shown is the time of this machine unless a time zone is given. */
export interface Formatters {
  /** `2026-11-21` */
  readonly date: (instant: string | Date) => string;
  /** `09:42` */
  readonly time: (instant: string | Date) => string;
  /** `09:42:16` */
  readonly timeWithSeconds: (instant: string | Date) => string;
  /** `09:42` on the day of `now`, `2026-11-20 09:42` on any other. */
  readonly timeOrDate: (instant: string | Date, now: Date) => string;
  /** `1.8 GB`, powers of 1000, two figures at least. */
  readonly bytes: (bytes: number) => string;
  /** `17.8 Mbit/s` */
  readonly bitRate: (bitsPerSecond: number) => string;
  /** `12 秒`, `3 分`, `1 小时 5 分`; never less than a second. */
  readonly duration: (seconds: number) => string;
  /** How long since `instant`, as a duration. */
  readonly elapsed: (instant: string | Date, now: Date) => string;
  /** `刚才`, `4 分前`, a time today, or a date: how far back something was seen. */
  readonly ago: (instant: string | Date, now: Date) => string;
  /** A number with the minus sign − and at most `digits` decimals (default 1). */
  readonly number: (value: number, digits?: number) => string;
  /** `71岁`, `6岁4月`, `12天`: as a paediatrician writes it; '' when neither birth date nor age is known. */
  readonly age: (patient: Pick<Patient, 'birthDate' | 'ageAsSent'>, onDate: string) => string;
  /** A defined term of Body Part Examined in Chinese; in English as it is. */
  readonly bodyPart: (bodyPartExamined: string) => string;
  readonly sex: (sex: Patient['sex']) => string;
}

/** Made at the first use: every component has formatters, few write a date, and a page of an ECG lost a third of its time to forms that nobody used. */
function whenAsked<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

export function createFormatters(t: Translate, language: Language, timeZone?: string): Formatters {
  const zone = timeZone === undefined ? {} : { timeZone };
  // The Swedish forms are the ISO ones: 2026-11-21 and 09:42:16.
  const dateForm = whenAsked(() => new Intl.DateTimeFormat('sv-SE', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' }));
  const timeForm = whenAsked(() => new Intl.DateTimeFormat('sv-SE', { ...zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
  const secondsForm = whenAsked(() => new Intl.DateTimeFormat('sv-SE', { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }));

  const decimalForms = new Map<number, Intl.NumberFormat>();

  const date: Formatters['date'] = (instant) => dateForm().format(new Date(instant));
  const time: Formatters['time'] = (instant) => timeForm().format(new Date(instant));

  const duration: Formatters['duration'] = (seconds) => {
    const whole = Math.max(1, Math.round(seconds));
    if (whole < 60) return t('format.seconds', { count: whole });
    const minutes = Math.round(whole / 60);
    if (minutes < 60) return t('format.minutes', { count: minutes });
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return minutes % 60 === 0 ? t('format.hours', { count: hours }) : t('format.hours-minutes', { hours, minutes: minutes % 60 });
    return t('format.days', { count: Math.floor(hours / 24) });
  };
  const elapsed: Formatters['elapsed'] = (instant, now) => duration((now.getTime() - new Date(instant).getTime()) / 1000);
  const timeOrDate: Formatters['timeOrDate'] = (instant, now) =>
    date(instant) === date(now) ? time(instant) : `${date(instant)} ${time(instant)}`;

  return {
    date,
    time,
    timeWithSeconds: (instant) => secondsForm().format(new Date(instant)),
    timeOrDate,
    bytes: (bytes) => scaled(bytes, ['B', 'KB', 'MB', 'GB', 'TB']),
    bitRate: (bitsPerSecond) => scaled(bitsPerSecond, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s']),
    duration,
    elapsed,
    ago: (instant, now) => {
      const seconds = (now.getTime() - new Date(instant).getTime()) / 1000;
      if (seconds < 60) return t('format.just-now');
      return seconds < 3600 ? t('format.minutes-ago', { count: Math.floor(seconds / 60) }) : timeOrDate(instant, now);
    },
    number: (value, digits = 1) => decimal(value, digits),
    bodyPart: (code) => (language === 'zh-CN' ? bodyPartInChinese(code) : code),
    age: (patient, onDate) => shortAge(patient, onDate, language),
    sex: (sex) => t(sex === 'M' ? 'format.sex.male' : sex === 'F' ? 'format.sex.female' : sex === 'O' ? 'format.sex.other' : 'format.sex.unknown'),
  };

  function decimal(value: number, digits: number): string {
    // Making a number form takes longer than all else on a notch of the wheel: each is kept.
    const form = decimalForms.get(digits) ?? new Intl.NumberFormat(language, { maximumFractionDigits: digits, useGrouping: false });
    decimalForms.set(digits, form);
    return form.format(value).replace('-', '−');
  }

  /** Two significant figures below ten, none behind the point from a hundred: 1.8, 17.8, 412. */
  function scaled(value: number, units: readonly string[]): string {
    const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
    const amount = value / 1000 ** step;
    return `${decimal(amount, step === 0 || amount >= 100 ? 0 : 1)} ${units[step] ?? ''}`;
  }
}

/** Lists and banners are narrow: `6 y 4 mo` for `6 years 4 months`. Chinese is short as it is. */
function shortAge(patient: Pick<Patient, 'birthDate' | 'ageAsSent'>, onDate: string, language: Language): string {
  const age = ageText({ ...patient, onDate }, language);
  return age.replace(/ (day|week|month|year)s?/g, (_whole, unit: string) => ` ${unit === 'month' ? 'mo' : unit.charAt(0)}`);
}
