import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant } from '../vocabulary.ts';
import { seatSession } from './people.contract.ts';

/** An account of the provider that nobody here has: an administrator may link it to a person. */
export const unlinkedAccount = z.object({ subject: z.string(), shownName: z.string(), at: instant });
export type UnlinkedAccount = z.infer<typeof unlinkedAccount>;

export const provider = z.object({
  /** OpenID Connect issuer; '' for none. */
  issuer: z.string(),
  clientId: z.string(),
  hasSecret: z.boolean(),
  links: z.array(z.object({ personId: z.int().positive(), subject: z.string() })),
  unlinked: z.array(unlinkedAccount),
});
export type ProviderSummary = z.infer<typeof provider>;

export const singleSignOnContract = {
  offer: method().output(z.object({ isOffered: z.boolean() })),
  /** The page opens the address in a window of its own. One sign-in at a time: a new one ends the one before. */
  begin: method('people/provider-refused').output(z.object({ attemptId: z.uuid(), url: z.url() })),
  /** Answers when the person is back from the provider: three minutes at most. */
  finish: method('people/provider-refused', 'people/account-unlinked').input(z.object({ attemptId: z.uuid() })).output(seatSession),
  cancel: method().output(z.object({})),

  provider: method().output(provider),
  /** @param clientSecret null: as it was; '' for none. `issuer` '' takes the provider away */
  setProvider: method('people/provider-refused')
    .input(z.object({ issuer: z.string().trim().max(500), clientId: z.string().trim().max(200), clientSecret: z.string().max(500).nullable() }))
    .output(provider),
  link: method('people/unknown', 'people/name-taken').input(z.object({ personId: z.int().positive(), subject: z.string().trim().max(255) })).output(provider),
};
