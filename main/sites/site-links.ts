import type { AppError, ErrorFacts } from '#shared/errors/app-error.ts';
import type { Clock } from '../platform/clock.ts';

/** How a site's line is doing, from what the program itself asked of it. */
export interface SiteLink {
  readonly state: 'connecting' | 'reachable' | 'slow' | 'unreachable';
  readonly failure: { readonly code: string; readonly facts: ErrorFacts; readonly since: string } | null;
  readonly lastSeenAt: string | null;
  readonly throughputBitsPerSecond: number | null;
  /** From a request to the first byte of its answer, longer than four of five of the latest: round trip, the server's work, and what was on the line before it. Null before the first. */
  readonly waitMs: number | null;
}

export interface SiteLinks {
  readonly of: (siteId: string) => SiteLink;
  /** The site answered as it should. @returns whether it had been failing */
  readonly recordAnswer: (siteId: string) => boolean;
  /** The site did not answer, or not as it should. */
  readonly recordFailure: (siteId: string, error: AppError) => void;
  /** Bytes that arrived in answer to a request, as they arrive. */
  readonly recordBytes: (siteId: string, count: number) => void;
  /** Request to first byte of one answer. */
  readonly recordWait: (siteId: string, waitMs: number) => void;
  /** Requests under way; throughput is only measured while there is one. */
  readonly recordBusy: (siteId: string, isBusy: boolean) => void;
}

interface LinkRecord {
  failure: SiteLink['failure'];
  lastSeenAt: string | null;
  /** Bytes and milliseconds of the busy time now measured, and the smoothed result. */
  measuredBytes: number;
  busySinceMs: number | null;
  busyMs: number;
  bitsPerSecond: number | null;
  usualBitsPerSecond: number | null;
  /** The latest waits, the newest last. */
  waits: number[];
}

/** A measurement covers at least half a second of a busy line, else a single packet would be the speed. */
const MEASURED_MS = 500;
/** Weight of the newest measurement. The usual speed follows far more slowly: it is what the line is compared with. */
const WEIGHT = 0.3;
const USUAL_WEIGHT = 0.02;
const SLOW_SHARE = 0.75;
const WAITS_KEPT = 16;
/** A line that is filled for the median wait stands idle at every second answer. */
const USUAL_SHARE = 0.8;

/** Failures of one object, not of the line: the site did answer. */
const OBJECT_FAILURES: ReadonlySet<string> = new Set(['site/not-found', 'site/unexpected-instance', 'site/refused-object', 'file/not-dicom', 'file/damaged']);

/** @param elapsedMs measures the line: a clock that nobody sets */
export function createSiteLinks(clock: Clock, onChanged: (siteId: string) => void, elapsedMs: () => number = () => performance.now()): SiteLinks {
  const records = new Map<string, LinkRecord>();

  const recordOf = (siteId: string): LinkRecord => {
    const known = records.get(siteId);
    if (known !== undefined) return known;
    const fresh: LinkRecord = {
      failure: null, lastSeenAt: null, measuredBytes: 0, busySinceMs: null, busyMs: 0, bitsPerSecond: null, usualBitsPerSecond: null, waits: [],
    };
    records.set(siteId, fresh);
    return fresh;
  };

  const measure = (record: LinkRecord, nowMs: number) => {
    if (record.busySinceMs !== null) {
      record.busyMs += nowMs - record.busySinceMs;
      record.busySinceMs = nowMs;
    }
    if (record.busyMs < MEASURED_MS || record.measuredBytes === 0) return;
    const now = (record.measuredBytes * 8_000) / record.busyMs;
    record.bitsPerSecond = record.bitsPerSecond === null ? now : record.bitsPerSecond + WEIGHT * (now - record.bitsPerSecond);
    record.usualBitsPerSecond = record.usualBitsPerSecond === null ? now : record.usualBitsPerSecond + USUAL_WEIGHT * (now - record.usualBitsPerSecond);
    record.measuredBytes = 0;
    record.busyMs = 0;
  };

  return {
    of(siteId) {
      const record = recordOf(siteId);
      const isSlow = record.bitsPerSecond !== null && record.usualBitsPerSecond !== null && record.bitsPerSecond < SLOW_SHARE * record.usualBitsPerSecond;
      const isDown = record.failure !== null && !OBJECT_FAILURES.has(record.failure.code);
      const state = isDown ? 'unreachable' : record.lastSeenAt === null ? 'connecting' : isSlow ? 'slow' : 'reachable';
      const waitMs = record.waits.toSorted((left, right) => left - right)[Math.floor(record.waits.length * USUAL_SHARE)] ?? null;
      return { state, failure: record.failure, lastSeenAt: record.lastSeenAt, throughputBitsPerSecond: record.bitsPerSecond, waitMs };
    },
    recordAnswer(siteId) {
      const record = recordOf(siteId);
      const wasFailing = record.failure !== null;
      const isFirst = record.lastSeenAt === null;
      record.failure = null;
      record.lastSeenAt = clock.now().toISOString();
      if (wasFailing || isFirst) onChanged(siteId);
      return wasFailing;
    },
    recordFailure(siteId, error) {
      const record = recordOf(siteId);
      const isSame = record.failure?.code === error.code;
      const since = record.failure?.since ?? clock.now().toISOString();
      record.failure = { code: error.code, facts: error.facts, since };
      if (!isSame) onChanged(siteId);
    },
    recordBytes(siteId, count) {
      const record = recordOf(siteId);
      record.measuredBytes += count;
      measure(record, elapsedMs());
    },
    recordWait(siteId, waitMs) {
      const record = recordOf(siteId);
      record.waits = [...record.waits, waitMs].slice(-WAITS_KEPT);
    },
    recordBusy(siteId, isBusy) {
      const record = recordOf(siteId);
      const nowMs = elapsedMs();
      if (isBusy) record.busySinceMs ??= nowMs;
      else {
        measure(record, nowMs);
        record.busySinceMs = null;
      }
    },
  };
}
