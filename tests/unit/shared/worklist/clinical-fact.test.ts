import { expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { factsOfHeaders, factsOfStructuredReport } from '#shared/worklist/clinical-fact.ts';
import { factsOfResources, patientOf, resourcesOf } from '#shared/worklist/fhir-facts.ts';

const person = { patientId: '0061842', hanName: '马守田', birthDate: '1955-03-08', sex: 'M' } as const;
const study = { accessionNumbers: ['YX2611220001'], studyDate: '2026-11-22' };

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
  expect(factsOfStructuredReport(form)).toMatchObject([{ kind: 'complaint', text: '主诉：跌倒 2 小时', sourceDetail: '检查申请单' }]);
});

test('what denies is no alert; what names something is, in one sentence with a denial too', () => {
  const alerts = (text: string) => factsOfHeaders([buildDataSet({ Allergies: text })]).map(({ isAlert }) => isAlert);
  for (const text of ['无', '否认', '否认药物及食物过敏史', '无药物过敏史', '未发现', 'NKDA', 'No known allergies', '无；否认']) expect([text, alerts(text)]).toEqual([text, [false]]);
  for (const text of ['青霉素', '碘造影剂，无食物过敏', '除青霉素外无过敏', '无食物过敏史，但对碘过敏', '否认食物过敏，头孢皮疹']) expect([text, alerts(text)]).toEqual([text, [true]]);
});

test('facts of a header say when the study was, those of a form when it was written', () => {
  expect(factsOfHeaders([buildDataSet({ ReasonForStudy: '咳嗽', StudyDate: '20261122', StudyTime: '224401' })])).toMatchObject([{ at: '2026-11-22 22:44' }]);
  const form = buildDataSet({
    ContentDate: '20261121', ContentTime: '0830', ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: '检查申请单' })],
    ContentSequence: [
      buildDataSet({ ValueType: 'TEXT', TextValue: '碘造影剂', ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: '过敏史' })] }),
      buildDataSet({ ValueType: 'TEXT', TextValue: '肺占位', ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: '临床诊断' })] }),
    ],
  });
  expect(factsOfStructuredReport(form)).toMatchObject([{ kind: 'allergy', isAlert: true, at: '2026-11-21 08:30' }, { kind: 'diagnosis', text: '临床诊断：肺占位' }]);
});

