import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from 'playwright/test';
import { buildWaveform, mdcLead, MILLIVOLT } from '#tests/support/build-waveform.ts';
import { serveEcgPage, type EcgPageServer } from '#tests/support/ecg-page/serve-ecg-page.ts';
import { readEcgTestFile } from '#tests/support/ecg-test-data.ts';
import { syntheticGroup } from '#tests/support/synthetic-ecg.ts';
import { hasTestData } from '#tests/support/test-data.ts';

/** The size that the mock-up gives the ECG: paper and toolbar beside the report. */
test.use({ viewport: { width: 1316, height: 966 } });

/** 96 CSS pixels an inch of 25.4 mm. */
const ASSUMED_PIXELS_PER_MM = 96 / 25.4;

let server: EcgPageServer;

test.beforeAll(async () => {
  const record = (sopInstanceUid: string, ...groups: Parameters<typeof buildWaveform>[0]) => [buildWaveform(groups, { SOPInstanceUID: sopInstanceUid })];
  const shared = hasTestData() ? readEcgTestFile('waveform_ecg.dcm') : undefined;
  server = await serveEcgPage({
    // R peaks at 0.5 s, 1.5 s ... in every lead.
    regular: record('2.25.1', syntheticGroup({ seconds: 10 })),
    minute: record('2.25.2', syntheticGroup({ seconds: 60 })),
    missing: record('2.25.3', syntheticGroup({ seconds: 10, change: (channel, lead) => (lead === 5 ? undefined : channel) })),
    derivable: record('2.25.4', syntheticGroup({ seconds: 10, change: (channel, lead) => (lead > 60 ? undefined : channel) })),
    uncalibrated: record('2.25.5', syntheticGroup({ seconds: 10, change: ({ unit: _unit, ...channel }) => channel })),
    pressure: record('2.25.6', { channels: [{ raw: [1, 2, 3], label: 'Aortic', sensitivity: 0.1, unit: { value: 'mm[Hg]', scheme: 'UCUM', meaning: '' } }] }),
    // A square wave: 1 mV for one second, nothing for one second.
    square: record('2.25.7', { channels: [{ raw: Array.from({ length: 5000 }, (_, index) => (index % 1000 < 500 ? 200 : 0)), source: mdcLead(2), sensitivity: 0.005, unit: MILLIVOLT, correctionFactor: 1, baseline: 0 }] }),
    two: [...record('2.25.8', syntheticGroup({ seconds: 10 })), ...record('2.25.9', syntheticGroup({ seconds: 10, rrS: 0.8 }))],
    ...(shared === undefined ? {} : { shared: [{ dataSet: shared.dataSet, bulk: (path: string) => shared.bulk.get(path) }] }),
  });
});
test.afterAll(async () => server.close());

async function open(page: Page, series: string, more = ''): Promise<void> {
  await page.goto(`${server.url}?series=${series}${more}`);
  await expect(page.getByTestId('ecg')).toHaveAttribute('data-status', 'shown');
  await expect(page.getByTestId('ecg-canvas')).toBeVisible();
}

/** Device pixels per mm that the page says it draws with. */
async function devicePixelsPerMm(page: Page): Promise<number> {
  return Number(await page.getByTestId('ecg-canvas').getAttribute('data-device-pixels-per-mm'));
}

async function canvasHeight(page: Page): Promise<number> {
  return page.getByTestId('ecg-canvas').evaluate((element) => (element as HTMLCanvasElement).height);
}

/**
 * The centres, in device pixels, of the bright lines that a column (or a row) of the canvas crosses: weighted by how far a pixel outshines
 * the grid, so finer than a pixel.
 */
async function brightLines(page: Page, cut: { readonly column: number } | { readonly row: number }, from: number, to: number): Promise<readonly number[]> {
  const pixels = await page.getByTestId('ecg-canvas').evaluate((element, [at, isColumn, start, end]) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext('2d');
    const length = end - start;
    const data = context?.getImageData(isColumn ? at : start, isColumn ? start : at, isColumn ? 1 : length, isColumn ? length : 1).data ?? [];
    return Array.from({ length }, (_, index) => data[index * 4 + 1] ?? 0);
  }, ['column' in cut ? cut.column : cut.row, 'column' in cut, Math.round(from), Math.round(to)] as const);
  const lines: number[] = [];
  let weight = 0;
  let moment = 0;
  for (const [index, green] of [...pixels, 0].entries()) {
    // The major grid line is 48 in green, the trace 235.
    const light = Math.max(0, green - 60);
    if (light > 0) {
      weight += light;
      moment += light * (Math.round(from) + index + 0.5);
    } else if (weight > 0) {
      lines.push(moment / weight);
      weight = 0;
      moment = 0;
    }
  }
  return lines;
}

