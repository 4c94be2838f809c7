import { expect, test } from 'vitest';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { contradictionOf, type ReadingStudy } from '#renderer/features/viewer/reading-study.ts';

function reading(studyId: number, siteId: string, patientId: string, more: Partial<ReadingStudy> = {}): ReadingStudy {
  const patient = { patientId, issuerOfPatientId: '', name: { alphabetic: '', ideographic: '赵^守田', phonetic: '' }, sex: 'M', birthDate: '1958-03-02' };
  return { study: { studyId, siteId, patient } as WorklistRow, series: [], isCut: false, isPrior: false, ...more };
}

const own = reading(1, 'yunxiu', '417');

test('the same number of another hospital is another patient until somebody confirms', () => {
  const elsewhere = reading(2, 'qingling', '417', { isPrior: true });
  expect(contradictionOf(elsewhere, [own, elsewhere])).toBe('issuer');
  const confirmed = { ...elsewhere, isConfirmedPerson: true };
  expect(contradictionOf(confirmed, [own, confirmed])).toBeUndefined();
});

test('another number is another patient, and a study never contradicts itself', () => {
  const other = reading(3, 'yunxiu', '418', { isPrior: true });
  expect(contradictionOf(other, [own, other])).toBe('id');
  expect(contradictionOf(own, [own, other])).toBeUndefined();
});
