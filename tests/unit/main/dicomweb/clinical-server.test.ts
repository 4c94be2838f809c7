import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createClinicalServer } from '#main/dicomweb/clinical-server.ts';
import { NO_SECURITY } from '#main/sites/site-security.ts';

const person = { patientId: '0061842', hanName: '', birthDate: '1955-03-08', sex: 'M' } as const;
const study = { accessionNumbers: ['YX1'], studyDate: '2026-11-22' };
const clock = { now: () => new Date('2026-11-22T09:00:00Z') };

/** A hospital's FHIR R4 server on loopback. */
async function openServer(answers: Readonly<Record<string, unknown>>, longestMs?: number) {
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    asked.push(`${url.pathname}${url.search}`);
    tokens.push(request.headers.authorization);
    const answer = answers[url.pathname.split('/').at(-1) ?? ''];
    if (answer === DRIPS) return drip(response);
    response.writeHead(answer === undefined ? 500 : 200, { 'Content-Type': 'application/fhir+json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r4/`;
  const facts = () => createClinicalServer({ name: '云岫县人民医院', baseUrl, token: 'secret', security: NO_SECURITY, ...(longestMs === undefined ? {} : { longestMs }) }, clock).factsOf(person, study, new AbortController().signal);
  return { facts, asked, tokens };
}
/** An answer that never ends: a space every 20 ms, which JSON allows. */
const DRIPS = 'drips';
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/fhir+json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
}
const bundle = (...resources: readonly object[]) => ({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) });
const patient = { resourceType: 'Patient', id: 'p1', identifier: [{ value: '0061842' }], birthDate: '1955-03-08' };

const ofPatient = { subject: { reference: 'Patient/p1' } };
const request = { resourceType: 'ServiceRequest', id: 's1', ...ofPatient, reasonCode: [{ text: '疑卒中' }] };

test('requests, conditions, allergies and results of the one patient come with their resource, asked with the token', async () => {
  const { facts, asked, tokens } = await openServer({
    Patient: bundle(patient),
    ServiceRequest: bundle(request),
    Condition: bundle({ resourceType: 'Condition', id: 'c1', ...ofPatient, code: { text: '心房颤动' } }),
    AllergyIntolerance: bundle({ resourceType: 'AllergyIntolerance', id: 'a1', patient: { reference: 'Patient/p1' }, code: { text: '碘造影剂' } }),
    Observation: bundle({ resourceType: 'Observation', id: 'o1', status: 'final', ...ofPatient, code: { text: '肌酐' }, valueQuantity: { value: 212, unit: 'μmol/L' } }),
  });
  const answer = await facts();
  expect(answer?.unanswered).toEqual([]);
  expect(answer?.facts.map(({ kind, text, source, sourceDetail }) => [kind, text, source, sourceDetail])).toEqual([
    ['allergy', '碘造影剂', 'clinical-server', 'AllergyIntolerance/a1'], ['request', '疑卒中', 'clinical-server', 'ServiceRequest/s1'],
    ['condition', '心房颤动', 'clinical-server', 'Condition/c1'], ['laboratory', '肌酐 212 μmol/L', 'clinical-server', 'Observation/o1'],
  ]);
  expect(asked.toSorted()).toEqual([
    '/r4/AllergyIntolerance?patient=Patient%2Fp1&_count=50', '/r4/Condition?subject=Patient%2Fp1&_count=50', '/r4/Observation?subject=Patient%2Fp1&category=laboratory&_sort=-date&_count=50',
    '/r4/Patient?identifier=0061842&_count=50', '/r4/ServiceRequest?subject=Patient%2Fp1&_sort=-authored&_count=50',
  ]);
  expect(new Set(tokens)).toEqual(new Set(['Bearer secret']));
});

test('a server that knows no allergies says so, and the rest is shown', async () => {
  const { facts } = await openServer({ Patient: bundle(patient), ServiceRequest: bundle(request), Condition: bundle(), Observation: '<html>' });
  expect(await facts()).toMatchObject({ facts: [{ text: '疑卒中' }], unanswered: ['AllergyIntolerance', 'Observation'] });
});

test('a server that knows the patient and then answers nothing has failed', async () => {
  await expect((await openServer({ Patient: bundle(patient) })).facts()).rejects.toMatchObject({ code: 'site/server-error' });
});

test('a server that drips for ever is given up', async () => {
  await expect((await openServer({ Patient: DRIPS }, 200)).facts()).rejects.toMatchObject({ code: 'site/stalled' });
});

test('what another patient is called there is not shown for this one, whatever number it has', async () => {
  const { facts, asked } = await openServer({ Patient: bundle({ ...patient, identifier: [{ value: '0061843' }] }) });
  expect(await facts()).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test('nothing is asked about a patient who is not surely this one', async () => {
  const { facts, asked } = await openServer({ Patient: bundle(patient, { ...patient, id: 'p2' }) });
  expect(await facts()).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test('an id that is none never becomes part of a question', async () => {
  const { facts, asked } = await openServer({ Patient: bundle({ ...patient, id: '../admin?x=1' }) });
  expect(await facts()).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test('a server that fails or answers no JSON is told in the words of a hospital', async () => {
  await expect((await openServer({})).facts()).rejects.toMatchObject({ code: 'site/server-error' });
  await expect((await openServer({ Patient: '<html>' })).facts()).rejects.toMatchObject({ code: 'site/invalid-answer' });
});

test('nothing leaves over a line that everybody reads', async () => {
  const server = createClinicalServer({ name: 'x', baseUrl: 'http://192.0.2.7/r4', token: '', security: NO_SECURITY }, clock);
  await expect(server.factsOf(person, study, new AbortController().signal)).rejects.toMatchObject({ code: 'site/plain-refused' });
});
