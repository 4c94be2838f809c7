import { Enums, imageLoader, init, metaData, RenderingEngine, type Types } from '@cornerstonejs/core';

/** Cornerstone's own stack viewport and nothing around it, with the same noise as the benchmark's stack: what the engine alone takes. */
export interface BareCornerstone {
  /** Milliseconds of each of so many notches, from the wheel to the frame after the rendered image. */
  readonly scroll: (notches: number) => Promise<readonly number[]>;
}

const SIDE = 512;
const COUNT = 60;
const useCPURendering = new URLSearchParams(location.search).get('backend') === 'cpu';

// A made image brings its plane and its pixels; the stack viewport asks for its series as well.
const GENERAL_SERIES: string = Enums.MetadataModules.GENERAL_SERIES;
metaData.addProvider((type: string) => (type === GENERAL_SERIES ? { modality: 'CT', seriesInstanceUID: '1.2.1.9.1' } : undefined));
init({ rendering: { useCPURendering }, debug: { statsOverlay: false } });
const element = document.querySelector<HTMLDivElement>('#viewport');
if (element === null) throw new Error('cornerstone.html has no #viewport');

function noise(seed: number): Float32Array {
  const values = new Float32Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row += 1) for (let column = 0; column < SIDE; column += 1) values[row * SIDE + column] = Math.imul(column * 7919 + row * 104729 + seed * 15485863, 2654435761) >>> 22;
  return values;
}

const imageIds = Array.from({ length: COUNT }, (_, index) => {
  const imageId = `made:${index}`;
  imageLoader.createAndCacheLocalImage(imageId, { scalarData: noise(index), dimensions: [SIDE, SIDE], spacing: [0.5, 0.5], origin: [0, 0, index], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1], frameOfReferenceUID: '1.2.1.9' });
  return imageId;
});

const engine = new RenderingEngine('bare');
engine.enableElement({ viewportId: 'bare', element, type: Enums.ViewportType.STACK });
const viewport = engine.getViewport('bare') as Types.IStackViewport;
await viewport.setStack(imageIds, 0);
viewport.setProperties({ voiRange: { lower: 0, upper: 1024 } });
viewport.render();

const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
const rendered = () => new Promise((resolve) => element.addEventListener(Enums.Events.IMAGE_RENDERED, resolve, { once: true }));
let place = 0;
let way = 1;
element.addEventListener('wheel', () => {
  if (place === COUNT - 1) way = -1;
  if (place === 0) way = 1;
  place += way;
  void viewport.setImageIdIndex(place);
});

const bare: BareCornerstone = {
  scroll: async (notches) => {
    const taken: number[] = [];
    for (let notch = 0; notch < notches; notch += 1) {
      const started = performance.now();
      const shown = rendered();
      element.dispatchEvent(new WheelEvent('wheel', { deltaY: 100 }));
      await shown;
      await nextPaint();
      taken.push(performance.now() - started);
      await nextPaint();
    }
    return taken;
  },
};
Object.assign(window, { bare });
