import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt, sourceStamp } from '../../main/build.mjs';

const out = fileURLToPath(new URL('../../out/', import.meta.url));

/** The page as the product has it, built anew only when its sources changed. @returns the folder */
export async function buildPage(): Promise<string> {
  if (!isBuilt()) await build();
  return join(out, 'renderer');
}

/**
 * Builds a page of the tests into a folder of its own, once for as long as its sources stay as they are. Two processes must not build one
 * page at the same time: Playwright's global set-up builds all of them before the first worker starts.
 * @param sources files and folders of the project that go into it, beside the program's own
 * @returns the folder
 */
export async function buildTestPage(name: string, sources: readonly string[], buildInto: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(out, 'pages-under-test', name);
  const stampFile = `${folder}.stamp`;
  const stamp = sourceStamp(['renderer', 'shared', 'package-lock.json', ...sources]);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return folder;
  rmSync(stampFile, { force: true });
  mkdirSync(folder, { recursive: true });
  await buildInto(folder);
  writeFileSync(stampFile, stamp);
  return folder;
}
