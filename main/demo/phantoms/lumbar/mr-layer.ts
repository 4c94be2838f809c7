import { marrowSignal, spinEchoSignal, type SpinEcho, type Tissue } from '../mr-signal.ts';
import type { Field } from '../noise-field.ts';
import type { Layer, TissueValue } from '../painter.ts';

/** A tissue without a sequence: what it looks like is known once the sequence is. */
export type MrValue = (sequence: SpinEcho) => TissueValue;
export type MrLayer = Layer<MrValue>;

export function tissue(name: Tissue, factor = 1): MrValue {
  return (sequence) => factor * spinEchoSignal(name, sequence);
}

/** Two tissues side by side in every voxel. `share` of the second, 0 to 1; a field where it varies. */
export function mixture(first: Tissue, second: Tissue, share: number | Field): MrValue {
  return (sequence) => {
    const from = spinEchoSignal(first, sequence);
    const to = spinEchoSignal(second, sequence);
    if (typeof share === 'number') return from + (to - from) * share;
    return (x, y, z) => from + (to - from) * share(x, y, z);
  };
}

/** Marrow with a share of fat that varies from place to place. */
export function marrow(fatShare: number | Field): MrValue {
  return (sequence) => {
    const water = marrowSignal(0, sequence);
    const fat = marrowSignal(1, sequence) * 0.9;
    if (typeof fatShare === 'number') return water + (fat - water) * fatShare;
    return (x, y, z) => water + (fat - water) * fatShare(x, y, z);
  };
}

/** A tissue whose signal is uneven. `unevenness` multiplies it. */
export function uneven(name: Tissue, unevenness: Field): MrValue {
  return (sequence) => {
    const signal = spinEchoSignal(name, sequence);
    return (x, y, z) => signal * unevenness(x, y, z);
  };
}

/** The layers as several sequences see them. */
export function resolveLayers(layers: readonly MrLayer[], sequences: readonly SpinEcho[]): Layer<readonly TissueValue[]>[] {
  return layers.map(({ rim, value, ...layer }) => ({
    ...layer,
    value: sequences.map(value),
    ...(rim === undefined ? {} : { rim: { thicknessMm: rim.thicknessMm, value: sequences.map(rim.value) } }),
  }));
}
