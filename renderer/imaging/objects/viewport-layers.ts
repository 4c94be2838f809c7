import type { PresentationState } from '#shared/dicom/presentation/presentation-state.ts';
import type { Rgb } from '#shared/dicom/presentation/cie-lab.ts';
import type { RegionOfInterest } from '#shared/dicom/radiotherapy/structure-set.ts';
import type { DrawnCoordinates } from '#shared/structured-report/drawn-coordinates.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { Segmentation } from '#shared/dicom/segmentation/segmentation.ts';

/** A segmentation of which some segments are switched on. */
export interface SegmentationLayer {
  readonly studyId: number;
  readonly segmentation: Segmentation;
  /** Segment number to colour, of those that are on. */
  readonly colours: ReadonlyMap<number, Rgb>;
}

export interface RegionLayer {
  readonly region: RegionOfInterest;
  readonly colour: Rgb;
}

/** Graphics of a structured report that is switched on. */
export interface ReportLayer {
  readonly coordinates: readonly DrawnCoordinates[];
  readonly colour: Rgb;
}

/** Uptake on the plane of one frame, coloured; drawn over that frame and over no other one. */
export interface FusionLayer {
  readonly frame: FrameRef;
  /** As many columns and rows as the frame has. */
  readonly picture: CanvasImageSource;
  /** 0 to 1. */
  readonly opacity: number;
}

/** What lies over the pictures of one viewport; chosen by the physician, nothing by itself. */
export interface ViewportLayers {
  readonly presentation: PresentationState | undefined;
  readonly segmentations: readonly SegmentationLayer[];
  readonly regions: readonly RegionLayer[];
  readonly reports: readonly ReportLayer[];
  readonly fusion?: FusionLayer | undefined;
  /** Segments are outlined instead of filled: nothing of the picture is hidden. */
  readonly isOutlined: boolean;
}

export const NO_LAYERS: ViewportLayers = { presentation: undefined, segmentations: [], regions: [], reports: [], isOutlined: false };

/** Whether both draw the same: the same objects in the same order, by identity. */
export function areSameLayers(left: ViewportLayers, right: ViewportLayers): boolean {
  const isSame = (one: unknown, other: unknown) => (Array.isArray(one) && Array.isArray(other) ? one.length === other.length && one.every((item, index) => item === other[index]) : one === other);
  const names = new Set([...Object.keys(left), ...Object.keys(right)] as (keyof ViewportLayers)[]);
  return [...names].every((name) => isSame(left[name], right[name]));
}
