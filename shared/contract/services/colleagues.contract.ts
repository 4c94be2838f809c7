import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, studyId } from '../vocabulary.ts';

export const colleague = z.object({
  seatId: z.string(),
  person: z.string(),
  isMine: z.boolean(),
  /** Heard of within the last two minutes. */
  isHere: z.boolean(),
  /** What they have open, where this seat has the study too. */
  studyId: studyId.nullable(),
});

export const colleagueMessage = z.object({
  messageId: z.int().positive(),
  person: z.string(),
  isMine: z.boolean(),
  /** Whom it is for; null: all. */
  toPerson: z.string().nullable(),
  text: z.string(),
  sentAt: instant,
  isRead: z.boolean(),
  studyId: studyId.nullable(),
});

/** A critical value of another seat that nobody has closed. */
export const colleagueCritical = z.object({
  key: z.string().min(1).max(200),
  person: z.string(),
  siteName: z.string(),
  examination: z.string(),
  message: z.string(),
  foundAt: instant,
  /** Minutes since it was found, by the hub's clock. */
  minutes: z.int().nonnegative(),
  /** 1 to 3: 5, 10, 15 minutes; 0: not yet. */
  step: z.int().min(0).max(3),
  /** It is for this seat to act: its own turn comes at the first step, everybody's at the second. */
  isMyTurn: z.boolean(),
  /** Who has taken it on; '' for nobody. */
  takenBy: z.string(),
  studyId: studyId.nullable(),
});
export type ColleagueCritical = z.infer<typeof colleagueCritical>;

export const colleaguesView = z.object({
  mode: z.enum(['embedded', 'hub']),
  seats: z.array(colleague),
  /** Oldest first, the newest 200. */
  messages: z.array(colleagueMessage),
  unread: z.int().nonnegative(),
  criticals: z.array(colleagueCritical),
});
export type ColleaguesView = z.infer<typeof colleaguesView>;

/** Other seats of the hub: who is here, what they write, what of theirs is critical and still open. */
export const colleaguesContract = {
  overview: method().output(colleaguesView),
  /** @param studyId the case it is about; null for none */
  send: method('hub/unreachable', 'hub/not-allowed', 'hub/unknown-seat')
    .input(z.object({ toSeatId: z.string().min(1).max(63).nullable(), studyId: studyId.nullable(), text: z.string().trim().min(1).max(4_000) }))
    .output(colleaguesView),
  /** All up to this message were seen. */
  markRead: method().input(z.object({ messageId: z.int().positive() })).output(colleaguesView),
  /** This seat calls the county in place of the colleague. */
  takeCritical: method('hub/unreachable', 'hub/not-allowed', 'hub/changed-elsewhere', 'critical/unknown').input(z.object({ key: colleagueCritical.shape.key })).output(colleaguesView),
};
