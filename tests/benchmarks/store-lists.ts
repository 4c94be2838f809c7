import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE_CACHE_KILOBYTES, createCatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase, type SqliteDatabase } from '#main/database/open-encrypted-database.ts';
import { SearchTextRepository } from '#main/studies/search-text.repository.ts';
import type { WorklistQuery } from '#main/worklist/worklist.repository.ts';
import { nameSearchWords } from '#shared/worklist/name-search.ts';
import { quantile, type Figure } from './figure.ts';

/** Questions that a page asks of its worklist: 200 rows each, as the page fetches them. */
const QUESTIONS: Readonly<Record<string, Partial<WorklistQuery>>> = {
  all: { view: 'all' },
  open: { view: 'open' },
  urgent: { view: 'green-and-emergency' },
  drafts: { view: 'drafts' },
  sent: { view: 'sent' },
  'one hospital': { view: 'open', siteIds: ['site7'] },
  'one modality': { view: 'open', modalities: ['MR'] },
  'all of a modality': { view: 'all', modalities: ['MR'] },
  'all of a modality at a hospital': { view: 'all', modalities: ['MR'], siteIds: ['site7'] },
  'all of a modality that nobody sent': { view: 'all', modalities: ['XA'] },
  'sent to a hospital': { view: 'sent', siteIds: ['site7'] },
  'search a name': { view: 'all', search: '赵00042' },
  'search a number': { view: 'open', search: 'QL0004242' },
  'search zhangsan': { view: 'all', search: 'zhangsan' },
  'search zs': { view: 'all', search: 'zs' },
  'search 张三': { view: 'all', search: '张三' },
  'search nothing there': { view: 'all', search: 'no such patient' },
  'a later page': { view: 'all', after: { arrivedAt: '2026-03-01T00:00:00.000Z', studyId: 1 } },
};

/** The same person three ways. */
const NAMES = ['zhangsan', 'zs', '张三'];
const SEARCH_ROUNDS = 20;
/** One name of so many is 张三. */
const NAMESAKES = 500;

/** The slowest of the list queries, p95 of each, over a catalogue of so many studies of 20 hospitals and three years. */
export function measureLists(studies: number, limitMs: number): { readonly rows: Figure[]; readonly each: Readonly<Record<string, number>> } {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-bench-'));
  const database = openEncryptedDatabase({ file: join(folder, 'catalogue.sqlite'), key: randomBytes(32), durability: 'normal', cacheKilobytes: CATALOGUE_CACHE_KILOBYTES });
  try {
    migrate(database, readMigrations('catalogue'));
    fill(database, studies);
    const { worklist } = createCatalogueRepositories(database);
    const ask = (question: Partial<WorklistQuery>) => {
      const started = performance.now();
      worklist.list({ view: 'all', search: '', modalities: [], siteIds: [], limit: 200, after: null, ...question });
      return performance.now() - started;
    };
    const measure = (run: () => number) => {
      run();
      return quantile(Array.from({ length: 20 }, run), 0.95);
    };
    const each = Object.fromEntries(Object.entries(QUESTIONS).map(([name, question]) => [name, measure(() => ask(question))]));
    each['counts'] = measure(() => {
      const started = performance.now();
      worklist.counts();
      return performance.now() - started;
    });
    // One name by its sound, by its first letters and by its characters; by the processor, which nothing else on the machine slows down.
    const processorMs = (search: string) => {
      const before = process.cpuUsage();
      for (let round = 0; round < SEARCH_ROUNDS; round += 1) ask({ view: 'all', search });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000 / SEARCH_ROUNDS;
    };
    const named = Math.max(...NAMES.map(processorMs));
    return {
      rows: [
        { key: `storeList${studies}P95Ms`, what: `the slowest list query, 95 %, among ${studies} studies`, value: Math.max(...Object.values(each)), limit: limitMs },
        { key: `nameSearch${studies}ProcessorMs`, what: `processor time of a search for zhangsan, zs, 张三 among ${studies} studies, the dearest of the three`, value: named, limit: 50 },
      ],
      each,
    };
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

/** Nearly all are delivered, as in a house that has read for three years; 2000 are open. */
function fill(database: SqliteDatabase, studies: number): void {
  database.transaction(() => {
    for (let site = 0; site < 20; site += 1) {
      database
        .prepare(`INSERT INTO site (id, name, base_url, user_name, password, is_demo, since_date, case_modalities, request_mark, quiet_seconds, poll_seconds, address, telephone, added_at) VALUES (?, ?, 'http://x', '', '', 0, NULL, '[]', 'none', 90, 10, '', '', '2026-01-01')`)
        .run(`site${site}`, `县医院 ${site}`);
    }
    const day = (index: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', 1669852800 + ${index} * (94608000.0 / ${studies}), 'unixepoch')`;
    database
      .prepare(`
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ? - 1)
        INSERT INTO study (site_id, study_instance_uid, patient_id, issuer_of_patient_id, patient_name, patient_sex, patient_age, study_date,
          study_description, modalities, body_part, accession_number, referring_physician, clinical_information, urgency, urgency_reason, is_case,
          search_text, hospital_instances, expected_instances, held_instances, needs_index, arrived_at, changed_at, complete_at, reading_state, is_new, pack_key)
        SELECT 'site' || (i % 20), '1.2.826.0.1.' || i, 'P' || (i / 3), 'X', '=赵^' || printf('%05d', i / 3), 'M', '', substr(${day('i')}, 1, 10),
          '胸部平扫', iif(i % 5 = 0, '["MR"]', '["CT"]'), 'CHEST', 'QL' || printf('%07d', i), '', '发热三天', iif(i % 40 = 0, 'emergency', 'routine'), '', 1,
          '赵' || printf('%05d', i / 3) || ' ql' || printf('%07d', i) || ' p' || (i / 3) || ' 胸部平扫 chest', 100, 100, 100, 0, ${day('i')}, ${day('i')}, ${day('i')},
          iif(i >= ? - 2000, iif(i % 3 = 0, 'drafting', 'unread'), 'delivered'), 0, randomblob(32)
        FROM n`)
      .run(studies, studies);
    const searchText = new SearchTextRepository(database);
    const namesake = ['=张三', ...nameSearchWords('=张^三')].join(' ');
    const rename = database.prepare('UPDATE study SET patient_name = ?, search_text = ? WHERE id = ?');
    for (const row of database.prepare<[], { id: number; search_text: string }>('SELECT id, search_text FROM study').all()) {
      const text = row.id % NAMESAKES === 7 ? `${namesake} ${row.search_text}` : row.search_text;
      if (text !== row.search_text) rename.run('=张^三', text, row.id);
      searchText.insert(row.id, text);
    }
    // Each study answers one request, as at a hospital with an information system.
    database.exec(`
      INSERT INTO request (site_id, request_key, accession_number, issuer_of_accession, procedure_id, procedure_text)
        SELECT site_id, accession_number, accession_number, '', '', '' FROM study;
      INSERT INTO request_study SELECT request.id, study.id FROM study JOIN request ON request.site_id = study.site_id AND request.request_key = study.accession_number;
    `);
  })();
}
