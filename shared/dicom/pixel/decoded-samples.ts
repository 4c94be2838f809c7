import type { StoredValues } from './stored-values.ts';

/** The samples of a frame as they were stored, before any palette, window or change of colours. */
export interface DecodedSamples {
  readonly values: StoredValues;
  /** `half-chroma`: Y Y Cb Cr for each pair of pixels (uncompressed YBR_FULL_422); else the samples of a pixel lie together. */
  readonly arrangement: 'interleaved' | 'half-chroma';
  /** The colour space of the samples: what a codec turned, it has turned back. Photometric Interpretation (0028,0004). */
  readonly colourSpace: string;
  /** Of a sample: its width in bits, for showing it with 8. */
  readonly bitsStored: number;
  /** Overlays that lay in unused bits of the pixel words: bit position and one byte a pixel. */
  readonly embeddedBits: ReadonlyMap<number, Uint8Array>;
  /** Smallest and largest value; undefined for colours, where nobody asks. */
  readonly extremes?: readonly [minimum: number, maximum: number] | undefined;
}
