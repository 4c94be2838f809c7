import { expect, test } from 'vitest';
import { requestKey } from '#shared/report/request-key.ts';

const identity = { accessionNumber: 'A1', issuerOfAccessionNumber: '', patientId: 'P1', issuerOfPatientId: 'YX', studyInstanceUid: '1.2.3' };

test('two studies with one accession number of one patient answer one request', () => {
  expect(requestKey(identity)).toBe(requestKey({ ...identity, studyInstanceUid: '1.2.4' }));
});

test('the same accession number under two patients is two requests', () => {
  expect(requestKey(identity)).not.toBe(requestKey({ ...identity, patientId: 'P2' }));
  expect(requestKey(identity)).not.toBe(requestKey({ ...identity, issuerOfPatientId: 'QL' }));
});

test('without an accession number each study is its own request', () => {
  const without = { ...identity, accessionNumber: '' };
  expect(requestKey(without)).not.toBe(requestKey({ ...without, studyInstanceUid: '1.2.4' }));
});

test('a bar inside a number cannot be mistaken for the parting of two fields', () => {
  expect(requestKey({ ...identity, accessionNumber: 'A|1', patientId: 'P' })).not.toBe(
    requestKey({ ...identity, accessionNumber: 'A', issuerOfPatientId: '1|YX', patientId: 'P' }),
  );
});
