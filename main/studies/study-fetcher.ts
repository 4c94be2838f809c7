import type { Gaze, StudyToFetch, WantedInstance } from '../retrieval/choose-next.ts';
import type { Retrieval } from '../retrieval/retrieval.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import { numberOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { trimUid } from '#shared/dicom/values/uid.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import { relevantPriors } from './relevant-priors.ts';
import { requestsOf, toExpectedInstance, toIndexedSeries } from './study-facts.ts';
import type { StudyKeeper } from './study-keeper.ts';
import type { RequestRepository } from './request.repository.ts';
import type { StudyRepository } from './study.repository.ts';
import type { StoredStudy } from './study.ts';

export interface StudyFetcherDependencies {
  readonly studies: Remote<StudyRepository>;
  readonly requests: Remote<RequestRepository>;
  /** SOP Instance UIDs of a study that we wrote ourselves. */
  readonly ownInstances: (studyInstanceUid: string) => Promise<readonly string[]>;
  readonly keeper: StudyKeeper;
  readonly retrieval: Retrieval;
  readonly webSite: (siteId: string) => DicomWebSite | undefined;
  readonly links: SiteLinks;
  /** A person has paused what nobody waits for. */
  readonly isPaused: (siteId: string) => boolean;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Decides which studies are fetched, and for what. */
export interface StudyFetcher {
  /** Cases of a site that lack something, and their relevant priors, are fetched before anyone asks. */
  readonly planSite: (siteId: string, options: { readonly isAnswering: boolean }) => Promise<void>;
  /** A case that pre-empts: its images are asked for now, whatever is being planned. */
  readonly hurry: (studyId: number) => Promise<void>;
  /** A study is on the screen: before all others, its relevant priors next. */
  readonly openForReading: (studyId: number) => Promise<void>;
  readonly isReading: (studyId: number) => boolean;
  readonly closeReading: (studyId: number) => Promise<void>;
  /** What is under the eye now in a window; replaces what the window said before. */
  readonly look: (windowId: string, gazes: readonly (Gaze & { readonly studyId: number })[]) => void;
  /** An instance of the study that is known and not held is wanted now. */
  readonly wantInstance: (studyId: number, sopInstanceUid: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Cases of one site that are prepared ahead at a time. */
const AHEAD = 30;
const PRIORS_AHEAD = 2;
/** Images that are asked for before the list: the first to be seen, and what keeps the line busy while the hospital makes its list. */
const IMAGES_BEFORE_LIST = 8;
/** Lists that nobody waits for are put off so long at most. */
const FIRST_PICTURE_MS = 5_000;
const FIRST_PICTURE_LOOK_MS = 100;
const SERIES_FIELDS = 'SeriesDescription,BodyPartExamined,SeriesNumber';
const INSTANCE_FIELDS = 'NumberOfFrames,Rows,InstanceCreationDate,InstanceCreationTime';

export function createStudyFetcher(dependencies: StudyFetcherDependencies): StudyFetcher {
  const { studies, keeper, retrieval, links, events, clock, log } = dependencies;
  const indexing = new Map<number, Promise<boolean>>();
  const reading = new Set<number>();
  const gazesOfWindow = new Map<string, readonly (Gaze & { readonly studyId: number })[]>();
  const closing = new AbortController();

  keeper.onDamaged((studyId, sopInstanceUid) => {
    const again = sopInstanceUid === undefined ? fetchAgain(studyId) : wantInstance(studyId, sopInstanceUid);
    void again.catch((error: unknown) => log.error('a damaged instance could not be asked for again', { studyId }, error));
  });

  /** Reads the hospital's list of a study once at a time. @returns whether it is known now */
  const index = (study: StoredStudy): Promise<boolean> => {
    const running = indexing.get(study.id);
    if (running !== undefined) return running;
    const started = readIndex(study).finally(() => indexing.delete(study.id));
    indexing.set(study.id, started);
    return started;
  };

  const readIndex = async (study: StoredStudy): Promise<boolean> => {
    const web = dependencies.webSite(study.siteId);
    if (web === undefined) return false;
    try {
      const [series, found, own] = await Promise.all([
        web.searchForSeries(study.studyInstanceUid, { includefield: SERIES_FIELDS }, closing.signal),
        web.searchForInstances(study.studyInstanceUid, { includefield: INSTANCE_FIELDS }, closing.signal),
        dependencies.ownInstances(study.studyInstanceUid),
      ]);
      links.recordAnswer(study.siteId);
      const ownUids = new Set(own);
      const instances = found.flatMap((answer) => toExpectedInstance(answer) ?? []).filter((instance) => !ownUids.has(instance.sopInstanceUid));
      const before = await studies.series(study.id);
      await studies.recordIndex(study.id, toIndexedSeries(series, instances), clock.now().toISOString());
      const suspects = await keeper.expect(study.id, instances, {
        wasComplete: study.completeAt !== null,
        expectedBySeries: Object.fromEntries(before.map((one) => [one.seriesInstanceUid, one.expectedInstances])),
      });
      for (const instance of suspects) retrieval.wantAgain(toFetch(study, 'worklist'), instance);
      if ((await dependencies.requests.forStudy(study.id)).length === 0) {
        await dependencies.requests.recordRequests(study.siteId, study.id, requestsOf(study, []));
      }
      events.publish({ kind: 'study-changed', studyId: study.id });
      events.publish({ kind: 'worklist-changed', studyIds: [study.id] });
      return true;
    } catch (error) {
      if (closing.signal.aborted) return false;
      if (isAppError(error)) links.recordFailure(study.siteId, error);
      log.warn('the list of a study could not be read', { siteId: study.siteId, studyId: study.id }, error);
      return false;
    }
  };

  /**
   * Of a study whose list is not here yet a few images are asked for before the list: on a slow line the list of 200 instances takes longer than
   * an image, and the physician waits for a picture.
   */
  const fetchFirstImage = async (study: StoredStudy, purpose: StudyToFetch['purpose']): Promise<void> => {
    const web = dependencies.webSite(study.siteId);
    const isNew = study.needsIndex && study.heldInstances === 0 && !indexing.has(study.id) && (await studies.series(study.id)).length === 0;
    if (web === undefined || !isNew) return;
    try {
      const [series, found] = await Promise.all([
        web.searchForSeries(study.studyInstanceUid, { includefield: `${SERIES_FIELDS},NumberOfSeriesRelatedInstances` }, closing.signal),
        web.searchForInstances(study.studyInstanceUid, { includefield: INSTANCE_FIELDS, limit: String(IMAGES_BEFORE_LIST) }, closing.signal),
      ]);
      links.recordAnswer(study.siteId);
      const instances = found.flatMap((one) => toExpectedInstance(one) ?? []);
      const image = instances.find(({ sopClassUid }) => contentOf(sopClassUid) === 'images');
      if (image === undefined) return;
      const fellows = instances.filter((one) => one.seriesInstanceUid === image.seriesInstanceUid && one !== image);
      const [outline] = toIndexedSeries(series, [image]);
      const answer = series.find((one) => trimUid(textOf(one, 'SeriesInstanceUID')) === image.seriesInstanceUid) ?? {};
      if (outline !== undefined) await studies.recordOutline(study.id, { ...outline, expectedInstances: numberOf(answer, 'NumberOfSeriesRelatedInstances') ?? 1 });
      retrieval.want(toFetch(study, purpose), [{ ...image, isFirstPicture: true }, ...fellows]);
      applyGazes();
      events.publish({ kind: 'study-changed', studyId: study.id });
    } catch (error) {
      // The list is asked for all the same, and says what is wrong.
      if (!isAppError(error)) throw error;
      log.warn('the first image of a study could not be asked for', { siteId: study.siteId, studyId: study.id }, error);
    }
  };

  const fetchStudy = async (study: StoredStudy, purpose: StudyToFetch['purpose']): Promise<void> => {
    // Somebody sees nothing yet: the line is his before anything is looked up.
    const speak = purpose === 'reading' && study.heldInstances === 0 ? retrieval.hush(study.siteId, study.id) : () => {};
    try {
      if (purpose === 'reading' || study.urgency === 'green-channel') await fetchFirstImage(study, purpose);
      // Behind the long list the line is everybody's.
      if (study.needsIndex) speak();
      if (study.needsIndex) await index(study);
      let missing = await keeper.reconcile(study.id);
      // Evicted, or put aside as damaged: only the hospital knows what belongs to it.
      if (missing === undefined && (await index(study))) missing = await keeper.reconcile(study.id);
      if (missing === undefined) return;
      if (missing.length === 0) retrieval.forget(study.id);
      else retrieval.want(toFetch(study, reading.has(study.id) ? 'reading' : purpose), study.heldInstances === 0 ? withFirstPicture(missing) : missing);
      applyGazes();
    } finally {
      speak();
    }
  };

  /** @param isAhead nobody asks yet: what was evicted to make room stays away */
  const fetchPriors = async (study: StoredStudy, isAhead: boolean): Promise<void> => {
    const priors = relevantPriors(study, await studies.priors(study.id, 20)).slice(0, PRIORS_AHEAD).map((one) => one.prior);
    for (const prior of priors) if (!isAhead || prior.evictedAt === null) await fetchStudy(prior, 'prior');
  };

  const fetchAgain = async (studyId: number): Promise<void> => {
    const study = await studies.find(studyId);
    if (study !== undefined) await fetchStudy(study, reading.has(studyId) ? 'reading' : 'worklist');
  };

  /** A study that was signed is looked at again when its hospital's count moved: what came late is fetched for an addendum. */
  const lookAtSigned = async (siteId: string): Promise<void> => {
    for (const study of await studies.signedWithNews(siteId, AHEAD)) {
      if (closing.signal.aborted || !(await index(study))) return;
      if (study.evictedAt === null) await fetchAgain(study.id);
    }
  };

  /** A list is as long on the line as a picture: it waits for the one that somebody waits for. @returns what is left of the patience */
  const letFirstPictureBy = async (siteId: string, patienceMs: number): Promise<number> => {
    let leftMs = patienceMs;
    for (; leftMs > 0 && retrieval.isFirstPictureAwaited(siteId) && !closing.signal.aborted; leftMs -= FIRST_PICTURE_LOOK_MS) {
      await new Promise((resolve) => setTimeout(resolve, FIRST_PICTURE_LOOK_MS));
    }
    return leftMs;
  };

  const applyGazes = () => {
    const byStudy = Map.groupBy([...gazesOfWindow.values()].flat(), (gaze) => gaze.studyId);
    for (const studyId of reading) retrieval.look(studyId, byStudy.get(studyId) ?? []);
  };

  const wantInstance = async (studyId: number, sopInstanceUid: string): Promise<void> => {
    const study = await studies.find(studyId);
    if (study === undefined) return;
    let missing = await keeper.reconcile(studyId);
    // Evicted, or never looked at on this machine: only the hospital knows what belongs to it.
    if (missing === undefined && (await index(study))) missing = await keeper.reconcile(studyId);
    const instance = missing?.find((one) => one.sopInstanceUid === sopInstanceUid);
    if (instance !== undefined) retrieval.wantAgain(toFetch(study, reading.has(studyId) ? 'reading' : 'worklist'), instance);
  };

  return {
    async planSite(siteId, { isAnswering }) {
      if (isAnswering) retrieval.wake(siteId);
      let patienceMs = FIRST_PICTURE_MS;
      for (const study of await studies.wanted(siteId, AHEAD)) {
        if (closing.signal.aborted) return;
        if (dependencies.isPaused(siteId) && study.urgency !== 'green-channel') continue;
        // A list that a silent hospital does not give holds up the lists after it.
        if (!isAnswering && study.needsIndex) continue;
        const isKnown = !study.needsIndex && retrieval.missingCount(study.id) > 0;
        if (isKnown) {
          // The urgency may have come with the first image.
          retrieval.update(toFetch(study, 'worklist'));
          continue;
        }
        if (study.urgency !== 'green-channel') patienceMs = await letFirstPictureBy(siteId, patienceMs);
        await fetchStudy(study, 'worklist');
        await fetchPriors(study, true);
      }
      await lookAtSigned(siteId);
    },
    async hurry(studyId) {
      const study = await studies.find(studyId);
      if (study !== undefined) await fetchStudy(study, 'worklist');
    },
    async openForReading(studyId) {
      // Of a study whose list is here the first picture is asked for before anything is looked up.
      reading.add(studyId);
      retrieval.changePurpose(studyId, 'reading');
      const study = await studies.find(studyId);
      if (study === undefined) return void reading.delete(studyId);
      await fetchStudy(study, 'reading');
      await fetchPriors(study, false);
      // The next look: what is all here may have been corrected at the hospital meanwhile. The line has nothing better to do.
      if (!study.needsIndex && retrieval.missingCount(studyId) === 0 && (await index(study))) await fetchAgain(studyId);
    },
    isReading: (studyId) => reading.has(studyId),
    async closeReading(studyId) {
      reading.delete(studyId);
      retrieval.look(studyId, []);
      const study = await studies.find(studyId);
      if (study === undefined) return;
      if (study.isCase) retrieval.changePurpose(studyId, 'worklist');
      else retrieval.forget(studyId);
    },
    look(windowId, gazes) {
      gazesOfWindow.set(windowId, gazes);
      applyGazes();
    },
    wantInstance,
    async close() {
      closing.abort();
      await Promise.allSettled(indexing.values());
    },
  };
}

/** Nothing of the study is here: its first picture is what somebody waits for who opens it. */
function withFirstPicture(missing: readonly WantedInstance[]): readonly WantedInstance[] {
  return missing.map((instance, index) => (index === 0 ? { ...instance, isFirstPicture: true } : instance));
}

function toFetch(study: StoredStudy, purpose: StudyToFetch['purpose']): StudyToFetch {
  return {
    studyId: study.id,
    siteId: study.siteId,
    studyInstanceUid: study.studyInstanceUid,
    purpose,
    urgency: study.urgency,
    arrivedAt: study.arrivedAt,
    patientId: study.patientId,
    patientBirthDate: study.patientBirthDate,
  };
}
