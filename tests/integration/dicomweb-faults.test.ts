import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDicomWebSite, type DicomWebSite, type DicomWebSiteOptions } from '#main/dicomweb/dicom-web-site.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { part10, raw, SYNTAX, text, withIdentity, write } from '#tests/support/build-part10.ts';
import {
  bytes, garbageJson, hangUp, html, json, multipart, multipartBody, redirect, silence, startFaultServer, status, type FaultServer,
} from '#tests/support/fault-server.ts';

const STUDY = '1.2.3';
const SERIES = '1.2.3.1';
const RELATED = 'multipart/related; type="application/dicom"; boundary=a-boundary';

/** A Part 10 file of the study, with some bytes of content. */
function instance(sopInstanceUid: string, options: { series?: string; size?: number } = {}): Uint8Array {
  const identity = withIdentity(raw(0x00420011, 'OB', new Uint8Array(options.size ?? 100).fill(7))).map((element) => {
    if (element.tag === 0x00080018) return text(element.tag, 'UI', sopInstanceUid);
    return element.tag === 0x0020000e ? text(element.tag, 'UI', options.series ?? SERIES) : element;
  });
  return part10(SYNTAX.explicit, write(identity, 'explicit'));
}

const one = instance('1.2.3.1.1');
const two = instance('1.2.3.1.2');
const study = buildDataSet({ StudyInstanceUID: STUDY });

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

const never = new AbortController().signal;
const siteOf = (options: Partial<DicomWebSiteOptions> = {}): DicomWebSite =>
  createDicomWebSite({ name: '甲县医院', baseUrl: server.baseUrl, noProgressTimeoutMs: 20_000, ...options });
const search = (options?: Partial<DicomWebSiteOptions>) => siteOf(options).searchForStudies({}, never);
const retrieve = (options?: Partial<DicomWebSiteOptions>) => siteOf(options).retrieveInstance(STUDY, SERIES, '1.2.3.1.1', never);
const store = (...part10s: readonly Uint8Array[]) => siteOf().storeInstances(STUDY, part10s.length === 0 ? [one] : part10s, never);
const failing = (code: string, facts: object = {}) => expect.objectContaining({ code, facts: expect.objectContaining({ site: '甲县医院', ...facts }) });

async function series(site = siteOf(), signal = never): Promise<Uint8Array[]> {
  const instances: Uint8Array[] = [];
  for await (const found of site.retrieveSeries(STUDY, SERIES, signal)) instances.push(found);
  return instances;
}

test('a kept connection that the server closes just as we ask is no failure of the hospital', async () => {
  let asked = 0;
  const closing = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      asked += 1;
      // The first question meets a closing connection, the second a new one.
      if (asked === 1) socket.destroy();
      else socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/dicom+json\r\nContent-Length: 2\r\n\r\n[]');
    });
  });
  await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
  const { port } = closing.address() as { port: number };
  expect(await search({ baseUrl: `http://127.0.0.1:${port}` })).toEqual([]);
  expect(asked).toBe(2);
  await new Promise((resolve) => closing.close(resolve));
});

