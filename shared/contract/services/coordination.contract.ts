import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, studyId, uid } from '../vocabulary.ts';

/** A report that the coordinator has of a case. `second`: another was accepted first; it is kept and never delivered. `waiting`: the hub has not seen it yet. */
export const coordinatedReport = z.object({
  reportUid: uid,
  person: z.string(),
  isMine: z.boolean(),
  standing: z.enum(['final', 'second', 'waiting']),
  /** Signed while the hub was away. */
  isOffline: z.boolean(),
  acceptedAt: instant.nullable(),
  findings: z.string(),
  impression: z.string(),
  recommendation: z.string(),
});

export const seatOfHub = z.object({
  seatId: z.string(),
  person: z.string(),
  /** Heard of within the last two minutes. */
  isHere: z.boolean(),
});

/**
 * How this seat stands to the requests of a study. `alone`: a hub is configured and gives no answer, so nobody can say who else reads it.
 * `none`: not opened here. Of several requests the one that keeps this seat from signing counts.
 */
export const caseStanding = z.object({
  mode: z.enum(['embedded', 'hub']),
  standing: z.enum(['mine', 'held', 'lost', 'final', 'alone', 'none']),
  /** Who reads or has signed it; '' when it is this seat. */
  person: z.string(),
  /** Other seats that it can be handed to. */
  seats: z.array(seatOfHub),
  reports: z.array(coordinatedReport),
});
export type CaseStandingView = z.infer<typeof caseStanding>;

/** What several seats decide together. */
export const coordinationContract = {
  standing: method('study/unknown').input(z.object({ studyId })).output(caseStanding),
  /** Claims the study's requests again, after somebody gave them back or a lease ran out. */
  claim: method('study/unknown', 'hub/not-allowed').input(z.object({ studyId })).output(caseStanding),
  /** Gives the case, with its draft, to a colleague. */
  handOver: method('study/unknown', 'claim/lost', 'claim/held', 'claim/final', 'hub/unreachable', 'hub/unknown-seat', 'hub/not-allowed')
    .input(z.object({ studyId, toSeatId: z.string().min(1).max(63) }))
    .output(caseStanding),
  /** The best case for this seat now, claimed for it already; null when there is none. @param notStudyIds what is open */
  next: method().input(z.object({ notStudyIds: z.array(studyId).max(50) })).output(z.object({ studyId: studyId.nullable() })),
};
