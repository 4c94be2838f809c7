import { framesOnImage, type AlignedSegmentationFrame } from '#shared/dicom/segmentation/segmentation.ts';
import type { PlacedFrame } from '#shared/dicom/geometry/frame-alignment.ts';
import { segmentOutline } from '#shared/dicom/segmentation/segment-outline.ts';
import { segmentCover } from '#shared/dicom/segmentation/segment-mask.ts';
import type { Rgb } from '#shared/dicom/presentation/cie-lab.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { SegmentationLayer } from '../objects/viewport-layers.ts';

/** Stored values of one frame of a segmentation, row by row. */
export type SegmentValues = (frame: FrameRef, layer: SegmentationLayer, signal: AbortSignal) => Promise<ArrayLike<number>>;

/** A frame of a segment, coloured, with where it lies on the image. */
export interface SegmentPicture extends Pick<AlignedSegmentationFrame, 'mapping'> {
  readonly picture: HTMLCanvasElement;
  /** Where the pixels of the segment end, in the grid of the segmentation. */
  readonly outline: Path2D;
  readonly colour: Rgb;
}

interface Drawn {
  readonly picture: HTMLCanvasElement;
  readonly outline: Path2D;
}

export interface SegmentPictures {
  /** What can be drawn now; what is missing is loaded, and `onLoaded` tells when to draw again. */
  readonly of: (layer: SegmentationLayer, image: PlacedFrame) => readonly SegmentPicture[];
  readonly dispose: () => void;
}

/** How much of the picture below a segment stays seen. */
const OPACITY = 0.42;
/** Pictures of 512 by 512 pixels take a megabyte each. */
const MOST_PICTURES = 96;

export function createSegmentPictures(load: SegmentValues, onLoaded: () => void): SegmentPictures {
  const pictures = new Map<string, Drawn>();
  const values = new Map<string, ArrayLike<number> | 'loading' | 'failed'>();
  const ending = new AbortController();

  function valuesOf(layer: SegmentationLayer, frameNumber: number): ArrayLike<number> | undefined {
    const { sopInstanceUid } = layer.segmentation;
    const name = `${sopInstanceUid}/${frameNumber}`;
    const known = values.get(name);
    if (known === undefined) {
      values.set(name, 'loading');
      load({ studyId: layer.studyId, sopInstanceUid, frameNumber }, layer, ending.signal).then(
        (loaded) => {
          values.set(name, loaded);
          forgetOldest(values);
          if (!ending.signal.aborted) onLoaded();
        },
        () => void values.set(name, 'failed'),
      );
      return undefined;
    }
    return typeof known === 'string' ? undefined : known;
  }

  return {
    of: (layer, image) =>
      framesOnImage(layer.segmentation, image).flatMap(({ frame, mapping }): readonly SegmentPicture[] => {
        const numbers = frame.segmentNumber === undefined ? [...layer.colours.keys()] : [frame.segmentNumber];
        return numbers.flatMap((number): readonly SegmentPicture[] => {
          const colour = layer.colours.get(number);
          const stored = colour === undefined ? undefined : valuesOf(layer, frame.frameNumber);
          if (colour === undefined || stored === undefined) return [];
          const name = `${layer.segmentation.sopInstanceUid}/${frame.frameNumber}/${number}/${colour.join(',')}`;
          const picture = pictures.get(name) ?? colourPicture(layer, stored, number, colour);
          pictures.delete(name);
          pictures.set(name, picture);
          forgetOldest(pictures);
          return [{ ...picture, mapping, colour }];
        });
      }),
    dispose: () => {
      ending.abort(new DOMException('The viewport was closed.', 'AbortError'));
      pictures.clear();
      values.clear();
    },
  };
}

function colourPicture({ segmentation }: SegmentationLayer, stored: ArrayLike<number>, segmentNumber: number, [red, green, blue]: Rgb): Drawn {
  const { rows, columns, type, fullValue } = segmentation;
  const picture = document.createElement('canvas');
  picture.width = columns;
  picture.height = rows;
  // Kept by the processor, as all that is painted once: a graphics card that breaks off must not take it along.
  const context = picture.getContext('2d', { willReadFrequently: true });
  const cover = segmentCover(stored, type, segmentNumber, fullValue);
  const outline = new Path2D();
  for (const [fromColumn, fromRow, toColumn, toRow] of segmentOutline(cover, rows, columns)) {
    outline.moveTo(fromColumn, fromRow);
    outline.lineTo(toColumn, toRow);
  }
  if (context === null) return { picture, outline };
  const data = context.createImageData(columns, rows);
  for (let index = 0; index < rows * columns; index += 1) data.data.set([red, green, blue, (cover[index] ?? 0) * OPACITY], index * 4);
  context.putImageData(data, 0, 0);
  return { picture, outline };
}

function forgetOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next().value;
  if (map.size > MOST_PICTURES && oldest !== undefined) map.delete(oldest);
}
