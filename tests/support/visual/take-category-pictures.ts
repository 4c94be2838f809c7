import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '#main/hosts/loopback/find-browser.ts';
import { hasTestData, testFiles, testTable } from '../test-data.ts';
import { buildViewerPage, serveViewer } from '../viewer-harness/serve-viewer.ts';
import { servedFiles } from '../viewer-harness/served-files.ts';

/**
 * Opens files of the shared set in the viewer and keeps a picture of each: node tests/support/visual/take-category-pictures.ts FOLDER FILE...
 * Without files: one of each category whose licence lets a picture of it be kept, into tests/visual/categories.
 */
const KEPT: Readonly<Record<string, string>> = {
  'ct-volume': 'ct-volume/philips-head-1mm/I490.dcm',
  mr: 'mr/t1w-iso2mm-jpegll/5001045.dcm',
  pet: 'pet-ct/petct-paired-ko/000004.dcm',
  cr: 'cr-dx-mg/cr/RG3_J2KR.dcm',
  'voi-lut': 'cr-dx-mg/voi-lut/vlut_04.dcm',
  us: 'us-xa-nm/us-still/US-YBR_FULL_422-EVRLE.dcm',
  xa: 'us-xa-nm/xa-cine-ko/000000.dcm',
  enhanced: 'enhanced/ct/eCT_Supplemental.dcm',
  'parametric-map': 'enhanced/parametric-map/parametric_map_float.dcm',
  'dose-32-bit': 'sr-seg-pr-ko/rt/rtdose.dcm',
  'transfer-syntaxes': 'transfer-syntaxes/testpattern/TestPattern_JPEG-Baseline_YBR422.dcm',
  wsi: 'wsi/highdicom/sm_image.dcm',
  malformed: 'malformed/real/JPEG2000-embedded-sequence-delimiter.dcm',
};
/** Studies of several files, and what is pressed before the picture is taken. */
const STUDIES: Readonly<Record<string, { readonly folder: string; readonly keys: readonly string[]; readonly ready: string }>> = {
  mpr: { folder: 'ct-volume/philips-head-1mm', keys: ['9', 'Alt+m'], ready: '[data-testid=mpr-viewport][data-plane=sagittal]:not([data-stack-index=""])' },
  'mpr-tilted': { folder: 'ct-volume/gantry-tilt-siemens-4', keys: ['Alt+m'], ready: '[data-testid=mpr-viewport][data-plane=sagittal]:not([data-stack-index=""])' },
};
const FREE = /^(MIT|BSD|Public domain)/;

if (!hasTestData()) process.exit(1);
const [folder = 'tests/visual/categories', ...asked] = process.argv.slice(2);
const files = asked.length > 0 ? asked.map((file) => [file.replaceAll('/', '_'), file] as const) : Object.entries(KEPT);
const several = asked.length > 0 ? [] : Object.entries(STUDIES);
const licences = new Map(testTable('CATALOGUE.tsv').map((row) => [row['file'] ?? '', row['licence'] ?? '']));
if (asked.length === 0) for (const [, file] of files) if (!FREE.test(licences.get(file) ?? '')) throw new Error(`${file} may not be kept: ${licences.get(file)}`);

mkdirSync(folder, { recursive: true });
const pages = await buildViewerPage();
const served = [...files.map(([, file]) => [file]), ...several.map(([, { folder: of }]) => testFiles(of))];
const server = await serveViewer(pages, new Map(served.map((names, index) => [index + 1, { instances: servedFiles(names), patientName: '测试', siteName: '测试' }])));
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? findBrowser(process.platform, process.env) ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1240, height: 760 } });
  for (const [index, [name]] of files.entries()) {
    await page.goto(`${server.url}?studies=${index + 1}`);
    await page.locator('[data-testid="viewport"][data-frame-number]:not([data-frame-number=""]), [data-testid="viewport-words"]').first().waitFor();
    await page.waitForTimeout(300);
    await page.getByTestId('viewport').first().screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 60 });
  }
  for (const [index, [name, { keys, ready }]] of several.entries()) {
    await page.goto(`${server.url}?studies=${files.length + index + 1}`);
    await page.locator('[data-testid="viewport"][data-fidelity="full"]').first().waitFor();
    for (const key of keys) await page.keyboard.press(key);
    await page.locator(ready).waitFor();
    await page.waitForTimeout(500);
    await page.getByTestId('mpr-desk').screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 60 });
  }
} finally {
  await browser.close();
  await server.close();
}
