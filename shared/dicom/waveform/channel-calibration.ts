import { numberOf, valuesOf, textOf, textsOf, type DataSet } from '../data-set/data-set.ts';
import type { Keyword } from '../data-set/attribute.ts';
import type { CodedConcept } from '../values/coded-concept.ts';
import { conceptOf } from './coded-item.ts';

/** Why a channel has no millivolts. `not-a-voltage`: a pressure or another quantity; `declared`: Channel Status says UNCALIBRATED. */
export type NotCalibratedReason = 'no-sensitivity' | 'no-unit' | 'unknown-unit' | 'not-a-voltage' | 'unreadable-value' | 'declared';

/**
 * How raw values become millivolts. PS3.3 C.10.9: value = raw x Channel Sensitivity (003A,0210) x Channel Sensitivity Correction Factor
 * (003A,0212) + Channel Baseline (003A,0213), in the unit of the channel.
 */
export type ChannelCalibration =
  | {
      readonly kind: 'millivolts';
      /** Of one raw step, in `unit`. */
      readonly sensitivity: number;
      readonly correctionFactor: number;
      /** In `unit`. */
      readonly baseline: number;
      readonly unit: CodedConcept;
      readonly millivoltsPerUnit: number;
      /** What the object leaves out although it should say it, and what was taken instead: 1 and 0. */
      readonly assumed: readonly ('correction-factor' | 'baseline')[];
    }
  | { readonly kind: 'not-calibrated'; readonly reason: NotCalibratedReason; readonly unit: CodedConcept | undefined };

/** UCUM, case sensitive: MV is a megavolt. The two signs for micro are what some devices write for u. */
const MILLIVOLTS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['nV', 1e-6], ['uV', 1e-3], ['\u00b5V', 1e-3], ['\u03bcV', 1e-3], ['mV', 1], ['V', 1e3],
]);

/** Units of quantities that stand beside an ECG in one object: pressure, flow, temperature, gas, plain numbers. */
const OTHER_UNITS: ReadonlySet<string> = new Set([
  'mm[Hg]', 'kPa', 'Pa', 'cm[H2O]', 'mbar', 'Cel', '%', 'L/min', 'mL/s', 'mL', 'L', 'Ohm', 'kOhm', '{H.B.}/min', '/min', 'deg', 'ms', 's', '1',
]);

/** @param channel an item of Channel Definition Sequence (003A,0200) */
export function readChannelCalibration(channel: DataSet): ChannelCalibration {
  const unit = conceptOf(channel, 'ChannelSensitivityUnitsSequence');
  const refuse = (reason: NotCalibratedReason): ChannelCalibration => ({ kind: 'not-calibrated', reason, unit });
  if (textsOf(channel, 'ChannelStatus').includes('UNCALIBRATED')) return refuse('declared');
  if (isAbsent(channel, 'ChannelSensitivity')) return refuse('no-sensitivity');
  if (unit === undefined || unit.value === '') return refuse('no-unit');
  const isUcum = unit.scheme === 'UCUM' || unit.scheme === '';
  const millivoltsPerUnit = isUcum ? MILLIVOLTS_PER_UNIT.get(unit.value) : undefined;
  if (millivoltsPerUnit === undefined) return refuse(isUcum && OTHER_UNITS.has(unit.value) ? 'not-a-voltage' : 'unknown-unit');

  const sensitivity = numberOf(channel, 'ChannelSensitivity');
  const correctionFactor = isAbsent(channel, 'ChannelSensitivityCorrectionFactor') ? 1 : numberOf(channel, 'ChannelSensitivityCorrectionFactor');
  const baseline = isAbsent(channel, 'ChannelBaseline') ? 0 : numberOf(channel, 'ChannelBaseline');
  if (sensitivity === undefined || sensitivity === 0 || correctionFactor === undefined || correctionFactor === 0 || baseline === undefined) {
    return refuse('unreadable-value');
  }
  const assumed = [
    ...(isAbsent(channel, 'ChannelSensitivityCorrectionFactor') ? (['correction-factor'] as const) : []),
    ...(isAbsent(channel, 'ChannelBaseline') ? (['baseline'] as const) : []),
  ];
  return { kind: 'millivolts', sensitivity, correctionFactor, baseline, unit, millivoltsPerUnit, assumed };
}

function isAbsent(channel: DataSet, keyword: Keyword): boolean {
  return valuesOf(channel, keyword).length === 0 || textOf(channel, keyword) === '';
}
