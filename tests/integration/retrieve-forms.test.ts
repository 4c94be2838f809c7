import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { silentLog } from '#main/platform/log.ts';
import { createInstanceFetcher } from '#main/retrieval/fetch-instance.ts';
import { createSeriesFetcher } from '#main/retrieval/fetch-series.ts';
import type { StudyToFetch } from '#main/retrieval/choose-next.ts';
import { createSiteLinks } from '#main/sites/site-links.ts';
import { createSiteProfiles } from '#main/sites/site-profiles.ts';
import { SiteLineRepository } from '#main/sites/site-line.repository.ts';
import type { Remote } from '#main/database/remote-repositories.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { testSite } from '#tests/support/found-study.ts';
import { multipart, startFaultServer, status, type Behaviour, type FaultServer } from '#tests/support/fault-server.ts';
import { CT_IMAGE_STORAGE, ctSlice } from '#tests/support/instances.ts';

/** What a hospital's server does with each form, learned over a real socket and kept in a real catalogue. */

const JPEG_LS = '1.2.840.10008.1.2.4.80';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const STUDY: StudyToFetch = { studyId: 1, siteId: testSite.id, studyInstanceUid: '1.2.3', purpose: 'reading', urgency: 'routine', arrivedAt: '2026-11-20T01:00:00Z' };
const image = (instanceNumber: number) => ({ sopInstanceUid: `1.2.3.1.${instanceNumber}`, seriesInstanceUid: '1.2.3.1', sopClassUid: CT_IMAGE_STORAGE, instanceNumber });
const flight = { answered: () => {}, hold: () => undefined, received: () => {} };
const native = ctSlice(1);
/** The slice with a codestream that says what a test wants. */
const encoded = (transferSyntaxUid: string, codestream: Uint8Array) => writePart10(readPart10(native).metadata, { transferSyntaxUid, frames: [codestream] });
/** SOI, SOF55 of 4 x 4, SOS with NEAR, a byte of data, EOI. */
const jpegLs = (near: number) => Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 0, 11, 12, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, near, 0, 0, 0, 0xff, 0xd9);

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

/** Answers by the transfer syntax that is asked for; everything else is refused with 406. */
function serve(answers: Readonly<Record<string, Behaviour>>): void {
  server.answer((request, response) => {
    const asked = /transfer-syntax=(\S+)/.exec(request.headers.accept ?? '')?.[1] ?? '';
    (answers[asked] ?? status(406))(request, response);
  });
}
const askedFor = () => server.requests.map(({ headers }) => /transfer-syntax=(\S+)/.exec(headers.accept ?? '')?.[1]);

function seat(purpose: StudyToFetch['purpose'] = 'reading') {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const clock = { now: () => new Date('2026-11-20T09:00:00Z') };
  const links = createSiteLinks(clock, () => {});
  const profilesOn = () => createSiteProfiles({ lines: remote(new SiteLineRepository(catalogue.database)), clock, log: silentLog });
  const web = createDicomWebSite({ name: testSite.name, baseUrl: server.baseUrl, noProgressTimeoutMs: 5_000 });
  const profiles = profilesOn();
  const fetchInstance = createInstanceFetcher({ webSite: () => web, profiles, links, near: undefined });
  const never = new AbortController().signal;
  const fetchSeries = createSeriesFetcher({ webSite: () => web, profiles, links });
  return { profiles, profilesOn, fetchSeries: () => fetchSeries(testSite.id, { ...STUDY, purpose }, image(1), never, flight), fetch: (instanceNumber = 1) => fetchInstance(testSite.id, { ...STUDY, purpose }, image(instanceNumber), never, flight) };
}

function remote(lines: SiteLineRepository): Remote<SiteLineRepository> {
  return {
    capabilities: async () => lines.capabilities(),
    putCapability: async (capability) => lines.putCapability(capability),
    forgetCapabilities: async (siteId) => lines.forgetCapabilities(siteId),
    modes: async () => lines.modes(),
    putMode: async (mode) => lines.putMode(mode),
    rules: async () => lines.rules(),
    putRule: async (siteId, rule) => lines.putRule(siteId, rule),
  };
}

