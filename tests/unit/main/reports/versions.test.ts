import { beforeAll, describe, expect, test } from 'vitest';
import { picturesIn } from '#main/documents/pictures.ts';
import { KEY_IMAGE_LIMITS, sealPicture } from '#main/documents/seal-picture.ts';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { deliveryWay } from '#shared/report/delivery-way.ts';
import { greyJpeg } from '#tests/support/grey-jpeg.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createDocumentMaker } from '#main/documents/create-document-maker.ts';
import type { DocumentMaker } from '#main/documents/document-maker.ts';
import { verifyReportFile } from '#main/documents/verify-report-file.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { createDeliveryService } from '#main/reports/delivery.service.ts';
import { createReportService } from '#main/reports/report.service.ts';
import { createVerificationService } from '#main/reports/verification.service.ts';
import { createVersionService } from '#main/reports/version.service.ts';
import { createDemoAuthority, type DemoAuthority } from '#main/signing/demo-authority.ts';
import { createSigningDesk } from '#main/signing/signing-desk.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { parseCanonicalReport } from '#shared/report/canonical-report.ts';
import { readContentTree } from '#shared/structured-report/read-content-tree.ts';
import { readKeyObjectSelection } from '#shared/structured-report/read-key-object.ts';
import { signedMessage } from '#tests/support/audit-message.ts';
import { embeddedRecording } from '#tests/support/coordination/embedded-recording.ts';
import { amendmentText, reportTitle } from '#shared/report/report-words.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { testAssets } from '#tests/support/report-kit.ts';
import { CT_IMAGE } from '#tests/support/sample-report.ts';

const PIN = '123456';
const TEXT = { findings: '左肺上叶结节，直径 12 mm。', impression: '1. 左肺上叶结节', recommendation: '建议随访', outcome: 'positive' as const };
let authority: DemoAuthority;
let documents: DocumentMaker;
beforeAll(async () => {
  authority = await createDemoAuthority(new Date('2026-11-20T00:00:00Z'));
  documents = createDocumentMaker(testAssets());
}, 120_000);

