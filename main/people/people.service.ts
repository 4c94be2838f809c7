import { AppError } from '#shared/errors/app-error.ts';
import type { PersonSummary, SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { passwordFault } from '#shared/people/password-rule.ts';
import { permissionsOf, roleConflict, type Role } from '#shared/people/roles.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import { pinTriesLeft } from '../signing/pin-tries.ts';
import { hashPassword, isPassword, proofOfPassword } from './password-hash.ts';
import type { NewPerson, Person } from './person.ts';
import type { PersonRepository } from './person.repository.ts';
import type { SessionKeeper } from './seat-session.ts';

/** What the audit trail hears of. */
export type PeopleHappening =
  | { readonly kind: 'signed-in' | 'locked' | 'password-changed'; readonly person: Person }
  | { readonly kind: 'refused'; readonly loginName: string; readonly isShutOut: boolean }
  | { readonly kind: 'person-added' | 'person-changed' | 'password-reset'; readonly person: Person }
  | { readonly kind: 'glass-broken'; readonly studyId: number; readonly reason: string };

export interface PeopleServiceDependencies {
  readonly people: Remote<PersonRepository>;
  readonly session: SessionKeeper;
  readonly idleMinutes: { readonly read: () => number; readonly write: (minutes: number) => Promise<void> };
  readonly studyExists: (studyId: number) => Promise<boolean>;
  readonly onHappening: (happening: PeopleHappening) => void;
  readonly events: EventHub;
  readonly clock: Clock;
  /** Where the centre's people are changed; undefined: at this seat alone. */
  readonly changeOwnPassword?: (personId: number, proof: string, newHash: string) => Promise<void>;
  /** Tests take a cheaper one. */
  readonly passwords?: { readonly hash: (password: string) => Promise<string>; readonly isRight: (password: string, stored: string) => Promise<boolean> };
}

export type PeopleService = ReturnType<typeof createPeopleService>;

/** Signing in, locking, and the list of those who may. */
export function createPeopleService({ people, session, idleMinutes, studyExists, onHappening, events, clock, changeOwnPassword, passwords }: PeopleServiceDependencies) {
  const { hash, isRight } = passwords ?? { hash: (password: string) => hashPassword(password), isRight: isPassword };
  const now = () => clock.now().toISOString();
  // A name that nobody has takes as long as a wrong password: names cannot be guessed by the clock.
  let nobodysHash: string | undefined;

  const describe = (): SeatSessionSummary => {
    const current = session.current();
    const person = current.status === 'signed-in' ? current.person : current.status === 'locked' ? current.lastPerson : undefined;
    return { status: current.status, person: person === undefined ? null : toPersonHere(person), idleMinutes: idleMinutes.read() };
  };
  const tell = () => {
    events.publish({ kind: 'session-changed' });
    return describe();
  };
  const requirePassword = (password: string, ...names: string[]): void => {
    const fault = passwordFault(password, names);
    if (fault !== undefined) throw new AppError('people/bad-password', 'the password cannot be taken', { facts: { fault } });
  };
  const requireRoles = (roles: readonly Role[]): void => {
    if (roleConflict(roles) !== undefined) throw new AppError('people/roles-conflict', 'an administrator is never an auditor');
  };
  const requirePerson = async (personId: number): Promise<Person> => {
    const person = await people.find(personId);
    if (person === undefined) throw new AppError('people/unknown', 'no such person');
    return person;
  };
  /** @throws AppError `people/wrong-password`, `people/too-many-tries` */
  const checkPassword = async (loginName: string, password: string): Promise<Person> => {
    const credential = await people.credentialOf(loginName);
    if (credential === undefined) {
      nobodysHash ??= await hash('nobody has this password');
      await isRight(password, nobodysHash);
      onHappening({ kind: 'refused', loginName, isShutOut: false });
      throw new AppError('people/wrong-password', 'wrong name or password');
    }
    const refuseShutOut = (lockedUntil: string) => new AppError('people/too-many-tries', 'too many wrong passwords', { facts: { minutes: minutesUntil(lockedUntil) } });
    const before = pinTriesLeft(credential, clock.now());
    if (before.lockedUntil !== null) throw refuseShutOut(before.lockedUntil);
    if (await isRight(password, credential.passwordHash)) {
      await people.recordSuccess(credential.person.id);
      return credential.person;
    }
    const { lockedUntil } = await people.recordFailedTry(credential.person.id, now());
    onHappening({ kind: 'refused', loginName, isShutOut: lockedUntil !== null });
    throw lockedUntil === null ? new AppError('people/wrong-password', 'wrong name or password') : refuseShutOut(lockedUntil);
  };
  const minutesUntil = (instant: string) => Math.max(1, Math.ceil((Date.parse(instant) - clock.now().getTime()) / 60_000));
  const enter = (person: Person): SeatSessionSummary => {
    const current = session.current();
    if (current.status === 'signed-in' && current.person.id !== person.id) onHappening({ kind: 'locked', person: current.person });
    session.signIn(person);
    onHappening({ kind: 'signed-in', person });
    return tell();
  };

  return {
    session: async (): Promise<SeatSessionSummary> => describe(),

    async becomeAdministrator({ loginName, name, password, readsToo }: { readonly loginName: string; readonly name: string; readonly password: string; readonly readsToo: boolean }) {
      requirePassword(password, loginName, name);
      const roles: Role[] = readsToo ? ['administrator', 'reviewing-physician'] : ['administrator'];
      const person = await people.addFirst({ loginName, name, roles, siteIds: null }, await hash(password), now());
      if (person === undefined) throw new AppError('people/not-first', 'this seat has its people');
      onHappening({ kind: 'person-added', person });
      return enter(person);
    },

    /** For who has proven elsewhere who they are. */
    enter,

    signIn: async ({ loginName, password }: { readonly loginName: string; readonly password: string }) => enter(await checkPassword(loginName, password)),

    async lock() {
      const current = session.current();
      if (current.status !== 'signed-in') return describe();
      session.lock();
      onHappening({ kind: 'locked', person: current.person });
      return tell();
    },

    touch: async (): Promise<void> => session.touch(),

    async changeOwnPassword({ password, newPassword }: { readonly password: string; readonly newPassword: string }) {
      const current = session.current();
      if (current.status !== 'signed-in') throw new AppError('people/wrong-password', 'nobody is signed in');
      const person = await checkPassword(current.person.loginName, password);
      requirePassword(newPassword, person.loginName, person.name);
      if (newPassword === password) throw new AppError('people/bad-password', 'the new password is the old one', { facts: { fault: 'same' } });
      const stored = changeOwnPassword === undefined ? undefined : (await people.credential(person.id))?.passwordHash;
      if (changeOwnPassword === undefined || stored === undefined) await people.setPassword(person.id, await hash(newPassword), false);
      else await changeOwnPassword(person.id, await proofOfPassword(password, stored), await hash(newPassword));
      session.refresh({ ...person, mustChangePassword: false });
      onHappening({ kind: 'password-changed', person });
      return tell();
    },

    async breakGlass({ glassStudyId, reason }: { readonly glassStudyId: number; readonly reason: string }) {
      if (!(await studyExists(glassStudyId))) throw new AppError('study/unknown', 'no such study', { facts: { studyId: glassStudyId } });
      session.breakGlass(glassStudyId);
      onHappening({ kind: 'glass-broken', studyId: glassStudyId, reason });
    },

    list: async (): Promise<PersonSummary[]> => (await people.all()).map(toSummary),

    async add({ password, ...person }: NewPerson & { readonly password: string }): Promise<PersonSummary> {
      requireRoles(person.roles);
      requirePassword(password, person.loginName, person.name);
      const added = await people.add(person, await hash(password), true, now());
      if (added === undefined) throw new AppError('people/name-taken', 'somebody has this login name', { facts: { loginName: person.loginName } });
      onHappening({ kind: 'person-added', person: added });
      return toSummary(added);
    },

    async change({ personId, ...wanted }: { readonly personId: number } & Pick<Person, 'name' | 'roles' | 'siteIds' | 'isActive'>): Promise<PersonSummary> {
      requireRoles(wanted.roles);
      const before = await requirePerson(personId);
      const past = await people.pastOffice(personId);
      if (past !== undefined) requireRoles([...wanted.roles, past]);
      const others = (await people.all()).filter((other) => other.id !== personId && other.isActive && other.roles.includes('administrator'));
      if (others.length === 0 && !(wanted.isActive && wanted.roles.includes('administrator'))) {
        throw new AppError('people/last-administrator', 'somebody has to be the administrator');
      }
      const changed = { ...before, ...wanted };
      await people.change(changed);
      onHappening({ kind: 'person-changed', person: changed });
      const current = session.current();
      if (current.status === 'signed-in' && current.person.id === personId && !changed.isActive) session.lock();
      session.refresh(changed);
      tell();
      return toSummary(changed);
    },

    async resetPassword({ personId, password }: { readonly personId: number; readonly password: string }) {
      const person = await requirePerson(personId);
      requirePassword(password, person.loginName, person.name);
      await people.setPassword(personId, await hash(password), true);
      onHappening({ kind: 'password-reset', person });
    },

    async setIdleMinutes(minutes: number) {
      await idleMinutes.write(minutes);
      return tell();
    },
  };
}

function toPersonHere({ id, loginName, name, roles, mustChangePassword }: Person) {
  return { personId: id, loginName, name, roles: [...roles], permissions: [...permissionsOf(roles)], mustChangePassword };
}

function toSummary({ id, loginName, name, roles, siteIds, isActive, mustChangePassword, createdAt }: Person): PersonSummary {
  return { personId: id, loginName, name, roles: [...roles], siteIds: siteIds === null ? null : [...siteIds], isActive, mustChangePassword, createdAt };
}
