import { z } from 'zod';
import { referralTable, HOSPITAL_LEVELS } from '../../collaboration/referral/referral-table.ts';
import { method } from '../base-contract.ts';
import { siteId, studyId } from '../vocabulary.ts';

export const referralContract = {
  /** The department's table; the built-in draft until it was edited. */
  table: method().output(referralTable),
  saveTable: method('hub/unreachable', 'hub/not-allowed').input(referralTable).output(z.object({})),
  /** The level of the hospital that a study comes from. */
  levelOf: method('study/unknown').input(z.object({ studyId })).output(z.object({ level: z.enum(HOSPITAL_LEVELS) })),
  setLevel: method('hub/unreachable', 'hub/not-allowed').input(z.object({ siteId, level: z.enum(HOSPITAL_LEVELS) })).output(z.object({})),
};
