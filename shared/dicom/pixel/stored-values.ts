/** How the bits of a sample lie in what was stored. PS3.3 C.7.6.3.1, PS3.5 8.1. */
export interface StoredFormat {
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** Pixel Representation (0028,0103) is 1. */
  readonly isSigned: boolean;
  /** Float or Double Float Pixel Data: the stored values are real numbers. PS3.3 C.7.6.24, C.7.6.25. */
  readonly isFloat?: true;
}

/** Samples as a decoder gives them. Width and sign say nothing about the image: see StoredFormat. */
export type SampleArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** Stored values of one frame, row by row; colour interleaved. Floats come from Float and Double Float Pixel Data. */
export type StoredValues = SampleArray;

/** Smallest and largest value that the format can hold. */
export function storedValueRange(format: StoredFormat): readonly [minimum: number, maximum: number] {
  const size = 2 ** format.bitsStored;
  return format.isSigned ? [-size / 2, size / 2 - 1] : [0, size - 1];
}

/**
 * Takes the stored bits out of each word: down to bit 0, without what lies above (overlays, junk), with the sign carried on.
 * @param words the words as they were decoded; not changed
 * @param isAligned the samples begin at bit 0 already, as most codestreams have them
 */
export function extractStoredValues(words: SampleArray, format: StoredFormat, isAligned: boolean): StoredValues {
  if (words instanceof Float32Array || words instanceof Float64Array) return words;
  const shift = isAligned ? 0 : Math.max(0, format.highBit - format.bitsStored + 1);
  const unused = 32 - format.bitsStored;
  const values = emptyValues(format, words.length);
  if (format.isSigned) for (let index = 0; index < words.length; index += 1) values[index] = (((words[index] ?? 0) >>> shift) << unused) >> unused;
  else for (let index = 0; index < words.length; index += 1) values[index] = (((words[index] ?? 0) >>> shift) << unused) >>> unused;
  return values;
}

/** Smallest and largest stored value of a frame, for the size of a look-up table. */
export function extremesOf(values: StoredValues): readonly [minimum: number, maximum: number] {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  // By index: an iterator takes five times as long, 150 ms on a radiograph.
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  // Nothing, or nothing but what is no number.
  return minimum > maximum ? [0, 0] : [minimum, maximum];
}

function emptyValues(format: StoredFormat, length: number): StoredValues {
  if (format.bitsStored <= 8) return format.isSigned ? new Int8Array(length) : new Uint8Array(length);
  if (format.bitsStored <= 16) return format.isSigned ? new Int16Array(length) : new Uint16Array(length);
  return format.isSigned ? new Int32Array(length) : new Uint32Array(length);
}
