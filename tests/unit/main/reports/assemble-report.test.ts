import { describe, expect, test } from 'vitest';
import { assembleReport, type ReportedStudyFacts, type ReportFacts } from '#main/reports/assemble-report.ts';
import type { StoredMeasurement } from '#shared/contract/services/measurements.contract.ts';
import type { ViewedImage } from '#shared/contract/services/studies.contract.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';
const SERIES = '1.2.3.4';
const CT = '1.2.840.10008.5.1.4.1.1.2';

function assemble(change: Partial<ReportedStudyFacts> = {}, header: Parameters<typeof buildDataSet>[0] = {}, more: Partial<ReportFacts> = {}) {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], NOW);
  const study = catalogue.studies.find(studyId)!;
  const instances = [1, 2, 3].map((number) => ({ sopClassUid: CT, sopInstanceUid: `${SERIES}.${number}`, seriesInstanceUid: SERIES }));
  const facts: ReportFacts = {
    reportUid: '2.25.1', version: 1, text: { findings: '见结节。', impression: '结节', recommendation: '', outcome: 'positive' },
    request: { id: 1, siteId: 'yunxiu', studyIds: [studyId], requestKey: 'k', accessionNumber: '', issuerOfAccessionNumber: '', procedureId: '', procedureText: '' },
    hospital: { name: testSite.name, address: '', telephone: '', logo: null }, centreName: '中心', physician: { name: '林知远', organisation: '中心' }, isDemo: false, ecg: null, signedAt: new Date(NOW),
    studies: [{
      study,
      series: [{ seriesInstanceUid: SERIES, modality: 'CT', seriesNumber: 3, seriesDescription: '', bodyPart: '', content: 'images', expectedInstances: 3, heldInstances: 3, missingSlices: null }],
      held: instances,
      headers: new Map([[SERIES, instances.map(({ sopInstanceUid }) => buildDataSet({ SOPInstanceUID: sopInstanceUid, SOPClassUID: CT, ...header }))]]),
      measurements: [], calibrations: [], viewed: [], keyImages: [], ...change,
    }],
    ...more,
  };
  return assembleReport(facts);
}

const seen = (number: number, state: Partial<ViewedImage> = {}): ViewedImage => ({ seriesInstanceUid: SERIES, sopInstanceUid: `${SERIES}.${number}`, isLossy: false, lossyRatio: null, isPartial: false, ...state });

describe('the worst state that was viewed', () => {
  test('is lossless where nothing else was seen and no header says otherwise', () => {
    const report = assemble({ viewed: [seen(1), seen(2)] });
    expect([report.imageQuality, report.viewedImages]).toEqual([{ kind: 'full' }, { seen: 2, seenWhileArriving: 0, lossySeries: [] }]);
  });

  test('names the series of which lossy images were seen, with the worst ratio, and what was seen before all had come', () => {
    const report = assemble({ viewed: [seen(1, { isLossy: true, lossyRatio: 8 }), seen(2, { isLossy: true, lossyRatio: 12, isPartial: true }), seen(3)] });
    expect(report.imageQuality).toEqual({ kind: 'lossy', ratio: 12 });
    expect(report.viewedImages).toEqual({ seen: 3, seenWhileArriving: 1, lossySeries: [{ seriesNumber: 3, images: 2, ratio: 12 }] });
  });

  test('is lossy for what the decoder found so, though the header is silent', () => {
    expect(assemble({ viewed: [seen(1, { isLossy: true })] }).imageQuality).toEqual({ kind: 'lossy', ratio: null });
  });

  test('is lossy for a header that says so, though nobody looked', () => {
    expect(assemble({}, { LossyImageCompression: '01', LossyImageCompressionRatio: 20 }).imageQuality).toEqual({ kind: 'lossy', ratio: 20 });
  });
});

describe('a measurement that a physician calibrated', () => {
  const measurement: StoredMeasurement = {
    trackingUid: '2.25.9', studyId: 1, seriesInstanceUid: SERIES, sopInstanceUid: `${SERIES}.1`, frameNumber: 1, kind: 'length', pointsPx: [[0, 0], [200, 0]],
    quantities: [{ quantity: 'length', value: 50, unit: 'mm' }], spacingSource: 'user-calibrated', label: 1, changedAt: NOW,
  };
  const calibration = {
    studyId: 1, seriesInstanceUid: SERIES, sopInstanceUid: `${SERIES}.1`, frameNumber: 1, pointsPx: [[0, 0], [100, 0]] as [number, number][], knownLengthMm: 25, columnSpacingMm: 0.25,
    rowSpacingMm: 0.25, changedAt: NOW,
  };

  test('names the known length', () => {
    expect(assemble({ measurements: [measurement], calibrations: [calibration] }).measurements).toMatchObject([{ spacingSource: 'user-calibrated', knownLengthMm: 25 }]);
  });

  test('is never reported without its calibration', () => {
    expect(() => assemble({ measurements: [measurement] })).toThrow('lost its calibration');
  });

  test('a measurement names the image and the frame that it was made on', () => {
    expect(assemble({ measurements: [measurement], calibrations: [calibration] }).measurements[0]?.source).toMatchObject({ sopInstanceUid: `${SERIES}.1`, sopClassUid: CT, frameNumber: 1, seriesNumber: 3 });
  });
});


describe('the mark of recognition', () => {
  const item: RecognitionItem = { siteId: 'yunxiu', stationName: 'CT01', modality: 'CT', bodyPart: '', region: '京津冀HR', validFrom: '2026-01-01', validTo: '2026-12-31' };
  const marked = (recognition: readonly RecognitionItem[], stationName = 'CT01') => assemble({}, { StationName: stationName }, { recognition }).recognition;

  test('is that of the device that was valid on the day of the examination', () => {
    expect(marked([item])).toBe('京津冀HR');
  });

  test('is not there for another device, another hospital, or a day outside; then the report has no such field', () => {
    expect([marked([item], 'CT02'), marked([{ ...item, siteId: 'qingling' }]), marked([{ ...item, validTo: '2026-01-31' }]), marked([{ ...item, validFrom: '2026-12-01' }])])
      .toEqual([undefined, undefined, undefined, undefined]);
    expect(Object.keys(assemble()).filter((key) => key === 'recognition' || key === 'isPreliminary')).toEqual([]);
  });
});
