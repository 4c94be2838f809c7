import { ORPCError } from '@orpc/server';
import { statusOf } from '#shared/contract/base-contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Log } from '../platform/log.ts';

/** A failure as it leaves: an expected one with its code and facts, a bug without a word of it. */
export function toRpcError(error: unknown, method: string, log: Log): unknown {
  if (isAppError(error)) {
    log.info('a call was refused', { method, code: error.code });
    return new ORPCError(error.code, { status: statusOf(error.code), message: error.message, data: { facts: { ...error.facts } }, cause: error });
  }
  // What does not fit its schema is the caller's mistake on the way in and a bug on the way out.
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return new ORPCError('contract/invalid-message', { status: statusOf('contract/invalid-message'), data: { facts: { method } } });
  log.error('a call failed', { method }, error);
  return new ORPCError('internal', { status: statusOf('internal'), message: 'internal error', data: { facts: {} } });
}
