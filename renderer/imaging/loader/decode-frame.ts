import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import { displayRefusalOf } from '#shared/dicom/image/display-refusal.ts';
import { codestreamLayoutOf, pixelsOf } from '#shared/dicom/image/frame-pixels.ts';
import { overlayBitsOf } from '#shared/dicom/pixel/overlay-plane.ts';
import { shutterMask } from '#shared/dicom/presentation/shutter-mask.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DecodePool } from '../decoding/decode-pool.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { FrameAnswer } from './fetch-frame.ts';
import type { ImageRegistry } from './image-registry.ts';
import type { LoadedFrame } from './loaded-frame.ts';

export interface DecodeFrameDependencies {
  readonly registry: ImageRegistry;
  readonly pool: DecodePool;
}

/**
 * Decodes one frame in a worker and turns it into stored values or RGB.
 * @throws AppError `file/damaged` when the codestream cannot be read or does not give what the metadata promise
 */
export async function decodeFrame(frame: FrameRef, answer: Extract<FrameAnswer, { status: 'held' }>, { registry, pool }: DecodeFrameDependencies): Promise<LoadedFrame> {
  const image = registry.imageOf(frame);
  const description = registry.descriptionOf(frame);
  if (image === undefined || description === undefined) throw new AppError('store/not-held', 'The frame belongs to no open study.');
  const refusal = displayRefusalOf(image, description);
  if (refusal !== undefined) throw new AppError('file/damaged', 'The frame cannot be shown.', { facts: { refusal } });
  const { bytes, transferSyntaxUid } = answer;
  const decoded = await pool.decode(bytes, transferSyntaxUid, codestreamLayoutOf(image));
  const pixels = pixelsOf(decoded, image);
  if (pixels === undefined) throw new AppError('file/damaged', 'The colours cannot be shown.', { facts: { reason: `colour space ${decoded.colourSpace}` } });
  return {
    frame, image, description, pixels,
    isLossy: image.lossy.isLossy || losesPixels(transferSyntaxUid, bytes),
    hidden: description.shutter === undefined ? undefined : shutterMask(description.shutter, image.rows, image.columns),
    overlays: overlayBitsOf(image.overlayPlanes, frame.frameNumber - 1, decoded.embeddedBits),
  };
}
