import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { factsOfHeaders, factsOfStructuredReport } from '#shared/worklist/clinical-fact.ts';
import { factsOfResources, patientOf, resourcesOf } from '#shared/worklist/fhir-facts.ts';

const person = { patientId: '0061842', birthDate: '1955-03-08', sex: 'M' } as const;

test('a header says why, what the diagnosis was and what must be seen, each with its attribute', () => {
  const header = buildDataSet({
    ReasonForTheRequestedProcedure: '右侧肢体无力 1 小时', AdmittingDiagnosesDescription: '脑梗死', Allergies: ['碘造影剂', '青霉素'], PregnancyStatus: 2, LastMenstrualDate: '20261003', PatientSize: '1.62', PatientWeight: '58',
  });
  expect(factsOfHeaders([header, header]).map(({ kind, text, sourceDetail, isAlert }) => [kind, text, sourceDetail, isAlert])).toEqual([
    ['request', '右侧肢体无力 1 小时', 'ReasonForTheRequestedProcedure', false],
    ['diagnosis', '脑梗死', 'AdmittingDiagnosesDescription', false],
    ['allergy', '碘造影剂；青霉素', 'Allergies', true],
    ['pregnancy', 'possibly 2026-10-03', 'PregnancyStatus', true],
    ['body', '162 cm 58 kg', 'PatientWeight', false],
  ]);
});

test('who is surely not pregnant raises no alert, and an unknown status says nothing', () => {
  expect(factsOfHeaders([buildDataSet({ PregnancyStatus: 1 })])).toMatchObject([{ text: 'no', isAlert: false }]);
  expect(factsOfHeaders([buildDataSet({ PregnancyStatus: 4 })])).toEqual([]);
});

test('a request form as a structured report is read sentence by sentence', () => {
  const form = buildDataSet({
    ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: '检查申请单' })],
    ContentSequence: [buildDataSet({ ValueType: 'CONTAINER', ContentSequence: [buildDataSet({ ValueType: 'TEXT', TextValue: '跌倒 2 小时', ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: '主诉' })] })] })],
  });
  expect(factsOfStructuredReport(form)).toMatchObject([{ kind: 'request', text: '主诉：跌倒 2 小时', sourceDetail: '检查申请单' }]);
});

const patient = (change: object) => ({ resourceType: 'Patient', id: 'p1', identifier: [{ value: '0061842' }], birthDate: '1955-03-08', gender: 'male', ...change });

test('a patient of the clinical server is this one only by number, birth date and sex together', () => {
  expect(patientOf([patient({})], person)).toMatchObject({ id: 'p1' });
  expect(patientOf([patient({ birthDate: '1985-03-08' })], person)).toBeUndefined();
  expect(patientOf([patient({ gender: 'female' })], person)).toBeUndefined();
  expect(patientOf([patient({ identifier: [{ value: '61842' }] })], person)).toBeUndefined();
});

test('of two that fit neither is taken', () => {
  expect(patientOf([patient({}), patient({ id: 'p2' })], person)).toBeUndefined();
});

test('requests and conditions of the patient speak; revoked, refuted and resolved ones and those of somebody else do not', () => {
  const bundle = {
    resourceType: 'Bundle',
    entry: [
      { resource: { resourceType: 'ServiceRequest', id: 's1', status: 'active', subject: { reference: 'Patient/p1' }, reasonCode: [{ text: '疑卒中' }], note: [{ text: '拟溶栓' }] } },
      { resource: { resourceType: 'ServiceRequest', id: 's2', status: 'revoked', subject: { reference: 'Patient/p1' }, reasonCode: [{ text: '作废' }] } },
      { resource: { resourceType: 'Condition', id: 'c1', subject: { reference: 'https://fhir.example.cn/r4/Patient/p1' }, code: { coding: [{ display: '心房颤动', code: 'I48' }] }, onsetDateTime: '2020-05-01T00:00:00Z' } },
      { resource: { resourceType: 'Condition', id: 'c2', subject: { reference: 'Patient/p1' }, code: { text: '肺癌' }, verificationStatus: { coding: [{ code: 'refuted' }] } } },
      { resource: { resourceType: 'Condition', id: 'c3', subject: { reference: 'Patient/p1' }, code: { text: '肺炎' }, clinicalStatus: { coding: [{ code: 'resolved' }] } } },
      { resource: { resourceType: 'Condition', id: 'c4', subject: { reference: 'Patient/p2' }, code: { text: '别人的病' } } },
    ],
  };
  expect(factsOfResources(resourcesOf(bundle), 'Patient/p1').map(({ kind, text, sourceDetail }) => [kind, text, sourceDetail])).toEqual([
    ['request', '疑卒中', 'ServiceRequest/s1'], ['request', '拟溶栓', 'ServiceRequest/s1'], ['condition', '心房颤动（2020-05-01）', 'Condition/c1'],
  ]);
});

test('an answer that is no resource is no fact', () => {
  expect([null, 7, 'x', [], { entry: 3 }, { resourceType: 'Bundle', entry: [null, { resource: 4 }] }].flatMap(resourcesOf)).toEqual([]);
});
