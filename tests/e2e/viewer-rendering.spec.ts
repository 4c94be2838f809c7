import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { viewportCases } from '#tests/support/fuzz/viewport-cases.ts';
import { RENDERING_PHANTOMS } from '#tests/support/viewer-harness/rendering-phantoms.ts';
import { buildViewerPage, serveViewer, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';
import type { BareViewport } from '#tests/support/viewer-harness/viewport.ts';

/**
 * What stands in the canvas of the real viewport, pixel by pixel: correctness.md rows 7 to 16. The image has 16 x 16 pixels; pixel (column, row)
 * holds 16 * (16 * row + column). Each phantom is also compared with its approved picture, one grey level apart at most.
 */
test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 400, height: 300 } });

/** `npm run fuzz` shows two hundred. */
const BROKEN = viewportCases(50, 20_261_122);

let folder: string;
let server: ViewerServer;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  folder = await buildViewerPage();
  server = await serveViewer(folder, new Map([...RENDERING_PHANTOMS.map(({ instance }) => instance), ...BROKEN].map((instance, index) => [index + 1, { instances: [instance] }])));
  page = await browser.newPage();
  await page.goto(`${server.url}viewport.html`);
  await expect(page).toHaveTitle('ready');
});

test.afterAll(async () => {
  await page.close();
  await server.close();
});

type BareWindow = { readonly bare: BareViewport };

async function show(name: string): Promise<void> {
  const index = RENDERING_PHANTOMS.findIndex((one) => one.name === name);
  const { instance, frameNumber } = RENDERING_PHANTOMS[index]!;
  const outcome = await page.evaluate(([studyId, uid, frame]) => (window as unknown as BareWindow).bare.show(studyId, uid, frame), [index + 1, instance.seriesInstanceUid, frameNumber] as const);
  expect(outcome).toEqual({ status: 'shown' });
}

const colourAt = (column: number, row: number) => page.evaluate(([x, y]) => (window as unknown as BareWindow).bare.colourAt(x, y), [column, row] as const);
const act = (name: 'toggleInvert' | 'toggleOverlays') => page.evaluate((which) => (window as unknown as BareWindow).bare.act(which), name);
const suggest = (place: number) => page.evaluate((which) => (window as unknown as BareWindow).bare.suggestWindow(which), place);

/** One grey level: both the look-up and the canvas round. */
async function expectGrey(column: number, row: number, grey: number): Promise<void> {
  const [red = NaN, green, blue] = await colourAt(column, row);
  expect([green, blue]).toEqual([red, red]);
  expect(Math.abs(red - grey), `${column}, ${row}: ${red} is not ${grey}`).toBeLessThanOrEqual(1);
}

test('LINEAR: half a level below the centre, one less than the width', async () => {
  await show('linear');
  // (x - 2047.5) / 4095 * 255 + 127.5: 0 is 0; 2048 (row 8) is 127.53; 4080 is 254.07
  await expectGrey(0, 0, 0);
  await expectGrey(0, 8, 127.5);
  await expectGrey(15, 15, 254);
});

test('LINEAR_EXACT: centre and width as they are', async () => {
  await show('linear-exact');
  // x / 4096 * 255: 1024 (row 4) is 63.75; 3072 (row 12) is 191.25
  await expectGrey(0, 4, 63.75);
  await expectGrey(0, 12, 191.25);
});

test('SIGMOID', async () => {
  await show('sigmoid');
  // 255 / (1 + exp(-4 (x - 2048) / 4096)): 1024: 255 / (1 + e) = 68.58; 2048: 127.5; 3072: 255 / (1 + 1/e) = 186.42
  await expectGrey(0, 4, 68.58);
  await expectGrey(0, 8, 127.5);
  await expectGrey(0, 12, 186.42);
});

test('the second window of the image is chosen by its place', async () => {
  await show('two-windows');
  // 400 / 201: 1008 (row 3, column 15) is (1008 - 999.5) / 400 * 255 + 127.5 = 132.9; 3008 (row 11, column 12) is white
  await expectGrey(15, 3, 132.9);
  await expectGrey(12, 11, 255);
  await suggest(1);
  // (3008 - 2999.5) / 1000 * 255 + 127.5 = 129.7
  await expectGrey(12, 11, 129.7);
  await expectGrey(15, 3, 0);
  await suggest(0);
});

