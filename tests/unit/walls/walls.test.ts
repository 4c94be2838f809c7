import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const CONFIGURATION = ['package.json', 'tsconfig.base.json', 'shared/tsconfig.json', 'main/tsconfig.json', 'renderer/tsconfig.json', '.dependency-cruiser.mjs', '.oxlintrc.json'];

/** A small house with our walls and the given files. */
function build(files: Readonly<Record<string, string>>): string {
  const house = temporaryFolder();
  for (const file of CONFIGURATION) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    cpSync(join(root, file), join(house, file));
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'dir');
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), content);
  }
  return house;
}

function run(house: string, tool: string, args: readonly string[]) {
  const result = spawnSync(join(root, 'node_modules/.bin', tool), args, { cwd: house, encoding: 'utf8' });
  return { status: result.status, output: result.stdout + result.stderr };
}
const checkImports = (house: string) => run(house, 'depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'err', 'main', 'shared', 'renderer']);

/** One honest file behind each wall, so that no wall is proved by an empty room. */
const HONEST = {
  'shared/errors/honest.ts': 'export const one = 1;\n',
  'main/reports/honest.ts': "import { one } from '#shared/errors/honest.ts';\nexport const two = one + 1;\n",
  'renderer/features/worklist/honest.ts': "import { one } from '#shared/errors/honest.ts';\nexport const three = one + 2;\n",
  'renderer/features/viewer/honest.ts': 'export const four = 4;\n',
};

describe('the wall of imports', () => {
  test('lets an honest house stand', () => {
    expect(checkImports(build(HONEST))).toMatchObject({ status: 0 });
  });

  test.each<[what: string, file: string, content: string, rule: string, others?: Record<string, string>]>([
    ['electron in main/reports', 'main/reports/breach.ts', "import { app } from 'electron';\nexport const name = app.name;\n", 'owned: electron'],
    ['node:fs in the page', 'renderer/features/worklist/breach.ts', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n", 'page-has-no-node'],
    ['main in the page', 'renderer/features/worklist/breach.ts', "import { two } from '#main/reports/honest.ts';\nexport const copy = two;\n", 'page-runs-in-a-page'],
    ['a feature in a feature', 'renderer/features/worklist/breach.ts', "import { four } from '../viewer/honest.ts';\nexport const copy = four;\n", 'features-are-strangers'],
    ['the page in main', 'main/reports/breach.ts', "import { four } from '#renderer/features/viewer/honest.ts';\nexport const copy = four;\n", 'main-never-sees-the-page'],
    ['a service in the database', 'main/database/breach.ts', "import { two } from '../reports/honest.ts';\nexport const copy = two;\n", 'main-layers: database'],
    ['Node in shared', 'shared/dicom/breach.ts', "import { join } from 'node:path';\nexport const path = join;\n", 'shared-runs-anywhere'],
    ['Cornerstone outside its owner', 'renderer/features/viewer/breach.ts', "import { init } from '@cornerstonejs/core';\nexport const start = init;\n", 'owned: @kitware/vtk.js|@cornerstonejs'],
    ['SQLite outside the database', 'main/worklist/breach.ts', "import Database from 'better-sqlite3';\nexport const kind = Database;\n", 'owned: better-sqlite3'],
    ['a circle', 'shared/errors/breach.ts', "import { back } from './circle.ts';\nexport const there = () => back;\n", 'no-circular', { 'shared/errors/circle.ts': "import { there } from './breach.ts';\nexport const back = () => there;\n" }],
  ])('falls on %s', (_what, file, content, rule, others = {}) => {
    const { status, output } = checkImports(build({ ...HONEST, [file]: content, ...others }));
    expect(output).toContain(rule);
    expect(status).not.toBe(0);
  });
});

describe('the wall of types', () => {
  test('lets an honest page stand', () => {
    expect(run(build({ 'renderer/honest.ts': 'export const title = document.title;\n' }), 'tsc', ['-p', 'renderer'])).toMatchObject({ status: 0 });
  });

  test.each([
    ['node:fs in the page', 'renderer', 'renderer/breach.ts', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n", 'node:fs'],
    ['the document in main', 'main', 'main/breach.ts', 'export const title = document.title;\n', "Cannot find name 'document'"],
    ['a process in shared', 'shared', 'shared/breach.ts', 'export const id = process.pid;\n', "Cannot find name 'process'"],
  ])('falls on %s', (_what, project, file, content, words) => {
    const { status, output } = run(build({ 'shared/honest.ts': 'export const one = 1;\n', [file]: content }), 'tsc', ['-b', project]);
    expect(output).toContain(words);
    expect(status).not.toBe(0);
  });
});

describe('the wall of habits', () => {
  test.each([
    ['a promise nobody waits for', 'export async function f() {}\nexport function g() {\n  f();\n}\n', 'no-floating-promises'],
    ['any', 'export const x: any = 1;\n', 'no-explicit-any'],
    ['a default export', 'export default 1;\n', 'no-default-export'],
    ['a union that is not switched through', "export function f(x: 'a' | 'b') {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n", 'switch-exhaustiveness-check'],
  ])('falls on %s', (_what, content, rule) => {
    const { status, output } = run(build({ 'main/breach.ts': content }), 'oxlint', ['--type-aware', 'main']);
    expect(output).toContain(rule);
    expect(status).not.toBe(0);
  });
});
