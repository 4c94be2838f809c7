import { expect, test, type Locator, type Page } from 'playwright/test';
import type { Calibration } from '#shared/contract/services/measurements.contract.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { ViewerHarness } from '#tests/support/viewer-harness/harness.tsx';
import { madeImage, madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedStudy, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';

/** Numbers on the screen say what they stand for: calibration by the physician, ultrasound regions, uptake values, what was seen. */

const FILM = 14;
const DOPPLER = 31;
const PET = 32;
const PET_WITHOUT_WEIGHT = 33;
const LOSSY = 34;
const SLICE = 35;
const CAPTURE = 36;

const one = (study: number) => ({ sopInstanceUid: `1.2.${study}.1.1`, seriesInstanceUid: `1.2.${study}.1`, studyInstanceUid: `1.2.${study}` });

/** 512 pixels each way on a desk of 512: one CSS pixel is one pixel. */
const SIZE = { rows: 512, columns: 512 };

function studies(): Map<number, ServedStudy> {
  const region = (y: readonly [number, number], format: number, units: readonly [number, number], delta: readonly [number, number]) =>
    buildDataSet({
      RegionSpatialFormat: format, RegionFlags: 0, RegionLocationMinX0: 0, RegionLocationMinY0: y[0], RegionLocationMaxX1: 511, RegionLocationMaxY1: y[1],
      PhysicalUnitsXDirection: units[0], PhysicalUnitsYDirection: units[1], PhysicalDeltaX: delta[0], PhysicalDeltaY: delta[1],
    });
  // 370 MBq at 10:00, scanned at 10:00: nothing has decayed. 70 kg: 70 000 g / 370e6 Bq = 1.8919e-4 g/Bq.
  const pet = {
    Modality: 'PT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.128', Units: 'BQML', CorrectedImage: ['ATTN', 'DECY'], DecayCorrection: 'START', PatientWeight: 70,
    SeriesDate: '20261120', SeriesTime: '100000', AcquisitionDate: '20261120', AcquisitionTime: '100000', RescaleSlope: 2, RescaleIntercept: 0,
    PixelSpacing: [1, 1], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 0], WindowCenter: 10_000, WindowWidth: 20_000,
    RadiopharmaceuticalInformationSequence: [buildDataSet({ RadionuclideTotalDose: 370e6, RadionuclideHalfLife: 6586.2, RadiopharmaceuticalStartTime: '100000' })],
  };
  return new Map<number, ServedStudy>([
    [FILM, { instances: [madeImage({ ...one(FILM), ...SIZE, value: (column) => column / 2, attributes: { Modality: 'DX', SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1', ImagerPixelSpacing: [0.2, 0.2] } })] }],
    [DOPPLER, { instances: [madeImage({ ...one(DOPPLER), ...SIZE, value: () => 100, attributes: {
      Modality: 'US', SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1',
      SequenceOfUltrasoundRegions: [region([0, 255], 1, [3, 3], [0.02, 0.02]), region([256, 511], 3, [4, 7], [0.005, -0.5])],
    } })] }],
    [PET, { instances: [madeImage({ ...one(PET), ...SIZE, value: () => 5000, attributes: pet })] }],
    [PET_WITHOUT_WEIGHT, { instances: [madeImage({ ...one(PET_WITHOUT_WEIGHT), ...SIZE, value: () => 5000, attributes: { ...pet, PatientWeight: 0 } })] }],
    [LOSSY, { instances: madeStack(LOSSY, 2, () => ({ attributes: { LossyImageCompression: '01', LossyImageCompressionRatio: 12 } })) }],
    [SLICE, { instances: madeStack(SLICE, 2) }],
    [CAPTURE, { instances: [madeImage({ ...one(CAPTURE), ...SIZE, value: () => 100, attributes: { Modality: 'OT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', PixelSpacing: [0.5, 0.5] } })] }],
  ]);
}

let folder: string;
let server: ViewerServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await buildViewerPage();
  server = await serveViewer(folder, studies());
});
test.afterAll(async () => {
  await server.close();
});

async function open(page: Page, study: number, more = ''): Promise<void> {
  await page.setViewportSize({ width: 512 + 132 + 300, height: 512 + 46 });
  await page.goto(`${server.url}?studies=${study}${more}`);
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${study}.1.1`);
}

const viewport = (page: Page): Locator => page.locator('[data-testid=viewport][data-viewport="1"]');
const words = (page: Page): Locator => viewport(page).locator('.svg-layer tspan');

async function draw(page: Page, key: string, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = (await viewport(page).boundingBox())!;
  await page.keyboard.press(key);
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + (from[0] + to[0]) / 2, box.y + (from[1] + to[1]) / 2);
  await page.mouse.move(box.x + to[0], box.y + to[1]);
  await page.mouse.up();
}

/** What the harness holds now. */
const stored = (page: Page) =>
  page.evaluate(() => {
    const { measurements, calibrations, sentences, viewed } = (window as unknown as { harness: ViewerHarness }).harness;
    return { measurements: [...measurements.values()], calibrations: [...calibrations.values()], sentences, viewed };
  });

async function calibrate(page: Page, lengthMm: string): Promise<void> {
  await page.keyboard.press('Alt+k');
  await page.getByTestId('calibration-dialog').getByRole('textbox').fill(lengthMm);
  await page.keyboard.press('Enter');
}

test.describe('calibration by the physician', () => {
  test('a known length changes all lengths of the image, says so everywhere, and is undone and redone by one press', async ({ page }) => {
    await open(page, FILM);
    // 200 and 100 pixels of 0.2 mm at the detector.
    await draw(page, 'd', [100, 300], [300, 300]);
    await draw(page, 'd', [100, 100], [200, 100]);
    await expect(words(page).filter({ hasText: '① 40.0 mm' })).toHaveCount(1);
    await expect(words(page).filter({ hasText: 'mm（探测器平面）' })).toHaveCount(2);
    // The line drawn last lies on a ball of 25 mm: 0.25 mm a pixel, so the other is 50 mm.
    await calibrate(page, '25');
    await expect(words(page).filter({ hasText: '① 50.0 mm' })).toHaveCount(1);
    await expect(words(page).filter({ hasText: 'mm（校准：用户，已知 25.0 mm）' })).toHaveCount(2);
    await expect(viewport(page).getByTestId('scale-bar')).toContainText('校准：用户');
    await expect(viewport(page).getByTestId('calibration-mark')).toContainText('校准：用户 25.0 mm');
    const after = await stored(page);
    expect(after.calibrations).toMatchObject([{ sopInstanceUid: '1.2.14.1.1', knownLengthMm: 25, columnSpacingMm: 0.25, rowSpacingMm: 0.25 }]);
    expect(after.measurements.map(({ quantities, spacingSource }) => [Math.round(quantities[0]!.value * 1000) / 1000, spacingSource])).toEqual([[50, 'user-calibrated'], [25, 'user-calibrated']]);

    await page.keyboard.press('Control+z');
    await expect(words(page).filter({ hasText: '① 40.0 mm' })).toHaveCount(1);
    await expect(viewport(page).getByTestId('calibration-mark')).toHaveCount(0);
    expect((await stored(page)).calibrations).toEqual([]);
    expect((await stored(page)).measurements.map(({ spacingSource }) => spacingSource)).toEqual(['detector-plane', 'detector-plane']);
    await page.keyboard.press('Control+y');
    await expect(words(page).filter({ hasText: '① 50.0 mm' })).toHaveCount(1);

    await viewport(page).getByTestId('calibration-mark').click();
    await expect(words(page).filter({ hasText: '① 40.0 mm' })).toHaveCount(1);
    await page.keyboard.press('Control+z');
    await expect(words(page).filter({ hasText: '① 50.0 mm' })).toHaveCount(1);
    await page.keyboard.press('m');
    await expect.poll(async () => (await stored(page)).sentences).toEqual(['25.0 mm（校准：用户）']);
  });

  test('a calibration of the store is there when the image is opened again', async ({ page }) => {
    const calibration: Calibration = {
      studyId: FILM, seriesInstanceUid: '1.2.14.1', sopInstanceUid: '1.2.14.1.1', frameNumber: 1, pointsPx: [[100, 100], [200, 100]], knownLengthMm: 25, columnSpacingMm: 0.25, rowSpacingMm: 0.25,
    };
    await open(page, FILM, `&calibrations=${encodeURIComponent(JSON.stringify([calibration]))}`);
    await expect(viewport(page).getByTestId('calibration-mark')).toBeVisible();
    await draw(page, 'd', [100, 300], [300, 300]);
    await expect(words(page).first()).toHaveText('① 50.0 mm');
  });

  test('what cannot be calibrated says why, and a length that no object has is refused', async ({ page }) => {
    await open(page, SLICE);
    await expect(page.getByRole('button', { name: '用已知长度校准' })).toHaveAttribute('title', /患者坐标/);
    await open(page, FILM);
    await expect(page.getByRole('button', { name: '用已知长度校准' })).toHaveAttribute('title', /先在已知长度的物体上画一条长度线/);
    await draw(page, 'd', [100, 100], [200, 100]);
    await calibrate(page, '0');
    await expect(page.getByTestId('calibration-dialog')).toContainText('0.5 至 2000');
    await page.keyboard.press('Escape');
    expect((await stored(page)).calibrations).toEqual([]);
  });
});

test('a line in Doppler is time and velocity, in the picture millimetres, across both neither', async ({ page }) => {
  await open(page, DOPPLER);
  // 200 * 0.2 mm = 40 mm
  await draw(page, 'd', [100, 100], [300, 100]);
  await expect(words(page).filter({ hasText: '① 40.0 mm' })).toHaveCount(1);
  // 100 * 0.005 s = 0.5 s; 80 * 0.5 cm/s = 40 cm/s
  await draw(page, 'd', [100, 400], [200, 320]);
  await expect(words(page).filter({ hasText: '② 0.500 s · 40.0 cm/s' })).toHaveCount(1);
  await draw(page, 'd', [400, 200], [400, 300]);
  await expect(words(page).filter({ hasText: '③ 100.0 px' })).toHaveCount(1);
  await expect(words(page).filter({ hasText: '跨超声区域' })).toHaveCount(1);
});

test('a region of a PET is in SUVbw, with what it rests on; without a weight it says so and stays in Bq/mL', async ({ page }) => {
  await open(page, PET);
  await draw(page, 'e', [200, 200], [260, 240]);
  // 5000 * 2 Bq/mL * 70 000 / 370e6 = 1.8919
  await expect(words(page).first()).toHaveText('① 1.89 ± 0.00 SUVbw');
  await expect(words(page).filter({ hasText: 'SUVbw · 体重 70.0 kg · 衰变校正至扫描开始' })).toHaveCount(1);
  await open(page, PET_WITHOUT_WEIGHT);
  await draw(page, 'e', [200, 200], [260, 240]);
  await expect(words(page).first()).toHaveText(/10,?000 ± 0 Bq\/mL/);
  await expect(words(page).filter({ hasText: 'SUV 不能计算：没有体重' })).toHaveCount(1);
});

test('a secondary capture is measured in pixels, whatever its header claims', async ({ page }) => {
  await open(page, CAPTURE);
  await draw(page, 'd', [100, 100], [200, 100]);
  await expect(words(page).first()).toHaveText('① 100.0 px');
  await expect(words(page).filter({ hasText: 'px/SC（截屏影像）' })).toHaveCount(1);
});

test('each image that was on the screen is recorded with the state it was in', async ({ page }) => {
  const seen = async () => (await stored(page)).viewed.map(({ sopInstanceUid, isLossy, lossyRatio, isPartial }) => [sopInstanceUid, isLossy, lossyRatio, isPartial]);
  await open(page, LOSSY);
  await page.keyboard.press('ArrowDown');
  await expect.poll(seen).toEqual([['1.2.34.1.1', true, 12, false], ['1.2.34.1.2', true, 12, false]]);
  server.missing.add('1.2.35.1.2');
  await open(page, SLICE);
  await expect(viewport(page)).toHaveAttribute('data-fidelity', 'partial');
  await expect.poll(seen).toEqual([['1.2.35.1.1', false, null, true]]);
  server.missing.clear();
});
