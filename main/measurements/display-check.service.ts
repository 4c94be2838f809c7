import { z } from 'zod';
import { displayCheck, displayLight, type StoredDisplayCheck, type StoredDisplayLight } from '#shared/contract/services/system.contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';

/** What was said of the screens of this seat. */
export interface DisplayCheckService {
  readonly list: () => Promise<StoredDisplayCheck[]>;
  /** Adds what a person has seen, at the moment of this machine. */
  readonly record: (check: Omit<StoredDisplayCheck, 'checkedAt'>) => Promise<StoredDisplayCheck>;
  /** What photometers said, in the order in which it was entered. */
  readonly lights: () => Promise<StoredDisplayLight[]>;
  readonly recordLight: (light: StoredDisplayLight) => Promise<StoredDisplayLight>;
}

/** So many quarters of a year of several screens. */
const MOST_KEPT = 60;
const storedChecks = z.array(displayCheck);
const storedLights = z.array(displayLight);

export function createDisplayCheckService(settings: Remote<Pick<SettingRepository, 'read' | 'write'>>, clock: Clock): DisplayCheckService {
  const list = async (): Promise<StoredDisplayCheck[]> => read(storedChecks, (await settings.read()).displayChecks);
  const lights = async (): Promise<StoredDisplayLight[]> => read(storedLights, (await settings.read()).displayLights);
  return {
    list,
    record: async (check) => {
      const added = { ...check, checkedAt: clock.now().toISOString() };
      await settings.write('displayChecks', JSON.stringify([...(await list()), added].slice(-MOST_KEPT)));
      return added;
    },
    lights,
    recordLight: async (light) => {
      await settings.write('displayLights', JSON.stringify([...(await lights()), light].slice(-MOST_KEPT)));
      return light;
    },
  };
}

/** What an older or newer program wrote and this one cannot read is as good as nothing. */
function read<T>(schema: z.ZodType<T[]>, text: string): T[] {
  if (text === '') return [];
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : [];
}
