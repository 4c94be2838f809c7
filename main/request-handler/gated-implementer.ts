import { implement, ORPCError, type ImplementerInternalWithMiddlewares } from '@orpc/server';
import { applicationContract, type ApplicationContract } from '#shared/contract/application.contract.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { AccessGate } from '../people/access-gate.ts';
import type { Log } from '../platform/log.ts';
import { toRpcError } from './rpc-error.ts';

/** Named, because its inferred type is too long for the compiler to write down. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- the library's contexts, of which this program has none
export type GatedImplementer = ImplementerInternalWithMiddlewares<ApplicationContract, Record<never, never>, Record<never, never>>;

/** Who admits a message, and who is told of one that was not. */
export interface Doorkeeper {
  readonly gate: Pick<AccessGate, 'admitMethod'>;
  /** For the audit trail: the gate or a schema has refused a message. */
  readonly onRefused: (method: string, code: ErrorCode) => void;
}

/** Implements the contract behind the gate of the seat. */
export function gatedImplementer({ gate, onRefused }: Doorkeeper, log: Log): GatedImplementer {
  // Expected failures go out with their code; whether the method declared it is checked by the library against the contract.
  return implement(applicationContract).use(async ({ next, path }, input) => {
    try {
      await gate.admitMethod(path.join('.'), input);
      return await next();
    } catch (error) {
      const method = path.join('.');
      const failure = toRpcError(error, method, log);
      const code = REFUSALS.find((one) => failure instanceof ORPCError && failure.code === one);
      if (code !== undefined) onRefused(method, code);
      throw failure;
    }
  });
}

/** What somebody may have to answer for. */
const REFUSALS = ['people/locked', 'people/not-allowed', 'people/out-of-scope', 'contract/invalid-message'] as const satisfies readonly ErrorCode[];
