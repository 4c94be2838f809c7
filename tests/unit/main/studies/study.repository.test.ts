import { describe, expect, test } from 'vitest';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';
const LATER = '2026-11-20T01:05:00.000Z';

function openWithSite() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  return catalogue;
}
const series = (expectedInstances: number, seriesInstanceUid = '1.2.3.1') => ({
  seriesInstanceUid, modality: 'CT', seriesNumber: 1, seriesDescription: '平扫 5.0', bodyPart: 'HEAD', content: 'images' as const, expectedInstances, hasLostText: false,
});

describe('hearing of a study', () => {
  test('the first time it is new, the second time nothing has changed', () => {
    const { studies } = openWithSite();
    expect(studies.recordSearch('yunxiu', [foundStudy()], NOW)).toMatchObject([{ isFirstSight: true, isChanged: true }]);
    expect(studies.recordSearch('yunxiu', [foundStudy()], LATER)).toMatchObject([{ isFirstSight: false, isChanged: false, isCountChanged: false }]);
  });

  test('a corrected name is a change, and the study stays the same row', () => {
    const { studies } = openWithSite();
    const [first] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    const [second] = studies.recordSearch('yunxiu', [foundStudy({ patientName: 'Zhao^Shoutian=赵^受田' })], LATER);
    expect(second).toMatchObject({ studyId: first!.studyId, isChanged: true, isCountChanged: false });
    expect(studies.find(first!.studyId)?.patientName).toContain('受田');
  });

  test('the same study at two hospitals is two rows', () => {
    const { sites, studies } = openWithSite();
    sites.put({ ...testSite, id: 'qingling' });
    const [here] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    const [there] = studies.recordSearch('qingling', [foundStudy()], NOW);
    expect(there!.studyId).not.toBe(here!.studyId);
  });

  test('every study has a pack key of its own', () => {
    const { studies } = openWithSite();
    const [a, b] = studies.recordSearch('yunxiu', [foundStudy(), foundStudy({ studyInstanceUid: '1.2.4' })], NOW);
    expect(studies.packKey(a!.studyId)).toHaveLength(32);
    expect(studies.packKey(a!.studyId)).not.toEqual(studies.packKey(b!.studyId));
  });

  test('a later search that is silent about history does not take back what an image header said', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    studies.recordHeader(studyId, { clinicalInformation: '突发右侧肢体无力', urgency: 'green-channel', urgencyReason: '卒中' });
    expect(studies.recordSearch('yunxiu', [foundStudy()], LATER)).toMatchObject([{ isChanged: false }]);
    expect(studies.find(studyId)).toMatchObject({ clinicalInformation: '突发右侧肢体无力', urgency: 'green-channel' });
  });

  test('a later search that tells the reason again does not cut off the history that the header added, and one that corrects it does', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ clinicalInformation: '右侧肢体无力' })], NOW);
    studies.recordHeader(studyId, { clinicalInformation: '右侧肢体无力；房颤 6 年' });
    expect(studies.recordSearch('yunxiu', [foundStudy({ clinicalInformation: '右侧肢体无力' })], LATER)).toMatchObject([{ isChanged: false }]);
    studies.recordSearch('yunxiu', [foundStudy({ clinicalInformation: '左侧肢体无力' })], LATER);
    expect(studies.find(studyId)).toMatchObject({ clinicalInformation: '左侧肢体无力' });
  });
});

describe('a name that was repaired', () => {
  const repairedName = { name: foundStudy().patientName, declared: 'ISO_IR 100', readAs: 'GB18030' };

  test('is marked once an image has shown how, and no other search or header takes the mark back', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    expect(studies.find(studyId)?.nameRepair).toBeNull();
    expect(studies.recordHeader(studyId, { repairedName })).toBe(true);
    expect(studies.recordHeader(studyId, { repairedName })).toBe(false);
    studies.recordHeader(studyId, {});
    studies.recordSearch('yunxiu', [foundStudy({ studyDescription: '头颅' })], LATER);
    expect(studies.find(studyId)?.nameRepair).toEqual({ declared: 'ISO_IR 100', readAs: 'GB18030' });
  });

  test('is no longer marked when the hospital gives another name; a repair of a name that is not shown marks nothing', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    expect(studies.recordHeader(studyId, { repairedName: { ...repairedName, name: 'Other^Name' } })).toBe(false);
    studies.recordHeader(studyId, { repairedName });
    studies.recordSearch('yunxiu', [foundStudy({ patientName: 'Zhao^Shoutian=赵^受田' })], LATER);
    expect(studies.find(studyId)?.nameRepair).toBeNull();
  });
});

