import { init as initCore } from '@cornerstonejs/core';
import { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { metadataPath } from '#shared/contract/request-paths.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { decodeFrame } from '#renderer/imaging/loader/decode-frame.ts';
import { fetchFrame } from '#renderer/imaging/loader/fetch-frame.ts';
import { createImageRegistry } from '#renderer/imaging/loader/image-registry.ts';
import { inlineTables } from '#renderer/imaging/loader/inline-tables.ts';
import { provideMetadata } from '#renderer/imaging/loader/metadata-provider.ts';

/** What the pixels of a frame are after our loader. */
export interface DecodedFrame {
  readonly status: 'decoded';
  readonly kind: 'grey' | 'colour';
  /** SHA-256 of the values in the width of Bits Allocated, little endian. */
  readonly sha256: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly isLossy: boolean;
}

export type DecodeResult = DecodedFrame | { readonly status: 'refused'; readonly code: string; readonly facts: string };

initCore({ rendering: { useGenericViewport: true, useCPURendering: true }, debug: { statsOverlay: false } });
initLoader({ maxWebWorkers: 2 });
const registry = createImageRegistry();
provideMetadata(registry);
const { signal } = new AbortController();
const get = (path: string) => fetch(path);

async function decode(studyId: number, seriesInstanceUid: string, sopInstanceUid: string, frameNumber: number) {
  const dataSets = (await (await get(metadataPath(studyId, seriesInstanceUid))).json()) as DataSet[];
  const dataSet = dataSets.find((one) => one['00080018']?.Value?.[0] === sopInstanceUid) ?? {};
  const image = describeImage(await inlineTables(dataSet, studyId, get, signal));
  registry.add(studyId, [image]);
  const frame = { studyId, sopInstanceUid, frameNumber };
  const answer = await fetchFrame(frame, get, signal);
  if (answer.status !== 'held') throw new Error('The frame is not held.');
  return { image, loaded: await decodeFrame(frame, answer, registry) };
}

async function describe(...frame: Parameters<typeof decode>): Promise<DecodeResult> {
  try {
    const { image, loaded } = await decode(...frame);
    const data = loaded.pixels.kind === 'grey' ? loaded.pixels.values : loaded.pixels.rgb;
    const isNarrowed = loaded.pixels.kind === 'grey' && image.format.bitsAllocated === 16 && data.BYTES_PER_ELEMENT === 1;
    const wide = isNarrowed ? (image.format.isSigned ? Int16Array.from(data) : Uint16Array.from(data)) : data.slice();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', wide.buffer));
    let minimum = Number.POSITIVE_INFINITY;
    let maximum = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const value of data) {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
      sum += value;
    }
    const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { status: 'decoded', kind: loaded.pixels.kind, sha256, minimum, maximum, mean: sum / data.length, isLossy: loaded.isLossy };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { status: 'refused', code: error.code, facts: JSON.stringify(error.facts) };
  }
}

/** Red, green, blue in base64: a list of a million numbers takes too long out of the page. */
async function colours(...frame: Parameters<typeof decode>): Promise<string> {
  const { loaded } = await decode(...frame);
  if (loaded.pixels.kind !== 'colour') return '';
  let text = '';
  for (let start = 0; start < loaded.pixels.rgb.length; start += 8192) text += String.fromCharCode(...loaded.pixels.rgb.subarray(start, start + 8192));
  return btoa(text);
}

Object.assign(window, { decoding: { describe, colours } });
document.title = 'ready';
