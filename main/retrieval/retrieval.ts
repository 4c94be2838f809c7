import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import { chooseNext, type Choice, type Gaze, type WantedInstance, type WantedStudy } from './choose-next.ts';
import { backOffMs, requestsInFlight } from './requests-in-flight.ts';

/** A study to fetch, as `WantedStudy` without what this module keeps itself. */
export type StudyToFetch = Omit<WantedStudy, 'gazes' | 'missing'> & { readonly studyInstanceUid: string };

export interface RetrievalDependencies {
  /** Fetches one instance as Part 10 bytes. Reports bytes to the links as they arrive. */
  readonly fetchInstance: (siteId: string, study: StudyToFetch, instance: WantedInstance, signal: AbortSignal) => Promise<Uint8Array>;
  /** Verifies and keeps it. */
  readonly storeInstance: (studyId: number, part10: Uint8Array, instance: WantedInstance) => Promise<void>;
  readonly links: SiteLinks;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** The disk takes no more; asked again every half minute. */
  readonly onDiskFull: () => void;
}

export interface Retrieval {
  /** Says what a study lacks, or changes its purpose. What is under way goes on. */
  readonly want: (study: StudyToFetch, missing: readonly WantedInstance[]) => void;
  readonly changePurpose: (studyId: number, purpose: WantedStudy['purpose']) => void;
  readonly forget: (studyId: number) => void;
  /** What viewports show of a study; [] when it is on no screen. */
  readonly look: (studyId: number, gazes: readonly Gaze[]) => void;
  /** An instance is wanted although the study was held: its bytes were damaged. */
  readonly wantAgain: (study: StudyToFetch, instance: WantedInstance) => void;
  /** Asks a resting site at once: a search has just found it awake. */
  readonly wake: (siteId: string) => void;
  readonly missingCount: (studyId: number) => number;
  readonly queuedInstances: (siteId: string) => number;
  /** At the speed measured now; null when nothing is known. */
  readonly secondsToReady: (studyId: number) => number | null;
  readonly close: () => Promise<void>;
}

interface StudyQueue {
  readonly study: StudyToFetch;
  readonly missing: Map<string, WantedInstance>;
  gazes: readonly Gaze[];
}

interface Lane {
  readonly underWay: Map<string, Promise<void>>;
  failures: number;
  /** No request before this time, ms. */
  restUntil: number;
  /** It rests because the disk takes no more: not when somebody opens a study, for which room is made. */
  isDiskFull: boolean;
  wakeTimer: NodeJS.Timeout | undefined;
  averageBytes: number | undefined;
  /** The instance that met the last failure of the line; undefined since something arrived. */
  lastLineFailure: string | undefined;
}

interface Rest {
  readonly siteId: string;
  readonly failures: number;
  readonly until: number;
  /** The last failure was one of the line. */
  readonly isOfLine: boolean;
}

/** Assumed round trip and server time while nothing better is measured. */
const ASSUMED_WAIT_MS = 150;
const DISK_FULL_REST_MS = 30_000;

/** Failures of one instance: the line is fine, others can be fetched. */
const INSTANCE_FAILURES: ReadonlySet<string> = new Set(['site/not-found', 'site/unexpected-instance', 'site/too-large', 'file/not-dicom', 'file/damaged']);
/** Failures of the line: they say nothing of the instance that was asked for. All others may be either. */
const LINE_FAILURES: ReadonlySet<string> = new Set(['site/unreachable', 'site/stalled', 'site/too-many-requests', 'site/unauthorised']);
/** So often may an instance meet a failing line before it is suspected itself: a server may fall over one object. */
const LINE_FAILURES_BEFORE_SUSPICION = 2;

