import { isColour, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { NO_UNIT, type ModalityTransform } from '#shared/dicom/pixel/modality-transform.ts';
import { subtractionWindow, subtractMask, type MaskSubtraction, type SubtractedValue } from '#shared/dicom/pixel/mask-subtraction.ts';
import { extremesOf } from '#shared/dicom/pixel/stored-values.ts';
import { presentationOfFrame, type PresentationState } from '#shared/dicom/presentation/presentation-state.ts';
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

/** What is subtracted of a frame, and what its values are first. */
interface Taken {
  readonly subtraction: MaskSubtraction;
  /** The scale of a presentation state; undefined: as `valueOf` says of the image. */
  readonly transform: ModalityTransform | undefined;
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
  /** Its mask goes before what the hand has set, until the hand sets another one. */
  let presentation: PresentationState | undefined;
  let isOverruled = false;
  const kept = new Map<string, LoadedFrame>();

  /** A mask that is no frame of the image is none. */
  function presentedMask({ sopInstanceUid, frameNumber }: FrameRef): Taken | undefined {
    if (presentation === undefined || isOverruled) return undefined;
    const presented = presentationOfFrame(presentation, sopInstanceUid, frameNumber);
    const run = stack?.frames.find(({ frame }) => frame.sopInstanceUid === sopInstanceUid)?.image;
    if (presented?.mask === undefined || run === undefined || !mayBeSubtracted(run) || presented.mask.maskFrameNumber > run.frames.length) return undefined;
    return { subtraction: presented.mask, transform: presented.transform };
  }

  const takenOf = (frame: FrameRef): Taken | undefined =>
    presentedMask(frame) ?? (setting?.studyId === frame.studyId && setting.sopInstanceUid === frame.sopInstanceUid ? { subtraction: setting.subtraction, transform: undefined } : undefined);
  const maskOf = (frame: FrameRef): FrameRef | undefined => {
    const taken = takenOf(frame);
    return taken && { ...frame, frameNumber: taken.subtraction.maskFrameNumber };
  };

  function differenceOf(live: LoadedFrame, mask: LoadedFrame): LoadedFrame {
    const { image, description, pixels } = live;
    const taken = takenOf(live.frame);
    if (taken === undefined || pixels.kind === 'colour' || mask.pixels.kind === 'colour') return live;
    const name = nameOf(live.frame);
    const found = kept.get(name);
    if (found !== undefined) return found;
    const { rows, columns } = image;
    const values = subtractMask({ live: pixels.values, mask: mask.pixels.values, columns, rows, value: valueOf(image, taken.transform) }, taken.subtraction.shiftPx);
    window ??= subtractionWindow(values);
    const [minimum, maximum] = extremesOf(values);
    const made: LoadedFrame = {
      ...live,
      image: { ...image, format: { bitsAllocated: 32, bitsStored: 32, highBit: 31, isSigned: true, isFloat: true }, padding: undefined, supplementalPalette: undefined },
      description: { ...description, transform: { kind: 'linear', slope: 1, intercept: 0, unit: NO_UNIT }, voiSuggestions: [{ kind: 'window', explanation: '', ...window }], voiLutFunction: 'LINEAR' },
      pixels: { kind: 'grey', values, minimum, maximum },
      subtraction: taken.subtraction,
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
      isOverruled = false;
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
      isOverruled = true;
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
    setLayers: (layers) => {
      const { shown } = state.get();
      const isMasked = () => shown !== undefined && presentedMask(shown.frame) !== undefined;
      const wasMasked = isMasked();
      if (presentation !== layers.presentation) {
        [presentation, isOverruled] = [layers.presentation, false];
        kept.clear();
      }
      viewport.setLayers(layers);
      // The frames themselves become others.
      if (stack !== undefined && shown !== undefined && (wasMasked || isMasked())) viewport.swap(stack, shown.stackIndex);
    },
  };
}

function valueOf({ isLinearIntensity }: ImageDescription, transform: ModalityTransform | undefined): SubtractedValue {
  if (transform !== undefined) return { kind: 'transformed', transform };
  return isLinearIntensity === true ? { kind: 'logarithm' } : { kind: 'stored' };
}

function nameOf({ sopInstanceUid, frameNumber }: FrameRef): string {
  return `${sopInstanceUid}/${frameNumber}`;
}
