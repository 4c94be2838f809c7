import { expect, test, type Page } from 'playwright/test';
import type { Measurement } from '#shared/contract/services/measurements.contract.ts';
import { madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedStudy, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';

/** A prior in another frame of reference is laid on the case by its pictures, slices go together by it, and a lesion of the prior is followed. */

const TODAY = 81;
const PRIOR = 82;
const SLICES = 40;

/** An egg of bone and brain with a sinus, an ear and a tooth; slices 3 mm apart upwards. @param upMm how much higher the same body lies */
function head(study: number, upMm: number, isPrior: boolean): ServedStudy {
  const blobs = [[0, 0, 60, 62, 76, 56, 40], [0, 0, 60, 56, 70, 50, 900], [0, 0, 60, 50, 63, 44, 35], [-14, -50, 40, 12, 12, 14, -800], [40, 14, 44, 12, 14, 10, 700], [6, -56, 24, 18, 10, 6, 1200], [14, 20, 70, 9, 9, 9, 8]] as const;
  return {
    isPrior,
    instances: madeStack(study, SLICES, (index) => {
      const z = index * 3;
      return {
        rows: 90, columns: 90,
        value: (column, row) => {
          const [x, y] = [(column - 44.5) * 2, (row - 44.5) * 2];
          let value = -1000;
          for (const [cx, cy, cz, rx, ry, rz, hounsfield] of blobs) if (((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 + ((z - cz) / rz) ** 2 <= 1) value = hounsfield;
          return value + 1024;
        },
        attributes: {
          PixelSpacing: [2, 2], SliceThickness: 3, RescaleIntercept: -1024, RescaleType: 'HU', WindowCenter: 40, WindowWidth: 400,
          ImagePositionPatient: [-89, -89, z + upMm], FrameOfReferenceUID: `1.2.${study}.9`,
        },
      };
    }),
  };
}

/** 10 pixels of 2 mm on the 21st slice of the prior: 20.0 mm. */
const lesion: Measurement = {
  trackingUid: '2.25.821', studyId: PRIOR, seriesInstanceUid: `1.2.${PRIOR}.1`, sopInstanceUid: `1.2.${PRIOR}.1.21`, frameNumber: 1, kind: 'length', pointsPx: [[45, 50], [55, 50]],
  quantities: [{ quantity: 'length', value: 20, unit: 'mm' }], spacingSource: 'patient', label: 1,
};

let server: ViewerServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await serveViewer(await buildViewerPage(), new Map([[TODAY, head(TODAY, 0, false)], [PRIOR, head(PRIOR, 130, true)]]));
});
test.afterAll(async () => {
  await server.close();
});

const viewport = (page: Page, number: number) => page.locator(`[data-testid=viewport][data-viewport="${number}"]`);

test('a prior of another frame of reference is registered by one key, slices go together, and its lesion is measured today with its change', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 900 });
  await page.goto(`${server.url}?studies=${TODAY},${PRIOR}&measurements=${encodeURIComponent(JSON.stringify([lesion]))}`);
  await expect(viewport(page, 1)).toHaveAttribute('data-fidelity', 'full');
  await page.keyboard.press('Shift+2');
  await expect(page.getByTestId('viewer-desk')).toHaveAttribute('data-layout', '1x2');
  await page.locator('nav button').filter({ hasText: `stack ${PRIOR}` }).first().dragTo(viewport(page, 2));
  await expect(viewport(page, 2)).toHaveAttribute('data-fidelity', 'full');
  await viewport(page, 1).click({ position: { x: 40, y: 300 } });
  await expect(viewport(page, 1)).toHaveAttribute('data-is-active', 'true');

  const link = viewport(page, 2).getByTestId('scroll-link');
  await expect(link).toHaveAttribute('data-link', 'none');
  await expect(link).toContainText('坐标系不同');
  await page.keyboard.press('Alt+Shift+R');
  await expect(link).toHaveAttribute('data-link', 'registered');
  await expect(link).toContainText('可信度');
  // The same body lies 130 mm higher there, slice by slice: the tenth goes with the tenth.
  for (let slice = 0; slice < 10; slice += 1) {
    await page.keyboard.press('ArrowDown');
    await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', `${slice + 1}`);
  }
  await expect(viewport(page, 2)).toHaveAttribute('data-stack-index', '10');

  await page.keyboard.press('Alt+L');
  const row = page.getByTestId('lesion-row');
  await expect(row).toContainText('① 20.0 mm');
  await expect(row).toContainText('约在本次第 21 幅');
  await page.getByTestId('lesion-measure').click();
  await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', '20');
  await expect(viewport(page, 2)).toHaveAttribute('data-stack-index', '20');
  const box = (await viewport(page, 1).boundingBox())!;
  await page.mouse.move(box.x + 150, box.y + 400);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 400);
  await page.mouse.move(box.x + 260, box.y + 400);
  await page.mouse.up();
  await expect(row.getByTestId('lesion-change')).toHaveText(/^[+−]\d+\.\d mm（[+−]\d+%）$/);
  const change = await row.getByTestId('lesion-change').textContent();
  await page.getByTestId('lesion-report').click();
  const told = page.evaluate(() => (window as unknown as { harness: { sentences: string[] } }).harness.sentences);
  expect((await told)[0]).toMatch(/ mm，前次（\d{4}-\d\d-\d\d）20\.0 mm，/);
  expect((await told)[0]).toContain(change!);
});
