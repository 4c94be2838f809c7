import type { Role } from '#shared/people/roles.ts';
import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import { afterFailedTry, afterSuccess, type PinState } from '../signing/pin-tries.ts';
import type { NewPerson, Person } from './person.ts';

interface PersonRow {
  id: number;
  login_name: string;
  name: string;
  roles: string;
  site_ids: string | null;
  password_hash: string;
  must_change_password: number;
  is_active: number;
  failed_tries: number;
  locked_until: string | null;
  created_at: string;
}

/** What a password is compared with, and how often it was wrong. */
export interface Credential extends PinState {
  readonly person: Person;
  readonly passwordHash: string;
}

export class PersonRepository {
  readonly #all;
  readonly #byLoginName;
  readonly #everByLoginName;
  readonly #byId;
  readonly #insert;
  readonly #update;
  readonly #setPassword;
  readonly #setTries;
  readonly #owners;
  readonly #own;
  readonly #pastOffice;
  readonly #accounts;
  readonly #ofAccount;
  readonly #link;
  readonly #unlink;
  readonly #transaction;

  constructor(database: SqliteDatabase) {
    this.#all = database.prepare<[], PersonRow>('SELECT * FROM person ORDER BY is_active DESC, name, id');
    this.#byLoginName = database.prepare<[string], PersonRow>('SELECT * FROM person WHERE login_name = ? AND is_active = 1');
    this.#everByLoginName = database.prepare<[string], PersonRow>('SELECT * FROM person WHERE login_name = ?');
    this.#byId = database.prepare<[number], PersonRow>('SELECT * FROM person WHERE id = ?');
    this.#insert = database.prepare<[string, string, string, string | null, string, number, string], { id: number }>(`
      INSERT INTO person (login_name, name, roles, site_ids, password_hash, must_change_password, is_active, created_at)
      VALUES (?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT (login_name) DO NOTHING RETURNING id`);
    this.#update = database.prepare<[string, string, string | null, number, number]>('UPDATE person SET name = ?, roles = ?, site_ids = ?, is_active = ? WHERE id = ?');
    this.#setPassword = database.prepare<[string, number, number]>(
      'UPDATE person SET password_hash = ?, must_change_password = ?, failed_tries = 0, locked_until = NULL WHERE id = ?',
    );
    this.#setTries = database.prepare<[number, string | null, number]>('UPDATE person SET failed_tries = ?, locked_until = ? WHERE id = ?');
    this.#owners = database.prepare<[], { signer_id: number; person_id: number }>('SELECT signer_id, person_id FROM signer_owner');
    this.#own = database.prepare<[number, number]>(
      'INSERT INTO signer_owner (signer_id, person_id) VALUES (?, ?) ON CONFLICT (signer_id) DO UPDATE SET person_id = excluded.person_id',
    );
    this.#accounts = database.prepare<[], { personId: number; issuer: string; subject: string }>('SELECT person_id AS personId, issuer, subject FROM person_account ORDER BY person_id');
    this.#ofAccount = database.prepare<[string, string], PersonRow>(`
      SELECT person.* FROM person JOIN person_account ON person_id = id WHERE issuer = ? AND subject = ? AND is_active = 1`);
    this.#unlink = database.prepare('DELETE FROM person_account WHERE person_id = ?');
    this.#link = database.prepare('INSERT INTO person_account (person_id, issuer, subject) VALUES (?, ?, ?) ON CONFLICT (issuer, subject) DO NOTHING');
    this.#pastOffice = database.prepare<[number], 'administrator' | 'auditor'>('SELECT office FROM past_office WHERE person_id = ?').pluck();
    this.#transaction = <T>(change: () => T) => database.transaction(change).immediate();
  }

  all(): Person[] {
    return this.#all.all().map(toPerson);
  }

  find(personId: number): Person | undefined {
    const row = this.#byId.get(personId);
    return row && toPerson(row);
  }

  /** @param loginName upper and lower case of Latin letters are the same */
  credentialOf(loginName: string): Credential | undefined {
    const row = this.#byLoginName.get(loginName);
    return row && toCredential(row);
  }

  credential(personId: number): Credential | undefined {
    const row = this.#byId.get(personId);
    return row && toCredential(row);
  }

  /** @returns undefined when the login name is taken, by somebody who left too */
  add(person: NewPerson, passwordHash: string, mustChangePassword: boolean, createdAt: string): Person | undefined {
    const row = this.#insert.get(
      person.loginName, person.name, JSON.stringify(person.roles), siteIdsText(person.siteIds), passwordHash, mustChangePassword ? 1 : 0, createdAt,
    );
    return row && this.find(row.id);
  }

  /**
   * A person as another seat of the centre has them: added, or changed under the same login name. Wrong tries stay counted unless the password is another.
   * @throws SqliteError for an administrator who becomes an auditor, or the other way round
   */
  putShared({ loginName, name, roles, siteIds, passwordHash, mustChangePassword, isActive }: NewPerson & Pick<Person, 'mustChangePassword' | 'isActive'> & { readonly passwordHash: string }, createdAt: string): void {
    this.#transaction(() => {
      const row = this.#everByLoginName.get(loginName);
      const id = row?.id ?? this.#insert.get(loginName, name, JSON.stringify(roles), siteIdsText(siteIds), passwordHash, mustChangePassword ? 1 : 0, createdAt)?.id;
      if (id === undefined) throw new Error('a person could not be written');
      this.#update.run(name, JSON.stringify(roles), siteIdsText(siteIds), isActive ? 1 : 0, id);
      if (row !== undefined && (row.password_hash !== passwordHash || row.must_change_password !== (mustChangePassword ? 1 : 0))) this.#setPassword.run(passwordHash, mustChangePassword ? 1 : 0, id);
    });
  }

  /** The first of all. @returns undefined when somebody was first */
  addFirst(person: NewPerson, passwordHash: string, createdAt: string): Person | undefined {
    return this.#transaction(() => (this.#all.get() === undefined ? this.add(person, passwordHash, false, createdAt) : undefined));
  }

  change(person: Pick<Person, 'id' | 'name' | 'roles' | 'siteIds' | 'isActive'>): void {
    this.#update.run(person.name, JSON.stringify(person.roles), siteIdsText(person.siteIds), person.isActive ? 1 : 0, person.id);
  }

  accounts(): { readonly personId: number; readonly issuer: string; readonly subject: string }[] {
    return this.#accounts.all();
  }

  /** Whoever left has no account any more. */
  ofAccount(issuer: string, subject: string): Person | undefined {
    const row = this.#ofAccount.get(issuer, subject);
    return row && toPerson(row);
  }

  /** In the place of the account that the person had. @param subject '' for none. @returns false when somebody else has it */
  linkAccount(personId: number, issuer: string, subject: string): boolean {
    return this.#transaction(() => {
      const owner = this.#accounts.all().find((one) => one.issuer === issuer && one.subject === subject);
      if (owner !== undefined && owner.personId !== personId) return false;
      this.#unlink.run(personId);
      if (subject !== '') this.#link.run(personId, issuer, subject);
      return true;
    });
  }

  /** Which of the two offices that exclude each other the person has, or ever had. */
  pastOffice(personId: number): 'administrator' | 'auditor' | undefined {
    return this.#pastOffice.get(personId);
  }

  /** The count of wrong passwords begins anew. */
  setPassword(personId: number, passwordHash: string, mustChangePassword: boolean): void {
    this.#setPassword.run(passwordHash, mustChangePassword ? 1 : 0, personId);
  }

  /** @param now ISO 8601, UTC. @returns the state with its new count */
  recordFailedTry(personId: number, now: string): PinState {
    return this.#transaction(() => {
      const row = this.#byId.get(personId);
      if (row === undefined) throw new Error('no such person');
      const state = afterFailedTry({ failedTries: row.failed_tries, lockedUntil: row.locked_until }, new Date(now));
      this.#setTries.run(state.failedTries, state.lockedUntil, personId);
      return state;
    });
  }

  recordSuccess(personId: number): void {
    this.#setTries.run(afterSuccess.failedTries, afterSuccess.lockedUntil, personId);
  }

  /** Person of each key that has one, by the key's id. */
  signerOwners(): Map<number, number> {
    return new Map(this.#owners.all().map(({ signer_id: signerId, person_id: personId }) => [signerId, personId]));
  }

  ownSigner(signerId: number, personId: number): void {
    this.#own.run(signerId, personId);
  }
}

function siteIdsText(siteIds: readonly string[] | null): string | null {
  return siteIds === null ? null : JSON.stringify(siteIds);
}

function toCredential(row: PersonRow): Credential {
  return { person: toPerson(row), passwordHash: row.password_hash, failedTries: row.failed_tries, lockedUntil: row.locked_until };
}

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    loginName: row.login_name,
    name: row.name,
    roles: JSON.parse(row.roles) as Role[],
    siteIds: row.site_ids === null ? null : (JSON.parse(row.site_ids) as string[]),
    mustChangePassword: row.must_change_password === 1,
    isActive: row.is_active === 1,
    createdAt: row.created_at,
  };
}
