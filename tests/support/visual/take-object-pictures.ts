import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { findBrowser } from '#main/hosts/loopback/find-browser.ts';
import { newProfile, startProgram } from '../program.ts';
import { addSigners } from '../seat-files.ts';
import { hasTestData, testFilePath, testTable } from '../test-data.ts';
import { buildViewerPage, serveViewer, type ServedStudy } from '../viewer-harness/serve-viewer.ts';
import { servedFiles } from '../viewer-harness/served-files.ts';
import { makePaper, mislabelledFile, paperStudy, presentedStudy, videoStudy } from './made-objects.ts';

/**
 * Opens what lies beside and over pictures, character sets, an ECG and damaged files, and keeps a picture of each:
 * node tests/support/visual/take-object-pictures.ts [FOLDER [NAME...]]. What needs a name, a list or a refusal on the screen is taken from the
 * program itself, the rest from the page of the tests. Into another folder the pictures go as PNG.
 */

interface Scene {
  /** Of the shared set; or what is made here. */
  readonly files: readonly string[] | (() => ServedStudy['instances']);
  /** Objects of the rail that are switched on or opened, by kind and place. */
  readonly objects?: readonly (readonly [kind: string, place: number])[];
  /** What is pressed then. */
  readonly clicks?: readonly string[];
  /** What is seen before the picture is taken. */
  readonly ready: string;
}

const WHOLE = '[data-testid=viewport][data-fidelity=full]';
const PAPER = await makePaper();
const CT_LIVER = ['01', '02', '03'].map((name) => `sr-seg-pr-ko/seg-ct-liver/${name}.dcm`);
const SCENES: Readonly<Record<string, Scene>> = {
  seg: { files: [...CT_LIVER, 'sr-seg-pr-ko/seg-ct-liver/liver.dcm'], objects: [['segmentation', 0]], ready: '[data-testid=legend]' },
  'seg-overlap': { files: [...CT_LIVER, 'sr-seg-pr-ko/seg-ct-liver/partial_overlaps.dcm'], objects: [['segmentation', 0]], ready: '[data-testid=legend]' },
  'seg-wsi': { files: ['wsi/highdicom/sm_image.dcm', 'wsi/highdicom/seg_image_sm_dots_tiled_full.dcm'], objects: [['segmentation', 0]], ready: WHOLE },
  rtstruct: { files: ['ct_1', 'ct_2', 'dummy_rt'].map((name) => `sr-seg-pr-ko/rtstruct/${name}.dcm`), objects: [['structure-set', 0]], ready: '[data-testid=legend]' },
  'sr-graphics': { files: ['sr-seg-pr-ko/highdicom/ct_image.dcm', 'sr-seg-pr-ko/highdicom/sr_document.dcm'], objects: [['structured-report', 0]], clicks: ['[data-testid=sr-reference]:not([disabled])'], ready: '[data-testid=legend]' },
  'sr-tid1500': { files: ['sr-seg-pr-ko/sr-tid1500/sr.dcm'], objects: [['structured-report', 0]], ready: '[data-testid=structured-report]' },
  'sr-text': { files: ['sr-seg-pr-ko/sr/reportsi.dcm'], objects: [['structured-report', 0]], ready: '[data-testid=structured-report]' },
  kos: { files: ['us-xa-nm/xa-cine-ko/000000.dcm', 'us-xa-nm/xa-cine-ko/kos.dcm'], ready: WHOLE },
  pdf: { files: () => paperStudy(PAPER), objects: [['pdf', 0]], ready: '[data-testid=pdf-page][data-drawn=true]' },
  'gsps-graphics': { files: () => presentedStudy(), objects: [['presentation-state', 0]], ready: '[data-testid=presentation-mark]' },
  'gsps-bitmap-shutter': { files: () => presentedStudy(), objects: [['presentation-state', 1]], ready: '[data-testid=presentation-mark]' },
  'gsps-circle-and-area': { files: () => presentedStudy(), objects: [['presentation-state', 2]], ready: '[data-testid=presentation-mark]' },
  'sr-shapes': { files: () => presentedStudy(), objects: [['structured-report', 0]], clicks: ['[data-testid=sr-reference]'], ready: '[data-testid=legend]' },
  video: { files: () => videoStudy(), ready: '[data-testid=video-player][data-status=ready]' },
};

/** Taken from the program: its list, its import and its ECG page. */
const PROGRAM_FILES = {
  charsets: ['chrX1', 'chrX2', 'chrH31', 'chrH32', 'chrI2', 'chrRuss', 'chrGreek', 'chrArab', 'chrHbrw', 'chrGerm', 'chrFren', 'chrKoreanMulti', 'chrJapMulti'].map((name) => `charsets/${name}.dcm`),
  'malformed-import': ['MR_truncated', 'meta_missing_tsyntax', 'rtplan_truncated', 'no-pixel-data', 'emri_small_jpeg_2k_lossless_too_short', 'UN_sequence', 'badVR', 'no_meta', 'bad_sequence'].map((name) => `malformed/real/${name}.dcm`),
  ecg: ['ecg/waveform_ecg.dcm'],
};

