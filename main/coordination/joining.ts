import { z } from 'zod';
import { AppError, isAppError } from '#shared/errors/app-error.ts';
import { SHARED_RECORD_KINDS, type Coordinator, type SharedRecord, type SharedRecordKind } from '#shared/worklist/coordinator.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { SettingRepository } from '../database/setting.repository.ts';

/** One thing that this seat has, as the hub would have it. */
export interface OwnThing {
  readonly key: string;
  /** As people call it. */
  readonly name: string;
  readonly content: unknown;
}

/** One kind of what a centre has in common, as a seat keeps it. */
export interface CentreList {
  readonly kind: SharedRecordKind;
  /** Lays what another seat wrote into this catalogue. Rejects what this program does not understand; an AppError: not now, but perhaps later. */
  readonly take: (key: string, content: unknown) => Promise<void>;
  /** What this seat has of it, as the hub would have it; absent where nothing is made by hand. */
  readonly own?: () => Promise<readonly OwnThing[]>;
  /** The centre's stands beside what this seat has, and replaces none of it. */
  readonly isBeside?: true;
}

/** What a seat had before it joined the centre and the centre has not from it. */
export interface ThingToJoin {
  readonly kind: SharedRecordKind;
  readonly key: string;
  readonly name: string;
  /** `both`: the centre has another of the same name, which waits. */
  readonly place: 'here' | 'both';
  /** Names of the parts in which the two differ. */
  readonly differs: readonly string[];
}

const keptThing = z.object({
  keptId: z.int().positive(), kind: z.enum(SHARED_RECORD_KINDS), key: z.string(), name: z.string(),
  /** JSON. */
  content: z.string(), whose: z.enum(['seat', 'centre']), at: z.iso.datetime(), by: z.string(),
});
const keptThings = z.array(keptThing);
/** What was put away for the other of the same name. */
export type KeptThing = z.infer<typeof keptThing>;

/** `bring`: the centre has this seat's; `take`: this seat has the centre's. */
export type JoinChoice = 'bring' | 'take';

export interface Joining {
  /** @throws AppError `hub/unreachable` */
  readonly things: () => Promise<readonly ThingToJoin[]>;
  /** Newest first. */
  readonly kept: () => Promise<readonly KeptThing[]>;
  /** What is replaced is put away first. @throws AppError `hub/not-allowed`, `hub/unreachable`, `hub/changed-elsewhere`, `site/still-needed` */
  readonly decide: (kind: SharedRecordKind, key: string, choice: JoinChoice, by: string, at: string) => Promise<void>;
  /** What was put away becomes the centre's, and this seat's; what stood there is put away. @throws the same */
  readonly putBack: (keptId: number, by: string, at: string) => Promise<KeptThing>;
}

export interface JoiningDependencies {
  readonly coordinator: Pick<Coordinator, 'kind' | 'seat' | 'putRecord' | 'records'>;
  readonly settings: Pick<Remote<SettingRepository>, 'read' | 'write'>;
  readonly lists: readonly CentreList[];
  /** That this seat has from the hub; undefined: none. */
  readonly revisionOf: (kind: SharedRecordKind, key: string) => Promise<number | undefined>;
  readonly noteRevision: (record: SharedRecord) => Promise<void>;
}