/** Height of the calibration pulse of the first row in mm, measured from the picture. Left margin 2 mm, shoulder 1.5 mm, then the pulse. */
async function pulseHeightMm(page: Page, pulseWidthMm: number): Promise<number> {
  const scale = await devicePixelsPerMm(page);
  const firstRowEnd = 0.28 * (await canvasHeight(page));
  const top = await brightLines(page, { column: Math.round((2 + 1.5 + pulseWidthMm / 2) * scale) }, 38, firstRowEnd);
  const baseline = await brightLines(page, { column: Math.round((2 + 0.75) * scale) }, 38, firstRowEnd);
  return (baseline[0]! - top[0]!) / scale;
}

test('a twelve-lead ECG opens as 3x4 with a rhythm strip at 25 mm/s and 10 mm/mV, its millimetres marked approximate', async ({ page }) => {
  await open(page, 'regular');
  const reader = page.getByTestId('ecg');
  await expect(reader).toHaveAttribute('data-sop-instance-uid', '2.25.1');
  await expect(reader).toHaveAttribute('data-layout', '3x4+1');
  await expect(reader).toHaveAttribute('data-paper-speed', '25');
  await expect(reader).toHaveAttribute('data-gain', '10');
  await expect(reader).toHaveAttribute('data-calibrated', 'false');
  expect(Number(await reader.getAttribute('data-pixels-per-mm'))).toBeCloseTo(ASSUMED_PIXELS_PER_MM, 9);
  await expect(page.getByText('近似毫米 · 未校准')).toBeVisible();
  await expect(page.getByText('无损 · 500 Hz · 16 位')).toBeVisible();
  await expect(page.getByText('0.05–150 Hz')).toBeVisible();
  await expect(page.getByText('本机不加滤波')).toBeVisible();
});

test('the picture has an alternative in words', async ({ page }) => {
  await open(page, 'missing');
  await expect(page.getByRole('img', { name: /25 mm\/s，10 mm\/mV，0 到 10 秒，共 10 秒。已画：I aVR V1 V4 II aVL V2 V5 III aVF V6。未画：V3。/ })).toBeVisible();
});

for (const devicePixelRatio of [1, 1.25, 2]) {
  test.describe(`on a screen of ${devicePixelRatio} device pixels a CSS pixel`, () => {
    test.use({ deviceScaleFactor: devicePixelRatio });

    test('the drawn pulse is as high as the gain', async ({ page }) => {
      await open(page, 'regular');
      expect(Math.abs((await pulseHeightMm(page, 5)) - 10)).toBeLessThan(0.1);
      await page.keyboard.press('g');
      await expect(page.getByTestId('ecg')).toHaveAttribute('data-gain', '20');
      expect(Math.abs((await pulseHeightMm(page, 5)) - 20)).toBeLessThan(0.1);
      await page.keyboard.press('g');
      await expect(page.getByTestId('ecg')).toHaveAttribute('data-gain', '5');
      expect(Math.abs((await pulseHeightMm(page, 5)) - 5)).toBeLessThan(0.1);
    });

    test('the canvas has one pixel for each device pixel', async ({ page }) => {
      await open(page, 'regular');
      const sizes = await page.getByTestId('ecg-canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const box = canvas.getBoundingClientRect();
        return { widthPx: canvas.width, drawnPx: box.width * devicePixelRatio, heightPx: canvas.height, drawnHeightPx: box.height * devicePixelRatio };
      });
      // Boxes are laid out in 64ths of a CSS pixel.
      expect(Math.abs(sizes.drawnPx - sizes.widthPx)).toBeLessThan(0.05);
      expect(Math.abs(sizes.drawnHeightPx - sizes.heightPx)).toBeLessThan(0.05);
    });
  });
}

test('a second between two edges of the curve is 25 mm', async ({ page }) => {
  await open(page, 'square');
  // A filter would take the step's level away, as it must.
  for (const filter of ['notch', 'baseline', 'muscle', 'none']) {
    await page.keyboard.press('f');
    await expect(page.getByTestId('ecg')).toHaveAttribute('data-filter', filter);
  }
  const scale = await devicePixelsPerMm(page);
  // One lead has one row. Its wave goes up and down every second; half way up the picture is cut along a row.
  const strip = await canvasHeight(page);
  const baseline = (await brightLines(page, { column: Math.round(2.75 * scale) }, 38, strip)).at(-1)!;
  const edges = await brightLines(page, { row: Math.round(baseline - 5 * scale) }, 12 * scale, 262 * scale);
  // The first edge down lies at 1 s, the last before 10 s at 9 s: nine edges, eight intervals of 1000 ms = 25 mm.
  expect(edges).toHaveLength(9);
  const intervalMs = ((edges.at(-1)! - edges[0]!) / 8 / scale / 25) * 1000;
  expect(Math.abs(intervalMs - 1000)).toBeLessThan(2);
});

