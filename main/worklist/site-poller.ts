import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { UrgencyJudge } from '#shared/worklist/green-channel.ts';
import type { FoundStudy } from '../studies/study.ts';
import type { SeenStudy, StudyRepository } from '../studies/study.repository.ts';
import { STUDY_FIELDS, toFoundStudy } from '../studies/study-facts.ts';
import type { StudyFetcher } from '../studies/study-fetcher.ts';
import type { StudyKeeper } from '../studies/study-keeper.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DicomWebSite } from '../dicomweb/dicom-web-site.ts';
import { mayHaveLostText, withOwnText } from '../dicomweb/lost-text.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { Site } from '../sites/site.ts';
import type { SiteLinks } from '../sites/site-links.ts';

export interface SitePollerDependencies {
  readonly site: Site;
  readonly web: DicomWebSite;
  readonly studies: Remote<StudyRepository>;
  readonly fetcher: StudyFetcher;
  readonly keeper: StudyKeeper;
  readonly links: SiteLinks;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
  /** Study Instance UIDs of which the archive itself says that they are not whole yet, such as those of the demo alliance. None of them is complete, however quiet. */
  readonly arriving?: () => ReadonlySet<string>;
  /** How urgent a case is; absent: by the rules that the program comes with. */
  readonly judge?: UrgencyJudge;
  /** The site answers again after a failure: what waits for it may go. */
  readonly onAnswering: (siteId: string) => void;
}

export interface SitePoller {
  readonly pollNow: () => void;
  readonly close: () => Promise<void>;
}

/** A whole list that is longer is asked for rarely; in between only the newest days are. */
const SHORT_LIST = 300;
const WHOLE_LIST_EVERY_MS = 15 * 60_000;
const RECENT_DAYS = 3;

