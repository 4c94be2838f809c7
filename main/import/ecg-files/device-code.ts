import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';
import type { ForeignMeasurement } from './foreign-ecg.ts';

/** Measurements of a whole recording that our table of device measurements knows: DICOM codes. PS3.16 CID 3227 to 3229 */
const DEVICE_CODES = {
  ventricularRate: ['2:16016', 'Ventricular Heart Rate', '{H.B.}/min'],
  atrialRate: ['2:16020', 'Atrial Heart Rate', '{H.B.}/min'],
  rr: ['2:16168', 'RR interval global', 'ms'],
  pp: ['2:16140', 'PP interval global', 'ms'],
  p: ['2:16184', 'P duration global', 'ms'],
  pr: ['2:15872', 'PR interval global', 'ms'],
  qrs: ['2:16156', 'QRS duration global', 'ms'],
  qt: ['2:16160', 'QT interval global', 'ms'],
  qtc: ['2:15876', 'QTc interval global', 'ms'],
  pAxis: ['2:16128', 'P Axis', 'deg'],
  qrsAxis: ['2:16132', 'QRS Axis', 'deg'],
  tAxis: ['2:16136', 'T Axis', 'deg'],
} as const satisfies Readonly<Record<string, readonly [value: string, meaning: string, unit: string]>>;

export type DeviceCode = keyof typeof DEVICE_CODES;

export function deviceConcept(code: DeviceCode): CodedConcept {
  const [value, meaning] = DEVICE_CODES[code];
  return { value, scheme: 'MDC', meaning };
}

/** In the unit that the code is usual in: ms, beats a minute, degrees. Nothing for a number that is none. */
export function deviceMeasurement(code: DeviceCode, value: number | undefined): readonly ForeignMeasurement[] {
  return value === undefined || !Number.isFinite(value) ? [] : [{ concept: deviceConcept(code), value, unit: DEVICE_CODES[code][2] }];
}
