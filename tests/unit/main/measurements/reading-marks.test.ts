import { expect, test } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createMeasurementService } from '#main/measurements/measurement.service.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { createPreferencesService } from '#main/preferences/preferences.service.ts';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { DEFAULT_READING_PROFILE } from '#shared/contract/services/preferences.contract.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-20T01:00:00.000Z';

function open() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy()], NOW);
  const common = { events: createEventHub(), clock: { now: () => new Date(NOW) } };
  return {
    studyId,
    service: createMeasurementService({
      ...common, measurements: asRemote(catalogue.measurements), calibrations: asRemote(catalogue.calibrations), marks: asRemote(catalogue.readingMarks), requireStudy: async () => undefined,
    }),
    preferences: createPreferencesService({ ...common, personId: () => undefined, profiles: asRemote(catalogue.readingProfiles) }),
  };
}

test('an arrow keeps its words, and a measurement without words has none', async () => {
  const { service, studyId } = open();
  const base = { studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 1, spacingSource: 'patient' as const };
  const arrow: Measurement = { ...base, trackingUid: '2.25.1', kind: 'arrow', pointsPx: [[1, 2], [3, 4]], quantities: [], label: 1, text: '结节' };
  const line: Measurement = { ...base, trackingUid: '2.25.2', kind: 'length', pointsPx: [[0, 0], [1, 0]], quantities: [{ quantity: 'length', value: 1, unit: 'mm' }], label: 2 };
  await service.save(arrow);
  await service.save(line);
  expect(await service.list(studyId)).toEqual([{ ...arrow, changedAt: NOW }, { ...line, changedAt: NOW }]);
});

test('a measurement keeps which lesion of a prior it follows, and a changed one too', async () => {
  const { service, studyId } = open();
  const line: Measurement = {
    studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 1, spacingSource: 'patient', trackingUid: '2.25.2', kind: 'length', pointsPx: [[0, 0], [1, 0]],
    quantities: [{ quantity: 'length', value: 1, unit: 'mm' }], label: 1, priorTrackingUid: '2.25.77',
  };
  await service.save(line);
  const moved = { ...line, pointsPx: [[0, 0], [2, 0]] as [number, number][] };
  await service.save(moved);
  expect(await service.list(studyId)).toEqual([{ ...moved, changedAt: NOW }]);
});

test('a key image is marked once and taken away frame by frame', async () => {
  const { service, studyId } = open();
  const image = { studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 2 };
  await service.markKeyImage(image, true);
  await service.markKeyImage(image, true);
  await service.markKeyImage({ ...image, frameNumber: 3 }, true);
  await service.markKeyImage(image, false);
  expect(await service.keyImages(studyId)).toEqual([{ ...image, frameNumber: 3 }]);
});

test('a key image keeps how it was seen when it was marked', async () => {
  const { service, studyId } = open();
  const view = { windowCenter: 40, windowWidth: 80, voiLutFunction: 'LINEAR', isInverted: false, rotationDegrees: 90, flipHorizontal: true, flipVertical: false, area: { left: 1, top: 2, right: 30, bottom: 40 } } as const;
  const image = { studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 1, view };
  await service.markKeyImage(image, true);
  expect(await service.keyImages(studyId)).toEqual([image]);
});

test('the last sentence of a measurement in the report is the one that is remembered', async () => {
  const { service, studyId } = open();
  await service.recordReported({ studyId, trackingUid: '2.25.1', sentence: '12.1 mm' });
  await service.recordReported({ studyId, trackingUid: '2.25.1', sentence: '15.8 mm' });
  expect(await service.reportedSentences(studyId)).toEqual([{ studyId, trackingUid: '2.25.1', sentence: '15.8 mm' }]);
});

test('what can be undone is kept for each study', async () => {
  const { service, studyId } = open();
  expect(await service.history(studyId)).toEqual({ done: [], undone: [] });
  const steps = { done: [{ changes: [{ before: null, after: null }], calibration: null }], undone: [] };
  await service.keepHistory(studyId, steps);
  expect(await service.history(studyId)).toEqual(steps);
});

test('a person has the keys of the program until they change one; the presets of a hospital are apart', async () => {
  const { preferences } = open();
  expect(await preferences.read()).toEqual({ profile: DEFAULT_READING_PROFILE, sitePresets: {} });
  const profile = { ...DEFAULT_READING_PROFILE, keys: { 'viewer.key.length': ['L'] } };
  const lung = { name: 'lung' as const, title: '肺窗', windowCenter: -500, windowWidth: 1200 };
  await preferences.save(profile);
  await preferences.saveSitePresets('yunxiu', [lung]);
  expect(await preferences.read()).toEqual({ profile, sitePresets: { yunxiu: [lung] } });
});

test('a measurement on a computed plane keeps its place in the patient, and moves with it', async () => {
  const { service, studyId } = open();
  const drawn: Measurement = {
    studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 1, spacingSource: 'patient', trackingUid: '2.25.9', kind: 'length', pointsPx: [[20, 9.5], [60, 9.5]],
    quantities: [{ quantity: 'length', value: 40, unit: 'mm' }], label: 1,
    place: {
      kind: 'plane', frameOfReferenceUid: '1.2.9', plane: 'coronal', rowDirection: [1, 0, 0], columnDirection: [0, 0, -1], slab: { mode: 'mean', thicknessMm: 0 }, pointsMm: [[20, 9.5, 28], [60, 9.5, 28]],
    },
  };
  await service.save(drawn);
  expect(await service.list(studyId)).toEqual([{ ...drawn, changedAt: NOW }]);
  // Moved by 10 mm towards the head another image lies nearest.
  const moved: Measurement = { ...drawn, sopInstanceUid: '1.2.4', place: { ...drawn.place!, pointsMm: [[20, 9.5, 38], [60, 9.5, 38]] } };
  await service.save(moved);
  expect(await service.list(studyId)).toEqual([{ ...moved, changedAt: NOW }]);
});

test('the mask of a run is kept with its shift, whether it is shown or not', async () => {
  const { service, studyId } = open();
  const mask = { studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', maskFrameNumber: 2, shiftPx: [0.75, -1.25], isShown: true } as const;
  await service.keepMask(mask);
  expect(await service.masks(studyId)).toEqual([mask]);
  await service.keepMask({ ...mask, maskFrameNumber: 3, shiftPx: [0, 0], isShown: false });
  expect(await service.masks(studyId)).toEqual([{ ...mask, maskFrameNumber: 3, shiftPx: [0, 0], isShown: false }]);
});
