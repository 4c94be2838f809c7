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
  /** JSON: what photometers have measured on the screens; '' for nothing. */
  displayLights: string;
  /** What may leave this seat as files: `de-identified` only studies without names. */
  exports: 'all' | 'de-identified' | 'none';
  /** `two`: every report is signed by a second physician. */
  reviewLevels: 'one' | 'two';
  /** JSON: sites whose archive takes no Enhanced SR but a Basic Text SR; '' for none. */
  basicTextSites: string;
  /** Address of the time-stamp authority (RFC 3161 over HTTP); '' for none. */
  timeStampUrl: string;
  /** How long a report without a time stamp waits before it leaves, minutes, as digits. */
  timeStampWaitMinutes: string;
  /** How long no hand may move before the seat locks, minutes, as digits. */
  idleLockMinutes: string;
  /** Key that signs the head of the audit trail, wrapped by the seat's secret store, base64; '' before the first start. */
  auditKey: string;
  /** Where the audit trail is sent, `tls://HOST:PORT`; '' for nowhere. */
  auditSyslog: string;
  /** PEM of the authority of that server; '' for those that the operating system trusts. */
  auditAuthority: string;
  /** Number of the last row that it took. */
  auditForwarded: string;
  /** Address of the hub with this seat's name and password there; '' for none. */
  hub: string;
  /** JSON: what this seat knew last of the centre's service levels, green channel and roster; '' for nothing. */
  centreRules: string;
  /** JSON: the clinical servers of hospitals, their tokens wrapped by the seat's key store; '' for none. */
  clinicalServers: string;
  /** Under what name the hub knows this seat; '' before it was asked. */
  hubPerson: string;
  /** Number of the last message of a colleague that was seen here, as digits. */
  hubReadMessage: string;
  /** JSON: which revisions of the centre's common data this seat has; '' for none. */
  centreSeen: string;
  /** JSON: what was put away, here or at the hub, when this seat joined the centre; '' for nothing. */
  centreKept: string;
  /** Address of the page of the hospitals, as they reach it; '' for none. */
  county: string;
  /** PEM files of its certificate and key; '' for none. */
  countyCertificate: string;
  countyKey: string;
  /** JSON: digests of the keys by which hospitals come to their page; '' for none. */
  countyLinks: string;
  /** How far the last change of all keys has come, as JSON; '' for none so far. */
  keyRotation: string;
  /** Key of the archives of the demo alliance, hexadecimal; '' before the first demo: it does not change with the key of the catalogue. */
  demoKey: string;
  /** Rules of retention and what their last turn removed, as JSON; '' for those of the house. */
  retention: string;
  /** The hospital's own sign-in (OpenID Connect) as JSON, its secret wrapped; '' for none. */
  identityProvider: string;
  /** By which rule all studies are found, as digits; `RULE@STUDY` while older rows are made anew, up to that study; '' before the first time. */
  searchRule: string;
}

const DEFAULTS: Settings = {
  language: 'zh-CN', centreName: '', demo: 'on', near: '', quotaBytes: '', ecgThresholds: '', criticalWebhook: '', displayChecks: '', reviewLevels: 'one', displayLights: '', exports: 'all', nearIsPlainAllowed: 'no', dropFolder: '', timeStampUrl: '', basicTextSites: '',
  timeStampWaitMinutes: '10', idleLockMinutes: '10', auditKey: '', auditSyslog: '', auditAuthority: '', hub: '', auditForwarded: '0', hubPerson: '', hubReadMessage: '0', centreSeen: '', centreKept: '', centreRules: '', clinicalServers: '', county: '', countyCertificate: '', countyKey: '', countyLinks: '',
  keyRotation: '', demoKey: '', retention: '', identityProvider: '', searchRule: '',
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
