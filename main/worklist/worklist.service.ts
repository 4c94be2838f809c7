import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { caseStatus } from '#shared/worklist/case-status.ts';
import { dueAt } from '#shared/worklist/urgency.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { StudyRepository } from '../studies/study.repository.ts';
import type { StudyClaim, WorklistEntry, WorklistQuery, WorklistRepository, WorklistViewName } from './worklist.repository.ts';

export interface WorklistServiceDependencies {
  readonly worklist: Remote<WorklistRepository>;
  readonly studies: Remote<StudyRepository>;
  /** At the speed measured now; null when nothing is known or needed. */
  readonly secondsToReady: (studyId: number) => number | null;
  readonly events: EventHub;
  /** Name of this seat at the hub; undefined without one: then nobody else could have a case. */
  readonly hubSeatId: string | undefined;
}

export interface WorklistService {
  readonly list: (query: WorklistQuery) => Promise<{ readonly rows: WorklistRow[]; readonly hasMore: boolean }>;
  /** @throws AppError `study/unknown` */
  readonly row: (studyId: number) => Promise<WorklistRow>;
  readonly counts: () => Promise<Record<WorklistViewName, number>>;
  readonly markSeen: (studyId: number) => Promise<void>;
}

export function createWorklistService({ worklist, studies, secondsToReady, events, hubSeatId }: WorklistServiceDependencies): WorklistService {
  const toRow = ({ study, siteName, priorCount, accessionNumbers, openChanges, needsAddendum, claims }: WorklistEntry): WorklistRow => {
    const completeAt = study.completeAt === null ? null : new Date(study.completeAt);
    const isAllHere = study.expectedInstances > 0 && study.heldInstances >= study.expectedInstances;
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
      dueAt: isAllHere ? (dueAt(completeAt, study.urgency)?.toISOString() ?? null) : null,
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

  return {
    async list(query) {
      const { entries, hasMore } = await worklist.list(query);
      return { rows: entries.map(toRow), hasMore };
    },
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
