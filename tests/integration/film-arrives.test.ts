import { expect, onTestFinished, test } from 'vitest';
import { readPart10 } from '#main/part10/read-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { part10, pixelDescription, raw, SYNTAX, withIdentity, write } from '#tests/support/build-part10.ts';
import { json, multipartBody, startFaultServer, type Behaviour } from '#tests/support/fault-server.ts';
import { allRows, connect, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram } from '#tests/support/program.ts';

const FRAMES = 40;
const FRAME_BYTES = 64 * 64;
/** Study 1.2.3, series 1.2.3.1, object 1.2.3.4: each byte of frame n is n. */
const FILM = part10(SYNTAX.explicit, write([...withIdentity(...pixelDescription(64, 64, { frames: String(FRAMES) })), raw(0x7fe00010, 'OB', Uint8Array.from({ length: FRAMES * FRAME_BYTES }, (_, index) => 1 + Math.floor(index / FRAME_BYTES)))], 'explicit'));

/** Sends the film up to a byte, and the rest, or a broken line, when the test says so. */
function pacedFilm(bytesFirst: number) {
  const body = multipartBody([FILM], { boundary: 'b' });
  const goOn = Promise.withResolvers<'end' | 'break'>();
  const behaviour: Behaviour = (_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=b', 'content-length': body.length });
    response.write(body.subarray(0, bytesFirst));
    void goOn.promise.then((how) => (how === 'end' ? response.end(body.subarray(bytesFirst)) : response.destroy()));
  };
  return { behaviour, end: () => goOn.resolve('end'), breakOff: () => goOn.resolve('break') };
}

test('a film is read while it arrives, taken back when its line breaks, comes again, and is stored as it was sent', async () => {
  const server = await startFaultServer(json([]));
  onTestFinished(() => server.stop());
  const { profile, remove } = newProfile();
  onTestFinished(remove);
  const program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${server.baseUrl}`]);
  onTestFinished(() => program.stop());
  const client = await connect(program);
  const { siteId } = (await client.sites.list())[0]!;
  const study = { StudyInstanceUID: '1.2.3', PatientID: 'P1', StudyDate: '20261120', StudyDescription: '冠脉造影', ModalitiesInStudy: ['XA'], NumberOfStudyRelatedInstances: 1 };
  server.on(/\/studies\?/, json([buildDataSet(study)]));
  server.on(/\/series\?/, json([buildDataSet({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', Modality: 'XA', NumberOfSeriesRelatedInstances: 1 })]));
  server.on(/\/instances\?/, json([buildDataSet({ StudyInstanceUID: '1.2.3', SeriesInstanceUID: '1.2.3.1', SOPInstanceUID: '1.2.3.4', SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', InstanceNumber: 1, Rows: 64, NumberOfFrames: FRAMES })]));
  const [first, second] = [pacedFilm(FILM.length / 2), pacedFilm(FILM.length / 2)];
  onTestFinished(() => [first, second].forEach(({ breakOff }) => breakOff()));
  server.on(/\/instances\/1\.2\.3\.4$/, first.behaviour);
  await client.sites.pollNow({ siteId });
  const { studyId } = await until(async () => (await allRows(client))[0]);
  const frame = (number: number) => client.get(`/frames/${studyId}/1.2.3.4/${number}`);
  const arriving = async () => (await client.get(`/metadata/${studyId}/1.2.3.1`)).headers.get('x-arriving-frames');

  // Half of the film is here, the other half has not left the hospital.
  await client.studies.open({ studyId });
  const shown = await until(async () => {
    const answer = await frame(1);
    return answer.status === 200 && answer;
  });
  expect(new Set(new Uint8Array(await shown.arrayBuffer()))).toEqual(new Set([1]));
  // 20 frames less what the header of the file and the boundary take of them, and what may still be the beginning of a boundary.
  expect(await until(async () => (await arriving()) === '1.2.3.4=19' && (await arriving()))).toBe('1.2.3.4=19');
  expect([(await frame(19)).status, (await frame(20)).status, (await frame(FRAMES + 1)).status]).toEqual([200, 202, 202]);
  expect((await client.studies.describe({ studyId })).series).toMatchObject([{ heldInstances: 0, expectedInstances: 1 }]);

  server.on(/\/instances\/1\.2\.3\.4$/, second.behaviour);
  first.breakOff();
  await until(async () => (await arriving()) === null);
  expect((await frame(1)).status).toBe(202);
  await until(async () => (await frame(1)).status === 200);

  second.end();
  await until(async () => (await client.studies.describe({ studyId })).series[0]?.heldInstances === 1);
  expect(await arriving()).toBe(null);
  const whole = readPart10(FILM);
  for (const [index, bytes] of whole.frames.entries()) expect(Buffer.from(await (await frame(index + 1)).arrayBuffer()).equals(bytes)).toBe(true);
  expect(await (await client.get(`/metadata/${studyId}/1.2.3.1`)).json()).toEqual([JSON.parse(JSON.stringify(whole.metadata))]);
});
