import { fileURLToPath } from 'node:url';
import { expect, test } from 'playwright/test';
import { startLoopbackServer, type LoopbackServer } from '#main/hosts/loopback/loopback-server.ts';
import { silentLog } from '#main/platform/log.ts';
import { createPageFiles } from '#main/request-handler/page-files.ts';
import { createRequestHandler, readOnly } from '#main/request-handler/request-handler.ts';

/** The built page: `npm run build` comes before. */
const out = fileURLToPath(new URL('../../out/', import.meta.url));
let server: LoopbackServer;

test.beforeAll(async () => {
  server = await startLoopbackServer(createRequestHandler([readOnly(createPageFiles(`${out}renderer/`, `${out}resources/`))], silentLog), 0, silentLog);
});
test.afterAll(async () => server.close());

test('the self-test passes on this machine, greys read back one by one and every decoder right', async ({ page }) => {
  await page.goto(`http://127.0.0.1:${server.port}${server.session.issuePath()}`);
  await page.goto(`http://127.0.0.1:${server.port}/self-test.html?language=en`);
  await expect(page.getByTestId('verdict')).toContainText('Passed');
  await expect(page.getByRole('row', { name: /256 greys read back one by one 256\/256/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Decoding (20/20)' })).toBeVisible();
});

test('a canvas that changes grey values fails the self-test in words', async ({ page }) => {
  await page.addInitScript(() => {
    const read = Reflect.get(CanvasRenderingContext2D.prototype, 'getImageData') as (...area: readonly unknown[]) => ImageData;
    // As a browser does that hides who reads: one level is added here and there.
    CanvasRenderingContext2D.prototype.getImageData = function (this: CanvasRenderingContext2D, ...area: readonly unknown[]) {
      const pixels = Reflect.apply(read, this, area);
      for (let at = 0; at < pixels.data.length; at += 4) if (pixels.data[at] === 100) pixels.data[at] = 101;
      return pixels;
    };
  });
  await page.goto(`http://127.0.0.1:${server.port}${server.session.issuePath()}`);
  await page.goto(`http://127.0.0.1:${server.port}/self-test.html?language=en`);
  await expect(page.getByTestId('verdict')).toContainText('do not read on this machine');
  await expect(page.getByRole('row', { name: /256 greys read back one by one 255\/256/ })).toBeVisible();
});