test('a VOI LUT is looked up, its ends hold beyond it', async () => {
  await show('voi-lut');
  // First input 1600 (row 6, column 4): 0; 1616 and all above: 0xffff, because the table ends at 1603
  await expectGrey(3, 6, 0);
  await expectGrey(4, 6, 0);
  await expectGrey(5, 6, 255);
});

test('a Modality LUT stands in front of the window', async () => {
  await show('modality-lut');
  // 4 sqrt(1024) = 128: (128 - 149.5) / 200 * 255 + 127.5 = 100.1; 4 sqrt(2304) = 192 (row 9): 181.7
  await expectGrey(0, 4, 100.1);
  await expectGrey(0, 9, 181.7);
});

test('MONOCHROME1 is turned once, and its padding stays black however it is inverted', async () => {
  await show('monochrome1');
  // 0 to 255 is padding; 2048 is 255 - 127.5; 4080 is 255 - 254.07
  await expectGrey(0, 0, 0);
  await expectGrey(0, 1, 239);
  await expectGrey(15, 15, 1);
  await act('toggleInvert');
  await expectGrey(0, 0, 0);
  await expectGrey(15, 15, 254);
  await act('toggleInvert');
});

test('shutters hide what lies outside of any shape, in their own grey, whatever is inverted', async () => {
  await show('shutter');
  // 0x4040 / 0xffff * 255 = 64.0. Column 2 (one-based 2) lies left of the edge 3; (13, 13) is 14, 14: inside the rectangle, outside the circle (8.5 > 7)
  for (const [column, row] of [[0, 0], [1, 8], [13, 13]] as const) await expectGrey(column, row, 64);
  await expectGrey(8, 8, (16 * (16 * 8 + 8)) / 4095 * 255);
  await act('toggleInvert');
  await expectGrey(0, 0, 64);
  await act('toggleInvert');
});

test('a polygonal shutter', async () => {
  await show('shutter-polygon');
  // Corners (1, 1), (1, 16), (16, 1): what lies right of the diagonal is hidden
  await expectGrey(4, 4, (16 * (16 * 4 + 4)) / 4095 * 255);
  await expectGrey(12, 12, 0);
});

test('an overlay lies at its origin, is cut off at the edge, and goes with a key', async () => {
  await show('overlay');
  // Origin row -1, column 3: overlay rows 2 and 3 lie on image rows 0 and 1, columns 2 to 5
  expect(await colourAt(3, 0)).toEqual([0xe8, 0xb6, 0x4c]);
  await expectGrey(8, 0, (16 * 8) / 4095 * 255);
  await expectGrey(4, 4, (16 * (16 * 4 + 4)) / 4095 * 255);
  await act('toggleOverlays');
  await expectGrey(4, 1, (16 * (16 + 4)) / 4095 * 255);
  await act('toggleOverlays');
});

test('an overlay in bit 15 is drawn and changes no brightness', async () => {
  await show('overlay-embedded');
  expect(await colourAt(8, 8)).toEqual([0xe8, 0xb6, 0x4c]);
  await act('toggleOverlays');
  await expectGrey(8, 8, (16 * (16 * 8 + 8)) / 4095 * 255);
  await act('toggleOverlays');
});

test('pixels twice as high as wide keep a circle round', async () => {
  await show('aspect');
  // Aspect ratio 2:1 names the vertical first. The picture is 16 x 32 units in 240 px: 7.5 px a unit. The disc of radius 7 units reaches 52 px up and sideways from 120, 120.
  const inside = await page.evaluate(() => {
    const canvas = [...document.querySelectorAll('canvas')].find((one) => one.width > 0 && getComputedStyle(one).display !== 'none')!;
    const at = (x: number, y: number) => canvas.getContext('2d')!.getImageData(x, y, 1, 1).data[0]!;
    return [at(120 + 43, 120), at(120, 120 + 43), at(120 + 58, 120), at(120, 120 + 64)];
  });
  expect(inside.map((grey) => grey > 127)).toEqual([true, true, false, false]);
});

