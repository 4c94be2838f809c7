import type { ViewTurn } from '../dicom/geometry/orientation-labels.ts';
import type { PixelPoint } from '../dicom/measurement/pixel-point.ts';
import type { ShapeKind } from '../dicom/measurement/shape-kind.ts';
import type { MaskSubtraction } from '../dicom/pixel/mask-subtraction.ts';
import type { VoiLutFunction } from '../dicom/pixel/voi.ts';
import type { DisplayShutter } from '../dicom/presentation/display-shutter.ts';

/** What was drawn on an image, with the words beside it. Points are zero-based to the centre of the pixel, as measurements are. */
export interface PresentedShape {
  readonly kind: ShapeKind;
  readonly pointsPx: readonly PixelPoint[];
  readonly words: string;
}

/** How a frame was seen less a mask. PS3.3 C.7.6.10. */
export interface ReportedSubtraction extends MaskSubtraction {
  /** Values in proportion to the beam were subtracted as logarithms: bits of such a value; null: as they are stored. */
  readonly logarithmBits: number | null;
}

/** How a grey image was seen, with what a presentation state must repeat of the image itself. Plain JSON: it is signed with the report. */
export interface ReportedAppearance {
  readonly rows: number;
  readonly columns: number;
  readonly isMonochrome1: boolean;
  /** Rescale of the image, which a presentation state must carry. PS3.4 N.2. */
  readonly rescale: { readonly slope: number; readonly intercept: number; readonly isHounsfield: boolean };
  readonly window: { readonly windowCenter: number; readonly windowWidth: number; readonly function: VoiLutFunction };
  readonly isInverted: boolean;
  readonly turn: ViewTurn;
  /** The part of the image that was seen, edges of pixels, the first pixel from 0 to 1; null: all of it. */
  readonly area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } | null;
  /** Of a spacing that holds in the patient, mm: column then row distance; null where there is none. */
  readonly spacingMm: { readonly column: number; readonly row: number } | null;
  /** The image's own, which a presentation state takes away unless it has it, too. */
  readonly shutter: DisplayShutter | null;
  readonly shapes: readonly PresentedShape[];
  /** It was seen less a frame of its run; `rescale` and `window` are those of the difference. Absent: as it is. */
  readonly subtraction?: ReportedSubtraction;
}
