import { z } from 'zod';
import { silentLog } from '#main/platform/log.ts';
import { createRpcRoute } from '#main/request-handler/rpc-route.ts';
import type { RpcServices } from '#main/request-handler/rpc-services.ts';
import { applicationContract } from '#shared/contract/application.contract.ts';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { LONGEST_MS } from './readers.ts';
import { createRandom, type Random } from './random.ts';

/** Messages that no page of ours sends, to every method of the contract. */

const JUNK: readonly unknown[] = [
  null, true, '', ' ', 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, '1', 'NaN', '../../../etc/passwd', "'; DROP TABLE study; --", '<script>alert(1)</script>', '\u0000', '\ud800', '\u202e',
  'x'.repeat(70_000), '1.2.840.10008', '2026-11-20', '9999-99-99T99:99:99Z', 'javascript:alert(1)', 'http://[::1', 'file:///etc/shadow', [], {}, [[[[[]]]]], { __proto__: null, toString: 1 },
  JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'),
];

const METHODS = Object.entries(applicationContract).flatMap(([service, contract]) =>
  Object.entries(contract).map(([method, procedure]) => ({ service, method, input: (procedure['~orpc'] as { readonly inputSchema?: z.ZodType }).inputSchema })),
);
const FIELDS = [...new Set(METHODS.flatMap(({ input }) => (input instanceof z.ZodObject ? Object.keys(input.shape) : [])))];

export interface MessageFuzz {
  /** @returns what is wrong, or undefined */
  readonly send: (seedNumber: number) => Promise<string | undefined>;
  /** How many messages were right by chance and reached a service. */
  readonly reached: () => number;
}

export function createMessageFuzz(): MessageFuzz {
  let reachedNow = 0;
  let reachedInAll = 0;
  const failing = new Proxy({}, {
    get: () => () => {
      reachedNow += 1;
      throw new AppError('study/unknown', 'no such study');
    },
  });
  const own: Readonly<Record<string, unknown>> = { gate: { admitMethod: async () => undefined }, onRefused: () => undefined, runId: 'run' };
  const services = new Proxy(own, {
    get: (given, name) => (name in given ? given[String(name)] : name === 'describeSeat' ? () => Promise.reject(new AppError('study/unknown', 'no')) : failing),
  });
  const route = createRpcRoute(services as unknown as RpcServices, silentLog);
  return {
    reached: () => reachedInAll,
    async send(seedNumber) {
      const random = createRandom(seedNumber);
      const { service, method, input } = random.of(METHODS);
      if (service === 'system' && method === 'events') return undefined;
      const message = messageFor(input, random);
      const body = random.chance(0.1) ? brokenText(JSON.stringify({ json: message }), random) : JSON.stringify(random.chance(0.9) ? { json: message } : random.of(JUNK));
      const pathname = `${REQUEST_PATHS.rpc}/${service}/${random.chance(0.03) ? random.of(['constructor', '__proto__', '..', '%2e%2e', 'toString']) : method}`;
      const headers = { 'content-type': random.chance(0.95) ? 'application/json' : random.of(['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) };
      const where = `${service}.${method}, seed ${seedNumber}`;
      reachedNow = 0;
      const started = performance.now();
      try {
        const response = await route(new Request(`http://seat${pathname}`, { method: 'POST', headers, body }), pathname);
        const answer = response === undefined ? '' : await response.text();
        if (/ at .*\.ts:|SQLITE|ENOENT/.test(answer)) return `${where}: tells what is inside: ${answer.slice(0, 200)}`;
        if (reachedNow === 0 && response?.status === 500) return `${where}: a bug answered: ${answer.slice(0, 200)}`;
      } catch (error) {
        return `${where}: ${String(error)}`;
      }
      reachedInAll += reachedNow;
      const took = performance.now() - started;
      if (({} as Record<string, unknown>)['isAdmin'] !== undefined) return `${where}: it changed the prototype of all objects`;
      return took > LONGEST_MS ? `${where}: took ${took.toFixed(0)} ms` : undefined;
    },
  };
}

/** The fields of the method with junk in them, some left out, some of other methods. */
function messageFor(input: z.ZodType | undefined, random: Random): unknown {
  if (random.chance(0.1)) return random.of(JUNK);
  const names = input instanceof z.ZodObject ? Object.keys(input.shape) : [];
  const chosen = [...names.filter(() => random.chance(0.9)), ...(random.chance(0.3) ? [random.of(FIELDS)] : [])];
  return Object.fromEntries(chosen.map((name) => [name, random.chance(0.3) ? random.of([1, 2, 'site', [], true, '1.2.3', '2026-11-20']) : random.of(JUNK)]));
}

function brokenText(text: string, random: Random): string {
  const at = random.below(text.length);
  return random.chance(0.5) ? text.slice(0, at) : `${text.slice(0, at)}${random.of(['{', '"', '\\', '\u0000', ']'])}${text.slice(at + 1)}`;
}