describe('what is asked of a server', () => {
  test('searches ask for DICOM JSON with their query', async () => {
    server.answer(json([study]));
    expect(await siteOf().searchForStudies({ PatientName: '赵*', limit: '5' }, never)).toEqual([study]);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: `/dicom-web/studies?PatientName=${encodeURIComponent('赵')}*&limit=5`, headers: { accept: 'application/dicom+json' } });
  });

  test('each search has its resource', async () => {
    server.answer(json([]));
    const site = siteOf({ baseUrl: `${server.baseUrl}/` });
    await site.searchForSeries(STUDY, { includefield: 'a,b' }, never);
    await site.searchForInstances(STUDY, {}, never);
    await site.retrieveSeriesMetadata(STUDY, SERIES, never);
    expect(server.requests.map(({ path }) => path.replace(/\?$/, ''))).toEqual([
      '/dicom-web/studies/1.2.3/series?includefield=a%2Cb',
      '/dicom-web/studies/1.2.3/instances',
      '/dicom-web/studies/1.2.3/series/1.2.3.1/metadata',
    ]);
  });

  test('bulk retrieval asks for the kept transfer syntax and for no compression', async () => {
    server.answer(multipart([one]));
    await retrieve();
    expect(server.requests[0]).toMatchObject({
      path: '/dicom-web/studies/1.2.3/series/1.2.3.1/instances/1.2.3.1.1',
      headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*', 'accept-encoding': 'identity' },
    });
  });

  test('a store request is multipart with a known length and asks for DICOM JSON', async () => {
    server.answer(json(buildDataSet({ ReferencedSOPSequence: [buildDataSet({ ReferencedSOPInstanceUID: '1.2.3.1.1' })] })));
    await store();
    const { method, path, headers, body } = server.requests[0]!;
    expect([method, path]).toEqual(['POST', '/dicom-web/studies/1.2.3']);
    expect(headers['content-type']).toMatch(/^multipart\/related; type="application\/dicom"; boundary=/);
    expect(headers.accept).toBe('application/dicom+json');
    expect(Number(headers['content-length'])).toBe(body.length);
    expect(headers['transfer-encoding']).toBeUndefined();
    expect(body.includes(Buffer.from(one))).toBe(true);
  });

  test('a large object goes out whole', async () => {
    const large = instance('1.2.3.1.9', { size: 5_000_000 });
    server.answer(status(200));
    expect(await store(large)).toEqual([{ sopInstanceUid: '1.2.3.1.9', outcome: 'stored' }]);
    expect(server.requests[0]!.body.includes(Buffer.from(large))).toBe(true);
  });

  test('credentials are sent to the site', async () => {
    server.answer(json([]));
    await search({ credentials: { userName: 'reader', password: 'pässword' } });
    expect(server.requests[0]!.headers.authorization).toBe(`Basic ${Buffer.from('reader:pässword').toString('base64')}`);
  });

  test('nothing that is no UID gets into an address', async () => {
    await expect(siteOf().retrieveInstance('../../admin', SERIES, '1.2', never)).rejects.toThrow('not a UID');
    expect(server.requests).toHaveLength(0);
  });

  test('every arriving byte of a body is reported', async () => {
    const answer = multipartBody([one, two]);
    server.answer(multipart([one, two]));
    let count = 0;
    await series(siteOf({ onBytes: (received) => (count += received) }));
    expect(count).toBe(answer.length);
  });
});

describe('good answers', () => {
  test('an instance comes back byte for byte', async () => {
    server.answer(multipart([one]));
    expect(Buffer.compare(await retrieve(), one)).toBe(0);
  });

  test('the instances of a series come one after the other, before the answer is complete', async () => {
    const whole = multipartBody([one, two]);
    const endOfFirst = whole.indexOf('--a-boundary', one.length) + 20;
    server.answer((_, response) => {
      response.writeHead(200, { 'Content-Type': RELATED });
      response.write(whole.subarray(0, endOfFirst));
      server.answer((__, second) => second.writeHead(204).end(() => response.end(whole.subarray(endOfFirst))));
    });
    const found = siteOf().retrieveSeries(STUDY, SERIES, never)[Symbol.asyncIterator]();
    expect(Buffer.compare((await found.next()).value as Uint8Array, one)).toBe(0);
    // Only now does the server send the rest.
    await siteOf().searchForStudies({}, never);
    expect(Buffer.compare((await found.next()).value as Uint8Array, two)).toBe(0);
    expect(await found.next()).toMatchObject({ done: true });
  });

  test('an empty search is an empty list, with 204 and with []', async () => {
    server.answer(status(204));
    expect(await search()).toEqual([]);
    server.answer(json([]));
    expect(await search()).toEqual([]);
  });

  test('odd quoting of the type (Orthanc) and a single object in place of multipart are understood', async () => {
    server.answer(multipart([one], { contentType: 'multipart/related; type="application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"; boundary=a-boundary' }));
    expect(Buffer.compare(await retrieve(), one)).toBe(0);
    server.answer(bytes(one, 'application/dicom', 'end'));
    expect(Buffer.compare(await retrieve(), one)).toBe(0);
  });

  test('a boundary that is not the announced one is found out', async () => {
    server.answer(multipart([one], { contentType: 'multipart/related; type="application/dicom"; boundary=wrong' }));
    expect(Buffer.compare(await retrieve(), one)).toBe(0);
  });

  test('an instance that is sent twice is given once, a series as it is sent', async () => {
    server.answer(multipart([one, one]));
    expect(Buffer.compare(await retrieve(), one)).toBe(0);
    expect(await series()).toHaveLength(2);
  });

  test('a redirect to the same origin keeps the credentials', async () => {
    server.answer(json([study]));
    server.on(/GET \/dicom-web\/studies/, redirect('/moved/studies'));
    expect(await search({ credentials: { userName: 'a', password: 'b' } })).toEqual([study]);
    expect(server.requests.map(({ path, headers }) => [path, headers.authorization !== undefined])).toEqual([
      ['/dicom-web/studies?', true],
      ['/moved/studies', true],
    ]);
  });

  test('pages are collected when the server says that it keeps results back', async () => {
    server.on(/GET/, json([buildDataSet({ StudyInstanceUID: '1.9' })]));
    server.on(/GET \/dicom-web\/studies\?$/, json([study], { Warning: '299 site: There are 1 additional results that can be requested' }));
    expect(await search()).toEqual([study, buildDataSet({ StudyInstanceUID: '1.9' })]);
    expect(server.requests[1]!.path).toBe('/dicom-web/studies?offset=1');
  });
});

