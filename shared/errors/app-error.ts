import type { ErrorCode } from './error-code.ts';

/**
 * What a person needs to act: which hospital, which file, how many tries are left. Never a patient's name or identifier,
 * because facts reach logs.
 */
export type ErrorFacts = Readonly<Record<string, string | number>>;

/** An expected failure. Programs read `code` and `facts`; the message is for the log of an engineer, in English. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, message: string, options: { readonly facts?: ErrorFacts; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

/** True for an expected failure, and with `code` only for that one. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