test('the words of a report, of a dose record or of a machine are never shown as the request', () => {
  const titled = (change: object) => buildDataSet({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.22', ContentSequence: [buildDataSet({ ValueType: 'TEXT', TextValue: '右肺上叶结节' })], ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: '检查申请单' })], ...change,
  });
  expect(factsOfStructuredReport(titled({}))).toHaveLength(1);
  expect(factsOfStructuredReport(titled({ ConceptNameCodeSequence: [buildDataSet({ CodeValue: '18748-4', CodeMeaning: '影像诊断' })] }))).toEqual([]);
  expect(factsOfStructuredReport(titled({ ConceptNameCodeSequence: [buildDataSet({ CodeMeaning: 'CT 检查报告' })] }))).toEqual([]);
  // X-Ray Radiation Dose SR
  expect(factsOfStructuredReport(titled({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.67' }))).toEqual([]);
});

const patient = (change: object) => ({ resourceType: 'Patient', id: 'p1', identifier: [{ value: '0061842' }], birthDate: '1955-03-08', gender: 'male', name: [{ family: '马', given: ['守田'] }], ...change });

test('a patient of the clinical server is this one only by number, name, birth date and sex together', () => {
  expect(patientOf([patient({})], person)).toMatchObject({ id: 'p1' });
  expect(patientOf([patient({ birthDate: '1985-03-08' })], person)).toBeUndefined();
  expect(patientOf([patient({ gender: 'female' })], person)).toBeUndefined();
  expect(patientOf([patient({ identifier: [{ value: '61842' }] })], person)).toBeUndefined();
  expect(patientOf([patient({ name: [{ text: '马守义' }] })], person)).toBeUndefined();
  expect(patientOf([patient({ identifier: [{ value: '0061842', use: 'old' }] })], person)).toBeUndefined();
});

test('a number alone is nobody: birth date or name must agree besides', () => {
  const bare = patient({ birthDate: undefined, name: undefined });
  expect(patientOf([bare], person)).toBeUndefined();
  expect(patientOf([patient({ birthDate: undefined })], person)).toMatchObject({ id: 'p1' });
  expect(patientOf([patient({ name: [{ text: 'Ma Shoutian' }] })], person)).toMatchObject({ id: 'p1' });
  expect(patientOf([patient({})], { ...person, hanName: '', birthDate: null })).toBeUndefined();
});

test('a record that was merged into another, or is out of use, is nobody', () => {
  expect(patientOf([patient({ link: [{ type: 'replaced-by', other: { reference: 'Patient/p9' } }] })], person)).toBeUndefined();
  expect(patientOf([patient({ active: false })], person)).toBeUndefined();
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
  expect(factsOfResources(resourcesOf(bundle), 'Patient/p1', study).map(({ kind, text, sourceDetail }) => [kind, text, sourceDetail])).toEqual([
    ['request', '疑卒中', 'ServiceRequest/s1'], ['request', '拟溶栓', 'ServiceRequest/s1'], ['condition', '心房颤动', 'Condition/c1'],
  ]);
});

test('an answer that is no resource is no fact', () => {
  expect([null, 7, 'x', [], { entry: 3 }, { resourceType: 'Bundle', entry: [null, { resource: 4 }] }].flatMap(resourcesOf)).toEqual([]);
});

const ofPatient = { subject: { reference: 'Patient/p1' } };

test('of many requests only the study’s own is its request; without its number those of the month before', () => {
  const request = (id: string, change: object) => ({ resourceType: 'ServiceRequest', id, status: 'active', ...ofPatient, code: { text: id }, ...change });
  const texts = (...requests: readonly object[]) => factsOfResources(resourcesOf({ resourceType: 'Bundle', entry: requests.map((resource) => ({ resource })) }), 'Patient/p1', study).map(({ text, at }) => [text, at]);
  const chest = request('胸部 CT', { identifier: [{ value: 'YX2611220001' }], authoredOn: '2026-11-22T06:30:00Z' });
  const blood = request('血常规', { authoredOn: '2026-11-21T01:00:00Z' });
  const knee = request('膝关节 MR', { authoredOn: '2025-02-03T01:00:00Z' });
  const later = request('复查', { authoredOn: '2026-12-09T01:00:00Z' });
  // 06:30 UTC is 14:30 in China.
  expect(texts(chest, blood, knee)).toEqual([['胸部 CT', '2026-11-22 14:30']]);
  expect(texts(blood, knee, later)).toEqual([['血常规', '2026-11-21 09:00']]);
});

test('an allergy is shouted with its reaction; that none is known is not', () => {
  const allergy = (change: object) => ({ resourceType: 'AllergyIntolerance', id: 'a1', patient: { reference: 'Patient/p1' }, ...change });
  expect(factsOfResources([allergy({ code: { text: '碘造影剂' }, reaction: [{ manifestation: [{ text: '休克' }] }], recordedDate: '2021' })], 'Patient/p1', study)).toMatchObject([{ text: '碘造影剂（休克）', at: '2021', isAlert: true }]);
  expect(factsOfResources([allergy({ code: { coding: [{ code: '716186003', display: '无已知过敏' }] } })], 'Patient/p1', study)).toMatchObject([{ isAlert: false }]);
  expect(factsOfResources([allergy({ code: { text: '碘造影剂' }, verificationStatus: { coding: [{ code: 'refuted' }] } })], 'Patient/p1', study)).toEqual([]);
  expect(factsOfResources([{ ...allergy({ code: { text: '碘造影剂' } }), patient: { reference: 'Patient/p2' } }], 'Patient/p1', study)).toEqual([]);
});

test('of laboratory results the newest final one of each kind is shown, and a low filtration rate is shouted', () => {
  const result = (id: string, name: object, value: number, at: string, change: object = {}) => ({ resourceType: 'Observation', id, status: 'final', ...ofPatient, code: name, valueQuantity: { value, unit: 'u' }, effectiveDateTime: at, ...change });
  const creatinine = { text: '肌酐' };
  const filtration = { coding: [{ system: 'http://loinc.org', code: '62238-1', display: 'eGFR' }] };
  const facts = factsOfResources([
    result('o1', creatinine, 90, '2026-01-02'), result('o2', creatinine, 212, '2026-11-20', { interpretation: [{ coding: [{ code: 'H' }] }] }),
    result('o3', creatinine, 999, '2026-11-21', { status: 'preliminary' }), result('o4', filtration, 24, '2026-11-19'), result('o5', filtration, 80, '2020-05-01'),
  ], 'Patient/p1', study);
  expect(facts.map(({ text, at, isAlert }) => [text, at, isAlert])).toEqual([['肌酐 212 u ↑', '2026-11-20', false], ['eGFR 24 u', '2026-11-19', true]]);
});
