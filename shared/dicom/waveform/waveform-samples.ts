/** Linear sample formats. Waveform Sample Interpretation (5400,1006), PS3.3 C.10.9.1.5. */
export type SampleFormat = 'SB' | 'UB' | 'SS' | 'US' | 'SL' | 'UL';

const BYTES_PER_SAMPLE: Readonly<Record<SampleFormat, 1 | 2 | 4>> = { SB: 1, UB: 1, SS: 2, US: 2, SL: 4, UL: 4 };

const READERS: Readonly<Record<SampleFormat, (view: DataView, offset: number, isLittleEndian: boolean) => number>> = {
  SB: (view, offset) => view.getInt8(offset),
  UB: (view, offset) => view.getUint8(offset),
  SS: (view, offset, isLittleEndian) => view.getInt16(offset, isLittleEndian),
  US: (view, offset, isLittleEndian) => view.getUint16(offset, isLittleEndian),
  SL: (view, offset, isLittleEndian) => view.getInt32(offset, isLittleEndian),
  UL: (view, offset, isLittleEndian) => view.getUint32(offset, isLittleEndian),
};

export function isSampleFormat(interpretation: string): interpretation is SampleFormat {
  return Object.hasOwn(BYTES_PER_SAMPLE, interpretation);
}

export function bytesPerSample(format: SampleFormat): 1 | 2 | 4 {
  return BYTES_PER_SAMPLE[format];
}

/** Waveform Data (5400,1010) as it came: one value of each channel after the other, then the next sample. PS3.3 C.10.9.1.7. */
export interface InterleavedSamples {
  readonly bytes: Uint8Array;
  readonly format: SampleFormat;
  readonly isLittleEndian: boolean;
  readonly channelCount: number;
  /** Raw value that means "nothing was recorded"; undefined when the object names none. */
  readonly paddingValue: number | undefined;
}

/**
 * Raw values of one channel, nothing converted. Positions of padding and positions behind the end of the data are NaN.
 * @param channelIndex zero-based
 * @param firstIndex first sample, zero-based
 * @param endIndex one behind the last sample
 */
export function rawSamples(samples: InterleavedSamples, channelIndex: number, firstIndex: number, endIndex: number): Float64Array {
  const { bytes, format, isLittleEndian, channelCount, paddingValue } = samples;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READERS[format];
  const size = BYTES_PER_SAMPLE[format];
  const stride = size * channelCount;
  const values = new Float64Array(Math.max(0, endIndex - firstIndex)).fill(NaN);
  let offset = firstIndex * stride + channelIndex * size;
  for (let index = 0; index < values.length && offset + size <= bytes.byteLength; index += 1, offset += stride) {
    const raw = read(view, offset, isLittleEndian);
    if (raw !== paddingValue) values[index] = raw;
  }
  return values;
}

/** @returns the value at a byte offset, or undefined when the bytes end before it */
export function sampleAt(bytes: Uint8Array, offset: number, format: SampleFormat, isLittleEndian: boolean): number | undefined {
  if (offset + BYTES_PER_SAMPLE[format] > bytes.byteLength) return undefined;
  return READERS[format](new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset, isLittleEndian);
}
