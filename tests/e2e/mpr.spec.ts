import { chromium, expect, test, type Locator, type Page } from 'playwright/test';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { browserOptions } from '#tests/support/browser-options.ts';
import { madeImage, madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedStudy, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';

/** Other planes by one key: the ball is round in each, its length is that of the patient, and the slab says what it is. */

const BALL = 61;
const SLICES = 40;

/** A ball of 40 mm and 1000 in the middle of 96 x 96 x 80 mm of nothing; slices 2 mm apart, from the head down. */
function ball(): ServedStudy {
  return {
    instances: madeStack(BALL, SLICES, (index) => ({
      rows: 96, columns: 96,
      value: (column, row) => (Math.hypot(column - 47.5, row - 47.5, (index - 19.5) * 2) <= 20 ? 1000 : 0),
      attributes: { PixelSpacing: [1, 1], ImagePositionPatient: [-47.5, -47.5, 39 - index * 2], SliceThickness: 2, WindowCenter: 500, WindowWidth: 1001 },
    })),
  };
}

const RUN = 62;

/** Three frames of 64 x 64: bone right of column 32; in the last frame the patient has moved by a pixel to the right, and a vessel runs across row 50. */
function run(): ServedStudy {
  const frame = (index: number) => {
    const words = new Uint16Array(64 * 64);
    for (let row = 0; row < 64; row += 1) for (let column = 0; column < 64; column += 1) words[row * 64 + column] = (column >= (index === 2 ? 33 : 32) ? 400 : 900) - (index === 2 && row >= 49 && row < 52 ? 150 : 0);
    return new Uint8Array(words.buffer);
  };
  const made = madeImage({
    sopInstanceUid: `1.2.${RUN}.1.1`, seriesInstanceUid: `1.2.${RUN}.1`, studyInstanceUid: `1.2.${RUN}`, rows: 64, columns: 64, value: () => 0,
    attributes: { SOPClassUID: '1.2.840.10008.5.1.4.1.1.12.1', Modality: 'XA', NumberOfFrames: 3, FrameTime: 100, SeriesNumber: 1, InstanceNumber: 1, SeriesDescription: 'DSA', WindowCenter: 600, WindowWidth: 1000, PixelIntensityRelationship: 'LOG',
      // The hospital names the mask and by how much it is moved: down, then to the right.
      MaskSubtractionSequence: [buildDataSet({ MaskOperation: 'AVG_SUB', MaskFrameNumbers: 1, MaskSubPixelShift: [0, 1] })] },
  });
  return { instances: [{ ...made, frames: [frame(0), frame(1), frame(2)] }] };
}

let folder: string;
let server: ViewerServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await buildViewerPage();
  server = await serveViewer(folder, new Map([[BALL, ball()], [RUN, run()]]));
});
test.afterAll(async () => {
  await server.close();
});

const plane = (page: Page, name: string): Locator => page.locator(`[data-testid=mpr-viewport][data-plane=${name}]`);

/** The grey of a place of a viewport, from the middle, CSS pixels. */
async function greyAt(viewport: Locator, right: number, down: number): Promise<number> {
  return await viewport.locator('[data-testid=viewport-picture] > canvas').last().evaluate((element, [x, y]) => {
    const canvas = element as HTMLCanvasElement;
    const ratio = canvas.width / canvas.getBoundingClientRect().width;
    return canvas.getContext('2d')!.getImageData(Math.round(canvas.width / 2 + x! * ratio), Math.round(canvas.height / 2 + y! * ratio), 1, 1).data[0]!;
  }, [right, down]);
}

interface LossWindow {
  /** Canvases that came back empty. */
  restored: number;
}

/** Runs in the page before anything else: the machine has a graphics card, which holds the pictures, as it says of itself; what it loses is counted. */
function claimGraphicsCard(): void {
  const UNMASKED_RENDERER_WEBGL = 0x9246;
  const { prototype } = WebGL2RenderingContext;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'getParameter');
  const getParameter: unknown = descriptor?.value;
  Object.defineProperty(prototype, 'getParameter', {
    ...descriptor,
    value(this: WebGL2RenderingContext, name: number): unknown {
      const answer: unknown = typeof getParameter === 'function' ? Reflect.apply(getParameter, this, [name]) : null;
      return name === UNMASKED_RENDERER_WEBGL ? 'ANGLE (Intel, Iris Xe)' : answer;
    },
  });
  (window as unknown as LossWindow).restored = 0;
  document.addEventListener('contextrestored', () => ((window as unknown as LossWindow).restored += 1), { capture: true });
}