/** One case of three images at one seat, with two physicians; 周牧 writes, 林知远 reviews. */
async function openSeat() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], '2026-11-20T01:00:00.000Z');
  catalogue.requests.recordRequests('yunxiu', studyId, [{ requestKey: 'k', accessionNumber: 'YX1', issuerOfAccessionNumber: '', procedureId: '', procedureText: '胸部平扫' }]);
  const requestId = catalogue.requests.forStudy(studyId)[0]!.id;
  const [author, reviewer] = authority.signers.map((signer) => catalogue.signers.put(signer)) as [number, number];
  let nowMs = Date.parse('2026-11-20T02:00:00Z');
  const clock = { now: () => new Date((nowMs += 1_000)) };
  const remote = {
    reports: asRemote(catalogue.reports), versions: asRemote(catalogue.versions), requests: asRemote(catalogue.requests), deliveries: asRemote(catalogue.deliveries),
    signers: asRemote(catalogue.signers), settings: asRemote(catalogue.settings), evidence: asRemote(catalogue.evidence), pictures: asRemote(catalogue.reportPictures),
  };
  const studyFacts = async () => {
    const study = { ...catalogue.studies.find(studyId)!, expectedInstances: 1, heldInstances: 1 };
    const series = { seriesInstanceUid: '1.2.3.1', modality: 'CT', content: 'images' as const };
    const held = [{ seriesInstanceUid: '1.2.3.1', sopClassUid: CT_IMAGE, sopInstanceUid: '1.2.3.1.1' }];
    const headers = new Map<string, DataSet[]>([['1.2.3.1', [buildDataSet({ SOPInstanceUID: '1.2.3.1.1', SOPClassUID: CT_IMAGE, Rows: 64, Columns: 64, PhotometricInterpretation: 'MONOCHROME2', SamplesPerPixel: 1, BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, RescaleSlope: 1, RescaleIntercept: -1024 })]]]);
    const keyImages = catalogue.reportPictures.keyImages(studyId);
    return { study, series: [series], held, headers, measurements: [], calibrations: [], viewed: [], keyImages } as never;
  };
  const shared = {
    ...remote, documents, desk: createSigningDesk({ signers: remote.signers, clock }), centreName: () => '澜州市第一医院远程影像诊断中心', events: createEventHub(),
    firstAttemptAt: (signedAt: string) => signedAt, onSigned: () => {}, clock,
    recording: embeddedRecording(catalogue, { auditSignature: async () => signedMessage, clock }),
  };
  const reports = createReportService({
    ...shared, recognition: async () => [], assembleEcg: async () => undefined, textProblems: async () => ({ problems: [], reasons: [] }), studyFacts, ensureRequest: async () => {},
    hospital: async () => ({ name: testSite.name, address: '', telephone: '', logo: null, isDemo: false }), pictureBytes: remote.pictures.bytesOf,
  });
  const versions = createVersionService(shared);
  const write = async (text: ReportText = TEXT) => (await reports.saveDraft(requestId, catalogue.reports.draft(requestId)?.revision ?? 0, text)).revision;
  const sign = async (signerId = reviewer) => reports.sign(requestId, await write(), signerId, PIN);
  const state = () => catalogue.studies.find(studyId)?.readingState;
  const due = () => catalogue.deliveries.due('2099-01-01T00:00:00.000Z').map(({ kind, signedReportId }) => [signedReportId, kind]);
  const deliver = (signedReportId: number) => {
    for (const { id } of catalogue.deliveries.ofReport(signedReportId)) {
      catalogue.deliveries.recordStep(id, { station: 'read-back', attempts: 1, nextAttemptAt: null, at: '2026-11-20T03:00:00.000Z', failure: null });
    }
  };
  const contentOf = (version: number) => {
    const found = catalogue.versions.list(requestId).find((one) => one.version === version)!;
    return { ...found, report: parseCanonicalReport(new TextDecoder().decode(found.content)) };
  };
  const deliveryService = createDeliveryService({
    tracks: asRemote(catalogue.deliveryTracks), deliveries: remote.deliveries, siteName: () => testSite.name, onHurried: () => {}, awaitsStamps: false, clock,
  });
  const verification = createVerificationService({ ...remote, documents });
  return { ...catalogue, reportService: reports, versionService: versions, verification, deliveryService, requestId, studyId, author, reviewer, write, sign, state, due, deliver, contentOf };
}