/** Asks one site for its studies again and again. A slow or silent site never holds up another: each has a poller of its own. */
export function startSitePoller(dependencies: SitePollerDependencies): SitePoller {
  const { site, web, studies, fetcher, keeper, links, events, clock, log } = dependencies;
  const closing = new AbortController();
  const patientsAsked = new Set<string>();
  let wholeListAtMs = Number.NEGATIVE_INFINITY;
  let wholeListLength = 0;
  let wake: () => void = () => {};
  let planning: Promise<void> = Promise.resolve();

  const poll = async (): Promise<void> => {
    const isWhole = wholeListLength <= SHORT_LIST || performance.now() - wholeListAtMs > WHOLE_LIST_EVERY_MS;
    const found = await search(studyDateRange(site, isWhole, clock.now()));
    if (isWhole) {
      wholeListAtMs = performance.now();
      wholeListLength = found.length;
    }
    const seen = await record(found);
    await findPriors(found, seen);
  };

  const search = async (query: Readonly<Record<string, string>>): Promise<FoundStudy[]> => {
    const answers = await web.searchForStudies({ ...query, includefield: STUDY_FIELDS.join(',') }, closing.signal);
    if (links.recordAnswer(site.id)) {
      log.info('a site answers again', { siteId: site.id });
      dependencies.onAnswering(site.id);
    }
    return (await restoreText(answers)).flatMap((answer) => toFoundStudy(answer, site.caseRule, dependencies.judge) ?? []);
  };

  /** Some archives answer searches without Chinese. A study that is heard of for the first time is asked for its own text; of a known one the text stays. */
  const restoreText = async (answers: readonly DataSet[]): Promise<DataSet[]> => {
    const lost = answers.filter(mayHaveLostText).map((answer) => textOf(answer, 'StudyInstanceUID'));
    if (lost.length === 0) return [...answers];
    const known = new Set(await studies.known(site.id, lost));
    const restored: DataSet[] = [];
    for (const answer of answers) restored.push(known.has(textOf(answer, 'StudyInstanceUID')) ? answer : await withOwnText(web, answer, closing.signal));
    return restored;
  };

  const record = async (found: readonly FoundStudy[]): Promise<SeenStudy[]> => {
    const seen = await studies.recordSearch(site.id, found, clock.now().toISOString());
    seen.forEach((one, index) => {
      const study = found[index];
      if (!one.isFirstSight || study?.isCase !== true) return;
      events.publish({ kind: 'case-announced', studyId: one.studyId, urgency: study.urgency });
      if (study.urgency === 'green-channel') hurry(one.studyId);
    });
    const changed = seen.filter((one) => one.isChanged).map((one) => one.studyId);
    if (changed.length > 0) events.publish({ kind: 'worklist-changed', studyIds: changed });
    return seen;
  };

  const hurry = (studyId: number) =>
    void fetcher.hurry(studyId).catch((error: unknown) => log.error('a green-channel case could not be asked for', { siteId: site.id, studyId }, error));

  /** The older studies of a case's patient, whatever their date: asked once for each patient. */
  const findPriors = async (found: readonly FoundStudy[], seen: readonly SeenStudy[]): Promise<void> => {
    for (const [index, study] of found.entries()) {
      if (!study.isCase || study.patientId === '' || patientsAsked.has(study.patientId) || seen[index] === undefined) continue;
      const priors = await search({ PatientID: study.patientId });
      // A server that ignores the question answers with other patients' studies: they are none of this patient's priors.
      const own = priors.filter((prior) => prior.patientId === study.patientId && prior.issuerOfPatientId === study.issuerOfPatientId);
      await record(own);
      patientsAsked.add(study.patientId);
    }
  };

  /** @param arriving what was not whole before the list was read: a list from before the last image would count too little */
  const checkCompletion = async (arriving: ReadonlySet<string> | undefined) => {
    const waiting = await studies.awaitingCompletion(site.id);
    for (const study of waiting) if (arriving?.has(study.studyInstanceUid) !== true) await keeper.checkCompletion(study.id, site.quietSeconds * 1_000);
  };

  const run = async () => {
    while (!closing.signal.aborted) {
      let isAnswering = false;
      const arriving = dependencies.arriving?.();
      try {
        await poll();
        isAnswering = true;
      } catch (error) {
        if (!closing.signal.aborted) reportFailure(error);
      }
      await checkCompletion(arriving).catch((error: unknown) => log.error('completion could not be checked', { siteId: site.id }, error));
      // Fetching ahead may take minutes; the next look at the list does not wait for it.
      planning = planning.then(() => fetcher.planSite(site.id, { isAnswering })).catch((error: unknown) => log.error('fetching ahead failed', { siteId: site.id }, error));
      await pause(site.pollSeconds * 1_000, closing.signal, (wakeUp) => (wake = wakeUp));
    }
  };

  const reportFailure = (error: unknown) => {
    if (!isAppError(error)) log.error('polling failed', { siteId: site.id }, error);
    else log.warn('a site could not be asked', { siteId: site.id }, error);
    links.recordFailure(site.id, isAppError(error) ? error : new AppError('internal', 'polling failed', { cause: error, facts: { site: site.name } }));
  };

  const running = run();
  return {
    pollNow: () => wake(),
    async close() {
      closing.abort();
      await running;
      await planning;
    },
  };
}

/** The range of study dates to ask for. A site whose archive counts whole is asked without one. */
function studyDateRange(site: Site, isWhole: boolean, now: Date): Record<string, string> {
  const recent = new Date(now.getTime() - RECENT_DAYS * 86_400_000).toISOString().slice(0, 10);
  const since = isWhole ? site.caseRule.sinceDate : site.caseRule.sinceDate === null || recent > site.caseRule.sinceDate ? recent : site.caseRule.sinceDate;
  return since === null ? {} : { StudyDate: `${since.replaceAll('-', '')}-` };
}

function pause(ms: number, signal: AbortSignal, offerWake: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    offerWake(done);
    if (signal.aborted) done();
  });
}