/** The red of a place of the picture of the body, as shares of its sides. */
async function castGreyAt(page: Page, right: number, down: number): Promise<number> {
  return await page.getByTestId('volume-picture').evaluate((element, [x, y]) => {
    const canvas = element as HTMLCanvasElement;
    return canvas.getContext('2d')!.getImageData(Math.round(canvas.width * x!), Math.round(canvas.height * y!), 1, 1).data[0]!;
  }, [right, down]);
}

test('one key cuts a stack in three planes, a length on each is that of the patient, and the key leads back', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.addInitScript(claimGraphicsCard);
  await page.goto(`${server.url}?studies=${BALL}`);
  await expect(page.locator('[data-testid=viewport][data-viewport="1"]')).toHaveAttribute('data-stack-size', `${SLICES}`);
  await expect(page.locator('[data-testid=viewport][data-viewport="1"]')).toHaveAttribute('data-fidelity', 'full');
  await page.keyboard.press('Alt+M');
  await expect(page.getByTestId('mpr-panel')).toContainText('96 × 96 × 40');
  for (const name of ['axial', 'coronal', 'sagittal']) {
    await expect(plane(page, name)).toHaveAttribute('data-stack-index', /\d/);
    await expect(plane(page, name).getByTestId('mpr-mark')).toHaveText('▲ 重建');
    await expect(plane(page, name).getByTestId('volume-way')).toHaveText('处理器绘制，全部体素');
  }
  // Through the middle: 40 of 80 mm upwards; the planes are 1 mm apart.
  await expect(plane(page, 'coronal')).toHaveAttribute('data-stack-size', '96');
  await expect(plane(page, 'axial')).toHaveAttribute('data-stack-size', '80');

  const coronal = plane(page, 'coronal');
  const zoom = Number(await coronal.getAttribute('data-zoom'));
  expect(zoom).toBeGreaterThan(1);
  // Inside and outside of 20 mm, along the rows and across the slices alike: round, though slices are 2 mm apart.
  for (const [right, down] of [[16, 0], [0, 16], [-11, 11]] as const) expect(await greyAt(coronal, right * zoom, down * zoom)).toBe(255);
  for (const [right, down] of [[24, 0], [0, 24], [17, 17]] as const) expect(await greyAt(coronal, right * zoom, down * zoom)).toBe(0);

  // 20 mm to the left of the middle to 20 mm to the right of it, 30 mm below: 40 mm. The mouse counts whole CSS pixels, half a one at each end: 1 / zoom, at most 0.25 mm.
  expect(zoom).toBeGreaterThan(4);
  const box = (await coronal.boundingBox())!;
  const at = (right: number, down: number) => [box.x + box.width / 2 + right * zoom, box.y + box.height / 2 + down * zoom] as const;
  await page.keyboard.press('d');
  await page.mouse.move(...at(-20, 30));
  await page.mouse.down();
  await page.mouse.move(...at(0, 30));
  await page.mouse.move(...at(20, 30));
  await page.mouse.up();
  await expect(page.getByTestId('mpr-measurements')).toContainText(/① (39\.[89]|40\.[0-2]) mm · 冠状位/);
  await page.keyboard.press('m');
  await expect.poll(() => page.evaluate(() => (window as unknown as { harness: { sentences: string[] } }).harness.sentences.join())).toContain('冠状位重建');
  // It is kept with the study in the patient: on the coronal plane through the middle, 40 mm along x, 30 mm towards the feet.
  const kept = async () => await page.evaluate(() => [...(window as unknown as { harness: { measurements: Map<string, Measurement> } }).harness.measurements.values()]);
  await expect.poll(async () => (await kept()).length).toBe(1);
  const place = (await kept())[0]?.place;
  expect(place).toMatchObject({ kind: 'plane', plane: 'coronal', slab: { thicknessMm: 0 } });
  for (const [index, right] of [-20, 20].entries()) expect(Math.abs(place!.pointsMm[index]![0] - right)).toBeLessThan(0.3);
  for (const point of place!.pointsMm) expect(Math.abs(point[2] + 30)).toBeLessThan(0.6);

  // The process of the graphics card breaks off, with all that the card held: planes and thumbnail are back within 5 s, nobody having touched anything, and the measurement stays.
  const devTools = await browser.newBrowserCDPSession();
  await devTools.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect.poll(() => page.evaluate(() => (window as unknown as LossWindow).restored)).toBeGreaterThan(0);
  for (const name of ['axial', 'coronal', 'sagittal']) await expect.poll(() => greyAt(plane(page, name), 0, 0), { timeout: 5_000 }).toBe(255);
  expect(await page.locator('canvas[data-drawn=true]').first().evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    return canvas.getContext('2d')!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0]!;
  })).toBe(255);
  await expect(page.getByTestId('mpr-measurements')).toContainText('①');

  // The wheel in one plane moves the crosshair of the others.
  await page.keyboard.press('w');
  const axialIndex = Number(await plane(page, 'axial').getAttribute('data-stack-index'));
  await plane(page, 'axial').hover();
  await page.mouse.wheel(0, 100);
  await expect(plane(page, 'axial')).toHaveAttribute('data-stack-index', `${axialIndex + 1}`);
  await page.keyboard.press('Alt+B');
  await expect(coronal).toHaveAttribute('data-slab', '10');
  await expect(coronal.getByTestId('mpr-what')).toContainText('最大密度 10 mm');

  // By keys alone: the lines are turned in the axial plane, and coronal and sagittal become oblique; then upright again.
  await plane(page, 'axial').focus();
  await expect(plane(page, 'axial')).toHaveAttribute('data-is-active', 'true');
  await page.keyboard.press('Alt+ArrowRight');
  // 96 mm seen at 5 degrees reach 96 * (cos 5 + sin 5) = 104.001 mm: planes 1 mm apart, 105 of them.
  await expect(coronal).toHaveAttribute('data-stack-size', '105');
  await page.keyboard.press('Alt+0');
  await expect(coronal).toHaveAttribute('data-stack-size', '96');

  // A curve from the middle to 10 mm beside it is straight: its picture is 10 mm long.
  await page.keyboard.press('Alt+C');
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('Alt+Shift+ArrowRight');
  await page.keyboard.press('Alt+C');
  await expect(page.getByTestId('mpr-curve')).toHaveAttribute('data-length-mm', '10.0');
  await expect(page.getByTestId('mpr-curve')).toHaveAttribute('data-stack-index', '0');

  // The same volume as a body: seen from the front the ball is bright, nothing is beside it, and half of it can be cropped away.
  await page.keyboard.press('Alt+D');
  const desk = page.getByTestId('volume-desk');
  await expect(desk).toHaveAttribute('data-is-fine', 'true');
  await expect(page.getByTestId('volume-badge')).toContainText('处理器绘制，全部体素');
  expect(await castGreyAt(page, 0.5, 0.5)).toBe(255);
  // The card is lost once more while the body is open: it stays, and so does what was measured.
  await page.evaluate(() => {
    const probe = document.createElement('canvas');
    probe.getContext('webgl2');
    document.body.append(probe);
    probe.hidden = true;
    probe.addEventListener('webglcontextlost', () => probe.setAttribute('data-is-lost', 'true'));
  });
  await devTools.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect(page.locator('canvas[data-is-lost=true]')).toHaveCount(1);
  await expect.poll(() => castGreyAt(page, 0.5, 0.5), { timeout: 5_000 }).toBe(255);
  expect((await kept()).length).toBe(1);
  // Beside the ball lies 0 HU of -100 to 900: 25.5.
  expect(await castGreyAt(page, 0.1, 0.5)).toBe(26);
  await page.getByTestId('volume-crop-left-low').fill('75');
  await expect(desk).toHaveAttribute('data-is-fine', 'false');
  await expect(desk).toHaveAttribute('data-is-fine', 'true');
  expect(await castGreyAt(page, 0.5, 0.5)).toBe(0);
  await page.getByTestId('volume-style-bone').click();
  await expect(desk).toHaveAttribute('data-style', 'bone');

  await page.keyboard.press('Alt+D');
  await expect(page.locator('[data-testid=viewport][data-viewport="1"]')).toHaveAttribute('data-fidelity', 'full');
  await expect(page.getByTestId('mpr-desk')).toHaveCount(0);
  await expect(desk).toHaveCount(0);

  // From the list of measurements back to the plane that it was drawn on, from the images.
  await page.keyboard.press('Shift+M');
  await page.getByTestId('measurement-row').filter({ hasText: '冠状位重建' }).locator('button').first().click();
  await expect(plane(page, 'coronal')).toHaveAttribute('data-is-active', 'true');
  await expect(plane(page, 'coronal')).toHaveAttribute('data-slab', '0');
  await expect(plane(page, 'coronal').locator('.svg-layer')).toContainText('①');
});