describe('store outcomes', () => {
  const item = (uid: string, reason?: number) => buildDataSet({ ReferencedSOPInstanceUID: uid, FailureReason: reason });

  test('202 with a failure is a failure with its reason', async () => {
    server.answer(status(202, { 'Content-Type': 'application/dicom+json' }, JSON.stringify(buildDataSet({ ReferencedSOPSequence: [item('1.2.3.1.1')], FailedSOPSequence: [item('1.2.3.1.2', 0xa700)] }))));
    expect(await store(one, two)).toEqual([
      { sopInstanceUid: '1.2.3.1.1', outcome: 'stored' },
      { sopInstanceUid: '1.2.3.1.2', outcome: 'failed', reason: 0xa700 },
    ]);
  });

  test('409 that names its failures is an outcome, 409 that does not is a refusal', async () => {
    server.answer(status(409, { 'Content-Type': 'application/dicom+json' }, JSON.stringify(buildDataSet({ FailedSOPSequence: [item('1.2.3.1.1', 0x0111)] }))));
    expect(await store()).toEqual([{ sopInstanceUid: '1.2.3.1.1', outcome: 'failed', reason: 0x0111 }]);
    server.answer(status(409, { 'Content-Type': 'text/plain' }, 'no'));
    await expect(store()).rejects.toEqual(failing('site/refused-object', { status: 409 }));
  });

  test('400 is a refusal', async () => {
    server.answer(status(400));
    await expect(store()).rejects.toEqual(failing('site/refused-object', { status: 400 }));
  });

  test('a web page is no receipt', async () => {
    server.answer(html());
    await expect(store()).rejects.toEqual(failing('site/not-dicomweb'));
  });

  test('what is to be stored is not redirected', async () => {
    server.answer(redirect('/elsewhere', 307));
    await expect(store()).rejects.toEqual(failing('site/invalid-answer'));
    expect(server.requests).toHaveLength(1);
  });
});

