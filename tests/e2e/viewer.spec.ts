import { expect, test, type Locator, type Page } from 'playwright/test';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { hasTestData, testFiles } from '#tests/support/test-data.ts';
import type { ViewerHarness } from '#tests/support/viewer-harness/harness.tsx';
import { madeImage, madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedStudy, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';
import { servedFiles } from '#tests/support/viewer-harness/served-files.ts';

/**
 * The viewer in Chromium over a harness server that answers metadata, frames and bulk data like the request handler. The page is built and
 * served by this file; nothing else is needed. Most images are made here, so that every number can be worked out by hand.
 */

/** Toolbar and rail of the viewer, text field of the harness: what is left of the page is the desk. */
const RAIL = 132;
const NOTE = 300;
const TOOLS = 46;

const PHANTOM = 10;
const RAMP = 11;
const MONOCHROME1 = 12;
const TALL = 13;
const FILM = 14;
const BROKEN = 15;
const LOSSY = 16;
const ULTRASOUND = 17;
const FIRST = 21;
const SECOND = 22;
const THIRD = 23;
const GROWING = 24;
const AWAITED = 25;
const DIFFUSION = 30;
const HOLED = 31;
const COLOUR = 32;
const CLIP = 33;

const one = (study: number) => ({ sopInstanceUid: `1.2.${study}.1.1`, seriesInstanceUid: `1.2.${study}.1`, studyInstanceUid: `1.2.${study}` });

/** 512 by 512 pixels of 0.5 mm; the stored value is column + 8 * row, the modality value 1024 less. */
const rampValue = (column: number, row: number) => column + 8 * row;

function studies(): Map<number, ServedStudy> {
  const broken = madeImage({ ...one(BROKEN), rows: 16, columns: 16, value: () => 1, attributes: { InstanceNumber: 1 } });
  const lossy = madeImage({ ...one(LOSSY), rows: 64, columns: 64, value: () => 100, attributes: { LossyImageCompression: '01', LossyImageCompressionRatio: 12 } });
  return new Map<number, ServedStudy>([
    [PHANTOM, { instances: hasTestData() ? servedFiles(testFiles('ct-volume/philips-head-1mm')) : [] }],
    [RAMP, { instances: [madeImage({ ...one(RAMP), rows: 512, columns: 512, value: rampValue, attributes: {
      PixelSpacing: [0.5, 0.5], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-128, -128, 40], RescaleSlope: 1, RescaleIntercept: -1024,
      WindowCenter: [40, -600], WindowWidth: [400, 1500], InstanceNumber: 1,
    } })] }],
    // Padding 0 in the left half of row 0 to 31; the value is the column elsewhere.
    [MONOCHROME1, { instances: [madeImage({ ...one(MONOCHROME1), rows: 64, columns: 64, value: (column, row) => (row < 32 && column < 32 ? 0 : column + 50), attributes: {
      PhotometricInterpretation: 'MONOCHROME1', PixelPaddingValue: 0, Modality: 'DX', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
    } })] }],
    // Pixels twice as high as wide.
    [TALL, { instances: [madeImage({ ...one(TALL), rows: 64, columns: 128, value: () => 100, attributes: {
      PixelSpacing: [2, 1], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 0],
    } })] }],
    [FILM, { instances: [madeImage({ ...one(FILM), rows: 64, columns: 64, value: (column) => column, attributes: {
      Modality: 'DX', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1', ImagerPixelSpacing: [0.2, 0.2], PatientOrientation: ['L', 'F'], ImageLaterality: 'R', ViewPosition: 'PA',
    } })] }],
    [BROKEN, { instances: [{ ...broken, transferSyntaxUid: '1.2.840.10008.1.2.4.80', frames: [Uint8Array.of(0xff, 0xd8, 0xff, 0xf7, 1, 2, 3, 4)] }] }],
    [LOSSY, { instances: [lossy] }],
    [ULTRASOUND, { instances: [madeImage({ ...one(ULTRASOUND), rows: 64, columns: 64, value: () => 100, attributes: { Modality: 'US', SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1', PixelSpacing: [0.5, 0.5] } })] }],
    [FIRST, { instances: madeStack(FIRST, 20), patientName: '甲' }],
    [SECOND, { instances: madeStack(SECOND, 20), patientName: '乙' }],
    [THIRD, { instances: madeStack(THIRD, 20), patientName: '丙', isPrior: true }],
    [GROWING, { instances: madeStack(GROWING, 12) }],
    [AWAITED, { instances: madeStack(AWAITED, 3) }],
    // Four places, b = 0 and then b = 1000 at each; image `index` has the value 10 * (index + 1).
    [DIFFUSION, { instances: madeStack(DIFFUSION, 8, (index) => ({ attributes: { Modality: 'MR', DiffusionBValue: index % 2 === 0 ? 0 : 1000, ImagePositionPatient: [0, 0, 100 - 5 * Math.floor(index / 2)] } })) }],
    // Twenty places from 100 mm downwards, 1 mm apart; the sixth, at 95 mm, is missing.
    [HOLED, { instances: madeStack(HOLED, 20).filter(({ sopInstanceUid }) => sopInstanceUid !== '1.2.31.1.6') }],
    [CLIP, { instances: madeStack(CLIP, 6, (index) => ({ attributes: { Modality: 'MR', ImagePositionPatient: [0, 0, 7], TriggerTime: index * 200 } })) }],
    [COLOUR, { instances: [{ ...madeImage({ ...one(COLOUR), rows: 8, columns: 8, value: () => 0, attributes: { Modality: 'US', SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1', PhotometricInterpretation: 'RGB', SamplesPerPixel: 3, PlanarConfiguration: 0, BitsAllocated: 8, BitsStored: 8, HighBit: 7 } }), frames: [new Uint8Array(8 * 8 * 3).fill(90)] }] }],
  ]);
}

// No test knows of another: the workers share them out, each with a server of its own.
test.describe.configure({ mode: 'parallel' });

let folder: string;
let server: ViewerServer;
let complaints: string[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await buildViewerPage();
  server = await serveViewer(folder, studies());
});
test.afterAll(async () => {
  await server.close();
});

test.beforeEach(({ page }) => {
  complaints = [];
  server.awaited.clear();
  server.missing.clear();
  server.delayMs.clear();
  server.askedFrames.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
});
test.afterEach(() => {
  // Broken rules of the content security policy are errors on the console, too.
  expect(complaints).toEqual([]);
});

/** Opens the page with a desk of the given size; the first study is the case. */
async function open(page: Page, ids: readonly number[], desk = { width: 512, height: 512 }, more = ''): Promise<void> {
  await page.setViewportSize({ width: desk.width + RAIL + NOTE, height: desk.height + TOOLS });
  await page.goto(`${server.url}?studies=${ids.join(',')}${more}`);
}

const viewport = (page: Page, number = 1): Locator => page.locator(`[data-testid=viewport][data-viewport="${number}"]`);

async function shown(page: Page, sopInstanceUid: string, number = 1): Promise<void> {
  await expect(viewport(page, number)).toHaveAttribute('data-sop-instance-uid', sopInstanceUid);
}

/** Red of every pixel of the picture, row by row, and the size of the canvas in device pixels. */
async function readPicture(page: Page, number = 1): Promise<{ readonly width: number; readonly height: number; readonly greys: Uint8Array }> {
  const { width, height, text } = await viewport(page, number).locator('[data-testid=viewport-picture] > canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    // A copy is read, so that the canvas of the page stays as fast as it is.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let greys = '';
    for (let index = 0; index < data.length; index += 4) greys += String.fromCharCode(data[index]!);
    return { width: canvas.width, height: canvas.height, text: btoa(greys) };
  });
  return { width, height, greys: Uint8Array.from(Buffer.from(text, 'base64')) };
}

async function storedMeasurements(page: Page): Promise<readonly Measurement[]> {
  return page.evaluate(() => [...(window as unknown as { harness: ViewerHarness }).harness.measurements.values()]);
}

async function announce(page: Page, studyId: number, sopInstanceUids: readonly string[]): Promise<void> {
  await page.evaluate(async (held) => (window as unknown as { harness: ViewerHarness }).harness.announce(held), { studyId, sopInstanceUids });
}

/** Drags over the picture from one point to another, CSS pixels from its upper left corner. */
async function drag(page: Page, from: readonly [number, number], to: readonly [number, number], button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down({ button });
  await page.mouse.move(box.x + (from[0] + to[0]) / 2, box.y + (from[1] + to[1]) / 2);
  await page.mouse.move(box.x + to[0], box.y + to[1]);
  await page.mouse.up({ button });
}

/** Measurements stored, waited for by their number. */
async function measured(page: Page, count: number): Promise<readonly Measurement[]> {
  await expect.poll(async () => (await storedMeasurements(page)).length).toBe(count);
  return storedMeasurements(page);
}

/** PS3.3 C.11.2.1.2.1, rounded as a canvas does. */
function linear(value: number, center: number, width: number): number {
  if (value <= center - 0.5 - (width - 1) / 2) return 0;
  if (value > center - 0.5 + (width - 1) / 2) return 255;
  return Math.round(((value - (center - 0.5)) / (width - 1) + 0.5) * 255);
}

function worstGrey(greys: Uint8Array, width: number, expected: (column: number, row: number) => number): number {
  let worst = 0;
  for (const [index, grey] of greys.entries()) worst = Math.max(worst, Math.abs(grey - expected(index % width, Math.floor(index / width))));
  return worst;
}

test.describe('greys', () => {
  test('every pixel has the grey of the window, for each preset and for the own one', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await expect(viewport(page)).toHaveAttribute('data-zoom', '1.0000');
    for (const [key, center, width] of [['1', 40, 400], ['2', -600, 1500], ['3', 40, 80], ['7', -600, 1500], ['9', 480, 2500]] as const) {
      await page.keyboard.press(key);
      await expect(viewport(page)).toHaveAttribute('data-window-width', String(width));
      await expect(viewport(page)).toHaveAttribute('data-window-center', String(center));
      const { greys, width: columns } = await readPicture(page);
      expect(worstGrey(greys, columns, (column, row) => linear(rampValue(column, row) - 1024, center, width)), `key ${key}`).toBeLessThanOrEqual(1);
    }
  });

  test('Shift 8 is the liver window and Ctrl 9 the vessels', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('Shift+Digit8');
    await expect(viewport(page)).toHaveAttribute('data-window-width', '150');
    await page.keyboard.press('Control+9');
    await expect(viewport(page)).toHaveAttribute('data-window-width', '600');
  });

  test('on a display of 200 % the picture has one device pixel for each of its own', async ({ browser }) => {
    const context = await browser.newContext({ deviceScaleFactor: 2, viewport: { width: 256 + RAIL + NOTE, height: 256 + TOOLS } });
    const page = await context.newPage();
    await page.goto(`${server.url}?studies=${RAMP}`);
    await shown(page, '1.2.11.1.1');
    await expect(viewport(page)).toHaveAttribute('data-zoom', '0.5000');
    const { width, height, greys } = await readPicture(page);
    expect([width, height]).toEqual([512, 512]);
    expect(worstGrey(greys, width, (column, row) => linear(rampValue(column, row) - 1024, 40, 400))).toBeLessThanOrEqual(1);
    await context.close();
  });

  for (const factor of [1.25, 1.5]) {
    test(`at a scaling of ${factor * 100} % the greys are those of 100 %, and the picture fills every device pixel`, async ({ browser }) => {
      const context = await browser.newContext({ deviceScaleFactor: factor, viewport: { width: 512 + RAIL + NOTE, height: 512 + TOOLS } });
      const page = await context.newPage();
      await page.goto(`${server.url}?studies=${RAMP}`);
      await shown(page, '1.2.11.1.1');
      await expect(viewport(page)).toHaveAttribute('data-zoom', '1.0000');
      await page.keyboard.press('9');
      await expect(viewport(page)).toHaveAttribute('data-window-width', '2500');
      const { width, height, greys } = await readPicture(page);
      expect([width, height]).toEqual([512 * factor, 512 * factor]);
      // The middle of device pixel d lies at (d + 0.5) / factor - 0.5 of the picture. The ramp is straight, so what lies between two pixels has the grey between theirs.
      const at = (device: number) => Math.min(511, Math.max(0, (device + 0.5) / factor - 0.5));
      expect(worstGrey(greys, width, (column, row) => linear(rampValue(at(column), at(row)) - 1024, 480, 2500))).toBeLessThanOrEqual(1);
      await context.close();
    });
  }

  test('MONOCHROME1 is inverted once, and padding stays black', async ({ page }) => {
    // Window 256 / 128: grey = value. Value 50 + column, inverted 205 - column. The desk shows 8 CSS pixels a pixel.
    await open(page, [MONOCHROME1]);
    await shown(page, '1.2.12.1.1');
    const greyAt = async (column: number, row: number) => (await readPicture(page)).greys[(row * 8 + 4) * 512 + column * 8 + 4];
    expect([await greyAt(10, 10), await greyAt(40, 50)]).toEqual([0, 165]);
    await page.keyboard.press('Shift+I');
    // 50 + 40 = 90
    await expect.poll(() => greyAt(40, 50)).toBe(90);
    expect(await greyAt(10, 10)).toBe(0);
  });

  test('a drag to the right widens the window, Esc twice gives the first one back', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await drag(page, [200, 200], [260, 200]);
    // 400 + 60 pixels * 400 / 300 = 480
    await expect(viewport(page)).toHaveAttribute('data-window-width', '480');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(viewport(page)).toHaveAttribute('data-window-width', '400');
  });
});

test.describe('geometry', () => {
  test('letters and pixels turn together', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('7');
    const letters = async () => Promise.all(['left', 'right', 'top', 'bottom'].map((side) => viewport(page).getByTestId(`orientation-${side}`).textContent()));
    const expected = (column: number, row: number) => linear(rampValue(column, row) - 1024, -600, 1500);
    expect(await letters()).toEqual(['R', 'L', 'A', 'P']);

    await page.keyboard.press('r');
    await expect(viewport(page).getByTestId('orientation-right')).toHaveText('A');
    expect(await letters()).toEqual(['P', 'A', 'R', 'L']);
    // Clockwise: the screen's column x, row y shows the image's column y and row 511 - x.
    expect(worstGrey((await readPicture(page)).greys, 512, (x, y) => expected(y, 511 - x))).toBeLessThanOrEqual(1);

    await page.keyboard.press('Alt+h');
    await expect(viewport(page).getByTestId('orientation-right')).toHaveText('P');
    // Mirrored as it lies on the screen: x becomes 511 - x.
    expect(worstGrey((await readPicture(page)).greys, 512, (x, y) => expected(y, x))).toBeLessThanOrEqual(1);

    await page.keyboard.press('Alt+v');
    await expect(viewport(page).getByTestId('orientation-bottom')).toHaveText('R');
    expect(worstGrey((await readPicture(page)).greys, 512, (x, y) => expected(511 - y, x))).toBeLessThanOrEqual(1);

    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(viewport(page).getByTestId('orientation-left')).toHaveText('R');
  });

  test('pixels that are twice as high as wide make a square picture', async ({ page }) => {
    // 128 columns of 1 mm and 64 rows of 2 mm: 128 mm each way, 4 CSS pixels a millimetre.
    await open(page, [TALL]);
    await shown(page, '1.2.13.1.1');
    await expect(viewport(page)).toHaveAttribute('data-zoom', '4.0000');
    const { greys } = await readPicture(page);
    expect([greys[0], greys[511], greys[511 * 512]].every((grey) => grey !== 0)).toBe(true);
  });

  test('a right drag enlarges about the point where it began, a middle drag moves the picture', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('7');
    await drag(page, [256, 256], [256, 156], 'right');
    // 1.01 to the power of 100 = 2.7048
    await expect(viewport(page)).toHaveAttribute('data-zoom', '2.7048');
    await page.keyboard.press('f');
    await expect(viewport(page)).toHaveAttribute('data-zoom', '1.0000');
    await drag(page, [100, 100], [130, 80], 'middle');
    // The first pixel now lies at 30 to the right and 20 up: at (30, 0) stands the pixel of column 0, row 20.
    await expect.poll(async () => (await readPicture(page)).greys[30]).toBe(linear(rampValue(0, 20) - 1024, -600, 1500));
    expect((await readPicture(page)).greys[29]).toBe(0);
  });

  test('a film names the side from its own words, and its lengths are those at the detector', async ({ page }) => {
    await open(page, [FILM]);
    await shown(page, '1.2.14.1.1');
    await expect(viewport(page).getByTestId('orientation-left')).toHaveText('R');
    await expect(viewport(page).getByTestId('orientation-top')).toHaveText('H');
    await expect(viewport(page).getByTestId('viewport-what')).toContainText('R PA');
    await expect(viewport(page).getByTestId('scale-bar')).toContainText('探测器平面');
  });
});

test.describe('measuring', () => {
  test('a length is the number of pixels times their size', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('d');
    await drag(page, [100, 200], [340, 380]);
    const [measurement] = await measured(page, 1);
    // 240 columns and 180 rows of 0.5 mm: 120 and 90 mm, the diagonal 150 mm.
    expect(measurement).toMatchObject({ kind: 'length', spacingSource: 'patient', label: 1, sopInstanceUid: '1.2.11.1.1', frameNumber: 1, studyId: RAMP });
    expect(measurement!.quantities[0]).toMatchObject({ quantity: 'length', unit: 'mm' });
    expect(measurement!.quantities[0]!.value).toBeCloseTo(150, 3);
    // The pointer at CSS pixel 100 is half a pixel before the centre of column 100.
    expect(measurement!.pointsPx).toEqual([[99.5, 199.5], [339.5, 379.5]]);
    await expect(viewport(page).locator('.svg-layer tspan').first()).toHaveText('① 150.0 mm');
    await expect(viewport(page).locator('.svg-layer tspan').nth(1)).toHaveText('mm（患者） · 层 1');
  });

  test('a length follows the picture when it is turned and enlarged', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('r');
    await drag(page, [256, 256], [256, 186], 'right');
    await page.keyboard.press('d');
    await drag(page, [256, 256], [356, 256]);
    const [measurement] = await measured(page, 1);
    const zoom = Number(await viewport(page).getAttribute('data-zoom'));
    // 100 CSS pixels to the right are 100 / zoom rows up in the image.
    expect(measurement!.quantities[0]!.value).toBeCloseTo((100 / zoom) * 0.5, 2);
    const [from, to] = measurement!.pointsPx;
    expect([to![0] - from![0], to![1] - from![1]].map((way) => Math.round(way * zoom))).toEqual([0, -100]);
  });

  test('on a display of 200 % the pointer hits the pixel that is under it', async ({ browser }) => {
    const context = await browser.newContext({ deviceScaleFactor: 2, viewport: { width: 256 + RAIL + NOTE, height: 256 + TOOLS } });
    const page = await context.newPage();
    await page.goto(`${server.url}?studies=${RAMP}`);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('d');
    await drag(page, [50, 100], [170, 100]);
    const [measurement] = await measured(page, 1);
    // CSS pixel 50 is device pixel 100: half a pixel before the centre of column 100. 240 pixels of 0.5 mm.
    expect(measurement!.pointsPx).toEqual([[99.5, 199.5], [339.5, 199.5]]);
    expect(measurement!.quantities[0]!.value).toBeCloseTo(120, 6);
    await context.close();
  });

  test('an ellipse has the mean and deviation of the pixels inside it', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('e');
    // From the centre to a corner of what surrounds it: half axes 60 and 40.
    await drag(page, [200, 250], [260, 290]);
    const [measurement] = await measured(page, 1);
    const inside: number[] = [];
    for (let row = 0; row < 512; row += 1) {
      for (let column = 0; column < 512; column += 1) {
        if (((column - 199.5) / 60) ** 2 + ((row - 249.5) / 40) ** 2 <= 1) inside.push(rampValue(column, row) - 1024);
      }
    }
    const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
    const deviation = Math.sqrt(inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / inside.length);
    const value = (quantity: string) => measurement!.quantities.find((one) => one.quantity === quantity)!.value;
    // pi * 30 mm * 20 mm
    expect(value('area')).toBeCloseTo(Math.PI * 600, 2);
    expect(value('mean')).toBeCloseTo(mean, 6);
    expect(value('standard-deviation')).toBeCloseTo(deviation, 6);
    expect([value('minimum'), value('maximum')]).toEqual([Math.min(...inside), Math.max(...inside)]);
    expect(measurement!.quantities[1]!.unit).toBe("[hnsf'U]");
  });

  test('an angle is that of the picture, not of the pixel grid', async ({ page }) => {
    await open(page, [TALL]);
    await shown(page, '1.2.13.1.1');
    await page.keyboard.press('a');
    await drag(page, [400, 100], [100, 100]);
    const box = (await viewport(page).boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    await page.mouse.up();
    const [measurement] = await measured(page, 1);
    // On the screen the second side goes as far down as to the right.
    expect(measurement!.quantities[0]!.value).toBeCloseTo(45, 2);
  });

  test('without a scale a length is in pixels and says so', async ({ page }) => {
    await open(page, [ULTRASOUND]);
    await shown(page, '1.2.17.1.1');
    await page.keyboard.press('d');
    await drag(page, [100, 100], [260, 100]);
    const [measurement] = await measured(page, 1);
    // 8 CSS pixels a pixel: 160 / 8 = 20
    expect(measurement).toMatchObject({ spacingSource: 'none', quantities: [{ quantity: 'length', value: 20, unit: '{px}' }] });
    await expect(viewport(page).locator('.svg-layer tspan').nth(1)).toContainText('px（超声没有标尺）');
    await expect(viewport(page).getByTestId('scale-bar')).toHaveCount(0);
  });

  test('a click without a drag, and a drawing that is given up, leave nothing', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('d');
    const box = (await viewport(page).boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 200);
    await expect(viewport(page).locator('.svg-layer line').first()).toBeAttached();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(viewport(page).locator('.svg-layer line')).toHaveCount(0);
    expect(await storedMeasurements(page)).toEqual([]);
  });

  test('undo, redo and delete reach the store', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('d');
    await drag(page, [100, 200], [200, 200]);
    await measured(page, 1);
    await page.keyboard.press('Control+z');
    await measured(page, 0);
    await expect(viewport(page).locator('.svg-layer line')).toHaveCount(0);
    await page.keyboard.press('Control+y');
    await measured(page, 1);
    await expect(viewport(page).locator('.svg-layer tspan').first()).toHaveText('① 50.0 mm');
    // A press on the line selects it.
    await page.keyboard.press('w');
    const box = (await viewport(page).boundingBox())!;
    await page.mouse.move(box.x + 140, box.y + 202, { steps: 3 });
    await page.mouse.move(box.x + 150, box.y + 200, { steps: 3 });
    await page.mouse.down();
    await page.mouse.up();
    await expect(viewport(page).locator('.svg-layer line').first()).toHaveAttribute('stroke', '#ffffff');
    await page.keyboard.press('Delete');
    await measured(page, 0);
  });

  test('a handle can be moved with any tool, and the number follows', async ({ page }) => {
    await open(page, [RAMP]);
    await shown(page, '1.2.11.1.1');
    await page.keyboard.press('d');
    await drag(page, [100, 200], [200, 200]);
    const [before] = await measured(page, 1);
    await page.keyboard.press('w');
    const box = (await viewport(page).boundingBox())!;
    await page.mouse.move(box.x + 196, box.y + 204);
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 250, box.y + 200);
    await page.mouse.move(box.x + 300, box.y + 200);
    await page.mouse.up();
    await expect.poll(async () => (await storedMeasurements(page))[0]!.quantities[0]!.value).toBeCloseTo(100, 3);
    expect((await storedMeasurements(page))[0]).toMatchObject({ trackingUid: before!.trackingUid, label: 1 });
    // The window has not moved under the hand.
    await expect(viewport(page)).toHaveAttribute('data-window-width', '400');
  });

  test('M puts the value of the selected or last measurement into the report', async ({ page }) => {
    await open(page, [FILM]);
    await shown(page, '1.2.14.1.1');
    await page.keyboard.press('d');
    await drag(page, [100, 200], [180, 200]);
    await measured(page, 1);
    await page.keyboard.press('m');
    // 80 CSS pixels are 10 pixels of 0.2 mm at the detector.
    await expect.poll(() => page.evaluate(() => (window as unknown as { harness: ViewerHarness }).harness.sentences)).toEqual(['2.0 mm（探测器平面）']);
  });

  test('measurements of the store come back on their image', async ({ page }) => {
    const kept: Measurement = {
      trackingUid: '2.25.77', studyId: RAMP, seriesInstanceUid: '1.2.11.1', sopInstanceUid: '1.2.11.1.1', frameNumber: 1, kind: 'length', label: 7,
      pointsPx: [[100, 100], [160, 180]], quantities: [{ quantity: 'length', value: 50, unit: 'mm' }], spacingSource: 'patient',
    };
    await open(page, [RAMP], undefined, `&measurements=${encodeURIComponent(JSON.stringify([kept]))}`);
    await shown(page, '1.2.11.1.1');
    // 60 and 80 pixels of 0.5 mm: 30, 40, 50.
    await expect(viewport(page).locator('.svg-layer tspan').first()).toHaveText('⑦ 50.0 mm');
  });
});