describe('a correction', () => {
  test('opens the draft again with the words that were signed, and the signed version stands until the new one is signed', async () => {
    const { sign, versionService, reportService, requestId, studyId, reports, state } = await openSeat();
    const first = await sign();
    await versionService.openAmendment(requestId, '左右写反');
    const [request] = await reportService.forStudy(studyId);
    expect([request!.signed, request!.draft.findings, state(), reports.newest(requestId)?.reportUid]).toEqual([null, TEXT.findings, 'drafting', first.reportUid]);
  });

  test('is a new version that names the one it replaces, on paper and in the structured report; the first stays byte for byte', async () => {
    const { sign, versionService, requestId, reports, reportService, reviewer, write, contentOf, deliveries } = await openSeat();
    const first = await sign();
    const [before] = [Buffer.from(reports.pdf(first.reportUid)!)];
    await versionService.openAmendment(requestId, '左右写反');
    const revision = await write({ ...TEXT, findings: '右肺上叶结节，直径 12 mm。', impression: '1. 右肺上叶结节' });
    const second = await reportService.sign(requestId, revision, reviewer, PIN);
    const { report, predecessorId } = contentOf(2);
    expect({ version: second.version, predecessor: report.predecessor, predecessorId }).toMatchObject({
      version: 2, predecessor: { kind: 'amended', reportUid: first.reportUid, version: 1, reason: '左右写反' }, predecessorId: 1,
    });
    expect(Buffer.from(reports.pdf(first.reportUid)!).equals(before)).toBe(true);
    const { metadata } = readPart10(deliveries.part10(deliveries.ofReport(2)[0]!.id));
    expect(JSON.stringify(metadata['0040A360'])).toContain(first.objects[0]!.sopInstanceUid);
    expect((await verifyReportFile(reports.pdf(second.reportUid)!, { trust: { anchors: [], signers: [] } })).content).toMatchObject({ version: 2, predecessorVersion: 1 });
  });

  test('has the forms that were signed where the draft is not, or is another one; a form that a hand has overruled is no form of the report', async () => {
    const { write, versionService, reportService, requestId, reviewer, reports, database, contentOf } = await openSeat();
    const form = {
      fields: [{ kind: 'choice', label: '肺叶', isRequired: true, choices: ['左肺上叶', '右肺上叶'] }, { kind: 'number', label: '直径', isRequired: true, unit: 'mm', least: 2, most: 30, concept: 'long-axis' }],
      sentences: [{ section: 'findings', pattern: '{肺叶}结节，直径 {直径} mm。' }, { section: 'impression', pattern: '{肺叶}结节' }],
    } as const;
    const filled: NonNullable<ReportText['forms']>[number] = { formId: '1', name: '肺结节', form, rest: { findings: '', impression: '', recommendation: '' }, values: { 肺叶: '左肺上叶', 直径: '12' }, written: ['左肺上叶结节，直径 12 mm。', '左肺上叶结节'] };
    const overruled = { ...filled, formId: '2', written: ['左肺上叶结节，直径 14 mm。', '左肺上叶结节'], values: { 肺叶: '左肺上叶', 直径: '14' } };
    await reportService.sign(requestId, await write({ ...TEXT, forms: [filled, overruled] }), reviewer, PIN);
    expect(contentOf(1).report.filledForms).toEqual([filled]);
    // The seat that signed still has both.
    await versionService.openAmendment(requestId, '补写');
    expect(reports.draft(requestId)?.forms).toEqual([filled, overruled]);
    await versionService.cancelAmendment(requestId);
    for (const elsewhere of ['DELETE FROM report_draft', "UPDATE report_draft SET findings = '旧稿', forms = '[]'"]) {
      database.exec(elsewhere);
      await versionService.openAmendment(requestId, '补写');
      expect(reports.draft(requestId)).toMatchObject({ findings: TEXT.findings, forms: [filled] });
      await versionService.cancelAmendment(requestId);
    }
    await versionService.openAmendment(requestId, '补写');
    await reportService.sign(requestId, reports.draft(requestId)!.revision, reviewer, PIN);
    expect(contentOf(2).report.forms).toEqual(contentOf(1).report.forms);
  });

  test('leaves only after the version before was read back', async () => {
    const { sign, versionService, requestId, reportService, reviewer, write, due, deliver } = await openSeat();
    await sign();
    await versionService.openAmendment(requestId, '左右写反');
    await reportService.sign(requestId, await write(), reviewer, PIN);
    expect(new Set(due().map(([report]) => report))).toEqual(new Set([1]));
    deliver(1);
    expect(new Set(due().map(([report]) => report))).toEqual(new Set([2]));
  });

  test('that is given up leaves the signed report as it was', async () => {
    const { sign, versionService, requestId, reportService, studyId, state, deliver } = await openSeat();
    await sign();
    deliver(1);
    await versionService.openAmendment(requestId, '左右写反');
    await versionService.cancelAmendment(requestId);
    expect([(await reportService.forStudy(studyId))[0]!.signed?.version, state()]).toEqual([1, 'delivered']);
  });

  test('of what is not signed is refused', async () => {
    const { versionService, requestId, write } = await openSeat();
    await write();
    await expect(versionService.openAmendment(requestId, 'x')).rejects.toMatchObject({ code: 'report/not-signed' });
  });
});

