import { defineConfig } from 'playwright/test';
export default defineConfig({ testDir: '/work/main/tests/e2e', testMatch: 'ecg.spec.ts', workers: 1, reporter: 'list', timeout: 60000, outputDir: '/tmp/pw-out',
  use: { launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--use-angle=swiftshader','--enable-unsafe-swiftshader','--disable-background-networking','--disable-component-update','--disable-sync','--disable-quic','--no-first-run'] } } });
