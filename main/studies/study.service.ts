import type { OpenStudy, PriorSummary, SeriesSummary, ViewedImage, ViewportFocus } from '#shared/contract/services/studies.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { SiteLinks } from '../sites/site-links.ts';
import type { KeepingRepository } from './keeping.repository.ts';
import type { StudyChanges } from './study-changes.ts';
import type { StudyFetcher } from './study-fetcher.ts';
import type { StudyKeeper } from './study-keeper.ts';
import type { StudyRepository } from './study.repository.ts';
import type { ViewedInstanceRepository } from './viewed-instance.repository.ts';
import { relevantPriors } from './relevant-priors.ts';
import type { StoredStudy } from './study.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { numberOf, textOf } from '#shared/dicom/data-set/data-set.ts';

export interface StudyServiceDependencies {
  readonly studies: Remote<StudyRepository>;
  readonly viewedInstances: Remote<ViewedInstanceRepository>;
  /** @throws AppError `study/unknown` */
  readonly worklistRow: (studyId: number) => Promise<WorklistRow>;
  readonly siteName: (siteId: string) => string;
  readonly keeper: StudyKeeper;
  readonly fetcher: StudyFetcher;
  readonly keeping: Remote<KeepingRepository>;
  readonly changes: StudyChanges;
  readonly links: SiteLinks;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

export interface StudyService {
  /** @param written what must stand in the catalogue before the study is described */
  readonly open: (studyId: number, written?: Promise<void>) => Promise<OpenStudy>;
  readonly describe: (studyId: number) => Promise<OpenStudy>;
  readonly close: (studyId: number) => Promise<void>;
  readonly recordViewed: (studyId: number, images: readonly ViewedImage[]) => Promise<void>;
  readonly keep: (studyId: number, keep: StoredStudy['keep']) => Promise<void>;
  readonly settleChange: (studyId: number, changeId: number, decision: 'acknowledge' | 'take-over') => Promise<OpenStudy>;
  readonly look: (windowId: string, viewports: readonly ViewportFocus[]) => Promise<void>;
}

export function createStudyService(dependencies: StudyServiceDependencies): StudyService {
  const { studies, keeper, fetcher, keeping, changes, links, events, clock, log } = dependencies;
  const instanceNumbers = createInstanceNumbers(keeper);

  const describe = async (studyId: number): Promise<OpenStudy> => {
    // The changes first: what they say of the study is in the row by then.
    const open = await changes.open(studyId);
    const study = await dependencies.worklistRow(studyId);
    const [series, priors] = await Promise.all([studies.series(studyId), studies.priors(studyId, 20)]);
    const ranked = relevantPriors(study, priors);
    const link = links.of(study.siteId);
    const isMissingSomething = study.heldInstances < study.expectedInstances || series.length === 0;
    return {
      study,
      series: series.map((one): SeriesSummary => ({ ...one })),
      priors: priors.map((prior) => ({
        studyId: prior.id,
        siteName: dependencies.siteName(prior.siteId),
        studyDate: prior.studyDate,
        modalities: [...prior.modalities],
        studyDescription: prior.studyDescription,
        expectedInstances: prior.expectedInstances,
        heldInstances: prior.heldInstances,
        bodyPart: prior.bodyPart,
        ...placeOf(ranked, prior),
      })),
      unreachableSince: isMissingSomething && link.state === 'unreachable' ? (link.failure?.since ?? null) : null,
      changes: open,
    };
  };

  return {
    describe,
    async open(studyId, written = Promise.resolve()) {
      // The line first: a picture waits for nothing that is written here. Fetching goes on behind the answer: what is held is on the screen before the hospital answers.
      void fetcher.openForReading(studyId).catch((error: unknown) => log.error('a study could not be fetched for reading', { studyId }, error));
      await Promise.all([studies.markOpened(studyId, clock.now().toISOString()), written]);
      events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
      return describe(studyId);
    },
    close: (studyId) => fetcher.closeReading(studyId),
    async recordViewed(studyId, images) {
      await dependencies.worklistRow(studyId);
      await dependencies.viewedInstances.record(studyId, images, clock.now().toISOString());
    },
    async keep(studyId, keep) {
      await dependencies.worklistRow(studyId);
      if (!(await keeping.setKeep(studyId, keep))) return;
      events.publish({ kind: 'study-changed', studyId });
      events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    },
    async settleChange(studyId, changeId, decision) {
      await changes.settle(studyId, changeId, decision);
      return describe(studyId);
    },
    async look(windowId, viewports) {
      const gazes = await Promise.all(
        viewports.map(async ({ studyId, seriesInstanceUid, sopInstanceUid, direction, isActive }) => ({
          studyId,
          seriesInstanceUid,
          instanceNumber: sopInstanceUid === null ? null : await instanceNumbers(studyId, seriesInstanceUid, sopInstanceUid),
          direction,
          isActive,
        })),
      );
      fetcher.look(windowId, gazes);
    },
  };
}

function placeOf(ranked: ReturnType<typeof relevantPriors>, prior: StoredStudy): Pick<PriorSummary, 'rank' | 'reasons'> {
  const index = ranked.findIndex((one) => one.prior.id === prior.id);
  return { rank: index === -1 ? null : index + 1, reasons: [...(ranked[index]?.reasons ?? [])] };
}

/** Instance numbers of the series that are looked at. The few last series are remembered: scrolling asks many times a second. */
function createInstanceNumbers(keeper: StudyKeeper): (studyId: number, seriesInstanceUid: string, sopInstanceUid: string) => Promise<number | null> {
  const remembered = new Map<string, ReadonlyMap<string, number | null>>();
  return async (studyId, seriesInstanceUid, sopInstanceUid) => {
    const key = `${studyId}/${seriesInstanceUid}`;
    const known = remembered.get(key)?.get(sopInstanceUid);
    if (known !== undefined) return known;
    try {
      const dataSets = JSON.parse(await keeper.readSeriesMetadata(studyId, seriesInstanceUid)) as DataSet[];
      remembered.set(key, new Map(dataSets.map((dataSet) => [textOf(dataSet, 'SOPInstanceUID'), numberOf(dataSet, 'InstanceNumber') ?? null])));
    } catch (error) {
      if (!isAppError(error)) throw error;
      return null;
    }
    const oldest = remembered.keys().next().value;
    if (remembered.size > 8 && oldest !== undefined) remembered.delete(oldest);
    return remembered.get(key)?.get(sopInstanceUid) ?? null;
  };
}
