import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import { MDC_PARTITION_2 } from '../dicom/waveform/lead.ts';
import type { WaveformAnnotation } from '../dicom/waveform/waveform-annotation.ts';

/** Global measurements that the report speaks of. Intervals in ms, rates in beats a minute, axes in degrees. */
export type DeviceMeasurementKind =
  | 'ventricular-rate' | 'atrial-rate' | 'rr-interval' | 'pp-interval' | 'p-duration' | 'pr-interval' | 'qrs-duration' | 'qt-interval'
  | 'qtc-interval' | 'p-axis' | 'qrs-axis' | 't-axis';

/** A number that the acquisition device wrote into the object. Never ours. */
export interface DeviceMeasurement {
  readonly kind: DeviceMeasurementKind;
  readonly concept: CodedConcept;
  /** undefined: the device says that it did not measure this (an interval of 0, or one of SCP-ECG's marks). */
  readonly value: number | undefined;
  /** UCUM. */
  readonly unit: 'ms' | '/min' | 'deg';
}

/** A point in time that the device marked: onset or end of a wave, or its fiducial point. */
export interface DeviceFiducial {
  readonly kind: 'p-onset' | 'p-offset' | 'qrs-onset' | 'qrs-offset' | 't-offset' | 'fiducial-point';
  /** One-based place in Waveform Sequence. */
  readonly groupNumber: number;
  /** Zero-based in that group. */
  readonly sampleIndex: number;
  readonly annotationGroupNumber: number | undefined;
}

export interface DeviceFindings {
  readonly measurements: readonly DeviceMeasurement[];
  /** Interpretation statements in the device's words and order. */
  readonly statements: readonly string[];
  readonly fiducials: readonly DeviceFiducial[];
  /** Numeric annotations under codes that we do not know, or in units that do not fit: in the device's words. */
  readonly otherMeasurements: readonly { readonly concept: CodedConcept; readonly value: number; readonly unit: string }[];
}

/** MDC codes: PS3.16 CID 3227, 3228, 3229. SCPECG codes: the editions before 2008, still sent. LN: LOINC. */
const MEASUREMENT_BY_CODE: ReadonlyMap<string, DeviceMeasurementKind> = new Map<string, DeviceMeasurementKind>([
  ['MDC 2:16016', 'ventricular-rate'], ['SCPECG 5.10.2.5-1', 'ventricular-rate'], ['LN 8867-4', 'ventricular-rate'],
  ['MDC 2:16020', 'atrial-rate'],
  ['MDC 2:16770', 'ventricular-rate'], ['MDC 2:16168', 'rr-interval'], ['MDC 2:16000', 'rr-interval'], ['SCPECG 5.10.2.1-3', 'rr-interval'], ['LN 8637-1', 'rr-interval'],
  ['MDC 2:16140', 'pp-interval'], ['SCPECG 5.10.2.1-5', 'pp-interval'],
  ['MDC 2:16184', 'p-duration'], ['SCPECG 5.13.5-5', 'p-duration'],
  ['MDC 2:15872', 'pr-interval'], ['SCPECG 5.13.5-7', 'pr-interval'], ['LN 8625-6', 'pr-interval'],
  ['MDC 2:16156', 'qrs-duration'], ['SCPECG 5.13.5-9', 'qrs-duration'], ['LN 8633-0', 'qrs-duration'],
  ['MDC 2:16160', 'qt-interval'], ['SCPECG 5.13.5-11', 'qt-interval'], ['LN 8634-8', 'qt-interval'],
  ['MDC 2:15876', 'qtc-interval'], ['SCPECG 5.10.2.5-5', 'qtc-interval'], ['LN 8636-3', 'qtc-interval'],
  ['MDC 2:16128', 'p-axis'], ['SCPECG 5.10.3-11', 'p-axis'], ['LN 8626-4', 'p-axis'],
  ['MDC 2:16132', 'qrs-axis'], ['SCPECG 5.10.3-13', 'qrs-axis'], ['LN 8632-2', 'qrs-axis'],
  ['MDC 2:16136', 't-axis'], ['SCPECG 5.10.3-15', 't-axis'], ['LN 8638-9', 't-axis'],
]);

/** The reference identifiers of ISO/IEEE 11073 that stand in place of their numbers, without MDC_ECG_. */
const MDC_IDENTIFIERS: ReadonlyMap<string, string> = new Map([
  ['HEART_RATE', '2:16770'], ['TIME_PD_RR', '2:16168'], ['TIME_PD_PP', '2:16140'], ['TIME_PD_P', '2:16184'], ['TIME_PD_PR', '2:15872'], ['TIME_PD_QRS', '2:16156'],
  ['TIME_PD_QT', '2:16160'], ['TIME_PD_QTC', '2:15876'], ['ANGLE_P_FRONT', '2:16128'], ['ANGLE_QRS_FRONT', '2:16132'], ['ANGLE_T_FRONT', '2:16136'],
]);