describe('failures', () => {
  test('401 and 403', async () => {
    server.answer(status(401, { 'WWW-Authenticate': 'Basic realm="x"' }));
    await expect(search()).rejects.toEqual(failing('site/unauthorised', { status: 401 }));
    server.answer(status(403));
    await expect(retrieve()).rejects.toEqual(failing('site/unauthorised', { status: 403 }));
  });

  test('404', async () => {
    await expect(retrieve()).rejects.toEqual(failing('site/not-found', { status: 404 }));
    server.answer(status(204));
    await expect(retrieve()).rejects.toEqual(failing('site/not-found'));
  });

  test('500', async () => {
    server.answer(status(500, {}, 'java.lang.NullPointerException'));
    await expect(search()).rejects.toEqual(failing('site/server-error', { status: 500 }));
  });

  test('429 and 503 with Retry-After', async () => {
    server.answer(status(429, { 'Retry-After': '7' }));
    await expect(retrieve()).rejects.toEqual(failing('site/too-many-requests', { status: 429, retryAfterSeconds: 7 }));
    server.answer(status(503, { 'Retry-After': '60' }));
    await expect(search()).rejects.toEqual(failing('site/too-many-requests', { status: 503, retryAfterSeconds: 60 }));
    server.answer(status(503));
    await expect(search()).rejects.toEqual(failing('site/server-error', { status: 503 }));
  });

  test('a web page with 200', async () => {
    server.answer(html());
    await expect(search()).rejects.toEqual(failing('site/not-dicomweb'));
    await expect(retrieve()).rejects.toEqual(failing('site/not-dicomweb'));
  });

  test('garbage JSON, which is not quoted', async () => {
    server.answer(garbageJson());
    const failure: unknown = await search().catch((error: unknown) => error);
    expect(failure).toEqual(failing('site/invalid-answer'));
    expect(`${(failure as Error).message} ${String((failure as Error).cause)}`).not.toContain('Zhao');
  });

  test('JSON that is no DICOM JSON', async () => {
    server.answer(json({ error: 'out of order' }));
    await expect(search()).rejects.toEqual(failing('site/invalid-answer'));
  });

  test('a multipart answer that ends inside a part, cleanly', async () => {
    server.answer(bytes(multipartBody([one, two]).subarray(0, one.length + 200), RELATED, 'end'));
    await expect(series()).rejects.toEqual(failing('site/truncated'));
  });

  test('half a frame, then the connection closes', async () => {
    server.answer(bytes(multipartBody([one, two]).subarray(0, one.length + 200), RELATED, 'close', 100_000));
    await expect(series()).rejects.toEqual(failing('site/truncated'));
  });

  test('a Content-Length that promises more than comes', async () => {
    const whole = multipartBody([one]);
    server.answer(bytes(whole.subarray(0, whole.length - 30), RELATED, 'close', whole.length + 1000));
    // The part itself is whole: its own length proves it. What counts is that the site broke its word.
    await expect(series()).rejects.toEqual(failing('site/truncated'));
  });

  test('a wrong boundary without any part', async () => {
    server.answer(bytes(Buffer.from('no such thing'), 'multipart/related; boundary=x', 'end'));
    await expect(retrieve()).rejects.toEqual(failing('site/invalid-answer'));
  });

  test('a part that is no DICOM', async () => {
    server.answer(multipart([Buffer.from('this is a text and no object')]));
    await expect(retrieve()).rejects.toEqual(failing('site/invalid-answer'));
  });

  test('another instance, and one of another series', async () => {
    server.answer(multipart([two]));
    await expect(retrieve()).rejects.toEqual(failing('site/unexpected-instance', { sopInstanceUid: '1.2.3.1.2' }));
    server.answer(multipart([one, instance('1.9.9', { series: '1.9' })]));
    await expect(series()).rejects.toEqual(failing('site/unexpected-instance', { sopInstanceUid: '1.9.9' }));
  });

  test('a reset before the answer', async () => {
    server.answer(hangUp());
    await expect(search()).rejects.toEqual(failing('site/unreachable'));
  });

  test('a reset in mid-body', async () => {
    server.answer(bytes(multipartBody([instance('1.2.3.1.1', { size: 400_000 })]).subarray(0, 200_000), RELATED, 'reset'));
    await expect(retrieve()).rejects.toEqual(expect.objectContaining({ code: expect.stringMatching(/^site\/(unreachable|truncated)$/) }));
  });

  test('nobody listens', async () => {
    const { baseUrl } = server;
    await server.stop();
    await expect(search({ baseUrl })).rejects.toEqual(failing('site/unreachable', { reason: 'ECONNREFUSED' }));
    server = await startFaultServer();
  });

  test('a name that does not resolve', async () => {
    await expect(search({ baseUrl: 'https://site.invalid/dicom-web' })).rejects.toEqual(failing('site/unreachable'));
  });

  test('TLS that is none', async () => {
    await expect(search({ baseUrl: server.baseUrl.replace('http:', 'https:') })).rejects.toEqual(failing('site/unreachable'));
  });

  test('a service that does not speak HTTP', async () => {
    const other = createServer((socket) => void socket.on('error', () => {}).end('220 mail.example ESMTP\r\n', () => socket.destroy()));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(search({ baseUrl: `http://127.0.0.1:${port}` })).rejects.toEqual(failing('site/not-dicomweb'));
    await new Promise((resolve) => other.close(resolve));
  });

  test('silence before the answer, and in mid-body', async () => {
    server.answer(silence());
    await expect(search({ noProgressTimeoutMs: 100 })).rejects.toEqual(failing('site/stalled'));
    server.answer(bytes(multipartBody([one]).subarray(0, 150), RELATED, 'stall'));
    await expect(retrieve({ noProgressTimeoutMs: 100 })).rejects.toEqual(failing('site/stalled'));
  });

  test('a slow reader of ours is no stall of the site', async () => {
    server.answer(multipart([one, two]));
    const site = siteOf({ noProgressTimeoutMs: 700 });
    let seen = 0;
    for await (const _ of site.retrieveSeries(STUDY, SERIES, never)) {
      seen += 1;
      // The only way to be slow is to be slow: longer than the silence that would be a stall.
      await new Promise((resolve) => setTimeout(resolve, 900));
    }
    expect(seen).toBe(2);
  });

  test('answers that are larger than allowed', async () => {
    server.answer(json([study]));
    await expect(search({ limits: { searchBytes: 10 } })).rejects.toEqual(failing('site/too-large'));
    server.answer(multipart([one]));
    await expect(retrieve({ limits: { instanceBytes: 100 } })).rejects.toEqual(failing('site/too-large'));
  });

  test('a redirect to another origin with credentials', async () => {
    const other = await startFaultServer(json([study]));
    server.answer(redirect(`${other.baseUrl}/studies`));
    await expect(search({ credentials: { userName: 'a', password: 'b' } })).rejects.toEqual(failing('site/invalid-answer'));
    expect(other.requests).toHaveLength(0);
    // Without credentials there is nothing to lose.
    expect(await search()).toEqual([study]);
    expect(other.requests[0]!.headers.authorization).toBeUndefined();
    await other.stop();
  });

  test('redirects without end', async () => {
    server.answer(redirect('/dicom-web/studies'));
    await expect(search()).rejects.toEqual(failing('site/invalid-answer'));
    expect(server.requests.length).toBeLessThan(10);
  });
});

