import { z } from 'zod';
import { WINDOW_PRESET_NAMES } from '../../dicom/pixel/window-presets.ts';

/** Names of window presets (shared/dicom/pixel/window-presets.ts). */
const windowName = z.enum(WINDOW_PRESET_NAMES);

/** Rows by columns of image boxes, 1x1 to 4x4. */
export const screenLayout = z.string().regex(/^[1-4]x[1-4]$/);

/** Which pictures an image box takes. All that is named must hold; `unknown` matches nothing that is named. PS3.3 C.23.1. */
export const imageSetSelector = z.object({
  modality: z.array(z.string()).optional(),
  plane: z.array(z.enum(['axial', 'coronal', 'sagittal', 'oblique', 'unknown'])).optional(),
  weighting: z.array(z.enum(['T1', 'T2', 'PD', 'FLAIR', 'STIR', 'DWI', 'ADC', 'SWI', 'TOF', 'unknown'])).optional(),
  phase: z.array(z.enum(['plain', 'arterial', 'portal-venous', 'delayed', 'enhanced', 'unknown'])).optional(),
  kernel: z.array(z.enum(['soft', 'lung', 'bone', 'unknown'])).optional(),
  /** Image Laterality (0020,0062). */
  laterality: z.enum(['L', 'R']).optional(),
  /** View Position (0018,5101). */
  view: z.array(z.string()).optional(),
  isLocalizer: z.boolean().optional(),
});
export type ImageSetSelector = Readonly<z.infer<typeof imageSetSelector>>;

/** A place on the screen and what hangs there. */
export const imageBox = z.object({
  /** The abstract prior value: `prior` is the study that was chosen to compare with. PS3.3 C.23.3, (0072,003C). */
  study: z.enum(['current', 'prior']),
  /** The first that finds something counts. */
  selectors: z.array(imageSetSelector).min(1).max(8),
  /** The window it opens with; the image's own where absent. */
  window: windowName.optional(),
  /** The edge of the box at which the chest wall of a mammogram lies. */
  chestWall: z.enum(['left', 'right']).optional(),
  /** A series that hangs already may hang here again, in this window. */
  mayRepeat: z.boolean().optional(),
});
export type ImageBox = Readonly<z.infer<typeof imageBox>>;

export const hangingProtocol = z.object({
  protocolId: z.string().min(1).max(64),
  /** How a physician called it; '' for ours, which have names in both languages. */
  name: z.string().max(100),
  modalities: z.array(z.string()).min(1),
  /** Defined terms of Body Part Examined (0018,0015); [] for any. */
  bodyParts: z.array(z.string()),
  layout: screenLayout,
  boxes: z.array(imageBox).min(1).max(16),
  /** Boxes that stay empty keep their place, because the place says which side it is. */
  keepsPlaces: z.boolean().optional(),
  /** All boxes show a millimetre equally large. */
  hasEqualScale: z.boolean().optional(),
});
export type HangingProtocol = Readonly<z.infer<typeof hangingProtocol>>;

/** @returns rows and columns of a layout such as `2x3` */
export function sizeOfLayout(layout: string): { readonly rows: number; readonly columns: number } {
  const [rows = 1, columns = 1] = layout.split('x').map(Number);
  return { rows, columns };
}
