import { numberOf, textOf, type DataSet } from '../data-set/data-set.ts';
import { parseDicomDate, parseDicomTime } from '../values/date-time.ts';

/** A moment on the wall clock of the scanner, ms; only differences mean something. */
export type WallClockMs = number;

const DAY_MS = 86_400_000;

/** @returns undefined without a readable date and time */
export function momentOf(dataSet: DataSet, date: 'SeriesDate' | 'AcquisitionDate', time: 'SeriesTime' | 'AcquisitionTime'): WallClockMs | undefined {
  return momentFrom(textOf(dataSet, date), textOf(dataSet, time));
}

/** @param date DA. @param time TM */
export function momentFrom(date: string, time: string): WallClockMs | undefined {
  const day = parseDicomDate(date);
  const clock = parseDicomTime(time);
  if (day === undefined || clock === undefined) return undefined;
  const fraction = Number(/\.\d{1,6}$/.exec(time.trim())?.[0] ?? 0);
  return Date.parse(`${day}T${clock}Z`) + fraction * 1000;
}

/** A DT value without its offset, which is that of the scanner's own clock. PS3.5 6.2. */
export function momentFromDateTime(text: string): WallClockMs | undefined {
  const match = /^(\d{8})(\d{4,6}(?:\.\d{1,6})?)/.exec(text.trim());
  return match === null ? undefined : momentFrom(match[1] ?? '', match[2] ?? '');
}

/**
 * When the tracer was given. Radiopharmaceutical Start Date Time (0018,1078) where it is there; else Radiopharmaceutical Start Time
 * (0018,1072), which has no date: that of the scan, or the day before where it would lie after the scan.
 */
export function injectionMoment(item: DataSet, scan: WallClockMs): WallClockMs | undefined {
  const full = momentFromDateTime(textOf(item, 'RadiopharmaceuticalStartDateTime'));
  if (full !== undefined) return nearScan(full, scan);
  const day = new Date(scan).toISOString().slice(0, 10).replaceAll('-', '');
  const onDay = momentFrom(day, textOf(item, 'RadiopharmaceuticalStartTime'));
  return onDay === undefined ? undefined : onDay > scan ? onDay - DAY_MS : onDay;
}

/** A start date that is one day off, as consoles write it around midnight: the clock time is right, the day is the nearest before the scan. */
function nearScan(start: WallClockMs, scan: WallClockMs): WallClockMs {
  if (start > scan && start - DAY_MS <= scan) return start - DAY_MS;
  return scan - start > DAY_MS && scan - start <= 2 * DAY_MS ? start + DAY_MS : start;
}

/**
 * The moment that pixels of Decay Correction START refer to. Series Date and Time, unless the series was made later than this image was taken
 * (a reconstruction): then counted back from the acquisition with Frame Reference Time (0054,1300), which points at the moment of the average
 * count rate within the frame.
 * @returns undefined where neither way can be gone
 */
export function scanStart(dataSet: DataSet, halfLifeS: number): WallClockMs | undefined {
  const series = momentOf(dataSet, 'SeriesDate', 'SeriesTime');
  const acquisition = acquisitionMoment(dataSet);
  if (series !== undefined && (acquisition === undefined || series <= acquisition)) return series;
  const referenceMs = numberOf(dataSet, 'FrameReferenceTime');
  const durationMs = numberOf(dataSet, 'ActualFrameDuration');
  if (acquisition === undefined || referenceMs === undefined || durationMs === undefined || durationMs <= 0) return undefined;
  const decayPerMs = Math.LN2 / (halfLifeS * 1000);
  const decay = decayPerMs * durationMs;
  const averageMs = Math.log(decay / (1 - Math.exp(-decay))) / decayPerMs;
  return acquisition - (referenceMs - averageMs);
}

function acquisitionMoment(dataSet: DataSet): WallClockMs | undefined {
  return momentOf(dataSet, 'AcquisitionDate', 'AcquisitionTime') ?? momentFromDateTime(textOf(dataSet, 'AcquisitionDateTime'));
}
