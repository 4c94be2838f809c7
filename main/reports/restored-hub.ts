import type { CaseState } from '#shared/worklist/case-claim.ts';
import type { RestoredHub, SharedRecord } from '#shared/worklist/coordinator.ts';
import type { AcceptanceRepository } from '../coordination/acceptance.repository.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Signature } from './report.repository.ts';
import { bundleOf } from './signature-bundle.ts';

export interface RestoredHubDependencies {
  readonly hub: RestoredHub;
  readonly acceptances: Pick<Remote<AcceptanceRepository>, 'finals' | 'lose'>;
  /** Cases as this seat saw them last, a page at a time. */
  readonly copies: { readonly seen: (after: string) => Promise<readonly CaseState[]> };
  /** What seats share, as this one heard it last, a page at a time. */
  readonly records: { readonly page: (after: { readonly kind: string; readonly key: string }) => Promise<readonly SharedRecord[]> };
  /** A signature as it stands in this catalogue; undefined for one that does not. */
  readonly signatureOf: (reportUid: string) => Promise<Omit<Signature, 'audit'> | undefined>;
}

export interface ToldHub {
  /** Reports of this seat that the hub had forgotten. */
  readonly presented: number;
  /** Cases of which another report had become final meanwhile: both stand, and a person must look. */
  readonly lost: readonly string[];
  /** Finals of other seats, and what seats share, that the hub had forgotten. */
  readonly remembered: number;
}

/**
 * Tells a hub that was restored from an older copy what this seat knows: its own accepted reports with all that delivers them, then what it saw of
 * other seats' cases. Broken off in the middle, it is told anew: the hub goes on waiting.
 */
export async function tellRestoredHub({ hub, acceptances, copies, records, signatureOf }: RestoredHubDependencies): Promise<ToldHub> {
  let presented = 0;
  const lost: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const { reports, last } = await acceptances.finals(after);
    const lacking = new Set(await hub.lacking(reports.map(({ reportUid }) => reportUid)));
    for (const { caseKey, reportUid, version, fence, isOffline, signer } of reports) {
      const signature = lacking.has(reportUid) ? await signatureOf(reportUid) : undefined;
      if (signature === undefined) continue;
      presented += 1;
      const standing = await hub.present({ caseKey, reportUid, version, fence, isOffline, signer, bundle: bundleOf(caseKey, signature) });
      if (standing === 'final') continue;
      await acceptances.lose(reportUid);
      lost.push(caseKey);
    }
    after = last;
  }
  let remembered = 0;
  for (let after: string | undefined = ''; after !== undefined;) {
    const seen: readonly CaseState[] = await copies.seen(after);
    if (seen.length > 0) remembered += await hub.remember(seen);
    after = seen.at(-1)?.caseKey;
  }
  for (let last: Pick<SharedRecord, 'key'> & { readonly kind: string } | undefined = { kind: '', key: '' }; last !== undefined;) {
    const page: readonly SharedRecord[] = await records.page(last);
    if (page.length > 0) remembered += await hub.rememberRecords(page);
    last = page.at(-1);
  }
  await hub.toldAll();
  return { presented, lost, remembered };
}
