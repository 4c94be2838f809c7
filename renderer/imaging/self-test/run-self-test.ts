import { createStore } from '#renderer/bridge/store.ts';
import { createDecodePool } from '../decoding/decode-pool.ts';
import { createImagingEngine, type ImagingEngine } from '../engine/imaging-engine.ts';
import type { StackViewport } from '../engine/viewport-acts.ts';
import { EMPTY_VIEWPORT, type DisplayStack, type ViewportState } from '../engine/viewport-state.ts';
import { measureOn } from '../tools/measurement-shape.ts';
import { loadPhantom, runDecodeChecks, type DecodeCheck } from './decode-checks.ts';
import { machineFacts, screenWarnings, type MachineFacts, type ScreenWarning } from './machine-facts.ts';
import { densityDisc, greyLadder, SELF_STUDY, servePhantoms, type SelfPhantom } from './self-phantoms.ts';

/** What was compared, what came out and what was expected. */
export interface SelfCheck {
  readonly id: 'greys' | 'greys-inverted' | 'length' | 'screen-scale' | 'density-mean' | 'density-spread';
  readonly isRight: boolean;
  readonly found: string;
  readonly expected: string;
}

export interface SelfTestReport {
  readonly isPassed: boolean;
  readonly checks: readonly SelfCheck[];
  readonly decodeChecks: readonly DecodeCheck[];
  readonly machine: MachineFacts;
  readonly warnings: readonly ScreenWarning[];
}

/** A viewport that does not show within this is broken. */
const PATIENCE_MS = 20_000;

/**
 * Runs the made images through the decoders and the viewport of this machine and reads back what is on the screen.
 * @param element where the viewport is opened; square
 */
export async function runSelfTest(element: HTMLDivElement): Promise<SelfTestReport> {
  const ladder = greyLadder();
  const disc = densityDisc();
  const engine = await createImagingEngine({ source: { onInstancesHeld: () => () => undefined, onFramesArriving: () => () => undefined }, fetchPath: servePhantoms([ladder, disc]) });
  const state = createStore<ViewportState>(EMPTY_VIEWPORT);
  const viewport = engine.openStackViewport(element, { state, wordsFor: () => [], namesFor: () => [], onDrawn: () => undefined, onChanged: () => undefined });
  try {
    const show = (phantom: SelfPhantom) => showPhantom(engine, viewport, state, phantom);
    await show(ladder);
    const greys = readPatches(element);
    const picture = pictureOf(element);
    viewport.toggleInvert();
    const inverted = readPatches(element);
    viewport.toggleInvert();
    await show(disc);
    const pixelsPerMm = state.get().pixelsPerMm ?? NaN;
    const checks = [
      greyCheck('greys', greys, (value) => value),
      greyCheck('greys-inverted', inverted, (value) => 255 - value),
      // 128 columns of 0.5 mm are 64 mm; they fill the width of the viewport.
      numberCheck('screen-scale', pixelsPerMm, element.clientWidth / 64, 'px/mm'),
      ...(await measureChecks(disc)),
    ];
    const decodeChecks = await runDecodeChecks();
    viewport.dispose();
    // The person who looks sees the ladder that was read, not an empty square.
    if (picture !== undefined) element.replaceChildren(picture);
    return {
      isPassed: checks.every(({ isRight }) => isRight) && decodeChecks.every(({ isRight }) => isRight),
      checks, decodeChecks, machine: machineFacts(), warnings: screenWarnings(),
    };
  } catch (error) {
    viewport.dispose();
    throw error;
  } finally {
    engine.dispose();
  }
}

async function measureChecks(disc: SelfPhantom): Promise<readonly SelfCheck[]> {
  const pool = createDecodePool({ workers: 1 });
  const loaded = await loadPhantom(disc, pool).finally(pool.dispose);
  // 48 columns of 0.5 mm are 24 mm, 72 rows of 0.25 mm are 18 mm: 30 mm.
  const length = measureOn(loaded, 'length', [[10, 20], [58, 92]], loaded.description.spacing)?.quantities[0]?.value ?? NaN;
  const ellipse = measureOn(loaded, 'ellipse', [[44, 64], [84, 64], [64, 44], [64, 84]], loaded.description.spacing)?.quantities ?? [];
  const valueOf = (quantity: string) => ellipse.find((one) => one.quantity === quantity)?.value ?? NaN;
  return [
    numberCheck('length', length, 30, 'mm'),
    // Stored 1064, slope 1, intercept -1024.
    numberCheck('density-mean', valueOf('mean'), 40, 'HU'),
    numberCheck('density-spread', valueOf('standard-deviation'), 0, 'HU'),
  ];
}

function numberCheck(id: SelfCheck['id'], found: number, expected: number, unit: string): SelfCheck {
  return { id, isRight: Math.abs(found - expected) < 1e-6, found: `${Number(found.toFixed(6))} ${unit}`, expected: `${expected} ${unit}` };
}

function greyCheck(id: SelfCheck['id'], found: readonly number[], expected: (value: number) => number): SelfCheck {
  const right = found.filter((grey, value) => grey === expected(value)).length;
  return { id, isRight: right === 256, found: `${right}/256`, expected: '256/256' };
}

/** The grey in the middle of each patch as it stands in the canvas on the screen; -1 where it is a colour. */
function readPatches(element: HTMLElement): readonly number[] {
  const canvas = canvasOf(element);
  const context = canvas?.getContext('2d');
  if (canvas === undefined || context === null || context === undefined) return [];
  const { width, height } = canvas;
  const { data } = context.getImageData(0, 0, width, height);
  return Array.from({ length: 256 }, (_, value) => {
    const x = Math.floor((((value % 16) + 0.5) / 16) * width);
    const y = Math.floor(((Math.floor(value / 16) + 0.5) / 16) * height);
    const at = (y * width + x) * 4;
    const [red = -1, green, blue] = data.subarray(at, at + 3);
    return red === green && green === blue ? red : -1;
  });
}

function canvasOf(element: HTMLElement): HTMLCanvasElement | undefined {
  return [...element.querySelectorAll('canvas')].find((one) => one.width > 0 && getComputedStyle(one).display !== 'none');
}

function pictureOf(element: HTMLElement): HTMLCanvasElement | undefined {
  const canvas = canvasOf(element);
  if (canvas === undefined) return undefined;
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.style.width = '100%';
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

async function showPhantom(engine: ImagingEngine, viewport: StackViewport, state: { readonly get: () => ViewportState; readonly subscribe: (listener: () => void) => () => void }, phantom: SelfPhantom): Promise<void> {
  const stack = await new Promise<DisplayStack>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The phantom did not come.')), PATIENCE_MS);
    const stop = engine.followSeries(SELF_STUDY, phantom.seriesInstanceUid, ({ stacks }) => {
      const [first] = stacks;
      if (first === undefined) return;
      clearTimeout(timer);
      resolve(first);
      queueMicrotask(() => stop());
    });
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The phantom was not shown.')), PATIENCE_MS);
    const stop = state.subscribe(() => {
      const { shown, failure } = state.get();
      if (shown?.frame.sopInstanceUid !== phantom.sopInstanceUid && failure === undefined) return;
      clearTimeout(timer);
      stop();
      if (failure === undefined) resolve();
      else reject(new Error(`The phantom could not be shown: ${failure.code}.`));
    });
    viewport.show(stack);
  });
}
