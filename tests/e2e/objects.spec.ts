import { readFileSync } from 'node:fs';
import { expect, test, type Locator, type Page } from 'playwright/test';
import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { madeImage, madeStack } from '#tests/support/viewer-harness/made-instances.ts';
import { buildViewerPage, serveViewer, type ServedInstance, type ServedStudy, type ViewerServer } from '#tests/support/viewer-harness/serve-viewer.ts';

/** Objects beside images, in Chromium over the viewer harness. All of them are made here, so that every pixel can be worked out by hand. */

const RAIL = 132;
const NOTE = 300;
const TOOLS = 46;

const SEGMENTED = 31;
const PRESENTED = 32;
const MARKED = 33;
const FILED = 35;
const VIDEO = 36;

type Attributes = Parameters<typeof buildDataSet>[0];

/** An object of a study, in the series `number`. */
function madeObject(study: number, series: number, attributes: Attributes, frames: readonly Uint8Array[] = []): ServedInstance {
  const sopInstanceUid = `1.2.${study}.${series}.1`;
  const seriesInstanceUid = `1.2.${study}.${series}`;
  const metadata = buildDataSet({ SOPInstanceUID: sopInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyInstanceUID: `1.2.${study}`, SeriesNumber: series, InstanceNumber: 1, ...attributes });
  return { sopInstanceUid, seriesInstanceUid, transferSyntaxUid: '1.2.840.10008.1.2.1', metadata, frames, bulkData: [] };
}

const one = (study: number) => ({ sopInstanceUid: `1.2.${study}.1.1`, seriesInstanceUid: `1.2.${study}.1`, studyInstanceUid: `1.2.${study}` });
const AXIAL = { PixelSpacing: [1, 1], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, 0], FrameOfReferenceUID: '1.2.9', SliceThickness: 1, InstanceNumber: 1, SeriesNumber: 1 };

/** 13 by 13 pixels: no row begins at a byte. */
const SEGMENT_SIZE = 13;
const isInSegment = (column: number, row: number) => (column * 5 + row * 3) % 4 === 0;

function segmentation(): ServedInstance {
  const bytes = new Uint8Array(Math.ceil(SEGMENT_SIZE ** 2 / 8));
  for (let index = 0; index < SEGMENT_SIZE ** 2; index += 1) if (isInSegment(index % SEGMENT_SIZE, Math.floor(index / SEGMENT_SIZE))) bytes[index >> 3]! |= 1 << (index & 7);
  return madeObject(SEGMENTED, 2, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4', Modality: 'SEG', SegmentationType: 'BINARY', FrameOfReferenceUID: '1.2.9', Rows: SEGMENT_SIZE, Columns: SEGMENT_SIZE, NumberOfFrames: 1,
    BitsAllocated: 1, BitsStored: 1, HighBit: 0, PixelRepresentation: 0, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', ContentLabel: 'LESION',
    SegmentSequence: [buildDataSet({ SegmentNumber: 1, SegmentLabel: '病灶' })],
    ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: `1.2.${SEGMENTED}.1` })],
    SharedFunctionalGroupsSequence: [buildDataSet({
      PixelMeasuresSequence: [buildDataSet({ PixelSpacing: [1, 1], SliceThickness: 1 })], PlaneOrientationSequence: [buildDataSet({ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] })],
    })],
    PerFrameFunctionalGroupsSequence: [buildDataSet({
      PlanePositionSequence: [buildDataSet({ ImagePositionPatient: [0, 0, 0] })], SegmentIdentificationSequence: [buildDataSet({ ReferencedSegmentNumber: 1 })],
    })],
  }, [bytes]);
}

function presentation(series: number, ContentDescription: string, attributes: Attributes): ServedInstance {
  return madeObject(PRESENTED, series, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.11.1', Modality: 'PR', ContentLabel: 'PR', ContentDescription, ContentCreatorName: { alphabetic: 'Wang^Min', ideographic: '王^敏', phonetic: '' },
    ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: `1.2.${PRESENTED}.1`, ReferencedImageSequence: [buildDataSet({ ReferencedSOPInstanceUID: `1.2.${PRESENTED}.1.1` })] })],
    SoftcopyVOILUTSequence: [buildDataSet({ WindowCenter: 128, WindowWidth: 256 })],
    ...attributes,
  });
}