/** A seat that worked by itself joins a centre: whose people, hospitals and words of the same name stand is a person's decision, and nothing is lost by it. */
export function createJoining({ coordinator, settings, lists, revisionOf, noteRevision }: JoiningDependencies): Joining {
  const listOf = (kind: SharedRecordKind): CentreList => {
    const list = lists.find((one) => one.kind === kind);
    if (list === undefined) throw new Error('a kind that no seat has');
    return list;
  };
  const theirsOf = async (kind: SharedRecordKind, key: string) => (await coordinator.records(kind)).find((record) => record.key === key);
  const readKept = async (): Promise<KeptThing[]> => {
    const { centreKept } = await settings.read();
    return centreKept === '' ? [] : keptThings.parse(JSON.parse(centreKept));
  };
  /** First put away, then replaced; what could not be replaced is not kept twice. */
  const putAway = async (thing: Omit<KeptThing, 'keptId'>, replace: () => Promise<void>): Promise<void> => {
    const before = await readKept();
    await settings.write('centreKept', JSON.stringify([{ ...thing, keptId: (before[0]?.keptId ?? 0) + 1 }, ...before]));
    try {
      await replace();
    } catch (error) {
      // After a lost answer it may stand at the hub all the same.
      if (!isAppError(error, 'hub/unreachable')) await settings.write('centreKept', JSON.stringify(before));
      throw error;
    }
  };
  const writeAtHub = async (kind: SharedRecordKind, key: string, expectedRevision: number, content: string): Promise<void> => {
    const revision = await coordinator.putRecord(kind, key, expectedRevision, content);
    if (revision === undefined) throw new AppError('hub/changed-elsewhere', 'another seat changed it first');
    await noteRevision({ kind, key, revision, content, changedBy: coordinator.seat.seatId, changedAtMs: 0 });
  };

  return {
    async things() {
      if (coordinator.kind === 'embedded') return [];
      const found: ThingToJoin[] = [];
      for (const { kind, own, isBeside } of lists) {
        const mine = [];
        for (const thing of (await own?.()) ?? []) if ((await revisionOf(kind, thing.key)) === undefined) mine.push(thing);
        if (mine.length === 0) continue;
        const theirs = new Map((await coordinator.records(kind)).map((record) => [record.key, record]));
        for (const { key, name, content } of mine) {
          const other = theirs.get(key);
          const differs = other === undefined ? [] : differingParts(content, JSON.parse(other.content));
          if (other === undefined) found.push({ kind, key, name, place: 'here', differs });
          else if (isBeside !== true && differs.length > 0) found.push({ kind, key, name, place: 'both', differs });
        }
      }
      return found;
    },

    kept: readKept,

    async decide(kind, key, choice, by, at) {
      const { own, take, isBeside } = listOf(kind);
      const mine = (await own?.())?.find((thing) => thing.key === key);
      if (mine === undefined || (await revisionOf(kind, key)) !== undefined) throw new AppError('hub/changed-elsewhere', 'it was decided already');
      const theirs = await theirsOf(kind, key);
      const content = JSON.stringify(mine.content);
      if (choice === 'bring') {
        const write = () => writeAtHub(kind, key, theirs?.revision ?? 0, content);
        await (theirs === undefined ? write() : putAway({ kind, key, name: mine.name, content: theirs.content, whose: 'centre', at, by }, write));
        if (isBeside === true) await take(key, mine.content);
        return;
      }
      if (theirs === undefined) throw new AppError('hub/changed-elsewhere', 'the centre has none of this name');
      await putAway({ kind, key, name: mine.name, content, whose: 'seat', at, by }, () => take(key, JSON.parse(theirs.content)));
      await noteRevision(theirs);
    },

    async putBack(keptId, by, at) {
      const thing = (await readKept()).find((one) => one.keptId === keptId);
      if (thing === undefined) throw new AppError('hub/changed-elsewhere', 'nothing was put away under this number');
      const { kind, key, name, content } = thing;
      const theirs = await theirsOf(kind, key);
      const write = () => writeAtHub(kind, key, theirs?.revision ?? 0, content);
      await (theirs === undefined ? write() : putAway({ kind, key, name, content: theirs.content, whose: 'centre', at, by }, write));
      await listOf(kind).take(key, JSON.parse(content));
      return thing;
    },
  };
}

/** Who changed it last, and when, makes it no other thing. */
export function isSameThing(left: unknown, right: unknown): boolean {
  return differingParts(left, right).length === 0;
}

const STAMPS: ReadonlySet<string> = new Set(['changedBy', 'changedAt']);

function differingParts(left: unknown, right: unknown): string[] {
  if (!isPlain(left) || !isPlain(right)) return inOrder(left) === inOrder(right) ? [] : [''];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].filter((name) => !STAMPS.has(name) && inOrder(left[name]) !== inOrder(right[name]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same text for the same value, in whichever order its parts were written. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isPlain(part) ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1))) : part)) ?? '';
}
