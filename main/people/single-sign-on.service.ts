import { randomUUID } from 'node:crypto';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import type { ProviderSummary, UnlinkedAccount } from '#shared/contract/services/single-sign-on.contract.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import { unwrapIfOurs, type SecretStore } from '../platform/secret-store.ts';
import type { Clock } from '../platform/clock.ts';
import { beginSignIn, checkProviderAddress, type ProviderAddress, type SignInAttempt } from './identity-provider.ts';
import type { Person } from './person.ts';
import type { PersonRepository } from './person.repository.ts';

export interface SingleSignOnDependencies {
  readonly people: Remote<PersonRepository>;
  readonly settings: Remote<SettingRepository>;
  readonly secrets: Pick<SecretStore, 'wrap' | 'unwrap'>;
  /** Opens the seat for a person whom the provider vouches for. */
  readonly enter: (person: Person) => SeatSessionSummary;
  readonly onRefused: (account: string) => void;
  readonly onLinked: (person: Person) => void;
  readonly clock: Clock;
}

interface Kept {
  readonly issuer: string;
  readonly clientId: string;
  /** Wrapped, base64; '' for none. */
  readonly sealedSecret: string;
}

export type SingleSignOnService = ReturnType<typeof createSingleSignOnService>;

const LISTED_ACCOUNTS = 10;

/**
 * Sign-in by the hospital's own accounts. An account opens the seat only after an administrator has linked it to a person; what the person may do is decided here
 * and never by the provider.
 */
export function createSingleSignOnService({ people, settings, secrets, enter, onRefused, onLinked, clock }: SingleSignOnDependencies) {
  let unlinked: UnlinkedAccount[] = [];
  let attempt: (SignInAttempt & { readonly attemptId: string }) | undefined;

  const kept = async (): Promise<Kept | undefined> => {
    const { identityProvider } = await settings.read();
    return identityProvider === '' ? undefined : (JSON.parse(identityProvider) as Kept);
  };
  const address = async (): Promise<ProviderAddress> => {
    const known = await kept();
    if (known === undefined) throw new AppError('people/provider-refused', 'no provider is set up', { facts: { step: 'address' } });
    const opened = known.sealedSecret === '' ? undefined : unwrapIfOurs(secrets, Buffer.from(known.sealedSecret, 'base64'));
    return { issuer: known.issuer, clientId: known.clientId, clientSecret: opened === undefined ? '' : Buffer.from(opened).toString('utf8') };
  };
  const describe = async (): Promise<ProviderSummary> => {
    const known = await kept();
    return {
      issuer: known?.issuer ?? '', clientId: known?.clientId ?? '', hasSecret: known !== undefined && known.sealedSecret !== '', unlinked,
      links: (await people.accounts()).map(({ personId, subject }) => ({ personId, subject })),
    };
  };

  return {
    offer: async () => ({ isOffered: (await kept()) !== undefined }),

    async begin() {
      attempt?.cancel();
      const begun = await beginSignIn(await address());
      attempt = { ...begun, attemptId: randomUUID() };
      return { attemptId: attempt.attemptId, url: begun.url };
    },

    async finish(attemptId: string): Promise<SeatSessionSummary> {
      if (attempt?.attemptId !== attemptId) throw new AppError('people/provider-refused', 'another sign-in was begun', { facts: { step: 'cancelled' } });
      const { issuer, subject, shownName } = await attempt.identity;
      attempt = undefined;
      const person = await people.ofAccount(issuer, subject);
      if (person === undefined) {
        unlinked = [{ subject, shownName, at: clock.now().toISOString() }, ...unlinked.filter((one) => one.subject !== subject)].slice(0, LISTED_ACCOUNTS);
        onRefused(subject);
        throw new AppError('people/account-unlinked', 'the account belongs to nobody here');
      }
      // Their password here, if they have one at all, has not been asked for.
      return enter({ ...person, mustChangePassword: false });
    },

    /** Whether the sign-in that waits now has sent its person there. */
    isAwaited: (url: string): boolean => attempt?.url === url,

    cancel(): void {
      attempt?.cancel();
      attempt = undefined;
    },

    provider: describe,

    /** @param clientSecret null: as it was */
    async setProvider({ issuer, clientId, clientSecret }: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | null }): Promise<ProviderSummary> {
      if (issuer !== '') checkProviderAddress(issuer);
      const before = await kept();
      const sealedSecret = clientSecret === null ? (before?.sealedSecret ?? '') : clientSecret === '' ? '' : Buffer.from(secrets.wrap(Buffer.from(clientSecret))).toString('base64');
      await settings.write('identityProvider', issuer === '' ? '' : JSON.stringify({ issuer, clientId, sealedSecret } satisfies Kept));
      return describe();
    },

    /** @param subject '' takes the link away */
    async link(personId: number, subject: string): Promise<ProviderSummary> {
      const known = await kept();
      const person = await people.find(personId);
      if (person === undefined || known === undefined) throw new AppError('people/unknown', 'no such person');
      if (!(await people.linkAccount(personId, known.issuer, subject))) throw new AppError('people/name-taken', 'somebody else has this account', { facts: { loginName: subject } });
      unlinked = unlinked.filter((one) => one.subject !== subject);
      onLinked(person);
      return describe();
    },
  };
}
