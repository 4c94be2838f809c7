import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer } from '#tests/support/viewer-harness/serve-viewer.ts';
import { quantile, type Figure } from './figure.ts';
import { launchSoftwareBrowser } from './software-browser.ts';

const STUDY = 71;
const SLICES = 200;
const NOTCHES = 60;
const PLANES = ['axial', 'coronal', 'sagittal'] as const;

/** Other planes of 512 x 512 x 200 voxels of 0.7 x 0.7 x 1 mm: how fast they are there, and how fast a wheel that turns without rest leads through them. */
export async function measureMprScroll(): Promise<readonly Figure[]> {
  const folder = await buildViewerPage();
  const noise = noiseOf(512 * 512);
  const server = await serveViewer(folder, new Map([[STUDY, {
    instances: madeStack(STUDY, SLICES, (index) => ({
      rows: 512, columns: 512,
      value: (column, row) => (Math.hypot(column - 256, row - 256) < 180 + 20 * Math.sin(index / 9) ? 1050 : 10) + (noise[row * 512 + column] ?? 0),
      attributes: { PixelSpacing: [0.7, 0.7], ImagePositionPatient: [-179, -179, 200 - index], SliceThickness: 1, WindowCenter: 1000, WindowWidth: 600 },
    })),
  }]]));
  const browser = await launchSoftwareBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, locale: 'zh-CN' });
    await page.goto(`${server.url}?studies=${STUDY}`);
    const viewport = page.locator('[data-testid=viewport][data-viewport="1"]');
    await expect(viewport).toHaveAttribute('data-stack-size', `${SLICES}`, { timeout: 60_000 });
    await expect(viewport).toHaveAttribute('data-fidelity', 'full', { timeout: 60_000 });
    const started = performance.now();
    await page.keyboard.press('Alt+M');
    for (const plane of PLANES) await expect(page.locator(`[data-testid=mpr-viewport][data-plane=${plane}]`)).toHaveAttribute('data-stack-index', /\d/, { timeout: 60_000 });
    const buildMs = performance.now() - started;
    const thin: Turned[] = [];
    for (const plane of PLANES) thin.push(await turnWheel(page, plane));
    await page.keyboard.press('Alt+B');
    await expect(page.locator('[data-testid=mpr-viewport][data-plane=axial]')).toHaveAttribute('data-slab', '10');
    const slab: Turned[] = [];
    for (const plane of PLANES) slab.push(await turnWheel(page, plane));
    const slowest = (turned: readonly Turned[]) => Math.min(...turned.map(({ perSecond }) => perSecond));
    return [
      { key: 'mprReadyMs', value: buildMs, what: `Alt+M to three planes of 512 x 512 x ${SLICES}, frames read from the server meanwhile` },
      { key: 'mprScrollPerSecond', value: slowest(thin), limit: 20, bound: 'at-least', what: `pictures a second while the wheel turns, the slowest of three planes: ${thin.map(({ perSecond }) => perSecond.toFixed(0)).join(', ')}` },
      { key: 'mprScrollP95Ms', value: quantile(thin.flatMap(({ gapsMs }) => gapsMs), 0.95), what: 'from one picture to the next while it turns, 95 %' },
      { key: 'mprSlabPerSecond', value: slowest(slab), what: `the same with a slab of 10 mm (MIP): ${slab.map(({ perSecond }) => perSecond.toFixed(0)).join(', ')}` },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

interface Turned {
  readonly perSecond: number;
  readonly gapsMs: readonly number[];
}

async function turnWheel(page: Page, plane: string): Promise<Turned> {
  const viewport = page.locator(`[data-testid=mpr-viewport][data-plane=${plane}]`);
  await viewport.focus();
  const moments = await viewport.evaluate(turnInPage, NOTCHES);
  const [first = 0] = moments;
  const last = moments.at(-1) ?? first;
  return { perSecond: (1000 * (moments.length - 1)) / (last - first), gapsMs: moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)) };
}

/** Runs in the page: a notch at each frame of the screen, there and back. @returns the moments at which another picture stood there */
async function turnInPage(viewport: Element, notches: number): Promise<readonly number[]> {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const picture = viewport.querySelector('[data-testid=viewport-picture] > canvas');
  if (picture === null) throw new Error('no picture is on the screen');
  const moments: number[] = [];
  let before = viewport.getAttribute('data-stack-index');
  for (let notch = 0; notch < notches; notch += 1) {
    picture.dispatchEvent(new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true }));
    await nextPaint();
    const now = viewport.getAttribute('data-stack-index');
    if (now !== before) moments.push(performance.now());
    before = now;
  }
  return moments;
}

/** Scanner noise that is the same in every run. */
function noiseOf(count: number): Int16Array {
  let state = 7;
  return Int16Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >> 12) % 40;
  });
}
