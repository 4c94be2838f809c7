// What the program is made of. `npm run sbom` (CycloneDX), `npm run licences`, `npm run advisories`; `npm run package` puts the first two into the installer.
// Plain JavaScript in the syntax of Node 20.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, npm, requireNode, root } from './setup.mjs';

const outFolder = join(root, 'out/resources');

/** @returns {{ specVersion: string, components: { name: string, version: string, purl: string }[] }} every package of the lockfile, with its digest and licence */
export function billOfMaterials() {
  const run = npm(['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--loglevel=error']);
  if (run.status !== 0) throw new Error(`npm sbom failed: ${run.stderr ?? ''}`);
  return JSON.parse(run.stdout);
}

/** @returns {string} the licence texts of all installed packages, each once, under the names of those that come with it */
export function licenceTexts() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const byText = new Map();
  for (const [folder, { version }] of Object.entries(packages)) {
    if (folder === '' || !existsSync(join(root, folder))) continue;
    const file = readdirSync(join(root, folder)).find((name) => /^(licen[cs]e|copying|notice)/i.test(name));
    const text = file === undefined ? declaredLicence(folder) : readText(join(root, folder, file), folder);
    const name = `${folder.split('node_modules/').at(-1)} ${version}`;
    byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  return [...byText].map(([text, names]) => `${names.sort().join('\n')}\n\n${text.trim()}\n`).sort().join(`\n${'-'.repeat(78)}\n\n`);
}

function declaredLicence(folder) {
  const file = join(root, folder, 'package.json');
  const licence = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).license : undefined;
  return `No text comes with it; it declares: ${typeof licence === 'string' ? licence : 'nothing'}`;
}

/** A licence may be a folder of texts. */
function readText(path, folder) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return declaredLicence(folder);
  }
}

/** @param {string} answer of `npm audit --json`; @returns {{ status: 'unknown' | 'none' | 'some', lines: string[] }} */
export function readAdvisories(answer) {
  let report;
  try {
    report = JSON.parse(answer);
  } catch {
    report = {};
  }
  const found = report.vulnerabilities;
  if (typeof found !== 'object' || found === null) return { status: 'unknown', lines: ['The list of advisories could not be asked from here: nothing was checked.'] };
  const lines = Object.values(found).map(({ name, severity, range, fixAvailable }) => `${severity}: ${name} ${range}${fixAvailable === false ? ', no fix yet' : ''}`);
  return lines.length === 0 ? { status: 'none', lines: ['No advisory names a package of the lockfile.'] } : { status: 'some', lines };
}

function write(name, text) {
  mkdirSync(outFolder, { recursive: true });
  writeFileSync(join(outFolder, name), text);
  process.stdout.write(`out/resources/${name}\n`);
}

function run(command) {
  if (command === 'sbom') return write('sbom.cdx.json', `${JSON.stringify(billOfMaterials(), undefined, 1)}\n`);
  if (command === 'licences') return write('LICENCES.txt', licenceTexts());
  if (command === 'advisories') {
    const { status, lines } = readAdvisories(npm(['audit', '--json', '--loglevel=silent']).stdout ?? '');
    process.stdout.write(`${lines.join('\n')}\n`);
    process.exitCode = status === 'some' ? 1 : 0;
    return undefined;
  }
  process.stderr.write('node main/supply-chain.mjs sbom | licences | advisories\n');
  process.exitCode = 2;
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  installDependencies((line) => process.stderr.write(`${line}\n`));
  run(process.argv[2]);
}
