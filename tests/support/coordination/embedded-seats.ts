import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedCoordinator } from '#main/coordination/embedded/embedded-coordinator.ts';
import { EmbeddedCoordinatorRepository } from '#main/coordination/embedded/embedded-coordinator.repository.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';

export interface SeatToEnter {
  readonly seatId: string;
  readonly person: string;
  readonly duty: 'reader' | 'observer' | 'administrator';
}

export interface EmbeddedSeats {
  readonly coordinators: readonly Coordinator[];
  /** The process that holds the database ends and is started again. */
  readonly crash: () => void;
  readonly close: () => void;
}

/** Several seats over one embedded coordinator, as no program has it: the same suite asks it what it asks the hub. */
export function openEmbeddedSeats(seats: readonly SeatToEnter[], nowMs: () => number): EmbeddedSeats {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-seats-'));
  const key = randomBytes(32);
  const open = () => openEncryptedDatabase({ file: join(folder, 'catalogue.sqlite'), key, durability: 'normal' });
  let database = open();
  migrate(database, readMigrations('catalogue'));
  let repository = new EmbeddedCoordinatorRepository(database);
  for (const { seatId, person, duty } of seats) repository.enterSeat({ seatId, person }, duty);
  const remote = asRemote(new Proxy(repository, { get: (_, name: keyof EmbeddedCoordinatorRepository) => (typeof repository[name] === 'function' ? repository[name].bind(repository) : undefined) }));
  return {
    coordinators: seats.map(({ seatId, person }) => createEmbeddedCoordinator({ repository: remote, seat: { seatId, person }, clock: { now: () => new Date(nowMs()) } })),
    crash() {
      database.close();
      database = open();
      repository = new EmbeddedCoordinatorRepository(database);
    },
    close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
