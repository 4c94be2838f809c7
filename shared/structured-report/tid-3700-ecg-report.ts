import { calendarAge, parseDicomAge } from '../dicom/values/date-time.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { CanonicalReport } from '../report/canonical-report.ts';
import { ECG_VALUE_NAMES, ecgNumberText, leadTurnsText, NOT_MEASURABLE_NAMES } from '../report/ecg-words.ts';
import { printedTime } from '../report/local-time.ts';
import type { EcgValueKind, ReportedEcg, ReportedEcgValue, ReportedLead, ReportedStatement } from '../report/reported-ecg.ts';
import { amendmentText, studyText } from '../report/report-words.ts';
import { CONTEXT, DOCUMENT_TITLES, ELEMENTS, OUTCOMES, PURPOSES, UNITS } from './codes.ts';
import {
  code, container, contains, dateTime, hasConceptModifier, hasProperty, num, text, waveform, type ContentItem, type RelatedItem,
} from './content-item.ts';
import { ECG_CONCEPTS, ECG_SECTIONS, GLOBAL_MEASUREMENTS, LEAD_AMPLITUDES, LEAD_CODES, OVERALL_FINDINGS, QTC_ALGORITHMS } from './ecg-codes.ts';
import { observationContext } from './tid-1001-observation-context.ts';
import { languageOfContent } from './tid-1204-language.ts';

/**
 * TID 3700 ECG Report, extensible, with TID 3702, 3704, 3708, 3713, 3714, 3717 and 3719. What the template has no row for (recommendation,
 * critical calls, what an amended report says of itself) follows in sections of its own. A value that was not measured is no NUM: its reason
 * stands as text.
 */
export function ecgReportAfterTid3700(report: CanonicalReport, ecg: ReportedEcg): ContentItem<'CONTAINER'> {
  const sections: readonly (ContentItem<'CONTAINER'> | undefined)[] = [
    section(ECG_SECTIONS.indications, texts(ELEMENTS.finding, report.clinicalInformation)),
    section(ECG_SECTIONS.patient, patientCharacteristics(report)),
    section(ECG_SECTIONS.priorProcedures, priorStudy(report, ecg)),
    section(ECG_SECTIONS.currentProcedure, waveformInformation(report, ecg)),
    section(ECG_SECTIONS.quantitative, [...globalMeasurements(ecg), ...leadMeasurements(ecg)]),
    section(ECG_SECTIONS.qualitative, qualitativeAnalysis(report, ecg)),
    section(ECG_SECTIONS.summary, [
      ...texts(ELEMENTS.summary, ...report.impression),
      code(ECG_CONCEPTS.overallFinding, overallFinding(report, ecg)),
      code(ELEMENTS.impression, OUTCOMES[report.outcome]),
    ]),
    section(ECG_SECTIONS.recommendations, texts(ELEMENTS.recommendation, report.recommendation)),
    section(ECG_SECTIONS.criticalResults, texts(ELEMENTS.finding, ...ecg.criticalCalls.map(callText))),
    section(ECG_SECTIONS.addendum, texts(ELEMENTS.summary, amendmentText(report))),
  ];
  return container(
    DOCUMENT_TITLES.ecg,
    [
      languageOfContent(),
      ...observationContext(report.reportingPhysician, CONTEXT.performing),
      hasConceptModifier(code(ECG_CONCEPTS.procedureReported, ECG_CONCEPTS.twelveLeadEcg)),
      ...sections.filter((part) => part !== undefined).map(contains),
    ],
    { mappingResource: 'DCMR', identifier: '3700' },
  );
}

function section(heading: CodedConcept, items: readonly ContentItem[]): ContentItem<'CONTAINER'> | undefined {
  return items.length === 0 ? undefined : container(heading, items.map(contains));
}

function texts(name: CodedConcept, ...values: readonly string[]): readonly ContentItem<'TEXT'>[] {
  return values.filter((value) => value.trim() !== '').map((value) => text(name, value));
}

function unit(symbol: string): CodedConcept {
  const known = UNITS[symbol];
  if (known === undefined) throw new Error(`no UCUM code for the unit ${symbol}`);
  return known;
}

