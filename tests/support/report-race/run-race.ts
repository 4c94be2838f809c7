import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { foundStudy, testSite } from '../found-study.ts';

export interface RaceResult {
  readonly races: number;
  /** How often each physician won. */
  readonly wins: readonly [number, number];
  /** What the losers were told. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Requests that do not have exactly one final report with exactly its two objects. */
  readonly wrong: number;
}

/** Two processes sign the same revision of the same request, again and again. */
export async function runRace(races: number): Promise<RaceResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-race-'));
  const [file, key] = [join(folder, 'catalogue.sqlite'), randomBytes(32)];
  const database = openEncryptedDatabase({ file, key, durability: 'normal' });
  const physicians: ChildProcess[] = [];
  try {
    migrate(database, readMigrations('catalogue'));
    const catalogue = createCatalogueRepositories(database);
    const requestIds = openRequests(catalogue, races);
    const program = fileURLToPath(new URL('physician.ts', import.meta.url));
    for (const name of ['1', '2']) physicians.push(fork(program, [file, key.toString('hex'), name], { execArgv: ['--no-warnings'] }));
    await Promise.all(physicians.map((physician) => once(physician, 'message')));
    const wins: [number, number] = [0, 0];
    const refusals = new Map<string, number>();
    let wrong = 0;
    for (const requestId of requestIds) {
      const answers = physicians.map((physician) => once(physician, 'message') as Promise<[string]>);
      for (const physician of physicians) physician.send(requestId);
      const said = (await Promise.all(answers)).map(([answer]) => answer);
      said.forEach((answer, index) => {
        if (answer === 'signed') wins[index === 0 ? 0 : 1] += 1;
        else refusals.set(answer, (refusals.get(answer) ?? 0) + 1);
      });
      const [stored, ...more] = catalogue.versions.list(requestId);
      const objects = stored === undefined ? [] : catalogue.deliveries.ofReport(stored.id);
      if (stored === undefined || more.length > 0 || objects.length !== 2 || said.filter((answer) => answer === 'signed').length !== 1) wrong += 1;
    }
    return { races, wins, refusals, wrong };
  } finally {
    for (const physician of physicians) if (physician.connected) physician.disconnect();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Catalogue = ReturnType<typeof createCatalogueRepositories>;

function openRequests(catalogue: Catalogue, count: number): readonly number[] {
  const now = '2026-11-20T01:00:00.000Z';
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], now);
  const requests = Array.from({ length: count }, (_, index) => ({
    requestKey: `race ${index}`, accessionNumber: `R${index}`, issuerOfAccessionNumber: '', procedureId: '', procedureText: '',
  }));
  catalogue.requests.recordRequests('yunxiu', studyId, requests);
  return catalogue.requests.forStudy(studyId).map(({ id }) => {
    catalogue.reports.saveDraft({ requestId: id, expectedRevision: 0, findings: 'x', impression: 'y', recommendation: '', outcome: 'negative', savedAt: now });
    return id;
  });
}
