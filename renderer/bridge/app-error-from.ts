import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { errorFacts } from '#shared/contract/vocabulary.ts';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { ERROR_CODES } from '#shared/errors/error-code.ts';

const factsOfError = z.object({ facts: errorFacts });

/**
 * What a failed call means to the page. Declared errors keep their code and facts; what has no code of ours is `internal`, no answer at
 * all is `contract/no-answer`. An abort stays what it is.
 */
export function appErrorFrom(error: unknown, signal?: AbortSignal): unknown {
  if (isAppError(error) || signal?.aborted === true) return error;
  if (error instanceof DOMException && error.name === 'AbortError') return error;
  if (error instanceof ORPCError) return fromAnswer(error.code, error.status, error.message, error.data, error);
  return new AppError('contract/no-answer', 'The call was not answered.', { cause: error });
}

function fromAnswer(code: string, status: number, message: string, data: unknown, cause: unknown): AppError {
  const known = ERROR_CODES.find((candidate) => candidate === code);
  if (known !== undefined) {
    const parsed = factsOfError.safeParse(data);
    return new AppError(known, message, { cause, ...(parsed.success ? { facts: parsed.data.facts } : {}) });
  }
  if (status === 401 || status === 403) return new AppError('contract/not-authorised', message, { cause });
  if (status === 400) return new AppError('contract/invalid-message', message, { cause });
  return new AppError('internal', message, { cause });
}
