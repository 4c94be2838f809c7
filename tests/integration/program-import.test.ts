import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { framePath, uploadPath } from '#shared/contract/request-paths.ts';
import type { ImportJob } from '#shared/contract/services/imports.contract.ts';
import { buildZip } from '#tests/support/build-zip.ts';
import { ctSlice, EXPLICIT_LITTLE_ENDIAN } from '#tests/support/instances.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners } from '#tests/support/seat-files.ts';

/** A disc or stick goes through the same store: verified, counted, and its bad files listed. */

const { profile, remove } = newProfile();
const disc = newProfile();
const drop = newProfile();
let program: Program;
let client: ProgramClient;

beforeAll(async () => {
  mkdirSync(join(disc.profile, 'IMAGES'));
  for (const number of [1, 2, 3, 5]) writeFileSync(join(disc.profile, 'IMAGES', `IM${number}`), placed(number));
  writeFileSync(join(disc.profile, 'IMAGES/HALF'), ctSlice(9).subarray(0, 300));
  writeFileSync(join(disc.profile, 'README.TXT'), 'Viewer for Windows');
  await addSigners(profile);
  program = await startProgram(profile, ['--no-demo', '--import', disc.profile, '--drop', drop.profile]);
  client = await connect(program);
});
afterAll(async () => {
  await program?.stop();
  remove();
  disc.remove();
  drop.remove();
});

/** HL7 aECG with one lead of three values. */
const annotatedEcg = `<?xml version="1.0" encoding="UTF-8"?><AnnotatedECG xmlns="urn:hl7-org:v3"><effectiveTime><low value="20260302093015"/></effectiveTime><component><series><code code="RHYTHM"/>
<component><sequenceSet><component><sequence><code code="TIME_RELATIVE"/><value type="GLIST_PQ"><head value="0" unit="s"/><increment value="2" unit="ms"/></value></sequence></component>
<component><sequence><code code="MDC_ECG_LEAD_V2"/><value type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="2.5" unit="uV"/><digits>4 -4 100</digits></value></sequence></component>
</sequenceSet></component></series></component></AnnotatedECG>`;

/** Slices 5 mm apart. */
const placed = (number: number, pixel = number) =>
  ctSlice(number, { ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, number * 5], SliceThickness: 5, StudyDescription: '外院胸部 CT' }, pixel);

const ended = (importId: number): Promise<ImportJob> =>
  until(async () => (await client.imports.list()).find((job) => job.importId === importId && job.state !== 'running'));

test('a folder named on the command line is taken in; what is no DICOM or broken is listed and stops nothing', async () => {
  const job = await ended((await client.imports.list())[0]!.importId);
  expect(job).toMatchObject({ state: 'done', filesTotal: 6, filesDone: 6, storedInstances: 4, alreadyHeld: 0, refusedCount: 2, failure: null });
  expect(job.refused).toEqual([{ name: 'IMAGES/HALF', code: 'file/damaged', reason: 'the file meta information cannot be read' }, { name: 'README.TXT', code: 'file/not-dicom' }]);
  const [row] = await allRows(client);
  expect(row).toMatchObject({ siteName: '本机导入', studyDescription: '外院胸部 CT', expectedInstances: 4, heldInstances: 4, status: 'ready', patient: { name: { ideographic: '赵^守田' } } });
  const frame = await client.get(framePath(row!.studyId, '1.2.3.1.3', 1));
  expect(new Uint16Array(await frame.arrayBuffer())[0]).toBe(3);
});

test('the hole between slices 3 and 5 is found from their positions, although every file of the disc is here', async () => {
  const [row] = await allRows(client);
  // 5, 10, 15, 25 mm: two steps of 5 mm and one of 10.
  expect((await client.studies.describe({ studyId: row!.studyId })).series).toMatchObject([{ missingSlices: 1 }]);
});

