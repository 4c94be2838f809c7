import { useEffect, useRef, useState, type RefObject } from 'react';
import { lengthOf, combine } from '#shared/dicom/geometry/vector3.ts';
import type { CastPicture } from '#shared/dicom/volume/cast-rays.ts';
import { rayStyleOf } from '#shared/dicom/volume/volume-styles.ts';
import { gridCornersMm, type VolumeGrid } from '#shared/dicom/volume/volume-grid.ts';
import type { VolumeHandle } from '#renderer/imaging/volume/prepare-volume.ts';
import type { VolumeView } from './volume-view.ts';

/** Pixels along the longer side and voxels: while the body turns, and when it has come to rest. */
const MOVING = { pixels: 170, voxels: 500_000 } as const;
export const AT_REST = { pixels: 520, voxels: 4_000_000 } as const;
/** The hand has come to rest when it has not moved for so long. */
const REST_MS = 180;

export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** Paints a view of a volume: coarsely at once, finely when nothing moves. @returns whether the fine picture is on the screen */
export function useCastPicture(volume: VolumeHandle, view: VolumeView, size: ViewSize, canvas: RefObject<HTMLCanvasElement | null>): boolean {
  /** What the fine picture on the screen shows. */
  const [fine, setFine] = useState<VolumeView>();
  const shownRun = useRef(0);
  const runs = useRef(0);
  useEffect(() => {
    if (size.width === 0 || size.height === 0) return undefined;
    const run = (runs.current += 1);
    const ending = new AbortController();
    const { signal } = ending;
    const cast = (quality: { readonly pixels: number; readonly voxels: number }) => {
      const share = Math.min(1, quality.pixels / Math.max(size.width, size.height));
      const columns = Math.max(16, Math.round(size.width * share));
      const rows = Math.max(16, Math.round(size.height * share));
      const { orientation, centerMm, box, style } = view;
      const pixelMm = pixelSizeMm(volume.grid, view.zoom, size) / share;
      return volume.ask({ kind: 'cast', mostVoxels: quality.voxels, view: { orientation, centerMm, pixelMm, columns, rows, box, style: rayStyleOf(style, volume.transform, volume.extremes) } }, signal, 'now');
    };
    const put = (picture: CastPicture) => {
      // A picture of an earlier moment may pass while the hand goes on; it never covers a later one.
      if (run < shownRun.current) return;
      shownRun.current = run;
      paint(canvas.current, picture);
    };
    cast(MOVING).then(put).catch(() => undefined);
    const timer = setTimeout(() => {
      cast(AT_REST).then((picture) => {
        if (signal.aborted) return;
        put(picture);
        setFine(view);
      }).catch(() => undefined);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [volume, view, size, canvas]);
  return fine === view;
}

/** Bodies do not fill the corners of their volume: so much of its longest way fits at a zoom of 1. */
const FIT = 0.75;

/** Millimetres of one CSS pixel. */
export function pixelSizeMm(grid: VolumeGrid, zoom: number, { width, height }: ViewSize): number {
  const corners = gridCornersMm(grid);
  const [first, last] = [corners[0], corners.at(-1)];
  const diagonalMm = first === undefined || last === undefined ? 1 : lengthOf(combine(last, 1, first, -1));
  return (FIT * diagonalMm) / Math.max(1, Math.min(width, height)) / zoom;
}

function paint(canvas: HTMLCanvasElement | null, { rgba, columns, rows }: CastPicture): void {
  // Kept by the processor, which made it.
  const context = canvas?.getContext('2d', { willReadFrequently: true });
  if (canvas === null || context === null || context === undefined) return;
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const picture = context.createImageData(columns, rows);
  picture.data.set(rgba);
  context.putImageData(picture, 0, 0);
}
