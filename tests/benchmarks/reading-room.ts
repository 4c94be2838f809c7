import type { Browser, Page } from 'playwright';
import { expect } from 'playwright/test';
import type { BareCornerstone } from '#tests/support/viewer-harness/cornerstone.ts';
import { madeImage, madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedInstance, type ServedStudy } from '#tests/support/viewer-harness/serve-viewer.ts';
import { median, quantile, spreadWords, type Figure } from './figure.ts';
import { scrollInPage } from './scroll-in-page.ts';
import { launchSoftwareBrowser } from './software-browser.ts';

/** What the hand waits for in the reading room, beside the same notches in bare Cornerstone, in one run on one machine. */

const STACK = 1;
const RADIOGRAPH = 2;
const TWELVE = 3;
const NOTCHES = 120;

/** Noise that is the same at each run. */
function noise(seed: number): (column: number, row: number) => number {
  return (column, row) => 1024 + (Math.imul(column * 7919 + row * 104729 + seed * 15485863, 2654435761) >>> 22);
}

function studies(): ReadonlyMap<number, ServedStudy> {
  const attributes = { WindowCenter: 40, WindowWidth: 400, RescaleSlope: 1, RescaleIntercept: -1024 };
  const stack = madeStack(STACK, 60, (index) => ({ rows: 512, columns: 512, value: noise(index), attributes }));
  const radiograph = madeImage({
    sopInstanceUid: '1.2.2.1.1', seriesInstanceUid: '1.2.2.1', studyInstanceUid: '1.2.2', rows: 3000, columns: 2500, value: noise(5),
    attributes: { Modality: 'DX', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1', InstanceNumber: 1, WindowCenter: 1500, WindowWidth: 1000 },
  });
  const twelve = Array.from({ length: 12 }, (_, series): readonly ServedInstance[] =>
    Array.from({ length: 3 }, (_one, index) =>
      madeImage({
        sopInstanceUid: `1.2.3.${series + 1}.${index + 1}`, seriesInstanceUid: `1.2.3.${series + 1}`, studyInstanceUid: '1.2.3', rows: 512, columns: 512, value: noise(series),
        attributes: { ...attributes, InstanceNumber: index + 1, SeriesNumber: series + 1, ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 5 * index], PixelSpacing: [0.5, 0.5], FrameOfReferenceUID: '1.2.3.9' },
      }),
    ),
  ).flat();
  return new Map([[STACK, { instances: stack }], [RADIOGRAPH, { instances: [radiograph] }], [TWELVE, { instances: twelve }]]);
}

export async function measureReadingRoom(): Promise<readonly Figure[]> {
  const server = await serveViewer(await buildViewerPage(), studies());
  const browser = await launchSoftwareBrowser();
  const cardBrowser = await launchSoftwareBrowser('imitated-card');
  try {
    return [
      ...(await measureWheel(browser, server.url)), ...(await measureLayout(browser, server.url)), ...(await measureOpening(browser, server.url)),
      ...(await measureImitatedCard(cardBrowser, server.url)),
    ];
  } finally {
    await browser.close();
    await cardBrowser.close();
    await server.close();
  }
}

async function openViewer(browser: Browser, url: string, study: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  await page.goto(`${url}?studies=${study}`);
  await expect(page.locator('[data-testid=viewport][data-viewport="1"]')).not.toHaveAttribute('data-sop-instance-uid', '', { timeout: 60_000 });
  return page;
}

async function measureWheel(browser: Browser, url: string): Promise<readonly Figure[]> {
  const page = await openViewer(browser, url, STACK);
  // Once through, so that every frame is in memory.
  await page.evaluate(scrollInPage, 59);
  const notches = await page.evaluate(scrollInPage, NOTCHES);
  const sustained = await measureSustained(page);
  await page.close();
  const bareCpu = await measureBare(browser, url, 'cpu');
  const bareGpu = await measureBare(browser, url, 'gpu');
  return [
    { key: 'wheelMedianMs', value: median(notches), limit: 35, what: `a notch of the wheel to the next picture of a held stack of 512 x 512 (${spreadWords(notches)})` },
    { key: 'wheelP95Ms', value: quantile(notches, 0.95), limit: 60, what: 'the same, 95 of 100' },
    { key: 'wheelPicturesPerSecond', value: sustained, limit: 25, bound: 'at-least', what: 'distinct pictures a second while the wheel is turned without a pause' },
    { key: 'bareCpuMedianMs', value: median(bareCpu), what: `the same notches in Cornerstone alone, its CPU backend (${spreadWords(bareCpu)}; 95 of 100: ${quantile(bareCpu, 0.95).toFixed(0)})` },
    { key: 'bareGpuMedianMs', value: median(bareGpu), what: `the same notches in Cornerstone alone, WebGL (${spreadWords(bareGpu)}; 95 of 100: ${quantile(bareGpu, 0.95).toFixed(0)})` },
  ];
}

/** The same where SwiftShader plays a graphics card for all of the page, as in the browser tests. */
async function measureImitatedCard(browser: Browser, url: string): Promise<readonly Figure[]> {
  const page = await openViewer(browser, url, STACK);
  await page.evaluate(scrollInPage, 59);
  const notches = await page.evaluate(scrollInPage, NOTCHES);
  const sustained = await measureSustained(page);
  await page.close();
  const bare = await measureBare(browser, url, 'cpu');
  return [
    { key: 'wheelCardMedianMs', value: median(notches), what: `a notch where SwiftShader plays a graphics card for all of the page (${spreadWords(notches)}; 95 of 100: ${quantile(notches, 0.95).toFixed(0)}; Cornerstone alone: ${median(bare).toFixed(0)})` },
    { key: 'wheelCardPicturesPerSecond', value: sustained, what: 'distinct pictures a second there' },
  ];
}

