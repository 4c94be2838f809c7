import { assert, asyncProperty, constantFrom, integer, nat, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMultipart, type MultipartPart } from '#main/dicomweb/multipart-reader.ts';
import { multipartBody, type MultipartOptions } from '#tests/support/fault-server.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const RELATED = 'multipart/related; type="application/dicom"; boundary=a-boundary';

async function* inChunks(body: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < body.length; start += size) yield body.subarray(start, start + size);
}

async function read(body: Uint8Array, contentType = RELATED, options: { chunk?: number; maximumPartBytes?: number } = {}): Promise<MultipartPart[]> {
  const parts: MultipartPart[] = [];
  for await (const part of readMultipart(inChunks(body, options.chunk), contentType, options)) parts.push(part);
  return parts;
}

const texts = async (body: Uint8Array, contentType?: string) => (await read(body, contentType)).map((part) => Buffer.from(part.body).toString('latin1'));
const of = (options: MultipartOptions, ...parts: readonly string[]) => multipartBody(parts.map(bytes), options);

describe('well-formed answers', () => {
  test('parts come with their headers in lower case', async () => {
    const [part] = await read(of({}, 'one'));
    expect([...part!.headers]).toEqual([['content-type', 'application/dicom'], ['content-length', '3']]);
    expect(await texts(of({}, 'one', 'two', 'three'))).toEqual(['one', 'two', 'three']);
  });

  test('what is here of a part is told as it comes, and never a byte that is not of it', async () => {
    const sent = '0123456789\r\n--a-bound\r\n-end';
    for (const chunk of [1, 3, 7, 1_000]) {
      const told: string[] = [];
      const seen: string[] = [];
      for await (const { body } of readMultipart(inChunks(of({}, sent, 'two'), chunk), RELATED, { onProgress: (soFar) => told.push(Buffer.from(soFar).toString('latin1')) })) {
        const whole = Buffer.from(body).toString('latin1');
        expect(told.filter((soFar) => !whole.startsWith(soFar))).toEqual([]);
        seen.push(told.splice(0).at(-1) ?? '');
      }
      // The end of the line and the boundary of 12 bytes may have begun: byte by byte all but these is known before the last of them.
      expect(seen[0]).toBe({ 1: sent, 1_000: '' }[chunk] ?? seen[0]);
    }
  });

  test('an empty part is a part', async () => {
    expect(await texts(of({}, '', 'two'))).toEqual(['', 'two']);
  });

  test('an answer of nothing but its last boundary has no part', async () => {
    expect(await texts(bytes('--a-boundary--\r\n'))).toEqual([]);
  });

  test('any bytes in any chunks with any line ends come back, boundaries inside lines included', async () => {
    await assert(
      asyncProperty(uint8Array({ maxLength: 300 }), nat(5), integer({ min: 1, max: 80 }), constantFrom('\r\n', '\n'), async (random, seed, chunk, lineEnd) => {
        const tricky = Buffer.concat([random, bytes('x--a-boundary y\r'), random.subarray(0, seed), bytes('\r\n--a-boundar\r\n--a-boundaryx')]);
        const parts = await read(multipartBody([tricky, random, tricky], { lineEnd: lineEnd as '\n' }), RELATED, { chunk });
        expect(parts.map((part) => Buffer.from(part.body).toString('hex'))).toEqual([tricky, random, tricky].map((part) => Buffer.from(part).toString('hex')));
      }),
      { numRuns: 300 },
    );
  });

  test('a part is handed out before the next one has come', async () => {
    const body = of({}, 'one', 'two');
    let given = 0;
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (const byte of body) {
        given += 1;
        yield Uint8Array.of(byte);
      }
    }
    const parts = readMultipart(slowly(), RELATED);
    const first = await parts.next();
    expect(Buffer.from((first.value as MultipartPart).body).toString()).toBe('one');
    expect(given).toBeLessThanOrEqual(body.lastIndexOf('Content-Type'));
    await parts.return(undefined);
  });

  test('leaving early gives the stream back', async () => {
    let isClosed = false;
    async function* stream(): AsyncGenerator<Uint8Array> {
      try {
        yield of({}, 'one', 'two');
        yield bytes('never read');
      } finally {
        isClosed = true;
      }
    }
    for await (const part of readMultipart(stream(), RELATED)) {
      expect(part.body).toEqual(bytes('one'));
      break;
    }
    expect(isClosed).toBe(true);
  });
});

