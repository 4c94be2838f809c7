import { resolve, sep } from 'node:path';
import { parseStartOptions, StartOptionsError, type StartOptions } from '../../platform/start-options.ts';

export interface Launch {
  readonly argv: readonly string[];
  readonly isPackaged: boolean;
  /** The built script that Electron runs; where it is not packaged its path, or a folder above it, stands among the arguments. */
  readonly entryFile: string;
}

/** Switches that Chromium, Node and the operating system read or add themselves. */
const FOREIGN_SWITCHES =
  /^(--(no-sandbox|disable-gpu|disable-software-rasterizer|enable-logging|ozone-platform|ozone-platform-hint|force-device-scale-factor|password-store|original-process-start-time|allow-file-access-from-files)(=|$)|-psn_)/;

/** Doors for a debugger. A packaged program has none: with them anybody could read the page from another process. */
const DEBUGGING_SWITCHES = /^--(inspect|inspect-brk|remote-debugging-port|remote-debugging-pipe)(=|$)/;

/** @throws StartOptionsError with a sentence that names the option */
export function readStartOptions(launch: Launch, environment: NodeJS.ProcessEnv): StartOptions {
  const options = parseStartOptions(ownArguments(launch), environment);
  if (!options.openWindow) throw new StartOptionsError('--no-window needs the other host: npm start -- --no-window');
  return options;
}

/** @returns what the person who started the program typed for it */
export function ownArguments({ argv, isPackaged, entryFile }: Launch): string[] {
  const given = argv.slice(1);
  const entry = isPackaged ? -1 : given.findIndex((argument) => !argument.startsWith('-') && isAtOrAbove(resolve(argument), entryFile));
  return given.slice(entry + 1).filter((argument) => !FOREIGN_SWITCHES.test(argument) && (isPackaged || !DEBUGGING_SWITCHES.test(argument)));
}

function isAtOrAbove(path: string, file: string): boolean {
  return path === file || file.startsWith(path.endsWith(sep) ? path : path + sep);
}
