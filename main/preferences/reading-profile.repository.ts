import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { ChangedPreset, ReadingProfile } from '#shared/contract/services/preferences.contract.ts';

/** Profiles of people, beside the presets of hospitals, whose owner is the id of the hospital. At a seat where nobody signs in it has no number. */
const PERSON = 'person:';
const NOBODY_IN_PARTICULAR = '';

function ownerOf(personId: number | undefined): string {
  return personId === undefined ? NOBODY_IN_PARTICULAR : `${PERSON}${personId}`;
}

function isPerson(owner: string): boolean {
  return owner === NOBODY_IN_PARTICULAR || owner.startsWith(PERSON);
}

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
  person(personId: number | undefined): ReadingProfile | undefined {
    const row = this.#all.all().find(({ owner }) => owner === ownerOf(personId));
    return row === undefined ? undefined : (JSON.parse(row.profile) as ReadingProfile);
  }

  sitePresets(): Record<string, ChangedPreset[]> {
    return Object.fromEntries(this.#all.all().filter(({ owner }) => !isPerson(owner)).map(({ owner, profile }) => [owner, JSON.parse(profile) as ChangedPreset[]]));
  }

  savePerson(personId: number | undefined, profile: ReadingProfile, changedAt: string): void {
    this.#put.run(ownerOf(personId), JSON.stringify(profile), changedAt);
  }

  saveSitePresets(siteId: string, presets: readonly ChangedPreset[], changedAt: string): void {
    this.#put.run(siteId, JSON.stringify(presets), changedAt);
  }
}
