import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { applicationContract } from '#shared/contract/application.contract.ts';
import { CONTRACT_VERSION } from '#shared/contract/contract-version.ts';
import { applicationEvent } from '#shared/contract/services/system.contract.ts';
import { ERROR_CODES } from '#shared/errors/error-code.ts';

/** One line for each version of the contract: the hash of all its schemas. A changed schema needs a new version, on purpose. */
const HASHES: Readonly<Record<number, string>> = {
  1: 'cfda614de1371418',
  2: 'ff6f0ee332b4c9ac',
  3: '975f90ae2337aa62',
  4: '9d8a311dfb86771d',
  5: 'd6bb0510babb5832',
  6: 'd207bb5a4d137306',
};

/** Everything a caller can see: names, inputs, outputs, declared errors, events. */
function describeContract(): string {
  const methods = Object.entries(applicationContract).flatMap(([service, contract]) =>
    Object.entries(contract).map(([method, procedure]) => {
      const { inputSchema, outputSchema, errorMap } = procedure['~orpc'];
      const isStream = `${service}.${method}` === 'system.events';
      return [`${service}.${method}`, schemaOf(inputSchema), isStream ? 'events' : schemaOf(outputSchema), Object.keys(errorMap).sort()];
    }),
  );
  return JSON.stringify({ methods, event: z.toJSONSchema(applicationEvent), codes: ERROR_CODES });
}

function schemaOf(schema: unknown): unknown {
  return schema === undefined ? null : z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' });
}

test('the schemas are those of the stated version: a change needs a new version in contract-version.ts and a line here', () => {
  const hash = createHash('sha256').update(describeContract()).digest('hex').slice(0, 16);
  expect({ version: CONTRACT_VERSION, hash }).toEqual({ version: CONTRACT_VERSION, hash: HASHES[CONTRACT_VERSION] });
});

test('no two versions have the same schemas', () => {
  const hashes = Object.values(HASHES);
  expect(new Set(hashes).size).toBe(hashes.length);
});
