import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { itemsOf, personNameOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ClaimAnswer } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { Workitems } from '../dicomweb/workitems.ts';
import type { Log } from '../platform/log.ts';

/** Where the reading of a case stands as a procedure step. */
export interface CaseInArchive {
  readonly workitems: Workitems;
  readonly accessionNumber: string;
}

export interface ArchiveStepsDependencies {
  readonly coordinator: Coordinator;
  /** Undefined for a case whose hospital has no worklist service, or no number to find it by. */
  readonly archiveOf: (caseKey: string) => Promise<CaseInArchive | undefined>;
  readonly log: Log;
}

/** What seats remember of a step that one of them has taken: its transaction is the centre's, whichever seat reads. */
const takenStep = z.object({ caseKey: z.string(), transactionUid: z.string(), isCompleted: z.boolean() });
type TakenStep = z.infer<typeof takenStep>;

/** A physician's click waits so long for an archive over a slow line, then reads on: the coordinator has decided already. */
const ANSWER_WITHIN_MS = 3_000;
const ASK_AGAIN_MS = 60_000;

/**
 * A coordinator that also takes the step in a hospital's archive (UPS-RS): who reads elsewhere from the same archive sees that this centre has it, and is
 * seen here. The archive says "in progress", "completed" and whose transaction it is, and no more: it has no leases, no fences, no drafts and no way back
 * to "scheduled". Those stay the coordinator's; a case that a seat gives back stays in progress for the centre. An archive that is away holds nobody up.
 */