/** TID 3704: age and sex, as far as they are known. CID 7455 codes the sex. */
function patientCharacteristics({ patient, studies }: CanonicalReport): readonly ContentItem[] {
  const age = ageOf(patient.birthDate, studies[0]?.studyDate ?? null, patient.ageAsSent);
  const sexes: Readonly<Record<string, CodedConcept>> = { M: { scheme: 'DCM', value: 'M', meaning: 'Male' }, F: { scheme: 'DCM', value: 'F', meaning: 'Female' } };
  const sex = sexes[patient.sex];
  return [
    ...(age === undefined ? [] : [num(ECG_CONCEPTS.age, String(age.value), unit(age.unit))]),
    ...(sex === undefined ? [] : [code(ECG_CONCEPTS.sex, sex)]),
  ];
}

function ageOf(birthDate: string | null, onDate: string | null, ageAsSent: string): { readonly value: number; readonly unit: 'd' | 'wk' | 'mo' | 'a' } | undefined {
  const age = birthDate === null || onDate === null ? undefined : calendarAge(birthDate, onDate);
  if (age !== undefined) {
    if (age.years > 0) return { value: age.years, unit: 'a' };
    return age.months > 0 ? { value: age.months, unit: 'mo' } : { value: age.days, unit: 'd' };
  }
  const sent = parseDicomAge(ageAsSent);
  return sent === undefined ? undefined : { value: sent.value, unit: ({ D: 'd', W: 'wk', M: 'mo', Y: 'a' } as const)[sent.unit] };
}

/** TID 3702: that there was an earlier ECG to compare with, and what has changed. */
function priorStudy({ comparisonStudies }: CanonicalReport, { comparison }: ReportedEcg): readonly ContentItem[] {
  const studies = texts(ELEMENTS.procedureDescription, ...comparisonStudies.map(studyText));
  if (comparison === null) return studies;
  const changes = comparison.differences.map(({ kind, before, now, unit: of }) => `${ECG_VALUE_NAMES[kind]} ${ecgNumberText(before, of)} → ${ecgNumberText(now, of)}`);
  return [
    code(ECG_CONCEPTS.comparison, ECG_CONCEPTS.yes),
    ...texts(ELEMENTS.procedureDescription, [comparison.recordedAt, comparison.hospital, ...changes].filter((part) => part !== '').join('；')),
    ...studies,
  ];
}

/** TID 3708: when, on what, which recording, through which filters. */
function waveformInformation({ studies, procedure }: CanonicalReport, { recording, strips }: ReportedEcg): readonly ContentItem[] {
  const { highPassHz, lowPassHz, notchHz } = strips.filters;
  const twelve = Object.keys(LEAD_CODES).every((lead) => strips.traces.some(({ key }) => key === lead));
  return [
    ...(recording.acquiredAt === '' ? [] : [dateTime(ECG_CONCEPTS.procedureDateTime, recording.acquiredAt.replaceAll(/[^0-9]/g, ''))]),
    waveform(PURPOSES.sourceOfMeasurement, recording),
    ...(twelve ? [code(ECG_CONCEPTS.leadSystem, ECG_CONCEPTS.unspecifiedTwelveLeads)] : []),
    ...texts(ECG_CONCEPTS.equipment, studies[0]?.device ?? ''),
    num(ECG_CONCEPTS.sampleRate, decimal(recording.samplingFrequencyHz), unit('Hz')),
    ...(lowPassHz === null ? [] : [num(ECG_CONCEPTS.lowPass, decimal(lowPassHz), unit('Hz'))]),
    ...(notchHz === null ? [] : [num(ECG_CONCEPTS.notch, decimal(notchHz), unit('Hz'))]),
    ...texts(ECG_CONCEPTS.highPass, highPassHz === null ? '' : `${highPassHz} Hz`),
    ...texts(ELEMENTS.procedureDescription, procedure, strips.isDiagnostic ? '' : '非诊断滤波', leadTurnsText(strips)),
  ];
}

/** TID 3713: the rows that it asks for first, in its order; a QTc always with its formula. */
const GLOBAL_ORDER: readonly EcgValueKind[] = [
  'ventricular-rate', 'qt-interval', 'pr-interval', 'qrs-duration', 'rr-interval', 'qtc-interval', 'p-duration', 'p-axis', 'qrs-axis', 't-axis',
];

