import { expect, onTestFinished, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { silentLog } from '#main/platform/log.ts';
import { createNearArchive } from '#main/retrieval/near-archive.ts';
import { bytes, multipart, multipartBody, startFaultServer, type Behaviour } from '#tests/support/fault-server.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { startTestHospital } from '#tests/support/test-hospital.ts';

const never = new AbortController().signal;
const wanted = (contentStamp: string | null) => ({ seriesInstanceUid: '1.2.3.1', sopInstanceUid: '1.2.3.1.1', instanceNumber: 1, contentStamp });

const STUDY = { studyInstanceUid: '1.2.3' };

/** It holds slice 1, made on 20 November at ten. */
async function openNear(copy = ctSlice(1, { InstanceCreationDate: '20261120', InstanceCreationTime: '100000.25' })) {
  const archive = await startTestHospital();
  archive.put(copy);
  const web = createDicomWebSite({ name: 'near archive', baseUrl: archive.baseUrl, noProgressTimeoutMs: 5_000 });
  const near = createNearArchive({ web, log: silentLog });
  onTestFinished(async () => {
    await near.close();
    await archive.stop();
  });
  return near;
}

test('the copy of the near archive serves where it is the one that the hospital lists, whatever the fraction of the second', async () => {
  const near = await openNear();
  const part10 = await near.find(STUDY, wanted('20261120 100000'), never);
  expect(readPart10(part10 ?? new Uint8Array()).sopInstanceUid).toBe('1.2.3.1.1');
});

test('a copy that is older than what the hospital lists is passed over: the hospital’s own is taken', async () => {
  const near = await openNear();
  expect(await near.find(STUDY, wanted('20261121 083000'), never)).toBeUndefined();
});

test('where the list does not say when an object was made, the copy serves', async () => {
  const near = await openNear();
  expect(await near.find(STUDY, wanted(null), never)).toBeDefined();
});

test('the object of another patient that bears the same UIDs is passed over; a number that was corrected alone is not', async () => {
  const near = await openNear(ctSlice(1, { PatientID: 'P1', PatientBirthDate: '19580312' }));
  const ask = (patientId: string, patientBirthDate: string | null) => near.find({ ...STUDY, patientId, patientBirthDate }, wanted(null), never);
  expect(await ask('P7', '1971-05-02')).toBeUndefined();
  expect(await ask('P7', null)).toBeUndefined();
  expect(await ask('P7', '1958-03-12')).toBeDefined();
  expect(await ask('P1', '1971-05-02')).toBeDefined();
  expect(await ask('', null)).toBeDefined();
});

test('a copy that lost something without saying so is passed over; one that owns up is as the hospital’s own', async () => {
  // JPEG-LS with NEAR 2: each value may be off by two.
  const lossy = Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 0, 11, 12, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 2, 0, 0, 0, 0xff, 0xd9);
  const copy = (said: string) => writePart10(readPart10(ctSlice(1, { LossyImageCompression: said })).metadata, { transferSyntaxUid: '1.2.840.10008.1.2.4.81', frames: [lossy] });
  expect(await (await openNear(copy('00'))).find(STUDY, wanted(null), never)).toBeUndefined();
  expect(await (await openNear(copy('01'))).find(STUDY, wanted(null), never)).toBeDefined();
});

/** A near archive that always answers so; @returns it and how often it was asked. */
async function nearThat(answer: Behaviour, patienceMs = 30_000) {
  const server = await startFaultServer(answer);
  const near = createNearArchive({ web: createDicomWebSite({ name: 'near archive', baseUrl: server.baseUrl, noProgressTimeoutMs: 60_000 }), log: silentLog, patienceMs });
  onTestFinished(async () => {
    await near.close();
    await server.stop();
  });
  return { near, asked: () => server.requests.length };
}

test('a copy that is cut off inside is passed over each time, so that the hospital’s own comes and not the broken one again and again', async () => {
  const whole = ctSlice(1);
  const { near, asked } = await nearThat(multipart([whole.subarray(0, whole.length - 10)]));
  expect(await near.find(STUDY, wanted(null), never)).toBeUndefined();
  expect(await near.find(STUDY, wanted(null), never)).toBeUndefined();
  // The archive itself is well: it is asked for the next image.
  expect(asked()).toBe(2);
});

test('an archive that takes the question and says nothing holds nobody up: the county line is asked, and it is left alone', async () => {
  const { near, asked } = await nearThat(() => undefined, 500);
  expect(await near.find(STUDY, wanted(null), never)).toBeUndefined();
  expect(await near.find(STUDY, wanted(null), never)).toBeUndefined();
  expect(asked()).toBe(1);
});

test('an archive that has begun to answer may take its time', async () => {
  const body = multipartBody([ctSlice(1)], { boundary: 'b' });
  const { near } = await nearThat((_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' });
    response.write(body.subarray(0, 300));
    setTimeout(() => response.end(body.subarray(300)), 1_100);
  }, 1_000);
  expect(await near.find(STUDY, wanted(null), never)).toBeDefined();
});

test('one who no longer wants the image is told so, and the archive is not blamed for it', async () => {
  const { near, asked } = await nearThat(bytes(multipartBody([ctSlice(1)]), 'multipart/related; type="application/dicom"; boundary=a-boundary', 'end'));
  await expect(near.find(STUDY, wanted(null), AbortSignal.abort(new Error('another is wanted')))).rejects.toThrow('another is wanted');
  await near.find(STUDY, wanted(null), never);
  expect(asked()).toBe(1);
});
