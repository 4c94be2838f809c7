import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { newAuditKey } from './audit-chain.ts';

/** The key of this seat that signs the head of its audit trail, PKCS#8: made at the first start. @throws AppError `profile/wrong-key` */
export async function openAuditKey(settings: Remote<SettingRepository>, secrets: Pick<SecretStore, 'wrap' | 'unwrap'>): Promise<Uint8Array> {
  const { auditKey } = await settings.read();
  if (auditKey !== '') return secrets.unwrap(Buffer.from(auditKey, 'base64'));
  const made = newAuditKey();
  await settings.write('auditKey', Buffer.from(secrets.wrap(made)).toString('base64'));
  return made;
}
