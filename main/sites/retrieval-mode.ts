/** How images that nobody waits for are asked for: one after the other, or a whole series in one answer, which cannot be put in another order. */
export type RetrievalMode = 'instance' | 'series';

/** How a hospital's line did in one mode. Learned from transfers, never assumed. */
export interface ModeRecord {
  readonly siteId: string;
  readonly mode: RetrievalMode;
  /** `refused`: nothing came in this mode. */
  readonly outcome: 'works' | 'refused';
  /** How often in a row it came out so: images, or series. */
  readonly answers: number;
  /** Of the line, smoothed; null when nothing came. */
  readonly bitsPerSecond: number | null;
  /** ISO 8601, UTC */
  readonly checkedAt: string;
}

/** Before a whole series is tried the line is known from so many images. */
const IMAGES_FIRST = 8;
/** A whole series must be so much faster: it gives up the order. */
const WORTH_GIVING_UP_THE_ORDER = 1.08;
/** What was slower or refused is tried again after a day. */
const TRY_AGAIN_MS = 24 * 3_600_000;
const WEIGHT = 0.3;

/** Which mode to use for a series that nobody waits for. Pure. @param known what is known of this site */
export function chooseMode(known: readonly ModeRecord[], now: Date): RetrievalMode {
  const instance = known.find(({ mode }) => mode === 'instance');
  const series = known.find(({ mode }) => mode === 'series');
  if (instance === undefined || instance.answers < IMAGES_FIRST) return 'instance';
  if (series === undefined || now.getTime() - Date.parse(series.checkedAt) > TRY_AGAIN_MS) return 'series';
  if (series.outcome === 'refused' || series.bitsPerSecond === null) return 'instance';
  return series.bitsPerSecond > (instance.bitsPerSecond ?? 0) * WORTH_GIVING_UP_THE_ORDER ? 'series' : 'instance';
}

/** Takes one transfer into account. Pure. */
export function learnMode(
  before: ModeRecord | undefined, key: Pick<ModeRecord, 'siteId' | 'mode'>, observed: Pick<ModeRecord, 'outcome' | 'bitsPerSecond'>, now: Date,
): ModeRecord {
  const isSame = before?.outcome === observed.outcome;
  const speedBefore = before?.bitsPerSecond ?? null;
  const bitsPerSecond =
    observed.bitsPerSecond === null ? speedBefore : speedBefore === null ? observed.bitsPerSecond : speedBefore + WEIGHT * (observed.bitsPerSecond - speedBefore);
  return { ...key, outcome: observed.outcome, answers: isSame ? before.answers + 1 : 1, bitsPerSecond, checkedAt: now.toISOString() };
}
