import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import { unwrapIfOurs, type SecretStore } from '../platform/secret-store.ts';
import { endorseAuditKey, newAuditKey, publicAuditKey, type EarlierAuditKey } from './audit-chain.ts';

/** The key of this seat that signs the head of its audit trail, and those before it, of which the public halves are left. */
export interface AuditKeys {
  /** PKCS#8. */
  readonly current: () => Uint8Array;
  /** Oldest first. */
  readonly earlier: () => readonly EarlierAuditKey[];
  /**
   * A new key signs from now on. It is announced first, and taken in one write: a kill leaves the old key, or the new one with what the old one may still vouch for.
   * @param announce writes the change into the trail. @returns the number of that row, the last one that the old key may have signed
   */
  readonly change: (announce: (change: AuditKeyChange) => Promise<number>) => Promise<void>;
  /** The head is signed by the current key: no earlier one is believed about a head any more. */
  readonly headSigned: () => Promise<void>;
}

/** For the audit trail. All base64. */
export interface AuditKeyChange {
  /** SubjectPublicKeyInfo, DER. */
  readonly previousKey: string;
  readonly newKey: string;
  /** The new public key, signed by the previous key. */
  readonly endorsement: string;
}

/** What is kept wrapped, so that nobody without the key of the seat adds to it. A seat whose key was never changed keeps the bare PKCS#8. */
interface KeptAuditKeys {
  /** PKCS#8, base64. */
  readonly key: string;
  readonly earlier: readonly EarlierAuditKey[];
}

/** Made at the first start, and at the first one of a catalogue that comes from another machine. */
export async function openAuditKeys(settings: Remote<SettingRepository>, secrets: Pick<SecretStore, 'wrap' | 'unwrap'>): Promise<AuditKeys> {
  const write = async ({ key, earlier }: HeldAuditKeys): Promise<void> => {
    const kept: KeptAuditKeys = { key: Buffer.from(key).toString('base64'), earlier };
    await settings.write('auditKey', Buffer.from(secrets.wrap(earlier.length === 0 ? key : Buffer.from(JSON.stringify(kept)))).toString('base64'));
  };
  const known = readAuditKeys((await settings.read()).auditKey, secrets);
  let held: HeldAuditKeys = known ?? { key: newAuditKey(), earlier: [] };
  if (known === undefined) await write(held);
  return {
    current: () => held.key,
    earlier: () => held.earlier,
    async change(announce) {
      const key = newAuditKey();
      const previousKey = publicAuditKey(held.key);
      const lastSequence = await announce({ previousKey, newKey: publicAuditKey(key), endorsement: endorseAuditKey(key, held.key) });
      const next: HeldAuditKeys = { key, earlier: [...held.earlier.map((one) => ({ ...one, mayHaveSignedHead: false })), { publicKey: previousKey, lastSequence, mayHaveSignedHead: true }] };
      await write(next);
      held = next;
    },
    async headSigned() {
      if (!held.earlier.some(({ mayHaveSignedHead }) => mayHaveSignedHead)) return;
      const next: HeldAuditKeys = { ...held, earlier: held.earlier.map((one) => ({ ...one, mayHaveSignedHead: false })) };
      await write(next);
      held = next;
    },
  };
}

export interface HeldAuditKeys {
  /** PKCS#8. */
  readonly key: Uint8Array;
  readonly earlier: readonly EarlierAuditKey[];
}

/** @param kept as the settings have it. @returns undefined when there is none, or when another machine wrapped it */
export function readAuditKeys(kept: string, secrets: Pick<SecretStore, 'unwrap'>): HeldAuditKeys | undefined {
  const opened = kept === '' ? undefined : unwrapIfOurs(secrets, Buffer.from(kept, 'base64'));
  if (opened === undefined) return undefined;
  // PKCS#8 begins with the tag of a SEQUENCE.
  if (opened[0] === 0x30) return { key: opened, earlier: [] };
  const { key, earlier } = JSON.parse(Buffer.from(opened).toString('utf8')) as KeptAuditKeys;
  return { key: new Uint8Array(Buffer.from(key, 'base64')), earlier };
}
