import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { UrgencyJudge } from '#shared/worklist/green-channel.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { PackReference, PackShelf } from '../store/pack-shelf.ts';
import type { ExpectedInstance, FrameAnswer, HeldInstance, StoreOutcome } from '../store/pack.repository.ts';
import type { KeepingRepository } from './keeping.repository.ts';
import type { RequestRepository } from './request.repository.ts';
import { completeStudyContent, contentOfSeries, factsFromHeader, requestsOf } from './study-facts.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { ChangedList, StudyChanges } from './study-changes.ts';
import type { StudyRepository } from './study.repository.ts';
import type { IndexedSeries } from './study.ts';

export interface StudyKeeperDependencies {
  readonly studies: Remote<StudyRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly keeping: Remote<KeepingRepository>;
  readonly packs: Remote<PackShelf>;
  readonly changes: StudyChanges;
  readonly room: Pick<RoomKeeper, 'ensureRoom' | 'recordSize'>;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  /** How urgent a case is; absent: by the rules that the program comes with. */
  readonly judge?: UrgencyJudge;
}

/** What the catalogue said of a study before its list was read anew. */
export interface ListBefore {
  readonly wasComplete: boolean;
  /** Series UID to the number of instances; empty before the first list. */
  readonly expectedBySeries: Readonly<Record<string, number>>;
}

/** Holds studies: takes instances in, hands frames out, and keeps the catalogue's counts true to the packs. */
export interface StudyKeeper {
  /** @throws AppError `study/unknown` */
  readonly reference: (studyId: number) => Promise<PackReference>;
  /**
   * Takes over the hospital's list of instances, and notes what it says otherwise than before.
   * @returns held instances that the hospital seems to have made anew: to be fetched and compared
   */
  readonly expect: (studyId: number, instances: readonly ExpectedInstance[], before: ListBefore) => Promise<readonly ExpectedInstance[]>;
  /** For a study without a hospital behind it: what is held is all there is. Series that hold nothing and expect nothing are left out. */
  readonly adoptHeld: (studyId: number, series: readonly IndexedSeries[]) => Promise<void>;
  /** Sets the catalogue's counts right by the pack. @returns what is missing; undefined when the pack knows of nothing at all */
  readonly reconcile: (studyId: number) => Promise<ExpectedInstance[] | undefined>;
  /** @throws AppError what the pack or the disk says; nothing of the instance is held then */
  readonly storeInstance: (studyId: number, part10: Uint8Array, expectedSopInstanceUid: string) => Promise<StoreOutcome>;
  readonly readFrame: (studyId: number, sopInstanceUid: string, frameNumber: number) => Promise<FrameAnswer>;
  readonly readBulkData: (studyId: number, sopInstanceUid: string, elementPath: string) => Promise<Uint8Array | undefined>;
  readonly readSeriesMetadata: (studyId: number, seriesInstanceUid: string) => Promise<string>;
  /** A report, as it was stored; undefined when it is not held. */
  readonly readDocument: (studyId: number, sopInstanceUid: string) => Promise<Uint8Array | undefined>;
  /** Called when bytes that were held turn out damaged: the instance, or the whole study, must be fetched again. */
  readonly onDamaged: (listener: (studyId: number, sopInstanceUid: string | undefined) => void) => void;
  /** Marks a study complete when it has been quiet long enough or its technician's mark is fulfilled. */
  readonly checkCompletion: (studyId: number, quietMs: number) => Promise<void>;
}

/** Windows hear of arriving instances in small batches. */
const BATCH_MS = 40;

