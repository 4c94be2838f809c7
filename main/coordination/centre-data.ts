import { z } from 'zod';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator, SharedRecord, SharedRecordKind } from '#shared/worklist/coordinator.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';
import type { Log } from '../platform/log.ts';
import { createJoining, isSameThing, type CentreList, type Joining } from './joining.ts';

export interface CentreDataDependencies {
  readonly coordinator: Pick<Coordinator, 'kind' | 'seat' | 'putRecord' | 'records' | 'presence'>;
  readonly settings: Pick<Remote<SettingRepository>, 'read' | 'write'>;
  /** What was taken in or written last, whole: a hub that was restored from an older copy is told it again. */
  readonly copies: { readonly take: (records: readonly SharedRecord[]) => Promise<readonly SharedRecord[]> };
  readonly lists: readonly CentreList[];
  readonly log: Log;
}

export interface CentreData {
  /**
   * Changes a common thing: first at the hub, where one is used, then here.
   * @param keep writes it into this catalogue
   * @param write at the hub, where it goes another way than by `putRecord`
   * @throws AppError `hub/changed-elsewhere` (what the other wrote has been taken in), `hub/not-allowed`, `hub/unreachable`
   */
  readonly save: <T>(kind: SharedRecordKind, key: string, content: unknown, keep: () => Promise<T>, write?: (expectedRevision: number) => Promise<number | undefined>) => Promise<T>;
  /** Takes in what other seats wrote. @returns the kinds that changed here */
  readonly take: (records: readonly SharedRecord[]) => Promise<ReadonlySet<SharedRecordKind>>;
  /** The hub has it, and this seat has it from there. */
  readonly isShared: (kind: SharedRecordKind, key: string) => Promise<boolean>;
  /** What a seat that joins had before, and what was put away when that was decided. */
  readonly joining: Joining;
}

/** Revision that this seat has, by kind and key. */
const seenRevisions = z.record(z.string(), z.number());
type Seen = z.infer<typeof seenRevisions>;

/** The centre's common data: one copy at the hub, one at each seat, which goes on with its own while the hub is away. */
export function createCentreData({ coordinator, settings, copies, lists, log }: CentreDataDependencies): CentreData {
  let seen: Promise<Seen> | undefined;
  /** What could not be taken in when it came, such as the removal of a hospital for which reports wait. */
  const waiting = new Map<string, SharedRecord>();
  const read = (): Promise<Seen> => {
    seen ??= settings.read().then(({ centreSeen }) => (centreSeen === '' ? {} : seenRevisions.parse(JSON.parse(centreSeen))));
    return seen;
  };
  const nameOf = (kind: string, key: string) => `${kind}|${key}`;
  const setRevision = async (record: SharedRecord): Promise<void> => {
    const after = { ...(await read()), [nameOf(record.kind, record.key)]: record.revision };
    seen = Promise.resolve(after);
    await settings.write('centreSeen', JSON.stringify(after));
    await copies.take([record]);
  };

  const takeOne = async (record: SharedRecord): Promise<boolean> => {
    const { kind, key, revision, content } = record;
    const list = lists.find((one) => one.kind === kind);
    const known = (await read())[nameOf(kind, key)];
    // Another revision, not only a newer one: a hub may be an older copy of itself.
    if (list === undefined || known === revision) return false;
    // What this seat had of the same name before it joined is not replaced unless somebody says so.
    if (known === undefined && list.isBeside !== true) {
      const own = (await list.own?.())?.find((thing) => thing.key === key);
      if (own !== undefined && !isSameThing(own.content, JSON.parse(content))) return false;
    }
    try {
      await list.take(key, JSON.parse(content));
    } catch (error) {
      if (!waiting.has(nameOf(kind, key))) log.warn('what another seat wrote could not be taken in', { kind }, error);
      if (isAppError(error)) waiting.set(nameOf(kind, key), record);
      return false;
    }
    waiting.delete(nameOf(kind, key));
    await setRevision(record);
    return true;
  };

  return {
    async save(kind, key, content, keep, write) {
      if (coordinator.kind === 'embedded') return keep();
      const expected = (await read())[nameOf(kind, key)] ?? 0;
      const text = JSON.stringify(content);
      const revision = write === undefined ? await coordinator.putRecord(kind, key, expected, text) : await write(expected);
      if (revision === undefined) {
        const theirs = (await coordinator.records(kind)).find((record) => record.key === key);
        if (theirs !== undefined) await takeOne(theirs);
        const author = (await coordinator.presence()).find(({ seatId }) => seatId === theirs?.changedBy)?.person;
        throw new AppError('hub/changed-elsewhere', 'another seat changed it first', { facts: author === undefined ? {} : { person: author } });
      }
      const kept = await keep();
      await setRevision({ kind, key, revision, content: text, changedBy: coordinator.seat.seatId, changedAtMs: 0 });
      return kept;
    },

    async take(records) {
      const changed = new Set<SharedRecordKind>();
      const coming = new Set(records.map(({ kind, key }) => nameOf(kind, key)));
      const again = [...waiting].filter(([name]) => !coming.has(name)).map(([, record]) => record);
      for (const record of [...again, ...records]) if (await takeOne(record)) changed.add(record.kind);
      return changed;
    },

    isShared: async (kind, key) => (await read())[nameOf(kind, key)] !== undefined,

    joining: createJoining({
      coordinator, settings, lists,
      revisionOf: async (kind, key) => (await read())[nameOf(kind, key)],
      noteRevision: setRevision,
    }),
  };
}

/** A repository some of whose methods go another way. */
export function withMethods<T extends object>(repository: T, methods: Partial<T>): T {
  return new Proxy(repository, { get: (target, name) => (name in methods ? methods[name as keyof T] : Reflect.get(target, name)) });
}
