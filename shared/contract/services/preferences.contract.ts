import { z } from 'zod';
import { WINDOW_PRESET_NAMES } from '../../dicom/pixel/window-presets.ts';
import { method } from '../base-contract.ts';
import { siteId, urgency } from '../vocabulary.ts';
import { columnFilters, groupColumn, listOrder, worklistView } from './worklist.contract.ts';

/** A window preset that somebody changed; the others are as the program has them. Hounsfield units, or SUV for PET. */
export const changedPreset = z.object({
  name: z.enum(WINDOW_PRESET_NAMES),
  /** '' keeps the program's word for it. */
  title: z.string().max(12),
  windowCenter: z.number().min(-100_000).max(100_000),
  windowWidth: z.number().positive().max(100_000),
});
export type ChangedPreset = z.infer<typeof changedPreset>;
export const changedPresets = z.array(changedPreset).max(WINDOW_PRESET_NAMES.length);

/** A view of the worklist that a person made. */
export const savedView = z.object({
  name: z.string().trim().min(1).max(20),
  view: worklistView,
  search: z.string().max(64),
  modalities: z.array(z.string()).max(40),
  siteIds: z.array(siteId).max(200),
  urgencies: z.array(urgency).max(3),
  isMine: z.boolean(),
  order: listOrder.nullable(),
  groupBy: groupColumn.nullable(),
  columns: columnFilters.optional(),
});
export type SavedView = z.infer<typeof savedView>;

/** How cases are announced. */
export const toneSettings = z.object({
  isMuted: z.boolean(),
  volumePercent: z.int().min(5).max(100),
  /** Hospital, examination and urgency are said in Chinese. */
  isSpoken: z.boolean(),
});
export type ToneSettings = z.infer<typeof toneSettings>;
export const DEFAULT_TONES: ToneSettings = { isMuted: false, volumePercent: 60, isSpoken: false };

export const mouseTool = z.enum(['window', 'pan', 'zoom', 'scroll']);

/** What a physician made their own; it travels as a file. Only what differs from the program's own is in it. */
export const readingProfile = z.object({
  version: z.literal(1),
  /** Keys by action, as `Ctrl+P`; an empty list takes the key away. Names of actions are those of the command table. */
  keys: z.record(z.string().min(1).max(80), z.array(z.string().min(1).max(40)).max(6)),
  mouse: z.object({ leftDrag: mouseTool, middleDrag: mouseTool, rightDrag: mouseTool, wheel: z.enum(['scroll', 'zoom']) }),
  windowPresets: changedPresets,
  /** Absent: those that the program comes with. */
  savedViews: z.array(savedView).max(30).optional(),
  tones: toneSettings.optional(),
});
export type ReadingProfile = z.infer<typeof readingProfile>;

export const DEFAULT_READING_PROFILE: ReadingProfile = {
  version: 1, keys: {}, mouse: { leftDrag: 'window', middleDrag: 'pan', rightDrag: 'zoom', wheel: 'scroll' }, windowPresets: [],
};

export const preferences = z.object({
  profile: readingProfile,
  /** Presets that hold for the images of one hospital, unless the person has their own. */
  sitePresets: z.record(siteId, changedPresets),
});
export type Preferences = z.infer<typeof preferences>;

export const preferencesContract = {
  read: method().output(preferences),
  save: method().input(readingProfile).output(z.object({})),
  saveSitePresets: method().input(z.object({ siteId, windowPresets: changedPresets })).output(z.object({})),
};