export function createStudyKeeper({ studies, requests, keeping, packs, changes, room, events, clock, log, judge }: StudyKeeperDependencies): StudyKeeper {
  const references = new Map<number, PackReference>();
  const marks = new Map<number, ReadonlySet<string>>();
  const damageListeners: ((studyId: number, sopInstanceUid: string | undefined) => void)[] = [];
  const announce = createHeldAnnouncer(events);

  const reference = async (studyId: number): Promise<PackReference> => {
    const known = references.get(studyId);
    if (known !== undefined) return known;
    const [study, key] = await Promise.all([studies.find(studyId), studies.packKey(studyId)]);
    if (study === undefined || key === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    const found = { studyId, studyInstanceUid: study.studyInstanceUid, key };
    references.set(studyId, found);
    return found;
  };

  /** Requests, history and urgency stand in the headers of the images; the first of each series is read as soon as it is here. */
  const readFirstHeader = async (studyId: number) => {
    const study = await studies.find(studyId);
    if (study === undefined) return;
    const series = (await studies.series(studyId)).filter((one) => one.heldInstances > 0);
    const texts = await Promise.all(series.map((one) => readSeriesMetadata(studyId, one.seriesInstanceUid)));
    const headers = texts.flatMap((text) => (JSON.parse(text) as DataSet[]).slice(0, 1));
    const mark = headers.map(completeStudyContent).find((content) => content !== undefined);
    if (mark !== undefined) marks.set(studyId, new Set(mark));
    const images = headers.filter((header) => completeStudyContent(header) === undefined);
    for (const header of images) await studies.recordHeader(studyId, factsFromHeader(header, judge));
    for (const header of headers) await studies.recordSeriesDescription(studyId, textOf(header, 'SeriesInstanceUID'), textOf(header, 'SeriesDescription'));
    await requests.recordRequests(study.siteId, studyId, requestsOf(study, images));
    events.publish({ kind: 'study-changed', studyId });
  };

  const readSeriesMetadata = async (studyId: number, seriesInstanceUid: string) =>
    onPack(studyId, async (place) => packs.readSeriesMetadata(place, seriesInstanceUid));

  const takeOverCounts = (studyId: number, heldBySeries: Readonly<Record<string, number>>) => studies.recordHeld(studyId, heldBySeries);

  const reportDamage = (studyId: number, sopInstanceUid: string | undefined) => {
    log.error('held bytes did not match their digest; they are put aside and fetched again', { studyId, ...(sopInstanceUid === undefined ? {} : { sopInstanceUid }) });
    for (const listener of damageListeners) listener(studyId, sopInstanceUid);
  };

  /** Works on a pack. When the pack itself turns out damaged it is empty now, and the whole study is fetched again. */
  const onPack = async <T>(studyId: number, work: (place: PackReference) => Promise<T>): Promise<T> => {
    const place = await reference(studyId);
    try {
      return await work(place);
    } catch (error) {
      if (isAppError(error, 'store/damaged') && (await packs.inventory(place).then(isEmpty, () => false))) {
        await keeping.markNeedsIndex(studyId);
        await takeOverCounts(studyId, {});
        reportDamage(studyId, undefined);
      }
      throw error;
    }
  };

  /** Holes between the slices are looked for once a series is all here. */
  const lookForHoles = async (studyId: number, seriesInstanceUid: string) => {
    const series = (await studies.series(studyId)).find((one) => one.seriesInstanceUid === seriesInstanceUid);
    if (series?.content !== 'images' || series.heldInstances < series.expectedInstances) return;
    const missing = await packs.missingSlices(await reference(studyId), seriesInstanceUid);
    if (await studies.recordMissingSlices(studyId, seriesInstanceUid, missing)) events.publish({ kind: 'study-changed', studyId });
  };

  return {
    reference,
    async expect(studyId, instances, before) {
      const { heldBySeries, difference } = await onPack(studyId, (place) => packs.expect(place, instances));
      await takeOverCounts(studyId, heldBySeries);
      const isForgotten = difference.isFirstList && Object.keys(before.expectedBySeries).length > 0;
      await changes.noteList(studyId, { ...(isForgotten ? differenceOfCounts(before.expectedBySeries, instances) : difference), wasComplete: before.wasComplete });
      for (const seriesInstanceUid of Object.keys(heldBySeries)) await lookForHoles(studyId, seriesInstanceUid);
      return difference.suspects;
    },
    async adoptHeld(studyId, series) {
      const [{ heldBySeries }, held] = await onPack(studyId, (place) => Promise.all([packs.inventory(place), packs.heldInstances(place)]));
      const bySeries = Map.groupBy(held, ({ seriesInstanceUid }) => seriesInstanceUid);
      const listed = series
        .map((one) => ({ ...one, ...contentOfHeld(bySeries.get(one.seriesInstanceUid)), expectedInstances: Math.max(one.expectedInstances, heldBySeries[one.seriesInstanceUid] ?? 0) }))
        .filter(({ expectedInstances }) => expectedInstances > 0);
      await studies.recordIndex(studyId, listed, clock.now().toISOString());
      await takeOverCounts(studyId, heldBySeries);
      for (const { seriesInstanceUid } of listed) await lookForHoles(studyId, seriesInstanceUid);
      events.publish({ kind: 'study-changed', studyId });
      events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    },
    async reconcile(studyId) {
      const inventory = await onPack(studyId, (place) => packs.inventory(place));
      await takeOverCounts(studyId, inventory.heldBySeries);
      if (isEmpty(inventory)) return undefined;
      return inventory.missing.map((one) => ({ ...one, isSeriesUntouched: (inventory.heldBySeries[one.seriesInstanceUid] ?? 0) === 0 }));
    },
    async storeInstance(studyId, part10, expectedSopInstanceUid) {
      await room.ensureRoom(studyId, part10.length);
      const stored = await onPack(studyId, (place) => packs.takeInstance(place, part10, expectedSopInstanceUid));
      room.recordSize(studyId, stored.packBytes);
      // A physician may wait for this very image. Whoever asks for the counts when he hears of it asks the same thread behind them.
      const counted = takeOverCounts(studyId, stored.heldBySeries);
      announce(studyId, stored.seriesInstanceUid, stored.sopInstanceUid);
      const { held, expected } = await counted;
      if (stored.outcome === 'other-content') {
        log.error('a hospital sent other content under a UID that is held; both are kept, the first is shown', { studyId, sopInstanceUid: stored.sopInstanceUid });
        await changes.noteOtherContent(studyId, stored.seriesInstanceUid, stored.sopInstanceUid);
      }
      if (stored.outcome === 'stored' && stored.heldBySeries[stored.seriesInstanceUid] === 1) await readFirstHeader(studyId);
      if (held === expected) await lookForHoles(studyId, stored.seriesInstanceUid);
      return stored.outcome;
    },
    async readFrame(studyId, sopInstanceUid, frameNumber) {
      const answer = await onPack(studyId, (place) => packs.readFrame(place, sopInstanceUid, frameNumber));
      if (answer.kind === 'damaged') reportDamage(studyId, sopInstanceUid);
      return answer;
    },
    async readBulkData(studyId, sopInstanceUid, elementPath) {
      try {
        return await onPack(studyId, (place) => packs.readBulkData(place, sopInstanceUid, elementPath));
      } catch (error) {
        if (isAppError(error, 'store/damaged')) reportDamage(studyId, sopInstanceUid);
        throw error;
      }
    },
    readSeriesMetadata,
    readDocument: (studyId, sopInstanceUid) => onPack(studyId, (place) => packs.readDocument(place, sopInstanceUid)),
    onDamaged: (listener) => void damageListeners.push(listener),
    async checkCompletion(studyId, quietMs) {
      const study = await studies.find(studyId);
      if (study === undefined || study.completeAt !== null || study.needsIndex || study.expectedInstances === 0) return;
      const sinceChangeMs = clock.now().getTime() - Date.parse(study.changedAt);
      // A change that lies ahead was written before the clock was set back.
      const isQuiet = sinceChangeMs >= quietMs || sinceChangeMs < 0;
      const isMarked = !isQuiet && (await isMarkFulfilled(studyId));
      if ((isQuiet || isMarked) && (await studies.markComplete(studyId, clock.now().toISOString()))) {
        events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
      }
    },
  };

  async function isMarkFulfilled(studyId: number): Promise<boolean> {
    const listed = marks.get(studyId);
    if (listed === undefined) return false;
    const place = await reference(studyId);
    const [held, { missing }] = await Promise.all([packs.heldInstances(place), packs.inventory(place)]);
    const known = new Set([...held, ...missing].map((instance) => instance.sopInstanceUid));
    return [...listed].every((uid) => known.has(uid));
  }
}

/** For a study whose pack was evicted: what can be told from the counts alone. */
function differenceOfCounts(before: ListBefore['expectedBySeries'], instances: readonly ExpectedInstance[]): Pick<ChangedList, 'added' | 'withdrawn'> {
  const now = Object.fromEntries([...Map.groupBy(instances, (one) => one.seriesInstanceUid)].map(([uid, members]) => [uid, members.length]));
  const more = (left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(left).flatMap(([uid, count]) => (count > (right[uid] ?? 0) ? [[uid, count - (right[uid] ?? 0)]] : [])));
  return { added: more(now, before), withdrawn: more(before, now) };
}

function isEmpty({ heldBySeries }: { readonly heldBySeries: Readonly<Record<string, number>> }): boolean {
  return Object.keys(heldBySeries).length === 0;
}

function createHeldAnnouncer(events: EventHub): (studyId: number, seriesInstanceUid: string, sopInstanceUid: string) => void {
  const waiting = new Map<string, { studyId: number; seriesInstanceUid: string; sopInstanceUids: string[] }>();
  let timer: NodeJS.Timeout | undefined;
  let flushedAtMs = Number.NEGATIVE_INFINITY;
  const flush = () => {
    timer = undefined;
    flushedAtMs = performance.now();
    const batches = [...waiting.values()];
    waiting.clear();
    for (const batch of batches) events.publish({ kind: 'instances-held', ...batch });
    events.publish({ kind: 'worklist-changed', studyIds: [...new Set(batches.map((batch) => batch.studyId))] });
  };
  return (studyId, seriesInstanceUid, sopInstanceUid) => {
    const key = `${studyId}/${seriesInstanceUid}`;
    const batch = waiting.get(key) ?? { studyId, seriesInstanceUid, sopInstanceUids: [] };
    batch.sopInstanceUids.push(sopInstanceUid);
    waiting.set(key, batch);
    // The first after a silence goes out at once.
    timer ??= setTimeout(flush, performance.now() - flushedAtMs > BATCH_MS ? 0 : BATCH_MS);
  };
}

/** What a series is whose first instance was looked at when it was listed; nothing while none is held. */
function contentOfHeld(held: readonly HeldInstance[] | undefined): Partial<ReturnType<typeof contentOfSeries>> {
  return held === undefined ? {} : contentOfSeries(held);
}
