import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import { unwrapIfOurs, type SecretStore } from '../platform/secret-store.ts';
import { newAuditKey } from './audit-chain.ts';

/** The key of this seat that signs the head of its audit trail, PKCS#8: made at the first start, and at the first one of a catalogue that comes from another machine. */
export async function openAuditKey(settings: Remote<SettingRepository>, secrets: Pick<SecretStore, 'wrap' | 'unwrap'>): Promise<Uint8Array> {
  const { auditKey } = await settings.read();
  const known = auditKey === '' ? undefined : unwrapIfOurs(secrets, Buffer.from(auditKey, 'base64'));
  if (known !== undefined) return known;
  const made = newAuditKey();
  await settings.write('auditKey', Buffer.from(secrets.wrap(made)).toString('base64'));
  return made;
}
