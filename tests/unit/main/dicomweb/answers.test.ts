import { describe, expect, test } from 'vitest';
import type { DicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import type { SmallAnswer } from '#main/dicomweb/dicomweb-client-call.ts';
import { mayHaveLostText, withOwnText } from '#main/dicomweb/lost-text.ts';
import { readDicomJson } from '#main/dicomweb/read-dicom-json.ts';
import { readNativeXml } from '#main/dicomweb/read-native-xml.ts';
import { namesFailures, readStoreAnswer } from '#main/dicomweb/read-store-answer.ts';
import { collectPages, type SearchPage } from '#main/dicomweb/search-pages.ts';
import { failureOfStatus } from '#main/dicomweb/site-failure.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { isAppError } from '#shared/errors/app-error.ts';

const answer = (body: unknown, options: Partial<SmallAnswer> = {}): SmallAnswer => ({
  status: 200,
  mediaType: 'application/dicom+json',
  warning: null,
  body: new Uint8Array(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))),
  ...options,
});

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'no failure';
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code;
  }
}

describe('DICOM JSON', () => {
  test('a list of data sets is read, tags in capitals', () => {
    expect(readDicomJson(answer([{ '0020000d': { vr: 'UI', Value: ['1.2'] } }]))).toEqual([{ '0020000D': { vr: 'UI', Value: ['1.2'] } }]);
  });

  test('sequences, names, nulls and binary values are kept', () => {
    const dataSet = {
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'A', Ideographic: '赵' }, null] },
      '00081140': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.9'] } }] },
      '00091001': { vr: 'UN', InlineBinary: 'AQID' },
      '54001010': { vr: 'OW', BulkDataURI: 'https://x/y' },
    };
    expect(readDicomJson(answer([dataSet]))).toEqual([dataSet]);
  });

  test('nothing, 204 and an object without its list are answers', () => {
    expect(readDicomJson(answer(''))).toEqual([]);
    expect(readDicomJson(answer('', { status: 204, mediaType: '' }))).toEqual([]);
    expect(readDicomJson(answer([]))).toEqual([]);
    expect(readDicomJson(answer(buildDataSet({ StudyInstanceUID: '1.2' })))).toEqual([buildDataSet({ StudyInstanceUID: '1.2' })]);
  });

  test('a missing representation comes from the dictionary, an empty list is no value', () => {
    expect(readDicomJson(answer([{ '00100020': { Value: ['P1'] }, '00080050': { vr: 'SH', Value: [] } }]))).toEqual([
      { '00100020': { vr: 'LO', Value: ['P1'] }, '00080050': { vr: 'SH' } },
    ]);
  });

  test.each([
    ['not JSON', '[{"0020'],
    ['a text', '"hello"'],
    ['a list of numbers', [1, 2]],
    ['keywords in place of tags', [{ PatientName: 'x' }]],
    ['values that are no list', [{ '00100020': { vr: 'LO', Value: 'P1' } }]],
    ['an object as a text value', [{ '00100020': { vr: 'LO', Value: [{ a: 1 }] } }]],
    ['an error in JSON', { Message: 'Unknown DICOM tag', HttpStatus: 400 }],
  ])('%s is an invalid answer', (_, body) => {
    expect(codeOf(() => readDicomJson(answer(body)))).toBe('site/invalid-answer');
  });

  test('the failure does not quote what was read', () => {
    try {
      readDicomJson(answer('[{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Zhao'));
    } catch (error) {
      expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toContain('Zhao');
    }
  });

  test('sequences without end are an invalid answer', () => {
    const nested = (depth: number): object => ({ '00081140': { vr: 'SQ', Value: depth === 0 ? [] : [nested(depth - 1)] } });
    expect(readDicomJson(answer([nested(60)]))).toHaveLength(1);
    expect(codeOf(() => readDicomJson(answer([nested(70)])))).toBe('site/invalid-answer');
  });

  test('a web page is no DICOMweb', () => {
    expect(codeOf(() => readDicomJson(answer('<html>', { mediaType: 'text/html' })))).toBe('site/not-dicomweb');
  });
});