test.describe('the stack', () => {
  test('the wheel goes image by image, with Ctrl five at once, and stops at the ends', async ({ page }) => {
    await open(page, [FIRST]);
    await shown(page, '1.2.21.1.1');
    await viewport(page).hover();
    await page.mouse.wheel(0, 100);
    await shown(page, '1.2.21.1.2');
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 100);
    await page.keyboard.up('Control');
    await shown(page, '1.2.21.1.7');
    await page.keyboard.press('End');
    await shown(page, '1.2.21.1.20');
    await page.mouse.wheel(0, 100);
    await expect(viewport(page)).toHaveAttribute('data-stack-index', '19');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await shown(page, '1.2.21.1.1');
    await page.keyboard.press('Shift+ArrowDown');
    await shown(page, '1.2.21.1.11');
    await expect(viewport(page).getByTestId('viewport-what')).toContainText('层 11 / 20');
    // 100 mm less 10 slices of 1 mm.
    await expect(viewport(page).getByTestId('viewport-where')).toContainText('Z +90.0 mm');
  });

  test('what is on the screen stays while the stack grows, and nothing can be measured until it is complete', async ({ page }) => {
    const early = ['1.2.24.1.3', '1.2.24.1.4', '1.2.24.1.7'];
    for (let number = 1; number <= 12; number += 1) if (!early.includes(`1.2.24.1.${number}`)) server.missing.add(`1.2.24.1.${number}`);
    await open(page, [GROWING]);
    await shown(page, '1.2.24.1.3');
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.24.1.4');
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'partial');
    await expect(viewport(page)).toHaveAttribute('data-stack-size', '3');
    await expect(viewport(page).getByTestId('fidelity')).toHaveText('◐ 到达中 3 / 12 · 暂不能测量');
    await page.keyboard.press('d');
    await drag(page, [100, 100], [200, 100]);
    expect(await storedMeasurements(page)).toEqual([]);

    server.missing.clear();
    await announce(page, GROWING, Array.from({ length: 12 }, (_, index) => `1.2.24.1.${index + 1}`));
    await expect(viewport(page)).toHaveAttribute('data-stack-size', '12');
    await shown(page, '1.2.24.1.4');
    await expect(viewport(page)).toHaveAttribute('data-stack-index', '3');
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'full');
    await page.keyboard.press('d');
    await drag(page, [100, 100], [200, 100]);
    await measured(page, 1);
  });

  test('a frame that the hospital must send first appears when it is held', async ({ page }) => {
    for (let number = 1; number <= 3; number += 1) server.awaited.add(`1.2.25.1.${number}`);
    await open(page, [AWAITED]);
    await expect.poll(() => server.askedFrames.filter((path) => path.startsWith('/frames/25/')).length).toBeGreaterThan(0);
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'none');
    server.awaited.clear();
    await announce(page, AWAITED, ['1.2.25.1.1']);
    await shown(page, '1.2.25.1.1');
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'full');
  });

  test('a late frame of a stack that has gone is not shown', async ({ page }) => {
    server.delayMs.set('1.2.21.1.1', 1500);
    const isLate = (request: { readonly url: () => string }) => request.url().includes('/frames/21/1.2.21.1.1/1');
    // It is answered late, or nobody waits for it any more.
    const lateAnswer = Promise.race([page.waitForEvent('requestfinished', isLate), page.waitForEvent('requestfailed', isLate)]);
    await open(page, [FIRST, SECOND]);
    await expect.poll(() => server.askedFrames.includes('/frames/21/1.2.21.1.1/1')).toBe(true);
    await page.locator('[data-series-instance-uid="1.2.22.1"][data-testid=series-thumbnail]').click();
    await shown(page, '1.2.22.1.1');
    await lateAnswer;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await shown(page, '1.2.22.1.1');
    // Value 10 at window 256 / 128.
    expect((await readPicture(page)).greys[256 * 512 + 256]).toBe(10);
  });

  test('name, attributes and pixels are those of one study in every frame of the screen', async ({ page }) => {
    // Value 10 * number in every stack: the window of each study makes its own grey. Study 21: 256 / 128; 22 and 23 inverted and narrow.
    for (const study of [FIRST, SECOND, THIRD]) for (let number = 1; number <= 20; number += 1) server.delayMs.set(`1.2.${study}.1.${number}`, (number * study * 7) % 60);
    await open(page, [FIRST, SECOND, THIRD], { width: 256, height: 256 });
    await shown(page, '1.2.21.1.1');
    await page.evaluate(() => {
      const mixed: string[] = [];
      Object.assign(window, { mixed });
      const names: Readonly<Record<string, string>> = { '1.2.21': '甲', '1.2.22': '乙', '1.2.23': '丙' };
      const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
      const look = () => {
        const section = document.querySelector<HTMLElement>('[data-testid=viewport]')!;
        const { studyInstanceUid = '', sopInstanceUid = '', stackIndex = '' } = section.dataset;
        const who = section.querySelector('[data-testid=viewport-identity]')?.textContent ?? '';
        const canvas = section.querySelector<HTMLCanvasElement>('[data-testid=viewport-picture] > canvas')!;
        const isSeen = getComputedStyle(canvas).visibility === 'visible';
        if (studyInstanceUid !== '') {
          copy.drawImage(canvas, 128, 128, 1, 1, 0, 0, 1, 1);
          const grey = copy.getImageData(0, 0, 1, 1).data[0];
          const isRight = who.includes(names[studyInstanceUid] ?? '?') && sopInstanceUid.startsWith(`${studyInstanceUid}.1.`) && grey === 10 * (Number(stackIndex) + 1);
          if (!isRight || !isSeen) mixed.push(`${studyInstanceUid} ${sopInstanceUid} ${stackIndex} ${who} ${grey} ${isSeen}`);
        } else if (isSeen && canvas.width > 0) {
          mixed.push(`a picture without a name: ${who}`);
        }
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const thumbnails = [21, 22, 23].map((study) => page.locator(`[data-series-instance-uid="1.2.${study}.1"][data-testid=series-thumbnail]`));
    let seed = 7;
    for (let step = 0; step < 150; step += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const choice = seed % 5;
      if (choice < 3) await thumbnails[choice]!.evaluate((element) => (element as HTMLElement).click());
      else await page.keyboard.press(choice === 3 ? 'ArrowDown' : 'Shift+ArrowDown');
    }
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'full');
    expect(await page.evaluate(() => (window as unknown as { mixed: string[] }).mixed)).toEqual([]);
  });
});

