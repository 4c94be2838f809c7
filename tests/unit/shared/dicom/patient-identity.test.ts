import { describe, expect, test } from 'vitest';
import { patientContradiction, type StatedPatient } from '#shared/dicom/values/patient-identity.ts';

const chen: StatedPatient = {
  siteId: 'yunxiu', patientId: 'P1', issuerOfPatientId: 'YX', name: { alphabetic: 'Chen^Guilan', ideographic: '陈^桂兰', phonetic: '' }, sex: 'F', birthDate: '1959-04-02',
};

describe('two studies are of one patient', () => {
  test.each<[string, Partial<StatedPatient>]>([
    ['when all agrees', {}],
    ['when the name is cut otherwise and written small', { name: { alphabetic: 'CHEN GUILAN', ideographic: '陈桂兰', phonetic: '' } }],
    ['when one has only characters', { name: { alphabetic: '', ideographic: '陈^桂兰', phonetic: '' } }],
    ['when one does not say the sex or the birthday', { sex: '', birthDate: null }],
  ])('%s', (_, change) => {
    expect(patientContradiction(chen, { ...chen, ...change })).toBeUndefined();
  });
});

describe('two studies are of two patients', () => {
  test.each<[string, Partial<StatedPatient>, string]>([
    ['with another id', { patientId: 'P2' }, 'id'],
    ['with the same id of another issuer', { issuerOfPatientId: 'QL' }, 'issuer'],
    ['with the same id at another hospital', { siteId: 'qinglong' }, 'issuer'],
    ['with another name under the same id', { name: { alphabetic: 'Li^Na', ideographic: '', phonetic: '' } }, 'name'],
    ['after a rename', { name: { alphabetic: 'Chen^Guilan', ideographic: '陈^桂蓝', phonetic: '' } }, 'name'],
    ['with another sex', { sex: 'M' }, 'sex'],
    ['with another birthday', { birthDate: '1959-04-03' }, 'birth-date'],
  ])('%s', (_, change, expected) => {
    expect(patientContradiction(chen, { ...chen, ...change })).toBe(expected);
  });

  test('when neither has an id', () => {
    expect(patientContradiction({ ...chen, patientId: '' }, { ...chen, patientId: '' })).toBe('id');
  });
});
