/**
 * How the page stands with main. `lost` only after a second try failed, so that a dropped socket that comes back at once shows nothing.
 * `refused`: main answers but does not admit this window.
 */
export type ConnectionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  | { readonly status: 'lost'; readonly since: string }
  | { readonly status: 'refused'; readonly since: string };

export const CONNECTING: ConnectionState = { status: 'connecting' };
export const CONNECTED: ConnectionState = { status: 'connected' };

export interface FailedTry {
  /** Tries that failed since the last event, this one included. */
  readonly failures: number;
  /** When the first of them failed, ISO 8601. */
  readonly since: string;
  readonly isRefused: boolean;
}

export function stateAfterFailure(before: ConnectionState, { failures, since, isRefused }: FailedTry): ConnectionState {
  if (isRefused) return before.status === 'refused' ? before : { status: 'refused', since };
  if (failures < 2) return before;
  return before.status === 'lost' ? before : { status: 'lost', since };
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5000;

/** How long to wait before the next try: 250 ms, doubled each time, five seconds at most. */
export function delayBeforeNextTryMs(failures: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1));
}
