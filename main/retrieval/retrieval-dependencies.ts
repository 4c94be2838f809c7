import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { ModeRecord, RetrievalMode } from '../sites/retrieval-mode.ts';
import type { LineRule } from '../sites/site-line.repository.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { WantedInstance } from './choose-next.ts';
import type { FetchInstance } from './fetch-instance.ts';
import type { FetchSeries } from './fetch-series.ts';

/** Series in one answer, and how they and single images did. */
export interface WholeSeries {
  readonly fetch: FetchSeries;
  readonly chooseMode: (siteId: string) => RetrievalMode;
  readonly record: (siteId: string, mode: RetrievalMode, observed: Pick<ModeRecord, 'outcome' | 'bitsPerSecond'>) => void;
}

export interface RetrievalDependencies {
  readonly fetchInstance: FetchInstance;
  /** Where a whole series may come in one answer; undefined where each image is asked for by itself. */
  readonly whole: WholeSeries | undefined;
  /** Verifies and keeps it. */
  readonly storeInstance: (studyId: number, part10: Uint8Array, instance: WantedInstance) => Promise<void>;
  readonly links: SiteLinks;
  /** How a site's line may be used. */
  readonly rule: (siteId: string) => LineRule;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /**
   * Other seats fetch the same studies, and each gives the others what it has. Each begins a routine study elsewhere, so that two that begin
   * together do not carry every image twice.
   */
  readonly hasFellows: boolean;
  /** The disk takes no more; asked again every half minute. */
  readonly onDiskFull: () => void;
}
