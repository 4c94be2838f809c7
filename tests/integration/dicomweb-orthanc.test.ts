import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDicomWebSite, type DicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { mayHaveLostText, withOwnText } from '#main/dicomweb/lost-text.ts';
import { sameDataSet } from '#main/part10/data-set-digest.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { writePart10 } from '#main/part10/write-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { personNameOf, textOf } from '#shared/dicom/data-set/data-set.ts';
import { raw, text, part10, SYNTAX, withIdentity, write } from '#tests/support/build-part10.ts';
import { encodeGb18030 } from '#tests/support/encode-chinese.ts';
import { hasOrthanc, startOrthanc, type Orthanc } from '#tests/support/orthanc.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const never = new AbortController().signal;

describe.skipIf(!hasOrthanc())('a real server', () => {
  let orthanc: Orthanc;
  let site: DicomWebSite;
  beforeAll(async () => {
    orthanc = await startOrthanc({ users: { reader: '密码' } });
    site = createDicomWebSite({ name: '甲县医院', baseUrl: orthanc.baseUrl, credentials: { userName: 'reader', password: '密码' }, noProgressTimeoutMs: 30_000 });
  });
  afterAll(() => orthanc.stop());

  const report = writePart10(
    buildDataSet({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', SOPInstanceUID: '2.25.1001', StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.101', Modality: 'SR',
      PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田', phonetic: '' }, PatientID: 'P1', StudyDescription: '胸部CT平扫', NumericValue: undefined,
      ContentSequence: [buildDataSet({ ValueType: 'TEXT', TextValue: '双肺纹理增多，未见实变。légère' }), buildDataSet({ ValueType: 'NUM', NumericValue: '1.500' })],
    }),
    { transferSyntaxUid: SYNTAX.explicit },
  );
  const gb18030 = part10(
    SYNTAX.explicit,
    write(
      withIdentity(text(0x00080005, 'CS', 'GB18030'), raw(0x00100010, 'PN', encodeGb18030('王^玥')), text(0x00100020, 'LO', 'P2')).map((element) =>
        element.tag === 0x0020000d ? text(element.tag, 'UI', '2.25.2') : element,
      ),
      'explicit',
    ),
  );

  test('it listens on the loopback interface alone', () => {
    const port = new URL(orthanc.baseUrl).port;
    const listening = spawnSync('ss', ['-ltnH'], { encoding: 'utf8' }).stdout ?? '';
    const own = listening.split('\n').filter((line) => line.includes(`:${port} `));
    expect(own.every((line) => /127\.0\.0\.1|\[::1\]/.test(line))).toBe(true);
  });

  test('an empty server answers an empty list', async () => {
    expect(await site.searchForStudies({ PatientID: 'nobody' }, never)).toEqual([]);
  });

  test('wrong credentials are refused', async () => {
    const stranger = createDicomWebSite({ name: 'x', baseUrl: orthanc.baseUrl, credentials: { userName: 'reader', password: 'wrong' }, noProgressTimeoutMs: 30_000 });
    await expect(stranger.searchForStudies({}, never)).rejects.toMatchObject({ code: 'site/unauthorised' });
  });

  test('what is stored comes back the same, twice as well as once', async () => {
    expect(await site.storeInstances('2.25.1', [report], never)).toEqual([{ sopInstanceUid: '2.25.1001', outcome: 'stored' }]);
    expect(sameDataSet(await site.retrieveInstance('2.25.1', '2.25.101', '2.25.1001', never), report)).toBe(true);
    expect(await site.storeInstances('2.25.1', [report], never)).toEqual([{ sopInstanceUid: '2.25.1001', outcome: 'stored' }]);
    expect(sameDataSet(await site.retrieveInstance('2.25.1', '2.25.101', '2.25.1001', never), report)).toBe(true);
  });

  test('Chinese names come back right in the object, from UTF-8 and from GB 18030', async () => {
    await orthanc.store([gb18030]);
    const instance = readPart10(await site.retrieveInstance('2.25.2', '1.2.3.1', '1.2.3.4', never));
    expect(personNameOf(instance.metadata, 'PatientName').alphabetic).toBe('王^玥');
    const metadata = await site.retrieveInstanceMetadata('2.25.1', '2.25.101', '2.25.1001', never);
    expect(personNameOf(metadata!, 'PatientName')).toMatchObject({ alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田' });
  });

  test('a server that drops Chinese from its search answers is found out, and its text read from the objects', async () => {
    const fields = { includefield: 'StudyDescription' };
    const [lossy] = await site.searchForStudies({ PatientID: 'P1', ...fields }, never);
    const [other] = await site.searchForStudies({ PatientID: 'P2', ...fields }, never);
    expect([mayHaveLostText(lossy!), mayHaveLostText(other!)]).toEqual([true, true]);
    const repaired = await withOwnText(site, lossy!, never);
    expect(personNameOf(repaired, 'PatientName')).toMatchObject({ alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田' });
    expect(textOf(repaired, 'StudyDescription')).toBe('胸部CT平扫');
    expect(textOf(repaired, 'StudyInstanceUID')).toBe('2.25.1');
    expect(personNameOf(await withOwnText(site, other!, never), 'PatientName').alphabetic).toBe('王^玥');
  });

  test('the text of a series is read from an object of that series', async () => {
    const other = writePart10(
      buildDataSet({
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', SOPInstanceUID: '2.25.1002', StudyInstanceUID: '2.25.1', SeriesInstanceUID: '2.25.102', Modality: 'SR', PatientID: 'P1', SeriesDescription: '骨窗',
      }),
      { transferSyntaxUid: SYNTAX.explicit },
    );
    await orthanc.store([other]);
    const series = await site.searchForSeries('2.25.1', { SeriesInstanceUID: '2.25.102', includefield: 'SeriesDescription' }, never);
    expect(series).toHaveLength(1);
    const repaired = await withOwnText(site, series[0]!, never);
    expect([textOf(series[0]!, 'SeriesDescription'), textOf(repaired, 'SeriesDescription')]).toEqual(['', '骨窗']);
  });

  test('a server that answers in UTF-8 needs no second look', async () => {
    const utf8 = await startOrthanc({ defaultEncoding: 'Utf8' });
    try {
      await utf8.store([report]);
      const plain = createDicomWebSite({ name: '乙县医院', baseUrl: utf8.baseUrl, noProgressTimeoutMs: 30_000 });
      const [found] = await plain.searchForStudies({ includefield: 'StudyDescription' }, never);
      expect(await withOwnText(plain, found!, never)).toBe(found);
      expect(personNameOf(found!, 'PatientName')).toMatchObject({ alphabetic: 'Zhao^Shoutian', ideographic: '赵^守田' });
      expect(textOf(found!, 'StudyDescription')).toBe('胸部CT平扫');
    } finally {
      await utf8.stop();
    }
  });

  test('what is not there is not found', async () => {
    await expect(site.retrieveInstance('2.25.1', '2.25.101', '2.25.404', never)).rejects.toMatchObject({ code: 'site/not-found', facts: { site: '甲县医院' } });
    await expect(site.retrieveSeriesMetadata('2.25.1', '2.25.404', never)).rejects.toMatchObject({ code: 'site/not-found' });
  });

  test('bytes that are no object are refused', async () => {
    const broken = report.slice();
    // A transfer syntax that does not exist, in an object that the server cannot parse.
    broken.fill(0, 400);
    const outcome = await site.storeInstances('2.25.1', [broken], never).then(([one]) => one?.outcome, (error: { code?: string }) => error.code);
    expect(['failed', 'site/refused-object', 'file/damaged']).toContain(outcome);
  });

  describe.skipIf(!hasTestData())('with real studies', () => {
    const slices = ['I490', 'I500', 'I510', 'I520'].map((name) => `ct-volume/philips-head-1mm/${name}.dcm`);
    const others = ['us-xa-nm/us-cine/US-PAL-8-10x-echo.dcm', 'transfer-syntaxes/ctimage/CTImage.dcm_JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm', 'transfer-syntaxes/mr-small/MR_small_jp2klossless.dcm', 'ecg/test_ecg.dcm', 'sr-seg-pr-ko/pdf/sample-pdf.dcm'];

    test('a series comes back whole, in the bytes that were stored', async () => {
      const files = slices.map(readTestFile);
      await orthanc.store(files);
      const { studyInstanceUid, seriesInstanceUid } = readPart10(files[0]!);
      const found = new Map<string, Uint8Array>();
      for await (const bytes of site.retrieveSeries(studyInstanceUid, seriesInstanceUid, never)) found.set(readPart10(bytes).sopInstanceUid, bytes);
      expect(found.size).toBe(files.length);
      for (const file of files) expect(sameDataSet(found.get(readPart10(file).sopInstanceUid)!, file)).toBe(true);
    });

    test('the hospital lists the series, its instances and its metadata', async () => {
      const first = readPart10(readTestFile(slices[0]!));
      const series = await site.searchForSeries(first.studyInstanceUid, { includefield: 'SeriesDescription,NumberOfSeriesRelatedInstances' }, never);
      expect(series.map((one) => textOf(one, 'SeriesInstanceUID'))).toEqual([first.seriesInstanceUid]);
      const instances = await site.searchForInstances(first.studyInstanceUid, { includefield: 'NumberOfFrames,Rows' }, never);
      expect(instances).toHaveLength(slices.length);
      const metadata = await site.retrieveSeriesMetadata(first.studyInstanceUid, first.seriesInstanceUid, never);
      const same = metadata.find((one) => textOf(one, 'SOPInstanceUID') === first.sopInstanceUid)!;
      for (const keyword of ['Rows', 'PixelSpacing', 'ImagePositionPatient', 'RescaleIntercept', 'ImageType', 'PatientName'] as const) {
        expect(textOf(same, keyword)).toBe(textOf(first.metadata, keyword));
      }
    });

    test.each(others)('%s comes back in its own transfer syntax, pixels and bulk data alike', async (name) => {
      const file = readTestFile(name);
      const sent = readPart10(file);
      await orthanc.store([file]);
      const back = await site.retrieveInstance(sent.studyInstanceUid, sent.seriesInstanceUid, sent.sopInstanceUid, never);
      expect(readPart10(back).transferSyntaxUid).toBe(sent.transferSyntaxUid);
      expect(sameDataSet(back, file)).toBe(true);
    });

    test('pages of a limited search are the caller’s own', async () => {
      const first = readPart10(readTestFile(slices[0]!));
      expect(await site.searchForInstances(first.studyInstanceUid, { limit: '3' }, never)).toHaveLength(3);
      expect(await site.searchForInstances(first.studyInstanceUid, { limit: '3', offset: '3' }, never)).toHaveLength(1);
    });
  });
});
