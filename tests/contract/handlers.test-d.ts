import { implement } from '@orpc/server';
import { applicationContract } from '#shared/contract/application.contract.ts';

/** What must not compile. `tsc -b` is the test. */
const os = implement(applicationContract);

// @ts-expect-error an answer that lacks a field is not the contract's
os.worklist.counts.handler(() => Promise.resolve({ open: 1 }));

// @ts-expect-error a router that forgets a service does not compile
os.router({});

// @ts-expect-error a code that is not in the closed list cannot be declared
os.worklist.markSeen.handler(({ errors }) => Promise.reject(errors['study/misspelt']()));
