import { AppError } from '#shared/errors/app-error.ts';
import type { StudyChange as ShownChange } from '#shared/contract/services/studies.contract.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import type { ChangeRepository, NoticedChange } from './change.repository.ts';
import type { StudyRepository } from './study.repository.ts';

export interface StudyChangesDependencies {
  readonly studies: Remote<StudyRepository>;
  readonly changes: Remote<ChangeRepository>;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Series UIDs and how many instances each. */
export interface ChangedList {
  readonly added: Readonly<Record<string, number>>;
  readonly withdrawn: Readonly<Record<string, number>>;
  /** The study had been quiet long enough before this list. */
  readonly wasComplete: boolean;
}

/** Notes what changed at a hospital behind a reader's back, and shows it until a person has decided. */
export interface StudyChanges {
  /** What the hospital's list says otherwise than the list before. Images that join a study that is neither complete nor signed are no news. */
  readonly noteList: (studyId: number, list: ChangedList) => Promise<void>;
  readonly noteOtherContent: (studyId: number, seriesInstanceUid: string, sopInstanceUid: string) => Promise<void>;
  readonly open: (studyId: number) => Promise<ShownChange[]>;
  /**
   * A person has seen a change. `take-over` gives the study the corrected identity, `acknowledge` leaves everything as it is.
   * @throws AppError `study/unknown` for a change that is not open
   */
  readonly settle: (studyId: number, changeId: number, decision: 'acknowledge' | 'take-over') => Promise<void>;
}

export function createStudyChanges({ studies, changes, events, clock, log }: StudyChangesDependencies): StudyChanges {
  const note = async (studyId: number, change: NoticedChange): Promise<void> => {
    if (!(await changes.record(studyId, change, clock.now().toISOString()))) return;
    log.info('a hospital changed a study', { studyId, kind: change.kind });
    events.publish({ kind: 'study-changed', studyId });
    events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
  };

  return {
    async noteList(studyId, { added, withdrawn, wasComplete }) {
      if (Object.keys(added).length === 0 && Object.keys(withdrawn).length === 0) return;
      const [series, isSigned] = await Promise.all([studies.series(studyId), changes.hasSignedReport(studyId)]);
      const listed = new Map(series.map((one) => [one.seriesInstanceUid, one]));
      const noteSeries = async (kind: 'instances-added' | 'instances-withdrawn', seriesInstanceUid: string, more: number): Promise<void> => {
        const one = listed.get(seriesInstanceUid);
        const words = { series: one?.seriesDescription ?? '', modality: one?.modality ?? '' };
        const images = one?.expectedInstances ?? 0;
        await note(studyId, { kind, subject: seriesInstanceUid, before: { ...words, images: images - more }, after: { ...words, images } });
      };
      for (const [uid, count] of Object.entries(wasComplete || isSigned ? added : {})) {
        // A hospital's own notes and marks are no images that a reader has missed.
        const { content } = listed.get(uid) ?? { content: 'other' };
        if (content === 'images' || content === 'ecg') await noteSeries('instances-added', uid, count);
      }
      for (const [uid, count] of Object.entries(withdrawn)) await noteSeries('instances-withdrawn', uid, -count);
    },
    async noteOtherContent(studyId, seriesInstanceUid, sopInstanceUid) {
      const series = (await studies.series(studyId)).find((one) => one.seriesInstanceUid === seriesInstanceUid);
      const words = { series: series?.seriesDescription ?? '', modality: series?.modality ?? '' };
      await note(studyId, { kind: 'other-content', subject: sopInstanceUid, before: { ...words, images: 1 }, after: { ...words, images: 1, versions: 2 } });
    },
    open: async (studyId) => (await changes.open(studyId)).map(({ id, ...change }) => ({ changeId: id, ...change, before: { ...change.before }, after: { ...change.after } })),
    async settle(studyId, changeId, decision) {
      const change = await changes.findOpen(studyId, changeId);
      if (change === undefined) throw new AppError('study/unknown', 'no such open change', { facts: { studyId } });
      if (decision === 'take-over' && change.kind === 'identity') await studies.takeOverIdentity(studyId, change.after);
      await changes.settle(changeId, clock.now().toISOString());
      events.publish({ kind: 'study-changed', studyId });
      events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    },
  };
}