describe('a server that transcodes', () => {
  test('is asked for JPEG-LS, and the next seat on this profile knows it from the catalogue', async () => {
    serve({ [JPEG_LS]: multipart([encoded(JPEG_LS, jpegLs(0))]) });
    const { fetch, profiles, profilesOn } = seat();
    expect(readPart10(await fetch()).transferSyntaxUid).toBe(JPEG_LS);
    expect(profiles.capabilities(testSite.id)).toMatchObject([{ form: 'jpeg-ls', outcome: 'works', answers: 1 }]);
    const next = profilesOn();
    await next.ready;
    expect(next.capabilities(testSite.id)).toMatchObject([{ form: 'jpeg-ls', outcome: 'works' }]);
  });

  test('and stops doing so is asked for what it keeps, after the second refusal without a detour', async () => {
    serve({ [JPEG_LS]: multipart([encoded(JPEG_LS, jpegLs(0))]) });
    const { fetch } = seat();
    await fetch();
    serve({ '*': multipart([native]) });
    await fetch();
    await fetch();
    const before = askedFor().length;
    // The other lossless forms are tried once each; then the server is not troubled any more.
    await fetch();
    await fetch();
    expect(askedFor().at(-1)).toBe('*');
    expect(askedFor().slice(before)).not.toContain(JPEG_LS);
  });
});

describe('a server that refuses what it cannot do', () => {
  test.each([400, 406, 415, 500, 501])('with %i gives the image as it keeps it, and is not asked for those forms again', async (code) => {
    server.answer((request, response) => (request.headers.accept?.includes('=*') === true ? multipart([native]) : status(code))(request, response));
    const { fetch } = seat();
    expect(readPart10(await fetch()).transferSyntaxUid).toBe('1.2.840.10008.1.2.1');
    expect(askedFor()).toEqual([JPEG_LS, '1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.70', '*']);
    await fetch();
    expect(askedFor()).toHaveLength(6);
  });

  test('and has not the image says so at once: that is no refusal of a form', async () => {
    serve({ [JPEG_LS]: multipart([encoded(JPEG_LS, jpegLs(0))]) });
    const { fetch, profiles } = seat();
    await fetch();
    serve({ [JPEG_LS]: status(404) });
    await expect(fetch()).rejects.toMatchObject({ code: 'site/not-found' });
    expect(askedFor()).toEqual([JPEG_LS, JPEG_LS]);
    expect(profiles.capabilities(testSite.id)).toMatchObject([{ form: 'jpeg-ls', outcome: 'works', answers: 1 }]);
  });

  test('and fails for every form is not learned from', async () => {
    server.answer(status(500));
    const { fetch, profiles } = seat();
    await expect(fetch()).rejects.toMatchObject({ code: 'site/server-error' });
    expect(profiles.capabilities(testSite.id)).toEqual([]);
  });
});

describe('a server that sends something else than was asked for', () => {
  test('uncompressed, is taken, and not expected to transcode any more', async () => {
    server.answer(multipart([native]));
    const { fetch, profiles } = seat();
    expect(readPart10(await fetch()).transferSyntaxUid).toBe('1.2.840.10008.1.2.1');
    expect(profiles.capabilities(testSite.id)).toMatchObject([{ form: 'jpeg-ls', outcome: 'ignored' }]);
  });

  test.each([
    ['a lossy JPEG', encoded(JPEG_BASELINE, Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 4, 0, 4, 1, 1, 0x11, 0, 0xff, 0xd9))],
    ['a near-lossless picture that calls itself lossless', encoded(JPEG_LS, jpegLs(2))],
  ])('%s, is not believed: the image is taken as the hospital keeps it', async (_what, lossy) => {
    serve({ [JPEG_LS]: multipart([lossy]), '*': multipart([native]) });
    const { fetch } = seat();
    expect(readPart10(await fetch()).transferSyntaxUid).toBe('1.2.840.10008.1.2.1');
    expect(askedFor()).toEqual([JPEG_LS, '*']);
    await fetch();
    expect(askedFor().at(-1)).toBe('*');
  });

  test('the object of another patient, is refused', async () => {
    server.answer(multipart([ctSlice(7)]));
    await expect(seat().fetch()).rejects.toMatchObject({ code: 'site/unexpected-instance' });
  });
});

