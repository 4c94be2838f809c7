import { startSlowLinkRelay, type LinkProfile } from '#main/demo/alliance/slow-link-relay.ts';
import { noisyCt, type NoisyCt } from '#tests/support/noisy-ct.ts';
import { startOrthanc, type Orthanc } from '#tests/support/orthanc.ts';
import { allRows, connect, until, type ProgramClient } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';
import type { Figure } from './figure.ts';

/** County line: 8 Mbit/s and 60 ms round trip. */
export const PROFILE_B: LinkProfile = { bitsPerSecond: 8_000_000, roundTripMs: 60 };
const JPEG_LS = '1.2.840.10008.1.2.4.80';

/**
 * Opens a study of which only the worklist row is held, at a real Orthanc behind a county line, with the built program. Nothing is known of
 * the hospital's server. First image: from the call that opens the study to the answered frame request.
 */
export async function measureFirstImageAndSeries(slices = 200, profile: LinkProfile = PROFILE_B): Promise<readonly Figure[]> {
  const ct = noisyCt({ slices });
  const orthanc = await startOrthanc();
  const relay = await startSlowLinkRelay(Number(new URL(orthanc.baseUrl).port), profile);
  const { profile: folder, remove } = newProfile();
  const program = await startProgram(folder, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=http://127.0.0.1:${relay.port}/dicom-web`]);
  try {
    const client = await connect(program);
    await holdOnlyTheRow(client, orthanc, ct, slices);
    const limitBytes = await bestLosslessBytes(orthanc, ct, slices);
    const row = await until(async () => (await allRows(client)).find((one) => one.expectedInstances === slices));
    const bytesBefore = relay.bytesDown();
    const started = performance.now();
    const opening = client.studies.open({ studyId: row.studyId });
    const firstImageMs = await firstFrame(client, row.studyId, started);
    await opening;
    await until(async () => (await allRows(client))[0]?.heldInstances === slices);
    const seriesMs = performance.now() - started;
    const lineMs = (limitBytes * 8_000) / profile.bitsPerSecond;
    return [
      { key: 'orthancFirstImageMs', what: 'a real Orthanc over 8 Mbit/s, 60 ms: first image of an unheld study of 200 slices, uncompressed there', value: Math.round(firstImageMs), limit: 800 },
      { key: 'orthancSeriesRatio', what: 'the same: whole series, over bytes of its best lossless syntax / bandwidth', value: round(seriesMs / lineMs), limit: 1.05 },
      { key: 'orthancSeriesMs', what: 'the same, in milliseconds', value: Math.round(seriesMs), limit: Math.round(lineMs * 1.05) },
      { key: 'orthancBytesRatio', what: 'the same: bytes on the line, over bytes of the best lossless syntax', value: round((relay.bytesDown() - bytesBefore) / limitBytes), limit: 1.05 },
    ];
  } finally {
    await program.stop();
    await relay.close();
    await orthanc.stop();
    remove();
  }
}

/** The line is paused before the study is at the hospital, so that its row comes and nothing else. */
async function holdOnlyTheRow(client: ProgramClient, orthanc: Orthanc, ct: NoisyCt, slices: number): Promise<void> {
  const [site] = await client.sites.list();
  if (site === undefined) throw new Error('the program knows no hospital');
  await client.sites.setLine({ siteId: site.siteId, line: { isPaused: true, daySharePercent: 100, nightSharePercent: 100 } });
  for (let instanceNumber = 1; instanceNumber <= slices; instanceNumber += 1) await orthanc.store([ct.slice(instanceNumber)]);
}

/** What the server itself sends in its best lossless syntax, asked without the slow line. */
async function bestLosslessBytes(orthanc: Orthanc, ct: NoisyCt, slices: number): Promise<number> {
  let bytes = 0;
  for (let instanceNumber = 1; instanceNumber <= slices; instanceNumber += 1) {
    const path = `/studies/${ct.studyInstanceUid}/series/${ct.seriesInstanceUid}/instances/${ct.sopInstanceUid(instanceNumber)}`;
    const answer = await fetch(orthanc.baseUrl + path, { headers: { Accept: `multipart/related; type="application/dicom"; transfer-syntax=${JPEG_LS}`, 'Accept-Encoding': 'identity' } });
    bytes += (await answer.arrayBuffer()).byteLength;
  }
  return bytes;
}

/** Asks for the frame that an event announces, as the page does. */
async function firstFrame(client: ProgramClient, studyId: number, started: number): Promise<number> {
  for await (const event of await client.system.events()) {
    if (event.kind !== 'instances-held' || event.studyId !== studyId) continue;
    const answer = await client.get(`/frames/${studyId}/${event.sopInstanceUids[0]}/1`);
    if (answer.status !== 200) throw new Error(`the announced frame was answered with ${answer.status}`);
    await answer.arrayBuffer();
    return performance.now() - started;
  }
  throw new Error('the event stream ended');
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