test('grid lines lie at their millimetres, one device pixel wide', async ({ page }) => {
  await open(page, 'regular');
  const scale = await devicePixelsPerMm(page);
  const isMajor = await page.getByTestId('ecg-canvas').evaluate((element, pixelsPerMm) => {
    const context = (element as HTMLCanvasElement).getContext('2d');
    // Along a row between the badges and the first curve.
    const data = context?.getImageData(0, 36, 1316, 1).data ?? [];
    const redAt = (x: number) => data[x * 4] ?? 0;
    return Array.from({ length: 60 }, (_, index) => {
      const x = Math.round((index + 1) * 5 * pixelsPerMm);
      return redAt(x) > redAt(x - 1) && redAt(x) > redAt(x + 1);
    });
  }, scale);
  expect(isMajor).toEqual(Array.from({ length: 60 }, () => true));
});

test('Alt+E, Q, G and Shift+I go round layouts, speeds, gains and papers', async ({ page }) => {
  await open(page, 'regular');
  const reader = page.getByTestId('ecg');
  for (const layout of ['3x4+3', '6x2', '12x1', 'cabrera', 'rhythm', '3x4+1']) {
    await page.keyboard.press('Alt+e');
    await expect(reader).toHaveAttribute('data-layout', layout);
  }
  for (const speed of ['50', '12.5', '25']) {
    await page.keyboard.press('q');
    await expect(reader).toHaveAttribute('data-paper-speed', speed);
  }
  await page.keyboard.press('Shift+I');
  const corner = () => page.getByTestId('ecg-canvas').evaluate((element) => [...((element as HTMLCanvasElement).getContext('2d')?.getImageData(1, 1, 1, 1).data ?? [])]);
  await expect.poll(corner).toEqual([255, 255, 255, 255]);
});

test('the time caliper reads an interval that is dragged, and arrow keys move its ends by a sample', async ({ page }) => {
  await open(page, 'regular');
  await page.keyboard.press('d');
  const canvas = (await page.getByTestId('ecg-canvas').boundingBox())!;
  const at = (seconds: number) => canvas.x + (11 + seconds * 25) * ASSUMED_PIXELS_PER_MM;
  const y = canvas.y + canvas.height * 0.9;
  await page.mouse.move(at(2.5), y);
  await page.mouse.down();
  await page.mouse.move(at(3), y, { steps: 3 });
  await page.mouse.move(at(3.5), y);
  await page.mouse.up();
  const right = page.getByRole('slider', { name: '时间卡尺，右端' });
  await expect(right).toHaveAttribute('aria-valuetext', '1000 ms · 60 次/分');

  await right.focus();
  await page.keyboard.press('ArrowRight');
  // One sample at 500 Hz: 2 ms
  await expect(right).toHaveAttribute('aria-valuetext', '1002 ms · 60 次/分');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(right).toHaveAttribute('aria-valuetext', '1022 ms · 59 次/分');
  await page.keyboard.press('Delete');
  await expect(right).toHaveCount(0);
});

test('the voltage caliper reads a pulse as 1 mV, and a downward drag as negative', async ({ page }) => {
  await open(page, 'regular');
  await page.keyboard.press('v');
  const canvas = (await page.getByTestId('ecg-canvas').boundingBox())!;
  const x = canvas.x + 100 * ASSUMED_PIXELS_PER_MM;
  const y = canvas.y + 0.4 * canvas.height;
  const drag = async (fromY: number, toY: number) => {
    await page.mouse.move(x, fromY);
    await page.mouse.down();
    await page.mouse.move(x, toY, { steps: 4 });
    await page.mouse.up();
  };
  await drag(y, y - 10 * ASSUMED_PIXELS_PER_MM);
  const end = page.getByRole('slider', { name: '电压卡尺，终点' });
  await expect(end).toHaveAttribute('aria-valuetext', '+1.00 mV');
  await drag(y + 40, y + 40 + 5 * ASSUMED_PIXELS_PER_MM);
  await expect(end).toHaveAttribute('aria-valuetext', '−0.50 mV');
  await end.focus();
  await page.keyboard.press('ArrowUp');
  await expect(end).toHaveAttribute('aria-valuetext', '−0.49 mV');
});

test('a mark of the median beat is moved by a key, and every number that rests on it follows', async ({ page }) => {
  await open(page, 'regular');
  const qrs = page.locator('tr[data-row] [data-kind="qrs-duration"]').first();
  const before = Number.parseInt((await qrs.textContent()) ?? '', 10);
  const mark = page.getByRole('slider', { name: 'J 点' });
  await mark.focus();
  await page.keyboard.press('Shift+ArrowRight');
  // Ten milliseconds later.
  await expect(qrs).toHaveText(`${before + 10} ms`);
  await expect(page.getByTestId('ecg-marks')).toHaveAttribute('data-moved', 'qrsOffsetMs');
  await page.keyboard.press('Escape');
  await expect(qrs).toHaveText(`${before} ms`);
  await page.keyboard.press('d');
  await page.keyboard.press('Shift+D');
  await expect(page.getByTestId('ecg-march')).toHaveAttribute('d', /M/);
});

