import { createHash } from 'node:crypto';
import type { CanonicalReport } from '#shared/report/canonical-report.ts';
import type { ReportObjectIdentities, ReportObjectKind, ReportObjectUids } from '#shared/structured-report/report-object.ts';

/**
 * The identities of all objects of a report version. They follow from the report alone, so a resend after a crash, a power cut or a restored
 * copy of the profile can never make a second object.
 */
export function reportObjectIdentities(report: CanonicalReport): ReportObjectIdentities {
  const { predecessor } = report;
  return {
    ...allObjects(report.reportUid, report.version),
    predecessor: predecessor === null ? null : allObjects(predecessor.reportUid, predecessor.version),
  };
}

function allObjects(reportUid: string, version: number): Omit<ReportObjectIdentities, 'predecessor'> {
  return {
    structuredReport: objectUids(reportUid, version, 'structured-report'),
    encapsulatedPdf: objectUids(reportUid, version, 'encapsulated-pdf'),
    measurementReport: objectUids(reportUid, version, 'measurement-report'),
    keyObjects: objectUids(reportUid, version, 'key-objects'),
    rejectionNote: objectUids(reportUid, version, 'rejection-note'),
  };
}

/** Of the presentation state at a zero-based place; all of one series. */
export function presentationStateUids({ reportUid, version }: Pick<CanonicalReport, 'reportUid' | 'version'>, index: number): ReportObjectUids {
  return { ...objectUids(reportUid, version, 'presentation-state'), sopInstanceUid: deterministicUid(`${reportUid}|${version}|presentation-state|${index}`) };
}

function objectUids(reportUid: string, version: number, kind: ReportObjectKind): ReportObjectUids {
  return {
    sopInstanceUid: deterministicUid(`${reportUid}|${version}|${kind}`),
    seriesInstanceUid: deterministicUid(`${reportUid}|${version}|${kind}|series`),
    seriesNumber: seriesNumber(`${reportUid}|${version}`, kind),
  };
}

/** `2.25.` and a UUID of version 8 (RFC 9562) made of the first 16 bytes of a SHA-256. At most 44 characters. PS3.5 B.2. */
export function deterministicUid(name: string): string {
  const bytes = createHash('sha256').update(name, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`).toString(10)}`;
}

const FIRST_SERIES_NUMBER = 900_000;
const SERIES_NUMBER_PAIRS = 50_000;
/** Behind the pair of a report: its other objects, in tens so that no two kinds meet. */
const SERIES_NUMBER_OFFSETS: Readonly<Record<ReportObjectKind, number>> = {
  'structured-report': 0, 'encapsulated-pdf': 1, 'measurement-report': 1_000_000, 'key-objects': 1_000_001, 'rejection-note': 2_000_000, 'presentation-state': 3_000_000,
};

/**
 * Six digits or seven, because devices number their series from one and reports of several requests may share a study: even for the structured
 * report, odd for the paper. Two reports of one study meet in one of 50,000 cases, which only costs the order of two rows.
 */
function seriesNumber(name: string, kind: ReportObjectKind): number {
  const pair = createHash('sha256').update(name, 'utf8').digest().readUInt32BE(0) % SERIES_NUMBER_PAIRS;
  return FIRST_SERIES_NUMBER + 2 * pair + SERIES_NUMBER_OFFSETS[kind];
}
