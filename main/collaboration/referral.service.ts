import { DRAFT_REFERRAL_DISEASES } from '#shared/collaboration/referral/draft-diseases.ts';
import { LEVEL_OF_COUNTIES, referralTable, type HospitalLevel, type ReferralTable } from '#shared/collaboration/referral/referral-table.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { StoredStudy } from '../studies/study.ts';
import type { RecordKeeper } from './record-keeper.ts';

export interface ReferralServiceDependencies {
  readonly records: RecordKeeper;
  readonly study: (studyId: number) => Promise<StoredStudy | undefined>;
  readonly events: EventHub;
}

export type ReferralService = ReturnType<typeof createReferralService>;

const KEY = 'table';

/** Which disease is treated at which level of hospital: the department's own table, else the draft that came with the program. */
export function createReferralService({ records, study, events }: ReferralServiceDependencies) {
  const table = async (): Promise<ReferralTable> =>
    (await records.find('referral-table', referralTable, KEY)) ?? { isDraft: true, diseases: [...DRAFT_REFERRAL_DISEASES], levels: {} };
  const write = async (next: ReferralTable): Promise<void> => {
    await records.update('referral-table', referralTable, KEY, () => next);
    events.publish({ kind: 'collaboration-changed', area: 'referral', studyIds: [] });
  };
  return {
    table,
    saveTable: write,
    async levelOf(studyId: number): Promise<{ level: HospitalLevel }> {
      const found = await study(studyId);
      if (found === undefined) throw new AppError('study/unknown', 'no such study', { facts: { studyId } });
      return { level: (await table()).levels[found.siteId] ?? LEVEL_OF_COUNTIES };
    },
    async setLevel(siteId: string, level: HospitalLevel): Promise<void> {
      const before = await table();
      await write({ ...before, levels: { ...before.levels, [siteId]: level } });
    },
  };
}