test('a card that breaks off until the browser gives it up takes nothing: the stack, its length and the words stay, and other planes open', async () => {
  // A browser of its own: after the third time it goes on without a card.
  const browser = await chromium.launch(browserOptions('imitated-card'));
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, locale: 'zh-CN' });
  await page.addInitScript(claimGraphicsCard);
  await page.goto(`${server.url}?studies=${BALL}`);
  const stack = page.locator('[data-testid=viewport][data-viewport="1"]');
  await expect(stack).toHaveAttribute('data-fidelity', 'full');
  await stack.hover();
  for (let slice = 1; slice <= 20; slice += 1) {
    await page.mouse.wheel(0, 100);
    await expect(stack).toHaveAttribute('data-stack-index', `${slice}`);
  }
  const zoom = Number(await stack.getAttribute('data-zoom'));
  const box = (await stack.boundingBox())!;
  await page.keyboard.press('d');
  await page.mouse.move(box.x + box.width / 2 - 20 * zoom, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width / 2 + 20 * zoom, box.y + box.height / 2);
  await page.mouse.up();
  await expect(stack.locator('.svg-layer')).toContainText('mm');
  const words = await stack.locator('.svg-layer').textContent();
  await page.getByTestId('note').fill('右肺结节');

  const devTools = await browser.newBrowserCDPSession();
  const graphicsProcess = async () => (await devTools.send('SystemInfo.getProcessInfo')).processInfo.find(({ type }) => type === 'GPU')?.id;
  for (let time = 1; time <= 3; time += 1) {
    const before = await graphicsProcess();
    await devTools.send('Browser.crashGpuProcess').catch(() => undefined);
    await expect.poll(graphicsProcess).not.toBe(before);
    // 10 mm from the middle of a ball of 20 mm, off the line that was drawn; 30 mm from it there is nothing.
    await expect.poll(() => greyAt(stack, 0, 10 * zoom), { timeout: 5_000 }).toBe(255);
    expect(await greyAt(stack, 0, 30 * zoom)).toBe(0);
    await expect(stack).toHaveAttribute('data-stack-index', '20');
    expect(await stack.locator('.svg-layer').textContent()).toBe(words);
    await expect(page.getByTestId('note')).toHaveValue('右肺结节');
  }
  // What is asked for afterwards is drawn, too.
  await stack.hover();
  await page.mouse.wheel(0, 100);
  await expect(stack).toHaveAttribute('data-stack-index', '21');
  await stack.focus();
  await page.keyboard.press('Alt+M');
  await expect(plane(page, 'coronal')).toHaveAttribute('data-stack-index', /\d/);
  await expect.poll(() => greyAt(plane(page, 'coronal'), 0, 0)).toBe(255);
  // Opened anew there is no WebGL at all, and everything is drawn.
  await page.reload();
  await expect(stack).toHaveAttribute('data-fidelity', 'full');
  expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2') === null)).toBe(true);
  await page.keyboard.press('Alt+M');
  await expect(plane(page, 'coronal')).toHaveAttribute('data-stack-index', /\d/);
  await expect.poll(() => greyAt(plane(page, 'coronal'), 0, 0)).toBe(255);
  await browser.close();
});

