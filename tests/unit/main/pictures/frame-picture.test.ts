import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readContent } from '#main/part10/read-content.ts';
import { openPart10 } from '#main/part10/open-part10.ts';
import { framePicture } from '#main/pictures/frame-picture.ts';
import { createNodeCodecs } from '#main/pictures/node-codecs.ts';
import { createPictureDesk, type DrawFrame } from '#main/pictures/picture-desk.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { testImage } from '#tests/support/marked-image.ts';
import { hasTestData, readTestFile } from '#tests/support/test-data.ts';

const WASM = { 'jpeg-ls': 'codec-charls/dist/charlswasm_decode', 'jpeg-2000': 'codec-openjpeg/dist/openjpegwasm_decode', 'high-throughput-jpeg-2000': 'codec-openjph/dist/openjphjs', 'jpeg-xl': 'codec-libjxl/dist/jpegxlwasm_decode' } as const;
const codecs = createNodeCodecs((name) => readFileSync(fileURLToPath(new URL(`../../../../node_modules/@cornerstonejs/${WASM[name]}.wasm`, import.meta.url))));

/** 4 columns, 2 rows, 8 bits. */
const header: DataSet = {
  '00080018': { vr: 'UI', Value: ['1.2.3.4'] }, '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.7'] }, '00080060': { vr: 'CS', Value: ['OT'] },
  '00280002': { vr: 'US', Value: [1] }, '00280004': { vr: 'CS', Value: ['MONOCHROME2'] }, '00280010': { vr: 'US', Value: [2] }, '00280011': { vr: 'US', Value: [4] },
  '00280100': { vr: 'US', Value: [8] }, '00280101': { vr: 'US', Value: [8] }, '00280102': { vr: 'US', Value: [7] }, '00280103': { vr: 'US', Value: [0] },
};
const frame = { header, bytes: Uint8Array.of(0, 64, 128, 255, 255, 128, 64, 0), transferSyntaxUid: '1.2.840.10008.1.2.1' };
// LINEAR_EXACT over 0 to 255 leaves every value as it is. PS3.3 C.11.2.1.3.2
const seen = { ...testImage, rows: 2, columns: 4, window: { windowCenter: 127.5, windowWidth: 255, voiLutFunction: 'LINEAR_EXACT' as const } };

/** Reads what `writePng` writes: filter "up" in every row. */
function readPng(png: Uint8Array) {
  const bytes = Buffer.from(png);
  const [width, height, samples] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[25] === 2 ? 3 : 1];
  const from = bytes.indexOf('IDAT') + 4;
  const rows = inflateSync(bytes.subarray(from, from + bytes.readUInt32BE(from - 8)));
  const values = new Uint8Array(width * height * samples);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width * samples; x += 1) values[y * width * samples + x] = (rows[y * (width * samples + 1) + 1 + x] ?? 0) + (y === 0 ? 0 : (values[(y - 1) * width * samples + x] ?? 0));
  }
  return { width, height, samples, at: (column: number, row: number) => values[(row * width + column) * samples] };
}

test('a frame is drawn with its window, 640 pixels along its longer side, each pixel where it belongs', async () => {
  const picture = readPng(await framePicture(frame, seen, codecs));
  // 4 x 2 becomes 640 x 320: each pixel 160 wide and high.
  expect([picture.width, picture.height, picture.samples]).toEqual([640, 320, 1]);
  expect([80, 240, 400, 560].map((column) => picture.at(column, 80))).toEqual([0, 64, 128, 255]);
  expect([80, 240, 400, 560].map((column) => picture.at(column, 240))).toEqual([255, 128, 64, 0]);
});

test('it is turned, cut and inverted as it was seen', async () => {
  const turned = readPng(await framePicture(frame, { ...seen, rotationDegrees: 90 }, codecs));
  // Clockwise: the first column, 0 over 255, becomes the first row, 255 before 0.
  expect([turned.width, turned.height]).toEqual([320, 640]);
  expect([turned.at(80, 80), turned.at(240, 80), turned.at(240, 240)]).toEqual([255, 0, 64]);
  const cut = readPng(await framePicture(frame, { ...seen, area: { left: 2, top: 0, right: 4, bottom: 2 }, isInverted: true }, codecs));
  // 255 - 128, 255 - 255 above; 255 - 64, 255 - 0 below.
  expect([cut.width, cut.height]).toEqual([640, 640]);
  expect([cut.at(160, 160), cut.at(480, 160), cut.at(160, 480), cut.at(480, 480)]).toEqual([127, 0, 191, 255]);
});

test('a large frame becomes small by the mean of its pixels', async () => {
  const large: DataSet = { ...header, '00280010': { vr: 'US', Value: [1280] }, '00280011': { vr: 'US', Value: [1280] } };
  const bytes = Uint8Array.from({ length: 1280 * 1280 }, (_, index) => ((index % 1280) % 2 === 0 ? 0 : 200));
  const picture = readPng(await framePicture({ ...frame, header: large, bytes }, { ...seen, rows: 1280, columns: 1280 }, codecs));
  expect([picture.width, picture.height, picture.at(320, 320)]).toEqual([640, 640, 100]);
});

