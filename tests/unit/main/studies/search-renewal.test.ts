import { expect, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { silentLog } from '#main/platform/log.ts';
import { SEARCH_RULE } from '#main/studies/search-text.repository.ts';
import { startSearchRenewal } from '#main/studies/search-renewal.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

/** Studies as an older program left them: found by their number only. */
function openOlder(count: number) {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  catalogue.studies.recordSearch('yunxiu', Array.from({ length: count }, (_, index) => foundStudy({ studyInstanceUid: `1.${index}`, patientName: '曾^乐', accessionNumber: `A${index}`, bodyPart: 'CHEST' })), '2026-11-20T01:00:00Z');
  catalogue.database.exec("UPDATE study SET search_text = lower(accession_number); DELETE FROM study_text; INSERT INTO study_text (rowid, endings) SELECT id, search_text FROM study");
  const portions: number[] = [];
  const searchTexts = {
    renewAfter: (studyId: number, limit: number) => {
      portions.push(limit);
      return Promise.resolve(catalogue.searchTexts.renewAfter(studyId, limit));
    },
  };
  const found = (search: string) => catalogue.worklist.list({ view: 'all', search, modalities: [], siteIds: [], limit: 500, after: null }).entries.length;
  const dependencies = { searchTexts, settings: asRemote(catalogue.settings), log: silentLog, rest: () => Promise.resolve() };
  return { ...catalogue, portions, found, dependencies };
}

test('older studies are found by all readings of a name and by the word of the part, a portion at a time, once for each rule', async () => {
  const { found, portions, dependencies, settings } = openOlder(60);
  expect(['zengle', 'zengyue', '胸部', 'a7'].map(found)).toEqual([0, 0, 0, 1]);
  await startSearchRenewal(dependencies).done;
  expect(['zengle', 'zengyue', '胸部', 'a7'].map(found)).toEqual([60, 60, 60, 1]);
  // 25 + 25 + 10, and one that finds nothing more
  expect(portions).toEqual([25, 25, 25, 25]);
  expect(settings.read().searchRule).toBe(String(SEARCH_RULE));
  await startSearchRenewal(dependencies).done;
  expect(portions).toHaveLength(4);
  await startSearchRenewal({ ...dependencies, rule: SEARCH_RULE + 1 }).done;
  expect(portions).toHaveLength(8);
});

test('a program that is closed meanwhile goes on behind the last portion at its next start', async () => {
  const { found, portions, dependencies, settings } = openOlder(60);
  const first = startSearchRenewal({ ...dependencies, rest: async () => void first.close() });
  await first.done;
  expect(portions).toHaveLength(1);
  expect(found('zengle')).toBe(25);
  expect(settings.read().searchRule).toBe(`${SEARCH_RULE}@25`);
  await startSearchRenewal(dependencies).done;
  expect(found('zengle')).toBe(60);
  // 25 before; 25 + 10 + none after
  expect(portions).toHaveLength(4);
});

test('a catalogue that cannot be written ends the work and nothing else', async () => {
  const { dependencies, settings } = openOlder(3);
  await startSearchRenewal({ ...dependencies, searchTexts: { renewAfter: () => Promise.reject(new Error('disk full')) } }).done;
  expect(settings.read().searchRule).toBe('');
});
