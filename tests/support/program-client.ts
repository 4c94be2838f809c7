import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import type { ApplicationContract } from '#shared/contract/application.contract.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import type { Program } from './program.ts';

export type ProgramClient = ContractRouterClient<ApplicationContract> & {
  /** Any path of the program, with the session's cookie. */
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body: Uint8Array<ArrayBuffer>) => Promise<Response>;
};

/** Enters a running program as a browser does, and speaks its contract. */
export async function connect(program: Program): Promise<ProgramClient> {
  const entrance = await fetch(program.url, { redirect: 'manual' });
  const cookie = entrance.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the program did not let us in: ${entrance.status}`);
  return clientOfSession(program.origin, cookie);
}

/** Speaks the contract in a session that somebody else has entered: a token opens the program once. */
export function clientOfSession(origin: string, cookie: string): ProgramClient {
  const client: ContractRouterClient<ApplicationContract> = createORPCClient(new RPCLink({ url: origin + REQUEST_PATHS.rpc, headers: { cookie } }));
  // The library's client answers to every name, so its services are named one by one.
  const { system, people, audit, sites, worklist, studies, measurements, reports, reportTexts, criticalValues, versions, verification, ecg, imports, hanging, preferences, exports, papers, coordination, colleagues, department, deliveries, centre, clinical, identity, technician, consultations, referral, keys, retention, singleSignOn } = client;
  return {
    system, people, audit, sites, worklist, studies, measurements, reports, reportTexts, criticalValues, versions, verification, ecg, imports, hanging, preferences, exports, papers, coordination, colleagues, department, deliveries, centre, clinical, identity, technician, consultations, referral, keys, retention, singleSignOn,
    get: (path) => fetch(origin + path, { headers: { cookie } }),
    post: (path, body) => fetch(origin + path, { method: 'POST', body, headers: { cookie } }),
  };
}

/** All rows of the list of all cases. */
export async function allRows(client: ProgramClient): Promise<WorklistRow[]> {
  return (await client.worklist.list({ view: 'all', search: '', modalities: [], siteIds: [], limit: 500, after: null })).rows;
}

/** Asks until the answer fits. The test's own time-out is the watchdog. */
export async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