describe('the pictures of key images', () => {
  const image = { seriesInstanceUid: '1.2.3.1', sopInstanceUid: '1.2.3.1.1', frameNumber: 1 };
  const view = { windowCenter: 40, windowWidth: 400, voiLutFunction: 'LINEAR' as const, isInverted: false, rotationDegrees: 0 as const, flipHorizontal: false, flipVertical: false, area: null };

  test('stand on the paper of the report and of an addendum, though the mark was taken away since', async () => {
    const { sign, versionService, requestId, studyId, reviewer, readingMarks, reportPictures, reports } = await openSeat();
    const { bytes, ...picture } = sealPicture(greyJpeg(64, 64, (column) => column * 30), KEY_IMAGE_LIMITS);
    readingMarks.markKeyImage({ studyId, ...image, view }, true, '2026-11-20T01:30:00.000Z');
    expect(reportPictures.putKeyImage({ studyId, ...image }, { ...picture, jpeg: bytes }, '2026-11-20T01:30:01.000Z')).toBe(true);
    const first = await sign();
    expect(first.objects.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['key-objects', 'presentation-state']));
    readingMarks.markKeyImage({ studyId, ...image }, false, '2026-11-20T02:30:00.000Z');
    expect(reportPictures.bytesOf([picture.sha256]).size).toBe(0);
    const added = await versionService.signAddendum(requestId, '补阅：同前。', reviewer, PIN);
    const carried = [first, added].map(({ reportUid }) => [...picturesIn(reports.pdf(reportUid)!).keys()]);
    expect(carried).toEqual([[picture.sha256], [picture.sha256]]);
    // How it was seen goes to the county with each version, as an object of its own.
    const states = [first, added].map(({ objects }) => objects.filter(({ kind }) => kind === 'presentation-state').map(({ sopInstanceUid, station }) => ({ sopInstanceUid, station })));
    expect(states).toEqual([[{ sopInstanceUid: expect.any(String), station: 'signed' }], [{ sopInstanceUid: expect.any(String), station: 'signed' }]]);
    expect(states[0]![0]!.sopInstanceUid).not.toBe(states[1]![0]!.sopInstanceUid);
  });

  test('are not kept for a frame that nobody marked', async () => {
    const { studyId, reportPictures } = await openSeat();
    const { bytes, ...picture } = sealPicture(greyJpeg(8, 8, () => 100), KEY_IMAGE_LIMITS);
    expect(reportPictures.putKeyImage({ studyId, ...image }, { ...picture, jpeg: bytes }, '2026-11-20T01:30:01.000Z')).toBe(false);
  });
});

describe('the way of the reports', () => {
  test('names each version, which one waits for which, and what the county said', async () => {
    const { sign, versionService, reportService, requestId, reviewer, write, deliver, deliveryService } = await openSeat();
    const first = await sign();
    await versionService.openAmendment(requestId, '左右写反');
    await reportService.sign(requestId, await write(), reviewer, PIN);
    const ways = async (show: 'open' | 'all') => (await deliveryService.list(show, 100)).reports.map((report) => [report.version, report.waitsForVersion, deliveryWay(report)]);
    expect(await ways('all')).toEqual([[2, 1, 'behind'], [1, null, 'queued']]);
    deliver(1);
    deliver(2);
    await versionService.acknowledge(requestId, first.reportUid, 'report', '刘护士', '');
    expect(await ways('all')).toEqual([[2, null, 'delivered'], [1, null, 'acknowledged']]);
    expect(await ways('open')).toEqual([[2, null, 'delivered']]);
  });

  test('is tried again at once for one hospital, and for no other', async () => {
    const { sign, deliveryService, deliveries } = await openSeat();
    await sign();
    for (const { id } of deliveries.ofReport(1)) deliveries.recordStep(id, { station: 'signed', attempts: 3, nextAttemptAt: '2026-11-20T09:00:00.000Z', at: '2026-11-20T03:00:00.000Z', failure: { code: 'site/unreachable', facts: {} } });
    expect(await deliveryService.hurry('another')).toEqual({ objects: 0 });
    // The paper and the structured report.
    expect(await deliveryService.hurry('yunxiu')).toEqual({ objects: 2 });
    expect(deliveries.due('2026-11-20T03:00:00.000Z')).toHaveLength(2);
  });
});

