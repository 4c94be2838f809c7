import type { Acceptance, CaseState, ClaimAnswer, ClaimHolder, ClaimPurpose, ReportStanding, ReportToAccept } from './case-claim.ts';

/** Kinds that every physician writes: what is said between people about patients and cases. */
export const PHYSICIANS_RECORD_KINDS = ['critical-value', 'archive-step', 'patient-link', 'technician-request', 'consultation', 'case-list', 'shared-view', 'clock-pause', 'county-report'] as const;

/** Kinds of what seats share beside cases. The centre's own data are written by its administrators. */
export const SHARED_RECORD_KINDS = [
  ...PHYSICIANS_RECORD_KINDS, 'referral-table',
  'person', 'role', 'site', 'letterhead', 'report-template', 'report-macro', 'critical-list', 'hanging-protocol', 'assignment-rule', 'duty-roster',
  'service-level', 'green-channel-rule',
] as const;
export type SharedRecordKind = (typeof SHARED_RECORD_KINDS)[number];

export function isPhysiciansRecord(kind: SharedRecordKind): boolean {
  return (PHYSICIANS_RECORD_KINDS as readonly string[]).includes(kind);
}

/** One thing that all seats share. */
export interface SharedRecord {
  readonly kind: SharedRecordKind;
  readonly key: string;
  /** One-based; a writer names the revision it has seen. */
  readonly revision: number;
  /** JSON. */
  readonly content: string;
  readonly changedBy: string;
  readonly changedAtMs: number;
}

export interface SeatMessage {
  readonly messageId: number;
  readonly from: ClaimHolder;
  /** Seat it is for; null for all. */
  readonly toSeatId: string | null;
  /** Case it is about; null for none. */
  readonly caseKey: string | null;
  readonly text: string;
  readonly sentAtMs: number;
}

/** Who is there, and what they have open. */
export interface SeatPresence extends ClaimHolder {
  readonly caseKey: string | null;
  /** 0: never. */
  readonly seenAtMs: number;
}

/** A draft as the coordinator keeps it, so that it outlives its seat. */
export interface CoordinatedDraft extends ClaimHolder {
  readonly caseKey: string;
  readonly revision: number;
  /** JSON of a `ReportText`. */
  readonly text: string;
  readonly savedAtMs: number;
}

/** A signed report as the coordinator keeps it. */
export interface CoordinatedReport extends ClaimHolder, ReportToAccept {
  readonly caseKey: string;
  readonly standing: ReportStanding;
  readonly acceptedAtMs: number;
  /** Its objects are at the hospital. */
  readonly isDelivered: boolean;
}

/** What has moved since a number. */
export interface CaseChanges {
  /** At a hub, what was written a moment ago may come twice: before it has a number and with it. */
  readonly cases: readonly CaseState[];
  /** The newest numbered change that is in it: the next question's `since`. */
  readonly number: number;
}

/** What a seat shows of its colleagues, of one moment. */
export interface Colleagues {
  /** By the coordinator's clock, milliseconds since 1970. */
  readonly nowMs: number;
  /** To this seat, to all, and from it: the newest 200, oldest first. */
  readonly messages: readonly SeatMessage[];
  readonly seats: readonly SeatPresence[];
  /** Changed at the asked time or later, oldest first. */
  readonly records: readonly SharedRecord[];
}

/** Numbered cases in one answer of `changes` and `news`: as many mean that there are more. */
export const NEWS_PAGE = 5_000;

/** What the list of a seat shows of its colleagues. */
export interface CaseNews extends CaseChanges {
  /** Cases that somebody holds now, by the coordinator's clock. */
  readonly held: readonly CaseState[];
  /** The hub was restored from an older copy and waits for what this seat knows; absent from a hub of before that. */
  readonly isAwaited?: boolean;
  /** More has moved than one answer holds; absent where `cases` says it by its length. */
  readonly isMore?: boolean;
  /** Some of it has no number yet: its seat is about to say it, or died before it could. */
  readonly isUntold?: boolean;
}

/** A report of this seat that was accepted once, as it is brought again. */
export interface PresentedReport extends ReportToAccept {
  readonly caseKey: string;
  readonly signer: string;
  readonly bundle: Uint8Array;
}

/** What a hub is told that was restored from an older copy. Until each seat has told it all, no report becomes final there. */
export interface RestoredHub {
  /** @returns those of these reports that the hub does not have */
  readonly lacking: (reportUids: readonly string[]) => Promise<readonly string[]>;
  /** @returns `second` when another report of the case was made final meanwhile */
  readonly present: (report: PresentedReport) => Promise<ReportStanding>;
  /** Cases as this seat saw them last: their finals and highest fences. @returns how many finals the hub had forgotten */
  readonly remember: (known: readonly CaseState[]) => Promise<number>;
  /** What seats share, as this one has it: the highest revision stands. @returns how many the hub had forgotten */
  readonly rememberRecords: (known: readonly SharedRecord[]) => Promise<number>;
  readonly toldAll: () => Promise<void>;
}