const HOSTILE = '<img src=x onerror="document.title=\'owned\'"><script>document.title=\'owned\'</script>右上肺';
const dcm = (value: string, meaning: string) => [codeItem({ value, scheme: 'DCM', meaning })];
const imageItem = (uid: string) => buildDataSet({ ValueType: 'IMAGE', RelationshipType: 'CONTAINS', ReferencedSOPSequence: [buildDataSet({ ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2', ReferencedSOPInstanceUID: uid })] });
const evidence = (...uids: readonly string[]) => [buildDataSet({
  StudyInstanceUID: `1.2.${MARKED}`,
  ReferencedSeriesSequence: [buildDataSet({ SeriesInstanceUID: `1.2.${MARKED}.1`, ReferencedSOPSequence: uids.map((ReferencedSOPInstanceUID) => buildDataSet({ ReferencedSOPInstanceUID })) })],
})];

function markedStudy(): readonly ServedInstance[] {
  const uid = (number: number) => `1.2.${MARKED}.1.${number}`;
  const keyObject = madeObject(MARKED, 2, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.59', Modality: 'KO', ValueType: 'CONTAINER', ConceptNameCodeSequence: dcm('113000', 'Of Interest'),
    ContentSequence: [imageItem(uid(2)), imageItem(uid(4))], CurrentRequestedProcedureEvidenceSequence: evidence(uid(2), uid(4)),
  });
  const measured = buildDataSet({ NumericValue: '15.8', MeasurementUnitsCodeSequence: [codeItem({ value: 'mm', scheme: 'UCUM', meaning: 'mm' })] });
  const report = madeObject(MARKED, 3, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.33', Modality: 'SR', ValueType: 'CONTAINER', ConceptNameCodeSequence: dcm('126000', 'Imaging Measurement Report'), CompletionFlag: 'PARTIAL',
    ContentSequence: [
      buildDataSet({ ValueType: 'TEXT', RelationshipType: 'CONTAINS', ConceptNameCodeSequence: dcm('121071', 'Finding'), TextValue: HOSTILE }),
      buildDataSet({ ValueType: 'NUM', RelationshipType: 'CONTAINS', ConceptNameCodeSequence: dcm('121206', 'Distance'), MeasuredValueSequence: [measured] }),
      imageItem(uid(5)),
      imageItem('9.9.9'),
    ],
    CurrentRequestedProcedureEvidenceSequence: evidence(uid(5)),
  });
  return [...madeStack(MARKED, 5), keyObject, report];
}

/** One page with a black square, and everything in it that a PDF can do by itself when it is opened. */
function hostilePdf(): string {
  const content = '0 0 0 rg 50 50 100 100 re f';
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 5 0 R >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Annots [6 0 R] /AA << /O 5 0 R >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /S /JavaScript /JS (app.alert('owned'); app.launchURL('http://192.0.2.1/owned'); this.submitForm('http://192.0.2.1/owned');) /Next << /S /URI /URI (http://192.0.2.1/owned) >> >>",
    '<< /Type /Annot /Subtype /Link /Rect [0 0 200 200] /A << /S /URI /URI (http://192.0.2.1/owned) >> >>',
  ]);
}

/** One character, 中, in the code of GBK and a font that is not in the file: how many hospitals write their reports. */
function chinesePdf(): string {
  const content = 'BT /F1 150 Tf 25 50 Td <D6D0> Tj ET';
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-GBK-EUC-H /Encoding /GBK-EUC-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]);
}

