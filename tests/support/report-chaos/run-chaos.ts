import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { TRANSFER_SYNTAX } from '#main/part10/transfer-syntax.ts';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { createDemoAuthority } from '#main/signing/demo-authority.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { numberOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import type { TrackedReport } from '#shared/contract/services/deliveries.contract.ts';
import { ENCAPSULATED_DOCUMENT_PATH } from '#shared/structured-report/encapsulated-pdf.ts';
import { seeded } from '#tests/support/kill-world.ts';
import { startOrthanc } from '#tests/support/orthanc.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { startChaosProxy } from './chaos-proxy.ts';

export interface ChaosResult {
  readonly kills: number;
  readonly signed: number;
  /** Why a signature did not end, counted: mostly the power. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly objects: number;
  readonly answersLost: number;
  readonly answersPassed: number;
  /** Sentences; empty when every signed object is at the archive once, equal. */
  readonly faults: readonly string[];
}

const HOSPITAL = '云台县人民医院';
const LOST_SHARE = 1 / 3;
const STUDIES = 6;
/** Over a calm line everything arrives within seconds. */
const READ_BACK_LIMIT_MS = 300_000;
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
const ROOT = '1.2.826.0.1.3680043.10.1561.77';

/**
 * Signs reports for an Orthanc behind a line that loses a third of the answers, and kills the program at random moments while it signs and delivers;
 * at the end the line is calm, and what lies in the archive is compared with what was signed: each object once, every PDF byte for byte.
 */