/** Fetches what is wanted, from each site as much at once as fills its line, the most urgent first. */
export function createRetrieval(dependencies: RetrievalDependencies): Retrieval {
  const { links, clock, log } = dependencies;
  const queues = new Map<number, StudyQueue>();
  const lanes = new Map<string, Lane>();
  /** Instances that failed, with what they wait for. */
  const resting = new Map<string, Rest>();
  const closing = new AbortController();
  const nowMs = () => clock.now().getTime();

  const laneOf = (siteId: string): Lane => {
    const known = lanes.get(siteId);
    if (known !== undefined) return known;
    const lane: Lane = { underWay: new Map(), failures: 0, restUntil: 0, isDiskFull: false, wakeTimer: undefined, averageBytes: undefined, lastLineFailure: undefined };
    lanes.set(siteId, lane);
    return lane;
  };

  const wakeLater = (siteId: string, lane: Lane, atMs: number) => {
    clearTimeout(lane.wakeTimer);
    lane.wakeTimer = setTimeout(() => pump(siteId), Math.max(0, atMs - nowMs()));
    lane.wakeTimer.unref();
  };

  /** After a failure one request goes out as a probe; the others wait for it. */
  const limitOf = (siteId: string, lane: Lane): number => {
    if (lane.failures > 0) return 1;
    const bitsPerSecond = links.of(siteId).throughputBitsPerSecond;
    if (bitsPerSecond === null || lane.averageBytes === undefined) return 2;
    return requestsInFlight(ASSUMED_WAIT_MS, (lane.averageBytes * 8_000) / bitsPerSecond);
  };

  const wantedStudies = (siteId: string): WantedStudy[] =>
    [...queues.values()]
      .filter(({ study, missing }) => study.siteId === siteId && missing.size > 0)
      .map(({ study, missing, gazes }) => ({ ...study, gazes, missing: [...missing.values()] }));

  const pump = (siteId: string): void => {
    const lane = laneOf(siteId);
    const started = nowMs();
    if (closing.signal.aborted) return;
    if (lane.restUntil > started) return wakeLater(siteId, lane, lane.restUntil);
    while (lane.underWay.size < limitOf(siteId, lane)) {
      const isExcluded = ({ sopInstanceUid }: WantedInstance) =>
        lane.underWay.has(sopInstanceUid) || (resting.get(sopInstanceUid)?.until ?? 0) > started;
      const choice = chooseNext(wantedStudies(siteId), siteId, isExcluded);
      const queue = choice === undefined ? undefined : queues.get(choice.studyId);
      if (choice === undefined || queue === undefined) break;
      lane.underWay.set(choice.instance.sopInstanceUid, fetchOne(siteId, lane, queue, choice));
    }
    links.recordBusy(siteId, lane.underWay.size > 0);
    if (lane.underWay.size === 0) wakeForRested(siteId, lane);
  };

  const wakeForRested = (siteId: string, lane: Lane) => {
    const waiting = wantedStudies(siteId).flatMap((study) => study.missing.flatMap(({ sopInstanceUid }) => resting.get(sopInstanceUid)?.until ?? []));
    if (waiting.length > 0) wakeLater(siteId, lane, waiting.reduce((soonest, until) => Math.min(soonest, until)));
  };

  const fetchOne = async (siteId: string, lane: Lane, queue: StudyQueue, { instance }: Choice): Promise<void> => {
    try {
      const part10 = await dependencies.fetchInstance(siteId, queue.study, instance, closing.signal);
      lane.failures = 0;
      lane.lastLineFailure = undefined;
      lane.averageBytes = lane.averageBytes === undefined ? part10.length : lane.averageBytes * 0.9 + part10.length * 0.1;
      links.recordAnswer(siteId);
      await dependencies.storeInstance(queue.study.studyId, part10, instance);
      lane.isDiskFull = false;
      // The queue may have been replaced meanwhile by a list that still names the instance.
      queues.get(queue.study.studyId)?.missing.delete(instance.sopInstanceUid);
      resting.delete(instance.sopInstanceUid);
    } catch (error) {
      if (!closing.signal.aborted) handleFailure(siteId, lane, instance, error);
    } finally {
      lane.underWay.delete(instance.sopInstanceUid);
      pump(siteId);
    }
  };

  const handleFailure = (siteId: string, lane: Lane, instance: WantedInstance, error: unknown) => {
    const rest = (ms: number) => (lane.restUntil = nowMs() + ms);
    if (!isAppError(error)) {
      log.error('an instance could not be taken in', { siteId, sopInstanceUid: instance.sopInstanceUid }, error);
      blame(siteId, instance, false);
    } else if (error.code === 'store/disk-full') {
      rest(DISK_FULL_REST_MS);
      lane.isDiskFull = true;
      dependencies.onDiskFull();
    } else if (INSTANCE_FAILURES.has(error.code) || error.code.startsWith('store/')) {
      log.warn('an instance was refused', { siteId, sopInstanceUid: instance.sopInstanceUid }, error);
      links.recordFailure(siteId, new AppError(error.code, error.message, { facts: { ...error.facts, sopInstanceUid: instance.sopInstanceUid } }));
      blame(siteId, instance, false);
    } else {
      const isOfLine = LINE_FAILURES.has(error.code);
      const failures = blame(siteId, instance, isOfLine);
      lane.failures += 1;
      const retryAfter = error.facts['retryAfterSeconds'];
      if (typeof retryAfter === 'number') rest(Math.min(retryAfter, 600) * 1_000);
      // A single strange answer may be the fault of its instance: the next one tells.
      else if (isOfLine || lane.failures > 1) rest(backOffMs(lane.failures, dependencies.random));
      links.recordFailure(siteId, error);
      log.warn('a site did not deliver', { siteId, failures: lane.failures, failuresOfInstance: failures }, error);
    }
  };

  /** Counts a failure of an instance, and lets it rest unless only the line is to blame. */
  const blame = (siteId: string, { sopInstanceUid }: WantedInstance, isOfLine: boolean): number => {
    const lane = laneOf(siteId);
    // Two different instances in a row: it is the line, and none of them is to blame.
    if (isOfLine && lane.lastLineFailure !== undefined && lane.lastLineFailure !== sopInstanceUid) acquit(siteId);
    lane.lastLineFailure = isOfLine ? sopInstanceUid : undefined;
    const failures = (resting.get(sopInstanceUid)?.failures ?? 0) + 1;
    const isInnocent = isOfLine && failures <= LINE_FAILURES_BEFORE_SUSPICION;
    const until = isInnocent ? 0 : nowMs() + backOffMs(failures + 2, dependencies.random);
    resting.set(sopInstanceUid, { siteId, failures, until, isOfLine });
    return failures;
  };

  const acquit = (siteId: string) => {
    for (const [uid, rest] of resting) if (rest.siteId === siteId && rest.isOfLine) resting.delete(uid);
  };

  return {
    want(study, missing) {
      const lane = laneOf(study.siteId);
      if (study.purpose === 'reading' && lane.isDiskFull) lane.restUntil = 0;
      const gazes = queues.get(study.studyId)?.gazes ?? [];
      queues.set(study.studyId, { study, missing: new Map(missing.map((instance) => [instance.sopInstanceUid, instance])), gazes });
      pump(study.siteId);
    },
    changePurpose(studyId, purpose) {
      const queue = queues.get(studyId);
      if (queue !== undefined) queues.set(studyId, { ...queue, study: { ...queue.study, purpose } });
    },
    forget(studyId) {
      queues.delete(studyId);
    },
    look(studyId, gazes) {
      const queue = queues.get(studyId);
      if (queue === undefined) return;
      queue.gazes = gazes;
      pump(queue.study.siteId);
    },
    wantAgain(study, instance) {
      const queue = queues.get(study.studyId) ?? { study, missing: new Map<string, WantedInstance>(), gazes: [] };
      queue.missing.set(instance.sopInstanceUid, instance);
      queues.set(study.studyId, queue);
      pump(study.siteId);
    },
    wake(siteId) {
      const lane = laneOf(siteId);
      if (lane.failures > 0) lane.restUntil = 0;
      pump(siteId);
    },
    missingCount: (studyId) => queues.get(studyId)?.missing.size ?? 0,
    queuedInstances: (siteId) => wantedStudies(siteId).reduce((sum, study) => sum + study.missing.length, 0),
    secondsToReady(studyId) {
      const queue = queues.get(studyId);
      if (queue === undefined || queue.missing.size === 0) return null;
      const { throughputBitsPerSecond } = links.of(queue.study.siteId);
      const averageBytes = laneOf(queue.study.siteId).averageBytes;
      if (throughputBitsPerSecond === null || throughputBitsPerSecond === 0 || averageBytes === undefined) return null;
      return (queue.missing.size * averageBytes * 8) / throughputBitsPerSecond;
    },
    async close() {
      closing.abort();
      for (const lane of lanes.values()) clearTimeout(lane.wakeTimer);
      await Promise.allSettled([...lanes.values()].flatMap((lane) => [...lane.underWay.values()]));
    },
  };
}
