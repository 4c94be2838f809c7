import { createWriteStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { isAppError } from '#shared/errors/app-error.ts';
import { verifyAuditChain, type AuditFault, type AuditVerdict } from '../audit/audit-chain.ts';
import { readAuditKeys } from '../audit/audit-key.ts';
import { readAuditHead } from '../audit/audit-head-file.ts';
import { auditDocument } from '../audit/audit-xml.ts';
import type { AuditMessage } from '../audit/audit-message.ts';
import { allAuditRecords, AuditRepository } from '../audit/audit.repository.ts';
import { SettingRepository } from '../database/setting.repository.ts';
import { createFileSecretStore } from '../platform/secret-store.ts';
import { seatPassphrase } from '../platform/seat-passphrase.ts';
import { defaultProfileFolder } from '../platform/start-options.ts';
import { openCatalogueHere } from './open-catalogue.ts';

/** `npm run audit:verify` and `npm run audit:export`: what a security officer runs beside the program, which may go on working. */

const FAULTS: Readonly<Record<AuditFault, string>> = {
  'row-changed': 'its message, or a row before it, is not the one that was written',
  'row-missing': 'it was taken out',
  'cut-off': 'it and what came after it were cut off; the signed head has seen them',
  'head-missing': 'audit-head.json is not there or cannot be read, so rows after it may have been cut off',
  'head-changed': 'the head is not signed by this seat',
  'anchor-changed': 'rows were removed from the beginning, and not by this seat',
  'other-history': 'the signed head has seen another row here: the rows were written anew',
};

export function describeVerdict(verdict: AuditVerdict): string {
  if (verdict.status === 'empty') return 'the audit trail is empty';
  if (verdict.status === 'holds') return `${verdict.records} rows, every one as it was written; row ${verdict.head.sequence} signed at ${verdict.head.signedAt}`;
  return `the audit trail does not hold: first bad row ${verdict.sequence}: ${FAULTS[verdict.fault]}`;
}

/** @throws AppError `profile/wrong-key`, `profile/damaged` */
export function openAudit(profileFolder: string, passphrase?: string) {
  const secrets = createFileSecretStore(profileFolder, { passphrase });
  const { database } = openCatalogueHere(profileFolder, secrets, new Date());
  const audits = new AuditRepository(database);
  const settings = new SettingRepository(database);
  const look = () => {
    const head = readAuditHead(profileFolder);
    const keys = readAuditKeys(settings.read().auditKey, secrets);
    return verifyAuditChain(allAuditRecords(audits), head, keys?.key, audits.anchor(), keys?.earlier);
  };
  return {
    verdict(): AuditVerdict {
      const verdict = look();
      // A program that changes its key beside this may have signed the head between the two looks.
      return verdict.status === 'broken' && verdict.fault === 'head-changed' ? look() : verdict;
    },
    *messages(): Generator<AuditMessage> {
      for (const { message } of allAuditRecords(audits)) yield JSON.parse(message) as AuditMessage;
    },
    close: () => void database.close(),
  };
}

async function runCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { profile: { type: 'string' }, out: { type: 'string' }, 'passphrase-file': { type: 'string' } } });
  const profile = values.profile === undefined ? defaultProfileFolder(process.platform, process.env) : resolve(values.profile);
  if (!existsSync(join(profile, 'catalogue.sqlite'))) {
    process.stdout.write(`there is no profile at ${profile}; --profile DIR names another\n`);
    return 2;
  }
  try {
    const audit = openAudit(profile, await seatPassphrase(profile, values['passphrase-file']));
    try {
      if (values.out !== undefined) await pipeline(auditDocument(audit.messages()), createWriteStream(resolve(values.out), { mode: 0o600 }));
      const verdict = audit.verdict();
      process.stdout.write(`${describeVerdict(verdict)}\n`);
      return verdict.status === 'broken' ? 1 : 0;
    } finally {
      audit.close();
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    process.stdout.write(`the profile cannot be opened: ${error.code} ${error.message}\n`);
    return 2;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await runCommand(process.argv.slice(2));
