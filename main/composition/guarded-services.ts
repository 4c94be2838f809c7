import { AppError } from '#shared/errors/app-error.ts';
import type { RemoteRepositories } from '../database/remote-repositories.ts';
import type { AccessGate } from '../people/access-gate.ts';
import type { SignerRole } from '../signing/signer.repository.ts';
import type { ServedByRpc } from './audited-services.ts';
import type { CatalogueRepositories } from './catalogue-repositories.ts';

export interface GuardDependencies {
  readonly gate: Pick<AccessGate, 'person' | 'visibleSiteIds'>;
  readonly people: RemoteRepositories<CatalogueRepositories>['people'];
}

/** A hospital of no name: whoever may see none of those asked for sees no row. */
const NO_SITE = '-';

/** The services as one person sees them: the cases of their hospitals, their own keys. */
export function guardServices(rpc: ServedByRpc, { gate, people }: GuardDependencies): ServedByRpc {
  const requireRole = (role: SignerRole): void => {
    const person = gate.person();
    if (person !== undefined && !person.roles.includes(role)) {
      throw new AppError('people/not-allowed', 'a key of a role that the person does not have', { facts: { permission: 'sign-reports' } });
    }
  };
  const own = async (signerId: number): Promise<void> => {
    const person = gate.person();
    if (person !== undefined) await people.ownSigner(signerId, person.id);
  };
  /** Narrows a question about the list to the hospitals of the person. */
  const narrowed = <T extends { readonly siteIds: readonly string[] }>(query: T): Omit<T, 'siteIds'> & { siteIds: string[] } => {
    const visible = gate.visibleSiteIds();
    if (visible === null) return { ...query, siteIds: [...query.siteIds] };
    const siteIds = query.siteIds.length === 0 ? [...visible] : query.siteIds.filter((siteId) => visible.includes(siteId));
    return { ...query, siteIds: siteIds.length === 0 ? [NO_SITE] : siteIds };
  };
  return {
    ...rpc,
    worklist: {
      ...rpc.worklist,
      list: (query) => rpc.worklist.list(narrowed(query)),
      groups: (query) => rpc.worklist.groups(narrowed(query)),
    },
    serviceTimes: {
      ...rpc.serviceTimes,
      unheard: () => rpc.serviceTimes.unheard(gate.visibleSiteIds()),
      ledger: (from, until) => rpc.serviceTimes.ledger(from, until, gate.visibleSiteIds()),
    },
    reports: {
      ...rpc.reports,
      async signers() {
        const person = gate.person();
        const all = await rpc.reports.signers();
        if (person === undefined) return all;
        const owners = await people.signerOwners();
        return all.filter(({ signerId }) => [person.id, undefined].includes(owners.get(signerId)));
      },
      async importSigner(pkcs12, pin, role) {
        requireRole(role);
        const signer = await rpc.reports.importSigner(pkcs12, pin, role);
        await own(signer.signerId);
        return signer;
      },
      async addTokenSigner(token, pin, role) {
        requireRole(role);
        const signer = await rpc.reports.addTokenSigner(token, pin, role);
        await own(signer.signerId);
        return signer;
      },
      async addGatewaySigner(address, pin, role) {
        requireRole(role);
        const signer = await rpc.reports.addGatewaySigner(address, pin, role);
        await own(signer.signerId);
        return signer;
      },
    },
  };
}
