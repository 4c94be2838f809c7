import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { QtcFormula } from '../ecg/qtc.ts';
import type { EcgValueKind } from '../report/reported-ecg.ts';

/** Concepts of TID 3700 to TID 3719, as PS3.16 prints them. */
const concept = (scheme: string, value: string, meaning: string): CodedConcept => ({ scheme, value, meaning });
const dcm = (value: string, meaning: string) => concept('DCM', value, meaning);
const mdc = (value: string, meaning: string) => concept('MDC', value, meaning);

export const ECG_SECTIONS = {
  indications: concept('LN', '18785-6', 'Indications for Procedure'),
  patient: dcm('121118', 'Patient Characteristics'),
  priorProcedures: concept('LN', '55114-3', 'Prior Procedure Descriptions'),
  currentProcedure: concept('LN', '55111-9', 'Current Procedure Descriptions'),
  quantitative: dcm('122144', 'Quantitative Analysis'),
  qualitative: dcm('122145', 'Qualitative Analysis'),
  summary: concept('LN', '55112-7', 'Summary'),
  recommendations: concept('LN', '18783-1', 'Recommendations'),
  criticalResults: concept('LN', '73568-8', 'Communication of Critical Results'),
  addendum: concept('LN', '55107-7', 'Addendum'),
} as const;

export const ECG_CONCEPTS = {
  procedureReported: dcm('121058', 'Procedure reported'),
  /** CID 3670. */
  twelveLeadEcg: concept('SCT', '268400002', '12-Lead ECG'),
  age: dcm('121033', 'Subject Age'),
  sex: dcm('121032', 'Subject Sex'),
  comparison: dcm('122140', 'Comparison with Prior Exam Done'),
  yes: concept('SCT', '373066001', 'Yes'),
  procedureDateTime: dcm('122146', 'Procedure DateTime'),
  leadSystem: mdc('10:11345', 'Lead System'),
  /** CID 3263. Nobody tells us where the electrodes stood. */
  unspecifiedTwelveLeads: mdc('10:11264', 'Unspecified 12-lead system'),
  equipment: dcm('121122', 'Equipment Identification'),
  /** CID 3690 and CID 3691. */
  sampleRate: mdc('10:11393', 'Sample rate'),
  lowPass: mdc('10:11403', 'Low pass filter cutoff freq'),
  notch: mdc('10:11408', 'Notch filter frequency'),
  highPass: mdc('10:11404', 'High pass filter'),
  globalMeasurements: dcm('122158', 'ECG Global Measurements'),
  leadMeasurements: dcm('122159', 'ECG Lead Measurements'),
  leadId: dcm('122148', 'Lead ID'),
  algorithm: dcm('111001', 'Algorithm Name'),
  finding: concept('SCT', '271921002', 'Electrocardiogram finding (observable entity)'),
  equivalentMeaning: dcm('121051', 'Equivalent Meaning of Value'),
  overallFinding: concept('LN', '18810-2', 'ECG overall finding'),
} as const;

/** TID 3713: CID 3228, CID 3229. RV5 and SV1 belong to their leads. */
export const GLOBAL_MEASUREMENTS: Readonly<Partial<Record<EcgValueKind, CodedConcept>>> = {
  'ventricular-rate': mdc('2:16016', 'Ventricular Heart Rate'),
  'qt-interval': mdc('2:16160', 'QT interval global'),
  'pr-interval': mdc('2:15872', 'PR interval global'),
  'qrs-duration': mdc('2:16156', 'QRS duration global'),
  'rr-interval': mdc('2:16168', 'RR interval global'),
  'qtc-interval': mdc('2:15876', 'QTc interval global'),
  'p-duration': mdc('2:16184', 'P duration global'),
  'p-axis': mdc('2:16128', 'P Axis'),
  'qrs-axis': mdc('2:16132', 'QRS axis'),
  't-axis': mdc('2:16136', 'T axis'),
};

/** CID 3688, mV. */
export const LEAD_AMPLITUDES = {
  r: mdc('2:2048', 'R amplitude, per lead'),
  s: mdc('2:2304', 'S amplitude, per lead'),
  j: mdc('2:1024', 'J point Amplitude, per lead'),
  st60: mdc('2:14336', 'Amplitude at 60 ms into ST segment, per lead'),
  st80: mdc('2:14592', 'Amplitude at 80 ms into ST segment, per lead'),
} as const;

/** CID 3678. */
export const QTC_ALGORITHMS: Readonly<Record<QtcFormula, CodedConcept>> = {
  bazett: dcm('122730', 'Bazett QT Correction Algorithm'),
  hodges: dcm('122731', 'Hodges QT Correction Algorithm'),
  fridericia: dcm('122732', 'Fridericia QTc Algorithm'),
  framingham: dcm('122733', 'Framingham QTc Algorithm'),
};

/** CID 3001, as far as leads have measurements in a report. */
export const LEAD_CODES: Readonly<Record<string, CodedConcept>> = Object.fromEntries(
  ([['I', 1], ['II', 2], ['III', 61], ['aVR', 62], ['aVL', 63], ['aVF', 64], ['V1', 3], ['V2', 4], ['V3', 5], ['V4', 6], ['V5', 7], ['V6', 8]] as const)
    .map(([name, number]) => [name, mdc(`2:${number}`, meaningOfLead(name))]),
);

/** CID 3677. */
export const OVERALL_FINDINGS = {
  normal: concept('SCT', '164854000', 'Normal ECG'),
  borderline: concept('SCT', '251135002', 'Borderline Normal ECG'),
  abnormal: concept('SCT', '102594003', 'Abnormal ECG'),
  nonDiagnostic: dcm('122753', 'Non-diagnostic ECG'),
} as const;

/** PS3.16 prints the augmented leads as `aVR, augmented voltage, right` and the others as `Lead I`. */
function meaningOfLead(name: string): string {
  const augmented: Readonly<Record<string, string>> = { aVR: 'aVR, augmented voltage, right', aVL: 'aVL, augmented voltage, left', aVF: 'aVF, augmented voltage, foot' };
  return augmented[name] ?? `Lead ${name}`;
}
