import type { SqliteDatabase } from './open-encrypted-database.ts';

/** What this seat remembers of itself. */
export interface Settings {
  language: 'zh-CN' | 'en';
  centreName: string;
  demo: 'on' | 'off';
  /** DICOMweb address of the centre's own archive; one with a password is wrapped by the seat's key store, `sealed:` and base64; '' for none. */
  near: string;
  /** That archive may be asked over plain HTTP. */
  nearIsPlainAllowed: 'yes' | 'no';
  /** What all packs together may take, as digits; '' for no limit but the disk. */
  quotaBytes: string;
  /** A folder into which devices put files; '' for none. */
  dropFolder: string;
  /** When an ECG is critical, as JSON; '' for the drafts that came with the program. */
  ecgThresholds: string;
  /** Where critical values that nobody closed are posted; '' for nowhere. */
  criticalWebhook: string;
  /** JSON: what persons have seen on the test pattern of the screens; '' for nothing. */
  displayChecks: string;
  /** `two`: every report is signed by a second physician. */
  reviewLevels: 'one' | 'two';
  /** Address of the time-stamp authority (RFC 3161 over HTTP); '' for none. */
  timeStampUrl: string;
  /** How long a report without a time stamp waits before it leaves, minutes, as digits. */
  timeStampWaitMinutes: string;
  /** Key that signs the head of the audit trail, wrapped by the seat's secret store, base64; '' before the first start. */
  auditKey: string;
  /** Where the audit trail is sent, `tls://HOST:PORT`; '' for nowhere. */
  auditSyslog: string;
  /** PEM of the authority of that server; '' for those that the operating system trusts. */
  auditAuthority: string;
  /** Number of the last row that it took. */
  auditForwarded: string;
}

const DEFAULTS: Settings = {
  language: 'zh-CN', centreName: '', demo: 'on', near: '', nearIsPlainAllowed: 'no', quotaBytes: '', dropFolder: '', ecgThresholds: '', criticalWebhook: '', displayChecks: '', reviewLevels: 'one', timeStampUrl: '',
  timeStampWaitMinutes: '10', auditKey: '', auditSyslog: '', auditAuthority: '', auditForwarded: '0',
};

export class SettingRepository {
  readonly #all;
  readonly #put;

  constructor(database: SqliteDatabase) {
    this.#all = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting');
    this.#put = database.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  }

  read(): Settings {
    const stored = Object.fromEntries(this.#all.all().map(({ name, value }) => [name, value]));
    return { ...DEFAULTS, ...stored };
  }

  write<N extends keyof Settings>(name: N, value: Settings[N]): void {
    this.#put.run(name, value);
  }
}
