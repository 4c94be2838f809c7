import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { createNearArchive } from '#main/retrieval/near-archive.ts';
import { silentLog, type Log } from '#main/platform/log.ts';
import { personNameOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { noisyCt } from '#tests/support/noisy-ct.ts';
import { hasOrthanc, startOrthanc } from '#tests/support/orthanc.ts';
import { allRows, connect, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';

/** Real servers around the seat: a county's gateway that takes C-STORE, and the centre's own archive in the local network. */

const hasServers = hasOrthanc();
const never = new AbortController().signal;

/** The settings that are handed to hospitals, without what this machine decides itself. */
function gatewaySettings(): Readonly<Record<string, unknown>> {
  const text = readFileSync(new URL('../../resources/gateway/orthanc.json', import.meta.url), 'utf8');
  const settings = JSON.parse(text) as Record<string, unknown>;
  for (const own of ['StorageDirectory', 'IndexDirectory', 'HttpPort', 'DicomPort', 'Plugins', 'RemoteAccessAllowed', 'RegisteredUsers', 'AuthenticationEnabled']) delete settings[own];
  return settings;
}

function temporaryFiles(contents: readonly Uint8Array[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-gateway-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return contents.map((content, index) => {
    const file = join(folder, `${index + 1}.dcm`);
    writeFileSync(file, content);
    return file;
  });
}

test.skipIf(!hasServers)('what a scanner sends to the gateway of the recipe by C-STORE is on the list, readable and whole, with its Chinese', async () => {
  const gateway = await startOrthanc({ receivesDicom: true, users: { tongyue: '密码' }, settings: gatewaySettings() });
  onTestFinished(() => gateway.stop());
  const ct = noisyCt({ slices: 3, side: 64 });
  const slices = [1, 2, 3].map(ct.slice);
  const sent = spawnSync('storescu', ['-aec', 'GATEWAY', '127.0.0.1', String(gateway.dicomPort), ...temporaryFiles(slices)], { encoding: 'utf8' });
  expect(sent.stderr).toBe('');
  expect(sent.status).toBe(0);

  const { profile, remove } = newProfile();
  onTestFinished(remove);
  const address = gateway.baseUrl.replace('http://', `http://tongyue:${encodeURIComponent('密码')}@`);
  const program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${address}`]);
  onTestFinished(() => program.stop());
  const client = await connect(program);
  const row = await until(async () => (await allRows(client)).find((one) => one.heldInstances === 3 && one.studyDescription !== ''));
  expect(row).toMatchObject({ expectedInstances: 3, studyDescription: '胸部平扫', patient: { name: { ideographic: '赵^守田' } } });
  const metadata = (await (await client.get(`/metadata/${row.studyId}/${ct.seriesInstanceUid}`)).json()) as Parameters<typeof textOf>[0][];
  expect(metadata.map((one) => textOf(one, 'SOPInstanceUID'))).toEqual([1, 2, 3].map(ct.sopInstanceUid));
  expect(personNameOf(metadata[0]!, 'PatientName').ideographic).toBe('赵^守田');
  const { siteId } = (await client.sites.list())[0]!;
  expect(await client.sites.test({ siteId })).toMatchObject({ failure: null });
});

/** A log that keeps what was warned of. */
function warnings(): { readonly log: Log; readonly messages: string[] } {
  const messages: string[] = [];
  return { log: { ...silentLog, warn: (message) => void messages.push(message) }, messages };
}

test.skipIf(!hasServers)('an image crosses the county line once for two seats of a centre with a near archive', async () => {
  const [county, centre] = [await startOrthanc(), await startOrthanc()];
  onTestFinished(async () => {
    await county.stop();
    await centre.stop();
  });
  const ct = noisyCt({ slices: 4, side: 64 });
  await county.store([1, 2, 3, 4].map(ct.slice));
  const seat = async () => {
    const { profile, remove } = newProfile();
    onTestFinished(remove);
    const program = await startProgram(profile, ['--no-demo', '--since', 'all', '--near', centre.baseUrl, '--site', `北原县人民医院=${county.baseUrl}`]);
    onTestFinished(() => program.stop());
    return connect(program);
  };
  const first = await seat();
  await until(async () => (await allRows(first))[0]?.heldInstances === 4);
  const near = createDicomWebSite({ name: 'near', baseUrl: centre.baseUrl, noProgressTimeoutMs: 5_000 });
  await until(async () => (await near.searchForInstances(ct.studyInstanceUid, {}, never).catch(() => [])).length === 4);

  const second = await seat();
  const row = await until(async () => (await allRows(second)).find((one) => one.heldInstances === 4));
  // Nothing was learned of the county's server: no image was asked of it.
  expect((await second.sites.list())[0]!.capabilities).toEqual([]);
  const [frameOfFirst, frameOfSecond] = await Promise.all(
    [first, second].map(async (client) => Buffer.from(await (await client.get(`/frames/${row.studyId}/${ct.sopInstanceUid(2)}/1`)).arrayBuffer())),
  );
  expect(frameOfSecond!.equals(frameOfFirst!)).toBe(true);
});

test('a near archive that is down is left alone for a minute, and the county line serves', async () => {
  const { log, messages } = warnings();
  let nowMs = 0;
  let asked = 0;
  const counting: typeof fetch = (...request) => {
    asked += 1;
    return fetch(...request);
  };
  // Port 9 of this machine: nobody listens there.
  const web = createDicomWebSite({ name: 'near', baseUrl: 'http://127.0.0.1:9/dicom-web', noProgressTimeoutMs: 5_000, fetch: counting });
  const near = createNearArchive({ web, nowMs: () => nowMs, log });
  const ct = noisyCt({ slices: 1, side: 8 });
  const image = { sopInstanceUid: ct.sopInstanceUid(1), seriesInstanceUid: ct.seriesInstanceUid, instanceNumber: 1 };
  expect(await near.find(ct, image, never)).toBeUndefined();
  expect(await near.find(ct, image, never)).toBeUndefined();
  expect(asked).toBe(1);
  nowMs = 60_001;
  expect(await near.find(ct, image, never)).toBeUndefined();
  expect(asked).toBe(2);
  expect(messages).toEqual(['the near archive did not answer as it should', 'the near archive did not answer as it should']);
  await near.close();
});

