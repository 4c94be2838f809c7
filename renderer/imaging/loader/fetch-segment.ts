import { unpackBits } from '#shared/dicom/segmentation/segment-mask.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { SegmentationLayer } from '../objects/viewport-layers.ts';
import { fetchFrame, type FetchPath } from './fetch-frame.ts';
import type { LoadedFrame } from './loaded-frame.ts';

/** Uncompressed little endian and big endian: bits of a frame as they lie. Deflated files are inflated when they are stored. */
const NATIVE: ReadonlySet<string> = new Set(['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.2']);
const DEFLATED_IMAGE_FRAME = '1.2.840.10008.1.2.8.1';

/**
 * Stored values of one frame of a segmentation: bits are taken apart here, codestreams by the decoder of all frames.
 * @throws AppError as `fetchFrame` does; `store/not-held` while the hospital is being asked
 */
export async function fetchSegmentValues(
  frame: FrameRef,
  { segmentation: { rows, columns, type } }: SegmentationLayer,
  fetchPath: FetchPath,
  load: (frame: FrameRef, signal: AbortSignal) => Promise<LoadedFrame>,
  signal: AbortSignal,
): Promise<ArrayLike<number>> {
  const answer = await fetchFrame(frame, fetchPath, signal);
  if (answer.status === 'awaited') throw new AppError('store/not-held', 'The segmentation is not here yet.');
  const { transferSyntaxUid } = answer;
  if (NATIVE.has(transferSyntaxUid) || transferSyntaxUid === DEFLATED_IMAGE_FRAME) {
    const bytes = transferSyntaxUid === DEFLATED_IMAGE_FRAME ? await inflate(answer.bytes) : answer.bytes;
    const values = type === 'binary' ? unpackBits(bytes, rows * columns) : bytesOf(bytes, rows * columns);
    if (values !== undefined) return values;
  }
  const { pixels } = await load(frame, signal);
  if (pixels.kind !== 'grey') throw new AppError('file/damaged', 'A segmentation has no colours.');
  return pixels.values;
}

/** Fractional segmentations and label maps: eight bits a pixel, or sixteen. */
function bytesOf(bytes: Uint8Array, count: number): ArrayLike<number> | undefined {
  if (bytes.length >= count * 2) return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + count * 2));
  return bytes.length >= count ? bytes.subarray(0, count) : undefined;
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const inflated = new Response(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('deflate-raw')));
  return new Uint8Array(await inflated.arrayBuffer());
}
