// `npm start`: makes a fresh checkout runnable, then starts the best host there is. Plain JavaScript in the syntax of Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installDependencies, ownNode, requireNode, root, toolEnvironment } from './setup.mjs';

const args = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

requireNode();
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(readFileSync(join(root, 'main/start-help.txt'), 'utf8'));
  process.exit(0);
}
installDependencies(say);
buildIfNeeded();
// A passphrase takes the place of the key file; Electron has the key chain.
const hasPassphrase = args.some((arg) => /^--passphrase(-file)?(=|$)/.test(arg));
const electron = args.includes('--no-window') || hasPassphrase ? undefined : findElectron();
if (electron === undefined) await runLoopback();
else run(electron, [join(root, 'out/main/electron.js'), ...args]);

function buildIfNeeded() {
  // In our own Node, whatever runs this file.
  const check = "import('./main/build.mjs').then(async (b) => { if (!b.isBuilt()) await b.build((l) => console.log(l)); })";
  const built = spawnSync(ownNode(), ['--input-type=module', '-e', check], { cwd: root, stdio: 'inherit', env: toolEnvironment() });
  if (built.status !== 0) {
    process.stderr.write('The program could not be built.\n');
    process.exit(1);
  }
}

/**
 * The Electron program of this checkout. It is fetched once, as part of the set-up; where that is not possible the same program opens in a
 * browser window, and the attempt is not repeated at each start.
 */
function findElectron() {
  if (process.env.ELECTRON_BIN !== undefined && existsSync(process.env.ELECTRON_BIN)) return process.env.ELECTRON_BIN;
  const folder = join(root, 'node_modules/electron');
  const found = () => {
    const pathFile = join(folder, 'path.txt');
    const binary = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : undefined;
    return binary !== undefined && existsSync(binary) ? binary : undefined;
  };
  const triedFile = join(folder, '.tongyue-tried');
  if (found() === undefined && !existsSync(triedFile)) {
    say('fetching Electron (once)');
    spawnSync(ownNode(), [join(folder, 'install.js')], { cwd: folder, stdio: 'ignore', timeout: 180_000 });
    writeFileSync(triedFile, new Date().toISOString());
  }
  if (found() === undefined) say('Electron cannot be had here: the same program opens in a browser window. (To try again: npx install-electron)');
  return found();
}

/** In this very process where it is our own Node already, so that there is one process to stop and not two. */
async function runLoopback() {
  const entry = join(root, 'out/main/loopback.js');
  if (realpathSync(ownNode()) !== realpathSync(process.execPath)) return run(ownNode(), [entry, ...args]);
  process.argv[1] = entry;
  await import(pathToFileURL(entry).href);
}

/** The channel tells the program when this process has gone, even if it was killed: it then stops as well. */
function run(program, programArgs) {
  const child = spawn(program, programArgs, { cwd: process.cwd(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: process.env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
