import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { chooseNext, isAwaited, type Choice, type Gaze, type StudyToFetch, type WantedInstance, type WantedStudy } from './choose-next.ts';
import { createFlights, type Flights } from './flights.ts';
import { isBackground, restAfterMs, shareNow } from './line-share.ts';
import { backOffMs, movingAverage, requestsInFlight } from './requests-in-flight.ts';
import type { RetrievalDependencies } from './retrieval-dependencies.ts';

export interface Retrieval {
  /** Says what a study lacks, or changes its purpose. What is under way goes on. */
  readonly want: (study: StudyToFetch, missing: readonly WantedInstance[]) => void;
  readonly changePurpose: (studyId: number, purpose: WantedStudy['purpose']) => void;
  /** The study's urgency, as it is known now; what it lacks and for what it is wanted stay. */
  readonly update: (study: StudyToFetch) => void;
  readonly forget: (studyId: number) => void;
  /** Nothing is asked of the site any more, and what is under way is broken off, until something is wanted from it again. */
  readonly forgetSite: (siteId: string) => void;
  /** What viewports show of a study; [] when it is on no screen. */
  readonly look: (studyId: number, gazes: readonly Gaze[]) => void;
  /**
   * Somebody has opened a study of the site and sees nothing of it yet: what has just begun for other studies is broken off, also for those that are open
   * behind it, and until the returned function is called, what is under way leaves the line to the questions that lead to its first picture.
   */
  readonly hush: (siteId: string, studyId: number) => () => void;
  /** Somebody has opened a study of the site and sees nothing of it yet. */
  readonly isFirstPictureAwaited: (siteId: string) => boolean;
  /** An instance is wanted although the study was held: its bytes were damaged. */
  readonly wantAgain: (study: StudyToFetch, instance: WantedInstance) => void;
  /** Asks a resting site at once: a search has just found it awake. A site that named its own waiting time is left alone. */
  readonly wake: (siteId: string) => void;
  /** The rule of a line has changed. */
  readonly reconsider: (siteId: string) => void;
  readonly missingCount: (studyId: number) => number;
  readonly queuedInstances: (siteId: string) => number;
  /** At the speed measured now; null when nothing is known. */
  readonly secondsToReady: (studyId: number) => number | null;
  /** Until nothing is queued for the site, at the speed measured now; null when nothing is queued or known. */
  readonly secondsToEmpty: (siteId: string) => number | null;
  /** How many requests fill the site's line now. */
  readonly requestsAtOnce: (siteId: string) => number;
  readonly close: () => Promise<void>;
}

interface StudyQueue {
  readonly study: StudyToFetch;
  readonly missing: Map<string, WantedInstance>;
  gazes: readonly Gaze[];
  /** Of its own objects; a radiograph before a CT would make its 200 slices last for an hour. */
  averageBytes: number | undefined;
}

interface Lane {
  readonly underWay: Map<string, Promise<void>>;
  readonly flights: Flights;
  /** Instances that failed, with what they wait for. Another hospital may have the same study. */
  readonly resting: Map<string, Rest>;
  /** The series that comes in one answer now, and how to end it. */
  whole: { readonly uids: Set<string>; readonly stopping: AbortController } | undefined;
  failures: number;
  /** No request before this time, ms of `performance.now()`: a clock that nobody sets back. */
  restUntil: number;
  /** The site has named that time itself (Retry-After). */
  isRestOrdered: boolean;
  /** Nothing that nobody waits for before this time, ms: the share of the line is used up. */
  backgroundRestUntil: number;
  /** It rests because the disk takes no more: not when somebody opens a study, for which room is made. */
  isDiskFull: boolean;
  wakeTimer: NodeJS.Timeout | undefined;
  averageBytes: number | undefined;
  /** The instance that met the last failure of the line; undefined since something arrived. */
  lastLineFailure: string | undefined;
}

interface Rest {
  readonly failures: number;
  readonly until: number;
  /** The last failure was one of the line. */
  readonly isOfLine: boolean;
}

/** Assumed round trip and server time while nothing better is measured. */
const ASSUMED_WAIT_MS = 150;
/** Images that are off the line and not yet on the disk; then the line waits for the disk. */
const MAXIMUM_STORING = 4;
const DISK_FULL_REST_MS = 30_000;
/** Fewer images are not worth another request. */
const SMALLEST_WHOLE_SERIES = 8;

