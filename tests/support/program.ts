import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The program as a person starts it, on a profile of its own. */
export interface Program {
  readonly profile: string;
  /** The address with its one-time token. */
  readonly url: string;
  readonly origin: string;
  readonly processId: number;
  readonly output: () => string;
  /** Ends it as Ctrl+C does. */
  readonly stop: () => Promise<void>;
  /** Ends it as a power cut does. */
  readonly kill: () => Promise<void>;
}

export function newProfile(): { readonly profile: string; readonly remove: () => void } {
  const profile = mkdtempSync(join(tmpdir(), 'tongyue-profile-'));
  return { profile, remove: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/** Among the arguments: people sign in, as at a real seat. */
export const SIGN_IN = 'sign-in';

/**
 * Starts the built program without a window and waits for its address.
 * @param args as on the command line, without --profile, --no-window and --no-sign-in
 * @param entry the program itself spares the look whether it is built
 * @throws what it printed, when it ends before it is ready
 */
export async function startProgram(profile: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}, entry: 'main/launch.mjs' | 'out/main/loopback.js' = 'main/launch.mjs'): Promise<Program> {
  const child = spawn(process.execPath, [join(root, entry), '--no-window', ...(args.includes(SIGN_IN) ? [] : ['--no-sign-in']), '--profile', profile, ...args.filter((arg) => arg !== SIGN_IN)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TONGYUE_DEMO_SCALE: 'small', ...environment },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /Tongyue is ready: (http:\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', look);
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}: ${output}`)));
  });
  return {
    profile,
    url,
    origin: new URL(url).origin,
    processId: child.pid ?? 0,
    output: () => output,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