const FREE = /^(MIT|BSD|Public domain|Apache|CC0|CC BY)/i;

if (!hasTestData()) process.exit(1);
const KEPT = 'tests/visual/categories';
const [folder = KEPT, ...names] = process.argv.slice(2);
const isAsked = (name: string) => names.length === 0 || names.includes(name);
mkdirSync(folder, { recursive: true });
refuseBound([...Object.values(SCENES).flatMap(({ files }) => (typeof files === 'function' ? [] : files)), ...Object.values(PROGRAM_FILES).flat()]);
const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? findBrowser(process.platform, process.env) ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  await takeScenes(browser);
  for (const name of ['charsets', 'malformed-import', 'ecg'] as const) if (isAsked(name)) await takeFromProgram(browser, name);
} finally {
  await browser.close();
}

async function takeScenes(browser: Browser): Promise<void> {
  const scenes = Object.entries(SCENES).filter(([name]) => isAsked(name));
  if (scenes.length === 0) return;
  const studies = scenes.map(([, { files }]): ServedStudy => ({ instances: typeof files === 'function' ? files() : apart(servedFiles(files)), patientName: '测试', siteName: '测试' }));
  const server = await serveViewer(await buildViewerPage(), new Map(studies.map((study, index) => [index + 1, study])));
  const page = await browser.newPage({ viewport: { width: 1240, height: 760 } });
  try {
    for (const [index, [name, { objects = [], clicks = [], ready }]] of scenes.entries()) {
      await page.goto(`${server.url}?studies=${index + 1}`);
      for (const [kind, place] of objects) await page.locator(`[data-testid=series-object][data-kind=${kind}]`).nth(place).click();
      for (const click of clicks) await page.locator(click).first().click();
      await page.locator(ready).first().waitFor();
      await keep(page, name);
    }
  } finally {
    await server.close();
  }
}

async function takeFromProgram(browser: Browser, name: keyof typeof PROGRAM_FILES): Promise<void> {
  const seat = newProfile();
  const disc = newProfile();
  for (const file of PROGRAM_FILES[name]) copyFileSync(testFilePath(file), join(disc.profile, basename(file)));
  const made = name === 'charsets' ? [mislabelledFile()] : [];
  for (const [index, bytes] of made.entries()) writeFileSync(join(disc.profile, `mislabelled-${index}.dcm`), bytes);
  await addSigners(seat.profile);
  const program = await startProgram(seat.profile, ['--no-demo', '--import', disc.profile]);
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1240, height: 760 } });
  const page = await context.newPage();
  try {
    await page.goto(program.url);
    const rows = page.getByTestId('worklist-row');
    if (name === 'malformed-import') {
      await rows.first().waitFor();
      await page.keyboard.press('Alt+I');
      await page.locator('[data-testid=import-job][data-state=done]').waitFor();
      await page.getByText('没有采用的文件').click();
    } else {
      await page.waitForFunction((count) => document.querySelectorAll('[data-testid=worklist-row][data-status=ready]').length >= count, PROGRAM_FILES[name].length + made.length);
      if (name === 'charsets') await page.getByTestId('name-repair').hover();
      if (name === 'ecg') {
        await rows.first().dblclick();
        await page.getByTestId('ecg-canvas').first().waitFor();
      }
    }
    await keep(page, name);
  } finally {
    await context.close();
    await program.stop();
    seat.remove();
    disc.remove();
  }
}

/** What the machine paints last (fonts, segments that are loaded) has half a second. */
async function keep(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(500);
  await page.screenshot(folder === KEPT ? { path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 60 } : { path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}\n`);
}

/** A report that was filed in the series of its images gets a series of its own. */
function apart(instances: ServedStudy['instances']): ServedStudy['instances'] {
  const [first] = instances;
  return instances.map((one) => {
    if (one === first || first === undefined || one.seriesInstanceUid !== first.seriesInstanceUid || one.frames.length > 0) return one;
    const seriesInstanceUid = `${one.seriesInstanceUid}.9`;
    return { ...one, seriesInstanceUid, metadata: { ...one.metadata, '0020000E': { vr: 'UI', Value: [seriesInstanceUid] } } };
  });
}

function refuseBound(files: readonly string[]): void {
  const licences = new Map(testTable('CATALOGUE.tsv').map((row) => [row['file'] ?? '', row['licence'] ?? '']));
  for (const file of files) if (!FREE.test(licences.get(file) ?? '')) throw new Error(`${file} may not be kept: ${licences.get(file)}`);
}
