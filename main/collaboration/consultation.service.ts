import { randomUUID } from 'node:crypto';
import { caseList, consultation, type CaseList, type Consultation } from '#shared/collaboration/consultation.ts';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import type { CaseListView, ConsultationView } from '#shared/contract/services/consultations.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { StoredStudy } from '../studies/study.ts';
import type { KeptRecord, RecordKeeper } from './record-keeper.ts';

export interface ConsultationServiceDependencies {
  readonly records: RecordKeeper;
  readonly coordinator: Pick<Coordinator, 'presence' | 'seat' | 'sendMessage'>;
  readonly study: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly studyIdOf: (siteId: string, studyInstanceUid: string) => Promise<number | undefined>;
  readonly siteName: (siteId: string) => string;
  /** Hospitals whose cases the person may see; null for all. */
  readonly visibleSiteIds: () => readonly string[] | null;
  readonly person: () => string;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type ConsultationService = ReturnType<typeof createConsultationService>;

export interface ConsultationQuestion {
  readonly toSeatId: string;
  readonly to: string;
  readonly question: string;
  /** What the arrow points at; null for words alone. */
  readonly image: MarkedImage | null;
}

/** Questions to colleagues and departments about a case, what they answered, and lists of cases that several departments talk about. */
export function createConsultationService({ records, coordinator, study, studyIdOf, siteName, visibleSiteIds, person, events, clock }: ConsultationServiceDependencies) {
  const all = () => records.list('consultation', consultation);
  const isVisible = (siteId: string) => visibleSiteIds()?.includes(siteId) ?? true;
  const now = () => clock.now().toISOString();
  const requireStudy = async (studyId: number): Promise<StoredStudy> => {
    const found = await study(studyId);
    if (found === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
    return found;
  };
  const shown = async ({ key, content }: KeptRecord<Consultation>): Promise<ConsultationView> => {
    const { siteId, studyInstanceUid, to, question, image, askedBy, askedAt, answers, closedAt } = content;
    return { consultationKey: key, studyId: (await studyIdOf(siteId, studyInstanceUid)) ?? null, siteName: siteName(siteId), to, question, image, askedBy, askedAt, answers, closedAt };
  };
  const tell = async ({ siteId, studyInstanceUid }: Pick<Consultation, 'siteId' | 'studyInstanceUid'>): Promise<void> => {
    const studyId = await studyIdOf(siteId, studyInstanceUid);
    events.publish({ kind: 'collaboration-changed', area: 'consultation', studyIds: studyId === undefined ? [] : [studyId] });
  };
  const change = async (key: string, make: (before: Consultation) => Consultation): Promise<ConsultationView> => {
    const after = await records.update('consultation', consultation, key, (before) => {
      if (before === undefined || !isVisible(before.siteId)) throw new AppError('collaboration/unknown', 'no such consultation');
      return make(before);
    });
    if (after === undefined) throw new AppError('collaboration/unknown', 'no such consultation');
    await tell(after);
    return shown({ key, content: after });
  };
  const ofStudy = async (studyId: number): Promise<ConsultationView[]> => {
    const { siteId, studyInstanceUid } = await requireStudy(studyId);
    const mine = (await all()).filter(({ content }) => content.siteId === siteId && content.studyInstanceUid === studyInstanceUid);
    return Promise.all(mine.toSorted((left, right) => right.content.askedAt.localeCompare(left.content.askedAt)).map(shown));
  };

  const lists = async (): Promise<CaseListView[]> => {
    const open = (await records.list('case-list', caseList)).filter(({ content }) => !content.isClosed);
    return Promise.all(
      open.toSorted((left, right) => left.content.plannedOn.localeCompare(right.content.plannedOn)).map(async ({ key, content: { name, plannedOn, createdBy, cases } }) => ({
        listKey: key, name, plannedOn, createdBy,
        cases: await Promise.all(
          cases.filter(({ siteId }) => isVisible(siteId)).map(async ({ siteId, studyInstanceUid, note, addedBy, addedAt }) => ({
            studyId: (await studyIdOf(siteId, studyInstanceUid)) ?? null, studyInstanceUid, siteName: siteName(siteId), note, addedBy, addedAt,
          })),
        ),
      })),
    );
  };
  const changeList = async (key: string, make: (before: CaseList) => CaseList): Promise<CaseListView[]> => {
    await records.update('case-list', caseList, key, (before) => {
      if (before === undefined) throw new AppError('collaboration/unknown', 'no such list');
      return make(before);
    });
    events.publish({ kind: 'collaboration-changed', area: 'consultation', studyIds: [] });
    return lists();
  };

  return {
    ofStudy,

    async open(): Promise<ConsultationView[]> {
      const waiting = (await all()).filter(({ content }) => content.closedAt === null && isVisible(content.siteId));
      return Promise.all(waiting.toSorted((left, right) => right.content.askedAt.localeCompare(left.content.askedAt)).map(shown));
    },

    async colleagues(): Promise<{ seatId: string; person: string }[]> {
      return (await coordinator.presence()).filter(({ seatId }) => seatId !== coordinator.seat.seatId).map(({ seatId, person: name }) => ({ seatId, person: name }));
    },

    async ask(studyId: number, { toSeatId, to, question, image }: ConsultationQuestion): Promise<ConsultationView[]> {
      const { siteId, studyInstanceUid } = await requireStudy(studyId);
      const asked: Consultation = { siteId, studyInstanceUid, toSeatId, to, question, image, askedBy: person(), askedAt: now(), answers: [], closedAt: null };
      await records.update('consultation', consultation, randomUUID(), () => asked);
      await tell(asked);
      return ofStudy(studyId);
    },

    answer(key: string, text: string): Promise<ConsultationView> {
      const at = now();
      return change(key, (before) => {
        if (before.closedAt !== null) throw new AppError('collaboration/closed', 'the consultation is closed');
        return { ...before, answers: [...before.answers, { by: person(), at, text }] };
      });
    },

    close(key: string): Promise<ConsultationView> {
      const closedAt = now();
      return change(key, (before) => ({ ...before, closedAt: before.closedAt ?? closedAt }));
    },

    lists,

    async createList(name: string, plannedOn: string): Promise<CaseListView[]> {
      await records.update('case-list', caseList, randomUUID(), () => ({ name, plannedOn, createdBy: person(), cases: [], isClosed: false }));
      events.publish({ kind: 'collaboration-changed', area: 'consultation', studyIds: [] });
      return lists();
    },

    async addToList(key: string, studyId: number, note: string): Promise<CaseListView[]> {
      const { siteId, studyInstanceUid } = await requireStudy(studyId);
      const added = { siteId, studyInstanceUid, note, addedBy: person(), addedAt: now() };
      return changeList(key, (before) => ({ ...before, cases: [...before.cases.filter((one) => one.siteId !== siteId || one.studyInstanceUid !== studyInstanceUid), added] }));
    },

    removeFromList: (key: string, studyInstanceUid: string): Promise<CaseListView[]> =>
      changeList(key, (before) => ({ ...before, cases: before.cases.filter((one) => one.studyInstanceUid !== studyInstanceUid || !isVisible(one.siteId)) })),

    closeList: (key: string): Promise<CaseListView[]> => changeList(key, (before) => ({ ...before, isClosed: true })),
  };
}
