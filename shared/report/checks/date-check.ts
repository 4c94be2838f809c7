import type { CheckedReport, ReportProblem } from './checked-report.ts';
import { sentencesOf, WRITTEN_SECTIONS } from './clauses.ts';

interface WrittenDate {
  readonly text: string;
  readonly year: number | undefined;
  readonly month: number;
  /** Undefined: only a month is written. */
  readonly day: number | undefined;
}

/** 2026-03-18, 2026/3/18, 2026.3.18, 2026年3月18日, 2026年3月, 20260318, 3月18日. */
const DATE =
  /(?<![\d.])((?:19|20)\d{2})\s*(?:[-/.—]|年)\s*(\d{1,2})\s*(?:(?:[-/.—]|月)\s*(\d{1,2})(?![\d.]*\s*(?:mm|cm|×))日?|月)|(?<![\d.-])((?:19|20)\d{2})(\d{2})(\d{2})(?![\d.])|(?<![\d年./-])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]/giu;
/** Who was consulted, and when: later than the study, always. The program writes it so (`quotedAnswer`). */
const CONSULTED = /(?<=会诊意见)（[^（）]*）/gu;
/** A day to come. */
const PLANNED = /建议|随访|随诊|预约|届时|拟|复诊|下次|前复查|后复查|再次?复查|来院/u;
const COMPARED = /对比|比较|前片|旧片|相仿|较前|原片|既往/u;

/** A prior or a date of the text that lies after the study, and days that do not exist. Never throws on a date that is none. */
export function checkDates(report: CheckedReport): ReportProblem[] {
  const study = dateIn(report.studyDate);
  const prior = dateIn(report.comparisonDate);
  const header: ReportProblem[] = [];
  if (report.studyDate.trim() !== '' && (study === undefined || !exists(study))) header.push(problem('confirm', 'header', report.studyDate));
  if (report.comparisonDate.trim() !== '' && (prior === undefined || !exists(prior) || isAfter(prior, study))) header.push(problem('confirm', 'header', report.comparisonDate));
  const written = WRITTEN_SECTIONS.flatMap((section) =>
    sentencesOf(report[section].replaceAll(CONSULTED, '').replaceAll(/(?<=\d)\s*([./年月-])\s*(?=\d)/gu, '$1')).flatMap((sentence) =>
      datesIn(sentence).flatMap((date) => {
        if (!exists(date)) return [problem('block', section, date.text)];
        const isPlan = section === 'recommendation' ? !COMPARED.test(sentence) || PLANNED.test(sentence) : PLANNED.test(sentence) && !COMPARED.test(sentence);
        return isAfter(date, study) && !isPlan ? [problem('block', section, date.text)] : [];
      }),
    ),
  );
  return [...header, ...written].slice(0, 3);
}

function problem(level: ReportProblem['level'], section: ReportProblem['section'], excerpt: string): ReportProblem {
  return { code: 'date', level, section, excerpt };
}

function datesIn(text: string): readonly WrittenDate[] {
  return [...text.matchAll(DATE)].flatMap((match): WrittenDate[] => {
    const [whole, year, month, day, year8, month8, day8, monthOnly, dayOnly] = match;
    if (year !== undefined) return [{ text: whole, year: Number(year), month: Number(month), day: day === undefined ? undefined : Number(day) }];
    if (year8 !== undefined) {
      // Eight digits that are no day are a number of something else.
      if (Number(month8) > 12 || Number(day8) > 31 || /(?:号|ID|No\.?)[:：]?\s*$/iu.test(text.slice(0, match.index))) return [];
      return [{ text: whole, year: Number(year8), month: Number(month8), day: Number(day8) }];
    }
    return [{ text: whole, year: undefined, month: Number(monthOnly), day: Number(dayOnly) }];
  });
}

/** A field that is one date. */
function dateIn(text: string): WrittenDate | undefined {
  const match = /^\s*(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?:\D.*)?$/u.exec(text);
  return match === null ? undefined : { text, year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

function exists({ year = 2024, month, day = 1 }: WrittenDate): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isAfter(date: WrittenDate, study: WrittenDate | undefined): boolean {
  if (study === undefined || date.year === undefined || study.year === undefined) return false;
  const key = ({ year = 0, month, day }: WrittenDate) => year * 10_000 + month * 100 + (date.day === undefined ? 0 : (day ?? 0));
  return key(date) > key(study);
}
