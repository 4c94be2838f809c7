import { expect, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createMeasurementService } from '#main/measurements/measurement.service.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import type { Calibration, Measurement } from '#shared/contract/services/measurements.contract.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';

function open() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], NOW);
  const service = createMeasurementService({
    measurements: asRemote(catalogue.measurements), calibrations: asRemote(catalogue.calibrations), marks: asRemote(catalogue.readingMarks), requireStudy: async () => undefined,
    events: createEventHub(), clock: { now: () => new Date(NOW) },
  });
  const line = (lengthMm: number, spacingSource: Measurement['spacingSource'], trackingUid = '2.25.1'): Measurement => ({
    trackingUid, studyId, seriesInstanceUid: '1.2.3.4', sopInstanceUid: '1.2.3.4.5', frameNumber: 1, kind: 'length', pointsPx: [[0, 0], [100, 0]],
    quantities: [{ quantity: 'length', value: lengthMm, unit: 'mm' }], spacingSource, label: 1,
  });
  const calibration: Calibration = {
    studyId, seriesInstanceUid: '1.2.3.4', sopInstanceUid: '1.2.3.4.5', frameNumber: 1, pointsPx: [[0, 0], [100, 0]], knownLengthMm: 25, columnSpacingMm: 0.25, rowSpacingMm: 0.25,
  };
  const image = { studyId, sopInstanceUid: '1.2.3.4.5' };
  return { ...catalogue, service, studyId, line, calibration, image };
}

test('a calibration and what its measurements come to are stored together', async () => {
  const { service, studyId, line, calibration, image } = open();
  await service.save(line(20, 'detector-plane'));
  await service.calibrate({ ...image, calibration, measurements: [line(25, 'user-calibrated')] });
  expect(await service.calibrations(studyId)).toEqual([{ ...calibration, changedAt: NOW }]);
  expect((await service.list(studyId)).map(({ quantities, spacingSource }) => [quantities[0]!.value, spacingSource])).toEqual([[25, 'user-calibrated']]);
});

test('taken away, it leaves no trace', async () => {
  const { service, studyId, line, calibration, image } = open();
  await service.save(line(20, 'detector-plane'));
  await service.calibrate({ ...image, calibration, measurements: [line(25, 'user-calibrated')] });
  await service.calibrate({ ...image, calibration: null, measurements: [line(20, 'detector-plane')] });
  expect(await service.calibrations(studyId)).toEqual([]);
  expect((await service.list(studyId))[0]).toMatchObject({ spacingSource: 'detector-plane' });
});

test('it is not taken away while a measurement would keep its millimetres', async () => {
  const { service, studyId, line, calibration, image } = open();
  await service.calibrate({ ...image, calibration, measurements: [line(25, 'user-calibrated')] });
  await expect(service.calibrate({ ...image, calibration: null, measurements: [] })).rejects.toMatchObject({ code: 'measurement/not-allowed' });
  expect(await service.calibrations(studyId)).toHaveLength(1);
});

test('a measurement that says it is calibrated is refused where there is no calibration', async () => {
  const { service, line } = open();
  await expect(service.save(line(25, 'user-calibrated'))).rejects.toMatchObject({ code: 'measurement/not-allowed' });
});

test('a calibration of another image is refused', async () => {
  const { service, calibration, image } = open();
  await expect(service.calibrate({ ...image, sopInstanceUid: '1.2.9', calibration, measurements: [] })).rejects.toMatchObject({ code: 'measurement/not-allowed' });
});

test('the worst state in which an image was seen stays, whatever is seen later', () => {
  const { viewedInstances, studyId } = open();
  const seen = { seriesInstanceUid: '1.2.3.4', sopInstanceUid: '1.2.3.4.5' };
  viewedInstances.record(studyId, [{ ...seen, isLossy: true, lossyRatio: 12, isPartial: true }], NOW);
  viewedInstances.record(studyId, [{ ...seen, isLossy: false, lossyRatio: null, isPartial: false }], NOW);
  expect(viewedInstances.list(studyId)).toEqual([{ ...seen, isLossy: true, lossyRatio: 12, isPartial: true }]);
  viewedInstances.record(studyId, [{ ...seen, isLossy: true, lossyRatio: 20, isPartial: false }], NOW);
  expect(viewedInstances.list(studyId)[0]?.lossyRatio).toBe(20);
});

test('a ratio that is learned later is kept, and never replaced by not knowing', () => {
  const { viewedInstances, studyId } = open();
  const seen = { seriesInstanceUid: '1.2.3.4', sopInstanceUid: '1.2.3.4.6', isLossy: true, isPartial: false };
  for (const lossyRatio of [null, 8, null]) viewedInstances.record(studyId, [{ ...seen, lossyRatio }], NOW);
  expect(viewedInstances.list(studyId)[0]?.lossyRatio).toBe(8);
});