test.describe('the desk', () => {
  test('two viewports, one picture each; keys go to the one that has the hand', async ({ page }) => {
    await open(page, [FIRST, SECOND], { width: 800, height: 400 });
    await shown(page, '1.2.21.1.1');
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.21.1.2');
    await page.keyboard.press('Shift+Digit2');
    await expect(page.getByTestId('viewport')).toHaveCount(2);
    await page.locator('[data-series-instance-uid="1.2.22.1"][data-testid=series-thumbnail]').dblclick();
    await shown(page, '1.2.22.1.1', 2);
    // What hangs elsewhere has not moved.
    await shown(page, '1.2.21.1.2', 1);
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.22.1.2', 2);
    await viewport(page, 1).click({ position: { x: 50, y: 200 } });
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.21.1.3', 1);
    await page.keyboard.press('Shift+Digit1');
    await expect(page.getByTestId('viewport')).toHaveCount(1);
  });

  test('a thumbnail that is dragged onto a viewport hangs there', async ({ page }) => {
    await open(page, [FIRST, SECOND], { width: 800, height: 400 });
    await shown(page, '1.2.21.1.1');
    await page.keyboard.press('Shift+Digit2');
    await page.locator('[data-series-instance-uid="1.2.22.1"][data-testid=series-thumbnail]').dragTo(viewport(page, 2));
    await shown(page, '1.2.22.1.1', 2);
    await expect(page.locator('[data-series-instance-uid="1.2.22.1"][data-testid=series-thumbnail]')).toHaveAttribute('data-seen', 'true');
  });

  test('no key acts while text is typed or an input method composes', async ({ page }) => {
    await open(page, [FIRST]);
    await shown(page, '1.2.21.1.1');
    await page.getByTestId('note').click();
    await page.keyboard.type('dwe 3 7');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId('note')).toHaveValue('dwe 3 7');
    await viewport(page).focus();
    await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, isComposing: true })));
    await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Process', code: 'ArrowDown', keyCode: 229, bubbles: true })));
    await shown(page, '1.2.21.1.1');
    await expect(viewport(page)).toHaveAttribute('data-window-width', '256');
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.21.1.2');
  });

  test('Space hides what and where, never who and truth', async ({ page }) => {
    await open(page, [FIRST]);
    await shown(page, '1.2.21.1.1');
    await page.keyboard.press('Space');
    await expect(viewport(page).getByTestId('viewport-what')).toHaveCount(0);
    await expect(viewport(page).getByTestId('viewport-identity')).toContainText('甲');
    await expect(viewport(page).getByTestId('fidelity')).toHaveText('● 无损');
  });

  test('main is told what is under the eye', async ({ page }) => {
    await open(page, [FIRST]);
    await shown(page, '1.2.21.1.1');
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.21.1.2');
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { harness: ViewerHarness }).harness.focus.current))
      .toEqual([{ studyId: FIRST, seriesInstanceUid: '1.2.21.1', sopInstanceUid: '1.2.21.1.2', frameNumber: 1, direction: 'forward', isActive: true }]);
  });
});

