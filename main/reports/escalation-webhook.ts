import type { EscalationNotice } from './critical-value.service.ts';

/** A hook that does not answer in this time is asked again later. */
const ANSWER_MS = 10_000;

/**
 * Posts an escalation as JSON to the hospital's own message service. @param url '' for none. @returns whether there was one to tell
 * @throws Error when it did not take it
 */
export async function postEscalation(url: string, notice: EscalationNotice): Promise<boolean> {
  if (url === '') return false;
  const response = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'critical-value', ...notice }), signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error',
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the hook answered ${response.status}`);
  return true;
}
