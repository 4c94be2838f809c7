import { SHAPE_KINDS, type ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { VIEWER_KEYS } from '../keys/viewer-keys.ts';

/** Every measuring tool with its key, in the order of the menu. */
export const MEASURING_TOOLS: readonly (readonly [tool: ShapeKind, action: KeyAction])[] = SHAPE_KINDS.map((kind) => [kind, VIEWER_KEYS[kind]]);

export const MEASURING_ACTIONS: readonly KeyAction[] = MEASURING_TOOLS.map(([, action]) => action);

export function toolOfAction(action: KeyAction): ShapeKind | undefined {
  return MEASURING_TOOLS.find(([, one]) => one === action)?.[0];
}
