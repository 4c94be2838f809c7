import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { hasOrthanc, startOrthanc, type Orthanc } from '#tests/support/orthanc.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

const HOSPITAL = '云台县人民医院';
const folder = fileURLToPath(new URL('../../../shared/testdata/ct-volume/philips-head-1mm/', import.meta.url));
const hasTestData = existsSync(folder);
if (!hasTestData) process.stderr.write('\n!!! NO ../shared/testdata: the head phantom is not read back from a real Orthanc !!!\n');

describe.skipIf(!hasTestData || !hasOrthanc())('a real Orthanc with the head phantom, as a hospital of the command line', () => {
  const { profile, remove } = newProfile();
  const files = hasTestData ? readdirSync(folder).map((file) => readFileSync(join(folder, file))) : [];
  let orthanc: Orthanc;
  let program: Program;
  let client: ProgramClient;
  let studyId = 0;

  beforeAll(async () => {
    orthanc = await startOrthanc();
    await orthanc.store(files);
    program = await startProgram(profile, ['--site', `${HOSPITAL}=${orthanc.baseUrl}`, '--since', 'all']);
    client = await connect(program);
  });
  afterAll(async () => {
    await program?.stop();
    await orthanc?.stop();
    remove();
  });
  const rowOf = async () => (await allRows(client)).find((row) => row.siteName === HOSPITAL);

  test('its study appears, and all 50 slices are held', async () => {
    const row = await until(async () => {
      const found = await rowOf();
      return found?.heldInstances === 50 && found;
    });
    studyId = row.studyId;
    expect(row).toMatchObject({ expectedInstances: 50, modalities: ['CT'], patient: { patientId: 'PLASTIC' } });
  });

  test('every frame is the one that the scanner wrote', async () => {
    for (const file of files) {
      const { sopInstanceUid, frames } = readPart10(file);
      const answer = await client.get(`/frames/${studyId}/${sopInstanceUid}/1`);
      expect(answer.headers.get('content-type')).toContain('1.2.840.10008.1.2.1');
      expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256(frames[0]!));
    }
  });

  test('a report goes back, is read back, and dciodvfy accepts it without errors', async () => {
    const [request] = await client.reports.forStudy({ studyId });
    const text = { findings: '头模，未见异常密度影。', impression: '1. 头模 CT 扫描', recommendation: '', outcome: 'negative' as const };
    const { revision } = await client.reports.saveDraft({ requestId: request!.requestId, expectedRevision: 0, text });
    // A physician's own file, as it would be imported.
    const file = (await createDemoAuthority(new Date())).signers[1]!;
    const importFile = (pin: string) => client.reports.importSigner({ pkcs12: Buffer.from(file.pkcs12).toString('base64'), pin, role: 'reviewing-physician' });
    await expect(importFile('000000')).rejects.toMatchObject({ code: 'signing/wrong-pin' });
    const { signerId, isDemo } = await importFile(file.demoPin!);
    expect(isDemo).toBe(false);
    await client.reports.sign({ requestId: request!.requestId, revision, signerId, pin: file.demoPin! });
    await until(async () => (await rowOf())?.status === 'delivered');

    const web = createDicomWebSite({ name: HOSPITAL, baseUrl: orthanc.baseUrl, noProgressTimeoutMs: 20_000 });
    const signal = new AbortController().signal;
    const studyInstanceUid = (await rowOf())!.studyInstanceUid;
    const objects = (await web.searchForInstances(studyInstanceUid, {}, signal)).filter((one) => textOf(one, 'SOPClassUID') !== '1.2.840.10008.5.1.4.1.1.2');
    expect(objects).toHaveLength(2);
    for (const object of objects) {
      const part10 = await web.retrieveInstance(studyInstanceUid, textOf(object, 'SeriesInstanceUID'), textOf(object, 'SOPInstanceUID'), signal);
      const file = join(profile, `${textOf(object, 'SOPInstanceUID')}.dcm`);
      writeFileSync(file, part10);
      const verdict = spawnSync('dciodvfy', ['-new', file], { encoding: 'utf8' });
      if (verdict.error !== undefined) throw verdict.error;
      expect(`${verdict.stdout}${verdict.stderr}`.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
    }
  });

  test('our own report that is now in the archive does not count as an image that is missing', async () => {
    const site = (await client.sites.list()).find((one) => one.name === HOSPITAL)!;
    await client.sites.pollNow({ siteId: site.siteId });
    await until(async () => (await client.sites.list()).find((one) => one.name === HOSPITAL)!.lastSeenAt !== site.lastSeenAt);
    expect(await rowOf()).toMatchObject({ expectedInstances: 50, heldInstances: 50, status: 'delivered' });
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
