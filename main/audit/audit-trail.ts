import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { signHead, type AuditRecord } from './audit-chain.ts';
import { writeAuditHead } from './audit-head-file.ts';
import type { AuditKeyChange, AuditKeys } from './audit-key.ts';
import type { AuditMessage } from './audit-message.ts';
import type { AuditRepository } from './audit.repository.ts';

export interface AuditTrailDependencies {
  readonly audits: Remote<AuditRepository>;
  readonly auditKeys: AuditKeys;
  readonly profileFolder: string;
  readonly onWritten: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes down who did what. What is done never waits for it. */
export interface AuditTrail {
  readonly record: (message: AuditMessage) => void;
  /** Something else than `record` has added rows: the head follows. */
  readonly follow: () => void;
  /** A new key signs the head from now on; the change is a row of the trail. */
  readonly changeKey: (describe: (change: AuditKeyChange) => AuditMessage) => Promise<void>;
  /** Writes what still waits and signs the head. */
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * The head is signed as soon as the rows that wait are written, so that a kill leaves a row outside of it for some milliseconds only; rows that come meanwhile
 * share the next signature.
 */
export function startAuditTrail({ audits, auditKeys, profileFolder, onWritten, clock, log }: AuditTrailDependencies): AuditTrail {
  let writing: Promise<void> = Promise.resolve();
  let isSignatureDue = false;
  let signedSequence = 0;

  const sign = async (): Promise<void> => {
    isSignatureDue = false;
    const newest: AuditRecord | undefined = await audits.newest();
    if (newest === undefined || newest.sequence === signedSequence) return;
    onWritten();
    await writeAuditHead(profileFolder, signHead(newest, clock.now().toISOString(), auditKeys.current()));
    signedSequence = newest.sequence;
    await auditKeys.headSigned();
  };
  const queue = (act: () => Promise<void>, failed: string) => {
    writing = writing.then(act).catch((error: unknown) => log.error(failed, {}, error));
  };
  const follow = () => {
    if (isSignatureDue) return;
    isSignatureDue = true;
    // What is recorded in this turn is written first.
    queueMicrotask(() => queue(sign, 'the head of the audit trail could not be signed'));
  };
  const settle = async () => {
    queue(sign, 'the head of the audit trail could not be signed');
    await writing;
  };

  return {
    record(message) {
      queue(async () => void (await audits.append(message)), 'an audit message could not be written');
      follow();
    },
    follow,
    async changeKey(describe) {
      // In the queue of those who sign: the old key signs no head after that row.
      const changing = writing.then(async () => {
        await auditKeys.change(async (change) => (await audits.append(describe(change))).sequence);
        await sign();
      });
      writing = changing.catch(() => undefined);
      await changing;
    },
    settle,
    close: settle,
  };
}
