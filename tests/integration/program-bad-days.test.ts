import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { bytes, garbageJson, html, json, multipart, startFaultServer, status, type Behaviour, type FaultServer } from '#tests/support/fault-server.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

/** Bad days of the real program: each gets a message that names the hospital or the file, nothing crashes, nothing held is lost. */

async function start(profile: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Program> {
  const program = await startProgram(profile, args, environment);
  onTestFinished(() => program.stop());
  return program;
}

function ownProfile(): string {
  const { profile, remove } = newProfile();
  onTestFinished(remove);
  return profile;
}

const study = (count: number) =>
  buildDataSet({
    StudyInstanceUID: '1.2.3', PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, PatientID: 'P1', StudyDate: '20261120',
    StudyDescription: '头颅平扫', ModalitiesInStudy: ['CT'], NumberOfStudyRelatedInstances: count,
  });
const listed = (number: number) =>
  buildDataSet({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', SOPInstanceUID: `1.2.3.1.${number}`, SOPClassUID: '1.2.840.10008.5.1.4.1.1.2', InstanceNumber: number, Rows: 4 });

/** A hospital with one study of two slices, whose second slice is answered as the test says. */
function hospitalWith(server: FaultServer, second: Behaviour): void {
  answerSearches(server, [1, 2]);
  server.on(/\/instances\/1\.2\.3\.1\.1$/, multipart([ctSlice(1)]));
  server.on(/\/instances\/1\.2\.3\.1\.2$/, second);
}

function answerSearches(server: FaultServer, slices: readonly number[]): void {
  server.on(/\/studies\?/, json([study(slices.length)]));
  server.on(/\/series(\?|$)/, json([buildDataSet({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', Modality: 'CT' })]));
  server.on(/\/instances(\?|$)/, json(slices.map(listed)));
}

const siteOf = async (client: ProgramClient) => (await client.sites.list())[0]!;

describe('a hospital that answers wrongly', () => {
  test.each([
    ['401', status(401), 'site/unauthorised'],
    ['500', status(500), 'site/server-error'],
    ['a web page', html(), 'site/not-dicomweb'],
    ['garbage instead of JSON', garbageJson(), 'site/invalid-answer'],
  ])('with %s to a search is named with its failure, and the program goes on', async (_what, answer, code) => {
    const server = await startFaultServer();
    onTestFinished(() => server.stop());
    server.answer(answer);
    const program = await start(ownProfile(), ['--no-demo', '--site', `北原县人民医院=${server.baseUrl}`]);
    const client = await connect(program);
    const site = await until(async () => {
      const found = await siteOf(client);
      return found.failure !== null && found;
    });
    expect(site).toMatchObject({ name: '北原县人民医院', link: 'unreachable', failure: { code, facts: { site: '北原县人民医院' } } });
    expect(await allRows(client)).toEqual([]);
  });

  const whole = ctSlice(2);
  test.each([
    ['a truncated multipart', bytes(truncatedMultipart(whole), 'multipart/related; type="application/dicom"; boundary=b', 'end'), 'site/truncated'],
    ['half a frame', multipart([whole.subarray(0, whole.length - 16)]), 'file/damaged'],
    ['a file that is not DICOM', multipart([new TextEncoder().encode('<html>proxy error</html>')]), 'site/invalid-answer'],
    ['another instance than was asked for', multipart([ctSlice(7)]), 'site/unexpected-instance'],
  ])('with %s keeps what is whole, shows what is wrong, and completes when the hospital mends', async (_what, second, code) => {
    const server = await startFaultServer();
    onTestFinished(() => server.stop());
    hospitalWith(server, second);
    const program = await start(ownProfile(), ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${server.baseUrl}`]);
    const client = await connect(program);
    await until(async () => (await allRows(client))[0]?.heldInstances === 1);
    const site = await until(async () => {
      const found = await siteOf(client);
      return found.failure !== null && found;
    });
    expect(site.failure!.code).toBe(code);
    hospitalWith(server, multipart([whole]));
    await until(async () => (await allRows(client))[0]?.heldInstances === 2);
  });
});

function truncatedMultipart(part: Uint8Array): Buffer {
  const head = Buffer.from('--b\r\nContent-Type: application/dicom\r\n\r\n');
  return Buffer.concat([head, part.subarray(0, part.length / 2)]);
}

describe('the profile', () => {
  test('that another process has is refused with its process, and the first goes on', async () => {
    const profile = ownProfile();
    const first = await start(profile, ['--no-demo']);
    const second = spawnSync(process.execPath, ['main/launch.mjs', '--no-window', '--no-demo', '--profile', profile], { encoding: 'utf8' });
    expect(second.status).toBe(3);
    expect(second.stderr).toContain(first.origin);
    expect(second.stderr).toContain('正由另一个通阅使用');
    expect(await allRows(await connect(first))).toEqual([]);
  });

  test('of a newer version is refused in words and not touched', async () => {
    const profile = ownProfile();
    await (await startProgram(profile, ['--no-demo'])).stop();
    const file = join(profile, 'profile.json');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), profileVersion: 99 }));
    const before = readFileSync(join(profile, 'catalogue.sqlite'));
    const refused = spawnSync(process.execPath, ['main/launch.mjs', '--no-window', '--no-demo', '--profile', profile], { encoding: 'utf8' });
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain('更新版本');
    expect(readFileSync(join(profile, 'catalogue.sqlite')).equals(before)).toBe(true);
  });

  test('whose key is gone is refused in words', async () => {
    const profile = ownProfile();
    await (await startProgram(profile, ['--no-demo'])).stop();
    writeFileSync(join(profile, 'seat.key'), Buffer.alloc(32, 1));
    const refused = spawnSync(process.execPath, ['main/launch.mjs', '--no-window', '--no-demo', '--profile', profile], { encoding: 'utf8' });
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain('密钥打不开');
  });

  test('a mistake on the command line is named', () => {
    const refused = spawnSync(process.execPath, ['main/launch.mjs', '--no-window', '--site', 'nonsense'], { encoding: 'utf8' });
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('--site wants NAME=URL');
  });
});

describe('a full disk', () => {
  const canMount = process.platform === 'linux' && process.getuid?.() === 0 && tryMount();
  if (!canMount) process.stderr.write('\n!!! NO SMALL DISK CAN BE MOUNTED HERE: the full disk is only tested with a page limit !!!\n');

  test.skipIf(!canMount)('stops fetching, keeps drafts, and goes on when there is room', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'tongyue-disk-'));
    // The catalogue and its log take 8 MB of it, whatever is in them.
    mount(disk, '16m');
    onTestFinished(() => {
      spawnSync('umount', [disk]);
      rmSync(disk, { recursive: true, force: true });
    });
    const server = await startFaultServer();
    onTestFinished(() => server.stop());
    const slices = Array.from({ length: 24 }, (_, index) => index + 1);
    answerSearches(server, slices);
    for (const number of slices) server.on(new RegExp(`/instances/1\\.2\\.3\\.1\\.${number}$`), multipart([bigSlice(number, 1_000)]));
    const program = await start(join(disk, 'profile'), ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${server.baseUrl}`]);
    const client = await connect(program);
    const events = await client.system.events();
    const row = await until(async () => (await allRows(client))[0]);
    for await (const event of events) if (event.kind === 'disk-full') break;
    const held = (await allRows(client))[0]!.heldInstances;
    expect(held).toBeLessThan(slices.length);

    mount(disk, '200m', true);
    const [request] = await client.reports.forStudy({ studyId: row.studyId });
    const text = { findings: '仍可书写', impression: '', recommendation: '', outcome: null };
    await client.reports.saveDraft({ requestId: request!.requestId, expectedRevision: 0, text });
    await until(async () => (await allRows(client))[0]!.heldInstances === slices.length);
    expect((await client.reports.forStudy({ studyId: row.studyId }))[0]!.draft.findings).toBe('仍可书写');
  });

  function bigSlice(number: number, side: number): Uint8Array {
    return ctSlice(number, { Rows: side, Columns: side, BitsAllocated: 8, BitsStored: 8, HighBit: 7 }, number, new Uint8Array(side * side).fill(number));
  }
  function mount(folder: string, size: string, again = false): void {
    const run = spawnSync('mount', again ? ['-o', `remount,size=${size}`, folder] : ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
  }
  function tryMount(): boolean {
    const folder = mkdtempSync(join(tmpdir(), 'tongyue-mount-'));
    const works = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
    if (works) spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
    return works;
  }
});

test('nothing of a patient stands readable in the profile, its log included', async () => {
  const server = await startFaultServer();
  onTestFinished(() => server.stop());
  hospitalWith(server, status(500));
  const profile = ownProfile();
  const program = await start(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${server.baseUrl}`]);
  const client = await connect(program);
  await until(async () => (await allRows(client))[0]?.heldInstances === 1);
  await until(async () => (await siteOf(client)).failure !== null);
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain('tongyue.log');
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    // The one picture that is held: sixteen values of 1.
    expect(bytes.includes(Buffer.from(new Uint16Array(16).fill(1).buffer)), `pixels in ${file.name}`).toBe(false);
    for (const secret of ['Shoutian', '守田', 'Zhao^']) expect(bytes.includes(secret), `${secret} in ${file.name}`).toBe(false);
  }
});
