import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeVerdict, openAudit } from '#main/composition/audit-command.ts';
import { startSlowLinkRelay, type SlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import { framePath } from '#shared/contract/request-paths.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners } from '#tests/support/seat-files.ts';
import { startTestHospital, type TestHospital } from '#tests/support/test-hospital.ts';

/** A day without the line: everything is read, measured, written and signed; when the line is back everything goes out once. */

const { profile, remove } = newProfile();
const REPORTS = 3;
/** Its paper, its structured report, its measurements and the key objects that they name. */
const OBJECTS = 4;
let hospital: TestHospital;
let relay: SlowLinkRelay;
let program: Program;
let client: ProgramClient;

async function start(): Promise<void> {
  program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=http://127.0.0.1:${relay.port}/dicom-web`]);
  client = await connect(program);
}

beforeAll(async () => {
  hospital = await startTestHospital();
  relay = await startSlowLinkRelay(hospital.port, { bitsPerSecond: 20_000_000, roundTripMs: 5 });
  for (let study = 1; study <= REPORTS; study += 1) {
    hospital.put(ctSlice(1, { StudyInstanceUID: `1.2.3.${study}`, SeriesInstanceUID: `1.2.3.${study}.1`, SOPInstanceUID: `1.2.3.${study}.1.1`, PatientID: `P${study}`, StudyDate: '20261121' }));
  }
  await addSigners(profile);
  await start();
  await until(async () => (await allRows(client)).filter(({ heldInstances }) => heldInstances === 1).length === REPORTS);
});
afterAll(async () => {
  await program?.stop();
  await relay?.close();
  await hospital?.stop();
  remove();
});

async function unreachableSince(): Promise<string> {
  const [site] = await client.sites.list();
  return until(async () => {
    await client.sites.pollNow({ siteId: site!.siteId });
    const [now] = await client.sites.list();
    return now!.link === 'unreachable' && now!.failure?.since;
  });
}

test('cut off, killed and started again, the seat signs and keeps; the line back, every report arrives once', async () => {
  relay.cut();
  expect(Date.parse(await unreachableSince())).toBeLessThanOrEqual(Date.now());
  for (const { studyId, studyInstanceUid } of await allRows(client)) {
    await client.studies.open({ studyId });
    expect((await client.get(framePath(studyId, `${studyInstanceUid}.1.1`, 1))).status).toBe(200);
    await client.measurements.save({
      trackingUid: `2.25.${studyId}`, studyId, seriesInstanceUid: `${studyInstanceUid}.1`, sopInstanceUid: `${studyInstanceUid}.1.1`, frameNumber: 1, kind: 'length',
      pointsPx: [[0, 0], [3, 0]], quantities: [{ quantity: 'length', value: 3, unit: '{px}' }], spacingSource: 'none', label: 1,
    });
    const [request] = await client.reports.forStudy({ studyId });
    const text = { findings: '断线时写成。', impression: '1. 未见异常', recommendation: '', outcome: 'negative' as const };
    const { revision } = await client.reports.saveDraft({ requestId: request!.requestId, expectedRevision: 0, text });
    const [signer] = await client.reports.signers();
    const signed = await client.reports.sign({ requestId: request!.requestId, revision, signerId: signer!.signerId, pin: signer!.demoPin! });
    expect(Date.parse(signed.unreachableSince ?? '')).toBeLessThanOrEqual(Date.parse(signed.signedAt));
  }
  // What the status bar says: the objects of each report wait, and since when the line is cut.
  expect((await client.system.describe()).waitingDeliveries).toBe(OBJECTS * REPORTS);

  await program.kill();
  await start();
  await unreachableSince();
  expect((await client.system.describe()).waitingDeliveries).toBe(OBJECTS * REPORTS);
  for (const { studyId } of await allRows(client)) {
    expect((await client.reports.forStudy({ studyId }))[0]!.signed).toMatchObject({ version: 1, text: { findings: '断线时写成。' }, unreachableSince: expect.stringMatching(/^20/) });
    expect(await client.measurements.list({ studyId })).toHaveLength(1);
  }
  expect(hospital.received.size).toBe(0);

  relay.restore();
  const [site] = await client.sites.list();
  await until(async () => {
    await client.sites.pollNow({ siteId: site!.siteId });
    return (await allRows(client)).every(({ status }) => status === 'delivered');
  });
  expect((await client.system.describe()).waitingDeliveries).toBe(0);
  expect([...hospital.received.values()]).toEqual(Array.from({ length: OBJECTS * REPORTS }, () => 1));

  // Who did what that day: each report opened once and signed once, each of its objects given back by the hospital, in an unbroken chain.
  await program.stop();
  const audit = openAudit(profile);
  try {
    const done = (code: string, action: string) => [...audit.messages()].filter(({ event }) => event.id.code === code && event.action === action).length;
    expect({ opened: done('110103', 'R'), signed: done('110103', 'C'), delivered: done('110104', 'C') }).toEqual({ opened: REPORTS, signed: REPORTS, delivered: OBJECTS * REPORTS });
    expect(describeVerdict(audit.verdict())).toMatch(/^\d+ rows, every one as it was written/);
  } finally {
    audit.close();
  }
});
