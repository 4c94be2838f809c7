import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { asRemote } from '#main/database/remote-repositories.ts';
import { createMeasurementService } from '#main/measurements/measurement.service.ts';
import { createEventHub } from '#main/platform/event-hub.ts';
import { createMeasurementDesk, type MeasurementDesk } from '#renderer/features/viewer/measuring/measurement-desk.ts';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';

const NOW = '2026-11-22T01:00:00.000Z';
type Source = Parameters<typeof createMeasurementDesk>[0];

/** How many of eight writes reach the catalogue before page and program die. */
const SURVIVING = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** A seat with a study for each death: of the writes of a page only the first `survive` reach the catalogue. */
function openSeat() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const studies = SURVIVING.map((place) => foundStudy({ studyInstanceUid: `1.2.3.${place}`, accessionNumber: `A${place}` }));
  const studyIds = catalogue.studies.recordSearch('yunxiu', studies, NOW).map(({ studyId }) => studyId);
  const service = createMeasurementService({
    measurements: asRemote(catalogue.measurements), calibrations: asRemote(catalogue.calibrations), marks: asRemote(catalogue.readingMarks), requireStudy: async () => undefined,
    events: createEventHub(), clock: { now: () => new Date(NOW) },
  });
  return {
    studyIds,
    stored: service.list,
    page: (survive: number) => {
      const counts = { writes: 0, reads: 0 };
      const write = <Values extends readonly unknown[]>(act: (...values: Values) => Promise<unknown>) => async (...values: Values): Promise<void> => {
        if (counts.writes >= survive) return new Promise(() => undefined);
        await act(...values);
        counts.writes += 1;
      };
      const source: Source = {
        listMeasurements: service.list, listCalibrations: service.calibrations, measurementHistory: service.history,
        reportedSentences: async (id) => {
          const sentences = await service.reportedSentences(id);
          counts.reads += 1;
          return sentences;
        },
        saveMeasurement: write(service.save), removeMeasurement: write(service.remove), calibrate: write(service.calibrate), keepHistory: write(service.keepHistory), recordReported: write(service.recordReported),
        onMeasurementsChanged: () => () => undefined,
      };
      return { desk: createMeasurementDesk(source), counts };
    },
  };
}

const line = (studyId: number, lengthMm: number) => (identity: Pick<Measurement, 'trackingUid' | 'label'>): Measurement => ({
  ...identity, studyId, seriesInstanceUid: '1.2', sopInstanceUid: '1.2.3', frameNumber: 1, kind: 'length', pointsPx: [[0, 0], [lengthMm, 0]],
  quantities: [{ quantity: 'length', value: lengthMm, unit: 'mm' }], spacingSource: 'patient',
});
/** Asked every millisecond; it ends by itself only where something hangs. */
const PATIENT = { interval: 1, timeout: 20_000 };
const lengths = (measurements: readonly Measurement[]) => measurements.map(({ quantities }) => quantities[0]?.value);

/** Pressed until nothing changes any more; all states on the way. */
function pressed(desk: MeasurementDesk, key: 'undo' | 'redo'): readonly (readonly (number | undefined)[])[] {
  const states = [];
  for (let before = desk.history.get(); ; before = desk.history.get()) {
    desk[key]();
    if (desk.history.get() === before) return states;
    states.push(lengths(desk.history.get().measurements));
  }
}

// A line of 10 mm, moved to 20; a second of 5; that one undone: four steps, each kept, then stored. What is on the screen after each.
const SCREENS = [[], [10], [20], [20, 5], [20]];

test('wherever page and program die between the writes, undo leads back to the empty image, and redo to the last step that was kept', async () => {
  const seat = openSeat();
  for (const survive of SURVIVING) {
    const studyId = seat.studyIds[survive]!;
    const { desk, counts } = seat.page(survive);
    const act = async (step: number, does: () => void) => {
      does();
      await vi.waitFor(() => expect(counts.writes).toBe(Math.min(survive, 2 * step)), PATIENT);
    };
    let drawn: Measurement | undefined;
    await act(1, () => (drawn = desk.add(studyId, line(studyId, 10))));
    await act(2, () => desk.replace(drawn!, { ...line(studyId, 20)(drawn!) }));
    await act(3, () => desk.add(studyId, line(studyId, 5)));
    await act(4, () => desk.undo());

    const next = seat.page(Number.POSITIVE_INFINITY);
    next.desk.open(studyId);
    await vi.waitFor(() => expect(next.counts.reads).toBe(1), PATIENT);
    await setImmediate();
    // Two writes a step: what is stored is what was on the screen after that many whole steps.
    const stored = Math.floor(survive / 2);
    expect([survive, lengths(next.desk.history.get().measurements)]).toEqual([survive, SCREENS[stored]]);
    const undone = pressed(next.desk, 'undo');
    // One press for each step that stands: 0, 1, 2, 3, and 2 after the undoing.
    expect([survive, undone.length]).toEqual([survive, [0, 1, 2, 3, 2][stored]]);
    expect([survive, undone.at(-1) ?? []]).toEqual([survive, []]);
    // And forward again to the last step that was kept, the undone one among them.
    const kept = Math.min(3, Math.ceil(survive / 2));
    expect([survive, pressed(next.desk, 'redo').at(-1) ?? []]).toEqual([survive, SCREENS[kept]]);
    await vi.waitFor(async () => expect([survive, lengths(await seat.stored(studyId))]).toEqual([survive, SCREENS[kept]]), PATIENT);
  }
});
