import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { openEncryptedDatabase } from '#main/database/open-encrypted-database.ts';
import type { Remote } from '#main/database/remote-repositories.ts';
import { createDepartmentService } from '#main/reports/department.service.ts';
import type { ServiceLevel } from '#shared/worklist/service-level.ts';
import { median, quantile, type Figure } from './figure.ts';

const REPORTS = 100_000;
const SITES = 133;
const PHYSICIANS = 40;
const ROUNDS = 7;
const LIMIT_MS = 1_000;
const FIRST = Date.parse('2026-01-01T00:00:00Z');
const PAUSES = 3_000;
const WITHDRAWN = 500;
/** A year of them. */
const APART_MS = (365 * 86_400_000) / REPORTS;
const MODALITIES = ['CT', 'MR', 'DR', 'US', 'ECG'];
/** Each hospital with a promise of its own, as a large alliance has them. */
const LEVELS: readonly ServiceLevel[] = Array.from({ length: SITES }, (_, site) => ({ siteId: `site-${site}`, modality: '', urgency: 'routine', minutes: 60 + site }));
const URGENCIES = ['routine', 'routine', 'emergency', 'green-channel'];

/** The department's page over a year of a large alliance: from the encrypted catalogue, across the thread of the database, to the figures. */
export async function measureQuality(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-bench-'));
  const database = openEncryptedDatabase({ file: join(folder, 'catalogue.sqlite'), key: randomBytes(32), durability: 'normal' });
  try {
    migrate(database, readMigrations('catalogue'));
    // Only the facts are filled: the figures read nothing else of a report.
    database.pragma('foreign_keys = OFF');
    const put = database.prepare(`INSERT INTO report_fact (signed_report_id, request_id, site_id, modality, urgency, arrived_at, complete_at, version, kind, outcome, ends_preliminary, signer_name, signed_at, delivered_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`);
    const at = (milliseconds: number) => new Date(milliseconds).toISOString();
    database.transaction(() => {
      for (let number = 1; number <= REPORTS; number += 1) {
        const signed = FIRST + number * APART_MS;
        const minutes = 5 + ((number * 37) % 170);
        const isAmended = number % 50 === 0;
        put.run(
          number, number, `site-${number % SITES}`, MODALITIES[number % MODALITIES.length], URGENCIES[number % URGENCIES.length], at(signed - (minutes + 4) * 60_000), at(signed - minutes * 60_000),
          isAmended ? 2 : 1, isAmended ? 'amended' : 'original', number % 3 === 0 ? 'positive' : 'negative', `医师 ${number % PHYSICIANS}`, at(signed), number % 97 === 0 ? null : at(signed + 90_000),
        );
      }
      const pause = database.prepare(`INSERT INTO clock_pause (study_id, reason, note, paused_by, paused_at, resumed_by, resumed_at) VALUES (?, 'technician', '', 'x', ?, 'x', ?)`);
      const ofStudy = database.prepare('INSERT INTO request_study (request_id, study_id) VALUES (?, ?)');
      const report = database.prepare(`INSERT INTO signed_report (id, report_uid, request_id, version, content, content_sha256, content_signature, pdf, signer_name, signed_at) VALUES (?, ?, ?, 1, x'00', zeroblob(32), x'00', x'00', 'x', ?)`);
      const withdraw = database.prepare(`INSERT INTO report_withdrawal (request_id, signed_report_id, reason, words, content, content_signature, signer_name, withdrawn_at) VALUES (?, ?, 'wrong-study', 'x', x'00', x'00', 'x', ?)`);
      for (let number = 1; number <= REPORTS; number += 1) ofStudy.run(number, number);
      for (let number = 1; number <= PAUSES; number += 1) pause.run(number * 33, at(FIRST + number * 33 * APART_MS - 240_000), at(FIRST + number * 33 * APART_MS - 120_000));
      for (let number = 1; number <= WITHDRAWN; number += 1) {
        report.run(number * 199, `2.25.${number}`, number * 199, at(FIRST));
        withdraw.run(number * 199, number * 199, at(FIRST));
      }
    })();
    const { quality, recognition, settings } = createCatalogueRepositories(database);
    // What crosses the thread is copied, as it is in the program.
    const remote = {
      figures: async (...asked: Parameters<typeof quality.figures>) => structuredClone(quality.figures(...asked)),
      withdrawn: async (...asked: Parameters<typeof quality.withdrawn>) => quality.withdrawn(...asked),
    };
    const service = createDepartmentService({
      quality: remote as unknown as Remote<typeof quality>, recognition: recognition as unknown as Remote<typeof recognition>, settings: settings as unknown as Remote<typeof settings>,
      siteName: (siteId) => siteId, serviceLevels: () => LEVELS, post: async () => false, clock: { now: () => new Date() },
    });
    const taken: number[] = [];
    const processor: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = process.cpuUsage();
      const started = performance.now();
      const figures = await service.quality('2026-01-01T00:00:00Z', '2027-01-02T00:00:00Z');
      taken.push(performance.now() - started);
      const { user, system } = process.cpuUsage(before);
      processor.push((user + system) / 1000);
      if (figures.groups.site.length !== SITES) throw new Error('every hospital has its figures');
    }
    return [
      { key: 'qualityFiguresMedianMs', value: median(taken), limit: LIMIT_MS, what: `all figures of the department's page over ${REPORTS} reports of ${SITES} hospitals (95 %: ${quantile(taken, 0.95).toFixed(0)})` },
      { key: 'qualityFiguresProcessorMs', value: median(processor), what: 'of the processor' },
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