describe('a hospital whose searches lose Chinese', () => {
  test('does not overwrite the name that was read from its images', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    const lost = foundStudy({ patientName: '^', studyDescription: '', hasLostText: true });
    expect(studies.recordSearch('yunxiu', [lost], LATER)).toMatchObject([{ isChanged: false }]);
    expect(studies.find(studyId)).toMatchObject({ patientName: 'Zhao^Shoutian=赵^守田', studyDescription: '头颅平扫' });
  });

  test('gets the description of a series from its first image, and keeps it', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy()], NOW);
    const lost = { ...series(32), seriesDescription: '?', hasLostText: true };
    studies.recordIndex(studyId, [lost], NOW);
    expect(studies.series(studyId)[0]?.seriesDescription).toBe('');
    studies.recordSeriesDescription(studyId, '1.2.3.1', '骨窗');
    studies.recordIndex(studyId, [lost], LATER);
    expect(studies.series(studyId)[0]?.seriesDescription).toBe('骨窗');
  });
});

describe('completeness', () => {
  test('while images arrive, each new count starts the quiet time anew', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 10 })], NOW);
    studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 32 })], LATER);
    expect(studies.find(studyId)).toMatchObject({ changedAt: LATER, expectedInstances: 32, needsIndex: true });
  });

  test('our own report that comes back while the quiet time runs neither counts as an image nor starts it anew', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 32 })], NOW);
    studies.recordIndex(studyId, [series(32)], NOW);
    studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 34 })], LATER);
    expect(studies.find(studyId)).toMatchObject({ expectedInstances: 32, changedAt: NOW, needsIndex: true });
    studies.recordIndex(studyId, [series(32)], LATER);
    expect(studies.find(studyId)).toMatchObject({ expectedInstances: 32, changedAt: NOW, completeAt: null });
  });

  test('our own report that comes back does not make a complete study incomplete', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 32 })], NOW);
    studies.recordIndex(studyId, [series(32)], NOW);
    studies.markComplete(studyId, NOW);
    studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 34 })], LATER);
    studies.recordIndex(studyId, [series(32)], LATER);
    expect(studies.find(studyId)).toMatchObject({ completeAt: NOW, changedAt: NOW, expectedInstances: 32, needsIndex: false });
  });

  test('an image that comes late does', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 32 })], NOW);
    studies.recordIndex(studyId, [series(32)], NOW);
    studies.markComplete(studyId, NOW);
    studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 33 })], LATER);
    studies.recordIndex(studyId, [series(33)], LATER);
    expect(studies.find(studyId)).toMatchObject({ completeAt: null, changedAt: LATER, expectedInstances: 33 });
  });

  test('held images are counted by series, and a series that the hospital withdrew counts no more', () => {
    const { studies } = openWithSite();
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ instanceCount: 40 })], NOW);
    studies.recordIndex(studyId, [series(32), series(8, '1.2.3.2')], NOW);
    expect(studies.recordHeld(studyId, { '1.2.3.1': 30, '1.2.3.2': 8 })).toEqual({ held: 38, expected: 40 });
    studies.recordIndex(studyId, [series(32)], LATER);
    expect(studies.find(studyId)).toMatchObject({ heldInstances: 30, expectedInstances: 32 });
  });
});

describe('what is fetched ahead', () => {
  test('is the stroke first, then the case that waits longest, and nothing that is all here', () => {
    const { studies } = openWithSite();
    const named = (studyInstanceUid: string, overrides = {}) => foundStudy({ studyInstanceUid, ...overrides });
    const [complete] = studies.recordSearch('yunxiu', [named('1.1')], NOW);
    studies.recordIndex(complete!.studyId, [series(1)], NOW);
    studies.recordHeld(complete!.studyId, { '1.2.3.1': 1 });
    studies.recordSearch('yunxiu', [named('1.2')], LATER);
    studies.recordSearch('yunxiu', [named('1.3')], '2026-11-20T01:01:00.000Z');
    studies.recordSearch('yunxiu', [named('1.4', { urgency: 'green-channel', urgencyReason: '卒中' })], LATER);
    studies.recordSearch('yunxiu', [named('1.5', { isCase: false })], NOW);
    expect(studies.wanted('yunxiu', 10).map((study) => study.studyInstanceUid)).toEqual(['1.4', '1.3', '1.2']);
  });
});

