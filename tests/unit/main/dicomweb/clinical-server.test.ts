import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createClinicalServer } from '#main/dicomweb/clinical-server.ts';
import { NO_SECURITY } from '#main/sites/site-security.ts';

const person = { patientId: '0061842', birthDate: '1955-03-08', sex: 'M' } as const;
const clock = { now: () => new Date('2026-11-22T09:00:00Z') };

/** A hospital's FHIR R4 server on loopback. */
async function openServer(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    asked.push(`${url.pathname}${url.search}`);
    tokens.push(request.headers.authorization);
    const answer = answers[url.pathname.split('/').at(-1) ?? ''];
    response.writeHead(answer === undefined ? 500 : 200, { 'Content-Type': 'application/fhir+json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/r4/`;
  const facts = () => createClinicalServer({ name: '云岫县人民医院', baseUrl, token: 'secret', security: NO_SECURITY }, clock).factsOf(person, new AbortController().signal);
  return { facts, asked, tokens };
}
const bundle = (...resources: readonly object[]) => ({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) });
const patient = { resourceType: 'Patient', id: 'p1', identifier: [{ value: '0061842' }], birthDate: '1955-03-08' };

test('requests and conditions of the one patient come with their resource, asked with the token', async () => {
  const { facts, asked, tokens } = await openServer({
    Patient: bundle(patient),
    ServiceRequest: bundle({ resourceType: 'ServiceRequest', id: 's1', subject: { reference: 'Patient/p1' }, reasonCode: [{ text: '疑卒中' }] }),
    Condition: bundle({ resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/p1' }, code: { text: '心房颤动' } }),
  });
  expect(await facts()).toMatchObject([{ kind: 'request', text: '疑卒中', source: 'clinical-server', sourceDetail: 'ServiceRequest/s1' }, { kind: 'condition', text: '心房颤动' }]);
  expect(asked.toSorted()).toEqual(['/r4/Condition?subject=Patient%2Fp1&_count=50', '/r4/Patient?identifier=0061842&_count=50', '/r4/ServiceRequest?subject=Patient%2Fp1&_count=50']);
  expect(new Set(tokens)).toEqual(new Set(['Bearer secret']));
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
  await expect(server.factsOf(person, new AbortController().signal)).rejects.toMatchObject({ code: 'site/plain-refused' });
});
