import { createHash } from 'node:crypto';
import { numberKey, orderedPair, rankCandidates, compareRecords, type PatientNumber, type PatientRecord } from '#shared/collaboration/identity/patient-candidates.ts';
import { contradictionOfLink, patientLink, type PatientLink } from '#shared/collaboration/identity/patient-link.ts';
import type { PatientIdentity } from '#shared/contract/services/identity.contract.ts';
import { itemsOf, textOf, textsOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { IdentityRepository, StoredPatient } from './identity.repository.ts';
import type { RecordKeeper } from './record-keeper.ts';

export type IdentityDecision = 'same' | 'different' | 'undone';

export interface IdentityServiceDependencies {
  readonly identities: Remote<IdentityRepository>;
  readonly records: RecordKeeper;
  /** Data sets of the images that are held of a study, of one series; none when nothing is held. */
  readonly headers: (studyId: number) => Promise<readonly DataSet[]>;
  readonly siteName: (siteId: string) => string;
  /** Hospitals whose patients the person may see; null for all. */
  readonly visibleSiteIds: () => readonly string[] | null;
  readonly person: () => string;
  /** Into the audit trail: who joined, parted or took back what. */
  readonly audit: (at: string, decision: IdentityDecision, studyIds: readonly number[], evidence: readonly string[]) => void;
  readonly events: EventHub;
  readonly clock: Clock;
}

export type IdentityService = ReturnType<typeof createIdentityService>;

/** Headers are read only of those that are worth it. */
const MOST_SHOWN = 20;

interface Known extends PatientRecord {
  readonly stored: StoredPatient;
}

/** Who is one person with whom, across hospitals. The program proposes with its evidence; a person confirms; one click takes it back. */
export function createIdentityService({ identities, records, headers, siteName, visibleSiteIds, person, audit, events, clock }: IdentityServiceDependencies) {
  const links = () => records.list('patient-link', patientLink);
  const isVisible = ({ siteId }: PatientNumber) => visibleSiteIds()?.includes(siteId) ?? true;

  const forStudy = async (studyId: number): Promise<PatientIdentity> => {
    const numbers = await identities.personOf(studyId);
    const [own] = numbers;
    const [stored] = own === undefined ? [] : await identities.describe([own]);
    if (stored === undefined) return { person: [], links: [], candidates: [] };
    const record = await withHeaders(stored);
    const said = (await links()).filter(({ content }) => content.status !== 'undone');
    const mine = new Set(numbers.map(numberKey));
    const about = said.filter(({ content }) => mine.has(numberKey(content.left)) || mine.has(numberKey(content.right)));
    const settled = new Set(about.flatMap(({ content: { left, right } }) => [numberKey(left), numberKey(right)]));
    const found = await identities.candidates([record.patientId, ...record.otherIds], record.birthDate, stored.patientName);
    const open = found.filter((one) => isVisible(one) && !mine.has(numberKey(one)) && !settled.has(numberKey(one))).map(bare);
    const first = rankCandidates(record, open).slice(0, MOST_SHOWN);
    // Telephone and other numbers stand in the images: they may lift or sink those that the list already shows.
    const candidates = rankCandidates(record, await Promise.all(first.map(({ record: { stored: one } }) => withHeaders(one))));
    return {
      person: (await identities.describe(numbers)).map(shown),
      links: await Promise.all(
        about.map(async ({ key, content: { left, right, status, evidence, decidedBy, decidedAt } }) => ({
          linkKey: key, status: status === 'same' ? ('same' as const) : ('different' as const), evidence, decidedBy, decidedAt, patients: (await identities.describe([left, right])).map(shown),
        })),
      ),
      candidates: candidates.map(({ record: { stored: one }, evidence, standing }) => ({ ...shown(one), evidence: [...evidence], standing })),
    };
  };

  async function withHeaders(stored: StoredPatient): Promise<Known> {
    const [dataSet] = await headers(stored.studyId).catch((error: unknown) => {
      if (isAppError(error)) return [];
      throw error;
    });
    if (dataSet === undefined) return bare(stored);
    const listed = itemsOf(dataSet, 'OtherPatientIDsSequence').map((item) => textOf(item, 'PatientID'));
    return { ...bare(stored), otherIds: [...textsOf(dataSet, 'OtherPatientIDs'), ...listed].filter((id) => id !== ''), phones: [...textsOf(dataSet, 'PatientTelephoneNumbers')] };
  }

  function shown(stored: StoredPatient) {
    const { studyId, siteId, patientId, issuerOfPatientId, patientName, sex, birthDate, studyCount, newestStudyDate } = stored;
    return { studyId, siteName: siteName(siteId), siteId, patientId, issuerOfPatientId, name: parsePersonName(patientName), sex, birthDate, studyCount, newestStudyDate };
  }

  const tell = async (numbers: readonly PatientNumber[]): Promise<readonly number[]> => {
    const studyIds = await identities.studyIdsOf(numbers);
    events.publish({ kind: 'collaboration-changed', area: 'identity', studyIds: studyIds.slice(0, MOST_TOLD) });
    events.publish({ kind: 'worklist-changed', studyIds: studyIds.slice(0, MOST_TOLD) });
    return studyIds;
  };

  return {
    forStudy,
    personOf: (studyId: number): Promise<PatientNumber[]> => identities.personOf(studyId),

    /** @throws AppError `study/unknown`, `identity/contradiction` when it would join numbers that somebody said are of two people */
    async decide(studyId: number, otherStudyId: number, decision: 'same' | 'different'): Promise<PatientIdentity> {
      const [own, other] = await Promise.all([identities.numberOf(studyId), identities.numberOf(otherStudyId)]);
      if (own === undefined || other === undefined || numberKey(own) === numberKey(other)) throw new AppError('study/unknown', 'a study without a patient, or two of one', { facts: { studyId } });
      if (!isVisible(other)) throw new AppError('people/out-of-scope', 'the person does not read for that hospital', { facts: { siteName: siteName(other.siteId), studyId: otherStudyId } });
      const [first, second] = await identities.describe([own, other]);
      if (first === undefined || second === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
      const { evidence } = compareRecords(await withHeaders(first), await withHeaders(second));
      const [left, right] = orderedPair(own, other);
      const said = await links();
      const key = pairKey(left, right);
      const others = said.filter((link) => link.key !== key).map(({ content }) => content);
      if (decision === 'same' && contradictionOfLink(others, left, right) !== undefined) {
        throw new AppError('identity/contradiction', 'somebody said that two of these numbers are two people', { facts: { studyId } });
      }
      if (decision === 'different' && (await identities.personOf(studyId)).some((number) => numberKey(number) === numberKey(other))) {
        throw new AppError('identity/contradiction', 'they are one person by what was confirmed before: that is taken back first', { facts: { studyId } });
      }
      const decidedAt = clock.now().toISOString();
      await records.update('patient-link', patientLink, key, () => ({ status: decision, left, right, evidence: [...evidence], decidedBy: person(), decidedAt, undoneBy: '', undoneAt: null }));
      audit(decidedAt, decision, [first.studyId, second.studyId], evidence);
      await tell([own, other]);
      return forStudy(studyId);
    },

    /** Takes back what somebody said of two numbers: everything is attributed again as it was before. */
    async undo(studyId: number, linkKey: string): Promise<PatientIdentity> {
      const numbers = await identities.personOf(studyId);
      const undoneAt = clock.now().toISOString();
      let undone: PatientLink | undefined;
      await records.update('patient-link', patientLink, linkKey, (before) => {
        undone = before?.status === 'undone' ? undefined : before;
        return undone === undefined ? undefined : { ...undone, status: 'undone' as const, undoneBy: person(), undoneAt };
      });
      if (undone !== undefined) {
        const described = await identities.describe([undone.left, undone.right]);
        audit(undoneAt, 'undone', described.map((one) => one.studyId), undone.evidence);
        await tell([...numbers, undone.left, undone.right]);
      }
      return forStudy(studyId);
    },
  };
}

/** Rows that look different are asked for anew when they are looked at; a list of thousands helps nobody. */
const MOST_TOLD = 200;

/** A record of the catalogue alone. */
function bare(stored: StoredPatient): Known {
  const { siteId, patientId, issuerOfPatientId, patientName, sex, birthDate } = stored;
  return { siteId, patientId, issuerOfPatientId, name: parsePersonName(patientName), sex, birthDate, otherIds: [], phones: [], stored };
}

/** The same for both orders and at every seat. */
function pairKey(left: PatientNumber, right: PatientNumber): string {
  return createHash('sha256').update(`${numberKey(left)}\n${numberKey(right)}`).digest('hex');
}
