import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant } from '../vocabulary.ts';

/** One row of the trail in few words; the whole message leaves by `npm run audit:export`. */
export const auditRow = z.object({
  sequence: z.int().positive(),
  at: instant,
  /** Code value of the event, PS3.16 CID 400, and of its type, CID 401; '' for none. */
  eventCode: z.string(),
  eventTypeCode: z.string(),
  action: z.enum(['C', 'R', 'U', 'D', 'E']),
  isSuccess: z.boolean(),
  outcome: z.string(),
  /** Who asked for it. */
  person: z.string(),
  /** What it was done to: patients, studies, reports, searches. */
  objects: z.array(z.string()),
});
export type AuditRowSummary = z.infer<typeof auditRow>;

export const auditContract = {
  /** Newest first. @param before the last sequence number that is known; null for the newest */
  rows: method().input(z.object({ before: z.int().positive().nullable(), limit: z.int().min(1).max(500) })).output(z.array(auditRow)),
  /** Walks the whole chain. `sequence`: the newest signed row, or the first bad one. */
  verify: method().output(z.object({ status: z.enum(['holds', 'empty', 'broken']), records: z.int().nonnegative(), sequence: z.int().nonnegative(), fault: z.string() })),
};
