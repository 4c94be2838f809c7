import { createHmac } from 'node:crypto';
import type { NewIdentity } from '#shared/dicom/export/deidentify.ts';

/** At most two years back, at least one day: nothing of the season or the day of the week stays for certain. */
const MOST_DAYS = 730;

/**
 * Whoever leaves in one export under one key: the same UID, the same number, the same distance in time for all its objects. Without the key, which is
 * forgotten with the export, nobody gets back.
 * @param patient what makes one patient, such as site, issuer and number
 */
export function newIdentityOf(key: Uint8Array, patient: string): Omit<NewIdentity, 'isSeenClear'> {
  const digest = (purpose: string, value: string) => createHmac('sha256', key).update(`${purpose}\0${value}`).digest();
  return {
    subject: `TY${digest('subject', patient).toString('hex').slice(0, 12).toUpperCase()}`,
    // PS3.5 B.2: 2.25 and a number of 128 bits.
    uid: (uid) => `2.25.${BigInt(`0x${digest('uid', uid).toString('hex').slice(0, 32)}`)}`,
    shiftDays: -(1 + (digest('days', patient).readUInt32BE(0) % MOST_DAYS)),
  };
}
