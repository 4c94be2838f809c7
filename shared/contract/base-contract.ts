import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code.ts';
import { errorFacts } from './vocabulary.ts';

export const declaredData = z.object({ facts: errorFacts });
export interface DeclaredError {
  readonly status: number;
  readonly data: typeof declaredData;
}

type DeclaredErrors<C extends ErrorCode> = { readonly [K in C]: DeclaredError };

/** The HTTP status under which a code travels. The library takes an error for a declared one only when its status is the declared one. */
export function statusOf(code: ErrorCode): number {
  return code === 'internal' ? 500 : code === 'contract/invalid-message' ? 400 : 422;
}

const COMMON_CODES = ['internal', 'contract/invalid-message', 'people/locked', 'people/not-allowed', 'people/out-of-scope'] as const;

/**
 * Starts the definition of a method that may fail with the named codes. `internal` (a bug), `contract/invalid-message` and what the gate of
 * the seat says (main/people/access-gate.ts) belong to every method. A code that is not declared here reaches the page as `internal`.
 */
export function method<const C extends readonly ErrorCode[]>(...codes: C) {
  const all = [...new Set<ErrorCode>([...codes, ...COMMON_CODES])];
  const errors = Object.fromEntries(all.map((code) => [code, { status: statusOf(code), data: declaredData }])) as DeclaredErrors<
    C[number] | (typeof COMMON_CODES)[number]
  >;
  return oc.errors(errors);
}

/** Every code a contract may declare; the hash of the contract covers it. */
export const DECLARABLE_CODES = ERROR_CODES;
