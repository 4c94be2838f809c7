import { spawnSync } from 'node:child_process';

/** Programs that read DICOM and share no code with this one. A missing one is said loudly, and its tests do not run. */
export const PYTHON = ['python3', '/usr/bin/python3'].find((program) => spawnSync(program, ['-c', 'import pydicom']).status === 0);
export const HAS_DCMTK = spawnSync('dcm2json', ['--version']).status === 0;

export function hasPydicom(): boolean {
  if (PYTHON === undefined) process.stderr.write('\n!!! NO PYTHON WITH pydicom: ITS COMPARISONS DO NOT RUN !!!\n');
  return PYTHON !== undefined;
}

export function hasDcmtk(): boolean {
  if (!HAS_DCMTK) process.stderr.write('\n!!! NO dcmtk (dcm2json, dcmdump): ITS COMPARISONS DO NOT RUN !!!\n');
  return HAS_DCMTK;
}

/** Runs a program and gives its standard output. @throws Error with its error output when it fails */
export function run(program: string, args: readonly string[], input?: string | Uint8Array): string {
  const result = spawnSync(program, args, { ...(input === undefined ? {} : { input }), maxBuffer: 1 << 28, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.stderr}`);
  return result.stdout;
}