function globalMeasurements(ecg: ReportedEcg): readonly ContentItem[] {
  const items = GLOBAL_ORDER.flatMap((kind): readonly ContentItem[] => {
    const value = ecg.values.find((candidate) => candidate.kind === kind);
    const name = GLOBAL_MEASUREMENTS[kind];
    if (value === undefined || name === undefined) return [];
    return value.value === null ? notMeasured(value) : [num(name, decimal(value.value), unit(value.unit), kind === 'qtc-interval' ? [formula(ecg)] : [])];
  });
  return items.length === 0 ? [] : [container(ECG_CONCEPTS.globalMeasurements, items.map(contains))];
}

function formula({ qtcFormula }: ReportedEcg): RelatedItem<'HAS PROPERTIES'> {
  return hasProperty(code(ECG_CONCEPTS.algorithm, QTC_ALGORITHMS[qtcFormula]));
}

function notMeasured({ kind, reason }: ReportedEcgValue): readonly ContentItem<'TEXT'>[] {
  return reason === null ? [] : texts(ELEMENTS.finding, `${ECG_VALUE_NAMES[kind]} 不能测量：${NOT_MEASURABLE_NAMES[reason]}`);
}

/** TID 3714: one container a lead, with R of V5, S of V1 and the ST levels. */
function leadMeasurements({ values, leads }: ReportedEcg): readonly ContentItem<'CONTAINER'>[] {
  const amplitude = (kind: EcgValueKind) => values.find((value) => value.kind === kind)?.value ?? null;
  return Object.entries(LEAD_CODES).flatMap(([lead, leadCode]) => {
    const st: ReportedLead | undefined = leads.find((candidate) => candidate.lead === lead);
    const amplitudes: readonly (readonly [CodedConcept, number | null | undefined])[] = [
      [LEAD_AMPLITUDES.r, lead === 'V5' ? amplitude('rv5') : null], [LEAD_AMPLITUDES.s, lead === 'V1' ? amplitude('sv1') : null],
      [LEAD_AMPLITUDES.j, st?.jMv], [LEAD_AMPLITUDES.st60, st?.jPlus60Mv], [LEAD_AMPLITUDES.st80, st?.jPlus80Mv],
    ];
    const items = amplitudes.flatMap(([name, value]) => (value === null || value === undefined ? [] : [num(name, value.toFixed(2), unit('mV'))]));
    return items.length === 0 ? [] : [container(ECG_CONCEPTS.leadMeasurements, [hasConceptModifier(code(ECG_CONCEPTS.leadId, leadCode)), ...items.map(contains)])];
  });
}

/** TID 3717: coded where the dictionary has a certain code, in the words of the report always. */
function qualitativeAnalysis({ findings, impression }: CanonicalReport, { statements }: ReportedEcg): readonly ContentItem[] {
  const coded = statements.filter(({ snomed }) => snomed !== '').map((statement) => code(ECG_CONCEPTS.finding, snomedOf(statement), [hasConceptModifier(text(ECG_CONCEPTS.equivalentMeaning, impression[statement.line] ?? statement.zh))]));
  const codedLines = new Set(statements.filter(({ snomed }) => snomed !== '').map(({ line }) => line));
  return [...coded, ...texts(ECG_CONCEPTS.finding, ...impression.filter((_, line) => !codedLines.has(line))), ...texts(ELEMENTS.finding, ...findings.split('\n'))];
}

function snomedOf({ snomed, en }: ReportedStatement): CodedConcept {
  return { scheme: 'SCT', value: snomed, meaning: en };
}

/** TID 3719 with CID 3677: what the sentences say of the whole, else what the physician said of it. */
function overallFinding({ outcome }: CanonicalReport, { statements }: ReportedEcg): CodedConcept {
  const codes = statements.map((statement) => statement.code);
  if (codes.includes('N06')) return OVERALL_FINDINGS.nonDiagnostic;
  if (codes.includes('N02') || codes.includes('N04')) return OVERALL_FINDINGS.borderline;
  return outcome === 'positive' ? OVERALL_FINDINGS.abnormal : OVERALL_FINDINGS.normal;
}

function callText({ finding, foundAtLocal, calledAtLocal, receiver, receiverNumber, department, readBack }: ReportedEcg['criticalCalls'][number]): string {
  return [
    finding, `发现 ${printedTime(foundAtLocal)}`, `通知 ${printedTime(calledAtLocal)}`, `接收 ${[department, receiver, receiverNumber].filter((part) => part !== '').join(' ')}`, `复述 ${readBack}`,
  ].join('；');
}

/** At most two decimals, none that say nothing. */
function decimal(value: number): string {
  return String(Number(value.toFixed(2)) + 0);
}
