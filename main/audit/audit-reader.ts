import type { AuditRowSummary } from '#shared/contract/services/audit.contract.ts';
import type { Remote } from '../database/remote-repositories.ts';
import { startAuditWalk, type AuditRecord } from './audit-chain.ts';
import { readAuditHead } from './audit-head-file.ts';
import type { AuditKeys } from './audit-key.ts';
import type { AuditMessage } from './audit-message.ts';
import type { AuditRepository } from './audit.repository.ts';

export interface AuditReaderDependencies {
  readonly audits: Remote<AuditRepository>;
  readonly auditKeys: Pick<AuditKeys, 'current' | 'earlier'>;
  readonly profileFolder: string;
  /** Writes and signs what waits. */
  readonly settle: () => Promise<void>;
}

export type AuditReader = ReturnType<typeof createAuditReader>;

const PAGE_ROWS = 2_000;

/** The trail as its auditor reads it in the program. */
export function createAuditReader({ audits, auditKeys, profileFolder, settle }: AuditReaderDependencies) {
  return {
    async rows(before: number | null, limit: number): Promise<AuditRowSummary[]> {
      const end = before ?? ((await audits.newest())?.sequence ?? 0) + 1;
      const records = await audits.after(Math.max(0, end - 1 - limit), limit);
      return records.filter(({ sequence }) => sequence < end).map(toSummary).toReversed();
    },

    async verify() {
      await settle();
      const anchor = await audits.anchor();
      const walk = startAuditWalk(readAuditHead(profileFolder), auditKeys.current(), anchor, auditKeys.earlier());
      let seen = anchor?.sequence ?? 0;
      for (let goesOn = true; goesOn; ) {
        const page = await audits.after(seen, PAGE_ROWS);
        goesOn = page.every((record) => walk.see(record)) && page.length === PAGE_ROWS;
        seen = page.at(-1)?.sequence ?? seen;
      }
      const verdict = walk.end();
      if (verdict.status === 'empty') return { status: verdict.status, records: 0, sequence: 0, fault: '' };
      if (verdict.status === 'holds') return { status: verdict.status, records: verdict.records - (anchor?.sequence ?? 0), sequence: verdict.head.sequence, fault: '' };
      return { status: verdict.status, records: seen, sequence: verdict.sequence, fault: verdict.fault };
    },
  };
}

function toSummary({ sequence, message }: AuditRecord): AuditRowSummary {
  const { event, participants, objects } = JSON.parse(message) as AuditMessage;
  const requestor = participants.find(({ isRequestor }) => isRequestor) ?? participants[0];
  return {
    sequence,
    at: event.at,
    eventCode: event.id.code,
    eventTypeCode: event.types[0]?.code ?? '',
    action: event.action,
    isSuccess: event.outcome === 0,
    outcome: event.outcomeDescription ?? '',
    person: requestor === undefined ? '' : requestor.userName === undefined ? requestor.userId : `${requestor.userName} (${requestor.userId})`,
    objects: objects.map(({ id, name, query }) => query ?? (name === undefined || name === id ? id : `${name} ${id}`)),
  };
}