describe('an addendum', () => {
  test('repeats the signed report and adds to it', async () => {
    const { sign, versionService, requestId, author, contentOf, deliveries, deliver } = await openSeat();
    await sign();
    deliver(1);
    const added = await versionService.signAddendum(requestId, '补阅薄层：右肺中叶另见 4 mm 小结节。', author, PIN);
    const { report } = contentOf(2);
    expect([added.version, report.findings, report.predecessor?.kind, report.addenda.map(({ text, physician }) => [text, physician.name])]).toEqual([
      2, TEXT.findings, 'addendum', [['补阅薄层：右肺中叶另见 4 mm 小结节。', '周牧']],
    ]);
    const { metadata } = readPart10(deliveries.part10(deliveries.ofReport(2)[0]!.id));
    const words = JSON.stringify(readContentTree(metadata).root);
    expect([words.includes('补充报告，补充版本 1'), words.includes('右肺中叶另见 4 mm 小结节')]).toEqual([true, true]);
  });
});

describe('a withdrawal', () => {
  test('of what has not left keeps it here and sends nothing', async () => {
    const { sign, versionService, requestId, reviewer, due, deliveries, state, reportService, studyId } = await openSeat();
    await sign();
    await versionService.withdraw(requestId, 'wrong-patient', '写到了别人名下', reviewer, PIN);
    expect([due(), deliveries.ofReport(1).map(({ station }) => station), state(), (await reportService.forStudy(studyId))[0]!.signed]).toEqual([[], ['withheld', 'withheld'], 'unread', null]);
  });

  test('of what was delivered sends a rejection note that names every object of every version', async () => {
    const { sign, versionService, requestId, reviewer, due, deliver, deliveries, versions, studyId, studies } = await openSeat();
    await sign();
    deliver(1);
    await versionService.signAddendum(requestId, '补充一句。', reviewer, PIN);
    deliver(2);
    await versionService.withdraw(requestId, 'wrong-patient', '患者信息核对有误', reviewer, PIN);
    expect(due()).toEqual([[2, 'rejection-note']]);
    const note = readKeyObjectSelection(readPart10(deliveries.part10(deliveries.due('2099-01-01T00:00:00.000Z')[0]!.id)).metadata);
    const sent = [...deliveries.ofReport(1), ...deliveries.ofReport(2)].filter(({ kind }) => kind !== 'rejection-note').map(({ sopInstanceUid }) => sopInstanceUid);
    expect([note.purpose, note.title?.value, note.description, note.observer, note.references.map(({ sopInstanceUid }) => sopInstanceUid)]).toEqual([
      'rejected', '113037', '报告撤回：患者错误。患者信息核对有误', '林知远', sent,
    ]);
    expect(versions.withdrawnInstances(studies.find(studyId)!.studyInstanceUid).sort()).toEqual([...sent].sort());
  });

  test('waits behind a report that is still on its way', async () => {
    const { sign, versionService, requestId, reviewer, due, deliver, deliveries } = await openSeat();
    await sign();
    const [first] = deliveries.ofReport(1);
    deliveries.recordStep(first!.id, { station: 'sent', attempts: 1, nextAttemptAt: '2026-11-20T03:00:00.000Z', at: '2026-11-20T03:00:00.000Z', failure: null });
    await versionService.withdraw(requestId, 'wrong-study', '检查选错', reviewer, PIN);
    // What was on its way is finished, what had not begun stays here; only then the note goes.
    expect(due()).toEqual([[1, 'structured-report']]);
    deliveries.recordStep(first!.id, { station: 'read-back', attempts: 1, nextAttemptAt: null, at: '2026-11-20T03:00:00.000Z', failure: null });
    expect(due()).toEqual([[1, 'rejection-note']]);
    deliver(1);
  });

  test('opens the request for a new report, whose number goes on and which names no predecessor', async () => {
    const { sign, versionService, requestId, reviewer, contentOf, versions } = await openSeat();
    await sign();
    await versionService.withdraw(requestId, 'wrong-content', '整份重写', reviewer, PIN);
    const again = await sign();
    expect([again.version, contentOf(2).report.predecessor, versions.list(requestId).map(({ version, withdrawal }) => [version, withdrawal?.reason ?? null])]).toEqual([
      2, null, [[2, null], [1, 'wrong-content']],
    ]);
  });

  test('is signed: a wrong PIN takes nothing back, and counts', async () => {
    const { sign, versionService, requestId, reviewer, reports } = await openSeat();
    await sign();
    await expect(versionService.withdraw(requestId, 'wrong-patient', 'x', reviewer, '000000')).rejects.toMatchObject({ code: 'signing/wrong-pin', facts: { triesLeft: 4 } });
    expect(reports.newest(requestId)?.version).toBe(1);
  });

  test('and a confirmation of the county are kept as they were made', async () => {
    const { sign, versionService, requestId, reviewer, database } = await openSeat();
    const { reportUid } = await sign();
    await versionService.acknowledge(requestId, reportUid, 'report', '王护士', '电话');
    await versionService.acknowledge(requestId, reportUid, 'report', '别人', '');
    await versionService.withdraw(requestId, 'wrong-patient', '写错', reviewer, PIN);
    expect((await versionService.history(requestId)).versions[0]).toMatchObject({
      withdrawal: { reason: 'wrong-patient', words: '写错', signerName: '林知远' }, acknowledgements: [{ about: 'report', person: '王护士', note: '电话' }],
    });
    expect(() => database.exec("UPDATE report_withdrawal SET words = 'x'")).toThrow('never changed');
    expect(() => database.exec('DELETE FROM report_withdrawal')).toThrow('never deleted');
  });
});

