import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Log } from '../platform/log.ts';
import type { AuditMessage } from './audit-message.ts';
import type { AuditRepository } from './audit.repository.ts';
import { sendSyslog, syslogFrame, type SyslogAddress } from './syslog.ts';

export interface AuditForwarderDependencies {
  readonly audits: Remote<AuditRepository>;
  readonly settings: Remote<SettingRepository>;
  readonly address: SyslogAddress;
  readonly hostName: string;
  readonly log: Log;
  readonly send?: (address: SyslogAddress, frames: readonly Uint8Array[]) => Promise<void>;
}

/** Sends the audit trail to a syslog server, in order. The trail itself is the spool: what was not taken is sent again, for as long as it needs. */
export interface AuditForwarder {
  /** There is something new. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

const BATCH = 200;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** Messages that come together go together. */
const GATHER_MS = 1_000;

export function startAuditForwarder({ audits, settings, address, hostName, log, send = sendSyslog }: AuditForwarderDependencies): AuditForwarder {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;
  let isClosed = false;

  const later = (waitMs: number) => {
    if (isClosed || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      running = forward().finally(() => (running = undefined));
    }, waitMs);
    timer.unref();
  };

  const forward = async (): Promise<void> => {
    try {
      for (;;) {
        const sent = Number((await settings.read()).auditForwarded);
        const records = await audits.after(sent, BATCH);
        const last = records.at(-1);
        if (last === undefined || isClosed) return;
        await send(address, records.map(({ message }) => syslogFrame(JSON.parse(message) as AuditMessage, hostName)));
        await settings.write('auditForwarded', String(last.sequence));
        failures = 0;
      }
    } catch (error) {
      failures += 1;
      log.warn('the audit trail could not be forwarded', { host: address.host, failures }, error);
      later(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(10, failures - 1)));
    }
  };

  later(0);
  return {
    // While the server does not answer, its own wait counts.
    wake: () => (failures === 0 ? later(GATHER_MS) : undefined),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
