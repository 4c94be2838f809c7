import { implement, ORPCError, type ImplementerInternalWithMiddlewares } from '@orpc/server';
import { applicationContract, type ApplicationContract } from '#shared/contract/application.contract.ts';
import { statusOf } from '#shared/contract/base-contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { AccessGate } from '../people/access-gate.ts';
import type { Log } from '../platform/log.ts';

/** Named, because its inferred type is too long for the compiler to write down. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- the library's contexts, of which this program has none
export type GatedImplementer = ImplementerInternalWithMiddlewares<ApplicationContract, Record<never, never>, Record<never, never>>;

/** Implements the contract behind the gate of the seat. */
export function gatedImplementer(gate: Pick<AccessGate, 'admitMethod'>, log: Log): GatedImplementer {
  // Expected failures go out with their code; whether the method declared it is checked by the library against the contract.
  return implement(applicationContract).use(async ({ next, path }, input) => {
    try {
      await gate.admitMethod(path.join('.'), input);
      return await next();
    } catch (error) {
      throw toRpcError(error, path.join('.'), log);
    }
  });
}

function toRpcError(error: unknown, method: string, log: Log): unknown {
  if (isAppError(error)) {
    log.info('a call was refused', { method, code: error.code });
    return new ORPCError(error.code, { status: statusOf(error.code), message: error.message, data: { facts: { ...error.facts } }, cause: error });
  }
  // What does not fit its schema is the caller's mistake on the way in and a bug on the way out.
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return new ORPCError('contract/invalid-message', { status: statusOf('contract/invalid-message'), data: { facts: { method } } });
  log.error('a call failed', { method }, error);
  return new ORPCError('internal', { status: statusOf('internal'), message: 'internal error', data: { facts: {} } });
}
