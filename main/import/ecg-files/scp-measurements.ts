import { deviceMeasurement } from './device-code.ts';
import type { ForeignMeasurement } from './foreign-ecg.ts';
import type { ScpSection } from './scp-sections.ts';

/** EN 1064: not computed, rejected, wave absent. */
const NOT_MEASURED: ReadonlySet<number> = new Set([29_999, 29_998, 19_999]);
const NO_AXIS = 999;
const HEAD_BYTES = 6;
const BLOCK_BYTES = 16;
/** Time and height of a pacing spike, then its type, source, beat and width. */
const SPIKE_BYTES = 4 + 6;

/**
 * Section 7: mean RR and PP, the bounds and axes of the first reference beat, and the rates. Intervals are the differences of the device's own bounds.
 * EN 1064 5.10
 */
export function readScpMeasurements(section: ScpSection | undefined): readonly ForeignMeasurement[] {
  if (section === undefined) return [];
  const { body } = section;
  const at = (offset: number): number | undefined => {
    const value = offset + 2 <= body.byteLength ? body.getUint16(offset, true) : undefined;
    return value === undefined || value === 0 || NOT_MEASURED.has(value) ? undefined : value;
  };
  const between = (from: number | undefined, to: number | undefined) => (from === undefined || to === undefined || to <= from ? undefined : to - from);
  const axis = (offset: number): number | undefined => {
    const value = offset + 2 <= body.byteLength ? body.getInt16(offset, true) : undefined;
    return value === undefined || value === NO_AXIS || NOT_MEASURED.has(value) ? undefined : value;
  };
  const blocks = body.byteLength > 0 ? body.getUint8(0) : 0;
  const spikes = body.byteLength > 1 ? body.getUint8(1) : 0;
  const hasBlock = blocks > 0 && HEAD_BYTES + BLOCK_BYTES <= body.byteLength;
  const [pOnset, pOffset, qrsOnset, qrsOffset, tOffset] = [0, 2, 4, 6, 8].map((offset) => (hasBlock ? at(HEAD_BYTES + offset) : undefined));
  // Behind the blocks and spikes: how many QRS were classified, their classes (a byte each), then ventricular and atrial rate and QTc.
  const classes = HEAD_BYTES + blocks * BLOCK_BYTES + spikes * SPIKE_BYTES;
  const rates = classes + 2 + (classes + 2 <= body.byteLength ? body.getUint16(classes, true) : 0);
  return [
    ...deviceMeasurement('ventricularRate', at(rates)),
    ...deviceMeasurement('atrialRate', at(rates + 2)),
    ...deviceMeasurement('rr', at(2)),
    ...deviceMeasurement('pp', at(4)),
    ...deviceMeasurement('p', between(pOnset, pOffset)),
    ...deviceMeasurement('pr', between(pOnset, qrsOnset)),
    ...deviceMeasurement('qrs', between(qrsOnset, qrsOffset)),
    ...deviceMeasurement('qt', between(qrsOnset, tOffset)),
    ...deviceMeasurement('qtc', at(rates + 4)),
    ...(qrsOnset !== undefined ? (['pAxis', 'qrsAxis', 'tAxis'] as const).flatMap((code, index) => deviceMeasurement(code, axis(HEAD_BYTES + 10 + index * 2))) : []),
  ];
}
