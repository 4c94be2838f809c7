import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from 'playwright/test';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import type { ViewerHarness } from '#tests/support/viewer-harness/harness.tsx';
import { madeImage } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';

/** What the hand does to pictures, in Chromium: every tool of the measuring menu on a phantom whose numbers are worked out by hand. */

const RAMP = 11;
const RULED = 12;
const RAIL = 132;
const NOTE = 300;
const TOOLS = 46;

let folder: string;
let server: ViewerServer;
let complaints: string[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await buildViewerPage();
  // 512 by 512 pixels of 0.5 mm; the stored value is column + 8 * row, the modality value 1024 less.
  const image = madeImage({
    sopInstanceUid: '1.2.11.1.1', seriesInstanceUid: '1.2.11.1', studyInstanceUid: '1.2.11', rows: 512, columns: 512, value: (column, row) => column + 8 * row,
    attributes: { PixelSpacing: [0.5, 0.5], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-128, -128, 40], RescaleSlope: 1, RescaleIntercept: -1024, WindowCenter: 40, WindowWidth: 400, InstanceNumber: 1 },
  });
  // Two stripes of four columns, 200 columns of 0.4 mm from middle to middle: 80 mm.
  const isStripe = (column: number) => (column >= 98 && column < 102) || (column >= 298 && column < 302);
  const ruled = madeImage({
    sopInstanceUid: '1.2.12.1.1', seriesInstanceUid: '1.2.12.1', studyInstanceUid: '1.2.12', rows: 400, columns: 400, value: (column) => (isStripe(column) ? 4000 : 0),
    attributes: { PixelSpacing: [0.4, 0.4], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [-80, -80, 40], WindowCenter: 2000, WindowWidth: 1000, InstanceNumber: 1 },
  });
  server = await serveViewer(folder, new Map([[RAMP, { instances: [image] }], [RULED, { instances: [ruled] }]]));
});
test.afterAll(async () => {
  await server.close();
});
test.beforeEach(({ page }) => {
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
});
test.afterEach(() => expect(complaints).toEqual([]));

const viewport = (page: Page): Locator => page.locator('[data-testid=viewport][data-viewport="1"]');

/** A pixel of the image is a CSS pixel of the desk. */
async function open(page: Page): Promise<void> {
  await page.setViewportSize({ width: 512 + RAIL + NOTE, height: 512 + TOOLS });
  await page.goto(`${server.url}?studies=${RAMP}`);
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', '1.2.11.1.1');
}

const stored = (page: Page): Promise<readonly Measurement[]> => page.evaluate(() => [...(window as unknown as { harness: ViewerHarness }).harness.measurements.values()]);

async function measured(page: Page, count: number): Promise<readonly Measurement[]> {
  await expect.poll(async () => (await stored(page)).length).toBe(count);
  return stored(page);
}

type Way = readonly (readonly [number, number])[];

/** Each way is pressed at its first point, dragged along, and let go at its last. */
async function draw(page: Page, key: string, ways: readonly Way[]): Promise<void> {
  await page.keyboard.press(key);
  const box = (await viewport(page).boundingBox())!;
  for (const [first, ...rest] of ways) {
    await page.mouse.move(box.x + first![0], box.y + first![1], { steps: 2 });
    await page.mouse.down();
    for (const [x, y] of rest) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
    await page.mouse.up();
  }
}

const rounded = ({ quantities }: Measurement) => Object.fromEntries(quantities.map(({ quantity, value }) => [quantity, Math.round(value * 10) / 10]));

