import type { SqliteDatabase } from '../database/open-encrypted-database.ts';
import type { GatewayAddress } from './gateway.ts';
import type { KeySource } from './key-source.ts';
import type { TokenAddress } from './pkcs11.ts';
import { afterFailedTry, afterSuccess, type PinState } from './pin-tries.ts';

export type SignerRole = 'reporting-physician' | 'reviewing-physician';

/** A key that is put into the seat. */
export interface NewSigner {
  readonly name: string;
  readonly role: SignerRole;
  /** As it was imported. Only the PIN opens it, and the PIN is never here, but for keys of the demo. */
  readonly pkcs12: Uint8Array;
  readonly certificatePem: string;
  readonly issuerName: string;
  /** ISO 8601, UTC. */
  readonly validUntil: string;
  /** Where the key is, when it is at a gateway and `pkcs12` is empty. */
  readonly gateway?: GatewayAddress | undefined;
  /** Where the key is, when it is in a token and `pkcs12` is empty. */
  readonly token?: TokenAddress | undefined;
  /** PIN of a key of the demo certificate authority, shown to a newcomer; undefined for a real key. */
  readonly demoPin: string | undefined;
}

export interface StoredSigner extends NewSigner, PinState {
  readonly id: number;
  readonly source: KeySource;
}

interface SignerRow {
  id: number;
  name: string;
  role: SignerRole;
  pkcs12: Uint8Array;
  certificate_pem: string;
  issuer_name: string;
  valid_until: string;
  demo_pin: string | null;
  driver: KeySource['kind'];
  address: string;
  failed_tries: number;
  locked_until: string | null;
}

/** The keys of this seat and how often their PIN was wrong. */
export class SignerRepository {
  readonly #list;
  readonly #find;
  readonly #put;
  readonly #setPinState;
  readonly #transaction;

  constructor(database: SqliteDatabase) {
    this.#list = database.prepare<[], SignerRow>('SELECT * FROM signer ORDER BY role, name, id');
    this.#find = database.prepare<[number], SignerRow>('SELECT * FROM signer WHERE id = ?');
    this.#put = database.prepare<Omit<SignerRow, 'id' | 'failed_tries' | 'locked_until'>, { id: number }>(`
      INSERT INTO signer (name, role, pkcs12, certificate_pem, issuer_name, valid_until, demo_pin, driver, address)
      VALUES ($name, $role, $pkcs12, $certificate_pem, $issuer_name, $valid_until, $demo_pin, $driver, $address)
      ON CONFLICT (certificate_pem) DO UPDATE SET name = $name, role = $role, pkcs12 = $pkcs12, demo_pin = $demo_pin,
        driver = $driver, address = $address
      RETURNING id`);
    this.#setPinState = database.prepare<[number, string | null, number]>('UPDATE signer SET failed_tries = ?, locked_until = ? WHERE id = ?');
    this.#transaction = (change: () => StoredSigner) => database.transaction(change).immediate();
  }

  list(): StoredSigner[] {
    return this.#list.all().map(toSigner);
  }

  find(id: number): StoredSigner | undefined {
    const row = this.#find.get(id);
    return row && toSigner(row);
  }

  /** Adds a key, or replaces the file and the name of the one with the same certificate; its count of wrong PINs stays. @returns its id */
  put(signer: NewSigner): number {
    const row = this.#put.get({
      name: signer.name,
      role: signer.role,
      pkcs12: signer.pkcs12,
      certificate_pem: signer.certificatePem,
      issuer_name: signer.issuerName,
      valid_until: signer.validUntil,
      demo_pin: signer.demoPin ?? null,
      driver: signer.gateway !== undefined ? 'gateway' : signer.token !== undefined ? 'pkcs11' : 'pkcs12',
      address: signer.gateway === undefined && signer.token === undefined ? '' : JSON.stringify(signer.gateway ?? signer.token),
    });
    if (row === undefined) throw new Error('the signer was not stored');
    return row.id;
  }

  /** Counts a wrong PIN. @param now ISO 8601, UTC. @returns the key with its new count; the fifth wrong PIN locks it */
  recordFailedTry(id: number, now: string): StoredSigner {
    return this.#change(id, (signer) => afterFailedTry(signer, new Date(now)));
  }

  recordSuccess(id: number): StoredSigner {
    return this.#change(id, () => afterSuccess);
  }

  #change(id: number, change: (signer: StoredSigner) => PinState): StoredSigner {
    return this.#transaction(() => {
      const signer = this.find(id);
      if (signer === undefined) throw new Error('no such signer');
      const state = change(signer);
      this.#setPinState.run(state.failedTries, state.lockedUntil, id);
      return { ...signer, ...state };
    });
  }
}

function toSigner(row: SignerRow): StoredSigner {
  const gateway = row.driver === 'gateway' ? (JSON.parse(row.address) as GatewayAddress) : undefined;
  const token = row.driver === 'pkcs11' ? (JSON.parse(row.address) as TokenAddress) : undefined;
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    pkcs12: new Uint8Array(row.pkcs12),
    certificatePem: row.certificate_pem,
    issuerName: row.issuer_name,
    validUntil: row.valid_until,
    demoPin: row.demo_pin ?? undefined,
    gateway,
    token,
    source: gateway !== undefined ? { kind: 'gateway', ...gateway } : token !== undefined ? { kind: 'pkcs11', ...token } : { kind: 'pkcs12', file: new Uint8Array(row.pkcs12) },
    failedTries: row.failed_tries,
    lockedUntil: row.locked_until,
  };
}
