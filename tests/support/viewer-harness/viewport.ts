import { createStore } from '#renderer/bridge/store.ts';
import { createImagingEngine } from '#renderer/imaging/engine/imaging-engine.ts';
import { EMPTY_VIEWPORT, type DisplayStack, type ViewportState } from '#renderer/imaging/engine/viewport-state.ts';

/** What became of a series in the real viewport. */
export type ShownOutcome =
  | { readonly status: 'shown' }
  | { readonly status: 'failed'; readonly reason: string };

/** One viewport of 240 x 240 pixels, without the page around it. */
export interface BareViewport {
  readonly show: (studyId: number, seriesInstanceUid: string, frameNumber?: number) => Promise<ShownOutcome>;
  readonly act: (name: 'toggleInvert' | 'toggleOverlays') => void;
  readonly suggestWindow: (place: number) => void;
  /** Red, green, blue in the middle of a pixel of the image, as they stand in the canvas on the screen. Zero-based. */
  readonly colourAt: (column: number, row: number) => readonly number[];
  /** The canvas as PNG, base64. */
  readonly picture: () => string;
  /** The largest difference of any sample between the canvas and a PNG; infinite when the sizes differ. */
  readonly differenceFrom: (png: string) => Promise<number>;
}

const element = document.querySelector<HTMLDivElement>('#viewport');
if (element === null) throw new Error('viewport.html has no #viewport');
const engine = await createImagingEngine({ source: { onInstancesHeld: () => () => undefined, onFramesArriving: () => () => undefined } });
const state = createStore<ViewportState>(EMPTY_VIEWPORT);
const viewport = engine.openStackViewport(element, { state, wordsFor: () => [], namesFor: () => [], onDrawn: () => undefined, onChanged: () => undefined });

function canvas(): HTMLCanvasElement {
  const found = [...document.querySelectorAll('canvas')].find((one) => one.width > 0 && getComputedStyle(one).display !== 'none');
  if (found === undefined) throw new Error('there is no canvas');
  return found;
}

async function stackOf(studyId: number, seriesInstanceUid: string): Promise<DisplayStack | string> {
  return await new Promise((resolve) => {
    const stop = engine.followSeries(studyId, seriesInstanceUid, ({ status, stacks, failure }) => {
      if (status === 'loading') return;
      resolve(stacks[0] ?? failure ?? 'no-pixels');
      queueMicrotask(() => stop());
    });
  });
}

const bare: BareViewport = {
  show: async (studyId, seriesInstanceUid, frameNumber = 1) => {
    const stack = await stackOf(studyId, seriesInstanceUid);
    if (typeof stack === 'string') return { status: 'failed', reason: stack };
    return await new Promise((resolve) => {
      const look = () => {
        const { shown, failure, wantedIndex } = state.get();
        if (failure !== undefined) finish({ status: 'failed', reason: failure.refusal ?? failure.code });
        else if (shown?.frame.studyId === studyId && wantedIndex === undefined) finish({ status: 'shown' });
      };
      const stop = state.subscribe(look);
      const finish = (outcome: ShownOutcome) => {
        stop();
        resolve(outcome);
      };
      viewport.show(stack, frameNumber - 1);
      if (stack.frames.length === 0) finish({ status: 'failed', reason: 'no-pixels' });
    });
  },
  act: (name) => viewport[name](),
  suggestWindow: viewport.suggestWindow,
  colourAt: (column, row) => {
    const { shown } = state.get();
    if (shown === undefined) return [];
    const { width, height } = shown.description.pixelShape;
    const { columns, rows } = shown.image;
    const target = canvas();
    const scale = Math.min(target.width / (columns * width), target.height / (rows * height));
    const x = target.width / 2 + (column + 0.5 - columns / 2) * width * scale;
    const y = target.height / 2 + (row + 0.5 - rows / 2) * height * scale;
    // 15 device pixels for one of 16 columns: the middle of both fall together, and no neighbour is mixed in.
    return [...(target.getContext('2d')?.getImageData(Math.floor(x), Math.floor(y), 1, 1).data.subarray(0, 3) ?? [])];
  },
  picture: () => canvas().toDataURL('image/png').split(',')[1] ?? '',
  differenceFrom: async (png) => {
    const image = await createImageBitmap(await (await fetch(`/approved/${png}`)).blob());
    const target = canvas();
    if (image.width !== target.width || image.height !== target.height) return Number.POSITIVE_INFINITY;
    const copy = document.createElement('canvas');
    copy.width = image.width;
    copy.height = image.height;
    const context = copy.getContext('2d', { willReadFrequently: true });
    context?.drawImage(image, 0, 0);
    const expected = context?.getImageData(0, 0, copy.width, copy.height).data ?? new Uint8ClampedArray();
    const found = target.getContext('2d')?.getImageData(0, 0, copy.width, copy.height).data ?? new Uint8ClampedArray();
    return found.reduce((worst, value, index) => Math.max(worst, Math.abs(value - (expected[index] ?? 0))), 0);
  },
};
Object.assign(window, { bare });
document.title = 'ready';
