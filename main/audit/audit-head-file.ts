import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../platform/write-file-atomically.ts';
import type { AuditHead } from './audit-chain.ts';

/** Beside the catalogue: the last row that the seat signed. No patient data. */
export const AUDIT_HEAD_FILE = 'audit-head.json';

export function writeAuditHead(profileFolder: string, head: AuditHead): void {
  writeFileAtomically(join(profileFolder, AUDIT_HEAD_FILE), `${JSON.stringify(head, undefined, 2)}\n`, 0o600);
}

/** @returns undefined when there is none, or when it cannot be read as one */
export function readAuditHead(profileFolder: string): AuditHead | undefined {
  const file = join(profileFolder, AUDIT_HEAD_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const { sequence, digest, signedAt, signature } = JSON.parse(readFileSync(file, 'utf8')) as Partial<AuditHead>;
    const isHead = typeof sequence === 'number' && typeof digest === 'string' && typeof signedAt === 'string' && typeof signature === 'string';
    return isHead ? { sequence, digest, signedAt, signature } : undefined;
  } catch {
    return undefined;
  }
}
