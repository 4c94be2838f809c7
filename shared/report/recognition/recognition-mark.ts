import type { CalendarDate } from '../../dicom/values/date-time.ts';

/** One examination item of one device whose quality evaluation was passed (互认). */
export interface RecognitionItem {
  readonly siteId: string;
  /** As the device names itself: Station Name (0008,1010). */
  readonly stationName: string;
  readonly modality: string;
  /** '' for every part. */
  readonly bodyPart: string;
  /** 全国HR, 京津冀HR, 京津冀鲁HR. */
  readonly region: string;
  /** First and last day, both inclusive; null: not ended. */
  readonly validFrom: CalendarDate;
  readonly validTo: CalendarDate | null;
}

export interface RecognisedExamination {
  readonly siteId: string;
  readonly stationName: string;
  readonly modality: string;
  readonly bodyPart: string;
  /** Day of the examination; null when unknown: then nothing is marked. */
  readonly studyDate: CalendarDate | null;
}

/** The widest regions come first. */
const REGION_ORDER = ['全国HR', '京津冀鲁HR', '京津冀HR'];

/** The mark that may be printed; undefined unless an item of this very device was valid on the day of the examination. */
export function recognitionMark(items: readonly RecognitionItem[], of: RecognisedExamination): string | undefined {
  const { studyDate } = of;
  if (studyDate === null || of.stationName === '') return undefined;
  const valid = items.filter(
    (item) =>
      item.siteId === of.siteId && item.stationName === of.stationName && item.modality === of.modality && (item.bodyPart === '' || item.bodyPart === of.bodyPart) &&
      item.validFrom <= studyDate && (item.validTo === null || studyDate <= item.validTo),
  );
  return valid.map(({ region }) => region).toSorted((left, right) => placeOf(left) - placeOf(right))[0];
}

function placeOf(region: string): number {
  const place = REGION_ORDER.indexOf(region);
  return place === -1 ? REGION_ORDER.length : place;
}