test('the same images in an archive are held already; one with other pixels is kept beside and raises an alarm', async () => {
  const archive = join(disc.profile, 'disc.zip');
  writeFileSync(archive, buildZip([1, 2, 3, 5].map((number) => ({ name: `DICOM/${number}`, content: placed(number, number === 5 ? 99 : number), isDeflated: true }))));
  const job = await ended((await client.imports.start({ path: archive })).importId);
  expect(job).toMatchObject({ state: 'done', storedInstances: 0, alreadyHeld: 3, otherContent: 1, refusedCount: 0 });
  const [row] = await allRows(client);
  expect((await client.studies.describe({ studyId: row!.studyId })).changes).toMatchObject([{ kind: 'other-content', subject: '1.2.3.1.5' }]);
  const frame = await client.get(framePath(row!.studyId, '1.2.3.1.5', 1));
  expect(new Uint16Array(await frame.arrayBuffer())[0]).toBe(5);
});

test('opening the study asks no hospital for its list: nothing is taken for deleted', async () => {
  const [row] = await allRows(client);
  await client.studies.open({ studyId: row!.studyId });
  await client.studies.close({ studyId: row!.studyId });
  const open = await client.studies.open({ studyId: row!.studyId });
  expect(open.series).toMatchObject([{ expectedInstances: 4, heldInstances: 4 }]);
  expect(open.changes.map(({ kind }) => kind)).toEqual(['other-content']);
});

test('a report on imported images is delivered into the study itself', async () => {
  const [row] = await allRows(client);
  const [request] = await client.reports.forStudy({ studyId: row!.studyId });
  const text = { findings: '未见异常密度影。', impression: '1. 未见异常', recommendation: '', outcome: 'negative' as const };
  const { revision } = await client.reports.saveDraft({ requestId: request!.requestId, expectedRevision: 0, text });
  // The disc brought four slices with holes between them: whoever signs says why it can be read all the same.
  for (const { level, code, facts } of await client.reports.checkBeforeSigning({ requestId: request!.requestId })) {
    if (level === 'confirm') await client.reportTexts.confirmCheck({ requestId: request!.requestId, code, excerpt: String(facts['text']), reason: '光盘只刻了这几层' });
  }
  const [signer] = await client.reports.signers();
  await client.reports.sign({ requestId: request!.requestId, revision, signerId: signer!.signerId, pin: signer!.demoPin! });
  await until(async () => (await allRows(client))[0]!.status === 'delivered');
});

test('a path that leads nowhere is refused in words', async () => {
  await expect(client.imports.start({ path: join(disc.profile, 'nothing') })).rejects.toMatchObject({ code: 'import/not-found' });
});

test('an import that is cancelled keeps what it has stored and says so', async () => {
  const many = join(disc.profile, 'many');
  mkdirSync(many);
  for (let number = 1; number <= 300; number += 1) {
    writeFileSync(join(many, `IM${number}`), ctSlice(number, { StudyInstanceUID: '1.2.4', SeriesInstanceUID: '1.2.4.1', SOPInstanceUID: `1.2.4.1.${number}`, PatientID: 'P9' }));
  }
  const { importId } = await client.imports.start({ path: many });
  await until(async () => (await client.imports.list()).some((job) => job.importId === importId && job.filesDone > 5));
  await client.imports.cancel({ importId });
  const job = await ended(importId);
  expect(job.state).toBe('cancelled');
  expect(job.filesDone).toBeLessThan(300);
  const row = (await allRows(client)).find(({ studyInstanceUid }) => studyInstanceUid === '1.2.4')!;
  expect(row.heldInstances).toBe(job.storedInstances);
});

