import { describe, expect, test } from 'vitest';
import { createEcgAssembly } from '#main/reports/assemble-ecg.ts';
import type { ReportedStudyFacts } from '#main/reports/assemble-report.ts';
import type { EcgReading } from '#shared/contract/services/ecg.contract.ts';
import { DRAFT_THRESHOLDS } from '#shared/ecg/critical-findings.ts';
import { INITIAL_READING } from '#shared/ecg/ecg-reading-settings.ts';
import { buildWaveform, type BuiltWaveform } from '#tests/support/build-waveform.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';
import { foundStudy, testSite } from '#tests/support/found-study.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';

const NOW = '2026-11-22T02:00:00.000Z';
const SERIES = '1.2.3.4';

/** Two studies of one patient: a heart of 60 a minute now, of 75 before. */
function world() {
  const catalogue = openTestCatalogue();
  catalogue.sites.put(testSite);
  const objects = new Map<number, BuiltWaveform>();
  const facts = ([[1, 0.8], [2, 1]] as const).map(([number, rrS]): ReportedStudyFacts => {
    const [{ studyId } = { studyId: 0 }] = catalogue.studies.recordSearch('yunxiu', [foundStudy({ studyInstanceUid: `1.2.${number}` })], NOW);
    const object = buildWaveform([syntheticGroup({ seconds: 10, rrS })], { SOPInstanceUID: `2.25.${number}`, SeriesInstanceUID: SERIES, AcquisitionDateTime: `2026112${number}093800` });
    objects.set(studyId, object);
    return {
      study: catalogue.studies.find(studyId)!,
      series: [{ seriesInstanceUid: SERIES, modality: 'ECG', seriesNumber: 1, seriesDescription: '', bodyPart: '', content: 'ecg', expectedInstances: 1, heldInstances: 1, missingSlices: null }],
      held: [], headers: new Map([[SERIES, [object.dataSet]]]), measurements: [], calibrations: [], viewed: [], keyImages: [],
    };
  });
  const asked: string[] = [];
  const remote = catalogue.ecg;
  const assemble = createEcgAssembly({
    ecg: {
      reading: async (...args) => remote.reading(...args), newestReading: async (...args) => remote.newestReading(...args), saveReading: async (...args) => remote.saveReading(...args),
      statementEdits: async () => remote.statementEdits(), saveStatement: async (...args) => remote.saveStatement(...args), resetStatement: async (...args) => remote.resetStatement(...args),
      criticalCalls: async (...args) => remote.criticalCalls(...args), addCriticalCall: async (...args) => remote.addCriticalCall(...args),
    },
    criticalValues: { ofRequest: async (id) => catalogue.criticalValues.ofRequest(id) },
    thresholds: async () => ({ ...DRAFT_THRESHOLDS, slowRate: 60 }),
    readBulkData: async (studyId, sopInstanceUid, path) => {
      asked.push(sopInstanceUid);
      return objects.get(studyId)!.bulk(path);
    },
    studyFacts: async (studyId) => facts.find(({ study }) => study.id === studyId)!,
    siteName: () => testSite.name,
  });
  const [before, now] = facts;
  const save = (change: Partial<EcgReading>) => remote.saveReading({ ...INITIAL_READING, studyId: now!.study.id, sopInstanceUid: '2.25.2', ...change }, NOW);
  catalogue.requests.recordRequests('yunxiu', now!.study.id, [{ requestKey: 'k', accessionNumber: 'A', issuerOfAccessionNumber: '', procedureId: '', procedureText: '心电图' }]);
  const requestId = catalogue.requests.forStudy(now!.study.id)[0]!.id;
  return { requestId, catalogue, assemble, asked, before: before!, now: now!, save };
}

const valueOf = (read: Awaited<ReturnType<ReturnType<typeof world>['assemble']>>, kind: string) => read!.ecg.values.find((value) => value.kind === kind)!.value;

