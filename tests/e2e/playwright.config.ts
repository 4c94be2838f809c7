import { defineConfig } from 'playwright/test';
import { browserOptions } from '../support/browser-options.ts';

/** Files whose pictures are the matter: WebGL, pixels on the screen. Chromium puts their page together as it does with a graphics card. */
const PICTURES = /\/(fusion|hands|hanging|mpr|objects|race|registration|truth|viewer|viewer-pixels|viewer-rendering)\.spec\.ts$/u;

/**
 * Chromium of the system, no second tries: a test that fails now and then is a bug. Two workers: two cores draw the pictures, too.
 * Where words and forms are the matter, the processor puts the page together, as Chromium does by itself on a machine without a card: a third
 * less work than SwiftShader playing one.
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
  },
  projects: [
    { name: 'pages', testIgnore: PICTURES, use: { launchOptions: browserOptions('processor') } },
    { name: 'pictures', testMatch: PICTURES, use: { launchOptions: browserOptions('imitated-card') } },
  ],
});
