import { DEFAULT_READING_PROFILE, type ChangedPreset, type Preferences, type ReadingProfile } from '#shared/contract/services/preferences.contract.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { ReadingProfileRepository } from './reading-profile.repository.ts';

export interface PreferencesService {
  readonly read: () => Promise<Preferences>;
  readonly save: (profile: ReadingProfile) => Promise<void>;
  readonly saveSitePresets: (siteId: string, presets: readonly ChangedPreset[]) => Promise<void>;
}

export interface PreferencesDependencies {
  readonly profiles: Remote<ReadingProfileRepository>;
  /** Who sits here; undefined at a seat where nobody signs in. */
  readonly personId: () => number | undefined;
  readonly events: EventHub;
  readonly clock: Clock;
}

/** Keys, mouse and window presets of the person at this seat, and presets of hospitals. */
export function createPreferencesService({ profiles, personId, events, clock }: PreferencesDependencies): PreferencesService {
  const now = () => clock.now().toISOString();
  return {
    async read() {
      return { profile: (await profiles.person(personId())) ?? DEFAULT_READING_PROFILE, sitePresets: await profiles.sitePresets() };
    },
    async save(profile) {
      await profiles.savePerson(personId(), profile, now());
      events.publish({ kind: 'preferences-changed' });
    },
    async saveSitePresets(siteId, presets) {
      await profiles.saveSitePresets(siteId, presets, now());
      events.publish({ kind: 'preferences-changed' });
    },
  };
}
