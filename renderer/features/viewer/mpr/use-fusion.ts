import { useEffect, useMemo, useState } from 'react';
import type { ImagePlane } from '#shared/dicom/geometry/image-plane.ts';
import { toModalityValue } from '#shared/dicom/pixel/modality-transform.ts';
import { suvTransform } from '#shared/dicom/suv/suv-scale.ts';
import { fusionColours, type FusionTable } from '#shared/dicom/volume/fusion-colours.ts';
import { THIN } from '#shared/dicom/volume/reslice.ts';
import type { LinkRefusal } from '#shared/imaging-passport/spatial-link.ts';
import { isNothing } from '#shared/dicom/volume/volume.ts';
import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';
import type { FusionLayer } from '#renderer/imaging/objects/viewport-layers.ts';
import type { StackOfStudy } from '#renderer/imaging/registration/register-stacks.ts';
import type { OpenVolume } from '#renderer/imaging/volume/open-volume.ts';

/** PET that hangs beside a stack: laid over it, or why it cannot be. */
export type UptakeBeside = { readonly status: 'possible'; readonly stack: StackOfStudy } | { readonly status: 'refused'; readonly reason: LinkRefusal };

/** How uptake is laid over the planes. */
export interface FusionLook {
  readonly table: FusionTable;
  /** 0 to 1. */
  readonly opacity: number;
  /** What has the last colour: SUVbw where uptake values are known, else a share of the largest value. */
  readonly limit: FusionLimit;
}

export const SUV_LIMITS = [5, 10, 15] as const;
export type FusionLimit = (typeof SUV_LIMITS)[number];

export const FIRST_LOOK: FusionLook = { table: 'hot', opacity: 0.6, limit: 10 };

export function hasUptakeValues({ suv }: Pick<OpenVolume, 'suv'>): boolean {
  return suv?.kind === 'known';
}

/** The upper limit in modality values or SUVbw. Without uptake values a limit of 15 is the largest value, 5 a third of it. */
export function limitOf(volume: Pick<OpenVolume, 'suv' | 'transform' | 'extremes'>, limit: FusionLimit): number {
  return hasUptakeValues(volume) ? limit : (Math.max(1e-6, toModalityValue(volume.transform, volume.extremes[1])) * limit) / 15;
}

/** Uptake on the plane that a viewport shows, resampled linearly; it is laid over that very picture and over no other one. */
export function useFusion(volume: OpenVolume | undefined, shown: ShownFrame | undefined, look: FusionLook): FusionLayer | undefined {
  const [layer, setLayer] = useState<FusionLayer>();
  const plane = shown?.description.plane;
  const frame = shown?.frame;
  const { columns = 0, rows = 0 } = shown?.image ?? {};
  const { table, limit } = look;
  useEffect(() => {
    if (volume === undefined || plane === undefined || frame === undefined) return undefined;
    const ending = new AbortController();
    resampled(volume, plane, columns, rows, limit, table, ending.signal).then(
      (picture) => {
        if (!ending.signal.aborted && picture !== undefined) setLayer({ frame, picture, opacity: 1 });
      },
      () => undefined,
    );
    return () => ending.abort();
  }, [volume, plane, frame, columns, rows, limit, table]);
  const { opacity } = look;
  return useMemo(() => (volume === undefined || layer === undefined ? undefined : { ...layer, opacity }), [volume, layer, opacity]);
}

async function resampled(volume: OpenVolume, plane: ImagePlane, columns: number, rows: number, limit: FusionLimit, table: FusionTable, signal: AbortSignal): Promise<OffscreenCanvas | undefined> {
  const { values } = await volume.ask({ kind: 'cut', plane, columns, rows, slab: THIN }, signal, 'now');
  const transform = suvTransform(volume.transform, volume.suv);
  const uptake = Float32Array.from(values, (value) => (isNothing(values, value) ? Number.NaN : toModalityValue(transform, value)));
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return undefined;
  const picture = context.createImageData(columns, rows);
  picture.data.set(fusionColours(uptake, limitOf(volume, limit), table));
  context.putImageData(picture, 0, 0);
  return canvas;
}