test('what nobody waits for is used to learn what else a server can do', async () => {
  serve({ [JPEG_LS]: multipart([encoded(JPEG_LS, jpegLs(0))]), '*': multipart([native]) });
  const { fetch, profiles } = seat('worklist');
  for (let turn = 0; turn < 12; turn += 1) await fetch();
  const learned = Object.fromEntries(profiles.capabilities(testSite.id).map(({ form, outcome }) => [form, outcome]));
  expect(learned).toEqual({ 'jpeg-ls': 'works', htj2k: 'refused', 'jpeg-2000': 'refused', 'jpeg-lossless': 'refused', kept: 'works', 'kept-gzip': 'ignored' });
  expect(askedFor().at(-1)).toBe(JPEG_LS);
});

describe('a server that gives frames alone', () => {
  const overlay = Uint8Array.from({ length: 32 }, (_, index) => index);
  /** Metadata with a value that is elsewhere, frames as they are kept, and 404 for whole objects. */
  const framesOnly = (frameType: string, frame: Uint8Array, metadata = readPart10(native).metadata): void => {
    server.answer((request, response) => {
      const path = request.path;
      if (path.endsWith('/metadata')) {
        const pointing = { ...metadata, '60003000': { vr: 'OW', BulkDataURI: 'bulk/overlay' } };
        return void response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(JSON.stringify([pointing]));
      }
      if (path.endsWith('/bulk/overlay')) return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(overlay);
      if (path.endsWith('/frames/1')) {
        response.writeHead(200, { 'content-type': 'multipart/related; type="application/octet-stream"; boundary=b' });
        return void response.end(Buffer.concat([Buffer.from(`--b\r\nContent-Type: ${frameType}\r\n\r\n`), frame, Buffer.from('\r\n--b--\r\n')]));
      }
      return void response.writeHead(404).end();
    });
  };
  const pixels = readPart10(native).frames[0] ?? new Uint8Array();

  test('is asked for metadata, frames and what they point to; after the second image without a detour', async () => {
    framesOnly('application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1', pixels);
    const { fetch, profiles } = seat();
    const got = readPart10(await fetch());
    expect([got.transferSyntaxUid, Buffer.from(got.frames[0] ?? []).equals(pixels)]).toEqual(['1.2.840.10008.1.2.1', true]);
    expect(Buffer.from(got.metadata['60003000']?.InlineBinary ?? '', 'base64').equals(overlay)).toBe(true);
    expect(profiles.capabilities(testSite.id).find(({ form }) => form === 'frames')).toMatchObject({ outcome: 'works' });
    await fetch();
    const before = server.requests.length;
    await fetch();
    expect(server.requests.slice(before).map(({ path }) => path.split('/').at(-1))).toEqual(['metadata', '1', 'overlay']);
  });

  test('with a loss that the metadata do not own up to is refused', async () => {
    framesOnly('image/jls; transfer-syntax=1.2.840.10008.1.2.4.81', jpegLs(2));
    await expect(seat().fetch()).rejects.toMatchObject({ code: 'site/not-found' });
  });

  test('and has the image no more says so in one word', async () => {
    server.answer(status(404));
    await expect(seat().fetch()).rejects.toMatchObject({ code: 'site/not-found' });
  });
});

describe('a series in one answer', () => {
  const slice = (number: number, near: number) => writePart10(readPart10(ctSlice(number)).metadata, { transferSyntaxUid: JPEG_LS, frames: [jpegLs(near)] });

  test('is asked for in the form that does best, and what lost something against that wish is left out', async () => {
    serve({ [JPEG_LS]: multipart([slice(1, 0), slice(2, 3), slice(3, 0)]) });
    const arrived: string[] = [];
    for await (const { sopInstanceUid } of seat('worklist').fetchSeries()) arrived.push(sopInstanceUid);
    expect(arrived).toEqual(['1.2.3.1.1', '1.2.3.1.3']);
    expect(askedFor()).toEqual([JPEG_LS]);
  });

  test('that a server does not give fails with its status, so that the mode can be learned', async () => {
    serve({});
    await expect(seat('worklist').fetchSeries()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ facts: { status: 406 } });
  });
});