describe('what servers really send', () => {
  test.each([
    ['no quotes', 'multipart/related; boundary=a-boundary; type="application/dicom"'],
    ['quotes', 'multipart/related; boundary="a-boundary"; type=application/dicom'],
    ['single quotes', "multipart/related;boundary='a-boundary'"],
    ['capitals and blanks', 'Multipart/Related ; TYPE="application/dicom" ; Boundary = "a-boundary"'],
    ['a transfer syntax inside the quotes of the type (Orthanc)', 'multipart/related; type="application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.80"; boundary=a-boundary'],
    ['no boundary at all', 'multipart/related; type="application/dicom"'],
    ['another boundary', 'multipart/related; type="application/dicom"; boundary=something-else'],
  ])('%s in the Content-Type', async (_, contentType) => {
    expect(await texts(of({}, 'one', 'two'), contentType)).toEqual(['one', 'two']);
  });

  test('a boundary with blanks and signs', async () => {
    const boundary = "=_part (1) 'x' a/b:c?d";
    expect(await texts(of({ boundary }, 'one', 'two'), `multipart/related; boundary="${boundary}"`)).toEqual(['one', 'two']);
  });

  test('lines that end with a line feed alone; a carriage return before it belongs to the part', async () => {
    expect(await texts(of({ lineEnd: '\n' }, 'one\r', 'two'))).toEqual(['one\r', 'two']);
  });

  test('a preamble, also one with dashes', async () => {
    expect(await texts(of({ preamble: 'This is a message\r\nof several parts.\r\n\r\n' }, 'one'))).toEqual(['one']);
    expect(await texts(of({ preamble: '\r\n' }, 'one'))).toEqual(['one']);
    expect(await texts(of({ preamble: '-- a line with dashes\r\nand another\r\n' }, 'one'))).toEqual(['one']);
  });

  test('parts without headers', async () => {
    expect(await texts(of({ partHeaders: () => [] }, 'one', 'two'))).toEqual(['one', 'two']);
  });

  test('a last boundary without its dashes, with and without a line end', async () => {
    expect(await texts(of({ end: '\r\n--a-boundary\r\n' }, 'one', 'two'))).toEqual(['one', 'two']);
    expect(await texts(of({ end: '\r\n--a-boundary' }, 'one', 'two'))).toEqual(['one', 'two']);
  });

  test('no last boundary, when the length of the last part tells that it is whole', async () => {
    expect(await texts(of({ end: '' }, 'one', 'two'))).toEqual(['one', 'two']);
    expect(await texts(of({ end: '\r\n' }, 'one', 'two'))).toEqual(['one', 'two']);
  });

  test.each(['1', '7', '99999999999999', 'abc', '-3'])('a wrong Content-Length (%s) of a part is not believed', async (length) => {
    expect(await texts(of({ partHeaders: () => [`Content-Length: ${length}`] }, 'one', 'two'))).toEqual(['one', 'two']);
  });

  test('a DICOM object that is no multipart at all', async () => {
    const dicom = Buffer.concat([Buffer.alloc(128), bytes('DICMrest')]);
    for (const contentType of ['application/dicom', 'application/dicom; transfer-syntax=1.2.840.10008.1.2.1', 'application/octet-stream', '']) {
      const [part] = await read(dicom, contentType);
      expect(Buffer.compare(part!.body, dicom)).toBe(0);
    }
  });
});

describe('failures', () => {
  test.each<[string, string, Buffer, string]>([
    ['site/truncated', 'inside a part', of({ end: '', partHeaders: () => [] }, 'one', 'two'), RELATED],
    ['site/truncated', 'inside a part that knows its length', of({ end: '', partHeaders: () => ['Content-Length: 100'] }, 'one'), RELATED],
    ['site/truncated', 'inside the headers', Buffer.from('--a-boundary\r\nContent-Type: appl'), RELATED],
    ['site/invalid-answer', 'no part', Buffer.from('nothing of the kind'.repeat(10)), RELATED],
    ['site/invalid-answer', 'nothing', Buffer.alloc(0), RELATED],
    ['site/invalid-answer', 'no line', Buffer.alloc(200_000, 0x41), RELATED],
    ['site/not-dicomweb', 'a web page', Buffer.from('<html>'), 'text/html'],
    ['site/not-dicomweb', 'JSON', Buffer.from('[]'), 'application/dicom+json'],
    ['site/not-dicomweb', 'bytes of any kind', Buffer.alloc(500), 'application/octet-stream'],
  ])('%s: %s', async (code, _, body, contentType) => {
    await expect(read(body, contentType)).rejects.toMatchObject({ code });
  });

  test('headers without end are refused', async () => {
    const body = Buffer.from(`--a-boundary\r\n${'X: y\r\n'.repeat(500)}\r\none\r\n--a-boundary--`);
    await expect(read(body)).rejects.toMatchObject({ code: 'site/invalid-answer' });
  });

  test('a part that is larger than allowed is refused, one that is just as large is not', async () => {
    expect(await read(of({}, 'x'.repeat(1000)), RELATED, { maximumPartBytes: 1000 })).toHaveLength(1);
    await expect(read(of({}, 'x'.repeat(1001)), RELATED, { maximumPartBytes: 1000 })).rejects.toMatchObject({ code: 'site/too-large' });
    await expect(read(Buffer.alloc(300_000), 'application/dicom', { maximumPartBytes: 1000, chunk: 9000 })).rejects.toMatchObject({ code: 'site/too-large' });
  });
});

test('a claimed length of two gigabytes costs no such buffer', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const parts = await read(of({ partHeaders: () => [`Content-Length: ${2 ** 31 - 1}`] }, 'one'));
  expect(parts[0]!.body.buffer.byteLength).toBeLessThan(1000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(512 * 1024 * 1024);
});
