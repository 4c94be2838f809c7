/**
 * Who may read a case, and which of two reports is the final one. Pure: the embedded coordinator runs these functions, the hub has the same rules in SQL,
 * and the model test compares each answer of both with them. All times are the server's, milliseconds since 1970.
 */

/** How long a claim holds without being renewed. A seat renews four times in it; a seat that died frees its cases after it. */
export const LEASE_MS = 120_000;

export interface ClaimHolder {
  readonly seatId: string;
  /** The physician at the seat, as colleagues know the name. */
  readonly person: string;
}

export interface FinalReport extends ClaimHolder {
  readonly reportUid: string;
  /** One-based. */
  readonly version: number;
  readonly acceptedAtMs: number;
}

export interface CaseState {
  /** `caseKey` of a request: the same at every seat. */
  readonly caseKey: string;
  /** Grows by one with each claim of the case and never falls: what an older fence signs is refused. 0: never claimed. */
  readonly fence: number;
  readonly holder: ClaimHolder | null;
  readonly leaseUntilMs: number | null;
  /** The newest version that was accepted; null while none was. */
  readonly final: FinalReport | null;
}

/** `held`: somebody else reads it. `lost`: the lease ran out, or went to somebody else. `final`: somebody's report stands already. */
export type ClaimRefusal = 'held' | 'lost' | 'final';

export type ClaimAnswer =
  | { readonly status: 'granted'; readonly state: CaseState }
  | { readonly status: 'refused'; readonly reason: ClaimRefusal; readonly state: CaseState };

/** `reading`: the first report. `correction`: a report stands, and something is to be added or changed. */
export type ClaimPurpose = 'reading' | 'correction';

/** A report that asks to be the final one. */
export interface ReportToAccept {
  readonly reportUid: string;
  readonly version: number;
  /** Of the claim that it was signed under; what was signed offline is not asked for one. */
  readonly fence: number;
  readonly isOffline: boolean;
}

/** `second`: another report was accepted first; this one is kept, shown and never delivered. */
export type ReportStanding = 'final' | 'second';

export type Acceptance =
  | { readonly status: 'accepted'; readonly standing: ReportStanding; readonly state: CaseState }
  | { readonly status: 'refused'; readonly reason: 'lost' | 'final'; readonly state: CaseState };

export function unclaimedCase(caseKey: string): CaseState {
  return { caseKey, fence: 0, holder: null, leaseUntilMs: null, final: null };
}

/** The key of a request at every seat: a site's id comes from its name, a request's key from what the hospital sends. */
export function caseKey(request: { readonly siteId: string; readonly requestKey: string }): string {
  return `${request.siteId}|${request.requestKey}`;
}

/** A lease is over at the very millisecond it ends. */
export function isHeld({ holder, leaseUntilMs }: CaseState, nowMs: number): boolean {
  return holder !== null && leaseUntilMs !== null && leaseUntilMs > nowMs;
}

export function decideClaim(state: CaseState, by: ClaimHolder, purpose: ClaimPurpose, nowMs: number): ClaimAnswer {
  if (purpose === 'reading' && state.final !== null) return { status: 'refused', reason: 'final', state };
  const isTaken = isHeld(state, nowMs);
  if (isTaken && state.holder?.seatId !== by.seatId) return { status: 'refused', reason: 'held', state };
  return { status: 'granted', state: { ...state, fence: isTaken ? state.fence : state.fence + 1, holder: by, leaseUntilMs: nowMs + LEASE_MS } };
}

/** Only a lease that still runs is made longer: who was silent for too long claims anew and gets a new fence. */
export function decideRenewal(state: CaseState, seatId: string, fence: number, nowMs: number): ClaimAnswer {
  const refusal = claimRefusal(state, seatId, fence, nowMs);
  return refusal === undefined ? { status: 'granted', state: { ...state, leaseUntilMs: nowMs + LEASE_MS } } : { status: 'refused', reason: refusal, state };
}

/** Gives a case back. What is not held by the seat under that fence stays as it is. */
export function decideRelease(state: CaseState, seatId: string, fence: number): ClaimAnswer {
  if (state.holder?.seatId !== seatId || state.fence !== fence) return { status: 'refused', reason: 'lost', state };
  return { status: 'granted', state: { ...state, holder: null, leaseUntilMs: null } };
}

/** To a colleague, who gets a lease and a fence of its own. */
export function decideHandOver(state: CaseState, seatId: string, fence: number, to: ClaimHolder, nowMs: number): ClaimAnswer {
  const refusal = claimRefusal(state, seatId, fence, nowMs);
  if (refusal !== undefined) return { status: 'refused', reason: refusal, state };
  return { status: 'granted', state: { ...state, fence: state.fence + 1, holder: to, leaseUntilMs: nowMs + LEASE_MS } };
}

/**
 * Whether a report becomes the final one. Online it needs the claim it was signed under; offline the first that comes is final.
 * @param known the standing of the same report, when it was accepted before: asking twice changes nothing
 */
export function decideAcceptance(state: CaseState, known: ReportStanding | undefined, report: ReportToAccept, by: ClaimHolder, nowMs: number): Acceptance {
  if (known !== undefined) return { status: 'accepted', standing: known, state };
  // The coordinator was told that it is the final one, and never saw it.
  if (state.final !== null && state.final.reportUid === report.reportUid && state.final.version === report.version && state.final.seatId === by.seatId) return { status: 'accepted', standing: 'final', state };
  // A coordinator that came later than the first version begins with the one it is told of.
  const isNext = state.final === null || report.version === state.final.version + 1;
  if (!report.isOffline) {
    if (!isNext) return { status: 'refused', reason: 'final', state };
    if (claimRefusal(state, by.seatId, report.fence, nowMs) !== undefined) return { status: 'refused', reason: 'lost', state };
  }
  if (!isNext) return { status: 'accepted', standing: 'second', state };
  const final = { seatId: by.seatId, person: by.person, reportUid: report.reportUid, version: report.version, acceptedAtMs: nowMs };
  return { status: 'accepted', standing: 'final', state: { ...state, holder: null, leaseUntilMs: null, final } };
}

/** Why a seat may not act under a fence; undefined when it may. */
function claimRefusal(state: CaseState, seatId: string, fence: number, nowMs: number): ClaimRefusal | undefined {
  if (isHeld(state, nowMs) && state.holder?.seatId === seatId && state.fence === fence) return undefined;
  return state.holder === null && state.final !== null ? 'final' : 'lost';
}
