import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { metadataPath } from '#shared/contract/request-paths.ts';
import { describeImage, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import type { DecodedSamples } from '#shared/dicom/pixel/decoded-samples.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { createDecodePool } from '#renderer/imaging/decoding/decode-pool.ts';
import { defaultVoi, fillPicture } from '#renderer/imaging/engine/frame-painter.ts';
import { codestreamLayoutOf, pixelsOf } from '#shared/dicom/image/frame-pixels.ts';
import { displayRefusalOf } from '#shared/dicom/image/display-refusal.ts';
import { fetchFrame } from '#renderer/imaging/loader/fetch-frame.ts';
import { inlineTables } from '#renderer/imaging/loader/inline-tables.ts';
import type { LoadedFrame } from '#renderer/imaging/loader/loaded-frame.ts';

/** What the pixels of a frame are after our loader: units and rules of `pixel-hashes.tsv`. */
export interface DecodedFrame {
  readonly status: 'decoded';
  readonly unit: string;
  /** SHA-256 of the stored values, little endian. */
  readonly sha256: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly isLossy: boolean;
  /** Of the hashed samples. */
  readonly colourSpace: string;
  readonly transferSyntaxUid: string;
  /** `grey` or `colour` when a picture was painted, else why not. */
  readonly shown: string;
}

export type DecodeResult = DecodedFrame | { readonly status: 'refused'; readonly code: string; readonly reason: string };

const pool = createDecodePool({ workers: 2 });
const { signal } = new AbortController();
const get = (path: string) => fetch(path);

interface Decoded {
  readonly image: ImageDescription;
  readonly decoded: DecodedSamples;
  readonly loaded: LoadedFrame | undefined;
  readonly isLossy: boolean;
  readonly transferSyntaxUid: string;
}

async function decode(studyId: number, seriesInstanceUid: string, sopInstanceUid: string, frameNumber: number): Promise<Decoded> {
  const dataSets = (await (await get(metadataPath(studyId, seriesInstanceUid))).json()) as DataSet[];
  const dataSet = dataSets.find((one) => one['00080018']?.Value?.[0] === sopInstanceUid) ?? {};
  const image = describeImage(await inlineTables(dataSet, studyId, get, signal));
  const frame = { studyId, sopInstanceUid, frameNumber };
  const description = image.frames[frameNumber - 1];
  const answer = await fetchFrame(frame, get, signal);
  if (answer.status !== 'held') throw new Error('The frame is not held.');
  const { bytes, transferSyntaxUid } = answer;
  const isLossy = image.lossy.isLossy || losesPixels(transferSyntaxUid, bytes);
  const refusal = description === undefined ? 'no-frame' : displayRefusalOf(image, description);
  if (refusal === 'unsupported-pixels' || refusal === 'no-pixels') throw Object.assign(new Error(refusal), { refusal });
  const decoded = await pool.decode(bytes, transferSyntaxUid, codestreamLayoutOf(image));
  const pixels = refusal === undefined ? pixelsOf(decoded, image) : undefined;
  const loaded = pixels === undefined || description === undefined ? undefined : { frame, image, description, pixels, isLossy, hidden: undefined, overlays: [] };
  return { image, decoded, loaded, isLossy, transferSyntaxUid };
}

async function describe(...frame: Parameters<typeof decode>): Promise<DecodeResult> {
  try {
    const { image, decoded, loaded, isLossy, transferSyntaxUid } = await decode(...frame);
    const data = widened(decoded, image);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data.slice().buffer));
    return {
      status: 'decoded', unit: unitOf(decoded, image), sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      ...statisticsOf(data), isLossy, colourSpace: decoded.colourSpace, transferSyntaxUid, shown: paint(loaded),
    };
  } catch (error) {
    if (isAppError(error)) return { status: 'refused', code: error.code, reason: String(error.facts['reason'] ?? error.message) };
    if (error instanceof Error && 'refusal' in error) return { status: 'refused', code: 'file/damaged', reason: String(error.refusal) };
    throw error;
  }
}

/** Paints as the viewport does; the picture is let go. */
function paint(loaded: LoadedFrame | undefined): string {
  if (loaded === undefined) return 'not shown';
  fillPicture(document.createElement('canvas'), loaded, { voi: defaultVoi(loaded), isInverted: false });
  return loaded.pixels.kind;
}

/** In the width of Bits Allocated. */
function widened({ values }: DecodedSamples, { format }: ImageDescription): DecodedSamples['values'] {
  if (format.bitsAllocated <= 8 || format.isFloat === true) return values;
  if (format.bitsAllocated <= 16) return format.isSigned ? Int16Array.from(values) : Uint16Array.from(values);
  return format.isSigned ? Int32Array.from(values) : Uint32Array.from(values);
}

function unitOf({ arrangement }: DecodedSamples, { format }: ImageDescription): string {
  if (format.isFloat === true) return 'float';
  if (arrangement === 'half-chroma') return 'raw422';
  if (format.bitsAllocated === 1) return 'bit';
  return `${format.isSigned ? 'i' : 'u'}${format.bitsAllocated <= 8 ? 8 : format.bitsAllocated <= 16 ? 16 : 32}`;
}

function statisticsOf(data: DecodedSamples['values']): Pick<DecodedFrame, 'minimum' | 'maximum' | 'mean'> {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const value of data) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value;
  }
  return { minimum, maximum, mean: sum / data.length };
}

/** Red, green, blue in base64: a list of a million numbers takes too long out of the page. */
async function colours(...frame: Parameters<typeof decode>): Promise<string> {
  const { loaded } = await decode(...frame);
  if (loaded?.pixels.kind !== 'colour') return '';
  let text = '';
  for (let start = 0; start < loaded.pixels.rgb.length; start += 8192) text += String.fromCharCode(...loaded.pixels.rgb.subarray(start, start + 8192));
  return btoa(text);
}

Object.assign(window, { decoding: { describe, colours } });
document.title = 'ready';
