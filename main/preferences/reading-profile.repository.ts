import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { ChangedPreset, ReadingProfile } from '#shared/contract/services/preferences.contract.ts';

/** A seat belongs to one person of its operating system; their profile has no owner's name. */
const PERSON = '';

export class ReadingProfileRepository {
  readonly #all;
  readonly #put;

  constructor(database: SqliteDatabase) {
    this.#all = database.prepare<[], { owner: string; profile: string }>('SELECT owner, profile FROM reading_profile ORDER BY owner');
    this.#put = database.prepare(
      'INSERT INTO reading_profile (owner, profile, changed_at) VALUES (?, ?, ?) ON CONFLICT (owner) DO UPDATE SET profile = excluded.profile, changed_at = excluded.changed_at',
    );
  }

  /** @returns undefined when the person has changed nothing yet */
  person(): ReadingProfile | undefined {
    const row = this.#all.all().find(({ owner }) => owner === PERSON);
    return row === undefined ? undefined : (JSON.parse(row.profile) as ReadingProfile);
  }

  sitePresets(): Record<string, ChangedPreset[]> {
    return Object.fromEntries(this.#all.all().filter(({ owner }) => owner !== PERSON).map(({ owner, profile }) => [owner, JSON.parse(profile) as ChangedPreset[]]));
  }

  savePerson(profile: ReadingProfile, changedAt: string): void {
    this.#put.run(PERSON, JSON.stringify(profile), changedAt);
  }

  saveSitePresets(siteId: string, presets: readonly ChangedPreset[], changedAt: string): void {
    this.#put.run(siteId, JSON.stringify(presets), changedAt);
  }
}
