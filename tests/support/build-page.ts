import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the page as the product is built, into a folder of its own. @returns the folder */
export async function buildPage(): Promise<string> {
  const outDir = fileURLToPath(new URL('../../out/page-under-test/', import.meta.url));
  await build({ configFile: `${root}vite.config.ts`, root: `${root}renderer`, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
}