test('a run of fluoroscopy is shown less the mask that the hospital recommends, moved until the bone is gone; the hand moves it, and it comes back so', async ({ page }) => {
  await page.goto(`${server.url}?studies=${RUN}`);
  const viewport = page.locator('[data-testid=viewport][data-viewport="1"]');
  const desk = page.getByTestId('subtraction');
  await expect(viewport).toHaveAttribute('data-fidelity', 'full');
  await page.keyboard.press('End');
  await expect(viewport).toHaveAttribute('data-frame-number', '3');
  await page.keyboard.press('Shift+U');
  await expect(desk).toHaveAttribute('data-is-on', 'true');
  await expect(page.getByTestId('subtraction-badge')).toContainText('蒙片 第 1 帧');
  await expect(desk).toHaveAttribute('data-shift', '1,0');
  // The edge of the bone moved by one pixel to the right, and the mask with it: nothing is seen of it. Without the shift it is.
  const zoom = Number(await viewport.getAttribute('data-zoom'));
  const edge = async () => [await greyAt(viewport, 0.5 * zoom, -20 * zoom), await greyAt(viewport, -12 * zoom, -20 * zoom)] as const;
  await expect.poll(async () => Math.abs((await edge())[0] - (await edge())[1])).toBe(0);
  for (let press = 3; press >= 0; press -= 1) {
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await expect(desk).toHaveAttribute('data-shift', `${press / 4},0`);
  }
  // The window is that of the vessel, -150 to 75: nothing is 170 of 255, and the edge is white.
  await expect.poll(async () => Math.abs((await edge())[0] - (await edge())[1])).toBeGreaterThan(50);
  await page.getByTestId('subtraction-recommended').click();
  await expect(desk).toHaveAttribute('data-shift', '1,0');
  await expect.poll(async () => Math.abs((await edge())[0] - (await edge())[1])).toBe(0);
  await expect.poll(() => page.evaluate(() => [...(window as unknown as { harness: { masks: Map<string, { shiftPx: readonly number[] }> } }).harness.masks.values()].map(({ shiftPx }) => shiftPx.join()))).toEqual(['1,0']);
  await page.keyboard.press('Shift+U');
  await expect(desk).toHaveAttribute('data-is-on', 'false');
});
