import { AppError } from '#shared/errors/app-error.ts';
import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';

/** An ECG in the words of a format that is not DICOM, with the digits as they stand in the file. */
export interface ForeignEcg {
  readonly format: ForeignFormat;
  readonly patient: ForeignPatient;
  /** DICOM DT without a fraction, YYYYMMDDHHMMSS; '' when the file says none. */
  readonly acquisitionDateTime: string;
  readonly device: { readonly manufacturer: string; readonly model: string; readonly serialNumber: string; readonly software: string };
  readonly groups: readonly ForeignGroup[];
  readonly measurements: readonly ForeignMeasurement[];
  /** The device's statements, in its words and order. */
  readonly statements: readonly string[];
}

export type ForeignFormat = 'hl7-aecg' | 'scp-ecg' | 'philips-xml' | 'muse-xml';

export interface ForeignPatient {
  readonly id: string;
  readonly name: string;
  /** DICOM DA, or ''. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | 'O' | '';
}

export interface ForeignGroup {
  /** As Multiplex Group Label. */
  readonly label: string;
  readonly originality: 'ORIGINAL' | 'DERIVED';
  readonly samplingFrequencyHz: number;
  /** Start after the start of the recording. */
  readonly timeOffsetMs: number;
  /** Where the file has more than any of its leads holds of the patient: the rest was not recorded. */
  readonly sampleCount?: number;
  readonly leads: readonly ForeignLead[];
}

export interface ForeignLead {
  /** As the file codes the lead. */
  readonly label: string;
  readonly source: CodedConcept;
  /** Microvolts of one digit. */
  readonly microvoltsPerDigit: number;
  /** Microvolts of the digit 0. */
  readonly originMicrovolts: number;
  readonly digits: Int32Array;
  readonly filters: { readonly lowHz: number | undefined; readonly highHz: number | undefined; readonly notchHz: number | undefined };
}

export interface ForeignMeasurement {
  readonly concept: CodedConcept;
  readonly value: number;
  /** UCUM. */
  readonly unit: string;
}

/** A file of a known kind that we do not read, or that does not hold together: no trace is better than a wrong one. @param reason English, without patient data */
export function unsupportedEcg(reason: string): AppError {
  return new AppError('file/unsupported-ecg', `the ECG file is not read: ${reason}`, { facts: { reason } });
}