test.describe('truth', () => {
  test('a lossy image says so, with its ratio', async ({ page }) => {
    await open(page, [LOSSY]);
    await shown(page, '1.2.16.1.1');
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'lossy');
    await expect(viewport(page).getByTestId('fidelity')).toHaveText('▲ 有损 1:12');
  });

  test('an image that cannot be decoded is not shown, and says why', async ({ page }) => {
    await open(page, [BROKEN]);
    await expect(viewport(page).getByTestId('viewport-words')).toContainText('影像损坏');
    await expect(viewport(page)).toHaveAttribute('data-fidelity', 'none');
    complaints.length = 0;
  });

  test('the length between two marks of the phantom is the one that its spacing gives', async ({ page }) => {
    test.skip(!hasTestData(), 'the shared test data are absent');
    await open(page, [PHANTOM]);
    await expect(viewport(page)).toHaveAttribute('data-stack-size', '50');
    await expect(viewport(page)).toHaveAttribute('data-zoom', '1.0000');
    await page.keyboard.press('d');
    await drag(page, [100, 256], [400, 256]);
    const [measurement] = await measured(page, 1);
    // 300 pixels of 0.451171875 mm.
    expect(measurement!.quantities[0]!.value).toBeCloseTo(135.3515625, 4);
  });
});