describe('the ECG of a report', () => {
  test('has its numbers, its coded lines and its curves, with diagnostic filters, before anybody touched it', async () => {
    const { requestId, assemble, now } = world();
    const read = await assemble(requestId, [now], '1. 窦性心律\n2. 自己的话');
    expect(read!.ecg).toMatchObject({
      recording: { sopInstanceUid: '2.25.2', seriesInstanceUid: SERIES, acquiredAt: '2026-11-22 09:38:00', durationMs: 10_000, samplingFrequencyHz: 500 },
      severity: 'green', qtcFormula: 'fridericia', isAdjusted: false, comparison: null, criticalCalls: [],
      statements: [{ line: 0, code: 'R01', zh: '窦性心律', snomed: '426783006' }],
      // The device recorded 0.05 to 150 Hz already: nothing is left to do.
      strips: { layout: '3x4+1', filters: { highPassHz: null, lowPassHz: null, notchHz: null }, isDiagnostic: true, deviceFilters: '设备 0.05–150 Hz' },
    });
    expect(valueOf(read, 'ventricular-rate')).toBe(60);
    expect(read!.ecg.strips.traces).toHaveLength(12);
    // Lead II runs through the rhythm strip, the others through one column of 2.5 s: 500 x 2.5 + 1 samples.
    expect(read!.ecg.strips.traces.find(({ key }) => key === 'V1')!.microvolts).toHaveLength(1251);
    expect(read!.ecg.strips.traces.find(({ key }) => key === 'II')!.microvolts).toHaveLength(5000);
  });

  test('follows a mark that the physician moved, and what he says is not there', async () => {
    const { requestId, assemble, now, save } = world();
    const ours = await assemble(requestId, [now], '');
    save({ marks: { qrsOnsetMs: 380, qrsOffsetMs: 500 } });
    const moved = await assemble(requestId, [now], '');
    expect([valueOf(moved, 'qrs-duration'), moved!.ecg.isAdjusted, ours!.ecg.isAdjusted]).toEqual([120, true, false]);
    save({ marks: { pOnsetMs: null } });
    expect((await assemble(requestId, [now], ''))!.ecg.values.find(({ kind }) => kind === 'pr-interval')).toEqual({ kind: 'pr-interval', value: null, unit: 'ms', reason: 'no-p-wave' });
  });

  test('marks a filter that is not diagnostic', async () => {
    const { requestId, assemble, now, save } = world();
    save({ filters: { highPassHz: 0.5, lowPassHz: 40, notchHz: 50 } });
    expect((await assemble(requestId, [now], ''))!.ecg.strips).toMatchObject({ isDiagnostic: false, filters: { highPassHz: 0.5, lowPassHz: 40, notchHz: null } });
  });

  test('says what has changed since the ECG that it was compared with', async () => {
    const { requestId, assemble, before, now, save } = world();
    save({ comparedStudyId: before.study.id });
    const { comparison } = (await assemble(requestId, [now], ''))!.ecg;
    expect(comparison).toMatchObject({ studyInstanceUid: '1.2.1', recordedAt: '2026-11-21 09:38', hospital: testSite.name });
    // 60000 / 800 = 75 before, 60 now
    expect(comparison!.differences).toContainEqual({ kind: 'ventricular-rate', before: 75, now: 60, unit: '/min' });
  });

  test('reads the samples once, however often it is asked', async () => {
    const { requestId, assemble, asked, now } = world();
    await assemble(requestId, [now], '');
    await assemble(requestId, [now], '窦性心律');
    expect(asked).toEqual(['2.25.2']);
  });

  test('carries the calls about critical findings, which nobody can change', async () => {
    const { requestId, catalogue, assemble, now } = world();
    const call = { studyId: now.study.id, finding: '急性下壁心肌梗死', foundAt: NOW, calledAt: '2026-11-22T02:01:00.000Z', receiver: '孟庆', receiverNumber: '0317', department: '急诊科', readBack: '下壁心梗' };
    catalogue.ecg.addCriticalCall(call);
    expect((await assemble(requestId, [now], ''))!.ecg.criticalCalls).toMatchObject([{ finding: '急性下壁心肌梗死', calledAtLocal: '2026-11-22T10:01:00+08:00', readBack: '下壁心梗' }]);
    expect(() => catalogue.database.exec("UPDATE ecg_critical_call SET read_back = 'x'")).toThrow('never changed');
  });

  test('carries the critical values of its request that were read back and closed, and no other', async () => {
    const { requestId, catalogue, assemble, now } = world();
    const id = catalogue.criticalValues.raise(requestId, '心率 60 次/分', '', '林知远', NOW);
    expect((await assemble(requestId, [now], ''))!.ecg.criticalCalls).toEqual([]);
    catalogue.criticalValues.close(id, {
      notifiedName: '孟庆', notifiedStaffId: '0317', department: '急诊科', telephone: '8120', notifiedAt: '2026-11-22T02:03:00.000Z', readBack: '心率 60 次/分', closedBy: '林知远', closedAt: '2026-11-22T02:04:00.000Z',
    });
    expect((await assemble(requestId, [now], ''))!.ecg.criticalCalls).toEqual([
      { finding: '心率 60 次/分', foundAtLocal: '2026-11-22T10:00:00+08:00', calledAtLocal: '2026-11-22T10:03:00+08:00', receiver: '孟庆', receiverNumber: '0317', department: '急诊科', readBack: '心率 60 次/分' },
    ]);
  });

  test('names what is critical by the department\'s numbers and by its words', async () => {
    const { requestId, assemble, now } = world();
    // A heart of 60 a minute; the department set its limit at 60.
    expect((await assemble(requestId, [now], ''))!.critical).toMatchObject([{ kind: 'slow-rate', limit: 60 }]);
    expect((await assemble(requestId, [now], '急性下壁心肌梗死'))!.critical).toMatchObject([{ kind: 'statement', statement: '急性下壁心肌梗死' }, { kind: 'slow-rate' }]);
  });

  test('is undefined for a study without waveforms', async () => {
    const { requestId, assemble, now } = world();
    expect(await assemble(requestId, [{ ...now, series: [] }], '')).toBeUndefined();
  });
});