async function measureSustained(page: Page): Promise<number> {
  return page.evaluate(async (durationMs) => {
    const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
    const picture = viewport?.querySelector('[data-testid=viewport-picture] > canvas');
    if (viewport === null || picture === null || picture === undefined) throw new Error('no picture is on the screen');
    const started = performance.now();
    let way = 1;
    let distinct = 0;
    let last = viewport.dataset['stackIndex'];
    while (performance.now() - started < durationMs) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = viewport.dataset['stackIndex'];
      if (now === last && distinct > 0) continue;
      if (now !== last) distinct += 1;
      last = now;
      if (Number(now) + 1 >= Number(viewport.dataset['stackSize'])) way = -1;
      if (now === '0') way = 1;
      picture.dispatchEvent(new WheelEvent('wheel', { deltaY: 100 * way, bubbles: true, cancelable: true }));
    }
    return (distinct * 1000) / (performance.now() - started);
  }, 4000);
}

/** The same notches in Cornerstone alone, on a page without words: what the engine takes before anything of ours. */
async function measureBare(browser: Browser, url: string, backend: 'cpu' | 'gpu'): Promise<readonly number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 980 } });
  await page.goto(`${url}cornerstone.html?backend=${backend}`);
  await page.waitForFunction(() => 'bare' in window);
  await page.evaluate(() => (window as unknown as { bare: BareCornerstone }).bare.scroll(59));
  const notches = await page.evaluate((count) => (window as unknown as { bare: BareCornerstone }).bare.scroll(count), NOTCHES);
  await page.close();
  return notches;
}

const TIMES = 9;

/** Twelve series hung at once, and one viewport to four and back with pictures in all of them. */
async function measureLayout(browser: Browser, url: string): Promise<readonly Figure[]> {
  const page = await openViewer(browser, url, TWELVE);
  const hangings: number[] = [];
  const switches: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    await page.evaluate(hangInPage, ['1x1', ['1.2.3.1']] as const);
    hangings.push(await page.evaluate(hangInPage, ['3x4', Array.from({ length: 12 }, (_, series) => `1.2.3.${series + 1}`)] as const));
    await page.evaluate(layoutInPage, ['!', 1] as const);
    switches.push(await page.evaluate(layoutInPage, ['$', 4] as const));
  }
  await page.close();
  return [
    { key: 'hangTwelveMedianMs', value: median(hangings), limit: 500, what: `twelve held series onto twelve viewports, until all show (${spreadWords(hangings)})` },
    { key: 'layoutMedianMs', value: median(switches), limit: 200, what: `one viewport to four by key, until all show (${spreadWords(switches)})` },
  ];
}

async function measureOpening(browser: Browser, url: string): Promise<readonly Figure[]> {
  const taken: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    const page = await openViewer(browser, url, STACK);
    await page.goto(`${url}?studies=${RADIOGRAPH}`, { waitUntil: 'commit' });
    // From the call for its frame to the picture: the page itself is there in a program that is open.
    taken.push(await page.evaluate(watchRadiograph));
    await page.close();
  }
  return [{ key: 'radiographMedianMs', value: median(taken), limit: 600, what: `a radiograph of 2500 x 3000, from the call for its frame to the picture (${spreadWords(taken)})` }];
}

/** Runs in the page. @returns milliseconds until every viewport shows its series */
async function hangInPage([layout, uids]: readonly [layout: string, seriesInstanceUids: readonly string[]]): Promise<number> {
  const started = performance.now();
  (window as unknown as { harness: { hang: { current: (layout: string, uids: readonly string[]) => void } } }).harness.hang.current(layout, uids);
  const isDone = () => uids.every((uid, index) => document.querySelector<HTMLElement>(`[data-testid=viewport][data-viewport="${index + 1}"]`)?.dataset['seriesInstanceUid'] === uid);
  while (!isDone()) {
    if (performance.now() - started > 60_000) throw new Error('not all hang within a minute');
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - started;
}

/** Runs in the page. @returns milliseconds from the key until so many viewports show a picture */
async function layoutInPage([key, count]: readonly [key: string, count: number]): Promise<number> {
  const started = performance.now();
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const isDone = () => {
    const all = [...document.querySelectorAll<HTMLElement>('[data-testid=viewport]')];
    return all.length === count && all.every(({ dataset }) => dataset['sopInstanceUid'] !== '');
  };
  while (!isDone()) {
    if (performance.now() - started > 60_000) throw new Error('the layout did not change within a minute');
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - started;
}

/** Runs in the page. */
async function watchRadiograph(): Promise<number> {
  const isShown = () => document.querySelector<HTMLElement>('[data-testid=viewport]')?.dataset['sopInstanceUid'] === '1.2.2.1.1';
  const limit = performance.now() + 60_000;
  while (!isShown()) {
    if (performance.now() > limit) throw new Error('no picture within a minute');
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const asked = performance.getEntriesByType('resource').find(({ name }) => name.includes('/frames/'));
  if (asked === undefined) throw new Error('no frame was asked for');
  return performance.now() - asked.startTime;
}
