import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { reportObjectIdentities } from '#main/documents/object-identities.ts';
import { openReportAssets, type ReportAssets } from '#main/documents/report-assets.ts';
import { createDemoAuthority, type DemoAuthority } from '#main/signing/demo-authority.ts';
import { openPkcs12 } from '#main/signing/pkcs12.ts';
import type { SignerKey } from '#main/signing/signer-key.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import { buildDiagnosticReport } from '#shared/structured-report/diagnostic-report.ts';

const FONTS = fileURLToPath(new URL('../../node_modules/@expo-google-fonts/noto-sans-sc/', import.meta.url));

/** The fonts that the build copies, from where the registry put them. */
export function testAssets(): ReportAssets {
  return openReportAssets({
    regularFont: join(FONTS, '400Regular/NotoSansSC_400Regular.ttf'),
    boldFont: join(FONTS, '700Bold/NotoSansSC_700Bold.ttf'),
  });
}

/** When the sample reports are signed. */
export const SIGNING_TIME = new Date('2026-11-20T02:03:40.000Z');

export interface TestKeys {
  readonly authority: DemoAuthority;
  /** 周牧 */
  readonly reporter: SignerKey;
  /** 林知远 */
  readonly verifier: SignerKey;
}

export async function makeTestKeys(): Promise<TestKeys> {
  const authority = await createDemoAuthority(new Date('2026-11-01T00:00:00.000Z'));
  const open = (role: string) => {
    const signer = authority.signers.find((candidate) => candidate.role === role)!;
    return openPkcs12(signer.pkcs12, signer.demoPin!);
  };
  return { authority, reporter: open('reporting-physician'), verifier: open('reviewing-physician') };
}

export function structuredReportOf(report: CanonicalReport): DataSet {
  return buildDiagnosticReport(report, reportObjectIdentities(report));
}

/** True when all programs are installed; a missing one is said loudly. */
export function hasPrograms(...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  if (missing.length > 0) process.stderr.write(`\n!!! NO ${missing.join(', ')}: THE TESTS OF REPORTS AGAINST THEM DO NOT RUN !!!\n`);
  return missing.length === 0;
}

/** What a program said on both channels, and its exit status. Many of these tools report faults in words only. */
export function ask(program: string, args: readonly string[], input?: Uint8Array): { readonly status: number | null; readonly text: string } {
  const result = spawnSync(program, args, { ...(input === undefined ? {} : { input }), maxBuffer: 1 << 28, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  return { status: result.status, text: `${result.stdout}${result.stderr}` };
}

/** A folder for the files of one test file. */
export function folderForAll(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-report-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
