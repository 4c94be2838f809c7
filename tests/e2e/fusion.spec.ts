import { expect, test } from 'playwright/test';
import { madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';

/** Uptake is laid over the planes of a CT where it was measured, in colour, and says why there is no SUV. */

const STUDY = 91;
const CT_SLICES = 24;

let server: ViewerServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  const ct = madeStack(STUDY, CT_SLICES, (index) => ({
    rows: 64, columns: 64, value: () => 500,
    attributes: { PixelSpacing: [2, 2], ImagePositionPatient: [-63, -63, index * 3], SliceThickness: 3, WindowCenter: 500, WindowWidth: 1000, SeriesDescription: 'CT' },
  }));
  // Coarser voxels of the same space: a ball of 30 mm about (0, 0, 34) holds 900, all else nothing. No weight, no dose: there is no SUV.
  const pet = madeStack(STUDY, 18, (index) => ({
    sopInstanceUid: `1.2.${STUDY}.2.${index + 1}`, seriesInstanceUid: `1.2.${STUDY}.2`, rows: 32, columns: 32,
    value: (column, row) => (Math.hypot((column - 15.5) * 4, (row - 15.5) * 4, index * 4 - 34) <= 15 ? 900 : 0),
    attributes: {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.128', Modality: 'PT', Units: 'BQML', PixelSpacing: [4, 4], ImagePositionPatient: [-62, -62, index * 4], SliceThickness: 4,
      SeriesNumber: 2, SeriesDescription: 'PET', WindowCenter: 450, WindowWidth: 900,
    },
  }));
  server = await serveViewer(await buildViewerPage(), new Map([[STUDY, { instances: [...ct, ...pet] }]]));
});
test.afterAll(async () => {
  await server.close();
});

test('PET beside a CT is laid over its planes in colour, where it was measured, and without its preconditions is no SUV', async ({ page }) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await page.goto(`${server.url}?studies=${STUDY}`);
  const viewport = (number: number) => page.locator(`[data-testid=viewport][data-viewport="${number}"]`);
  await expect(viewport(1)).toHaveAttribute('data-fidelity', 'full');
  await page.keyboard.press('Shift+2');
  await expect(page.getByTestId('viewer-desk')).toHaveAttribute('data-layout', '1x2');
  await page.locator('nav button').filter({ hasText: 'PET' }).first().dragTo(viewport(2));
  await expect(viewport(2)).toHaveAttribute('data-stack-size', '18');
  await expect(viewport(2)).toHaveAttribute('data-fidelity', 'full');
  await viewport(1).click({ position: { x: 40, y: 300 } });
  await expect(viewport(1)).toHaveAttribute('data-is-active', 'true');
  await page.keyboard.press('Alt+M');
  const axial = page.locator('[data-testid=mpr-viewport][data-plane=axial]');
  await expect(axial).toHaveAttribute('data-stack-index', /\d/);
  await page.keyboard.press('Alt+F');
  await expect(page.getByTestId('fusion')).toHaveAttribute('data-status', 'ready');
  await expect(page.getByTestId('fusion-suv')).toContainText('SUV 不能计算');

  const colourAt = (right: number) =>
    axial.locator('[data-testid=viewport-picture] > canvas').last().evaluate((element, share) => {
      const canvas = element as HTMLCanvasElement;
      return [...canvas.getContext('2d')!.getImageData(Math.round(canvas.width / 2 + share * canvas.height), Math.round(canvas.height / 2), 1, 1).data];
    }, right);
  // 900 is all there is, two thirds of it are the limit: white over grey 127, 60 % of it. 127 * 0.4 + 255 * 0.6 = 203.8.
  await expect.poll(async () => (await colourAt(0))[0]).toBeGreaterThan(195);
  // 38 mm beside the middle of 128 mm there is no uptake: the grey of the CT alone.
  const [red = 0, green = 0, blue = 0] = await colourAt(0.3);
  expect([red, green, blue]).toEqual([green, green, green]);
  expect(Math.abs(red - 127)).toBeLessThanOrEqual(2);
  await page.keyboard.press('Alt+F');
  await expect(page.getByTestId('fusion')).toHaveAttribute('data-status', 'off');
  await expect.poll(async () => (await colourAt(0))[0]).toBeLessThan(135);
});
