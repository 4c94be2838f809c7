import { expect, test } from 'vitest';
import type { ClinicalServer } from '#main/dicomweb/clinical-server.ts';
import { createClinicalService, type ClinicalServiceDependencies } from '#main/studies/clinical.service.ts';
import type { Site } from '#main/sites/site.ts';
import type { StoredSeries } from '#main/studies/study.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { NO_SECURITY } from '#main/sites/site-security.ts';

const row = {
  studyId: 1, siteId: 'yunxiu', studyDate: '2026-11-22', accessionNumbers: ['YX1'], clinicalInformation: '突发肢体无力', heldInstances: 1, expectedInstances: 1,
  patient: { name: parsePersonName('Ma^Shoutian=马^守田'), patientId: '0061842', issuerOfPatientId: '', sex: 'M', birthDate: '1955-03-08', ageAsSent: '' },
} as unknown as WorklistRow;
const header = buildDataSet({ Allergies: '碘造影剂', StudyDate: '20261122' });
const series = { seriesInstanceUid: '1.2', modality: 'CT', heldInstances: 1, seriesDescription: '', content: 'images' } as unknown as StoredSeries;

function openService(factsOf: ClinicalServer['factsOf']) {
  const asked: unknown[] = [];
  const service = createClinicalService({
    studies: { series: async () => [series] },
    keeper: { readSeriesMetadata: async () => JSON.stringify([header]) },
    settings: { read: async () => ({ clinicalServers: JSON.stringify({ yunxiu: { baseUrl: 'https://fhir.example.cn/r4', sealedToken: '' } }) }), write: async () => {} } as unknown as ClinicalServiceDependencies['settings'],
    secrets: { wrap: (bytes: Uint8Array) => bytes, unwrap: (bytes: Uint8Array) => bytes },
    site: () => ({ security: NO_SECURITY }) as unknown as Site,
    siteName: () => '云岫县人民医院', requireStudy: async () => row, earlierReports: async () => [], clock: { now: () => new Date('2026-11-22T09:00:00Z') },
    connect: () => ({
      factsOf(...question) {
        asked.push(question.slice(0, 2));
        return factsOf(...question);
      },
    }),
  });
  return { service, asked };
}
const signal = new AbortController().signal;

test('what this seat holds is told without a question to the clinical server, which may never answer', async () => {
  const { service, asked } = openService(() => new Promise(() => {}));
  const { facts, server } = await service.facts(1, 'here', signal);
  expect(facts.map(({ kind, text, source, at, isAlert }) => [kind, text, source, at, isAlert])).toEqual([
    ['allergy', '碘造影剂', 'image-header', '2026-11-22', true], ['request', '突发肢体无力', 'search-answer', '2026-11-22', false],
  ]);
  expect([server.status, asked]).toEqual(['none', []]);
});

test('the clinical server is asked for the person by number, Chinese name, birth date and sex, and for the study by its number', async () => {
  const { service, asked } = openService(async () => ({ facts: [], unanswered: ['AllergyIntolerance'] }));
  expect((await service.facts(1, 'all', signal)).server).toEqual({ status: 'answered', failure: null, unanswered: ['AllergyIntolerance'] });
  expect(asked).toEqual([[{ patientId: '0061842', hanName: '马守田', birthDate: '1955-03-08', sex: 'M' }, { accessionNumbers: ['YX1'], studyDate: '2026-11-22' }]]);
});

test('a clinical server that fails takes nothing away of what is here, and the failure names the hospital', async () => {
  const { service } = openService(async () => {
    throw new AppError('site/stalled', 'sent nothing', { facts: { site: '云岫县人民医院' } });
  });
  const { facts, server } = await service.facts(1, 'all', signal);
  expect(facts).toHaveLength(2);
  expect(server).toMatchObject({ status: 'failed', failure: { code: 'site/stalled', facts: { site: '云岫县人民医院' } } });
});