export async function runChaos({ kills, seed, say }: { readonly kills: number; readonly seed: number; readonly say: (line: string) => void }): Promise<ChaosResult> {
  const random = seeded(seed);
  const begun = performance.now();
  const tell = (line: string) => say(`${((performance.now() - begun) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  tell(`${kills} kills, seed ${seed}`);
  const orthanc = await startOrthanc({ defaultEncoding: 'Utf8', settings: { KeepAlive: false } });
  const proxy = await startChaosProxy(orthanc.baseUrl, LOST_SHARE, random);
  const { profile, remove } = newProfile();
  let program: Program | undefined;
  let started: Promise<Program> | undefined;
  const start = () => {
    started = startProgram(profile, ['--no-demo', '--site', `${HOSPITAL}=${proxy.baseUrl}`, '--since', 'all'], {}, 'out/main/loopback.js');
    return started;
  };
  try {
    await orthanc.store(Array.from({ length: STUDIES }, (_, index) => ctImage(index + 1)));
    program = await start();
    let client = await connect(program);
    tell('the program stands');
    const file = (await createDemoAuthority(new Date())).signers[1];
    if (file?.demoPin === undefined) throw new Error('the demo has a signer');
    const pin = file.demoPin;
    const imported = () => client.reports.importSigner({ pkcs12: Buffer.from(file.pkcs12).toString('base64'), pin, role: 'reviewing-physician' });
    const { signerId } = await steadily(() => imported());
    await until(async () => (await steadily(() => allRows(client))).filter((row) => row.completeAt !== null && row.heldInstances === row.expectedInstances).length === STUDIES);
    tell(`${STUDIES} studies are here`);
    // What is proved is the way of a report; fetching over a bad line is proved elsewhere, and would wait here for a minute.
    proxy.storm();
    const stormed = performance.now();
    const refusals = new Map<string, number>();
    let finished = 0;
    // How long a signature took the last time it ended, in a program that had just started as all of them have: a kill falls into as much.
    let signatureMs = 2_000;
    for (let kill = 0; kill < kills; kill += 1) {
      const began = performance.now();
      const signing = signOnce(client, signerId, pin, kill).then(
        () => {
          finished += 1;
          signatureMs = performance.now() - began;
        },
        (error: unknown) => void refusals.set(nameOf(error), (refusals.get(nameOf(error)) ?? 0) + 1),
      );
      // Every other time the power goes somewhere in the signature; else in its delivery, between the outbox's attempts too.
      if (kill % 2 === 0) await Promise.race([signing, pause(random() * signatureMs)]);
      else await signing;
      await pause(random() * 1_500);
      await program.kill();
      await signing;
      program = await start();
      client = await connect(program);
      const leftS = ((performance.now() - stormed) / 1000 / (kill + 1)) * (kills - kill - 1);
      if ((kill + 1) % 5 === 0 || kill + 1 === kills) tell(`${kill + 1} of ${kills} kills, ${finished} signatures ended, ${proxy.dropped()} answers lost, ${proxy.passed()} passed, about ${leftS.toFixed(0)} s to go`);
    }
    proxy.calm();
    tell('the line is calm: what waits leaves');
    const tracked = await allReadBack(client, tell);
    tell(`${tracked.length} reports are read back; the archive is compared`);
    const faults = await compare(orthanc.baseUrl, tracked, client);
    // A chaos in which nothing could be signed proves nothing.
    if (tracked.length < kills / 3) faults.push(`only ${tracked.length} reports were signed in ${kills} rounds: ${JSON.stringify(Object.fromEntries(refusals))}`);
    return {
      kills,
      signed: tracked.length,
      refusals: Object.fromEntries(refusals),
      objects: tracked.reduce((sum, { objects }) => sum + objects.length, 0),
      answersLost: proxy.dropped(),
      answersPassed: proxy.passed(),
      faults,
    };
  } finally {
    await started?.then((running) => running.kill()).catch(() => undefined);
    await proxy.stop();
    await orthanc.stop();
    remove();
  }
}

/** What has come to its end, or all there is once the limit is over: then the comparison names what did not arrive, and nothing waits for ever. */
async function allReadBack(client: ProgramClient, tell: (line: string) => void): Promise<readonly TrackedReport[]> {
  const begun = performance.now();
  let told = begun;
  for (;;) {
    await steadily(() => client.deliveries.hurry({ siteId: null }));
    await pause(500);
    const { reports } = await steadily(() => client.deliveries.list({ show: 'all', limit: 500 }));
    const waiting = reports.flatMap(({ objects }) => objects).filter(({ station }) => station !== 'read-back' && station !== 'conflict').length;
    if (waiting === 0) return reports;
    if (performance.now() - begun > READ_BACK_LIMIT_MS) {
      tell(`${waiting} objects did not arrive within ${READ_BACK_LIMIT_MS / 1000} s`);
      return reports;
    }
    if (performance.now() - told < 10_000) continue;
    told = performance.now();
    tell(`${waiting} objects are still on their way`);
  }
}

/** The first version of a request, or a correction of the one that stands. */
async function signOnce(client: ProgramClient, signerId: number, pin: string, turn: number): Promise<void> {
  const rows = await allRows(client);
  const row = rows[turn % rows.length];
  const [request] = row === undefined ? [] : await client.reports.forStudy({ studyId: row.studyId });
  if (row === undefined || request === undefined) return;
  const { requestId } = request;
  if (request.signed !== null) await client.versions.openAmendment({ requestId, reason: `第 ${turn} 次更正` });
  const [open] = await client.reports.forStudy({ studyId: row.studyId });
  const text = { findings: `头模，未见异常密度影，第 ${turn} 次。`, impression: '1. 头模 CT 扫描', recommendation: '', outcome: 'negative' as const };
  const { revision } = await client.reports.saveDraft({ requestId, expectedRevision: open?.draft.revision ?? 0, text });
  await client.reports.sign({ requestId, revision, signerId, pin });
}

/** What the archive holds, asked without the proxy and without the program. */
async function compare(baseUrl: string, tracked: readonly TrackedReport[], client: ProgramClient): Promise<string[]> {
  const web = createDicomWebSite({ name: HOSPITAL, baseUrl, noProgressTimeoutMs: 20_000 });
  const signal = new AbortController().signal;
  const faults: string[] = [];
  const stored = new Map<string, { readonly studyInstanceUid: string; readonly seriesInstanceUid: string }[]>();
  for (let number = 1; number <= STUDIES; number += 1) {
    const studyInstanceUid = `${ROOT}.${number}`;
    for (const one of await web.searchForInstances(studyInstanceUid, {}, signal)) {
      if (textOf(one, 'SOPClassUID') === CT_IMAGE) continue;
      const uid = textOf(one, 'SOPInstanceUID');
      stored.set(uid, [...(stored.get(uid) ?? []), { studyInstanceUid, seriesInstanceUid: textOf(one, 'SeriesInstanceUID') }]);
    }
  }
  const expected = new Map(tracked.flatMap((report) => report.objects.map((object) => [object.sopInstanceUid, { report, object }] as const)));
  for (const uid of stored.keys()) if (!expected.has(uid)) faults.push(`${uid} is at the archive and was never signed`);
  for (const [uid, { report, object }] of expected) {
    const places = stored.get(uid) ?? [];
    if (places.length !== 1 || object.station !== 'read-back') {
      faults.push(`${object.kind} of version ${report.version} is there ${places.length} times and ${object.station} here`);
      continue;
    }
    const [place] = places;
    if (object.kind !== 'encapsulated-pdf' || place === undefined) continue;
    const { metadata, bulkData } = readPart10(await web.retrieveInstance(place.studyInstanceUid, place.seriesInstanceUid, uid, signal));
    const document = Buffer.from(bulkData.find(({ elementPath }) => elementPath === ENCAPSULATED_DOCUMENT_PATH)?.bytes ?? []);
    const signed = Buffer.from(await (await client.get(`/documents/signed/${report.reportUid}`)).arrayBuffer());
    if (!document.subarray(0, numberOf(metadata, 'EncapsulatedDocumentLength')).equals(signed)) faults.push(`the PDF of ${report.reportUid} differs`);
  }
  const versions = tracked.map(({ requestId, version }) => `${requestId} ${version}`);
  if (new Set(versions).size !== versions.length) faults.push('a version was signed twice');
  return faults;
}

/** The code of an expected failure; a killed program gives none. */
function nameOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'killed';
}

/** A kept connection may have been closed just then: the program is asked again. */
async function steadily<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await pause(100);
    }
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One CT image of 8 by 8 pixels in a study of its own. */
function ctImage(number: number): Uint8Array {
  return writePart10(
    {
      ...buildDataSet({
        SpecificCharacterSet: 'ISO_IR 192', SOPClassUID: CT_IMAGE, SOPInstanceUID: `${ROOT}.${number}.1.1`, StudyDate: '20261120', StudyTime: '075100', AccessionNumber: `YT${number}`,
        Modality: 'CT', StudyDescription: '头颅平扫', PatientName: { alphabetic: 'Tou^Mo', ideographic: '头^模', phonetic: '' }, PatientID: `T${number}`, PatientBirthDate: '19700101', PatientSex: 'O',
        StudyInstanceUID: `${ROOT}.${number}`, SeriesInstanceUID: `${ROOT}.${number}.1`, StudyID: '', SeriesNumber: 1, InstanceNumber: 1,
        SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: 8, Columns: 8, BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0,
      }),
      '7FE00010': { vr: 'OW', BulkDataURI: 'bulk/7FE00010' },
    },
    { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, bulkData: new Map([['7FE00010', new Uint8Array(128)]]) },
  );
}
