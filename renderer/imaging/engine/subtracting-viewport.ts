import { isColour, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { NO_UNIT } from '#shared/dicom/pixel/modality-transform.ts';
import { subtractionWindow, subtractMask, type MaskSubtraction } from '#shared/dicom/pixel/mask-subtraction.ts';
import { extremesOf } from '#shared/dicom/pixel/stored-values.ts';
import type { WritableStore } from '#renderer/bridge/store.ts';
import type { FrameRef } from '../frame-ref.ts';
import type { FrameStore } from '../loader/frame-store.ts';
import type { LoadedFrame } from '../loader/loaded-frame.ts';
import type { StackViewport } from './viewport-acts.ts';
import type { DisplayStack, ViewportState, WindowChoice } from './viewport-state.ts';

const SUBTRACTED_MODALITIES: ReadonlySet<string> = new Set(['XA', 'RF']);

/** Whether frames of an image can be subtracted from each other: one run of fluoroscopy, in grey. */
export function mayBeSubtracted(image: ImageDescription): boolean {
  return SUBTRACTED_MODALITIES.has(image.modality) && image.frames.length > 1 && image.samplesPerPixel === 1 && !isColour(image);
}

/** What one viewport subtracts: of one image. */
interface Setting {
  readonly studyId: number;
  readonly sopInstanceUid: string;
  readonly subtraction: MaskSubtraction;
}

/** Differences that are kept; one of 1024 x 1024 takes 4 MB. */
const MOST_KEPT = 12;

/**
 * A viewport that can show the frames of one image less one of them. Its frames pass through here on their way from the store, so that window,
 * cine and painting are those of every picture.
 * @param open opens the viewport over the frames that it is given
 */
export function openSubtractingViewport(source: FrameStore, state: WritableStore<ViewportState>, open: (frames: FrameStore) => Omit<StackViewport, 'subtract'>): StackViewport {
  let setting: Setting | undefined;
  let stack: DisplayStack | undefined;
  /** The window of the first difference holds for all frames of the run. */
  let window: ReturnType<typeof subtractionWindow> | undefined;
  let choiceBefore: WindowChoice | undefined;
  const kept = new Map<string, LoadedFrame>();

  const maskOf = ({ studyId, sopInstanceUid }: FrameRef): FrameRef | undefined =>
    setting?.studyId === studyId && setting.sopInstanceUid === sopInstanceUid ? { studyId, sopInstanceUid, frameNumber: setting.subtraction.maskFrameNumber } : undefined;

  function differenceOf(live: LoadedFrame, mask: LoadedFrame): LoadedFrame {
    const { image, description, pixels } = live;
    if (setting === undefined || pixels.kind === 'colour' || mask.pixels.kind === 'colour') return live;
    const name = nameOf(live.frame);
    const found = kept.get(name);
    if (found !== undefined) return found;
    const { rows, columns } = image;
    const values = subtractMask({ live: pixels.values, mask: mask.pixels.values, columns, rows, isLinearIntensity: image.isLinearIntensity === true }, setting.subtraction.shiftPx);
    window ??= subtractionWindow(values);
    const [minimum, maximum] = extremesOf(values);
    const made: LoadedFrame = {
      ...live,
      image: { ...image, format: { bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true, isFloat: true }, padding: undefined, supplementalPalette: undefined },
      description: { ...description, transform: { kind: 'linear', slope: 1, intercept: 0, unit: NO_UNIT }, voiSuggestions: [{ kind: 'window', explanation: '', ...window }], voiLutFunction: 'LINEAR' },
      pixels: { kind: 'grey', values, minimum, maximum },
      isSubtracted: true,
    };
    kept.set(name, made);
    const oldest = kept.keys().next().value;
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  }

  const viewport = open({
    ...source,
    peek: (frame) => {
      const mask = maskOf(frame);
      if (mask === undefined) return source.peek(frame);
      const [live, before] = [source.peek(frame), source.peek(mask)];
      return live === undefined || before === undefined ? undefined : differenceOf(live, before);
    },
    load: async (frame, priority, signal) => {
      const mask = maskOf(frame);
      if (mask === undefined) return source.load(frame, priority, signal);
      const [live, before] = await Promise.all([source.load(frame, priority, signal), source.load(mask, priority, signal)]);
      // Another mask was chosen meanwhile, or none: its own picture is on the way.
      return maskOf(frame)?.frameNumber === mask.frameNumber ? differenceOf(live, before) : live;
    },
  });

  const remember = (next: DisplayStack | undefined) => {
    stack = next;
  };

  return {
    ...viewport,
    show: (next, initialIndex) => {
      remember(next);
      setting = undefined;
      choiceBefore = undefined;
      kept.clear();
      viewport.show(next, initialIndex);
    },
    grow: (next) => {
      remember(next);
      viewport.grow(next);
    },
    swap: (next, index) => {
      remember(next);
      viewport.swap(next, index);
    },
    subtract: (subtraction) => {
      const { shown, windowChoice } = state.get();
      if (shown === undefined || stack === undefined || !mayBeSubtracted(shown.image)) return;
      const { studyId, sopInstanceUid } = shown.frame;
      const wasOn = setting !== undefined;
      if (subtraction === undefined && !wasOn) return;
      kept.clear();
      if (subtraction?.maskFrameNumber !== setting?.subtraction.maskFrameNumber) window = undefined;
      setting = subtraction === undefined ? undefined : { studyId, sopInstanceUid, subtraction };
      state.set({ ...state.get(), subtraction: subtraction === undefined ? undefined : { ...subtraction, sopInstanceUid } });
      if (!wasOn) choiceBefore = windowChoice;
      // The window of the pictures says nothing about their difference, and the other way round.
      if (!wasOn) viewport.suggestWindow(0);
      viewport.swap(stack, shown.stackIndex);
      if (subtraction === undefined && choiceBefore !== undefined) {
        if (choiceBefore.kind === 'fixed') viewport.setWindow(choiceBefore);
        else viewport.suggestWindow(choiceBefore.place);
        choiceBefore = undefined;
      }
    },
  };
}

function nameOf({ sopInstanceUid, frameNumber }: FrameRef): string {
  return `${sopInstanceUid}/${frameNumber}`;
}