function pdfOf(objects: readonly string[]): string {
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  return `${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}

function filedStudy(): readonly ServedInstance[] {
  const filed = (series: number, pdf: string): ServedInstance => {
    const made = madeObject(FILED, series, { SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1', Modality: 'DOC', DocumentTitle: '外院报告', MIMETypeOfEncapsulatedDocument: 'application/pdf' });
    const bytes = new TextEncoder().encode(pdf);
    return { ...made, metadata: { ...made.metadata, '00420011': { vr: 'OB', BulkDataURI: '00420011' } }, bulkData: [{ elementPath: '00420011', bytes }] };
  };
  return [madeImage({ ...one(FILED), rows: 64, columns: 64, value: () => 100 }), filed(2, hostilePdf()), filed(3, chinesePdf()), filed(4, 'no PDF at all')];
}

function video(series: number, transferSyntaxUid: string, frame: Uint8Array): ServedInstance {
  const made = madeObject(VIDEO, series, {
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.77.1.1.1', Modality: 'ES', Rows: 48, Columns: 64, NumberOfFrames: 6, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, SamplesPerPixel: 3,
    PhotometricInterpretation: 'YBR_PARTIAL_420', AvailableTransferSyntaxUID: transferSyntaxUid,
  }, [frame]);
  return { ...made, transferSyntaxUid };
}

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`../fixtures/video/${name}`, import.meta.url)));

function studies(): Map<number, ServedStudy> {
  return new Map<number, ServedStudy>([
    [SEGMENTED, { instances: [madeImage({ ...one(SEGMENTED), rows: SEGMENT_SIZE, columns: SEGMENT_SIZE, value: () => 0, attributes: AXIAL }), segmentation()] }],
    [PRESENTED, { instances: [
      // The value is four times the column: 0 to 252.
      madeImage({ ...one(PRESENTED), rows: 64, columns: 64, value: (column) => 4 * column, attributes: { InstanceNumber: 1, SeriesNumber: 1, SeriesDescription: 'ramp' } }),
      presentation(2, '会诊', { PresentationLUTShape: 'INVERSE', ImageRotation: 90 }),
      presentation(3, '局部', {
        DisplayedAreaSelectionSequence: [buildDataSet({ DisplayedAreaTopLeftHandCorner: [33, 1], DisplayedAreaBottomRightHandCorner: [64, 32], PresentationSizeMode: 'SCALE TO FIT' })],
        ShutterShape: 'RECTANGULAR', ShutterLeftVerticalEdge: 1, ShutterRightVerticalEdge: 64, ShutterUpperHorizontalEdge: 1, ShutterLowerHorizontalEdge: 16, ShutterPresentationValue: 65_535,
        GraphicAnnotationSequence: [buildDataSet({
          GraphicObjectSequence: [buildDataSet({ GraphicType: 'POLYLINE', GraphicData: [36, 8, 60, 8], GraphicAnnotationUnits: 'PIXEL', GraphicFilled: 'N' }),
            buildDataSet({ GraphicType: 'POLYLINE', GraphicData: [0.1, 0.4, 0.9, 0.4], GraphicAnnotationUnits: 'DISPLAY', GraphicFilled: 'N' })],
        })],
      }),
    ] }],
    [MARKED, { instances: markedStudy() }],
    [FILED, { instances: filedStudy() }],
    [VIDEO, { instances: [
      video(1, '1.2.840.10008.1.2.4.102', fixture('moving-pattern.mp4')), video(2, '1.2.840.10008.1.2.4.103', fixture('moving-pattern.ts.bin')),
      video(3, '1.2.840.10008.1.2.4.100', new Uint8Array(64)), video(4, '1.2.840.10008.1.2.4.102', new Uint8Array(640)),
    ] }],
  ]);
}

let folder: string;
let server: ViewerServer;
let complaints: string[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = await buildViewerPage();
  server = await serveViewer(folder, studies());
});
test.afterAll(async () => {
  await server.close();
});
test.beforeEach(({ page }) => {
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
});
test.afterEach(() => expect(complaints).toEqual([]));

async function open(page: Page, study: number): Promise<void> {
  await page.setViewportSize({ width: 512 + RAIL + NOTE, height: 512 + TOOLS });
  await page.goto(`${server.url}?studies=${study}`);
}
const viewport = (page: Page): Locator => page.locator('[data-testid=viewport][data-viewport="1"]');
const object = (page: Page, kind: string): Locator => page.locator(`[data-testid=series-object][data-kind=${kind}]`);

/** Red, green, blue under points of the picture, given as fractions of its width and height. */
async function colours(page: Page, points: readonly (readonly [number, number])[]): Promise<readonly (readonly number[])[]> {
  return viewport(page).locator('[data-testid=viewport-picture] > canvas').evaluate((element, wanted) => {
    const canvas = element as HTMLCanvasElement;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    return wanted.map(([x, y]) => Array.from(copy.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data.subarray(0, 3)));
  }, points);
}

test('a 13-column binary segmentation lies on the picture pixel for pixel, is named in the legend, and goes when it is switched off', async ({ page }) => {
  await open(page, SEGMENTED);
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${SEGMENTED}.1.1`);
  const centres = Array.from({ length: SEGMENT_SIZE ** 2 }, (_, index) => [((index % SEGMENT_SIZE) + 0.5) / SEGMENT_SIZE, (Math.floor(index / SEGMENT_SIZE) + 0.5) / SEGMENT_SIZE] as const);
  const painted = async () => (await colours(page, centres)).map((rgb) => rgb.some((part) => part > 20));
  // The picture below is black and nothing is switched on by itself.
  expect(await painted()).toEqual(centres.map(() => false));
  await object(page, 'segmentation').click();
  await expect.poll(painted).toEqual(centres.map((_, index) => isInSegment(index % SEGMENT_SIZE, Math.floor(index / SEGMENT_SIZE))));
  await expect(page.getByTestId('legend')).toHaveText('病灶');
  await page.getByRole('button', { name: '叠加 1' }).click();
  await page.getByRole('checkbox', { name: '病灶' }).uncheck();
  await expect.poll(painted).toEqual(centres.map(() => false));
});