describe('priors', () => {
  test('are the earlier studies of the same patient at the same hospital, newest first', () => {
    const { studies } = openWithSite();
    const all = studies.recordSearch(
      'yunxiu',
      [
        foundStudy({ studyInstanceUid: '1.1' }),
        foundStudy({ studyInstanceUid: '1.2', studyDate: '2025-02-11' }),
        foundStudy({ studyInstanceUid: '1.3', studyDate: '2026-03-18' }),
        foundStudy({ studyInstanceUid: '1.4', studyDate: '2026-11-21' }),
        foundStudy({ studyInstanceUid: '1.5', studyDate: '2025-02-11', issuerOfPatientId: 'OTHER' }),
        foundStudy({ studyInstanceUid: '1.6', studyDate: '2025-02-11', patientId: 'P2' }),
      ],
      NOW,
    );
    expect(studies.priors(all[0]!.studyId, 10).map((study) => study.studyInstanceUid)).toEqual(['1.3', '1.2']);
  });

  test('a patient without an identifier has none, because nobody can say whose they are', () => {
    const { studies } = openWithSite();
    const [first] = studies.recordSearch('yunxiu', [foundStudy({ patientId: '' }), foundStudy({ patientId: '', studyInstanceUid: '1.9', studyDate: '2025-01-01' })], NOW);
    expect(studies.priors(first!.studyId, 10)).toEqual([]);
  });
});

describe('identity', () => {
  test('the same number of another issuer, or at another hospital, is another patient', () => {
    const { studies, sites } = openTestCatalogue();
    sites.put(testSite);
    sites.put({ ...testSite, id: 'qinglong', name: '青龙县医院' });
    const [first] = studies.recordSearch('yunxiu', [
      foundStudy({ studyInstanceUid: '1.1' }),
      foundStudy({ studyInstanceUid: '1.2', studyDate: '2026-01-01', issuerOfPatientId: 'QL' }),
      foundStudy({ studyInstanceUid: '1.3', studyDate: '2026-01-02', issuerOfPatientId: '' }),
      foundStudy({ studyInstanceUid: '1.4', studyDate: '2026-01-03' }),
    ], NOW);
    studies.recordSearch('qinglong', [foundStudy({ studyInstanceUid: '1.5', studyDate: '2026-01-04' })], NOW);
    expect(studies.priors(first!.studyId, 10).map((study) => study.studyInstanceUid)).toEqual(['1.4']);
  });
});

describe('date and time', () => {
  test('are those of the hospital: as sent without an offset, moved where the device runs on another clock', () => {
    const { studies, sites } = openTestCatalogue();
    sites.put(testSite);
    const seen = studies.recordSearch('yunxiu', [
      foundStudy({ studyInstanceUid: '1.1', studyTime: '23:50:00' }),
      // 23:50 UTC on the 20th is 07:50 on the 21st in China.
      foundStudy({ studyInstanceUid: '1.2', studyTime: '23:50:00', timezoneOffset: '+0000' }),
    ], NOW);
    expect(seen.map(({ studyId }) => studies.find(studyId)).map((study) => `${study?.studyDate} ${study?.studyTime}`)).toEqual(['2026-11-20 23:50:00', '2026-11-21 07:50:00']);
  });

  test('an offset that only the images state counts, and a search that is silent does not take it back', () => {
    const { studies, sites } = openTestCatalogue();
    sites.put(testSite);
    const [{ studyId } = { studyId: 0 }] = studies.recordSearch('yunxiu', [foundStudy({ studyTime: '23:50:00' })], NOW);
    expect(studies.recordHeader(studyId, { timezoneOffset: '+0000' })).toBe(true);
    studies.recordSearch('yunxiu', [foundStudy({ studyTime: '23:50:00' })], NOW);
    expect(studies.find(studyId)).toMatchObject({ studyDate: '2026-11-21', studyTime: '07:50:00' });
  });
});
