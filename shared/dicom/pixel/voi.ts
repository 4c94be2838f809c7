import { lookUp, type LookupTable } from './lookup-table.ts';

/** VOI LUT Function (0028,1056). PS3.3 C.11.2.1.3. */
export type VoiLutFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** A window: centre and width in modality values. */
export interface VoiWindow {
  readonly windowCenter: number;
  readonly windowWidth: number;
}

/** What a hospital suggests for looking at an image. */
export type VoiSuggestion =
  | ({ readonly kind: 'window'; readonly explanation: string } & VoiWindow)
  | { readonly kind: 'table'; readonly table: LookupTable; readonly explanation: string };

/** How modality values become grey now. */
export type VoiSetting =
  | ({ readonly kind: 'window'; readonly function: VoiLutFunction } & VoiWindow)
  | { readonly kind: 'table'; readonly table: LookupTable };

/**
 * Grey of a modality value. Equations of PS3.3 C.11.2.1.2.1 (LINEAR), C.11.2.1.3.2 (LINEAR_EXACT) and C.11.2.1.3.1 (SIGMOID).
 * @returns 0 to 255, not rounded
 */
export function applyVoi(setting: VoiSetting, value: number): number {
  if (setting.kind === 'table') {
    const { table } = setting;
    return (lookUp(table, value) / (2 ** table.bits - 1)) * 255;
  }
  const { windowCenter: c, windowWidth: w } = setting;
  if (setting.function === 'SIGMOID') return 255 / (1 + Math.exp((-4 * (value - c)) / w));
  const [middle, span] = setting.function === 'LINEAR' ? [c - 0.5, w - 1] : [c, w];
  if (value <= middle - span / 2) return 0;
  return value > middle + span / 2 ? 255 : ((value - middle) / span + 0.5) * 255;
}

/** Window Width must be at least 1 for LINEAR and above 0 else. PS3.3 C.11.2.1.2.1, C.11.2.1.3. */
export function isUsableWindow(window: VoiWindow, voiLutFunction: VoiLutFunction): boolean {
  const { windowCenter, windowWidth } = window;
  if (!Number.isFinite(windowCenter) || !Number.isFinite(windowWidth)) return false;
  return voiLutFunction === 'LINEAR' ? windowWidth >= 1 : windowWidth > 0;
}

/** The smallest window that the hand can drag to. */
export const NARROWEST_WINDOW = 1;

/**
 * The suggestion that the digit keys 1 and 2 stand for. Windows come before tables, each in the order of the image.
 * @param place zero-based
 */
export function voiSuggestionAt(suggestions: readonly VoiSuggestion[], place: number): VoiSuggestion | undefined {
  return [...suggestions.filter(({ kind }) => kind === 'window'), ...suggestions.filter(({ kind }) => kind === 'table')][place];
}

export function settingOf(suggestion: VoiSuggestion, voiLutFunction: VoiLutFunction): VoiSetting {
  return suggestion.kind === 'table'
    ? { kind: 'table', table: suggestion.table }
    : {
        kind: 'window',
        function: voiLutFunction,
        windowCenter: suggestion.windowCenter,
        windowWidth: suggestion.windowWidth,
      };
}

/** What the hospital calls a suggestion: Window Center & Width Explanation (0028,1055) or LUT Explanation (0028,3003); '' for none. */
export function suggestionName({ explanation }: VoiSuggestion): string {
  return explanation.trim();
}
