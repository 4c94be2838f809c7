// Makes a fresh checkout runnable. Plain JavaScript in the syntax of Node 20, because nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.tongyue-installed');
const OLDEST_NODE = 20;
/** better-sqlite3's prebuilt binary and our tools want this one; it comes with the dependencies where npm has it for the platform. */
const OWN_NODE = 22;

/** Ends the process with a clear sentence when this Node cannot even install. */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return;
  process.stderr.write(`Tongyue needs Node ${OLDEST_NODE} or newer to set itself up; this is ${process.version}.\n`);
  process.exit(1);
}

/** Installs what the lockfile names, unless it is installed. @param {(line: string) => void} say */
export function installDependencies(say) {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(process.platform + process.arch).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  say('installing dependencies (about a minute, once)');
  const run = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}\nThe dependencies could not be installed. Is the npm registry reachable from here?\n`);
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

/** Runs npm of the Node that runs us. */
export function npm(args) {
  const script = process.env.npm_execpath;
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, npm_config_ignore_scripts: 'true' } };
  if (script !== undefined && script.endsWith('.js') && existsSync(script)) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { ...options, shell: process.platform === 'win32' });
}

/** The Node that all scripts run on: the one among the dependencies, else the system's if it is new enough. */
export function ownNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packages = { linux: `node-linux-${process.arch}`, win32: `node-win-${process.arch}`, darwin: `node-bin-darwin-${process.arch}` };
  const installed = join(modules, packages[process.platform] ?? 'none', 'bin', name);
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split('.')[0]) >= OWN_NODE) return process.execPath;
  process.stderr.write(`There is no Node ${OWN_NODE} for ${process.platform}/${process.arch} among the dependencies. Install Node ${OWN_NODE} or newer and try again.\n`);
  process.exit(1);
}

/** The environment in which tools of node_modules and their `#!/usr/bin/env node` find our Node. */
export function toolEnvironment() {
  const nodeFolder = join(ownNode(), '..');
  return { ...process.env, PATH: [join(modules, '.bin'), nodeFolder, process.env.PATH ?? ''].join(delimiter) };
}