test('a caliper keeps its reading when speed and gain change', async ({ page }) => {
  await open(page, 'regular');
  await page.keyboard.press('d');
  const right = page.getByRole('slider', { name: '时间卡尺，右端' });
  await right.focus();
  await page.keyboard.press('ArrowRight');
  const before = await right.getAttribute('aria-valuetext');
  await page.keyboard.press('q');
  await page.keyboard.press('g');
  await expect(page.getByTestId('ecg')).toHaveAttribute('data-paper-speed', '50');
  await expect(right).toHaveAttribute('aria-valuetext', before!);
});

test('a recording longer than the paper is scrolled to its end and no further', async ({ page }) => {
  await open(page, 'minute');
  const time = page.getByRole('slider', { name: '时间位置' });
  await expect(time).toHaveAttribute('aria-valuetext', '0 到 10 秒，共 60 秒');
  await time.focus();
  await page.keyboard.press('End');
  await expect(time).toHaveAttribute('aria-valuetext', '50 到 60 秒，共 60 秒');
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, 100_000);
  await expect(time).toHaveAttribute('aria-valuetext', '50 到 60 秒，共 60 秒');
  await page.mouse.wheel(0, -100_000);
  await expect(time).toHaveAttribute('aria-valuetext', '0 到 10 秒，共 60 秒');
});

test('missing limb leads are computed when somebody asks, not before', async ({ page }) => {
  await open(page, 'derivable');
  await expect(page.getByRole('img', { name: /未画：aVR aVL III aVF/ })).toBeVisible();
  await page.getByRole('button', { name: '推算缺失肢导' }).click();
  await expect(page.getByRole('img', { name: /已画：I aVR V1 V4 II aVL V2 V5 III aVF V3 V6。$/ })).toBeVisible();
});

test('an uncalibrated recording is not drawn, and says why', async ({ page }) => {
  await page.goto(`${server.url}?series=uncalibrated`);
  await expect(page.getByText('没有可显示的心电波形')).toBeVisible();
  await expect(page.getByTestId('ecg-attention')).toContainText('V6 不画：未定标：没有单位');
});

test('a pressure is no ECG', async ({ page }) => {
  await page.goto(`${server.url}?series=pressure`);
  await expect(page.getByTestId('ecg-attention')).toContainText('Aortic 不画：不是电压');
});

test('a series that is not held says so and can be asked for again', async ({ page }) => {
  await page.goto(`${server.url}?series=nowhere`);
  await expect(page.getByRole('alert')).toContainText('store/not-held');
  await expect(page.getByRole('button', { name: '再读一次' })).toBeVisible();
});

test('the second ECG of a series can be chosen', async ({ page }) => {
  await open(page, 'two');
  await page.getByRole('combobox', { name: '第几份心电图' }).selectOption('2.25.9');
  await expect(page.getByTestId('ecg')).toHaveAttribute('data-sop-instance-uid', '2.25.9');
});

test('a calibrated monitor has true millimetres, enlarging takes them away', async ({ page }) => {
  await open(page, 'regular', '&pixels-per-mm=3.61');
  const reader = page.getByTestId('ecg');
  await expect(reader).toHaveAttribute('data-calibrated', 'true');
  await expect(page.getByText('真毫米 · 显示器已校准')).toBeVisible();
  expect(Math.abs((await pulseHeightMm(page, 5)) - 10)).toBeLessThan(0.1);
  await page.getByRole('button', { name: '放大' }).click();
  await expect(reader).toHaveAttribute('data-calibrated', 'false');
  await expect(page.getByText('放大 ×1.25 · 不是真毫米')).toBeVisible();
});

test('the device of the shared recording speaks for itself', async ({ page }) => {
  test.skip(!hasTestData(), 'the shared test data are absent');
  await open(page, 'shared');
  await expect(page.getByTestId('ecg-device-statements')).toContainText('RITMO SINUSALE；ECG NORMALE');
  const device = page.locator('tr[data-row="device"]');
  await expect(device.locator('[data-kind="qt-interval"]')).toHaveText('368 ms');
  await expect(device.locator('[data-kind="pp-interval"]')).toHaveText('未测');
  // 368 / cube root of 0.982 = 370.2
  await expect(page.locator('tr[data-row="computed"] [data-kind="fridericia"]')).toHaveText('370 ms');
});

test('nothing on the page keeps a reader out who cannot see it', async ({ page }) => {
  await open(page, 'regular');
  await page.keyboard.press('d');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
});
