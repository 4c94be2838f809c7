import { createORPCClient, type ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { ApplicationContract } from '#shared/contract/application.contract.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { appErrorFrom } from './app-error-from.ts';

export interface CallContext {
  /** The call goes on when the page is closed under it: the last save of a draft. */
  readonly outlivesPage?: boolean;
}

/**
 * The contract as functions. A call that fails as declared rejects with an `AppError` of its code; a call that main did not answer
 * with `contract/no-answer`; an aborted one with the signal's reason. Nothing is tried twice here.
 */
export type ApiClient = ContractRouterClient<ApplicationContract, CallContext>;

/** Browsers refuse to keep a larger body alive behind a closed page. */
const KEEPALIVE_LIMIT_BYTES = 60_000;

/** What stands beside the picture: a browser has six connections to main, and the study that is opened and its frames take them first. */
const CAN_WAIT: ReadonlySet<string> = new Set(['clinical', 'technician', 'consultations', 'identity', 'coordination', 'department', 'referral']);

/** @param pageUrl any address of this origin, such as `location.href` */
export function createApiClient(pageUrl: string, send: typeof globalThis.fetch = (request, init) => fetch(request, init)): ApiClient {
  const wire = new RPCLink<CallContext>({
    url: new URL(REQUEST_PATHS.rpc, pageUrl),
    fetch: async (request, init, { context }, [service = '']) =>
      send(request, { ...init, ...(CAN_WAIT.has(service) ? { priority: 'low' } : {}), ...((await mayOutlivePage(request, context)) ? { keepalive: true } : {}) }),
  });
  const link: ClientLink<CallContext> = {
    call: async (path, input, options) => {
      try {
        return await wire.call(path, input, options);
      } catch (error) {
        throw appErrorFrom(error, options.signal);
      }
    },
  };
  return createORPCClient<ApiClient>(link);
}

async function mayOutlivePage(request: Request, context: CallContext): Promise<boolean> {
  return context.outlivesPage === true && (await request.clone().blob()).size < KEEPALIVE_LIMIT_BYTES;
}
