import { Worker, type MessagePort } from 'node:worker_threads';
import { AppError, isAppError, type ErrorFacts } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import { asAppError } from './open-encrypted-database.ts';

/** A repository as the other side of a thread sees it: each method answers with a promise. */
export type Remote<T> = {
  readonly [K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

export type RemoteRepositories<T> = { readonly [K in keyof T]: Remote<T[K]> };

interface Call {
  readonly id: number;
  readonly repository: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly expected: ExpectedFailure | undefined; readonly message: string; readonly stack: string | undefined };

interface ExpectedFailure {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
}

/** Answers calls on the thread that owns the databases. One call at a time: a method is one transaction or less. */
export function serveRepositories(port: MessagePort, repositories: Readonly<Record<string, object>>): void {
  port.on('message', (call: Call) => {
    const finish = (answer: Answer) => {
      post(port, answer);
      releaseBytes(call.args);
    };
    const answer = answerCall(repositories, call);
    if (answer instanceof Promise) void answer.then(finish);
    else finish(answer);
  });
}

function answerCall(repositories: Readonly<Record<string, object>>, call: Call): Answer | Promise<Answer> {
  try {
    const repository = repositories[call.repository] as Record<string, unknown> | undefined;
    const method = repository?.[call.method];
    if (typeof method !== 'function') throw new Error(`no method ${call.repository}.${call.method}`);
    const value: unknown = method.apply(repository, call.args);
    if (!(value instanceof Promise)) return { id: call.id, ok: true, value };
    return value.then((settled: unknown): Answer => ({ id: call.id, ok: true, value: settled }), (error: unknown) => failedAnswer(call.id, error));
  } catch (error) {
    return failedAnswer(call.id, error);
  }
}

function failedAnswer(id: number, thrown: unknown): Answer {
  const error = asAppError(thrown);
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return { id, ok: false, expected: isAppError(error) ? { code: error.code, facts: error.facts } : undefined, message, stack };
}

/** Bytes that own their buffer move to the other thread instead of being copied: the value itself, or what it holds, such as the frame of an answer. */
function post(port: MessagePort, answer: Answer): void {
  const bytes = answer.ok ? movableBytes(answer.value) : [];
  port.postMessage(answer, bytes);
}

function movableBytes(value: unknown, depth = 0): ArrayBuffer[] {
  if (value instanceof Uint8Array) return value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength ? [value.buffer] : [];
  if (value === null || typeof value !== 'object' || Array.isArray(value) || depth > 1) return [];
  return Object.values(value).flatMap((held) => movableBytes(held, depth + 1));
}

/** The images that were handed over are of no more use: their memory is given back now, and not when it is next looked through. */
function releaseBytes(args: readonly unknown[]): void {
  for (const arg of args) if (arg instanceof Uint8Array && arg.length >= LARGE_BYTES) for (const buffer of movableBytes(arg)) buffer.transfer(0);
}

const LARGE_BYTES = 64 * 1024;

/** A thread with repositories. */
export interface RepositoryThread<T> {
  readonly repositories: RemoteRepositories<T>;
  /** Ends the thread after the call that runs now. Calls that still wait fail. */
  readonly close: () => Promise<void>;
  /** Ends the thread at once, in the middle of what it does. */
  readonly abandon: () => Promise<void>;
}

/**
 * Starts a thread and waits until it says that its databases are open.
 * @param entry a module that opens its databases, posts `ready` or a failed answer with id 0, and calls `serveRepositories`
 * @param moving methods, such as `packs.takeInstance`, whose bytes move to the thread instead of being copied: the caller has them no longer
 * @throws AppError what the thread met while opening, such as `profile/newer-version`
 */
export async function startRepositoryThread<T>(entry: URL, workerData: unknown, moving: ReadonlySet<string> = new Set()): Promise<RepositoryThread<T>> {
  const worker = new Worker(entry, { workerData });
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  let lastId = 0;
  let ended: Error | undefined;

  const endAll = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  const opened = new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject }));
  worker.on('message', (answer: Answer) => {
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) caller?.resolve(answer.value);
    else caller?.reject(toError(answer));
  });
  worker.on('error', (error) => endAll(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => endAll(new Error(`the thread ${entry.pathname.split('/').at(-1)} ended with ${code}`)));

  const call = (repository: string, method: string, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.postMessage({ id: lastId, repository, method, args } satisfies Call, moving.has(`${repository}.${method}`) ? args.flatMap((arg) => (arg instanceof Uint8Array ? movableBytes(arg) : [])) : []);
    });

  try {
    await opened;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    repositories: createProxies<T>(call),
    async close() {
      await call('thread', 'close', []).catch(() => undefined);
      await worker.terminate();
    },
    abandon: async () => void (await worker.terminate()),
  };
}

/** Says to `startRepositoryThread` that calls may come, or why not. Adds the repository `thread` whose `close` closes the databases. */
export function openRepositoryThread(
  port: MessagePort,
  open: () => { readonly repositories: Readonly<Record<string, object>>; readonly close: () => void },
): void {
  try {
    const { repositories, close } = open();
    serveRepositories(port, { ...repositories, thread: { close } });
    port.postMessage({ id: 0, ok: true, value: undefined } satisfies Answer);
  } catch (error) {
    port.postMessage(failedAnswer(0, error));
  }
}

function createProxies<T>(call: (repository: string, method: string, args: readonly unknown[]) => Promise<unknown>): RemoteRepositories<T> {
  const methodsOf = (repository: string) =>
    new Proxy({}, { get: (_, method) => (typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => call(repository, method, args) : undefined) });
  const known = new Map<string, object>();
  return new Proxy({} as RemoteRepositories<T>, {
    get(_, repository) {
      if (typeof repository !== 'string' || repository === 'then') return undefined;
      const proxy = known.get(repository) ?? methodsOf(repository);
      known.set(repository, proxy);
      return proxy;
    },
  });
}

function toError(answer: Extract<Answer, { ok: false }>): Error {
  if (answer.expected !== undefined) return new AppError(answer.expected.code, answer.message, { facts: answer.expected.facts });
  const error = new Error(answer.message);
  if (answer.stack !== undefined) error.stack = answer.stack;
  return error;
}

/** The same shape over repositories on this thread: what tests and short programs use. */
export function asRemote<T extends object>(repository: T): Remote<T> {
  return new Proxy({} as Remote<T>, {
    get(_, method) {
      if (typeof method !== 'string' || method === 'then') return undefined;
      return async (...args: unknown[]) => {
        try {
          return await (repository as Record<string, (...given: unknown[]) => unknown>)[method]?.(...args);
        } catch (error) {
          throw asAppError(error);
        }
      };
    },
  });
}