test('a folder and an archive that were chosen in the page arrive file by file; nothing of them stays aside', async () => {
  const slice = (number: number) => ctSlice(number, { StudyInstanceUID: '1.2.5', SeriesInstanceUID: '1.2.5.1', SOPInstanceUID: `1.2.5.1.${number}`, PatientID: 'P11' });
  const archive = buildZip([3, 4].map((number) => ({ name: `IM${number}`, content: slice(number), isDeflated: true })));
  const { importId } = await client.imports.beginUpload({ name: '外院光盘', filesTotal: 4, bytesTotal: slice(1).length * 2 + archive.length + 4 });
  const sent = await Promise.all(
    ([['IM1', slice(1)], ['IM2', slice(2)], ['disc.zip', archive], ['readme.txt', new TextEncoder().encode('none')]] as const).map(
      ([name, content]) => client.post(uploadPath(importId, name), Uint8Array.from(content)),
    ),
  );
  expect(sent.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
  await client.imports.endUpload({ importId });
  expect(await ended(importId)).toMatchObject({
    state: 'done', isUpload: true, path: '外院光盘', filesTotal: 5, filesDone: 5, storedInstances: 4, refusedCount: 1, refused: [{ name: 'readme.txt', code: 'file/not-dicom' }],
  });
  expect((await client.post(uploadPath(importId, 'IM5'), Uint8Array.of(1))).status).toBe(410);
  expect(existsSync(join(profile, 'uploads')) ? readdirSync(join(profile, 'uploads')) : []).toEqual([]);
  expect((await allRows(client)).find(({ studyInstanceUid }) => studyInstanceUid === '1.2.5')).toMatchObject({ heldInstances: 4 });
});

test('a report that a device filed before the pictures of their series hides none of them, and is offered beside them', async () => {
  const mixed = join(disc.profile, 'mixed');
  mkdirSync(mixed);
  const own = (number: number) => ({ StudyInstanceUID: '1.2.6', SeriesInstanceUID: '1.2.6.1', SOPInstanceUID: `1.2.6.1.${number}`, PatientID: 'P12' });
  for (const number of [2, 3]) writeFileSync(join(mixed, `IM${number}`), ctSlice(number, own(number)));
  const report = buildDataSet({ ...own(1), SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11', Modality: 'CT', InstanceNumber: 1, ValueType: 'CONTAINER' });
  writeFileSync(join(mixed, 'IM1'), writePart10(report, { transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN, frames: [] }));
  expect(await ended((await client.imports.start({ path: mixed })).importId)).toMatchObject({ state: 'done', storedInstances: 3, refusedCount: 0 });
  const row = (await allRows(client)).find(({ studyInstanceUid }) => studyInstanceUid === '1.2.6')!;
  expect((await client.studies.describe({ studyId: row.studyId })).series).toMatchObject([{ content: 'images', expectedInstances: 3, heldInstances: 3, objectInstances: 1 }]);
});

test('what an ECG device puts into the watched folder is taken in as a study; what is no recording is listed; both are moved aside', async () => {
  mkdirSync(join(drop.profile, '3F'));
  writeFileSync(join(drop.profile, '3F/ECG0001.XML'), annotatedEcg);
  writeFileSync(join(drop.profile, 'NOTE.TXT'), 'paper is out');
  const job = await until(async () => (await client.imports.list()).find(({ path, state }) => path.startsWith(join(drop.profile, 'importing')) && state === 'done'));
  expect(job).toMatchObject({ filesTotal: 2, storedInstances: 1, refused: [{ name: 'NOTE.TXT', code: 'file/not-dicom' }] });
  expect((await allRows(client)).find(({ studyId }) => studyId === job.studyIds[0])).toMatchObject({ modalities: ['ECG'], heldInstances: 1 });
  const taken = join(drop.profile, 'imported');
  await until(async () => existsSync(taken) && readdirSync(taken).length === 1);
  const [batch = ''] = readdirSync(taken);
  expect([existsSync(join(taken, batch, '3F/ECG0001.XML')), existsSync(join(taken, batch, 'NOTE.TXT')), existsSync(join(drop.profile, 'NOTE.TXT'))]).toEqual([true, true, false]);
});
