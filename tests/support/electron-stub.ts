import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Where Electron's binary keeps its fuses: a sentinel, version 1, eight fuses as they leave the factory. */
const FUSE_WIRE = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110010', 'latin1');

/**
 * As much of a Linux Electron as the packager touches. What it packs and which fuses it sets can be tested with it; whether the program runs
 * cannot.
 */
export async function writeElectronStub(folder: string, version: string): Promise<void> {
  for (const name of ['locales', 'resources', 'default-app']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('stub\n'), FUSE_WIRE, Buffer.from('\n')]));
  for (const name of ['chrome-sandbox', 'chrome_crashpad_handler', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), name);
  for (const name of ['zh-CN', 'en-US', 'fr']) writeFileSync(join(folder, 'locales', `${name}.pak`), name);
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) chmodSync(join(folder, name), 0o755);
  writeFileSync(join(folder, 'default-app/main.js'), '');
  await createPackage(join(folder, 'default-app'), join(folder, 'resources/default_app.asar'));
}
