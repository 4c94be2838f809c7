import type { SqliteDatabase } from './open-encrypted-database.ts';

/** What this seat remembers of itself. */
export interface Settings {
  language: 'zh-CN' | 'en';
  centreName: string;
  demo: 'on' | 'off';
  /** DICOMweb address of the centre's own archive, with its password; '' for none. */
  near: string;
  /** What all packs together may take, as digits; '' for no limit but the disk. */
  quotaBytes: string;
  /** Where critical values that nobody closed are posted; '' for nowhere. */
  criticalWebhook: string;
}

const DEFAULTS: Settings = { language: 'zh-CN', centreName: '', demo: 'on', near: '', quotaBytes: '', criticalWebhook: '' };

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