test('a presentation state inverts once and turns, says its name and author, and gives everything back when it is switched off', async ({ page }) => {
  await open(page, PRESENTED);
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${PRESENTED}.1.1`);
  const points = [[0.25, 0.5], [0.75, 0.5], [0.5, 0.25], [0.5, 0.75]] as const;
  const greys = async () => (await colours(page, points)).map(([red]) => red);
  // A quarter and three quarters of 64 columns: between columns 15 and 16, 47 and 48; 4 * 15.5 = 62 and 4 * 47.5 = 190. In the middle 126.
  const near = (found: readonly (number | undefined)[], wanted: readonly number[]) => found.every((grey, index) => Math.abs((grey ?? -99) - (wanted[index] ?? 0)) <= 3);
  expect(near(await greys(), [62, 190, 126, 126])).toBe(true);
  await object(page, 'presentation-state').nth(0).click();
  // Turned clockwise the left side of the picture is on top: what grew to the right grows downwards. Inverted: 255 - 126, 255 - 62, 255 - 190.
  await expect.poll(async () => near(await greys(), [129, 129, 193, 65])).toBe(true);
  await expect(page.getByTestId('presentation-mark')).toHaveText('显示状态：会诊 · 王敏');
  await page.getByRole('button', { name: '叠加 2' }).click();
  await page.getByRole('checkbox', { name: '会诊 · 王敏' }).uncheck();
  await expect.poll(async () => near(await greys(), [62, 190, 126, 126])).toBe(true);
  await expect(page.getByTestId('presentation-mark')).toHaveCount(0);
});

test('a presentation state shows its area, its shutter and its lines where they belong', async ({ page }) => {
  await open(page, PRESENTED);
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${PRESENTED}.1.1`);
  await object(page, 'presentation-state').nth(1).click();
  // The area is the upper right quarter: columns 33 to 64, rows 1 to 32. Its middle column lies at 48 edges in: 4 * 47.5 = 190.
  // The shutter leaves rows 1 to 16: the upper half of what is seen; below it is white.
  await expect.poll(async () => (await colours(page, [[0.5, 0.13]]))[0]?.[0] ?? 0).toBeGreaterThan(186);
  const [picture, shut, pixelLine, displayLine] = await colours(page, [[0.5, 0.13], [0.5, 0.75], [0.5, 0.25], [0.5, 0.4]]);
  expect(Math.abs((picture?.[0] ?? 0) - 190)).toBeLessThanOrEqual(3);
  expect(shut).toEqual([255, 255, 255]);
  // Row 8 of 32 in pixels is a quarter down; 0.4 of the area is 0.4 down. Both are drawn in the colour for layers without one.
  // 240, 224, 120, softened at the edge of the line; the ramp around them is grey.
  for (const [red = 0, , blue = 0] of [pixelLine ?? [], displayLine ?? []]) expect(red - blue).toBeGreaterThan(60);
});

test('key images are counted in the rail, marked in the picture, and the wheel goes through them alone', async ({ page }) => {
  await open(page, MARKED);
  await expect(viewport(page)).toHaveAttribute('data-stack-size', '5');
  await expect(page.getByTestId('key-count')).toHaveText('★ 2');
  await expect(page.getByTestId('key-mark')).toHaveCount(0);
  await viewport(page).click();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('key-mark')).toHaveText('★ 关键图像 · Of Interest');
  await page.keyboard.press('Shift+K');
  await expect(viewport(page)).toHaveAttribute('data-stack-size', '2');
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${MARKED}.1.2`);
  await page.keyboard.press('ArrowDown');
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${MARKED}.1.4`);
  await page.keyboard.press('Shift+K');
  await expect(viewport(page)).toHaveAttribute('data-stack-size', '5');
});

