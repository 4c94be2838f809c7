import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from 'playwright/test';
import { describeImage, isColour } from '#shared/dicom/image/image-description.ts';
import { hasDcmtk } from '#tests/support/oracles.ts';
import { hasTestData, testFilePath, testTable } from '#tests/support/test-data.ts';
import type { DecodeResult } from '#tests/support/viewer-harness/decode.ts';
import { buildViewerPage, serveViewer, type ServedInstance, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';
import { servedFiles } from '#tests/support/viewer-harness/served-files.ts';

/**
 * Every frame of the shared files goes through our loader (fetch, decode workers, bit extraction, colour) and is compared with what
 * independent decoders made of it: the hashes of `pixel-hashes.tsv` for what was stored, dcmtk's pictures for the colours that are shown.
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

test.describe.configure({ mode: 'serial' });

let folder: string;
let server: ViewerServer;
const rows: Row[] = [];
const served = new Map<string, { readonly studyId: number; readonly instance: ServedInstance }>();

test.beforeAll(async () => {
  test.setTimeout(300_000);
  for (const row of testTable('pixel-hashes.tsv')) {
    const file = row['file'] ?? '';
    // Malformed files have tests of their own.
    if (file.startsWith('malformed')) continue;
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

/** Several at a time: a frame that waits for its bytes does not hold up the decoders. */
async function describeFrames(page: Page, wanted: readonly Row[]): Promise<readonly DecodeResult[]> {
  const results: DecodeResult[] = [];
  for (let start = 0; start < wanted.length; start += 8) results.push(...(await Promise.all(wanted.slice(start, start + 8).map((row) => describeFrame(page, row)))));
  return results;
}

test('all frames have the stored values that other decoders give', async ({ page }) => {
  test.setTimeout(300_000);
  await openDecoder(page);
  const wrong: string[] = [];
  const results = await describeFrames(page, rows);
  for (const [index, row] of rows.entries()) {
    const result = results[index]!;
    if (result.status === 'refused') wrong.push(`${row.file} ${row.frame}: ${result.code} ${result.reason}`);
    else if (result.sha256 !== row.sha256 && (row.isExact || !isNear(result, row))) wrong.push(`${row.file} ${row.frame}: ${result.minimum} ${result.maximum} ${result.mean}, expected ${row.minimum} ${row.maximum} ${row.mean}`);
    else if (result.shown === 'not shown') wrong.push(`${row.file} ${row.frame}: not shown`);
  }
  expect(wrong).toEqual([]);
  expect(rows.length).toBeGreaterThan(600);
});

test('a baseline JPEG that is labelled lossless is decoded as baseline and marked lossy', async ({ page }) => {
  await openDecoder(page);
  const row = rows.find(({ file }) => file === 'us-xa-nm/op/sample-op.dcm')!;
  expect(await describeFrame(page, row)).toMatchObject({ status: 'decoded', isLossy: true });
});

test('colour frames are the pictures that dcmtk makes of them', async ({ page }) => {
  test.skip(!hasDcmtk(), 'no dcmtk');
  test.setTimeout(300_000);
  await openDecoder(page);
  const pictures = mkdtempSync(join(tmpdir(), 'tongyue-pictures-'));
  const coloured = rows.filter((row) => row.frame === 1 && isColour(describeImage(served.get(row.file)!.instance.metadata)));
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