test('a frame that cannot be shown says so instead of being drawn wrong', async () => {
  await expect(framePicture({ ...frame, bytes: Uint8Array.of(1, 2) }, seen, codecs)).rejects.toMatchObject({ code: 'file/damaged' });
  const palette: DataSet = { ...header, '00280004': { vr: 'CS', Value: ['PALETTE COLOR'] } };
  await expect(framePicture({ ...frame, header: palette }, seen, codecs)).rejects.toMatchObject({ facts: { refusal: 'no-palette' } });
  await expect(framePicture({ ...frame, transferSyntaxUid: '1.2.840.10008.1.2.4.80' }, seen, codecs)).rejects.toMatchObject({ code: 'file/damaged' });
});

describe.skipIf(!hasTestData())('real files', () => {
  const pictureOf = async (name: string) => {
    const file = readTestFile(name);
    const opened = openPart10(file);
    const content = readContent(file, opened);
    const [bytes = new Uint8Array()] = content.frames;
    const image = describeImage(content.metadata);
    return readPng(await framePicture({ header: content.metadata, bytes, transferSyntaxUid: opened.transferSyntaxUid }, { ...testImage, rows: image.rows, columns: image.columns, window: null }, codecs));
  };

  test('one image in JPEG-LS and in JPEG 2000 is the same picture, HTJ2K is in colour', async () => {
    const [jpegLs, jpeg2000] = await Promise.all(['transfer-syntaxes/mr-small/MR_small_jpeg_ls_lossless.dcm', 'transfer-syntaxes/mr-small/MR_small_jp2klossless.dcm'].map(pictureOf));
    const places = Array.from({ length: 64 }, (_, index) => [index * 10, (index * 37) % 640] as const);
    const greys = places.map(([column, row]) => jpegLs?.at(column, row));
    expect(new Set(greys).size).toBeGreaterThan(10);
    expect(places.map(([column, row]) => jpeg2000?.at(column, row))).toEqual(greys);
    expect(await pictureOf('transfer-syntaxes/htj2k/HTJ2KLossless_08_RGB.dcm')).toMatchObject({ width: 640, height: 480, samples: 3 });
  });
});

describe('the picture desk', () => {
  function openDesk(draw: DrawFrame = async () => Uint8Array.of(1)) {
    let nowMs = 0;
    const wanted: string[] = [];
    const drawn: string[] = [];
    const frames = { kind: 'missing' as 'missing' | 'held' | 'unknown' };
    const desk = createPictureDesk({
      readFrame: async (studyId) => {
        if (studyId === 9) throw new AppError('study/unknown', 'no such study');
        return frames.kind === 'held' ? { kind: 'held', frame } : { kind: frames.kind };
      },
      readSeriesMetadata: async () => JSON.stringify([header]), wantInstance: (_studyId, sopInstanceUid) => void wanted.push(sopInstanceUid), clock: { now: () => new Date(nowMs) },
      draw: (encoded, image) => {
        drawn.push(image.sopInstanceUid);
        return draw(encoded, image);
      },
    });
    return { desk, wanted, drawn, frames, advance: (ms: number) => (nowMs += ms) };
  }

  test('an image that is not here is asked for, once in ten seconds however often a page looks, and drawn once when it is', async () => {
    const { desk, wanted, drawn, frames, advance } = openDesk();
    expect([await desk.state(1, testImage), await desk.state(1, testImage), (await desk.picture(1, testImage)).kind]).toEqual(['waiting', 'waiting', 'waiting']);
    expect(wanted).toEqual(['1.2.3.4']);
    advance(10_000);
    await desk.state(1, testImage);
    expect(wanted).toHaveLength(2);
    frames.kind = 'held';
    expect(await desk.state(1, testImage)).toBe('picture');
    expect([(await desk.picture(1, testImage)).kind, (await desk.picture(1, { ...testImage, arrow: null })).kind, drawn.length]).toEqual(['picture', 'picture', 1]);
  });

  test('what is unknown here is absent and asked for all the same; a study that is not here is absent', async () => {
    const { desk, wanted, frames } = openDesk();
    frames.kind = 'unknown';
    expect(await desk.state(1, testImage)).toBe('absent');
    expect(wanted).toHaveLength(1);
    expect([await desk.state(9, testImage), (await desk.picture(9, testImage)).kind]).toEqual(['absent', 'absent']);
  });

  test('an image that no decoder reads is tried once and said to be such; a bug is no answer', async () => {
    const damaged = openDesk(() => Promise.reject(new AppError('file/damaged', 'no')));
    damaged.frames.kind = 'held';
    expect([(await damaged.desk.picture(1, testImage)).kind, await damaged.desk.state(1, testImage), (await damaged.desk.picture(1, testImage)).kind, damaged.drawn.length]).toEqual(['refused', 'refused', 'refused', 1]);
    const broken = openDesk(() => Promise.reject(new TypeError('bug')));
    broken.frames.kind = 'held';
    await expect(broken.desk.picture(1, testImage)).rejects.toThrow('bug');
  });
});