test('every tool of the menu is drawn, moved, undone and redone, and its numbers are those of the phantom', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page);

  // One below the other: words stand to the right of a shape, and a press on them would take them.
  // 100 pixels of 0.5 mm and, at first, half of it across.
  await draw(page, 'Shift+D', [[[60, 40], [160, 40]]]);
  expect(rounded((await measured(page, 1))[0]!)).toEqual({ length: 50, 'short-axis': 25 });

  // A level line and one that falls 40 over 40: 45°.
  await draw(page, 'Alt+a', [[[60, 85], [100, 85]], [[60, 95], [100, 135]]]);
  expect(rounded((await measured(page, 2))[1]!)).toEqual({ angle: 45 });

  // Radius 20 pixels = 10 mm: 314.2 mm2. The mean of a ramp is its middle, half a pixel up and left of the pointer: 99.5 + 8 * 164.5 - 1024 = 391.5
  await draw(page, 'Shift+E', [[[100, 165], [120, 165]]]);
  const circle = (await measured(page, 3))[2]!;
  expect(rounded(circle)).toMatchObject({ area: 314.2 });
  expect(Math.abs(rounded(circle)['mean']! - 391.5)).toBeLessThan(2);

  // 40 by 20 pixels = 20 by 10 mm.
  await draw(page, 'q', [[[60, 195], [100, 215]]]);
  expect(rounded((await measured(page, 4))[3]!)).toMatchObject({ area: 200 });

  // A square of 40 pixels drawn by hand: 20 by 20 mm; the corners are cut by less than 3 pixels.
  await draw(page, 'Shift+Q', [[[60, 225], [100, 225], [100, 265], [60, 265], [60, 229]]]);
  expect(Math.abs(rounded((await measured(page, 5))[4]!)['area']! - 400)).toBeLessThan(20);

  // 40 down, 40 across, ended by a double press: 80 * 0.5 = 40 mm.
  await draw(page, 'y', [[[60, 280], [60, 320]]]);
  const desk = (await viewport(page).boundingBox())!;
  await page.mouse.move(desk.x + 100, desk.y + 320, { steps: 3 });
  await page.mouse.dblclick(desk.x + 100, desk.y + 320);
  expect(rounded((await measured(page, 6))[5]!)).toEqual({ length: 40 });

  await draw(page, 'p', [[[400, 480]]]);
  // The pixel under the pointer is 399 or 400 and 479 or 480: 399 + 8 * 479 - 1024 = 3207, one more or eight more.
  expect([3207, 3208, 3215, 3216]).toContain(rounded((await measured(page, 7))[6]!)['pixel-value']!);

  // Heart 60, thorax 120 pixels.
  await draw(page, 'Alt+r', [[[80, 350], [140, 350]], [[50, 362], [170, 362]]]);
  expect((await measured(page, 8))[7]!.quantities.map(({ quantity, value }) => [quantity, Math.round(value * 1000) / 1000])).toEqual([['ratio', 0.5], ['heart-width', 30], ['thorax-width', 60]]);

  // 40 down, then 30 across: 20 and 15 mm, and 25 mm from hip to ankle; a right angle.
  await draw(page, 'Shift+L', [[[60, 390], [60, 430]], [[90, 430]]]);
  await page.mouse.move(desk.x + 300, desk.y + 500, { steps: 3 });
  expect(rounded((await measured(page, 9))[8]!)).toEqual({ length: 25, femur: 20, tibia: 15, angle: 90 });

  await draw(page, 'b', [[[60, 460]]]);
  await page.getByTestId('shape-text-dialog').getByRole('textbox').fill('结节');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('shape-text-dialog')).toHaveCount(0);
  await expect.poll(async () => (await stored(page)).find(({ kind }) => kind === 'text')?.text).toBe('结节');

  // The circle is taken by its line and moved 40 down: 8 * 40 more.
  await page.keyboard.press('w');
  await page.mouse.move(desk.x + 100, desk.y + 145, { steps: 2 });
  await page.mouse.down();
  await page.mouse.move(desk.x + 100, desk.y + 185, { steps: 5 });
  await page.mouse.up();
  const mean = async () => rounded((await stored(page)).find(({ trackingUid }) => trackingUid === circle.trackingUid)!)['mean']!;
  await expect.poll(mean).toBeGreaterThan(rounded(circle)['mean']! + 300);
  expect(Math.abs((await mean()) - rounded(circle)['mean']! - 320)).toBeLessThan(10);
  await page.keyboard.press('Control+z');
  await expect.poll(mean).toBe(rounded(circle)['mean']!);
  await page.keyboard.press('Control+y');
  await expect.poll(mean).toBeGreaterThan(rounded(circle)['mean']! + 300);

  // Undo is kept outside of the page.
  await expect.poll(() => page.evaluate(() => (window as unknown as { harness: ViewerHarness }).harness.steps.current.done.length)).toBeGreaterThan(10);
});

