import { describeImage } from '#shared/dicom/image/image-description.ts';
import type { StoredValues } from '#shared/dicom/pixel/stored-values.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { createDecodePool, type DecodePool } from '../decoding/decode-pool.ts';
import { decodeFrame } from '../loader/decode-frame.ts';
import { createImageRegistry } from '../loader/image-registry.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import { TEST_CODESTREAMS, type TestCodestream } from './codestreams.ts';
import { EXPLICIT, SELF_STUDY, selfPhantom, type SelfPhantom } from './self-phantoms.ts';

/** One transfer syntax, or one kind of uncompressed pixels. */
export interface DecodeCheck {
  readonly name: string;
  readonly isRight: boolean;
  /** The largest difference from what was encoded, or why nothing came out. */
  readonly detail: string;
}

const SIZE = 16;
const PIXELS = SIZE * SIZE;

interface DecodeCase {
  readonly name: string;
  readonly phantom: SelfPhantom;
  readonly judge: (values: StoredValues) => Promise<Pick<DecodeCheck, 'isRight' | 'detail'>>;
}

/** Decodes the ramp in every transfer syntax with the decoders of the program. */
export async function runDecodeChecks(): Promise<readonly DecodeCheck[]> {
  const pool = createDecodePool({ workers: 1 });
  const checks: DecodeCheck[] = [];
  try {
    for (const { name, phantom, judge } of [...nativeCases(), ...TEST_CODESTREAMS.map(codestreamCase)]) {
      try {
        const { pixels } = await loadPhantom(phantom, pool);
        if (pixels.kind !== 'grey') throw new TypeError('The ramp is grey.');
        checks.push({ name, ...(await judge(pixels.values)) });
      } catch (error) {
        checks.push({ name, isRight: false, detail: isAppError(error) ? String(error.facts['reason'] ?? error.code) : 'failed' });
      }
    }
  } finally {
    pool.dispose();
  }
  return checks;
}

/** A phantom through the loader, without a viewport. */
export async function loadPhantom({ metadata, sopInstanceUid, frame: bytes, transferSyntaxUid }: SelfPhantom, pool: DecodePool): Promise<LoadedFrame> {
  const registry = createImageRegistry();
  registry.add(SELF_STUDY, [describeImage(metadata)]);
  return await decodeFrame({ studyId: SELF_STUDY, sopInstanceUid, frameNumber: 1 }, { status: 'held', bytes, transferSyntaxUid }, { registry, pool });
}

function rampPhantom(number: number, frame: Uint8Array, bitsStored: number, transferSyntaxUid: string, bitsAllocated = bitsStored > 8 ? 16 : 8): SelfPhantom {
  return selfPhantom({ number, rows: SIZE, columns: SIZE, frame, transferSyntaxUid, attributes: { BitsAllocated: bitsAllocated, BitsStored: bitsStored, HighBit: bitsStored - 1 } });
}

function codestreamCase({ name, transferSyntaxUid, bitsStored, expected, base64 }: TestCodestream, index: number): DecodeCase {
  const frame = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return {
    name: `${name} (${transferSyntaxUid.replace('1.2.840.10008.1.2', '…')})`,
    phantom: rampPhantom(100 + index, frame, bitsStored, transferSyntaxUid),
    judge: async (values) => {
      if (typeof expected === 'string' && expected !== 'ramp') {
        const isRight = (await sha256(values)) === expected;
        return { isRight, detail: isRight ? '=' : '≠' };
      }
      return nearRamp(values, bitsStored === 8 ? 1 : 16, typeof expected === 'number' ? expected : 0);
    },
  };
}

function nativeCases(): readonly DecodeCase[] {
  const words = (step: number) => Uint16Array.from({ length: PIXELS }, (_, index) => index * step);
  const bigEndian = new Uint8Array(words(16).buffer);
  for (let at = 0; at < bigEndian.length; at += 2) bigEndian.subarray(at, at + 2).reverse();
  const long = Uint32Array.from({ length: PIXELS }, (_, index) => index * 2 ** 20);
  const float = Float32Array.from({ length: PIXELS }, (_, index) => index / 4);
  const bits = Uint8Array.from({ length: PIXELS / 8 }, (_, index) => index);
  const exact = (step: number) => (values: StoredValues) => Promise.resolve(nearRamp(values, step, 0));
  return [
    { name: '8 bit', phantom: rampPhantom(50, Uint8Array.from({ length: PIXELS }, (_, index) => index), 8, EXPLICIT), judge: exact(1) },
    { name: '16 bit', phantom: rampPhantom(51, new Uint8Array(words(257).buffer), 16, EXPLICIT), judge: exact(257) },
    { name: '16 bit big endian', phantom: rampPhantom(52, bigEndian, 16, '1.2.840.10008.1.2.2'), judge: exact(16) },
    { name: '32 bit', phantom: rampPhantom(53, new Uint8Array(long.buffer), 32, EXPLICIT, 32), judge: exact(2 ** 20) },
    {
      name: 'float', judge: exact(0.25),
      phantom: selfPhantom({ number: 54, rows: SIZE, columns: SIZE, frame: new Uint8Array(float.buffer), attributes: { BitsAllocated: 32, PixelRepresentation: undefined } }),
    },
    {
      name: '1 bit', phantom: rampPhantom(55, bits, 1, EXPLICIT, 1),
      judge: (values) => Promise.resolve(difference(values, (index) => (Math.floor(index / 8) >> (index % 8)) & 1, 0)),
    },
  ];
}

function nearRamp(values: StoredValues, step: number, tolerance: number): Pick<DecodeCheck, 'isRight' | 'detail'> {
  return difference(values, (index) => index * step, tolerance);
}

function difference(values: StoredValues, expected: (index: number) => number, tolerance: number): Pick<DecodeCheck, 'isRight' | 'detail'> {
  let worst = values.length === PIXELS ? 0 : Number.POSITIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) worst = Math.max(worst, Math.abs((values[index] ?? NaN) - expected(index)));
  return { isRight: worst <= tolerance, detail: worst === 0 ? '=' : `± ${worst}` };
}

async function sha256(values: StoredValues): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', values.slice().buffer);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