test('a withdrawal is open on the page of deliveries until the county says that it knows, and takes back every version before it', async () => {
  const { sign, write, versionService, reportService, deliveryService, deliveries, requestId, reviewer, deliver, contentOf } = await openSeat();
  await sign();
  deliver(contentOf(1).id);
  await versionService.openAmendment(requestId, '补写');
  await reportService.sign(requestId, await write({ ...TEXT, findings: `${TEXT.findings}余肺清晰。` }), reviewer, PIN);
  deliver(contentOf(2).id);
  await versionService.withdraw(requestId, 'wrong-patient', '写错', reviewer, PIN);
  for (const { id } of deliveries.due('2099-01-01T00:00:00.000Z')) deliveries.recordStep(id, { station: 'read-back', attempts: 1, nextAttemptAt: null, at: '2026-11-20T04:00:00.000Z', failure: null });
  const open = async () => (await deliveryService.list('open', 10)).reports.map(({ version, withdrawal }) => [version, withdrawal?.isAcknowledged]);
  expect(await open()).toEqual([[2, false]]);
  const { reportUid } = contentOf(2);
  await versionService.acknowledge(requestId, reportUid, 'withdrawal', '王护士', '');
  expect(await open()).toEqual([]);
  expect((await deliveryService.list('all', 10)).reports.map(({ version, withdrawal }) => [version, withdrawal?.reason, withdrawal?.isAcknowledged])).toEqual([[2, 'wrong-patient', true], [1, 'wrong-patient', true]]);
});

describe('two levels', () => {
  test('have one physician submit and another sign, and both stand in the report', async () => {
    const { reportService, versionService, requestId, author, reviewer, write, contentOf } = await openSeat();
    await reportService.setReviewRule(true);
    const revision = await write();
    await expect(reportService.sign(requestId, revision, reviewer, PIN)).rejects.toMatchObject({ code: 'report/needs-review' });
    await versionService.submit(requestId, revision, author, PIN);
    await expect(reportService.sign(requestId, revision, author, PIN)).rejects.toMatchObject({ code: 'report/needs-review' });
    await reportService.sign(requestId, revision, reviewer, PIN);
    const { report } = contentOf(1);
    expect([report.reportingPhysician.name, report.verifyingPhysician.name, report.reportingPhysician.signedAtLocal < report.verifyingPhysician.signedAtLocal]).toEqual(['周牧', '林知远', true]);
    expect((await versionService.history(requestId)).submission).toMatchObject({ state: 'signed', answeredBy: '林知远' });
  });

  test('show the reviewer what the author wrote, and give it back with a comment', async () => {
    const { versionService, requestId, author, reviewer, write } = await openSeat();
    await versionService.submit(requestId, await write(), author, PIN);
    await write({ ...TEXT, findings: '右肺上叶结节，直径 12 mm。' });
    expect((await versionService.history(requestId)).submission).toMatchObject({ state: 'waiting', authorName: '周牧', text: { findings: TEXT.findings } });
    await versionService.returnDraft(requestId, '请核对侧别', reviewer);
    expect((await versionService.history(requestId)).submission).toMatchObject({ state: 'returned', comment: '请核对侧别', answeredBy: '林知远' });
    await expect(versionService.returnDraft(requestId, '再次', reviewer)).rejects.toMatchObject({ code: 'report/not-submitted' });
  });
});

