import { randomUUID } from 'node:crypto';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import { scorecards, stateOf, technicianRequest, type TechnicianRequest, type TechnicianRequestKind } from '#shared/collaboration/technician-request.ts';
import type { technicianScorecard, TechnicianRequestView } from '#shared/contract/services/technician.contract.ts';
import { displayPersonName, parsePersonName } from '#shared/dicom/values/person-name.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { namingModalities } from '#shared/worklist/naming-modalities.ts';
import type { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { StoredStudy } from '../studies/study.ts';
import type { KeptRecord, RecordKeeper } from './record-keeper.ts';

/** Stops and starts the time that runs for a case, with the reason that the list shows. */
export interface CaseClock {
  readonly pause: (studyId: number, reason: string, person: string) => Promise<void>;
  readonly resume: (studyId: number, person: string) => Promise<void>;
}

export interface TechnicianServiceDependencies {
  readonly records: RecordKeeper;
  readonly study: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly studyIdOf: (siteId: string, studyInstanceUid: string) => Promise<number | undefined>;
  readonly siteName: (siteId: string) => string;
  readonly caseClock: CaseClock;
  readonly person: () => string;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type TechnicianService = ReturnType<typeof createTechnicianService>;
export type SiteRequest = KeptRecord<TechnicianRequest>;

const REASONS: Readonly<Record<TechnicianRequestKind, string>> = { repeat: '请技师重拍', 'missing-view': '请技师补体位', 'wrong-side': '左右标记待核', artefact: '伪影待处理' };

/** "Repeat", "missing view", "wrong side", "artefact": asked from the reading room, answered on the hospital's page, counted for each hospital. */
export function createTechnicianService({ records, study, studyIdOf, siteName, caseClock, person, events, clock }: TechnicianServiceDependencies) {
  const all = () => records.list('technician-request', technicianRequest);
  const tell = async ({ siteId, studyInstanceUid }: Pick<TechnicianRequest, 'siteId' | 'studyInstanceUid'>) => {
    const studyId = await studyIdOf(siteId, studyInstanceUid);
    events.publish({ kind: 'collaboration-changed', area: 'technician', studyIds: studyId === undefined ? [] : [studyId] });
    return studyId;
  };
  const requireStudy = async (studyId: number): Promise<StoredStudy> => {
    const found = await study(studyId);
    if (found === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    return found;
  };
  const change = async (key: string, siteId: string | null, make: (before: TechnicianRequest) => TechnicianRequest): Promise<TechnicianRequest> => {
    const after = await records.update('technician-request', technicianRequest, key, (before) => {
      if (before === undefined || (siteId !== null && before.siteId !== siteId)) throw new AppError('collaboration/unknown', 'no such request of this hospital');
      return make(before);
    });
    if (after === undefined) throw new AppError('collaboration/unknown', 'no such request');
    const studyId = await tell(after);
    // The time runs again when nothing of the case waits for its hospital any more.
    if (studyId !== undefined && ['done', 'closed'].includes(stateOf(after)) && (await waiting(after)).length === 0) await caseClock.resume(studyId, person());
    return after;
  };
  const waiting = async ({ siteId, studyInstanceUid }: Pick<TechnicianRequest, 'siteId' | 'studyInstanceUid'>) =>
    (await all()).filter(({ content }) => content.siteId === siteId && content.studyInstanceUid === studyInstanceUid && ['open', 'answered'].includes(stateOf(content)));

  const ofStudy = async (studyId: number): Promise<TechnicianRequestView[]> => {
    const { siteId, studyInstanceUid } = await requireStudy(studyId);
    return (await all())
      .filter(({ content }) => content.siteId === siteId && content.studyInstanceUid === studyInstanceUid)
      .map(({ key, content }) => {
        const { kind, text, image, askedBy, askedAt, seenAt, answers } = content;
        return { requestKey: key, kind, text, image, askedBy, askedAt, seenAt, answers, state: stateOf(content) };
      })
      .toSorted((left, right) => right.askedAt.localeCompare(left.askedAt));
  };

  return {
    ofStudy,

    async ask(studyId: number, kind: TechnicianRequestKind, text: string, image: MarkedImage | null): Promise<TechnicianRequestView[]> {
      const { siteId, studyInstanceUid, patientName, patientId, studyDescription, modalities, studyDate } = await requireStudy(studyId);
      const request: TechnicianRequest = {
        siteId, studyInstanceUid, patientName: displayPersonName(parsePersonName(patientName)), patientId, examination: studyDescription, modality: namingModalities(modalities).join(' '), studyDate: studyDate ?? '',
        kind, text, image, askedBy: person(), askedAt: clock.now().toISOString(), seenAt: null, answers: [], closedBy: '', closedAt: null,
      };
      await records.update('technician-request', technicianRequest, randomUUID(), () => request);
      await caseClock.pause(studyId, REASONS[kind], person());
      await tell(request);
      return ofStudy(studyId);
    },

    async close(studyId: number, requestKey: string): Promise<TechnicianRequestView[]> {
      const { siteId } = await requireStudy(studyId);
      const closedAt = clock.now().toISOString();
      await change(requestKey, siteId, (before) => ({ ...before, closedBy: person(), closedAt: before.closedAt ?? closedAt }));
      return ofStudy(studyId);
    },

    async scorecards(from: string, to: string): Promise<z.infer<typeof technicianScorecard>[]> {
      const requests = (await all()).map(({ content }) => content);
      return scorecards(requests, from, to).map(({ siteId, ...card }) => ({ ...card, siteName: siteName(siteId) }));
    },

    /** What a hospital sees: its own questions, the open ones first. */
    async ofSite(siteId: string): Promise<SiteRequest[]> {
      return (await all())
        .filter(({ content }) => content.siteId === siteId)
        .toSorted((left, right) => Number(left.content.closedAt !== null) - Number(right.content.closedAt !== null) || right.content.askedAt.localeCompare(left.content.askedAt))
        .slice(0, MOST_ON_PAGE);
    },

    /** The hospital's page has shown it. */
    async markSeen(siteId: string, requestKey: string): Promise<void> {
      const seenAt = clock.now().toISOString();
      await change(requestKey, siteId, (before) => ({ ...before, seenAt: before.seenAt ?? seenAt }));
    },

    /** @throws AppError `collaboration/unknown`, also for a request of another hospital; `collaboration/closed` */
    async answer(siteId: string, requestKey: string, by: string, text: string, isDone: boolean): Promise<void> {
      const at = clock.now().toISOString();
      await change(requestKey, siteId, (before) => {
        if (before.closedAt !== null) throw new AppError('collaboration/closed', 'the physician has settled it');
        return { ...before, seenAt: before.seenAt ?? at, answers: [...before.answers, { by, at, text, isDone }] };
      });
    },
  };
}

const MOST_ON_PAGE = 100;
