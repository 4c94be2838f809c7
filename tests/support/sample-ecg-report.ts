import { readWaveformRecord } from '#shared/dicom/waveform/waveform-record.ts';
import { readEcgRecording, type EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { toPrintedTraces, type PrintedStrips } from '#shared/ecg/printed-strips.ts';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import type { ReportedEcg } from '#shared/report/reported-ecg.ts';
import { buildWaveform, type GivenGroup } from './build-waveform.ts';
import { ecgReport, TWELVE_LEAD_ECG } from './sample-report.ts';

export function recordingOf(...groups: readonly GivenGroup[]): EcgRecording {
  const { dataSet, bulk } = buildWaveform(groups);
  return readEcgRecording(readWaveformRecord(dataSet, bulk));
}

const [study] = ecgReport.studies;
const [series] = study!.series;

/** A reading of a recording with numbers of its own, which are those of the design pages (look, mock-up 11) and not measured. */
export function reportedEcg(recording: EcgRecording, change: Partial<Omit<PrintedStrips, 'traces'>> = {}): ReportedEcg {
  const strips: Omit<PrintedStrips, 'traces'> = {
    layout: '3x4+1', paperSpeedMmPerS: 25, gainMmPerMv: 10, windowStartMs: 0,
    filters: { highPassHz: 0.05, lowPassHz: 150, notchHz: null }, isDiagnostic: true, deviceFilters: '', ...change,
  };
  return {
    recording: {
      sopClassUid: TWELVE_LEAD_ECG, sopInstanceUid: series!.instances[0]!.sopInstanceUid, studyInstanceUid: study!.studyInstanceUid, seriesInstanceUid: series!.seriesInstanceUid,
      acquiredAt: '2026-11-20 09:38:00', durationMs: recording.durationMs, samplingFrequencyHz: recording.traces[0]?.samplingFrequencyHz ?? 0,
    },
    statements: [
      { line: 0, zh: '窦性心动过缓', en: 'Sinus bradycardia', code: 'R03', aha: '22', scp: 'SBRAD', snomed: '426177001', severity: 'green' },
      { line: 2, zh: '急性下壁心肌梗死', en: 'Acute inferior myocardial infarction', code: 'M04', aha: '161', scp: 'IMI', snomed: '', severity: 'red' },
    ],
    severity: 'red',
    values: [
      { kind: 'ventricular-rate', value: 58, unit: '/min', reason: null },
      { kind: 'rr-interval', value: 1034, unit: 'ms', reason: null },
      { kind: 'p-duration', value: 104, unit: 'ms', reason: null },
      { kind: 'pr-interval', value: 212, unit: 'ms', reason: null },
      { kind: 'qrs-duration', value: 92, unit: 'ms', reason: null },
      { kind: 'qt-interval', value: 404, unit: 'ms', reason: null },
      { kind: 'qtc-interval', value: 400, unit: 'ms', reason: null },
      { kind: 'p-axis', value: 53, unit: 'deg', reason: null },
      { kind: 'qrs-axis', value: -44, unit: 'deg', reason: null },
      { kind: 't-axis', value: null, unit: 'deg', reason: 'no-t-wave' },
      { kind: 'rv5', value: 1.2, unit: 'mV', reason: null },
      { kind: 'sv1', value: 0.9, unit: 'mV', reason: null },
      { kind: 'rv5-plus-sv1', value: 2.1, unit: 'mV', reason: null },
    ],
    qtcFormula: 'fridericia',
    leads: [
      { lead: 'II', jMv: 0.18, jPlus60Mv: 0.22, jPlus80Mv: 0.24 },
      { lead: 'III', jMv: 0.27, jPlus60Mv: 0.32, jPlus80Mv: 0.33 },
      { lead: 'aVL', jMv: -0.18, jPlus60Mv: -0.21, jPlus80Mv: null },
    ],
    isAdjusted: true,
    strips: { ...strips, traces: toPrintedTraces(recording, strips) },
    comparison: {
      studyInstanceUid: '1.2.826.0.1.3680043.10.1561.7', recordedAt: '2026-05-12 10:21', hospital: '鹤溪县人民医院',
      differences: [{ kind: 'pr-interval', before: 164, now: 212, unit: 'ms' }, { kind: 'ventricular-rate', before: 68, now: 58, unit: '/min' }],
    },
    criticalCalls: [
      {
        finding: '急性下壁心肌梗死', foundAtLocal: '2026-11-20T09:43:05+08:00', calledAtLocal: '2026-11-20T09:43:40+08:00', receiver: '孟庆', receiverNumber: '0317', department: '急诊科',
        readBack: '急性下壁心梗，立即启动胸痛流程',
      },
    ],
  };
}

/** The ECG of the design pages: a recording, its numbers, four statements, a call. */
export function infarctionReport(recording: EcgRecording, change: Partial<Omit<PrintedStrips, 'traces'>> = {}): CanonicalReport {
  return {
    ...ecgReport,
    findings: '',
    impression: ['窦性心动过缓', '一度房室传导阻滞', '急性下壁心肌梗死（II、III、aVF ST 段抬高）', '对应性 ST 段压低（I、aVL、V2）'],
    recommendation: '立即启动胸痛流程；加做 V3R–V5R，除外右室梗死。',
    ecg: reportedEcg(recording, change),
  };
}
