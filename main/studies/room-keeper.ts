import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/errors/app-error.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { Log } from '../platform/log.ts';
import { chooseEvictions } from '../store/choose-evictions.ts';
import type { PackShelf } from '../store/pack-shelf.ts';
import type { KeepingRepository } from './keeping.repository.ts';

export interface Disk {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export interface RoomKeeperDependencies {
  readonly keeping: Remote<KeepingRepository>;
  readonly packs: Remote<PackShelf>;
  readonly measureDisk: () => Promise<Disk>;
  /** What all packs together may take; null: as much as the disk gives. */
  readonly quotaBytes: number | null;
  /** A window shows it. */
  readonly isOpen: (studyId: number) => boolean;
  /** Nothing of it shall be fetched any more. */
  readonly onEvicted: (studyId: number) => void;
  readonly events: EventHub;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes room for what arrives: keeps the packs within their quota and leaves some of the disk to the rest of the machine. */
export interface RoomKeeper {
  /**
   * Before bytes are written: evicts what may be evicted when they would not fit.
   * @throws AppError `store/disk-full` with the free bytes when there is no room to make
   */
  readonly ensureRoom: (studyId: number, bytes: number) => Promise<void>;
  /** Takes a study off this machine whatever room there is. @returns false when it may not be */
  readonly remove: (studyId: number) => Promise<boolean>;
  /** What a pack takes now that the bytes are written. */
  readonly recordSize: (studyId: number, packBytes: number) => void;
  /** Finishes evictions that a crash interrupted, measures what is there, and notes what somebody else has taken away. Before anything is fetched. */
  readonly sweep: () => Promise<void>;
}

/** Left free for the reports and for the rest of the machine: so much, or this share of a small disk. */
const RESERVE_BYTES = 2e9;
const RESERVE_SHARE = 0.05;
/** The disk is measured again after so long, or after so much was written. */
const MEASURE_EVERY_MS = 2_000;
const MEASURE_EVERY_BYTES = 32e6;

export function createRoomKeeper(dependencies: RoomKeeperDependencies): RoomKeeper {
  const { keeping, packs, events, clock, log } = dependencies;
  /** Study id to the bytes of its pack; of one that is being written, with what is on its way. */
  const sizes = new Map<number, number>();
  let disk: Disk | undefined;
  let measuredAtMs = 0;
  let writtenSince = 0;
  let evicting: Promise<void> = Promise.resolve();

  const measure = async (): Promise<Disk> => {
    const nowMs = performance.now();
    if (disk === undefined || nowMs - measuredAtMs > MEASURE_EVERY_MS || writtenSince > MEASURE_EVERY_BYTES) {
      disk = await dependencies.measureDisk();
      measuredAtMs = nowMs;
      writtenSince = 0;
    }
    return { ...disk, freeBytes: disk.freeBytes - writtenSince };
  };

  /** How many bytes too many there would be. */
  const excess = async (bytes: number): Promise<number> => {
    const { freeBytes, totalBytes } = await measure();
    const overDisk = Math.min(RESERVE_BYTES, RESERVE_SHARE * totalBytes) + bytes - freeBytes;
    const used = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    return Math.max(overDisk, dependencies.quotaBytes === null ? 0 : used + bytes - dependencies.quotaBytes);
  };

  const evict = async (studyId: number, why: string): Promise<boolean> => {
    const nextKey = new Uint8Array(randomBytes(32));
    if (!(await keeping.markEvicted(studyId, clock.now().toISOString(), nextKey))) return false;
    dependencies.onEvicted(studyId);
    await packs.remove(studyId, nextKey);
    sizes.delete(studyId);
    log.info(why, { studyId });
    events.publish({ kind: 'study-changed', studyId });
    events.publish({ kind: 'worklist-changed', studyIds: [studyId] });
    return true;
  };

  const makeRoom = async (studyId: number, bytes: number): Promise<void> => {
    const needed = await excess(bytes);
    if (needed <= 0) return;
    const candidates = (await keeping.evictable())
      .filter((one) => one.studyId !== studyId && !dependencies.isOpen(one.studyId))
      .map((one) => ({ ...one, bytes: sizes.get(one.studyId) ?? 0 }));
    const chosen = chooseEvictions(candidates, needed, dependencies.isOpen(studyId));
    if (chosen === undefined) throw new AppError('store/disk-full', 'no room, and nothing may be evicted', { facts: { freeBytes: Math.max(0, (await measure()).freeBytes) } });
    for (const one of chosen) await evict(one, 'a study was taken off this machine to make room');
    disk = undefined;
  };

  return {
    async ensureRoom(studyId, bytes) {
      if ((await excess(bytes)) > 0) {
        const turn = evicting.then(() => makeRoom(studyId, bytes));
        evicting = turn.catch(() => undefined);
        await turn;
      }
      writtenSince += bytes;
      sizes.set(studyId, (sizes.get(studyId) ?? 0) + bytes);
    },
    remove: (studyId) => (dependencies.isOpen(studyId) ? Promise.resolve(false) : evict(studyId, 'a study was taken off this machine by the rule of retention')),
    recordSize: (studyId, packBytes) => void sizes.set(studyId, packBytes),
    async sweep() {
      for (const studyId of await keeping.evicted()) await packs.remove(studyId);
      sizes.clear();
      for (const [studyId, bytes] of Object.entries(await packs.sizes())) sizes.set(Number(studyId), bytes);
      const lost = await keeping.markLost([...sizes.keys()]);
      if (lost.length > 0) log.error('packs are no longer on the disk; their studies are fetched again', { studies: lost.length, first: lost[0] });
    },
  };
}
