import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { decodeJpegLs } from '#tests/support/demo-instances.ts';
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

  test('every frame is the one that the scanner wrote, bit by bit, in whatever form it came', async () => {
    const came: { readonly sent: Uint8Array; readonly form: string; readonly bytes: Uint8Array }[] = [];
    for (const sent of files) {
      const answer = await client.get(`/frames/${studyId}/${readPart10(sent).sopInstanceUid}/1`);
      const form = /transfer-syntax=(.*)$/.exec(answer.headers.get('content-type') ?? '')?.[1] ?? '';
      came.push({ sent, form, bytes: new Uint8Array(await answer.arrayBuffer()) });
    }
    for (const { sent, form, bytes } of came) {
      // Decoding leaves no time to hear that a kept connection was closed: the next call would meet a dead one.
      await setImmediate();
      const { frames, metadata } = readPart10(sent);
      expect(sha256(await pixelsOf(profile, metadata, form, bytes))).toBe(sha256(frames[0]!));
    }
    const forms = new Set(came.map(({ form }) => form));
    // Orthanc keeps it uncompressed; the line carried JPEG-LS but for the images by which its other forms were learned.
    expect(forms).toContain('1.2.840.10008.1.2.4.80');
  });

  test('what its server can do is known: JPEG-LS makes it smaller, JPEG 2000 is refused', async () => {
    const site = (await client.sites.list()).find((one) => one.name === HOSPITAL)!;
    const forms = new Map(site.capabilities.filter(({ kind }) => kind === 'CT').map((capability) => [capability.form, capability]));
    expect(forms.get('jpeg-ls')).toMatchObject({ outcome: 'works' });
    expect(forms.get('jpeg-ls')!.sizeShare!).toBeLessThan(forms.get('kept')!.sizeShare!);
    expect(forms.get('jpeg-2000')).toMatchObject({ outcome: 'refused' });
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

/** Decoded by CharLS and by dcmtk. */
async function pixelsOf(profile: string, metadata: DataSet, transferSyntaxUid: string, frame: Uint8Array): Promise<Uint8Array> {
  if (transferSyntaxUid === '1.2.840.10008.1.2.1') return frame;
  if (transferSyntaxUid === '1.2.840.10008.1.2.4.80') return decodeJpegLs(frame);
  if (transferSyntaxUid !== '1.2.840.10008.1.2.4.70') throw new Error(`nobody asked for ${transferSyntaxUid}`);
  const [from, to] = ['encoded.dcm', 'decoded.dcm'].map((name) => join(profile, name)) as [string, string];
  // Private elements and values that are kept apart say nothing of the pixels.
  const described = Object.fromEntries(Object.entries(metadata).filter(([tag, element]) => Number.parseInt(tag.slice(0, 4), 16) % 2 === 0 && !('BulkDataURI' in element)));
  writeFileSync(from, writePart10(described, { transferSyntaxUid, frames: [frame] }));
  const decoded = spawnSync('dcmdjpeg', [from, to], { encoding: 'utf8' });
  if (decoded.status !== 0) throw new Error(decoded.stderr);
  return readPart10(readFileSync(to)).frames[0]!;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
