import type { CodedConcept } from '../values/coded-concept.ts';

/** Leads that this program knows by name. PS3.16 CID 3001. */
export type LeadName =
  | 'I' | 'II' | 'III' | 'aVR' | 'aVL' | 'aVF' | '-aVR'
  | 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6' | 'V7' | 'V8' | 'V9'
  | 'V2R' | 'V3R' | 'V4R' | 'V5R' | 'V6R' | 'V7R'
  | 'X' | 'Y' | 'Z';

/**
 * Which lead a channel is, and how we know. `by-code`: the channel source is coded. `by-label`: only a label says so, which a technician may
 * have typed. `derived`: computed from other leads because somebody asked.
 */
export interface LeadIdentity {
  readonly name: LeadName;
  readonly source: 'by-code' | 'by-label' | 'derived';
}

/** The twelve leads in the order of the standard report. */
export const STANDARD_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const satisfies readonly LeadName[];

/** The same heart read from left to right: limb leads by angle (-30, 0, 30, 60, 90, 120 degrees), aVR upside down. */
export const CABRERA_LEADS = ['aVL', 'I', '-aVR', 'II', 'aVF', 'III', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const satisfies readonly LeadName[];

/**
 * The lead's number: ISO/IEEE 11073-10102 as `2:N` (MDC) and EN 1064 as `5.6.3-9-N` (SCPECG) count alike. Not listed on purpose: the
 * Frank leads (19 to 30), the computed "Derived Lead I" (31 and up) and calibration rows, which are not the leads of the same short name.
 */
const LEAD_BY_NUMBER: ReadonlyMap<number, LeadName> = new Map<number, LeadName>([
  [1, 'I'], [2, 'II'], [3, 'V1'], [4, 'V2'], [5, 'V3'], [6, 'V4'], [7, 'V5'], [8, 'V6'], [9, 'V7'],
  [10, 'V2R'], [11, 'V3R'], [12, 'V4R'], [13, 'V5R'], [14, 'V6R'], [15, 'V7R'], [16, 'X'], [17, 'Y'], [18, 'Z'],
  [61, 'III'], [62, 'aVR'], [63, 'aVL'], [64, 'aVF'], [65, '-aVR'], [66, 'V8'], [67, 'V9'],
]);

/** Base of the 32-bit form of an MDC code in partition 2: 2 x 65536. */
export const MDC_PARTITION_2 = 131_072;

/**
 * The lead of a channel: from its coded Channel Source (003A,0208), never from its place. Where the source is coded in MDC or SCPECG the code
 * alone decides, so that an unknown code stays unknown whatever its meaning says. Otherwise the label, then the code meaning.
 */
export function identifyLead(source: CodedConcept | undefined, label: string): LeadIdentity | undefined {
  // SCP-ECG and SCP ECG are the SCPECG of PS3.16 table 8-1.
  const scheme = source?.scheme.toUpperCase().replaceAll(/[-_ ]/g, '');
  if (source !== undefined && (scheme === 'MDC' || scheme === 'SCPECG')) {
    const number = scheme === 'MDC' ? mdcLeadNumber(source.value) : scpLeadNumber(source.value);
    const name = number === undefined ? undefined : LEAD_BY_NUMBER.get(number);
    return name === undefined ? undefined : { name, source: 'by-code' };
  }
  const name = leadNamed(label) ?? leadNamed(source?.meaning ?? '');
  return name === undefined ? undefined : { name, source: 'by-label' };
}

function mdcLeadNumber(value: string): number | undefined {
  const pair = /^2:(\d{1,3})$/.exec(value);
  if (pair !== null) return Number(pair[1]);
  // Some devices write the reference identifier in place of its number.
  const identifier = /^MDC_ECG_LEAD_(\w+)$/i.exec(value)?.[1]?.toUpperCase();
  if (identifier !== undefined) return [...LEAD_BY_NUMBER].find(([, name]) => name.toUpperCase() === (identifier === 'AVRNEG' ? '-AVR' : identifier))?.[0];
  return /^\d{6}$/.test(value) ? Number(value) - MDC_PARTITION_2 : undefined;
}

function scpLeadNumber(value: string): number | undefined {
  const match = /^5\.6\.3-9-(\d{1,3})$/.exec(value);
  return match === null ? undefined : Number(match[1]);
}

/** `Lead I (Einthoven)`, `导联 II`, `AVR`, `v1`: the name without its wrapping; any other addition is not the standard lead. X, Y and Z are too short to be believed. */
function leadNamed(label: string): LeadName | undefined {
  const bare = label.replace(/^MDC_ECG_LEAD_/i, '').replace(/\((einthoven|goldberger|wilson)\)$/i, '').replace(/lead|导联|ecg/gi, '').replace(/[\s_.]/g, '').toLowerCase();
  if (bare === 'x' || bare === 'y' || bare === 'z') return undefined;
  for (const name of LEAD_BY_NUMBER.values()) {
    if (name.toLowerCase() === bare) return name;
  }
  return undefined;
}
