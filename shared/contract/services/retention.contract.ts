import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, siteId } from '../vocabulary.ts';
import { RETENTION_KINDS } from '../../people/retention-rule.ts';

const kind = z.enum(RETENTION_KINDS);

/** After so many days without use (images), saving (drafts, earlier wordings) or since it was written (audit); null: never. */
export const retentionRule = z.object({ kind, days: z.int().positive().max(36_500).nullable() });

/** What would go, or went, of one kind. */
export const retentionAmount = z.object({ kind, count: z.int().nonnegative(), bytes: z.number().nonnegative(), oldest: instant.nullable() });

/** A study that would go: named without its patient. */
export const expiringStudy = z.object({ siteName: z.string(), studyDate: z.string().nullable(), modalities: z.array(z.string()), lastUsedAt: instant, bytes: z.number().nonnegative() });

export const legalHold = z.object({ holdId: z.int().positive(), siteName: z.string(), accessionNumber: z.string(), reason: z.string(), placedBy: z.string(), placedAt: instant });
export type LegalHoldSummary = z.infer<typeof legalHold>;

export const retentionState = z.object({
  rules: z.array(retentionRule),
  /** Null: no rule has run yet. */
  lastRun: z.object({ at: instant, amounts: z.array(retentionAmount) }).nullable(),
  holds: z.array(legalHold),
});
export type RetentionStateSummary = z.infer<typeof retentionState>;

export const retentionPreview = z.object({ amounts: z.array(retentionAmount), studies: z.array(expiringStudy) });
export type RetentionPreview = z.infer<typeof retentionPreview>;

export const retentionContract = {
  state: method().output(retentionState),
  /** @throws `retention/too-short` for fewer days than the law or the house asks for */
  setRules: method('retention/too-short').input(z.object({ rules: z.array(retentionRule).max(RETENTION_KINDS.length) })).output(retentionState),
  /** What the rules would remove now; nothing is removed. At most 200 studies are listed, the oldest first. */
  preview: method().output(retentionPreview),
  /** Removes it now, and does not wait for the day's turn. */
  run: method().output(retentionState),
  /** All studies of a request: no rule and no lack of room removes anything of them. */
  hold: method('study/unknown').input(z.object({ siteId, accessionNumber: z.string().trim().min(1).max(64), reason: z.string().trim().min(4).max(500) })).output(retentionState),
  releaseHold: method().input(z.object({ holdId: z.int().positive() })).output(retentionState),
};
