import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import type { WorklistQuery } from '#main/worklist/worklist.repository.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { median, quantile, type Figure } from './figure.ts';

const STUDIES = 100_000;
const SITES = 50;
const AT_ONCE = 1_000;
const ROUNDS = 50;
const FIRST_ARRIVAL = Date.parse('2026-06-01T00:00:00Z');

/** What the list, its filters and its search cost in the encrypted catalogue of a large alliance. */
export async function measureWorklistQueries(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-bench-'));
  const database = openEncryptedDatabase({ file: join(folder, 'catalogue.sqlite'), key: randomBytes(32), durability: 'normal' });
  try {
    migrate(database, readMigrations('catalogue'));
    const catalogue = createCatalogueRepositories(database);
    for (let site = 0; site < SITES; site += 1) catalogue.sites.put({ ...testSite, id: `site-${site}`, name: `医院 ${site}` });
    fill(catalogue);

    const page: WorklistQuery = { view: 'all', search: '', modalities: [], siteIds: [], limit: 200, after: null };
    const queries: readonly WorklistQuery[] = [
      page,
      { ...page, view: 'open' },
      { ...page, view: 'green-and-emergency' },
      { ...page, modalities: ['MR'], siteIds: ['site-7', 'site-8', 'site-9'] },
      { ...page, after: { arrivedAt: arrival(STUDIES / 2), studyId: STUDIES / 2 } },
    ];
    const searches = ['患者4711', '患', 'A99', 'p31', 'zhangsan', 'zs', '张三'].map((search): WorklistQuery => ({ ...page, search }));
    const list = timesOf(queries, (query) => catalogue.worklist.list(query));
    const search = timesOf(searches, (query) => catalogue.worklist.list(query));
    return [
      { key: 'worklistQueryMedianMs', value: median(list), what: `one page of the worklist among ${STUDIES} studies` },
      { key: 'worklistQueryP95Ms', value: quantile(list, 0.95), limit: 10, what: 'the same, 95 %' },
      { key: 'worklistSearchP95Ms', value: quantile(search, 0.95), limit: 50, what: 'a search by name, number or id in it, 95 %' },
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(catalogue: ReturnType<typeof createCatalogueRepositories>): void {
  for (let from = 0; from < STUDIES; from += AT_ONCE) {
    const studies = Array.from({ length: AT_ONCE }, (_, index) => {
      const number = from + index;
      return foundStudy({
        studyInstanceUid: `1.2.${number}`, patientId: `P${number}`, patientName: number % 20 === 7 ? `Zhang^San=张^三` : number % 20 === 8 ? '张^三' : `Patient^${number}=患者${number}`, accessionNumber: `A${number}`,
        modalities: [['CT'], ['MR'], ['DX'], ['ECG']][number % 4] ?? [], urgency: number % 50 === 0 ? 'green-channel' : 'routine',
      });
    });
    catalogue.studies.recordSearch(`site-${(from / AT_ONCE) % SITES}`, studies, arrival(from));
  }
}

function arrival(number: number): string {
  return new Date(FIRST_ARRIVAL + number * 60_000).toISOString();
}

function timesOf(queries: readonly WorklistQuery[], ask: (query: WorklistQuery) => unknown): readonly number[] {
  return Array.from({ length: ROUNDS }, () => queries).flat().map((query) => {
    const started = performance.now();
    ask(query);
    return performance.now() - started;
  });
}
