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

/** Several seats over one embedded coordinator, as no program has it: the same suite asks it what it asks the hub. */
export function openEmbeddedSeats(seats: readonly SeatToEnter[], nowMs: () => number): { readonly coordinators: readonly Coordinator[]; readonly close: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-seats-'));
  const database = openEncryptedDatabase({ file: join(folder, 'catalogue.sqlite'), key: randomBytes(32), durability: 'normal' });
  migrate(database, readMigrations('catalogue'));
  const repository = new EmbeddedCoordinatorRepository(database);
  for (const { seatId, person, duty } of seats) repository.enterSeat({ seatId, person }, duty);
  return {
    coordinators: seats.map(({ seatId, person }) => createEmbeddedCoordinator({ repository: asRemote(repository), seat: { seatId, person }, clock: { now: () => new Date(nowMs()) } })),
    close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
