import { createHubCoordinator } from '#main/coordination/hub/hub-coordinator.ts';
import type { HubPoolOptions } from '#main/coordination/hub/hub-connection.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import { startTestHub } from '../postgres.ts';
import { openEmbeddedSeats, type SeatToEnter } from './embedded-seats.ts';
import { createGate } from './gate.ts';
import { giveClock, WORLD_START_MS } from './hub-clock.ts';
import type { World } from './model.ts';

/** The model runs at four tables side by side, each with seats of its own, over one hub. */
const TABLES = [1, 2, 3, 4].map((table) => ['a', 'b', 'c'].map((letter): SeatToEnter => ({ seatId: `model_${table}_${letter}`, person: `医师 ${letter}`, duty: 'reader' })));

/** One table: the same seats over a coordinator of their own, and over the hub. */
export interface ModelTable {
  readonly embedded: World;
  /** The hub dies between two answers. Undefined without PostgreSQL. */
  readonly hub: World | undefined;
  /** The hub dies while it answers: nobody can say which answers were given, only that nothing is lost. */
  readonly stormy: World | undefined;
}

export interface ModelTables {
  readonly tables: readonly ModelTable[];
  /** How often the hub was killed. */
  readonly kills: () => number;
  readonly close: () => Promise<void>;
}

/** Questions between two kills in a storm. */
const CALLS_BETWEEN_KILLS = 600;

export async function openModelTables(withHub: boolean): Promise<ModelTables> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of closing.toReversed()) await end();
  };
  const embedded = TABLES.map((seats): World => {
    let nowMs = WORLD_START_MS;
    const opened = openEmbeddedSeats(seats, () => nowMs);
    closing.push(opened.close);
    return {
      coordinators: opened.coordinators, setServerTime: async (next) => void (nowMs = next), startMs: WORLD_START_MS, prefix: 'model',
      crash: async () => opened.crash(),
    };
  });
  if (!withHub) return { tables: embedded.map((world) => ({ embedded: world, hub: undefined, stormy: undefined })), kills: () => 0, close };

  const hub = await startTestHub({ durability: 'process' });
  closing.push(() => hub.stop());
  for (const seat of TABLES.flat()) await hub.admit(seat);
  const clock = await giveClock(hub);
  closing.push(() => clock.close());
  const gate = createGate();
  const all: Coordinator[] = [];
  let kills = 0;

  /** Each seat has a line again: a connection that died with the hub is noticed with the next question. */
  const reconnect = async () => {
    for (const coordinator of all) {
      for (let isThere = false; !isThere;) isThere = await coordinator.caseState('is it there').then(() => true, (error: unknown) => (isAppError(error, 'hub/unreachable') ? false : Promise.reject(new Error('the hub stumbled', { cause: error }))));
    }
  };
  const kill = async () => {
    kills += 1;
    await hub.halt();
    await hub.startAgain();
  };
  const storm = createStorm(kill);
  const openWorld = async (world: number, seats: readonly SeatToEnter[], prefix: string, around: (coordinator: Coordinator) => Coordinator): Promise<World> => {
    await clock.set(world, WORLD_START_MS);
    const options: HubPoolOptions = { options: `-c test.world=${world}`, connections: 1, answerWithinMs: 60_000 };
    const bare = seats.map(({ seatId, person }) => createHubCoordinator(hub.nearAddress(seatId), person, options));
    all.push(...bare);
    closing.push(async () => void (await Promise.all(bare.map((coordinator) => coordinator.close()))));
    return { coordinators: bare.map(around), setServerTime: (nowMs) => gate.pass(() => clock.set(world, nowMs)), startMs: WORLD_START_MS, prefix };
  };
  const crash = () => gate.alone(async () => {
    // A commit that waits takes with it what waited for nothing: both worlds remember the same.
    await clock.set(0, WORLD_START_MS);
    await kill();
    await reconnect();
  });
  const tables = await Promise.all(embedded.map(async (world, index): Promise<ModelTable> => {
    const seats = TABLES[index] ?? [];
    const quiet = await openWorld(2 * index + 1, seats, 'model', (coordinator) => around(coordinator, (ask) => gate.pass(ask)));
    const stormy = await openWorld(2 * index + 2, seats, 'stormy', (coordinator) => around(coordinator, (ask) => storm.ask(ask)));
    return { embedded: world, hub: { ...quiet, crash }, stormy: { ...stormy, calm: () => storm.calm(reconnect) } };
  }));
  return { tables, kills: () => kills, close };
}

/** Kills the hub in the middle of every so many questions, but not while somebody wants calm. */
function createStorm(kill: () => Promise<void>) {
  let calls = 0;
  let calms = 0;
  let killing: Promise<void> | undefined;
  return {
    ask<T>(question: () => Promise<T>): Promise<T> {
      calls += 1;
      if (calls >= CALLS_BETWEEN_KILLS && calms === 0 && killing === undefined) {
        calls = 0;
        killing = kill().finally(() => (killing = undefined));
      }
      return question();
    },
    async calm(reconnect: () => Promise<void>): Promise<() => void> {
      calms += 1;
      await killing;
      await reconnect();
      return () => void (calms -= 1);
    },
  };
}

/** A coordinator each question of which goes through something. */
function around(coordinator: Coordinator, through: <T>(ask: () => Promise<T>) => Promise<T>): Coordinator {
  return new Proxy(coordinator, {
    get(target, name: keyof Coordinator) {
      const member = target[name];
      if (typeof member !== 'function' || name === 'onChange' || name === 'close') return member;
      return (...args: never[]) => through(() => (member as (...given: never[]) => Promise<unknown>)(...args));
    },
  });
}

