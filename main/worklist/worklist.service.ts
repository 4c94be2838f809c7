import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import type { z } from 'zod';
import type { listQuestion, worklistGroup, WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { caseStatus } from '#shared/worklist/case-status.ts';
import type { GroupColumn, ListOrder } from '#shared/worklist/saved-view.ts';
import { pausedBetween, serviceClock, serviceMinutes, type ServiceLevel } from '#shared/worklist/service-level.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { StudyRepository } from '../studies/study.repository.ts';
import type { StudyClaim, WorklistEntry, WorklistPage, WorklistQuery, WorklistRepository, WorklistViewName } from './worklist.repository.ts';

export interface WorklistServiceDependencies {
  readonly worklist: Remote<WorklistRepository>;
  readonly studies: Remote<StudyRepository>;
  /** At the speed measured now; null when nothing is known or needed. */
  readonly secondsToReady: (studyId: number) => number | null;
  readonly events: EventHub;
  /** Name of this seat at the hub; undefined without one: then nobody else could have a case. */
  readonly hubSeatId: string | undefined;
  /** Name of this seat at its coordinator, a hub or itself. */
  readonly ownSeatId: () => string;
  readonly serviceLevels: () => readonly ServiceLevel[];
  /** The coordinator's time. */
  readonly clock: Clock;
}

type ListQuestion = z.infer<typeof listQuestion>;
/** A page of a list, as the contract asks for it. */
export interface PageQuestion extends ListQuestion {
  readonly limit: number;
  readonly after: WorklistQuery['after'];
  readonly order?: ListOrder | null | undefined;
  readonly groupBy?: GroupColumn | null | undefined;
  readonly offset?: number | undefined;
}

export interface WorklistService {
  readonly list: (query: PageQuestion) => Promise<{ readonly rows: WorklistRow[]; readonly hasMore: boolean; readonly next?: NonNullable<WorklistPage['next']> }>;
  readonly groups: (query: ListQuestion & { readonly groupBy: GroupColumn }) => Promise<z.infer<typeof worklistGroup>[]>;
  /** @throws AppError `study/unknown` */
  readonly row: (studyId: number) => Promise<WorklistRow>;
  readonly counts: () => Promise<Record<WorklistViewName, number>>;
  readonly markSeen: (studyId: number) => Promise<void>;
}

export function createWorklistService({ worklist, studies, secondsToReady, events, hubSeatId, ownSeatId, serviceLevels, clock }: WorklistServiceDependencies): WorklistService {
  const toRow = ({ study, siteName, priorCount, accessionNumbers, openChanges, needsAddendum, claims, pauses }: WorklistEntry): WorklistRow => {
    const completeAt = study.completeAt === null ? null : new Date(study.completeAt);
    const nowMs = clock.now().getTime();
    const minutes = serviceMinutes(serviceLevels(), study);
    const isAllHere = study.expectedInstances > 0 && study.heldInstances >= study.expectedInstances;
    const time = serviceClock(isAllHere && completeAt !== null ? completeAt.getTime() : null, minutes, pauses, nowMs);
    const standing = pauses.find(({ resumedAtMs }) => resumedAtMs === null);
    return {
      studyId: study.id,
      siteId: study.siteId,
      siteName,
      studyInstanceUid: study.studyInstanceUid,
      patient: {
        name: parsePersonName(study.patientName),
        patientId: study.patientId,
        issuerOfPatientId: study.issuerOfPatientId,
        sex: study.patientSex,
        birthDate: study.patientBirthDate,
        ageAsSent: study.patientAge,
        ...(study.nameRepair === null ? {} : { nameRepair: study.nameRepair }),
      },
      modalities: [...study.modalities],
      bodyPart: study.bodyPart,
      studyDescription: study.studyDescription,
      studyDate: study.studyDate,
      studyTime: study.studyTime,
      accessionNumbers: accessionNumbers.length > 0 || study.accessionNumber === '' ? [...accessionNumbers] : [study.accessionNumber],
      clinicalInformation: study.clinicalInformation,
      urgency: study.urgency,
      urgencyReason: study.urgencyReason,
      arrivedAt: study.arrivedAt,
      completeAt: study.completeAt,
      // The clock starts when the images are here: what the line owes is not the reader's debt.
      dueAt: time.kind === 'not-started' ? null : new Date(time.dueAtMs).toISOString(),
      service: {
        minutes,
        elapsedMs: time.kind === 'not-started' ? 0 : time.elapsedMs,
        pausedMs: completeAt === null ? 0 : pausedBetween(pauses, completeAt.getTime(), nowMs),
        pause: standing === undefined ? null : { reason: standing.reason, note: standing.note, by: standing.pausedBy, at: new Date(standing.pausedAtMs).toISOString() },
      },
      expectedInstances: study.expectedInstances,
      heldInstances: study.heldInstances,
      secondsToReady: isAllHere ? null : secondsToReady(study.id),
      priorCount,
      status: caseStatus(study.readingState, { expected: study.expectedInstances, held: study.heldInstances, isComplete: completeAt !== null }),
      isNew: study.isNew,
      keep: study.keep,
      openChanges,
      needsAddendum,
      ...(hubSeatId === undefined ? {} : { claim: claimOf(claims, hubSeatId) }),
    };
  };

  const toQuery = ({ view, search, modalities, siteIds, urgencies, isMine, columns }: ListQuestion): Omit<WorklistQuery, 'limit' | 'after'> => ({
    view, search, modalities, siteIds, urgencies: urgencies ?? [], mineOfSeat: isMine === true ? ownSeatId() : null, levels: serviceLevels(),
    ...(columns === undefined ? {} : { columns, ownSeatId: ownSeatId(), nowMs: clock.now().getTime() }),
  });

  return {
    async list(query) {
      const { entries, hasMore, next } = await worklist.list({ ...toQuery(query), limit: query.limit, after: query.after, order: query.order ?? null, groupBy: query.groupBy ?? null, offset: query.offset ?? 0 });
      return { rows: entries.map(toRow), hasMore, ...(next === undefined ? {} : { next }) };
    },
    groups: (query) => worklist.groups({ ...toQuery(query), limit: 0, after: null }, query.groupBy).then((groups) => groups.map((group) => ({ ...group }))),
    async row(studyId) {
      const entry = await worklist.find(studyId);
      if (entry === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
      return toRow(entry);
    },
    counts: () => worklist.counts(),
    async markSeen(studyId) {
      if (await studies.markSeen(studyId)) events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    },
  };
}

/** What a colleague has counts more than what one has oneself; a report more than a reader. */
function claimOf(claims: readonly StudyClaim[], ownSeatId: string): NonNullable<WorklistRow['claim']> | null {
  const shown = claims.flatMap(({ holderSeat, holderPerson, finalSeat, finalPerson }) => [
    ...(finalSeat === null ? [] : [{ person: finalPerson ?? '', isMine: finalSeat === ownSeatId, isFinal: true }]),
    ...(holderSeat === null ? [] : [{ person: holderPerson ?? '', isMine: holderSeat === ownSeatId, isFinal: false }]),
  ]);
  return shown.find(({ isMine }) => !isMine) ?? shown[0] ?? null;
}
