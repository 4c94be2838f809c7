import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createCatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { temporaryFolder } from '#tests/support/temporary-folder.ts';

test('studies of an older catalogue are found by any part of their words, and counted, after the migration', () => {
  const database = openEncryptedDatabase({ file: join(temporaryFolder(), 'x.sqlite'), key: randomBytes(32), durability: 'normal' });
  const migrations = readMigrations('catalogue');
  const before = migrations.findIndex(({ name }) => name.endsWith('search_and_counts'));
  migrate(database, migrations.slice(0, before));
  database.exec("INSERT INTO site (id, name, base_url, user_name, password, is_demo, since_date, case_modalities, request_mark, quiet_seconds, poll_seconds, address, telephone, added_at) VALUES ('a', '甲县医院', 'http://x', '', '', 0, NULL, '[]', 'none', 90, 10, '', '', '2026-01-01')");
  const insert = database.prepare(`
    INSERT INTO study (site_id, study_instance_uid, patient_id, issuer_of_patient_id, patient_name, patient_sex, patient_age, study_description, modalities,
      body_part, accession_number, referring_physician, clinical_information, urgency, urgency_reason, is_case, search_text, hospital_instances,
      expected_instances, needs_index, arrived_at, changed_at, reading_state, is_new, pack_key)
    VALUES ('a', $uid, '', '', '', '', '', '', '[]', '', '', '', '', $urgency, '', 1, $text, 0, 0, 0, '2026-11-20', '2026-11-20', 'unread', 0, randomblob(32))`);
  insert.run({ uid: '1.1', urgency: 'emergency', text: '赵守田 ql26112000417 头颅平扫' });
  insert.run({ uid: '1.2', urgency: 'routine', text: '' });
  migrate(database, migrations);
  const { worklist } = createCatalogueRepositories(database);
  const found = (search: string) => worklist.list({ view: 'all', search, modalities: [], siteIds: [], limit: 5, after: null }).entries.map(({ study }) => study.id);
  expect(['守田', '0417', 'ql26112000417', '平扫', '守田 0417'].map(found)).toEqual([[1], [1], [1], [1], [1]]);
  expect(['赵田', '418'].map(found)).toEqual([[], []]);
  expect(worklist.counts()).toMatchObject({ all: 2, open: 2, 'green-and-emergency': 1 });
  database.close();
});