test.describe('the imaging passport', () => {
  const thumbnails = (page: Page, study: number) => page.locator(`[data-series-instance-uid="1.2.${study}.1"][data-testid=series-thumbnail]`);

  test('a series with two b-values has two thumbnails; each hangs its own stack, in the order of its positions', async ({ page }) => {
    await open(page, [DIFFUSION]);
    await expect(thumbnails(page, DIFFUSION)).toHaveCount(2);
    await expect(thumbnails(page, DIFFUSION).nth(0)).toContainText('b 0');
    await expect(thumbnails(page, DIFFUSION).nth(1)).toContainText('b 1000');
    // Images 1, 3, 5, 7 are b = 0.
    await shown(page, '1.2.30.1.1');
    await expect(viewport(page)).toHaveAttribute('data-stack-size', '4');
    await expect(thumbnails(page, DIFFUSION).nth(0)).toHaveAttribute('data-seen', 'true');
    await expect(thumbnails(page, DIFFUSION).nth(1)).toHaveAttribute('data-seen', 'false');
    await thumbnails(page, DIFFUSION).nth(1).click();
    await shown(page, '1.2.30.1.2');
    await expect(viewport(page)).toHaveAttribute('data-stack-place', '1');
    await expect(thumbnails(page, DIFFUSION).nth(1)).toHaveAttribute('aria-current', 'true');
    await viewport(page).focus();
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.30.1.4');
    // The stack before it is one step back.
    await page.keyboard.press('PageUp');
    await shown(page, '1.2.30.1.1');
  });

  test('a missing slice is on the badge, beside its neighbours and in the passport, which opens by mouse and by key', async ({ page }) => {
    await open(page, [HOLED]);
    await shown(page, '1.2.31.1.1');
    await expect(viewport(page)).toHaveAttribute('data-passport', 'red');
    await expect(viewport(page).getByTestId('passport-badge')).toHaveText('■ 缺 1 层');
    await expect(viewport(page).getByTestId('place-marks')).toHaveCount(0);
    for (let notch = 0; notch < 4; notch += 1) await page.keyboard.press('ArrowDown');
    // The fifth slice lies at 96 mm, the next one at 94 mm.
    await shown(page, '1.2.31.1.5');
    await expect(viewport(page).getByTestId('place-marks')).toHaveText('▲ 这一层旁边缺 1 层');
    const panel = viewport(page).getByTestId('passport-panel');
    await page.keyboard.press('g');
    await expect(panel).toContainText('94 至 96 mm 之间');
    await expect(panel).toContainText('19 个位置，19 幅');
    await expect(panel).toContainText('1 处缺层，缺处留空');
    await page.keyboard.press('g');
    await expect(panel).toHaveCount(0);
    await viewport(page).getByTestId('passport-badge').click();
    await expect(panel).toBeVisible();
    // The keys of the picture still work, and Escape closes the panel.
    await page.keyboard.press('ArrowDown');
    await shown(page, '1.2.31.1.7');
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
  });

  test('a window on colour is refused with the reason on the picture, and the tool stays', async ({ page }) => {
    await open(page, [COLOUR], { width: 512, height: 512 }, '&language=en');
    await shown(page, '1.2.32.1.1');
    await page.keyboard.press('t');
    await page.keyboard.press('w');
    await expect(viewport(page).getByTestId('viewport-notice')).toHaveText('Window refused: colour images have no grey values');
    await expect(page.getByRole('button', { name: 'Pan' })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: 'Window', exact: true })).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('7');
    await expect(viewport(page).getByTestId('viewport-notice')).toHaveText('Lung refused: colour images have no grey values');
  });

  test('C runs images at one place by the times of their triggers; the wheel stops them', async ({ page }) => {
    await open(page, [CLIP]);
    await shown(page, '1.2.33.1.1');
    await page.keyboard.press('c');
    // Triggers 200 ms apart: five a second.
    await expect(viewport(page).getByTestId('cine')).toHaveText('电影 5 幅/秒 · 1× · 各幅触发的时间');
    const places = new Set<string | null>();
    await expect.poll(async () => places.add(await viewport(page).getAttribute('data-stack-index')).size).toBe(6);
    await page.keyboard.press('.');
    await expect(viewport(page).getByTestId('cine')).toContainText('7.5 幅/秒 · 1.5×');
    await page.keyboard.press('ArrowDown');
    await expect(viewport(page).getByTestId('cine')).toHaveCount(0);
  });
});