/**
 * What several seats decide together. One implementation is the seat's own catalogue, the other a PostgreSQL hub; one suite of tests runs over both.
 * Every method fails with AppError `hub/unreachable` when the hub gives no answer: what was asked may have happened or not, and asking again is safe.
 */
export interface Coordinator {
  readonly kind: 'embedded' | 'hub';
  readonly seat: ClaimHolder;
  /** The clock that times of cases are counted by, milliseconds since 1970. */
  readonly serverNowMs: () => Promise<number>;
  readonly claim: (caseKey: string, purpose: ClaimPurpose) => Promise<ClaimAnswer>;
  readonly renew: (caseKey: string, fence: number) => Promise<ClaimAnswer>;
  readonly release: (caseKey: string, fence: number) => Promise<ClaimAnswer>;
  /** @throws AppError `hub/unknown-seat` */
  readonly handOver: (caseKey: string, fence: number, toSeatId: string) => Promise<ClaimAnswer>;
  /** @param bundle all that another machine needs to deliver the report: kept with it */
  readonly accept: (caseKey: string, report: ReportToAccept, signerName: string, bundle: Uint8Array) => Promise<Acceptance>;
  readonly markDelivered: (reportUid: string) => Promise<void>;
  readonly reports: (caseKey: string) => Promise<readonly CoordinatedReport[]>;
  /** This seat's accepted reports that are not delivered yet, oldest first. */
  readonly undelivered: () => Promise<readonly CoordinatedReport[]>;
  readonly bundle: (reportUid: string) => Promise<Uint8Array | undefined>;
  /** Keeps a draft under the claim it is written under. @returns false when the claim is lost: the draft stays at its seat */
  readonly saveDraft: (caseKey: string, fence: number, revision: number, text: string) => Promise<boolean>;
  readonly draft: (caseKey: string) => Promise<CoordinatedDraft | undefined>;
  readonly caseState: (caseKey: string) => Promise<CaseState>;
  readonly changes: (since: number) => Promise<CaseChanges>;
  /** Cases that somebody holds now, by the coordinator's clock. */
  readonly held: () => Promise<readonly CaseState[]>;
  /** `changes` and `held` of one moment, at the price of one. */
  readonly news: (since: number) => Promise<CaseNews>;
  readonly sendMessage: (toSeatId: string | null, caseKey: string | null, text: string) => Promise<void>;
  /** Messages for this seat after one. */
  readonly messages: (afterMessageId: number) => Promise<readonly SeatMessage[]>;
  readonly setPresence: (caseKey: string | null) => Promise<void>;
  /** Every seat that may read, whether it is there or not. */
  readonly presence: () => Promise<readonly SeatPresence[]>;
  /** @returns the new revision; undefined when somebody wrote first. @throws AppError `hub/not-allowed`; `hub/too-large` for bytes of a picture, or more words than the kind may have */
  readonly putRecord: (kind: SharedRecordKind, key: string, expectedRevision: number, content: string) => Promise<number | undefined>;
  readonly records: (kind: SharedRecordKind) => Promise<readonly SharedRecord[]>;
  /** @param recordsSinceMs by the coordinator's clock */
  readonly colleagues: (recordsSinceMs: number) => Promise<Colleagues>;
  /** Those that were written at that time of the coordinator's clock or later, oldest first. */
  readonly recordsSince: (kind: SharedRecordKind | readonly SharedRecordKind[], sinceMs: number) => Promise<readonly SharedRecord[]>;
  /** Calls back when something may have moved: a hint to ask `changes` and `messages`, never the truth itself. @returns its end */
  readonly onChange: (listener: () => void) => () => void;
  /** Calls back when another seat that reads together has moved, and for nothing else. @returns its end */
  readonly onView: (listener: () => void) => () => void;
  readonly close: () => Promise<void>;
  /** Undefined where nothing is ever restored apart from its seat. */
  readonly restored?: RestoredHub;
  /**
   * Changes the password of a person at the hub, from any seat. @param proof of the old password, hexadecimal
   * @returns the new revision; undefined when somebody wrote first. @throws AppError `hub/not-allowed`
   */
  readonly changeOwnPassword?: (key: string, expectedRevision: number, proof: string, newHash: string) => Promise<number | undefined>;
}
