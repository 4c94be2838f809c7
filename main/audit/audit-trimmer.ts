import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import { signAnchor } from './audit-chain.ts';
import type { AuditKeys } from './audit-key.ts';
import type { AuditRepository } from './audit.repository.ts';

export interface AuditTrimmerDependencies {
  readonly audits: Remote<AuditRepository>;
  readonly auditKeys: Pick<AuditKeys, 'current'>;
  /** The last row that the syslog server took; undefined where nothing is sent. */
  readonly forwarded: () => Promise<number | undefined>;
  readonly clock: Clock;
}

/** Removes the oldest rows of the trail: a signed anchor stands in their place, from which the rest is verified. */
export interface AuditTrimmer {
  /** @param before ISO 8601, UTC: rows from before that, without a gap from the first; never one that waits to be sent */
  readonly expired: (before: string) => Promise<{ readonly count: number; readonly bytes: number; readonly oldest: string | null }>;
  readonly trim: (before: string) => Promise<void>;
}

export function createAuditTrimmer({ audits, auditKeys, forwarded, clock }: AuditTrimmerDependencies): AuditTrimmer {
  const lastExpired = async (before: string) => audits.lastBefore(before, (await forwarded()) ?? null);
  return {
    async expired(before) {
      const last = await lastExpired(before);
      return last === undefined ? { count: 0, bytes: 0, oldest: null } : audits.measureUpTo(last.sequence);
    },
    async trim(before) {
      const last = await lastExpired(before);
      if (last !== undefined) await audits.trim(signAnchor(last, clock.now().toISOString(), auditKeys.current()));
    },
  };
}
