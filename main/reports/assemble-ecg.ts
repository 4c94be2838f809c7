import type { EcgReading, EcgThresholds } from '#shared/contract/services/ecg.contract.ts';
import { itemsOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { readWaveformRecord, waveformBulkPaths } from '#shared/dicom/waveform/waveform-record.ts';
import { criticalMeasurements, criticalStatements, type CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { filterChoiceOf, INITIAL_READING, overridesOf, remainingFilters, type EcgReadingSettings } from '#shared/ecg/ecg-reading-settings.ts';
import { readEcgRecording, type EcgRecording } from '#shared/ecg/ecg-recording.ts';
import { filterRecording } from '#shared/ecg/filter/apply-filters.ts';
import { isDiagnostic } from '#shared/ecg/filter/ecg-filter.ts';
import { summariseFilters } from '#shared/ecg/filter-summary.ts';
import { defaultLayoutKind } from '#shared/ecg/layout.ts';
import { analyseEcg, valuesOf } from '#shared/ecg/measure-ecg.ts';
import { valueOf } from '#shared/ecg/measured.ts';
import { printedLayoutKind, toPrintedTraces, type PrintedStrips } from '#shared/ecg/printed-strips.ts';
import { severityOf } from '#shared/ecg/statements/check-statements.ts';
import { createStatementDictionary, type StatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';
import { isAdult } from '#shared/report/adult-age.ts';
import { differencesOf, toReportedLeads, toReportedValues } from '#shared/report/ecg-values.ts';
import { impressionLines } from '#shared/report/impression-lines.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import type { ReportedCriticalCall, ReportedEcg, ReportedEcgComparison, ReportedStatement } from '#shared/report/reported-ecg.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { ReportedStudyFacts } from './assemble-report.ts';
import type { CriticalValueRepository } from './critical-value.repository.ts';
import type { EcgRepository } from './ecg.repository.ts';

export interface EcgAssemblyDependencies {
  readonly ecg: Remote<EcgRepository>;
  readonly criticalValues: Pick<Remote<CriticalValueRepository>, 'ofRequest'>;
  /** When a finding is critical: the department's. */
  readonly thresholds: () => Promise<EcgThresholds>;
  readonly readBulkData: (studyId: number, sopInstanceUid: string, elementPath: string) => Promise<Uint8Array | undefined>;
  /** @throws AppError `study/unknown` */
  readonly studyFacts: (studyId: number) => Promise<ReportedStudyFacts>;
  readonly siteName: (siteId: string) => string;
}

export interface AssembledEcg {
  readonly ecg: ReportedEcg;
  readonly dictionary: StatementDictionary;
  /** What somebody at the hospital must be told of, by the words and by the numbers. */
  readonly critical: readonly CriticalFinding[];
}

/** Reads the ECG of a report: once for each recording, then again only what the physician changed. */
export type EcgAssembly = (requestId: number, studies: readonly ReportedStudyFacts[], impression: string) => Promise<AssembledEcg | undefined>;

interface FoundRecording {
  readonly facts: ReportedStudyFacts;
  readonly dataSet: DataSet;
  readonly settings: EcgReadingSettings;
}

/** Recordings whose analysis is kept: the one on the screen, the one before it, the next ones. */
const KEPT = 4;

export function createEcgAssembly({ ecg, criticalValues, thresholds, readBulkData, studyFacts, siteName }: EcgAssemblyDependencies): EcgAssembly {
  const known = new Map<string, Promise<AnalysedRecording>>();

  const analysed = (studyId: number, dataSet: DataSet): Promise<AnalysedRecording> => {
    const key = `${studyId} ${textOf(dataSet, 'SOPInstanceUID')}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const reading = analyse(studyId, dataSet);
    known.set(key, reading);
    // What could not be read is asked for again.
    reading.catch(() => known.delete(key));
    for (const oldest of [...known.keys()].slice(0, -KEPT)) known.delete(oldest);
    return reading;
  };

  async function analyse(studyId: number, dataSet: DataSet): Promise<AnalysedRecording> {
    const sopInstanceUid = textOf(dataSet, 'SOPInstanceUID');
    const paths = waveformBulkPaths(dataSet);
    const bulk = new Map(await Promise.all(paths.map(async (path) => [path, await readBulkData(studyId, sopInstanceUid, path)] as const)));
    const recording = readEcgRecording(readWaveformRecord(dataSet, (path) => bulk.get(path)));
    return { recording, analysis: analyseEcg(recording) };
  }

  return async (requestId, studies, impression) => {
    const found = await findRecording(studies);
    if (found === undefined) return undefined;
    const { facts, dataSet, settings } = found;
    const { recording, analysis } = await analysed(facts.study.id, dataSet);
    if (recording.traces.length === 0) return undefined;
    const dictionary = createStatementDictionary(await ecg.statementEdits());
    const lines = impressionLines(impression);
    const measurements = valuesOf(analysis, overridesOf(settings));
    const values = toReportedValues(measurements, settings.qtcFormula);
    const limits = await thresholds();
    const { patientBirthDate: birthDate, patientAge: ageAsSent, studyDate: onDate } = facts.study;
    return {
      dictionary,
      critical: [
        ...criticalStatements(dictionary, lines, valueOf(measurements.heartRate), limits),
        ...criticalMeasurements(measurements, settings.qtcFormula, limits, isAdult({ birthDate, ageAsSent, onDate })),
      ],
      ecg: {
        recording: {
          sopClassUid: textOf(dataSet, 'SOPClassUID'),
          sopInstanceUid: textOf(dataSet, 'SOPInstanceUID'),
          studyInstanceUid: facts.study.studyInstanceUid,
          seriesInstanceUid: textOf(dataSet, 'SeriesInstanceUID'),
          acquiredAt: printedDateTime(recording.acquisitionDateTime),
          durationMs: recording.durationMs,
          samplingFrequencyHz: Math.max(...recording.traces.map((trace) => trace.samplingFrequencyHz)),
        },
        statements: lines.flatMap((line, index) => statementsOf(dictionary, line, index)),
        severity: severityOf(dictionary, lines) ?? null,
        values,
        qtcFormula: settings.qtcFormula,
        leads: toReportedLeads(measurements),
        isAdjusted: measurements.movedMarks.length > 0,
        strips: toStrips(recording, analysis.turns, settings),
        comparison: settings.comparedStudyId === null ? null : await compare(settings.comparedStudyId, settings, values),
        criticalCalls: await criticalCalls(requestId, facts.study.id),
      },
    };
  };

  /** Who was told: the closed critical values of the request, and what an earlier version of the ECG page wrote down by itself. */
  async function criticalCalls(requestId: number, studyId: number): Promise<readonly ReportedCriticalCall[]> {
    const [values, calls] = await Promise.all([criticalValues.ofRequest(requestId), ecg.criticalCalls(studyId)]);
    return [
      ...calls.map(({ finding, foundAt, calledAt, receiver, receiverNumber, department, readBack }) => ({
        finding, foundAtLocal: localTimeText(foundAt), calledAtLocal: localTimeText(calledAt), receiver, receiverNumber, department, readBack,
      })),
      ...values.flatMap(({ message, foundAt, notifiedAt, closedAt, notifiedName, notifiedStaffId, department, readBack }) => (closedAt === null || notifiedAt === null ? [] : [{
        finding: message, foundAtLocal: localTimeText(foundAt), calledAtLocal: localTimeText(notifiedAt), receiver: notifiedName, receiverNumber: notifiedStaffId, department, readBack,
      }])),
    ];
  }

  /** The recording that was touched last; the first one where nobody touched any. */
  async function findRecording(studies: readonly ReportedStudyFacts[]): Promise<FoundRecording | undefined> {
    for (const facts of studies) {
      const recordings = waveformsOf(facts);
      if (recordings.length === 0) continue;
      const reading = await ecg.newestReading(facts.study.id);
      const chosen = recordings.find((dataSet) => textOf(dataSet, 'SOPInstanceUID') === reading?.sopInstanceUid);
      const dataSet = chosen ?? recordings[0];
      if (dataSet !== undefined) return { facts, dataSet, settings: chosen === undefined || reading === undefined ? INITIAL_READING : reading };
    }
    return undefined;
  }

  /** The earlier ECG with the marks that its own reader left, by the formula of this report. */
  async function compare(studyId: number, { qtcFormula }: EcgReadingSettings, now: ReportedEcg['values']): Promise<ReportedEcgComparison | null> {
    const facts = await studyFacts(studyId);
    const earlier = await findRecording([facts]);
    if (earlier === undefined) return null;
    const { recording, analysis } = await analysed(studyId, earlier.dataSet);
    const before = toReportedValues(valuesOf(analysis, overridesOf(earlier.settings)), qtcFormula);
    const recordedAt = printedDateTime(recording.acquisitionDateTime).slice(0, 16);
    return {
      studyInstanceUid: facts.study.studyInstanceUid,
      recordedAt: recordedAt === '' ? [facts.study.studyDate ?? '', facts.study.studyTime?.slice(0, 5) ?? ''].join(' ').trim() : recordedAt,
      hospital: siteName(facts.study.siteId),
      differences: differencesOf(before, now),
    };
  }
}

interface AnalysedRecording {
  readonly recording: EcgRecording;
  readonly analysis: ReturnType<typeof analyseEcg>;
}

function waveformsOf({ series, headers }: ReportedStudyFacts): readonly DataSet[] {
  const ecgs = series.filter(({ content }) => content === 'ecg');
  return ecgs.flatMap(({ seriesInstanceUid }) => headers.get(seriesInstanceUid) ?? []).filter((dataSet) => itemsOf(dataSet, 'WaveformSequence').length > 0);
}

function toStrips(recording: EcgRecording, turns: number, settings: EcgReadingSettings | EcgReading): PrintedStrips {
  const recorded = summariseFilters(recording.traces);
  const filters = remainingFilters(settings, recorded);
  const strips: Omit<PrintedStrips, 'traces'> = {
    layout: printedLayoutKind(settings.layout ?? defaultLayoutKind(recording.traces.map(({ key }) => key))),
    paperSpeedMmPerS: settings.paperSpeedMmPerS,
    gainMmPerMv: settings.gainMmPerMv,
    windowStartMs: settings.windowStartMs,
    filters,
    isDiagnostic: isDiagnostic(filterChoiceOf({ filters })) && recorded.isDiagnostic,
    deviceFilters: deviceFilters(recording),
    ...(turns > 0 ? { leadTurns: turns } : {}),
  };
  return { ...strips, traces: toPrintedTraces(filterRecording(recording, filterChoiceOf({ filters })), strips) };
}

function deviceFilters({ traces }: EcgRecording): string {
  const { lowFrequencyHz, highFrequencyHz } = summariseFilters(traces);
  if (lowFrequencyHz === undefined && highFrequencyHz === undefined) return '';
  return `设备 ${lowFrequencyHz ?? '…'}–${highFrequencyHz ?? '…'} Hz`;
}

/** A line that is a sentence of the dictionary, or starts with one, carries its codes. */
function statementsOf(dictionary: StatementDictionary, text: string, line: number): readonly ReportedStatement[] {
  return dictionary.findIn(text).map(({ statement: { zh, en, code, aha = '', scp = '', snomed = '', severity } }) => ({ line, zh, en, code, aha, scp, snomed, severity }));
}

/** `2026-11-20 09:38:00` of a DT value; '' of one that has no time. */
function printedDateTime(text: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?/.exec(text);
  return match === null ? '' : `${match[1]}-${match[2]}-${match[3]} ${match[4]}:${match[5]}:${match[6] ?? '00'}`;
}
