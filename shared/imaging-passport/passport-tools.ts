import type { StackGeometry } from './stack-geometry.ts';
import type { StackValues } from './stack-values.ts';

/** Everything that a viewer may do with a stack and that its data may forbid. */
export const PASSPORT_TOOLS = [
  'window', 'pan', 'zoom', 'scroll', 'turn', 'invert', 'cine', 'length-px', 'length-mm', 'angle', 'roi-area', 'roi-value', 'roi-hu', 'reference-lines', 'mpr', 'mip',
] as const;

export type PassportTool = (typeof PASSPORT_TOOLS)[number];

/** Why a tool is refused; the page has a sentence for each. */
export type ToolRefusal =
  | 'no-pixels' | 'one-image' | 'colour' | 'no-spacing' | 'no-modality-values' | 'no-hounsfield' | 'no-geometry' | 'no-frame-of-reference' | 'too-few-slices' | 'tilted'
  | 'irregular' | 'missing-slices' | 'duplicate-slices' | 'tilt-not-in-positions' | 'localizer';

export interface RefusedTool {
  readonly tool: PassportTool;
  readonly reason: ToolRefusal;
}

export interface ToolPermissions {
  readonly allowed: readonly PassportTool[];
  readonly refused: readonly RefusedTool[];
}

/** A volume needs so many slices. */
const FEWEST_SLICES = 3;

/** What may be done with a stack. Nothing that would give a wrong number or a wrong shape is allowed. */
export function permissionsOf(geometry: StackGeometry, values: StackValues, isLocalizer: boolean, isTiltHidden: boolean): ToolPermissions {
  const refusals = PASSPORT_TOOLS.map((tool) => ({ tool, reason: refusalOf(tool, geometry, values, isLocalizer, isTiltHidden) }));
  return {
    allowed: refusals.flatMap(({ tool, reason }) => (reason === undefined ? [tool] : [])),
    refused: refusals.flatMap(({ tool, reason }) => (reason === undefined ? [] : [{ tool, reason }])),
  };
}

function refusalOf(tool: PassportTool, geometry: StackGeometry, values: StackValues, isLocalizer: boolean, isTiltHidden: boolean): ToolRefusal | undefined {
  if (values.imageCount === 0) return 'no-pixels';
  switch (tool) {
    case 'pan':
    case 'zoom':
    case 'turn':
    case 'invert':
    case 'length-px':
    case 'angle':
    case 'roi-area':
      return undefined;
    case 'scroll':
    case 'cine':
      return values.imageCount > 1 ? undefined : 'one-image';
    case 'window':
      return values.isColour ? 'colour' : undefined;
    case 'length-mm':
      return values.spacing.source === 'none' ? 'no-spacing' : undefined;
    case 'roi-value':
    case 'roi-hu':
      if (values.isColour) return 'colour';
      if (values.unit === undefined) return 'no-modality-values';
      return tool === 'roi-value' || values.isHounsfield ? undefined : 'no-hounsfield';
    case 'reference-lines':
      if (geometry.kind === 'no-geometry') return 'no-geometry';
      return values.frameOfReferenceUid === '' ? 'no-frame-of-reference' : undefined;
    case 'mpr':
    case 'mip':
      return volumeRefusal(geometry, values, isLocalizer, isTiltHidden);
    default:
      return tool satisfies never;
  }
}

function volumeRefusal(geometry: StackGeometry, values: StackValues, isLocalizer: boolean, isTiltHidden: boolean): ToolRefusal | undefined {
  const { kind } = geometry;
  if (kind === 'no-geometry') return 'no-geometry';
  if (isLocalizer) return 'localizer';
  if (kind !== 'regular' && kind !== 'single-slice') return kind;
  if (geometry.sliceCount < FEWEST_SLICES) return 'too-few-slices';
  if (isTiltHidden) return 'tilt-not-in-positions';
  return values.spacing.source === 'none' ? 'no-spacing' : undefined;
}
