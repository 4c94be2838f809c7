import { CT_WINDOW_PRESETS, PET_WINDOW_PRESETS, presetsWith, type TitledPreset } from '#shared/dicom/pixel/window-presets.ts';
import { HOUNSFIELD } from '#shared/dicom/pixel/modality-transform.ts';
import type { VoiWindow } from '#shared/dicom/pixel/voi.ts';
import type { ChangedPreset } from '#shared/contract/services/preferences.contract.ts';
import type { ShownFrame } from '#renderer/imaging/engine/viewport-state.ts';

/** Presets that somebody changed: the person's own, and those of the hospital whose image it is. */
export interface PresetChanges {
  readonly person: readonly ChangedPreset[];
  readonly bySite: Readonly<Record<string, readonly ChangedPreset[]>>;
}

export const NO_PRESET_CHANGES: PresetChanges = { person: [], bySite: {} };

/** A preset as a window of the image's own values. */
export interface WindowChoice extends TitledPreset {
  readonly window: VoiWindow;
}

/** The presets that hold for the image on the screen; none where its values have no unit that a preset is made for. */
export function windowChoicesFor(shown: ShownFrame | undefined, siteId: string, { person, bySite }: PresetChanges): readonly WindowChoice[] {
  if (shown === undefined) return [];
  const { suv } = shown.image;
  const changes = [person, bySite[siteId] ?? []] as const;
  if (shown.description.transform?.unit === HOUNSFIELD) return presetsWith(CT_WINDOW_PRESETS, ...changes).map((preset) => ({ ...preset, window: preset }));
  if (suv?.kind !== 'known' || suv.bodyWeight === 0) return [];
  // The picture is windowed in its own values: what an uptake of 1 is there.
  const { bodyWeight } = suv;
  return presetsWith(PET_WINDOW_PRESETS, ...changes).map((preset) => ({
    ...preset, window: { windowCenter: preset.windowCenter / bodyWeight, windowWidth: preset.windowWidth / bodyWeight },
  }));
}