test('a report is read beside the pictures, runs nothing, and its references lead to the slice', async ({ page }) => {
  await open(page, MARKED);
  await expect(viewport(page)).toHaveAttribute('data-stack-size', '5');
  await object(page, 'structured-report').focus();
  await page.keyboard.press('Enter');
  const report = page.getByTestId('structured-report');
  await expect(report).toContainText(HOSTILE);
  await expect(report.locator('img, script')).toHaveCount(0);
  expect(await page.title()).not.toBe('owned');
  await expect(page.getByTestId('sr-numbers').locator('tbody tr')).toHaveText('Distance15.8mm');
  await expect(page.getByTestId('sr-reference')).toHaveCount(2);
  await expect(page.getByTestId('sr-reference').nth(1)).toBeDisabled();
  await page.getByTestId('sr-reference').nth(0).click();
  await expect(viewport(page)).toHaveAttribute('data-sop-instance-uid', `1.2.${MARKED}.1.5`);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('study-document')).toHaveCount(0);
});

test('a PDF from outside is drawn, and nothing in it acts', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => complaints.push('a window was opened'));
  await open(page, FILED);
  await object(page, 'pdf').nth(0).click();
  const sheet = page.getByTestId('pdf-page');
  await expect(sheet).toHaveAttribute('data-drawn', 'true');
  // The square reaches from 50 to 150 of 200 points: black in the middle, white at an eighth.
  const [middle, edge] = await sheet.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext('2d')!;
    const at = (fraction: number) => context.getImageData(Math.floor(canvas.width * fraction), Math.floor(canvas.height * fraction), 1, 1).data[0];
    return [at(0.5), at(0.125)];
  });
  expect([middle, edge]).toEqual([0, 255]);
  await sheet.click();
  // Chinese text without its font needs the character map of GBK.
  await object(page, 'pdf').nth(1).click();
  await expect(sheet).toHaveAttribute('data-drawn', 'true');
  const ink = await sheet.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 0 && value < 128).length / (canvas.width * canvas.height);
  });
  // A character of 150 of 200 points: a few strokes, neither an empty sheet nor a black box.
  expect(ink).toBeGreaterThan(0.01);
  expect(ink).toBeLessThan(0.5);
  expect(asked.filter((url) => url.endsWith('/pdf/cmaps/GBK-EUC-H.bcmap'))).toHaveLength(1);
  await object(page, 'pdf').nth(2).click();
  await expect(page.getByTestId('pdf-failed')).toHaveText('这份 PDF 打不开：已损坏或有密码。其他内容不受影响');
  expect(page.url()).toContain(server.url);
  expect(asked.filter((url) => !url.startsWith(server.url) && !url.startsWith('blob:'))).toEqual([]);
});

test('H.264 plays from MP4 and from a transport stream; MPEG-2 and damage are refused with a reason', async ({ page }) => {
  await open(page, VIDEO);
  const playsWhole = async () => {
    const player = page.locator('video');
    await expect.poll(() => player.evaluate((element) => (element as HTMLVideoElement).readyState)).toBe(4);
    const facts = await player.evaluate(async (element) => {
      const playing = element as HTMLVideoElement;
      playing.loop = false;
      const ended = new Promise((resolve) => playing.addEventListener('ended', resolve, { once: true }));
      await playing.play();
      await ended;
      return { width: playing.videoWidth, height: playing.videoHeight, seconds: playing.duration, frames: playing.getVideoPlaybackQuality().totalVideoFrames };
    });
    expect(facts).toMatchObject({ width: 64, height: 48 });
    // Six pictures at ten a second.
    expect(facts.seconds).toBeCloseTo(0.6, 1);
    expect(facts.frames).toBeGreaterThanOrEqual(6);
  };
  const place = (series: number) => page.locator(`[data-testid=series-thumbnail][data-series-instance-uid="1.2.${VIDEO}.${series}"]`).click();
  await expect(page.getByTestId('video-player')).toHaveAttribute('data-status', 'ready');
  // Who it is stands over the video too.
  await expect(page.getByTestId('viewport-identity')).toContainText('陈桂兰');
  expect(await page.getByTestId('viewport-identity').evaluate((element) => {
    // Both are positioned without a z-index: what comes later lies above.
    return element.getBoundingClientRect().width > 0 && element.compareDocumentPosition(document.querySelector('video')!) === Node.DOCUMENT_POSITION_PRECEDING;
  })).toBe(true);
  await playsWhole();
  await place(2);
  await playsWhole();
  await place(3);
  await expect(page.getByTestId('viewport-words')).toContainText('MPEG-2 视频，这台工作站不能播放');
  await expect(page.locator('video')).toHaveCount(0);
  await place(4);
  await expect(page.getByTestId('video-player')).toContainText('这段视频不能播放');
});
