import { chromium, type Browser, type Page } from 'playwright';
import { expect } from 'playwright/test';
import playwrightConfiguration from '#tests/e2e/playwright.config.ts';
import { madeImage, madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedInstance, type ServedStudy } from '#tests/support/viewer-harness/serve-viewer.ts';
import { median, quantile, spreadWords, type Figure } from './figure.ts';
import { scrollInPage } from './scroll-in-page.ts';

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
  const browser = await chromium.launch(playwrightConfiguration.use?.launchOptions ?? {});
  try {
    return [...(await measureWheel(browser, server.url)), ...(await measureLayout(browser, server.url)), ...(await measureOpening(browser, server.url))];
  } finally {
    await browser.close();
    await server.close();
  }
}

async function openViewer(browser: Browser, url: string, study: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  await page.goto(`${url}?studies=${study}`);
  await expect(page.locator('[data-testid=viewport][data-viewport="1"]')).not.toHaveAttribute('data-sop-instance-uid', '');
  return page;
}

async function measureWheel(browser: Browser, url: string): Promise<readonly Figure[]> {
  const page = await openViewer(browser, url, STACK);
  // Once through, so that every frame is in memory.
  await page.evaluate(scrollInPage, 59);
  const notches = await page.evaluate(scrollInPage, NOTCHES);
  await page.close();
  return [
    { key: 'wheelMedianMs', value: median(notches), limit: 35, what: `a notch of the wheel to the next picture of a held stack of 512 x 512 (${spreadWords(notches)})` },
    { key: 'wheelP95Ms', value: quantile(notches, 0.95), limit: 60, what: 'the same, 95 of 100' },
  ];
}

async function measureLayout(_browser: Browser, _url: string): Promise<readonly Figure[]> {
  return [];
}

async function measureOpening(_browser: Browser, _url: string): Promise<readonly Figure[]> {
  return [];
}