const FIDUCIAL_BY_CODE: ReadonlyMap<string, DeviceFiducial['kind']> = new Map<string, DeviceFiducial['kind']>([
  ['SCPECG 5.10.3-1', 'p-onset'], ['SCPECG 5.10.3-2', 'p-offset'], ['SCPECG 5.10.3-3', 'qrs-onset'], ['SCPECG 5.10.3-4', 'qrs-offset'],
  ['SCPECG 5.10.3-5', 't-offset'], ['SCPECG 5.7.1-3', 'fiducial-point'],
]);

/** Units that a kind may come in, and the factor to ours: UCUM, and what devices write in its place. */
const UNIT_FACTORS: Readonly<Record<DeviceMeasurement['unit'], ReadonlyMap<string, number>>> = {
  ms: new Map([['ms', 1], ['msec', 1], ['s', 1000], ['sec', 1000], ['us', 0.001]]),
  '/min': new Map([['/min', 1], ['{H.B.}/min', 1], ['{beats}/min', 1], ['{beat}/min', 1], ['{bpm}', 1], ['bpm', 1], ['BPM', 1], ['1/min', 1], ['min-1', 1]]),
  deg: new Map([['deg', 1], ['degree', 1], ['degrees', 1], ['\u00b0', 1]]),
};

/** EN 1064 5.10.3: not computed, rejected, wave absent. */
const SCP_MARKS: ReadonlySet<number> = new Set([29_999, 29_998, 19_999]);

/** What the device says, as the device says it. Only annotations of the whole recording count as measurements, not those of one lead. */
export function readDeviceFindings(annotations: readonly WaveformAnnotation[]): DeviceFindings {
  const measurements: DeviceMeasurement[] = [];
  const statements: string[] = [];
  const fiducials: DeviceFiducial[] = [];
  const otherMeasurements: { concept: CodedConcept; value: number; unit: string }[] = [];
  for (const annotation of annotations) {
    const { concept, numericValue, text, codedValue } = annotation;
    if (numericValue !== undefined && concept !== undefined) {
      const measurement = toMeasurement(annotation, concept, numericValue);
      if (measurement === undefined) otherMeasurements.push({ concept, value: numericValue, unit: annotation.unit?.value ?? '' });
      else measurements.push(measurement);
    } else if (annotation.samplePositions.length > 0 && concept !== undefined) {
      fiducials.push(...toFiducials(annotation, concept));
    } else if (text !== '') {
      statements.push(text);
    } else if (codedValue !== undefined) {
      statements.push(codedValue.meaning || codedValue.value);
    }
  }
  return { measurements, statements, fiducials, otherMeasurements };
}

/** The device's value of one kind; undefined when it gives none. */
export function deviceValue(findings: DeviceFindings, kind: DeviceMeasurementKind): number | undefined {
  return findings.measurements.find((measurement) => measurement.kind === kind)?.value;
}

/** As our tables have it: devices write SCP-ECG for SCPECG, and the 32-bit number or the identifier of an MDC code for `2:N`. */
function knownCode(concept: CodedConcept): string {
  const scheme = knownScheme(concept);
  if (scheme !== 'MDC') return `${scheme} ${concept.value}`;
  const identifier = /^MDC_ECG_(\w+)$/.exec(concept.value.toUpperCase())?.[1];
  if (identifier !== undefined) return `MDC ${MDC_IDENTIFIERS.get(identifier) ?? concept.value}`;
  return /^\d{6}$/.test(concept.value) ? `MDC 2:${Number(concept.value) - MDC_PARTITION_2}` : `MDC ${concept.value}`;
}

function knownScheme({ scheme }: CodedConcept): string {
  return scheme.toUpperCase().replaceAll(/[-_ ]/g, '');
}

function unitOf(kind: DeviceMeasurementKind): DeviceMeasurement['unit'] {
  if (kind.endsWith('-rate')) return '/min';
  return kind.endsWith('-axis') ? 'deg' : 'ms';
}

function toMeasurement(annotation: WaveformAnnotation, concept: CodedConcept, numericValue: number): DeviceMeasurement | undefined {
  const kind = MEASUREMENT_BY_CODE.get(knownCode(concept));
  const isGlobal = annotation.channels.every(({ channelNumber }) => channelNumber === 0);
  if (kind === undefined || (!isGlobal && !kind.endsWith('-rate'))) return undefined;
  const unit = unitOf(kind);
  const factor = UNIT_FACTORS[unit].get(annotation.unit?.value ?? '');
  if (factor === undefined) return undefined;
  const isUnmeasured = (unit !== 'deg' && numericValue <= 0) || (knownScheme(concept) === 'SCPECG' && SCP_MARKS.has(numericValue));
  return { kind, concept, value: isUnmeasured ? undefined : numericValue * factor, unit };
}

function toFiducials(annotation: WaveformAnnotation, concept: CodedConcept): readonly DeviceFiducial[] {
  const kind = FIDUCIAL_BY_CODE.get(knownCode(concept));
  const groupNumber = annotation.channels[0]?.groupNumber;
  if (kind === undefined || groupNumber === undefined) return [];
  return annotation.samplePositions.map((position) => ({
    kind, groupNumber, sampleIndex: position - 1, annotationGroupNumber: annotation.annotationGroupNumber,
  }));
}
