import { z } from 'zod';
import { displayCheck, type StoredDisplayCheck } from '#shared/contract/services/system.contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';

/** What was said of the screens of this seat. */
export interface DisplayCheckService {
  readonly list: () => Promise<StoredDisplayCheck[]>;
  /** Adds what a person has seen, at the moment of this machine. */
  readonly record: (check: Omit<StoredDisplayCheck, 'checkedAt'>) => Promise<StoredDisplayCheck>;
}

/** So many quarters of a year of several screens. */
const MOST_KEPT = 60;
const stored = z.array(displayCheck);

export function createDisplayCheckService(settings: Remote<Pick<SettingRepository, 'read' | 'write'>>, clock: Clock): DisplayCheckService {
  async function list(): Promise<StoredDisplayCheck[]> {
    const { displayChecks } = await settings.read();
    if (displayChecks === '') return [];
    // What an older or newer program wrote and this one cannot read is as good as no check.
    const parsed = stored.safeParse(JSON.parse(displayChecks));
    return parsed.success ? parsed.data : [];
  }
  return {
    list,
    record: async (check) => {
      const added = { ...check, checkedAt: clock.now().toISOString() };
      await settings.write('displayChecks', JSON.stringify([...(await list()), added].slice(-MOST_KEPT)));
      return added;
    },
  };
}