describe('giving up', () => {
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  test('an aborted request fails with the reason of the abort and closes its socket', async () => {
    server.answer(silence());
    const controller = new AbortController();
    const searching = siteOf().searchForStudies({}, controller.signal);
    await until(() => server.requests.length === 1);
    controller.abort(new Error('the window was closed'));
    await expect(searching).rejects.toThrow('the window was closed');
    await until(() => server.openSockets() === 0);
  });

  test('an aborted transfer closes its socket', async () => {
    server.answer(bytes(multipartBody([one, two]).subarray(0, one.length + 200), RELATED, 'stall'));
    const controller = new AbortController();
    const reading = series(siteOf(), controller.signal);
    await until(() => server.requests.length === 1);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await until(() => server.openSockets() === 0);
  });

  test('leaving the loop over a series closes the socket', async () => {
    server.answer(bytes(multipartBody([one, two]).subarray(0, one.length + 300), RELATED, 'stall'));
    for await (const found of siteOf().retrieveSeries(STUDY, SERIES, never)) {
      expect(Buffer.compare(found, one)).toBe(0);
      break;
    }
    await until(() => server.openSockets() === 0);
  });

  test('a signal that is aborted already sends nothing', async () => {
    await expect(siteOf().searchForStudies({}, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.requests).toHaveLength(0);
  });
});