describe('store answers', () => {
  const stored = (uid: string) => buildDataSet({ ReferencedSOPInstanceUID: uid });
  const failed = (uid: string, reason: number) => buildDataSet({ ReferencedSOPInstanceUID: uid, FailureReason: reason });

  test('202 hides failures: each object has its outcome', () => {
    const body = buildDataSet({ ReferencedSOPSequence: [stored('1.1')], FailedSOPSequence: [failed('1.2', 0x0110)] });
    expect(readStoreAnswer(answer(body, { status: 202 }), ['1.1', '1.2', '1.3'])).toEqual([
      { sopInstanceUid: '1.1', outcome: 'stored' },
      { sopInstanceUid: '1.2', outcome: 'failed', reason: 0x0110 },
      { sopInstanceUid: '1.3', outcome: 'failed' },
    ]);
  });

  test('200 without a body has stored everything, 202 without a body nothing', () => {
    expect(readStoreAnswer(answer(''), ['1.1'])).toEqual([{ sopInstanceUid: '1.1', outcome: 'stored' }]);
    expect(readStoreAnswer(answer('thank you', { mediaType: 'text/plain' }), ['1.1'])).toEqual([{ sopInstanceUid: '1.1', outcome: 'stored' }]);
    expect(readStoreAnswer(answer('', { status: 202 }), ['1.1'])).toEqual([{ sopInstanceUid: '1.1', outcome: 'failed' }]);
  });

  test('an object that a list of stored ones lacks was not stored', () => {
    expect(readStoreAnswer(answer(buildDataSet({ ReferencedSOPSequence: [stored('1.1')] })), ['1.1', '1.2'])[1]).toEqual({ sopInstanceUid: '1.2', outcome: 'failed' });
  });

  const XML = `<?xml version="1.0" encoding="utf-8" xml:space="preserve"?>
    <NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">
      <DicomAttribute tag="00081190" vr="UR" keyword="RetrieveURL"><Value number="1">http://x/?a=1&amp;b=2</Value></DicomAttribute>
      <DicomAttribute tag="00081198" vr="SQ" keyword="FailedSOPSequence">
        <Item number="1">
          <DicomAttribute tag="00081155" vr="UI" keyword="ReferencedSOPInstanceUID"><Value number="1">1.2</Value></DicomAttribute>
          <DicomAttribute tag="00081197" vr="US" keyword="FailureReason"><Value number="1">272</Value></DicomAttribute>
          <DicomAttribute tag="00081150" vr="UI"/>
        </Item>
      </DicomAttribute>
      <DicomAttribute tag="00081199" vr="SQ"><Item number="1"><DicomAttribute tag="00081155" vr="UI"><Value number="1">1.1</Value></DicomAttribute></Item></DicomAttribute>
    </NativeDicomModel>`;

  test('the same is read from XML, whatever type it says it has', () => {
    expect(readStoreAnswer(answer(XML, { status: 202, mediaType: 'application/dicom+xml' }), ['1.1', '1.2'])).toEqual([
      { sopInstanceUid: '1.1', outcome: 'stored' },
      { sopInstanceUid: '1.2', outcome: 'failed', reason: 272 },
    ]);
    expect(namesFailures(answer(XML))).toBe(true);
    expect(namesFailures(answer('<html><body>Conflict</body></html>'))).toBe(false);
  });

  test('XML values are unescaped, prefixes are ignored', () => {
    expect(readNativeXml(XML)['00081190']).toEqual({ vr: 'UR', Value: ['http://x/?a=1&b=2'] });
    expect(readNativeXml('<n:NativeDicomModel><n:DicomAttribute tag="0020000d" vr="UI"><n:Value>1.2</n:Value></n:DicomAttribute>')).toEqual({ '0020000D': { vr: 'UI', Value: ['1.2'] } });
  });
});

describe('pages of a search', () => {
  const study = (number: number) => buildDataSet({ StudyInstanceUID: `1.2.${number}` });
  const MORE = '299 site: There are 2 additional results that can be requested';

  /** A server with so many studies that gives at most two at a time. */
  function serverOf(count: number, options: { warning?: string | null; ignoresOffset?: boolean } = {}) {
    const asked: string[] = [];
    return {
      asked,
      search: (query: Readonly<Record<string, string>>): Promise<SearchPage> => {
        asked.push(query.offset ?? '-');
        const offset = options.ignoresOffset === true ? 0 : Number(query.offset ?? 0);
        const results = Array.from({ length: Math.max(0, Math.min(2, count - offset)) }, (_, index) => study(offset + index));
        const keepsBack = offset + results.length < count;
        return Promise.resolve({ results, warning: keepsBack ? (options.warning === undefined ? MORE : options.warning) : null });
      },
    };
  }

  test('a server that says it keeps results back is asked until it says so no more', async () => {
    const server = serverOf(5);
    expect(await collectPages({}, server.search)).toEqual([0, 1, 2, 3, 4].map(study));
    expect(server.asked).toEqual(['-', '2', '4']);
  });

  test.each([null, '299 site: The fuzzymatching parameter is not supported', '110 site "stale"'])('a server that warns with %s is asked once', async (warning) => {
    const server = serverOf(5, { warning });
    expect(await collectPages({}, server.search)).toHaveLength(2);
    expect(server.asked).toEqual(['-']);
  });

  test('a caller with a limit of its own gets one page', async () => {
    const server = serverOf(5);
    expect(await collectPages({ limit: '2' }, server.search)).toHaveLength(2);
    expect(server.asked).toEqual(['-']);
  });

  test('a server that keeps results back and repeats itself fails loudly', async () => {
    await expect(collectPages({}, serverOf(5, { ignoresOffset: true }).search)).rejects.toMatchObject({ code: 'site/invalid-answer' });
  });

  test('an empty page is the end, whatever the warning says', async () => {
    const pages = [[study(1)], []];
    expect(await collectPages({}, () => Promise.resolve({ results: pages.shift() ?? [], warning: MORE }))).toEqual([study(1)]);
  });
});

