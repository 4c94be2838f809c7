import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from '#main/hosts/loopback/find-browser.ts';
import { startLoopbackServer } from '#main/hosts/loopback/loopback-server.ts';
import { silentLog } from '#main/platform/log.ts';
import { createPageFiles } from '#main/request-handler/page-files.ts';
import { createRequestHandler, readOnly } from '#main/request-handler/request-handler.ts';
import type { SelfTestReport } from '#renderer/imaging/self-test/run-self-test.ts';

/** Prints the verdict of the self-test and ends with 0 when it passed. `--picture FILE` keeps a picture of the page. */
const program = process.env['CHROMIUM'] ?? findBrowser(process.platform, process.env);
if (program === undefined) throw new Error('there is no Chrome, Edge or Chromium; CHROMIUM may name one');
const pages = fileURLToPath(new URL('../../../out/renderer/', import.meta.url));
const resources = fileURLToPath(new URL('../../../out/resources/', import.meta.url));
const server = await startLoopbackServer(createRequestHandler([readOnly(createPageFiles(pages, resources))], silentLog), 0, silentLog);
const browser = await chromium.launch({ executablePath: program, headless: true, args: ['--no-sandbox', '--force-color-profile=srgb', '--disable-background-networking', '--no-first-run'] });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1100 } });
  const origin = `http://127.0.0.1:${server.port}`;
  await page.goto(`${origin}${server.session.issuePath()}`);
  await page.goto(`${origin}/self-test.html?language=en`);
  await page.waitForFunction(() => 'selfTestReport' in window, undefined, { timeout: 120_000 });
  const report = await page.evaluate(() => (window as unknown as { selfTestReport: SelfTestReport | null }).selfTestReport);
  const picture = process.argv[process.argv.indexOf('--picture') + 1];
  if (process.argv.includes('--picture') && picture !== undefined) await page.screenshot({ path: picture });
  process.stdout.write(report === null ? 'FAILED: the viewport did not show the test images\n' : pageOf(report));
  process.exitCode = report?.isPassed === true ? 0 : 1;
} finally {
  await browser.close();
  await server.close();
}

function pageOf({ isPassed, checks, decodeChecks, machine, warnings }: SelfTestReport): string {
  const mark = (isRight: boolean) => (isRight ? 'ok    ' : 'WRONG ');
  const lines = [
    `Tongyue self-test: ${isPassed ? 'PASSED' : 'FAILED'}`,
    '',
    ...checks.map(({ id, isRight, found, expected }) => `${mark(isRight)} ${id.padEnd(16)} ${found} (expected ${expected})`),
    '',
    `Decoding: ${decodeChecks.filter(({ isRight }) => isRight).length} of ${decodeChecks.length}`,
    ...decodeChecks.map(({ name, isRight, detail }) => `${mark(isRight)} ${name} ${detail}`),
    '',
    `Graphics: ${machine.graphics}${machine.isSoftwareGraphics ? ' (drawn by the processor)' : ''}`,
    `Screen: ${machine.screen}, ratio ${machine.devicePixelRatio}; ${machine.processors} cores; ${machine.browser}`,
    ...(warnings.length === 0 ? ['Screen settings: nothing that changes grey values was seen'] : warnings.map((warning) => `Screen setting that may change grey values: ${warning}`)),
    'Not seen by a program: night mode, gamma of the graphics, calibration of the monitor.',
  ];
  return `${lines.join('\n')}\n`;
}
