import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { PackReference, PackShelf } from '../store/pack-shelf.ts';
import type { ExpectedInstance, FrameAnswer } from '../store/pack.repository.ts';
import type { RequestRepository } from './request.repository.ts';
import { completeStudyContent, factsFromHeader, requestsOf } from './study-facts.ts';
import type { StudyRepository } from './study.repository.ts';

export interface StudyKeeperDependencies {
  readonly studies: Remote<StudyRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly packs: Remote<PackShelf>;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Holds studies: takes instances in, hands frames out, and keeps the catalogue's counts true to the packs. */
export interface StudyKeeper {
  /** @throws AppError `study/unknown` */
  readonly reference: (studyId: number) => Promise<PackReference>;
  /** Takes over the hospital's list of instances. @returns what is missing */
  readonly expect: (studyId: number, instances: readonly ExpectedInstance[]) => Promise<ExpectedInstance[]>;
  /** Sets the catalogue's counts right by the pack. @returns what is missing */
  readonly reconcile: (studyId: number) => Promise<ExpectedInstance[]>;
  readonly storeInstance: (studyId: number, part10: Uint8Array, expectedSopInstanceUid: string) => Promise<void>;
  readonly readFrame: (studyId: number, sopInstanceUid: string, frameNumber: number) => Promise<FrameAnswer>;
  readonly readBulkData: (studyId: number, sopInstanceUid: string, elementPath: string) => Promise<Uint8Array | undefined>;
  readonly readSeriesMetadata: (studyId: number, seriesInstanceUid: string) => Promise<string>;
  /** Called when bytes that were held turn out damaged: the instance must be fetched again. */
  readonly onDamaged: (listener: (studyId: number, sopInstanceUid: string) => void) => void;
  /** Marks a study complete when it has been quiet long enough or its technician's mark is fulfilled. */
  readonly checkCompletion: (studyId: number, quietMs: number) => Promise<void>;
}

/** Windows hear of arriving instances in small batches. */
const BATCH_MS = 40;

export function createStudyKeeper({ studies, requests, packs, events, clock, log }: StudyKeeperDependencies): StudyKeeper {
  const references = new Map<number, PackReference>();
  const marks = new Map<number, ReadonlySet<string>>();
  const damageListeners: ((studyId: number, sopInstanceUid: string) => void)[] = [];
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
    for (const header of images) await studies.recordHeader(studyId, factsFromHeader(header));
    for (const header of headers) await studies.recordSeriesDescription(studyId, textOf(header, 'SeriesInstanceUID'), textOf(header, 'SeriesDescription'));
    await requests.recordRequests(study.siteId, studyId, requestsOf(study, images));
    events.publish({ kind: 'study-changed', studyId });
  };

  const readSeriesMetadata = async (studyId: number, seriesInstanceUid: string) =>
    packs.readSeriesMetadata(await reference(studyId), seriesInstanceUid);

  const takeOverCounts = (studyId: number, heldBySeries: Readonly<Record<string, number>>) => studies.recordHeld(studyId, heldBySeries);

  const reportDamage = (studyId: number, sopInstanceUid: string) => {
    log.error('held bytes did not match their digest; they are put aside and fetched again', { studyId, sopInstanceUid });
    for (const listener of damageListeners) listener(studyId, sopInstanceUid);
  };

  return {
    reference,
    async expect(studyId, instances) {
      const { missing, heldBySeries } = await packs.expect(await reference(studyId), instances);
      await takeOverCounts(studyId, heldBySeries);
      return missing;
    },
    async reconcile(studyId) {
      const { missing, heldBySeries } = await packs.inventory(await reference(studyId));
      await takeOverCounts(studyId, heldBySeries);
      return missing;
    },
    async storeInstance(studyId, part10, expectedSopInstanceUid) {
      const stored = await packs.storeInstance(await reference(studyId), part10, expectedSopInstanceUid);
      await takeOverCounts(studyId, stored.heldBySeries);
      if (stored.outcome === 'other-content') {
        log.error('a hospital sent other content under a UID that is held; the first stays', { studyId, sopInstanceUid: stored.sopInstanceUid });
      }
      if (stored.outcome === 'stored' && stored.heldBySeries[stored.seriesInstanceUid] === 1) await readFirstHeader(studyId);
      announce(studyId, stored.seriesInstanceUid, stored.sopInstanceUid);
    },
    async readFrame(studyId, sopInstanceUid, frameNumber) {
      const answer = await packs.readFrame(await reference(studyId), sopInstanceUid, frameNumber);
      if (answer.kind === 'damaged') reportDamage(studyId, sopInstanceUid);
      return answer;
    },
    async readBulkData(studyId, sopInstanceUid, elementPath) {
      try {
        return await packs.readBulkData(await reference(studyId), sopInstanceUid, elementPath);
      } catch (error) {
        if (isAppError(error, 'store/damaged')) reportDamage(studyId, sopInstanceUid);
        throw error;
      }
    },
    readSeriesMetadata,
    onDamaged: (listener) => void damageListeners.push(listener),
    async checkCompletion(studyId, quietMs) {
      const study = await studies.find(studyId);
      if (study === undefined || study.completeAt !== null || study.needsIndex || study.expectedInstances === 0) return;
      const isQuiet = clock.now().getTime() - Date.parse(study.changedAt) >= quietMs;
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

function createHeldAnnouncer(events: EventHub): (studyId: number, seriesInstanceUid: string, sopInstanceUid: string) => void {
  const waiting = new Map<string, { studyId: number; seriesInstanceUid: string; sopInstanceUids: string[] }>();
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
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
    timer ??= setTimeout(flush, BATCH_MS);
  };
}
