import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditHead } from './audit-chain.ts';

/** Beside the catalogue: the last row that the seat signed. No patient data. */
export const AUDIT_HEAD_FILE = 'audit-head.json';

/** One at a time: beside it, flushed, renamed. The thread goes on meanwhile. */
export async function writeAuditHead(profileFolder: string, head: AuditHead): Promise<void> {
  const file = join(profileFolder, AUDIT_HEAD_FILE);
  const beside = await open(`${file}.new`, 'w', 0o600);
  try {
    await beside.writeFile(`${JSON.stringify(head, undefined, 2)}\n`);
    await beside.sync();
  } finally {
    await beside.close();
  }
  await rename(`${file}.new`, file);
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
