import { z } from 'zod';
import { role } from '#shared/contract/services/people.contract.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { withMethods, type CentreData } from '../coordination/centre-data.ts';
import type { CentreList } from '../coordination/joining.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { Person } from './person.ts';
import type { PersonRepository } from './person.repository.ts';

/** A person as all seats have them. Keys to sign with, wrong tries and accounts of the hospital stay at each seat. */
export const sharedPerson = z.object({
  loginName: z.string().min(1).max(64), name: z.string().min(1).max(64), roles: z.array(role), siteIds: z.array(z.string()).nullable(),
  /** As main/people/password-hash.ts writes it. */
  passwordHash: z.string().max(400).regex(/^scrypt\$/), mustChangePassword: z.boolean(), isActive: z.boolean(),
  /** Who changed it and when, for the trail of other seats. */
  changedBy: z.string(), changedAt: z.iso.datetime(),
});
export type SharedPerson = z.infer<typeof sharedPerson>;

export interface CentrePeopleDependencies {
  readonly people: Remote<PersonRepository>;
  readonly centre: Pick<CentreData, 'save' | 'take' | 'isShared'>;
  readonly coordinator: Pick<Coordinator, 'kind' | 'records' | 'changeOwnPassword'>;
  /** Name of who acts. */
  readonly actor: () => string;
  readonly clock: Clock;
}

/** The people of the centre: changed at the hub first, by seats of administrators; a password of one's own by whoever knows the old one. */
export interface CentrePeople {
  readonly repository: Remote<PersonRepository>;
  /** @param proof of the old password, hexadecimal. @throws AppError `hub/not-allowed`, `hub/unreachable`, `hub/changed-elsewhere` */
  readonly changeOwnPassword: (personId: number, proof: string, newHash: string) => Promise<void>;
}

export function personKey(loginName: string): string {
  return loginName.toLowerCase();
}

export function createCentrePeople({ people, centre, coordinator, actor, clock }: CentrePeopleDependencies): CentrePeople {
  const stamp = () => ({ changedBy: actor(), changedAt: clock.now().toISOString() });
  const contentOf = (person: Omit<Person, 'id' | 'createdAt'>, passwordHash: string) => toSharedPerson(person, passwordHash, stamp());
  const isTaken = async (loginName: string) => (await people.all()).some((one) => personKey(one.loginName) === personKey(loginName));
  const known = async (personId: number) => {
    const credential = await people.credential(personId);
    if (credential === undefined) throw new Error('no such person');
    return credential;
  };
  const save = <T>(content: SharedPerson, keep: () => Promise<T>) => centre.save('person', personKey(content.loginName), content, keep);

  return {
    repository: withMethods(people, {
      async add(person, passwordHash, mustChangePassword, createdAt) {
        if (await isTaken(person.loginName)) return undefined;
        return save(contentOf({ ...person, mustChangePassword, isActive: true }, passwordHash), () => people.add(person, passwordHash, mustChangePassword, createdAt));
      },
      async addFirst(person, passwordHash, createdAt) {
        if (coordinator.kind === 'hub') {
          // The first person of a seat is not the first of the centre: who is known there signs in here as well.
          const there = await coordinator.records('person');
          await centre.take(there);
          if (there.length > 0) return undefined;
        }
        return save(contentOf({ ...person, mustChangePassword: false, isActive: true }, passwordHash), () => people.addFirst(person, passwordHash, createdAt));
      },
      async change(person) {
        const { person: before, passwordHash } = await known(person.id);
        await save(contentOf({ ...before, ...person }, passwordHash), () => people.change(person));
      },
      async setPassword(personId, passwordHash, mustChangePassword) {
        const { person } = await known(personId);
        await save(contentOf({ ...person, mustChangePassword }, passwordHash), () => people.setPassword(personId, passwordHash, mustChangePassword));
      },
    }),

    async changeOwnPassword(personId, proof, newHash) {
      const { person } = await known(personId);
      const key = personKey(person.loginName);
      const keep = () => people.setPassword(personId, newHash, false);
      // Somebody of this seat alone changes it at this seat alone.
      const write = coordinator.changeOwnPassword;
      if (write === undefined || !(await centre.isShared('person', key))) return keep();
      await centre.save('person', key, contentOf({ ...person, mustChangePassword: false }, newHash), keep, (expected) => write(key, expected, proof, newHash));
    },
  };
}

function toSharedPerson({ loginName, name, roles, siteIds, mustChangePassword, isActive }: Omit<Person, 'id' | 'createdAt'>, passwordHash: string, changed: Pick<SharedPerson, 'changedBy' | 'changedAt'>): SharedPerson {
  return { loginName, name, roles: [...roles], siteIds: siteIds === null ? null : [...siteIds], passwordHash, mustChangePassword, isActive, ...changed };
}

/** Persons as they come from other seats. @param onTaken with each that changed here */
export function personList(people: Pick<Remote<PersonRepository>, 'putShared' | 'all' | 'credential'>, actor: () => string, clock: Clock, onTaken: (person: SharedPerson) => Promise<void>): CentreList {
  return {
    kind: 'person',
    async own() {
      const credentials = await Promise.all((await people.all()).map(({ id }) => people.credential(id)));
      return credentials.flatMap((credential) => {
        if (credential === undefined) return [];
        const { person, passwordHash } = credential;
        return [{ key: personKey(person.loginName), name: `${person.name}（${person.loginName}）`, content: toSharedPerson(person, passwordHash, { changedBy: actor(), changedAt: clock.now().toISOString() }) }];
      });
    },
    async take(key, content) {
      const person = sharedPerson.parse(content);
      if (personKey(person.loginName) !== key) throw new Error('a person under another’s name');
      await people.putShared(person, clock.now().toISOString());
      await onTaken(person);
    },
  };
}
