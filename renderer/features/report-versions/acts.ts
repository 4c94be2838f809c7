import type { ReportHistory } from '#shared/contract/services/versions.contract.ts';

/** What can be done with a report besides writing and signing it. */
export type Act = 'amend' | 'addendum' | 'withdraw' | 'acknowledge' | 'submit' | 'return';

/** What an act asks for. */
export interface ActNeeds {
  readonly words: boolean;
  readonly isLong: boolean;
  readonly signer: boolean;
  readonly pin: boolean;
}

export const ACT_NEEDS: Readonly<Record<Act, ActNeeds>> = {
  amend: { words: true, isLong: false, signer: false, pin: false },
  addendum: { words: true, isLong: true, signer: true, pin: true },
  withdraw: { words: true, isLong: false, signer: true, pin: true },
  acknowledge: { words: true, isLong: false, signer: false, pin: false },
  submit: { words: false, isLong: false, signer: true, pin: true },
  return: { words: true, isLong: true, signer: true, pin: false },
};

/**
 * What can be done now. A signed report that stands can be corrected, added to, taken back and confirmed; a draft can be submitted, one that
 * waits for review returned.
 * @param hasDraft something was written and saved
 */
export function possibleActs(history: ReportHistory, hasDraft: boolean): readonly Act[] {
  const [newest] = history.versions;
  const isStanding = newest !== undefined && newest.withdrawal === null;
  const isOpen = !isStanding || history.amendment !== null;
  if (isOpen && history.submission?.state === 'waiting') return ['return'];
  const confirmable = newest !== undefined && !newest.acknowledgements.some(({ about }) => about === confirmableOf(history));
  const acts: Act[] = isOpen ? (hasDraft ? ['submit'] : []) : ['amend', 'addendum', 'withdraw'];
  return confirmable && history.amendment === null ? [...acts, 'acknowledge'] : acts;
}

/** What the county hospital would confirm of the newest version. */
export function confirmableOf({ versions }: ReportHistory): 'report' | 'withdrawal' {
  const [newest] = versions;
  return newest === undefined || newest.withdrawal === null ? 'report' : 'withdrawal';
}
