import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createPageFiles } from '#main/request-handler/page-files.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

function served() {
  const folder = temporaryFolder();
  const write = (name: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  };
  for (const name of ['pages/index.html', 'pages/pdf/cmaps/own.bcmap', 'resources/pdf/cmaps/GBK-EUC-H.bcmap', 'resources/pdf/wasm/openjpeg.wasm', 'resources/templates/secret.json', 'outside.json']) write(name);
  const answer = createPageFiles(join(folder, 'pages'), join(folder, 'resources'));
  return async (path: string) => (await answer(path))?.text();
}

test('the tables of the PDF reader are read from the resources, not from the page', async () => {
  const read = served();
  expect(await read('/pdf/cmaps/GBK-EUC-H.bcmap')).toBe('resources/pdf/cmaps/GBK-EUC-H.bcmap');
  expect(await read('/pdf/wasm/openjpeg.wasm')).toBe('resources/pdf/wasm/openjpeg.wasm');
  expect(await read('/pdf/cmaps/own.bcmap')).toBeUndefined();
});

test('no path leads out of the resources', async () => {
  const read = served();
  expect(await read('/pdf/../../outside.json')).toBeUndefined();
  expect(await read('/pdf/%2e%2e/%2e%2e/outside.json')).toBeUndefined();
});

test('the page itself is found', async () => expect(await served()('/')).toBe('pages/index.html'));
