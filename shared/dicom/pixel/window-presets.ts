import type { VoiWindow } from './voi.ts';

export const WINDOW_PRESET_NAMES = [
  'brain', 'stroke', 'subdural', 'mediastinum', 'lung', 'abdomen', 'liver', 'bone', 'temporal-bone', 'angio', 'suv-5', 'suv-10', 'suv-15',
] as const;
export type WindowPresetName = (typeof WINDOW_PRESET_NAMES)[number];

/** A window that a key calls up. */
export interface WindowPreset extends VoiWindow {
  readonly name: WindowPresetName;
  readonly digit: number;
  readonly modifier: 'none' | 'shift' | 'control';
}

/** For CT images in Hounsfield units. 0 (auto), 1 and 2 (as the hospital suggests) belong to the image, not to this table. */
export const CT_WINDOW_PRESETS: readonly WindowPreset[] = [
  { name: 'brain', digit: 3, modifier: 'none', windowWidth: 80, windowCenter: 40 },
  { name: 'stroke', digit: 4, modifier: 'none', windowWidth: 40, windowCenter: 40 },
  { name: 'subdural', digit: 5, modifier: 'none', windowWidth: 200, windowCenter: 75 },
  { name: 'mediastinum', digit: 6, modifier: 'none', windowWidth: 400, windowCenter: 40 },
  { name: 'lung', digit: 7, modifier: 'none', windowWidth: 1500, windowCenter: -600 },
  { name: 'abdomen', digit: 8, modifier: 'none', windowWidth: 400, windowCenter: 50 },
  { name: 'liver', digit: 8, modifier: 'shift', windowWidth: 150, windowCenter: 90 },
  { name: 'bone', digit: 9, modifier: 'none', windowWidth: 2500, windowCenter: 480 },
  { name: 'temporal-bone', digit: 9, modifier: 'shift', windowWidth: 4000, windowCenter: 700 },
  { name: 'angio', digit: 9, modifier: 'control', windowWidth: 600, windowCenter: 300 },
];

/** For PET images whose uptake values can be computed; windows in SUVbw: 0 to 5, 0 to 10, 0 to 15. */
export const PET_WINDOW_PRESETS: readonly WindowPreset[] = [
  { name: 'suv-5', digit: 3, modifier: 'none', windowWidth: 5, windowCenter: 2.5 },
  { name: 'suv-10', digit: 4, modifier: 'none', windowWidth: 10, windowCenter: 5 },
  { name: 'suv-15', digit: 5, modifier: 'none', windowWidth: 15, windowCenter: 7.5 },
];

/** A preset with the word that somebody gave it; '' for none. */
export interface TitledPreset extends WindowPreset {
  readonly title: string;
}

/** The presets with what was changed: a person's change goes before the hospital's, both before the program's own. */
export function presetsWith(presets: readonly WindowPreset[], ...changes: readonly (readonly Pick<TitledPreset, 'name' | 'title' | 'windowCenter' | 'windowWidth'>[])[]): readonly TitledPreset[] {
  return presets.map((preset) => {
    const change = changes.flat().find(({ name }) => name === preset.name);
    return { ...preset, title: change?.title ?? '', windowCenter: change?.windowCenter ?? preset.windowCenter, windowWidth: change?.windowWidth ?? preset.windowWidth };
  });
}

export function windowPresetFor(digit: number, modifier: WindowPreset['modifier']): WindowPreset | undefined {
  return CT_WINDOW_PRESETS.find((preset) => preset.digit === digit && preset.modifier === modifier);
}