test('what was entered into fields is submitted and signed with the words, and the reviewer is shown it beside what stands now', async () => {
  const { versionService, requestId, author, write } = await openSeat();
  const forms = (side: string) => [{
    formId: '1', name: '结节', form: { fields: [{ kind: 'side' as const, label: '侧别', isRequired: true }], sentences: [] }, rest: { findings: '', impression: '', recommendation: '' }, values: { 侧别: side }, written: [],
  }];
  await versionService.submit(requestId, await write({ ...TEXT, forms: forms('R') }), author, PIN);
  await write({ ...TEXT, forms: forms('L') });
  const { submission } = await versionService.history(requestId);
  expect(submission?.text.forms?.[0]?.values).toEqual({ 侧别: 'R' });
});

describe('a preliminary emergency report', () => {
  test('leaves at once marked as such in content, title and structured report, keeps the draft open and is followed by the final one', async () => {
    const { write, reportService, versionService, requestId, studyId, reviewer, contentOf, deliveries, reports, state, due } = await openSeat();
    await reportService.setReviewRule(true);
    const first = await reportService.sign(requestId, await write(), reviewer, PIN, true);
    const { report } = contentOf(1);
    expect([report.isPreliminary, reportTitle(report), state()]).toEqual([true, 'CT 检查报告单（急诊初步报告）', 'drafting']);
    expect(readPart10(deliveries.part10(deliveries.ofReport(1).find(({ kind }) => kind === 'structured-report')!.id)).metadata['0040A496']).toMatchObject({ Value: ['PRELIMINARY'] });
    expect(due().length).toBeGreaterThan(0);
    const [open] = await reportService.forStudy(studyId);
    expect([open!.signed, open!.draft.findings]).toEqual([null, TEXT.findings]);
    await expect(versionService.cancelAmendment(requestId)).rejects.toMatchObject({ code: 'report/final-due' });
    await expect(reportService.sign(requestId, open!.draft.revision, reviewer, PIN, true)).rejects.toMatchObject({ code: 'report/already-signed' });
    // The final one is reviewed as every report of this department.
    await expect(reportService.sign(requestId, open!.draft.revision, reviewer, PIN)).rejects.toMatchObject({ code: 'report/needs-review' });
    await reportService.setReviewRule(false);
    await reportService.sign(requestId, await write(), reviewer, PIN);
    const final = contentOf(2);
    expect(amendmentText(final.report)).toMatch(/^正式报告，取代急诊初步报告（版本 1，2026-11-20 /);
    expect([final.report.isPreliminary, final.report.predecessor?.reportUid, state()]).toEqual([undefined, first.reportUid, 'signed']);
    expect(readPart10(deliveries.part10(deliveries.ofReport(2).find(({ kind }) => kind === 'structured-report')!.id)).metadata['0040A496']).toMatchObject({ Value: ['FINAL'] });
    expect(reports.newest(requestId)?.version).toBe(2);
  });
});

test('a code from paper leads to its report, and says whether it was replaced or taken back', async () => {
  const { sign, versionService, requestId, reviewer, reports, verification } = await openSeat();
  const { reportUid } = await sign();
  const code = (await verifyReportFile(reports.pdf(reportUid)!, { trust: { anchors: [], signers: [] } })).content!.verificationCode;
  const statuses = [(await verification.verifyCode(code)).status];
  await versionService.signAddendum(requestId, '补充一句。', reviewer, PIN);
  statuses.push((await verification.verifyCode(code)).status);
  await versionService.withdraw(requestId, 'wrong-patient', '写错', reviewer, PIN);
  statuses.push((await verification.verifyCode(code.toLowerCase())).status, (await verification.verifyCode('0000-0000')).status, (await verification.verifyCode('hello')).status);
  expect(statuses).toEqual(['standing', 'replaced', 'withdrawn', 'unknown', 'unknown']);
});
