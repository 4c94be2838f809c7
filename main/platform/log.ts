import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { isAppError } from '#shared/errors/app-error.ts';

/** What may be written beside a message: names of sites, counts, codes, UIDs. Never a patient's name, number or birth date. */
export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>;

/** The one log of the program. Messages are English and for engineers. */
export interface Log {
  readonly info: (message: string, facts?: LogFacts) => void;
  readonly warn: (message: string, facts?: LogFacts, error?: unknown) => void;
  readonly error: (message: string, facts?: LogFacts, error?: unknown) => void;
}

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

const MAXIMUM_LOG_BYTES = 5 * 1024 * 1024;

/** Writes lines of JSON into the folder; at start a log over 5 MB becomes `tongyue.log.1` and replaces the one before. */
export function createFileLog(folder: string): Log {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'tongyue.log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MAXIMUM_LOG_BYTES) renameSync(file, `${file}.1`);
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: file, sync: true }));
  return {
    info: (message, facts) => logger.info(facts ?? {}, message),
    warn: (message, facts, error) => logger.warn({ ...facts, ...describeError(error) }, message),
    error: (message, facts, error) => logger.error({ ...facts, ...describeError(error) }, message),
  };
}

/**
 * What of an error may be written. The message of a foreign exception can quote input (a parser that shows the text it choked on), so of
 * those only the kind and the place are kept.
 */
function describeError(error: unknown): Record<string, unknown> {
  if (error === undefined) return {};
  if (isAppError(error)) return { code: error.code, errorFacts: error.facts, cause: describeError(error.cause) };
  if (!(error instanceof Error)) return { errorKind: typeof error };
  const place = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
  const code = (error as { code?: unknown }).code;
  return { errorKind: error.name, ...(typeof code === 'string' ? { systemCode: code } : {}), place };
}