export function withArchiveSteps({ coordinator, archiveOf, log }: ArchiveStepsDependencies): Coordinator {
  const withoutService = new WeakSet<Workitems>();
  /** When an archive that gave no answer is asked again, by the clock of this process. */
  const awayUntilMs = new WeakMap<Workitems, number>();
  /** Completions that the archive has not heard of. */
  const uncompleted = new Set<string>();
  let hasResumed = false;

  const isAsked = ({ workitems }: CaseInArchive) => !withoutService.has(workitems) && (awayUntilMs.get(workitems) ?? 0) <= performance.now();

  const remember = async (workitemUid: string): Promise<{ readonly step: TakenStep; readonly revision: number } | undefined> => {
    const record = (await coordinator.records('archive-step')).find(({ key }) => key === workitemUid);
    const step = record === undefined ? undefined : takenStep.safeParse(JSON.parse(record.content));
    return record === undefined || step?.success !== true ? undefined : { step: step.data, revision: record.revision };
  };

  const find = async ({ workitems, accessionNumber }: CaseInArchive, signal: AbortSignal): Promise<DataSet | undefined> => {
    // Referenced Request Sequence (0040,A370) > Accession Number (0008,0050).
    const found = await workitems.search({ '0040A370.00080050': accessionNumber, includefield: 'all', limit: '10' }, signal).catch((error: unknown) => {
      // A web page, or something that is no DICOM: there is no such service.
      if (isAppError(error, 'site/not-dicomweb') || isAppError(error, 'site/invalid-answer')) return undefined;
      awayUntilMs.set(workitems, performance.now() + ASK_AGAIN_MS);
      throw error;
    });
    if (found === undefined) withoutService.add(workitems);
    return found?.find((item) => ['SCHEDULED', 'IN PROGRESS'].includes(textOf(item, 'ProcedureStepState')));
  };

  /** @returns who has the step elsewhere; undefined when this centre has it, or nobody asks for one */
  const take = async (caseKey: string): Promise<string | undefined> => {
    const archive = await archiveOf(caseKey);
    if (archive === undefined || !isAsked(archive)) return undefined;
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const item = await find(archive, signal);
    if (item === undefined) return undefined;
    const workitemUid = textOf(item, 'SOPInstanceUID');
    if (textOf(item, 'ProcedureStepState') === 'IN PROGRESS') return (await remember(workitemUid)) === undefined ? performerOf(item) : undefined;
    // The transaction is written down before it is used: a seat that dies in between leaves a step that the next seat can still take.
    const fresh: TakenStep = { caseKey, transactionUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`, isCompleted: false };
    const isFirst = (await coordinator.putRecord('archive-step', workitemUid, 0, JSON.stringify(fresh))) !== undefined;
    const { transactionUid } = isFirst ? fresh : ((await remember(workitemUid))?.step ?? fresh);
    if ((await archive.workitems.changeState(workitemUid, transactionUid, 'IN PROGRESS', signal)) !== 'refused') return undefined;
    // Somebody was faster. A colleague of this centre used the same transaction.
    const now = await find(archive, signal);
    return now === undefined || !isFirst ? undefined : performerOf(now);
  };

  /** @returns false while the archive is not asked */
  const complete = async (caseKey: string): Promise<boolean> => {
    const archive = await archiveOf(caseKey);
    if (archive !== undefined && !isAsked(archive)) return withoutService.has(archive.workitems);
    if (archive === undefined) return true;
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const item = await find(archive, signal);
    const workitemUid = item === undefined ? '' : textOf(item, 'SOPInstanceUID');
    const known = item === undefined ? undefined : await remember(workitemUid);
    if (known === undefined) return true;
    const { transactionUid } = known.step;
    await archive.workitems.update(workitemUid, transactionUid, performed(coordinator.seat.person), signal);
    if ((await archive.workitems.changeState(workitemUid, transactionUid, 'COMPLETED', signal)) === 'refused') log.warn('the archive does not take a step as completed');
    await coordinator.putRecord('archive-step', workitemUid, known.revision, JSON.stringify({ ...known.step, isCompleted: true }));
    return true;
  };

  /** What an earlier run of this program, or a seat that is gone, has left. */
  const resume = async (): Promise<void> => {
    hasResumed = true;
    for (const { content } of await coordinator.records('archive-step')) {
      const step = takenStep.safeParse(JSON.parse(content));
      if (step.success && !step.data.isCompleted && (await coordinator.caseState(step.data.caseKey)).final !== null) uncompleted.add(step.data.caseKey);
    }
  };

  const completeAll = async (): Promise<void> => {
    if (!hasResumed) await resume();
    for (const caseKey of uncompleted) {
      try {
        if (await complete(caseKey)) uncompleted.delete(caseKey);
      } catch (error) {
        log.warn('an archive was not told that a case is read', {}, error);
      }
    }
  };

  return {
    ...coordinator,

    async claim(caseKey, purpose): Promise<ClaimAnswer> {
      const answer = await coordinator.claim(caseKey, purpose);
      if (answer.status === 'refused' || purpose !== 'reading') return answer;
      try {
        const elsewhere = await take(caseKey);
        if (elsewhere === undefined) return answer;
        const { state } = await coordinator.release(caseKey, answer.state.fence);
        return { status: 'refused', reason: 'held', state: { ...state, holder: { seatId: 'archive', person: elsewhere }, leaseUntilMs: answer.state.leaseUntilMs } };
      } catch (error) {
        // The coordinator's claim stands: no archive keeps a physician from reading.
        if (!isAppError(error) && !(error instanceof DOMException)) throw error;
        log.warn('an archive could not be asked for a step', {}, error);
        return answer;
      }
    },

    async accept(caseKey, report, signerName, bundle) {
      const acceptance = await coordinator.accept(caseKey, report, signerName, bundle);
      if (acceptance.status === 'accepted' && acceptance.standing === 'final') uncompleted.add(caseKey);
      return acceptance;
    },

    /** A report that has arrived is read: its step is completed, and those that could not be before. */
    async markDelivered(reportUid) {
      await coordinator.markDelivered(reportUid);
      await completeAll();
    },
  };
}

/** Actual Human Performers Sequence (0040,4035), else the station that has it. */
function performerOf(item: DataSet): string {
  const [performer] = itemsOf(item, 'ActualHumanPerformersSequence');
  const name = performer === undefined ? '' : displayPersonName(personNameOf(performer, 'HumanPerformerName'));
  return name === '' ? textOf(item, 'ProcedureStepLabel') || 'UPS' : name;
}

/** Unified Procedure Step Performed Procedure Sequence (0074,1216): who performed it; required before a step is completed (PS3.4 CC.2.5.1.3). */
function performed(person: string): DataSet {
  const performer: DataSet = { '00404036': { vr: 'LO', Value: ['通阅'] }, '00404037': { vr: 'PN', Value: [{ Ideographic: person }] } };
  return { '00741216': { vr: 'SQ', Value: [{ '00404035': { vr: 'SQ', Value: [performer] } }] } };
}