/** Failures of one instance. */
const INSTANCE_FAILURES: ReadonlySet<string> = new Set(['site/not-found', 'site/unexpected-instance', 'site/too-large', 'file/not-dicom', 'file/damaged']);
/** Failures of the line. All others may be the line's or the instance's. */
const LINE_FAILURES: ReadonlySet<string> = new Set(['site/unreachable', 'site/stalled', 'site/too-many-requests', 'site/unauthorised']);
/** So often may an instance meet a failing line before it is suspected itself: a server may fall over one object. */
const LINE_FAILURES_BEFORE_SUSPICION = 2;

/** Fetches what is wanted, from each site as much at once as fills its line, the most urgent first. */
export function createRetrieval(dependencies: RetrievalDependencies): Retrieval {
  const { links, clock, log } = dependencies;
  const queues = new Map<number, StudyQueue>();
  const lanes = new Map<string, Lane>();
  const closing = new AbortController();
  const nowMs = () => performance.now();

  const laneOf = (siteId: string): Lane => {
    const known = lanes.get(siteId);
    if (known !== undefined) return known;
    const lane: Lane = {
      underWay: new Map(), flights: createFlights(), resting: new Map(), whole: undefined, failures: 0, restUntil: 0, isRestOrdered: false, backgroundRestUntil: 0, isDiskFull: false,
      wakeTimer: undefined, averageBytes: undefined, lastLineFailure: undefined,
    };
    lanes.set(siteId, lane);
    return lane;
  };

  const wakeLater = (siteId: string, lane: Lane, atMs: number) => {
    clearTimeout(lane.wakeTimer);
    lane.wakeTimer = setTimeout(() => pump(siteId), Math.max(0, atMs - nowMs()));
    lane.wakeTimer.unref();
  };

  /** After a failure one request goes out as a probe; the others wait for it. */
  const limitOf = (siteId: string, lane: Lane): number => (lane.failures > 0 ? 1 : filling(siteId, lane));

  const filling = (siteId: string, lane: Lane): number => {
    const bitsPerSecond = links.of(siteId).throughputBitsPerSecond;
    if (bitsPerSecond === null || lane.averageBytes === undefined) return 2;
    return requestsInFlight(links.of(siteId).waitMs ?? ASSUMED_WAIT_MS, (lane.averageBytes * 8_000) / bitsPerSecond);
  };

  /** Those that lack something. */
  const queuesOf = (siteId: string): StudyQueue[] => [...queues.values()].filter(({ study, missing }) => study.siteId === siteId && missing.size > 0);
  const wantedStudies = (siteId: string): WantedStudy[] => queuesOf(siteId).map(({ study, missing, gazes }) => ({ ...study, gazes, missing: [...missing.values()] }));

  const isPressingNow = ({ studyId, instance }: Choice): boolean => {
    const queue = queues.get(studyId);
    if (queue === undefined) return false;
    const isUnderEye = queue.gazes.some((gaze) => gaze.isActive && gaze.seriesInstanceUid === instance.seriesInstanceUid && gaze.instanceNumber !== null && gaze.instanceNumber === instance.instanceNumber);
    return isUnderEye || isAwaited(queue.study, instance) || (queue.study.urgency === 'green-channel' && queue.study.purpose !== 'prior');
  };

  const chooseFor = (siteId: string, lane: Lane, now: number): Choice | undefined => {
    const { isPaused } = dependencies.rule(siteId);
    const mayFetchAhead = !isPaused && lane.backgroundRestUntil <= now;
    const studies = wantedStudies(siteId).filter((study) => mayFetchAhead || !isBackground(study, isPaused));
    return chooseNext(studies, siteId, ({ sopInstanceUid }) => lane.underWay.has(sopInstanceUid) || lane.whole?.uids.has(sopInstanceUid) === true || (lane.resting.get(sopInstanceUid)?.until ?? 0) > now);
  };

  const pump = (siteId: string): void => {
    const lane = laneOf(siteId);
    const started = nowMs();
    if (closing.signal.aborted) return;
    if (lane.restUntil > started) return wakeLater(siteId, lane, lane.restUntil);
    const limit = limitOf(siteId, lane);
    while (lane.underWay.size - lane.flights.count() < MAXIMUM_STORING) {
      const choice = chooseFor(siteId, lane, started);
      const queue = choice === undefined ? undefined : queues.get(choice.studyId);
      if (choice === undefined || queue === undefined) break;
      // On a line that fails a single request probes, however pressing.
      if (lane.failures > 0 ? lane.flights.count() > 0 : !lane.flights.mayStart(choice.isPressing, limit)) break;
      // A whole series fills the line by itself.
      if (lane.whole !== undefined && !choice.isPressing) break;
      const series = lane.failures === 0 ? wholeSeries(siteId, lane, queue, choice) : [];
      if (series.length > 0) lane.underWay.set(choice.instance.seriesInstanceUid, fetchWhole(siteId, lane, queue, choice, series));
      else lane.underWay.set(choice.instance.sopInstanceUid, fetchOne(siteId, lane, queue, choice));
    }
    links.recordBusy(siteId, lane.flights.count() > 0);
    if (lane.underWay.size === 0) wakeForRested(siteId, lane);
    else if (lane.flights.count() === 0 && lane.backgroundRestUntil > started) wakeLater(siteId, lane, lane.backgroundRestUntil);
  };

  const wakeForRested = (siteId: string, lane: Lane) => {
    const waiting = wantedStudies(siteId).flatMap((study) => study.missing.flatMap(({ sopInstanceUid }) => lane.resting.get(sopInstanceUid)?.until ?? []));
    if (lane.backgroundRestUntil > nowMs()) waiting.push(lane.backgroundRestUntil);
    if (waiting.length > 0) wakeLater(siteId, lane, waiting.reduce((soonest, until) => Math.min(soonest, until)));
  };

  const fetchOne = async (siteId: string, lane: Lane, queue: StudyQueue, choice: Choice): Promise<void> => {
    const { instance } = choice;
    const [flight, started] = [lane.flights.start(choice, () => pump(siteId)), nowMs()];
    try {
      const part10 = await dependencies.fetchInstance(siteId, queue.study, instance, AbortSignal.any([closing.signal, flight.signal]), flight);
      flight.land();
      lane.failures = 0;
      lane.isRestOrdered = false;
      lane.lastLineFailure = undefined;
      lane.averageBytes = movingAverage(lane.averageBytes, part10.length);
      links.recordAnswer(siteId);
      if (isBackground(queue.study, false)) restBackground(siteId, lane, part10.length, nowMs() - started);
      dependencies.whole?.record(siteId, 'instance', { outcome: 'works', bitsPerSecond: links.of(siteId).throughputBitsPerSecond });
      // The line goes on while this one is written.
      pump(siteId);
      await keep(lane, queue, part10, instance);
    } catch (error) {
      if (!closing.signal.aborted && !flight.signal.aborted) handleFailure(siteId, lane, instance, error);
    } finally {
      flight.land();
      lane.underWay.delete(instance.sopInstanceUid);
      pump(siteId);
    }
  };

  const keep = async (lane: Lane, { study }: StudyQueue, part10: Uint8Array, instance: WantedInstance): Promise<void> => {
    await dependencies.storeInstance(study.studyId, part10, instance);
    lane.isDiskFull = false;
    // The queue may have been replaced meanwhile by a list that still names the instance.
    const queue = queues.get(study.studyId);
    queue?.missing.delete(instance.sopInstanceUid);
    if (queue !== undefined) queue.averageBytes = movingAverage(queue.averageBytes, part10.length);
    lane.resting.delete(instance.sopInstanceUid);
  };

  /** The series of a choice, where nobody waits for it, nothing of it is here or under way, and the line does better with it in one answer. */
  const wholeSeries = (siteId: string, lane: Lane, { study, missing }: StudyQueue, { instance }: Choice): readonly WantedInstance[] => {
    const { whole } = dependencies;
    if (whole === undefined || !isBackground(study, false) || instance.isSeriesUntouched !== true) return [];
    if (shareNow(dependencies.rule(siteId), clock.now()) < 1 || isSomebodyReading(siteId) || whole.chooseMode(siteId) !== 'series') return [];
    const series = [...missing.values()].filter(({ seriesInstanceUid }) => seriesInstanceUid === instance.seriesInstanceUid);
    const isFree = series.every(({ sopInstanceUid }) => !lane.underWay.has(sopInstanceUid) && !lane.resting.has(sopInstanceUid));
    return isFree && series.length >= SMALLEST_WHOLE_SERIES ? series : [];
  };

  const isSomebodyReading = (siteId: string) => queuesOf(siteId).some(({ study }) => !isBackground(study, false));

  const fetchWhole = async (siteId: string, lane: Lane, queue: StudyQueue, choice: Choice, series: readonly WantedInstance[]): Promise<void> => {
    const { whole } = dependencies;
    if (whole === undefined) return;
    const wanted = new Map(series.map((one) => [one.sopInstanceUid, one]));
    const stopping = new AbortController();
    lane.whole = { uids: new Set(wanted.keys()), stopping };
    const [flight, started] = [lane.flights.start(choice, () => pump(siteId)), nowMs()];
    let bytes = 0;
    try {
      for await (const { sopInstanceUid, part10 } of whole.fetch(siteId, queue.study, choice.instance, AbortSignal.any([closing.signal, stopping.signal]), flight)) {
        bytes += part10.length;
        links.recordAnswer(siteId);
        const instance = wanted.get(sopInstanceUid);
        if (instance === undefined) continue;
        await keep(lane, queue, part10, instance);
        wanted.delete(sopInstanceUid);
      }
      const isGiven = wanted.size < series.length;
      whole.record(siteId, 'series', { outcome: isGiven ? 'works' : 'refused', bitsPerSecond: isGiven ? (bytes * 8_000) / Math.max(1, nowMs() - started) : null });
    } catch (error) {
      if (closing.signal.aborted || stopping.signal.aborted) return;
      // It came for single images: what it does not give is the series.
      if (isAppError(error) && bytes === 0 && !LINE_FAILURES.has(error.code)) whole.record(siteId, 'series', { outcome: 'refused', bitsPerSecond: null });
      else handleFailure(siteId, lane, [...wanted.values()][0] ?? choice.instance, error);
    } finally {
      flight.land();
      lane.whole = undefined;
      lane.underWay.delete(choice.instance.seriesInstanceUid);
      pump(siteId);
    }
  };

  /** Somebody waits now: the rest of the series comes in its order. What is whole is kept. */
  const giveWay = (study: StudyToFetch, missing: readonly WantedInstance[]) => {
    if (missing.length > 0 && !isBackground(study, false)) laneOf(study.siteId).whole?.stopping.abort();
    if (missing.some((instance) => isAwaited(study, instance))) clearLine(study.siteId, study.studyId);
  };

  /** Somebody has opened a study and sees nothing yet: the line is his. */
  const clearLine = (siteId: string, openedId: number) => {
    const { flights, whole, averageBytes } = laneOf(siteId);
    whole?.stopping.abort();
    flights.clear(({ studyId }) => studyId === openedId || queues.get(studyId)?.study.urgency === 'green-channel', averageBytes);
  };

  /** What nobody waits for leaves the rest of the line's time to others. */
  const restBackground = (siteId: string, lane: Lane, bytes: number, tookMs: number) => {
    const bitsPerSecond = links.of(siteId).throughputBitsPerSecond;
    const restMs = restAfterMs(shareNow(dependencies.rule(siteId), clock.now()), bitsPerSecond === null ? tookMs : (bytes * 8_000) / bitsPerSecond);
    if (restMs > 0) lane.backgroundRestUntil = Math.max(lane.backgroundRestUntil, nowMs()) + restMs;
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
      lane.isRestOrdered = typeof retryAfter === 'number';
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
    if (isOfLine && lane.lastLineFailure !== undefined && lane.lastLineFailure !== sopInstanceUid) acquit(lane);
    lane.lastLineFailure = isOfLine ? sopInstanceUid : undefined;
    const failures = (lane.resting.get(sopInstanceUid)?.failures ?? 0) + 1;
    const isInnocent = isOfLine && failures <= LINE_FAILURES_BEFORE_SUSPICION;
    const until = isInnocent ? 0 : nowMs() + backOffMs(failures + 2, dependencies.random);
    lane.resting.set(sopInstanceUid, { failures, until, isOfLine });
    return failures;
  };

  const secondsFor = (siteId: string, waiting: readonly StudyQueue[]): number | null => {
    const { throughputBitsPerSecond } = links.of(siteId);
    const bytes = waiting.reduce((sum, { missing, averageBytes = laneOf(siteId).averageBytes ?? Number.NaN }) => sum + missing.size * averageBytes, 0);
    return !(bytes > 0) || throughputBitsPerSecond === null || throughputBitsPerSecond === 0 ? null : (bytes * 8) / throughputBitsPerSecond;
  };

  const acquit = ({ resting }: Lane) => {
    for (const [uid, rest] of resting) if (rest.isOfLine) resting.delete(uid);
  };

  return {
    want(study, missing) {
      const lane = laneOf(study.siteId);
      if (study.purpose === 'reading' && lane.isDiskFull) lane.restUntil = 0;
      const { gazes = [], averageBytes } = queues.get(study.studyId) ?? {};
      const begin = dependencies.hasFellows && isBackground(study, false) ? Math.floor(dependencies.random() * missing.length) : 0;
      const ordered = [...missing.slice(begin), ...missing.slice(0, begin)];
      queues.set(study.studyId, { study, missing: new Map(ordered.map((instance) => [instance.sopInstanceUid, instance])), gazes, averageBytes });
      giveWay(study, missing);
      pump(study.siteId);
    },
    changePurpose(studyId, purpose) {
      const queue = queues.get(studyId);
      if (queue === undefined) return;
      const study = { ...queue.study, purpose };
      queues.set(studyId, { ...queue, study });
      giveWay(study, [...queue.missing.values()]);
      pump(study.siteId);
    },
    update(study) {
      const queue = queues.get(study.studyId);
      if (queue !== undefined) queues.set(study.studyId, { ...queue, study: { ...study, purpose: queue.study.purpose } });
    },
    forget: (studyId) => void queues.delete(studyId),
    forgetSite(siteId) {
      for (const [studyId, { study }] of queues) if (study.siteId === siteId) queues.delete(studyId);
      const { flights, whole } = laneOf(siteId);
      whole?.stopping.abort();
      flights.end();
    },
    look(studyId, gazes) {
      const queue = queues.get(studyId);
      if (queue === undefined) return;
      queue.gazes = gazes;
      laneOf(queue.study.siteId).flights.rejudge(isPressingNow);
      pump(queue.study.siteId);
    },
    hush(siteId, studyId) {
      clearLine(siteId, studyId);
      const speak = laneOf(siteId).flights.hush();
      return () => {
        speak();
        pump(siteId);
      };
    },
    isFirstPictureAwaited: (siteId) => laneOf(siteId).flights.isHushed() || wantedStudies(siteId).some((study) => study.missing.some((instance) => isAwaited(study, instance))),
    wantAgain(study, instance) {
      const queue = queues.get(study.studyId) ?? { study, missing: new Map<string, WantedInstance>(), gazes: [], averageBytes: undefined };
      queue.missing.set(instance.sopInstanceUid, instance);
      queues.set(study.studyId, queue);
      pump(study.siteId);
    },
    wake(siteId) {
      const lane = laneOf(siteId);
      if (lane.failures > 0 && !lane.isRestOrdered) lane.restUntil = 0;
      pump(siteId);
    },
    reconsider(siteId) {
      laneOf(siteId).backgroundRestUntil = 0;
      pump(siteId);
    },
    missingCount: (studyId) => queues.get(studyId)?.missing.size ?? 0,
    queuedInstances: (siteId) => wantedStudies(siteId).reduce((sum, study) => sum + study.missing.length, 0),
    secondsToReady(studyId) {
      const queue = queues.get(studyId);
      return queue === undefined ? null : secondsFor(queue.study.siteId, [queue]);
    },
    secondsToEmpty: (siteId) => secondsFor(siteId, queuesOf(siteId)),
    requestsAtOnce: (siteId) => filling(siteId, laneOf(siteId)),
    async close() {
      closing.abort();
      for (const lane of lanes.values()) clearTimeout(lane.wakeTimer);
      await Promise.allSettled([...lanes.values()].flatMap((lane) => [...lane.underWay.values()]));
    },
  };
}
