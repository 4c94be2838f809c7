import type { FramePixels } from '#shared/dicom/image/frame-pixels.ts';
import type { FrameDescription, ImageDescription } from '#shared/dicom/image/image-description.ts';
import type { MaskSubtraction } from '#shared/dicom/pixel/mask-subtraction.ts';
import type { OverlayBits } from '#shared/dicom/pixel/overlay-plane.ts';
import type { FrameRef } from '../frame-ref.ts';

/** A frame with all its pixels and what they mean. There is no other kind: what is not complete is not loaded. */
export interface LoadedFrame {
  readonly frame: FrameRef;
  readonly image: ImageDescription;
  readonly description: FrameDescription;
  readonly pixels: FramePixels;
  /** The image says so, or the codestream that came does. */
  readonly isLossy: boolean;
  /** The pixels are what is left after a mask was subtracted: shapes have their lengths, but no densities. */
  readonly subtraction?: MaskSubtraction;
  /** Pixels that the image's own display shutter hides, 1 where hidden: they are neither seen nor measured. */
  readonly hidden: Uint8Array | undefined;
  /** What the image's overlay planes draw on this frame. */
  readonly overlays: readonly OverlayBits[];
}

export function sizeInBytes({ pixels, hidden, overlays }: LoadedFrame): number {
  const own = pixels.kind === 'grey' ? pixels.values.byteLength : pixels.rgb.byteLength;
  return overlays.reduce((sum, { bits }) => sum + bits.byteLength, own + (hidden?.byteLength ?? 0));
}