describe('what a status means', () => {
  const now = new Date('2026-11-21T08:00:00Z');
  test.each([
    ['search', 401, null, 'site/unauthorised'],
    ['search', 403, null, 'site/unauthorised'],
    ['retrieve', 404, null, 'site/not-found'],
    ['retrieve', 410, null, 'site/not-found'],
    ['search', 429, null, 'site/too-many-requests'],
    ['search', 503, '120', 'site/too-many-requests'],
    ['search', 503, null, 'site/server-error'],
    ['search', 500, null, 'site/server-error'],
    ['search', 504, '9', 'site/server-error'],
    ['search', 400, null, 'site/invalid-answer'],
    ['retrieve', 406, null, 'site/invalid-answer'],
    ['search', 304, null, 'site/invalid-answer'],
    ['store', 400, null, 'site/refused-object'],
    ['store', 409, null, 'site/refused-object'],
    ['store', 415, null, 'site/refused-object'],
    ['store', 404, null, 'site/not-found'],
    ['store', 401, null, 'site/unauthorised'],
    ['store', 500, null, 'site/server-error'],
  ] as const)('%s %d (Retry-After %s) is %s', (transaction, status, retryAfter, code) => {
    expect(failureOfStatus('甲县医院', transaction, status, retryAfter, now)).toMatchObject({ code, facts: { site: '甲县医院', status } });
  });

  test('Retry-After is told in seconds, from seconds and from a date', () => {
    expect(failureOfStatus('x', 'search', 429, '17', now).facts.retryAfterSeconds).toBe(17);
    // 90 seconds after eight o'clock.
    expect(failureOfStatus('x', 'search', 429, 'Sat, 21 Nov 2026 08:01:30 GMT', now).facts.retryAfterSeconds).toBe(90);
    expect(failureOfStatus('x', 'search', 429, 'soon', now).facts).not.toHaveProperty('retryAfterSeconds');
  });
});

describe('text that a server lost', () => {
  const answerOf = (terms: string | readonly string[] | undefined) => buildDataSet({ SpecificCharacterSet: terms, StudyInstanceUID: '1.2', PatientName: '^' });

  test.each([
    [undefined, false],
    ['ISO_IR 192', false],
    ['GB18030', false],
    [['', 'ISO 2022 IR 58'], false],
    ['ISO_IR 100', true],
    ['ISO_IR 6', true],
  ])('an answer that declares %s may have lost Chinese: %s', (terms, expected) => {
    expect(mayHaveLostText(answerOf(terms))).toBe(expected);
  });

  test('only text comes from the object; counts and addresses stay the search’s', async () => {
    const metadata = buildDataSet({ PatientName: '赵^守田', StudyDescription: '胸部', NumberOfStudyRelatedInstances: 99, RetrieveURL: 'x' });
    const asked: unknown[] = [];
    const site = {
      searchForInstances: (...question: unknown[]) => {
        asked.push(question.slice(0, 2));
        return Promise.resolve([buildDataSet({ SeriesInstanceUID: '1.2.1', SOPInstanceUID: '1.2.1.1' })]);
      },
      retrieveInstanceMetadata: (...question: unknown[]) => {
        asked.push(question.slice(0, 3));
        return Promise.resolve(metadata);
      },
    } as unknown as DicomWebSite;
    const lossy = { ...answerOf('ISO_IR 100'), ...buildDataSet({ StudyDescription: '', NumberOfStudyRelatedInstances: 3, RetrieveURL: 'https://site/1.2' }) };
    expect(await withOwnText(site, lossy, new AbortController().signal)).toEqual(
      buildDataSet({ SpecificCharacterSet: 'ISO_IR 192', StudyInstanceUID: '1.2', PatientName: '赵^守田', StudyDescription: '胸部', NumberOfStudyRelatedInstances: 3, RetrieveURL: 'https://site/1.2' }),
    );
    expect(asked).toEqual([['1.2', { limit: '1' }], ['1.2', '1.2.1', '1.2.1.1']]);
  });
});
