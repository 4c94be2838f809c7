import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from 'playwright/test';
import { describeImage, isColour } from '#shared/dicom/image/image-description.ts';
import { hasDcmtk } from '#tests/support/oracles.ts';
import { hasTestData, testFilePath, testTable } from '#tests/support/test-data.ts';
import type { DecodeResult } from '#tests/support/viewer-harness/decode.ts';
import { buildViewerPage, removeViewerPage, serveViewer, type ServedInstance, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';
import { servedFiles } from '#tests/support/viewer-harness/served-files.ts';

/**
 * Every frame of the shared files goes through our loader (fetch, decode workers, bit extraction, colour) and is compared with what
 * independent decoders made of it: the hashes of `pixel-hashes.tsv` for grey, dcmtk's pictures for colour.
 */
test.skip(!hasTestData(), 'the shared test data are absent');

interface Row {
  readonly file: string;
  readonly frame: number;
  readonly sha256: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly isExact: boolean;
}

/** What we refuse to show: more than 16 bits, colour of 16 bits, one bit, floats, JPEG processes without a right decoder. */
const REFUSED = [
  'enhanced/parametric-map/', 'label.seg', 'tumor_User1', 'wsi/highdicom/seg_image_sm_dots_tiled_full.dcm', 'SC_rgb_rle_16bit', 'SC_rgb_rle_32bit', 'JPEGProcess10_12', 'JPEGProcess6_8',
];

test.describe.configure({ mode: 'serial' });

let folder: string;
let server: ViewerServer;
const rows: Row[] = [];
const served = new Map<string, { readonly studyId: number; readonly instance: ServedInstance }>();

test.beforeAll(async () => {
  test.setTimeout(300_000);
  for (const row of testTable('pixel-hashes.tsv')) {
    const file = row['file'] ?? '';
    // Segmentations are no pictures; malformed files have tests of their own.
    if (/^sr-seg|seg-1bit|^malformed|wsi-seg/.test(file)) continue;
    if (!served.has(file)) {
      const [instance] = servedFiles([file]);
      if (instance !== undefined) served.set(file, { studyId: served.size + 1, instance });
    }
    rows.push({
      file, frame: Number(row['frame']), sha256: row['sha256_stored_values'] ?? '', minimum: Number(row['min']), maximum: Number(row['max']), mean: Number(row['mean']),
      isExact: row['class'] === 'exact',
    });
  }
  folder = await buildViewerPage();
  server = await serveViewer(folder, new Map([...served.values()].map(({ studyId, instance }) => [studyId, { instances: [instance] }])));
});

test.afterAll(async () => {
  await server.close();
  removeViewerPage(folder);
});

async function openDecoder(page: Page): Promise<void> {
  await page.goto(`${server.url}decode.html`);
  await expect(page).toHaveTitle('ready');
}

type Decoding = { decoding: { describe: (...frame: FrameArguments) => Promise<DecodeResult>; colours: (...frame: FrameArguments) => Promise<string> } };
type FrameArguments = [studyId: number, seriesInstanceUid: string, sopInstanceUid: string, frameNumber: number];

function argumentsOf({ file, frame }: Row): FrameArguments {
  const { studyId, instance } = served.get(file)!;
  return [studyId, instance.seriesInstanceUid, instance.sopInstanceUid, frame];
}

async function describeFrame(page: Page, row: Row): Promise<DecodeResult> {
  return page.evaluate((frame) => (window as unknown as Decoding).decoding.describe(...frame), argumentsOf(row));
}

const isRefused = ({ file }: Row) => REFUSED.some((part) => file.includes(part));

test('grey frames have the stored values that other decoders give', async ({ page }) => {
  test.setTimeout(300_000);
  await openDecoder(page);
  const wrong: string[] = [];
  let compared = 0;
  for (const row of rows.filter((one) => !isRefused(one))) {
    const result = await describeFrame(page, row);
    if (result.status === 'decoded' && result.kind === 'colour') continue;
    compared += 1;
    if (result.status === 'refused') wrong.push(`${row.file} ${row.frame}: ${result.code} ${result.facts}`);
    else if (result.sha256 === row.sha256) continue;
    // Lossy decoders may differ by a grey level or two; a file that is labelled lossless and is not counts as lossy.
    else if (!row.isExact && isNear(result, row)) continue;
    else wrong.push(`${row.file} ${row.frame}: ${result.minimum} ${result.maximum} ${result.mean}, expected ${row.minimum} ${row.maximum} ${row.mean}`);
  }
  // The one file whose label lies: JPEG baseline under the lossless syntax. Its decoded values have their own test.
  expect(wrong.filter((line) => !line.startsWith('us-xa-nm/op/sample-op.dcm'))).toEqual([]);
  expect(compared).toBeGreaterThan(400);
});

test('a baseline JPEG that is labelled lossless is decoded as baseline and marked lossy', async ({ page }) => {
  await openDecoder(page);
  const row = rows.find(({ file }) => file === 'us-xa-nm/op/sample-op.dcm')!;
  const result = await describeFrame(page, row);
  expect(result).toMatchObject({ status: 'decoded', isLossy: true });
  // dcmtk decodes the codestream as what it is: minimum 7, mean 94.007.
  if (result.status === 'decoded') expect(isNear(result, row)).toBe(true);
});

test('twelve-bit JPEG has no bias', async ({ page }) => {
  await openDecoder(page);
  for (const row of rows.filter(({ file }) => /JPEGProcess2_4|JPGExtended|jpeg_baseline\.51/.test(file))) {
    const result = await describeFrame(page, row);
    expect(result, row.file).toMatchObject({ status: 'decoded' });
    // Without the correction the mean is 15 too high.
    if (result.status === 'decoded') expect(Math.abs(result.mean - row.mean), row.file).toBeLessThan(0.5);
  }
});

test('what cannot be shown rightly is refused', async ({ page }) => {
  await openDecoder(page);
  for (const row of rows.filter(isRefused)) expect(await describeFrame(page, row), row.file).toMatchObject({ status: 'refused', code: 'file/damaged' });
});

test('colour frames are the pictures that dcmtk makes of them', async ({ page }) => {
  test.skip(!hasDcmtk(), 'no dcmtk');
  test.setTimeout(300_000);
  await openDecoder(page);
  const pictures = mkdtempSync(join(tmpdir(), 'tongyue-pictures-'));
  const coloured = rows.filter((row) => row.frame === 1 && !isRefused(row) && isColour(describeImage(served.get(row.file)!.instance.metadata)));
  let compared = 0;
  try {
    for (const row of coloured) {
      const expected = dcmtkPicture(row, join(pictures, 'picture.ppm'));
      if (expected === undefined) continue;
      const colours = Buffer.from(await page.evaluate((frame) => (window as unknown as Decoding).decoding.colours(...frame), argumentsOf(row)), 'base64');
      const worst = colours.reduce((most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? NaN))), 0);
      compared += 1;
      expect(colours.length, row.file).toBe(expected.length);
      expect(worst, row.file).toBeLessThanOrEqual(2);
    }
  } finally {
    rmSync(pictures, { recursive: true, force: true });
  }
  expect(compared).toBeGreaterThan(20);
});

function isNear(result: Extract<DecodeResult, { status: 'decoded' }>, { minimum, maximum, mean }: Row): boolean {
  return Math.abs(result.minimum - minimum) <= 2 && Math.abs(result.maximum - maximum) <= 2 && Math.abs(result.mean - mean) <= 0.5;
}

/** Red, green, blue of a frame as dcmtk shows it; undefined for files that dcmtk cannot show. */
function dcmtkPicture({ file, frame }: Row, path: string): ArrayLike<number> | undefined {
  try {
    execFileSync('dcmj2pnm', ['--write-8-bit-pnm', '+F', String(frame), testFilePath(file), path], { stdio: 'pipe' });
  } catch {
    return undefined;
  }
  const bytes = readFileSync(path);
  const head = /^P([36])\s+(?:#[^\n]*\n)*\d+\s+\d+\s+\d+\s/.exec(bytes.subarray(0, 400).toString('latin1'));
  if (head === null) return undefined;
  const body = bytes.subarray(head[0].length);
  return head[1] === '6' ? body : body.toString('latin1').trim().split(/\s+/).map(Number);
}
