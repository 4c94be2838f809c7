import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHubCoordinator } from '#main/coordination/hub/hub-coordinator.ts';
import { startSlowLinkRelay, type SlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { hasPostgres, startTestHub, type TestHub } from '#tests/support/postgres.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners } from '#tests/support/seat-files.ts';
import { startTestHospital, type TestHospital } from '#tests/support/test-hospital.ts';

/** Two seats, one hub, one hospital: what two physicians and their machines do to each other. */

const TEXT = { findings: '双肺未见结节。', impression: '1. 未见异常', recommendation: '', outcome: 'negative' as const };
const STUDIES = 5;
const HOSPITAL_NAME = '云岫县人民医院';

interface SeatUnderTest {
  readonly program: Program;
  readonly client: ProgramClient;
  readonly close: () => Promise<void>;
}

const isHere = hasPostgres();
let hub: TestHub;
let hospital: TestHospital;
let relay: SlowLinkRelay;
let first: SeatUnderTest;
let second: SeatUnderTest;
const started: Program[] = [];

async function openSeat(seatId: string, options: readonly string[] = []): Promise<SeatUnderTest> {
  const { profile, remove } = newProfile();
  await addSigners(profile);
  const program = await startProgram(profile, [
    '--no-demo', '--since', 'all', '--centre', '远程影像诊断中心', '--site', `${HOSPITAL_NAME}=http://127.0.0.1:${relay.port}/dicom-web`, '--hub', hub.seatUrl(seatId), ...options,
  ], {}, 'out/main/loopback.js');
  started.push(program);
  const client = await connect(program);
  await until(async () => (await allRows(client)).filter(({ heldInstances }) => heldInstances >= 1).length === STUDIES);
  return {
    program,
    client,
    async close() {
      await program.kill();
      remove();
    },
  };
}

beforeAll(async () => {
  if (!isHere) return;
  hub = await startTestHub({ durability: 'process' });
  await hub.admit({ seatId: 'seat_1', person: '周牧', duty: 'reader' });
  await hub.admit({ seatId: 'seat_2', person: '林知远', duty: 'administrator' });
  hospital = await startTestHospital();
  relay = await startSlowLinkRelay(hospital.port, { bitsPerSecond: 50_000_000, roundTripMs: 2 });
  for (let study = 1; study <= STUDIES; study += 1) {
    hospital.put(ctSlice(1, { StudyInstanceUID: `1.2.3.${study}`, SeriesInstanceUID: `1.2.3.${study}.1`, SOPInstanceUID: `1.2.3.${study}.1.1`, PatientID: `P${study}`, StudyDate: '20261121', StudyDescription: '急诊 胸部平扫' }));
  }
  [first, second] = await Promise.all([openSeat('seat_1'), openSeat('seat_2', ['--county', 'http://127.0.0.1:0'])]);
});
afterAll(async () => {
  await Promise.all([first?.close(), second?.close(), ...started.map((program) => program.kill())]);
  await relay?.close();
  await hospital?.stop();
  await hub?.stop();
});

const studyIdOf = async ({ client }: SeatUnderTest, study: number) => (await allRows(client)).find(({ studyInstanceUid }) => studyInstanceUid === `1.2.3.${study}`)?.studyId ?? 0;
const standingOf = async (seat: SeatUnderTest, study: number) => seat.client.coordination.standing({ studyId: await studyIdOf(seat, study) });
const rowOf = async (seat: SeatUnderTest, study: number) => (await allRows(seat.client)).find(({ studyInstanceUid }) => studyInstanceUid === `1.2.3.${study}`);
const becomes = (seat: SeatUnderTest, study: number, standing: string) => until(async () => (await standingOf(seat, study)).standing === standing);
const received = (study: number) => [...hospital.received.keys()].filter((uid) => hospital.objectsOf(`1.2.3.${study}`).some(({ sopInstanceUid }) => sopInstanceUid === uid)).length;

async function openCase(seat: SeatUnderTest, study: number): Promise<void> {
  await seat.client.studies.open({ studyId: await studyIdOf(seat, study) });
}

async function write(seat: SeatUnderTest, study: number, findings = TEXT.findings): Promise<{ readonly requestId: number; readonly revision: number }> {
  const [request] = await seat.client.reports.forStudy({ studyId: await studyIdOf(seat, study) });
  const requestId = request?.requestId ?? 0;
  return { requestId, ...(await seat.client.reports.saveDraft({ requestId, expectedRevision: request?.draft.revision ?? 0, text: { ...TEXT, findings } })) };
}

async function sign(seat: SeatUnderTest, draft: { readonly requestId: number; readonly revision: number }): Promise<SignedReport> {
  const [signer] = await seat.client.reports.signers();
  return seat.client.reports.sign({ requestId: draft.requestId, revision: draft.revision, signerId: signer?.signerId ?? 0, pin: signer?.demoPin ?? '' });
}

describe.skipIf(!isHere)('two seats over one hub', () => {
  test('who opens a case holds it: the colleague sees by whom, may look, and is refused in signing', async () => {
    await openCase(first, 1);
    await becomes(first, 1, 'mine');
    await until(async () => (await rowOf(second, 1))?.claim?.person === '周牧');
    await openCase(second, 1);
    await becomes(second, 1, 'held');
    expect(await standingOf(second, 1)).toMatchObject({ mode: 'hub', person: '周牧', seats: [{ seatId: 'seat_1', person: '周牧', isHere: true }] });
    await expect(sign(second, await write(second, 1))).rejects.toMatchObject({ code: 'claim/held', data: { facts: { person: '周牧' } } });
    expect((await first.client.system.describe()).hub).toMatchObject({ person: '周牧', isReachable: true, waitingReports: 0 });
  });

  test('a case that is handed over is the colleague’s with its draft, and its report is final for both', async () => {
    await openCase(first, 2);
    await becomes(first, 2, 'mine');
    const draft = await write(first, 2, '左肺上叶见结节，待移交。');
    // It is open at the colleague's already.
    await openCase(second, 2);
    await becomes(second, 2, 'held');
    await first.client.coordination.handOver({ studyId: await studyIdOf(first, 2), toSeatId: 'seat_2' });
    expect(await standingOf(first, 2)).toMatchObject({ standing: 'held', person: '林知远' });
    await expect(sign(first, draft)).rejects.toMatchObject({ code: 'claim/held' });
    await becomes(second, 2, 'mine');
    const studyId = await studyIdOf(second, 2);
    const request = await until(async () => (await second.client.reports.forStudy({ studyId })).find(({ draft: taken }) => taken.revision > 0));
    expect(request.draft.findings).toBe('左肺上叶见结节，待移交。');
    const signed = await sign(second, { requestId: request.requestId, revision: request.draft.revision });
    expect(signed.standing).toBeUndefined();
    await until(async () => (await rowOf(second, 2))?.status === 'delivered');
    await until(async () => (await rowOf(first, 2))?.claim?.isFinal === true);
    expect((await rowOf(first, 2))?.status).toBe('signed');
    expect(await standingOf(first, 2)).toMatchObject({ reports: [{ standing: 'final', isMine: false, findings: '左肺上叶见结节，待移交。' }] });
    await expect(sign(first, draft)).rejects.toMatchObject({ code: 'claim/final' });
  });

  test('the next case of two who press the key at once is not the same, and not one that somebody reads', async () => {
    const [mine, theirs] = await Promise.all([first.client.coordination.next({ notStudyIds: [await studyIdOf(first, 1)] }), second.client.coordination.next({ notStudyIds: [] })]);
    const uidOf = async ({ client }: SeatUnderTest, studyId: number | null) => (await allRows(client)).find((row) => row.studyId === studyId)?.studyInstanceUid;
    const chosen = [await uidOf(first, mine.studyId), await uidOf(second, theirs.studyId)];
    expect(new Set(chosen).size).toBe(2);
    for (const studyInstanceUid of chosen) expect(['1.2.3.3', '1.2.3.4', '1.2.3.5']).toContain(studyInstanceUid);
    await Promise.all([first.client.studies.close({ studyId: mine.studyId ?? 0 }), second.client.studies.close({ studyId: theirs.studyId ?? 0 })]);
  });

  test('a message, who is here and what they read arrive at the colleague, about a case that both have', async () => {
    await openCase(first, 1);
    await first.client.colleagues.send({ toSeatId: 'seat_2', studyId: await studyIdOf(first, 1), text: '请看 23 层' });
    const seen = await until(async () => {
      const view = await second.client.colleagues.overview();
      return view.unread === 1 && view;
    });
    expect(seen.messages).toMatchObject([{ person: '周牧', isMine: false, toPerson: '林知远', text: '请看 23 层', isRead: false, studyId: await studyIdOf(second, 1) }]);
    expect((await second.client.colleagues.markRead({ messageId: seen.messages[0]?.messageId ?? 0 })).unread).toBe(0);
    await until(async () => (await second.client.colleagues.overview()).seats.some(({ person, isHere, studyId }) => person === '周牧' && isHere && studyId !== null));
    expect((await first.client.colleagues.overview()).messages).toMatchObject([{ isMine: true, isRead: true }]);
  });

  test('a critical value that one seat raises stands open at the other until it is closed, and is taken on once', async () => {
    const [request] = await first.client.reports.forStudy({ studyId: await studyIdOf(first, 1) });
    const raised = await first.client.criticalValues.raise({ requestId: request?.requestId ?? 0, message: '急性脑出血', foundBy: '周牧' });
    const [critical] = await until(async () => {
      const { criticals } = await second.client.colleagues.overview();
      return criticals.length === 1 && criticals;
    });
    // Not five minutes old: nobody is called away for it.
    expect(critical).toMatchObject({ person: '周牧', siteName: HOSPITAL_NAME, message: '急性脑出血', step: 0, isMyTurn: false, takenBy: '', studyId: await studyIdOf(second, 1) });
    expect((await second.client.colleagues.takeCritical({ key: critical?.key ?? '' })).criticals[0]?.takenBy).toBe('林知远');
    const notifiedAt = new Date().toISOString();
    await first.client.criticalValues.close({ criticalValueId: raised.criticalValueId, notifiedName: '王医生', notifiedStaffId: '', department: '急诊科', telephone: '', notifiedAt, readBack: '急性脑出血', closedBy: '周牧' });
    await until(async () => (await second.client.colleagues.overview()).criticals.length === 0);
  });

  test('the centre’s critical list is changed at one seat and arrives at the other; of two who change it at once the later is told', async () => {
    const rulesOf = (name: string) => [{ name, words: '脑出血', unless: '', isActive: true }];
    await second.client.criticalValues.saveRules({ rules: rulesOf('甲') });
    await until(async () => (await first.client.criticalValues.rules())[0]?.name === '甲');
    // A seat whose duty at the hub is reading changes nothing of the centre, here or there.
    await expect(first.client.criticalValues.saveRules({ rules: rulesOf('乙') })).rejects.toMatchObject({ code: 'hub/not-allowed' });
    expect((await first.client.criticalValues.rules())[0]?.name).toBe('甲');
    await hub.admit({ seatId: 'seat_1', person: '周牧', duty: 'administrator' });
    const both = await Promise.allSettled([first, second].map((seat, index) => seat.client.criticalValues.saveRules({ rules: rulesOf(`丙${index}`) })));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'hub/changed-elsewhere' } });
    await until(async () => (await first.client.criticalValues.rules())[0]?.name === (await second.client.criticalValues.rules())[0]?.name);
    await first.client.reportTexts.saveMacro({ abbreviation: 'wjyc', text: '未见异常' });
    await until(async () => (await second.client.reportTexts.library()).macros.some(({ abbreviation }) => abbreviation === 'wjyc'));
    await hub.admit({ seatId: 'seat_1', person: '周牧', duty: 'reader' });
  });

  test('people, hospitals, protocols and pauses are the centre’s: written at one seat they are at the other, without any secret, and a seat that reads changes none of them', async () => {
    const person = { loginName: 'liumin', name: '刘敏', roles: ['reporting-physician' as const], siteIds: null, password: '山高月小水落石出归去来' };
    await expect(first.client.people.add(person)).rejects.toMatchObject({ code: 'hub/not-allowed' });
    await second.client.people.add(person);
    await until(async () => (await first.client.people.list()).some(({ loginName, mustChangePassword }) => loginName === 'liumin' && mustChangePassword));

    // The hospital is asked by the seat that has its password, and waits at the other until somebody types it there.
    const empty = await startTestHospital();
    const site = { name: '临江县人民医院', url: `http://127.0.0.1:${empty.port}/dicom-web`, userName: 'reader', password: 'never over the hub', sinceDate: '2026-11-20' };
    const { siteId } = await second.client.sites.add(site);
    const there = await until(async () => (await first.client.sites.list()).find((one) => one.siteId === siteId));
    expect(there).toMatchObject({ name: site.name, baseUrl: site.url, failure: { code: 'site/unauthorised' }, security: { login: 'basic', userName: 'reader' } });
    await first.client.sites.setSecurity({ siteId, security: { authority: '', clientCertificate: '', clientKey: '', pin: '', isPlainAllowed: false, token: { kind: 'none' } }, login: { userName: 'reader', password: 'typed here' } });
    await until(async () => (await first.client.sites.list()).find((one) => one.siteId === siteId)?.failure === null);
    const asked = createHubCoordinator(hub.seatAddress('seat_2'), '林知远');
    const records = JSON.stringify([await asked.records('site'), await asked.records('person')]);
    await asked.close();
    expect([records.includes(site.name), records.includes('never over the hub'), records.includes('typed here'), records.includes(person.password)]).toEqual([true, false, false, false]);
    await expect(first.client.sites.remove({ siteId })).rejects.toMatchObject({ code: 'hub/not-allowed' });
    await second.client.sites.remove({ siteId });
    await until(async () => !(await first.client.sites.list()).some((one) => one.siteId === siteId));
    await empty.stop();

    const protocol = { protocolId: 'own-CT-CHEST', name: '我的 CT 胸部', modalities: ['CT'], bodyParts: [], layout: '1x1', boxes: [{ study: 'current' as const, selectors: [{}] }] };
    await second.client.hanging.learn(protocol);
    await second.client.hanging.share({ protocolId: protocol.protocolId });
    await until(async () => (await first.client.hanging.learned()).some(({ protocolId }) => protocolId === 'centre-own-CT-CHEST'));

    // Every physician stops the clock of a case.
    const studyId = await studyIdOf(first, 5);
    await first.client.worklist.pauseClock({ studyId, reason: 'technician', note: '补斜位' });
    await until(async () => (await rowOf(second, 5))?.service?.pause?.note === '补斜位');
    await second.client.worklist.resumeClock({ studyId: await studyIdOf(second, 5) });
    await until(async () => (await rowOf(first, 5))?.service?.pause === null);
  });

  test('a hospital’s page stands at one seat, the physician sits at another: what he asks is answered there, what he signs is confirmed there, and he sees both', async () => {
    const [studyId, there] = await Promise.all([studyIdOf(first, 5), studyIdOf(second, 5)]);
    const { address, sites } = await second.client.technician.countyPages();
    expect((await first.client.technician.countyPages()).address).toBeNull();
    const { url } = await second.client.technician.makeCountyLink({ siteId: sites.find(({ siteName }) => siteName === HOSPITAL_NAME)?.siteId ?? '' });
    const entrance = await fetch(url, { redirect: 'manual' });
    const cookie = entrance.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = async () => (await fetch(`${address}/`, { headers: { cookie } })).text();
    const say = async (path: string, form: Readonly<Record<string, string>>) =>
      (await fetch(address + path, { method: 'POST', redirect: 'manual', headers: { cookie, origin: address ?? '', 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() })).headers.get('location');

    // The technician is asked at the physician's seat; the time of the case stops and runs on at both.
    const [asked] = await first.client.technician.ask({ studyId, kind: 'missing-view', text: '请补右侧斜位', image: null });
    await until(async () => (await page()).includes('请补右侧斜位'));
    await until(async () => (await first.client.technician.ofStudy({ studyId }))[0]?.seenAt !== null);
    await until(async () => (await rowOf(second, 5))?.service?.pause !== null);
    expect(await say(`/requests/${asked?.requestKey ?? ''}`, { by: '马技师', text: '已补照', outcome: 'done' })).toBe('/?said=sent');
    await until(async () => (await first.client.technician.ofStudy({ studyId }))[0]?.state === 'done');
    expect(await first.client.technician.ofStudy({ studyId })).toMatchObject([{ askedBy: '周牧', answers: [{ by: '马技师', text: '已补照', isDone: true }] }]);
    await until(async () => (await rowOf(first, 5))?.service?.pause === null);
    await first.client.technician.close({ studyId, requestKey: asked?.requestKey ?? '' });
    await until(async () => (await second.client.technician.ofStudy({ studyId: there }))[0]?.state === 'closed');
    expect(await say(`/requests/${asked?.requestKey ?? ''}`, { by: '马技师', text: '太晚', outcome: 'done' })).toBe('/?said=closed');

    await openCase(first, 5);
    await becomes(first, 5, 'mine');
    const { reportUid } = await sign(first, await write(first, 5, '县医院网页确认'));
    await until(async () => (await rowOf(first, 5))?.status === 'delivered');
    await until(async () => (await page()).includes(`/reports/${reportUid}`));
    expect(await say(`/reports/${reportUid}`, { by: '张护士', step: 'received' })).toBe('/?said=confirmed');
    expect(await say(`/reports/${reportUid}`, { by: '张护士', step: 'printed' })).toBe('/?said=confirmed');
    // It stands in the record of the seat that signed, which serves no page; the seat of the page has signed nothing.
    const track = async () => (await first.client.deliveries.list({ show: 'all', limit: 50 })).reports.find((report) => report.reportUid === reportUid);
    await until(async () => (await track())?.acknowledgement?.person === '张护士' && (await track())?.countySteps?.length === 2);
    expect((await track())?.countySteps?.map(({ step, by }) => [step, by])).toEqual([['received', '张护士'], ['printed', '张护士']]);
    expect((await second.client.deliveries.list({ show: 'all', limit: 50 })).reports.some((report) => report.reportUid === reportUid)).toBe(false);
  });

  test('the hub gone, both sign offline and nothing leaves; the hub back, the first accepted is final, the other is kept and never sent', async () => {
    await Promise.all([first, second].map(async (seat) => seat.client.studies.close({ studyId: await studyIdOf(seat, 3) })));
    await hub.halt();
    const signed = [];
    for (const seat of [first, second]) {
      await openCase(seat, 3);
      await becomes(seat, 3, 'alone');
      signed.push(await sign(seat, await write(seat, 3, `离线签发 ${seat === first ? 1 : 2}`)));
    }
    expect(signed.map(({ standing }) => standing)).toEqual(['waiting', 'waiting']);
    expect(received(3)).toBe(0);
    await hub.startAgain();
    const standings = await until(async () => {
      const now = await Promise.all([first, second].map(async (seat) => (await seat.client.reports.forStudy({ studyId: await studyIdOf(seat, 3) }))[0]?.signed?.standing));
      return now.includes('second') && now.includes(undefined) && now;
    });
    const [winner, loser] = standings[0] === undefined ? [first, second] : [second, first];
    await until(async () => (await rowOf(winner, 3))?.status === 'delivered');
    expect((await rowOf(loser, 3))?.status).toBe('conflict');
    // The paper and the structured report of one of them.
    expect(received(3)).toBe(2);
    const seen = await Promise.all([winner, loser].map((seat) => standingOf(seat, 3)));
    for (const { reports } of seen) expect(reports.map(({ standing }) => standing).toSorted()).toEqual(['final', 'second']);
  });

  test('a seat whose disk dies with an undelivered report: another machine takes it in from the hub and delivers it', async () => {
    relay.cut();
    await openCase(first, 4);
    await becomes(first, 4, 'mine');
    const signed = await sign(first, await write(first, 4, '磁盘损坏前签发'));
    expect(signed.standing).toBeUndefined();
    await first.close();
    relay.restore();
    expect(received(4)).toBe(0);
    first = await openSeat('seat_1');
    await until(async () => (await rowOf(first, 4))?.status === 'delivered');
    const [request] = await first.client.reports.forStudy({ studyId: await studyIdOf(first, 4) });
    expect(request?.signed).toMatchObject({ reportUid: signed.reportUid, text: { findings: '磁盘损坏前签发' } });
    expect(received(4)).toBe(2);
  });
});
