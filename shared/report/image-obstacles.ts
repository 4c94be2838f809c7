import type { CheckReason, SigningObstacle } from './signing-obstacles.ts';

/** A series of a study that a report covers, as far as it was read here. */
export interface SeriesToRead {
  /** As the rail names it: description, or `S3`. */
  readonly name: string;
  readonly isImages: boolean;
  readonly heldInstances: number;
  /** Holes between the positions of its slices; null while nothing can be said. */
  readonly missingSlices: number | null;
  /** An image of it was on a screen of this seat. */
  readonly isSeen: boolean;
}

/** Series that plan a scan or record its dose: nobody reads them. */
const PLANNING = /定位|扫描计划|剂量|scout|locali[sz]er|topogram|surview|smart\s?prep|bolus|monitoring|premonitoring|dose|calibration/iu;
/** As many names as a line holds. */
const MOST_NAMES = 4;

/**
 * Series that were never on a screen although others of the study were, and series with holes. Where nothing at all was seen on this seat, it
 * knows nothing of what was read elsewhere, and asks nothing.
 */
export function imageObstacles(series: readonly SeriesToRead[], reasons: readonly CheckReason[]): SigningObstacle[] {
  const images = series.filter(({ isImages, heldInstances, name }) => isImages && heldInstances > 0 && !PLANNING.test(name));
  const unseen = images.some(({ isSeen }) => isSeen) ? images.filter(({ isSeen }) => !isSeen) : [];
  const holed = images.filter(({ missingSlices }) => missingSlices !== null && missingSlices > 0);
  return [
    ...obstacle('series-unseen', unseen, unseen.length, reasons),
    ...obstacle('images-incomplete', holed, holed.reduce((sum, { missingSlices }) => sum + (missingSlices ?? 0), 0), reasons),
  ];
}

function obstacle(code: 'series-unseen' | 'images-incomplete', series: readonly SeriesToRead[], count: number, reasons: readonly CheckReason[]): SigningObstacle[] {
  if (series.length === 0) return [];
  const text = series.slice(0, MOST_NAMES).map(({ name }) => name).join('、') + (series.length > MOST_NAMES ? '…' : '');
  const reason = reasons.findLast((one) => one.code === code && one.excerpt === text)?.reason;
  return [{ level: 'confirm', code, facts: { text, count, ...(reason === undefined ? {} : { reason }) } }];
}
