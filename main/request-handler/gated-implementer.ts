import { implement, type ImplementerInternalWithMiddlewares } from '@orpc/server';
import { applicationContract, type ApplicationContract } from '#shared/contract/application.contract.ts';
import type { AccessGate } from '../people/access-gate.ts';
import type { Log } from '../platform/log.ts';
import { toRpcError } from './rpc-error.ts';

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
