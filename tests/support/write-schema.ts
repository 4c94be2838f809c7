import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import { describeSchema } from './describe-schema.ts';

// `npm run schema`: writes what the migrations add up to, so that a reviewer sees every change of the schema as a difference.
const folder = mkdtempSync(join(tmpdir(), 'tongyue-schema-'));
for (const kind of ['catalogue', 'pack'] as const) {
  const database = openEncryptedDatabase({ file: join(folder, `${kind}.sqlite`), key: randomBytes(32), durability: 'normal' });
  migrate(database, readMigrations(kind));
  writeFileSync(new URL(`../../main/database/schema.${kind}.sql`, import.meta.url), describeSchema(database));
  database.close();
}
rmSync(folder, { recursive: true });
