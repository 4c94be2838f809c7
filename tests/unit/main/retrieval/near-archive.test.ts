import { expect, onTestFinished, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { silentLog } from '#main/platform/log.ts';
import { createNearArchive } from '#main/retrieval/near-archive.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { startTestHospital } from '#tests/support/test-hospital.ts';

const never = new AbortController().signal;
const wanted = (contentStamp: string | null) => ({ seriesInstanceUid: '1.2.3.1', sopInstanceUid: '1.2.3.1.1', instanceNumber: 1, contentStamp });

/** It holds slice 1, made on 20 November at ten. */
async function openNear() {
  const archive = await startTestHospital();
  archive.put(ctSlice(1, { InstanceCreationDate: '20261120', InstanceCreationTime: '100000.25' }));
  const web = createDicomWebSite({ name: 'near archive', baseUrl: archive.baseUrl, noProgressTimeoutMs: 5_000 });
  const near = createNearArchive({ web, clock: { now: () => new Date() }, log: silentLog });
  onTestFinished(async () => {
    await near.close();
    await archive.stop();
  });
  return near;
}

test('the copy of the near archive serves where it is the one that the hospital lists, whatever the fraction of the second', async () => {
  const near = await openNear();
  const part10 = await near.find('1.2.3', wanted('20261120 100000'), never);
  expect(readPart10(part10 ?? new Uint8Array()).sopInstanceUid).toBe('1.2.3.1.1');
});

test('a copy that is older than what the hospital lists is passed over: the hospital’s own is taken', async () => {
  const near = await openNear();
  expect(await near.find('1.2.3', wanted('20261121 083000'), never)).toBeUndefined();
});

test('where the list does not say when an object was made, the copy serves', async () => {
  const near = await openNear();
  expect(await near.find('1.2.3', wanted(null), never)).toBeDefined();
});
