import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { framePath } from '#shared/contract/request-paths.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners } from '#tests/support/seat-files.ts';
import { startTestHospital, type TestHospital } from '#tests/support/test-hospital.ts';

/** What is corrected at a hospital behind the reader's back is shown with before and after, and changes no report that was signed. */

const { profile, remove } = newProfile();
let hospital: TestHospital;
let program: Program;
let client: ProgramClient;

/** Slice `number` of study `1.2.3.STUDY`. */
const slice = (study: number, number: number, overrides: Parameters<typeof ctSlice>[1] = {}, pixel = number) =>
  ctSlice(number, {
    StudyInstanceUID: `1.2.3.${study}`, SeriesInstanceUID: `1.2.3.${study}.1`, SOPInstanceUID: `1.2.3.${study}.1.${number}`, PatientID: `P${study}`,
    StudyDate: '20261121', StudyDescription: '头颅平扫', InstanceCreationDate: '20261121', InstanceCreationTime: '080000', AccessionNumber: `A${study}`, ...overrides,
  }, pixel);
const corrected = { PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^寿田', phonetic: '' } };

beforeAll(async () => {
  hospital = await startTestHospital();
  for (const study of [1, 2]) for (const number of [1, 2, 3]) hospital.put(slice(study, number));
  await addSigners(profile);
  await start();
  await until(async () => (await allRows(client)).filter(({ heldInstances }) => heldInstances === 3).length === 2);
});
async function start(): Promise<void> {
  program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${hospital.baseUrl}`]);
  client = await connect(program);
}
afterAll(async () => {
  await program?.stop();
  await hospital?.stop();
  remove();
});

async function studyIdOf(study: number): Promise<number> {
  return (await allRows(client)).find(({ studyInstanceUid }) => studyInstanceUid === `1.2.3.${study}`)!.studyId;
}

/** Looks at the hospital now, until the study is as the test expects it. */
async function lookUntil(studyId: number, fits: (open: OpenStudy) => boolean): Promise<OpenStudy> {
  const [site] = await client.sites.list();
  return until(async () => {
    await client.sites.pollNow({ siteId: site!.siteId });
    const open = await client.studies.describe({ studyId });
    return fits(open) && open;
  });
}

async function sign(studyId: number): Promise<void> {
  const [request] = await client.reports.forStudy({ studyId });
  const text = { findings: '未见异常密度影。', impression: '1. 未见异常', recommendation: '', outcome: 'negative' as const };
  const { revision } = await client.reports.saveDraft({ requestId: request!.requestId, expectedRevision: 0, text });
  const [signer] = await client.reports.signers();
  await client.reports.sign({ requestId: request!.requestId, revision, signerId: signer!.signerId, pin: signer!.demoPin! });
}

test('a name corrected before anything is signed is taken over and shown with before and after, until somebody has seen it', async () => {
  const studyId = await studyIdOf(1);
  for (const number of [1, 2, 3]) hospital.put(slice(1, number, corrected));
  const open = await lookUntil(studyId, ({ changes }) => changes.length > 0);
  expect(open.study).toMatchObject({ openChanges: 1, patient: { name: { ideographic: '赵^寿田' } } });
  expect(open.changes).toMatchObject([
    { kind: 'identity', isAfterSigning: false, before: { patientName: 'Zhao^Shoutian=赵^守田' }, after: { patientName: 'Zhao^Shoutian=赵^寿田' } },
  ]);
  const settled = await client.studies.settleChange({ studyId, changeId: open.changes[0]!.changeId, decision: 'acknowledge' });
  expect(settled.changes).toEqual([]);
});

test('a patient merged after the signature stays as signed until a person takes the change over', async () => {
  const studyId = await studyIdOf(2);
  await sign(studyId);
  for (const number of [1, 2, 3]) hospital.put(slice(2, number, { ...corrected, PatientID: 'P900' }));
  const open = await lookUntil(studyId, ({ changes }) => changes.some(({ kind }) => kind === 'identity'));
  expect(open.study.patient).toMatchObject({ name: { ideographic: '赵^守田' }, patientId: 'P2' });
  const change = open.changes.find(({ kind }) => kind === 'identity')!;
  expect(change).toMatchObject({
    isAfterSigning: true,
    before: { patientName: 'Zhao^Shoutian=赵^守田', patientId: 'P2' }, after: { patientName: 'Zhao^Shoutian=赵^寿田', patientId: 'P900' },
  });
  const [report] = await client.reports.forStudy({ studyId });
  expect(report!.signed?.version).toBe(1);
  const settled = await client.studies.settleChange({ studyId, changeId: change.changeId, decision: 'take-over' });
  expect(settled.study.patient).toMatchObject({ name: { ideographic: '赵^寿田' }, patientId: 'P900' });
});

test('an image that comes after the signature is fetched, shown as a change, and opens the case again for an addendum until somebody has settled it', async () => {
  const studyId = await studyIdOf(2);
  const openCases = async (search = '') => (await client.worklist.list({ view: 'open', search, modalities: [], siteIds: [], limit: 200, after: null })).rows.map((row) => row.studyId);
  expect(await openCases()).not.toContain(studyId);
  const before = await client.worklist.counts();
  hospital.put(slice(2, 4, { ...corrected, PatientID: 'P900' }));
  const open = await lookUntil(studyId, ({ study }) => study.needsAddendum && study.heldInstances === 4);
  expect(open.changes).toMatchObject([{ kind: 'instances-added', isAfterSigning: true, before: { images: 3 }, after: { images: 4 } }]);
  expect(await openCases()).toContain(studyId);
  expect(await openCases('p900')).toEqual([studyId]);
  expect((await client.worklist.counts()).open).toBe(before.open + 1);
  await client.studies.settleChange({ studyId, changeId: open.changes[0]!.changeId, decision: 'acknowledge' });
  expect(await openCases()).not.toContain(studyId);
  expect(await client.worklist.counts()).toEqual(before);
});

test('an image deleted at the hospital is shown as gone there and stays readable here', async () => {
  const studyId = await studyIdOf(1);
  hospital.remove('1.2.3.1.1.3');
  const open = await lookUntil(studyId, ({ changes }) => changes.length > 0);
  expect(open.changes).toMatchObject([{ kind: 'instances-withdrawn', before: { images: 3 }, after: { images: 2 } }]);
  expect((await client.get(framePath(studyId, '1.2.3.1.1.3', 1))).status).toBe(200);
  await client.studies.settleChange({ studyId, changeId: open.changes[0]!.changeId, decision: 'acknowledge' });
});

test('an image made anew under its UID raises an alarm at the next look; the first content stays on the screen', async () => {
  const studyId = await studyIdOf(1);
  hospital.put(slice(1, 1, { ...corrected, InstanceCreationTime: '093000' }, 99));
  await client.studies.open({ studyId });
  const open = await until(async () => {
    const found = await client.studies.describe({ studyId });
    return found.changes.length > 0 && found;
  });
  expect(open.changes).toMatchObject([{ kind: 'other-content', subject: '1.2.3.1.1.1' }]);
  const frame = new Uint16Array(await (await client.get(framePath(studyId, '1.2.3.1.1.1', 1))).arrayBuffer());
  expect(frame[0]).toBe(1);
});

test('a pack that was damaged on the disk is put aside, and its study is fetched again as soon as somebody looks', async () => {
  const studyId = await studyIdOf(2);
  await program.stop();
  const file = join(profile, 'packs', `${String(studyId).padStart(8, '0')}.sqlite`);
  const bytes = readFileSync(file);
  bytes.fill(0xff, 100, 20_000);
  writeFileSync(file, bytes);
  await start();
  const frame = framePath(studyId, '1.2.3.2.1.2', 1);
  expect((await client.get(frame)).status).toBe(202);
  await until(async () => (await client.get(frame)).status === 200);
  await until(async () => (await allRows(client)).find((row) => row.studyId === studyId)!.heldInstances === 4);
});
