import { defineConfig } from 'playwright/test';

/**
 * Chromium of the system, no second tries: a test that fails now and then is a bug. Two workers: two cores draw the pictures, too.
 * What has no GPU draws the chrome of the page faster without SwiftShader; WebGL stays on it.
 */
export default defineConfig({
  testDir: '.',
  globalSetup: './build-pages.ts',
  workers: 2,
  retries: 0,
  fullyParallel: false,
  timeout: 120_000,
  // Watchdogs against hanging, not measures of speed.
  expect: { timeout: 30_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? 'list' : [['list'], ['json']],
  outputDir: '../../out/e2e',
  use: {
    headless: true,
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-rasterization',
        '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
      ],
    },
  },
});