test('a key image is marked by K, the list leads to it, and nothing happens while text is typed', async ({ page }) => {
  await open(page);
  await page.getByTestId('note').click();
  await page.keyboard.type('kkmd');
  await expect(page.getByTestId('note')).toHaveValue('kkmd');
  await expect(viewport(page)).toHaveAttribute('data-is-key-image', 'false');
  await viewport(page).click({ position: { x: 300, y: 300 } });

  await page.keyboard.press('k');
  await expect(viewport(page).getByTestId('key-image-mark')).toBeVisible();
  await expect.poll(() => page.evaluate(() => (window as unknown as { harness: ViewerHarness }).harness.keyImages.length)).toBe(1);
  await page.keyboard.press('k');
  await expect(viewport(page).getByTestId('key-image-mark')).toHaveCount(0);

  // Nothing is selected: M shows the tools; each of them says its key.
  await page.keyboard.press('m');
  const menu = page.getByTestId('measure-menu');
  await expect(menu.getByRole('button', { name: /心胸比/ })).toHaveAttribute('aria-keyshortcuts', 'Alt+R');
  await menu.getByRole('button', { name: /^测长度/ }).click();
  await expect(menu).toHaveCount(0);
  await draw(page, 'd', [[[100, 100], [200, 100]]]);
  const [line] = await measured(page, 1);
  await page.keyboard.press('m');
  await expect.poll(() => page.evaluate(() => (window as unknown as { harness: ViewerHarness }).harness.sentences)).toEqual(['50.0 mm']);

  // The line in the report becomes stale when its end is moved: 80 more pixels are 40 mm.
  const box = (await viewport(page).boundingBox())!;
  await page.keyboard.press('w');
  await page.mouse.move(box.x + 200, box.y + 100, { steps: 2 });
  await page.mouse.down();
  await page.mouse.move(box.x + 280, box.y + 100, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press('Shift+M');
  const row = page.locator(`[data-testid=measurement-row][data-tracking-uid="${line!.trackingUid}"]`);
  await expect(row).toHaveAttribute('data-is-stale', 'true');
  await expect(row).toContainText('报告里是“50.0 mm”，现在是“90.0 mm”');
  await row.getByRole('button', { name: '更新报告' }).click();
  await expect(row).toHaveAttribute('data-is-stale', 'false');
});

/** Pixels for a millimetre of the sheet. */
const PER_MM = 5;

/** A page of a PDF as grey values, row by row. */
function rasterised(pdf: string): { readonly width: number; readonly rowAt: (y: number) => Uint8Array; readonly height: number } {
  execFileSync('pdftoppm', ['-r', String(25.4 * PER_MM), '-gray', '-singlefile', pdf, pdf]);
  const bytes = readFileSync(`${pdf}.pgm`);
  // P5, width height, 255: three lines.
  const [, width = 0, height = 0] = /^P5\s(\d+)\s(\d+)\s255\s/.exec(bytes.toString('latin1', 0, 40))!.map(Number);
  const from = bytes.length - width * height;
  return { width, height, rowAt: (y) => bytes.subarray(from + y * width, from + (y + 1) * width) };
}

/** Stretches of a row for which something holds: their first and last places. */
function stretches(row: Uint8Array, holds: (grey: number) => boolean): readonly (readonly [first: number, last: number])[] {
  const found: [number, number][] = [];
  row.forEach((grey, x) => {
    const open = found.at(-1);
    if (!holds(grey)) return;
    if (open?.[1] === x - 1) open[1] = x;
    else found.push([x, x]);
  });
  return found;
}

test('80 mm of the patient are 80 mm of the printed sheet, and so is its ruler', async ({ page }, information) => {
  await page.setViewportSize({ width: 512 + RAIL + NOTE, height: 512 + TOOLS });
  await page.goto(`${server.url}?studies=${RULED}`);
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', '1.2.12.1.1');
  await page.keyboard.press('Control+Shift+p');
  const sheet = page.getByTestId('print-page');
  await expect(sheet).toHaveAttribute('data-size', 'true-size');
  await expect(sheet).toContainText('人民路 18 号');
  await expect(page.getByTestId('printed-ruler')).toHaveAttribute('data-length-mm', '100');
  await expect.poll(() => page.getByTestId('printed-picture').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
  const pdf = information.outputPath('sheet.pdf');
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  const { width, height, rowAt } = rasterised(pdf);
  // A4: 210 by 297 mm.
  expect([Math.round(width / PER_MM), Math.round(height / PER_MM)]).toEqual([210, 297]);
  const rows = Array.from({ length: height }, (_, y) => rowAt(y));
  // White margin, first stripe, second stripe, white margin; between them the dark ground of the picture.
  const striped = rows.map((row) => stretches(row, (grey) => grey > 180)).filter((found) => found.length === 4 && found[1]![1] - found[1]![0] > 4 && found[2]![1] - found[2]![0] > 4);
  expect(striped.length).toBeGreaterThan(100);
  const apartMm = striped.map(([, one, other]) => (other![0] + other![1] - one![0] - one![1]) / 2 / PER_MM).toSorted((left, right) => left - right);
  // Half a percent of 80 mm.
  expect(Math.abs(apartMm[Math.floor(apartMm.length / 2)]! - 80)).toBeLessThan(0.4);
  // The ruler is the only dark line of about a hundred millimetres on white ground.
  const ruler = rows.flatMap((row) => stretches(row, (grey) => grey < 150)).map(([first, last]) => (last + 1 - first) / PER_MM).filter((lengthMm) => lengthMm > 90 && lengthMm < 110);
  expect(ruler.length).toBeGreaterThan(0);
  for (const lengthMm of ruler) expect(Math.abs(lengthMm - 100)).toBeLessThan(0.5);
});
