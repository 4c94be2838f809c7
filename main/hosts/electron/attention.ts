import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { ApplicationContract } from '#shared/contract/application.contract.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { RequestHandler } from '../../request-handler/request-handler.ts';
import { ORIGIN } from './addresses.ts';
import type { ElectronWindow } from './electron-port.ts';

/**
 * Tells of every case that this seat had not seen before. The shell is one more reader of the contract's event stream, without a connection:
 * a page that reloads or has crashed cannot miss one.
 * @returns when the signal aborts
 */
export async function followAnnouncements(handler: RequestHandler, onCase: () => void, signal: AbortSignal): Promise<void> {
  const link = new RPCLink({ url: `${ORIGIN}${REQUEST_PATHS.rpc}`, fetch: (request, init) => handler(new Request(request, init)) });
  const client = createORPCClient<ContractRouterClient<ApplicationContract>>(link);
  try {
    for await (const event of await client.system.events(undefined, { signal })) {
      if (event.kind === 'case-announced') onCase();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * Flashes the window until it is looked at.
 * @returns whether it flashes now
 */
export function callAttention(window: ElectronWindow): boolean {
  if (window.isDestroyed() || window.isFocused()) return false;
  window.flashFrame(true);
  return true;
}