test('a segmented palette gives its colours', async () => {
  await show('palette');
  // Value 128 (row 8): red 0x8000, green 0x4000, blue 0xff00 * 127 / 255 = 0x7f00, each to its highest eight bits
  const [red = 0, green = 0, blue = 0] = await colourAt(0, 8);
  expect(Math.abs(red - 0x80)).toBeLessThanOrEqual(1);
  expect(green).toBe(0x40);
  expect(Math.abs(blue - 0x7f)).toBeLessThanOrEqual(1);
});

test('a supplemental palette colours from its first value on, grey stays grey below', async () => {
  await show('supplemental-palette');
  await expectGrey(8, 8, (16 * (16 * 8 + 8)) / 4095 * 255);
  // 4000 = 16 * 250 is row 15, column 10: the first entry; 4016 and above the second
  const first = await colourAt(10, 15);
  expect(first[0]).toBeGreaterThan(240);
  const [red = 0, green = 0, blue = 0] = await colourAt(14, 15);
  expect([red, green, blue]).toEqual([0x80, 0x80, 0xff]);
});

test('floating point and 32-bit values are windowed as they are', async () => {
  await show('float');
  // 0.5 (row 8) with centre 0.5 and width 1: 127.5
  await expectGrey(0, 8, 127.5);
  await expectGrey(0, 4, 63.75);
  await show('32-bit');
  await expectGrey(0, 8, 127.5);
  await expectGrey(0, 12, 191.25);
});

test('colours are those of their model, whatever the order of their samples', async () => {
  const near = (found: readonly number[], wanted: readonly number[]) => expect(found.every((value, index) => Math.abs(value - (wanted[index] ?? NaN)) <= 1), `${found.join(' ')} is not ${wanted.join(' ')}`).toBe(true);
  await show('rgb-planes');
  near(await colourAt(5, 9), [80, 144, 128]);
  await show('ybr-full');
  // 100 + 1.402 * (50 - 128) is below 0; 100 - 0.344136 * 72 + 0.714136 * 78 = 130.9; 100 + 1.772 * 72 = 227.6
  near(await colourAt(8, 8), [0, 130.9, 227.6]);
  await show('ybr-full-422');
  near(await colourAt(3, 8), [100, 100, 100]);
  near(await colourAt(13, 8), [0, 130.9, 227.6]);
});

test('a value in the upper bits of its word, and a later frame, have their own greys', async () => {
  await show('high-in-word');
  await expectGrey(0, 8, 127.5);
  await expectGrey(15, 15, 254);
  await show('second-frame');
  // 4080 - 0 in the first pixel, 4080 - 4080 in the last
  await expectGrey(0, 0, 254);
  await expectGrey(15, 15, 0);
});

for (const { name } of RENDERING_PHANTOMS) {
  test(`${name} looks as it was approved`, async () => {
    const file = fileURLToPath(new URL(`../visual/approved/${name}.png`, import.meta.url));
    await show(name);
    if (process.env['APPROVE_PICTURES'] === '1') writeFileSync(file, Buffer.from(await page.evaluate(() => (window as unknown as BareWindow).bare.picture()), 'base64'));
    expect(existsSync(file), 'there is no approved picture: look at it and run with APPROVE_PICTURES=1').toBe(true);
    expect(await page.evaluate((picture) => (window as unknown as BareWindow).bare.differenceFrom(picture), `${name}.png`)).toBeLessThanOrEqual(1);
  });
}

test('mutated objects give a picture or a reason, and the viewport goes on', async () => {
  const crashes: string[] = [];
  page.on('pageerror', (error) => crashes.push(error.message));
  const outcomes = new Map<string, number>();
  for (const [index, { seriesInstanceUid }] of BROKEN.entries()) {
    const outcome = await page.evaluate(([studyId, uid]) => (window as unknown as BareWindow).bare.show(studyId, uid), [RENDERING_PHANTOMS.length + index + 1, seriesInstanceUid] as const);
    if (outcome.status === 'failed') expect(outcome.reason).not.toBe('');
    outcomes.set(outcome.status, (outcomes.get(outcome.status) ?? 0) + 1);
  }
  expect(crashes).toEqual([]);
  expect([...outcomes.keys()].toSorted()).toEqual(['failed', 'shown']);
  // It is as fit as before.
  await show('linear');
  await expectGrey(0, 8, 127.5);
});
