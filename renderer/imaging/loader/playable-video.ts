import { readTransportStream } from '#shared/dicom/video/transport-stream.ts';
import { picturesOf } from '#shared/dicom/video/h264-stream.ts';
import { writeMp4 } from '#shared/dicom/video/write-mp4.ts';
import { videoContainerOf } from '#shared/dicom/video/video-syntax.ts';

/** Pictures a second of a bare stream, which does not say. */
const UNTIMED_RATE = 25;
const TICKS_PER_SECOND = 90_000;

/**
 * A video as a browser plays it: MP4 as it is; a transport stream or a bare stream packed into MP4, its pictures untouched.
 * @returns undefined for bytes that are none of these
 */
export function playableVideo(bytes: Uint8Array, size: { readonly rows: number; readonly columns: number }): Blob | undefined {
  const container = videoContainerOf(bytes);
  if (container === undefined) return undefined;
  if (container === 'mp4') return new Blob([new Uint8Array(bytes)], { type: 'video/mp4' });
  const units =
    container === 'transport-stream'
      ? readTransportStream(bytes)
      : picturesOf(bytes).map((nalUnits, index) => {
          const ticks = (index * TICKS_PER_SECOND) / UNTIMED_RATE;
          return { nalUnits, decodeTicks: ticks, displayTicks: ticks };
        });
  const packed = writeMp4(units, size);
  return packed === undefined ? undefined : new Blob([new Uint8Array(packed)], { type: 'video/mp4' });
}
