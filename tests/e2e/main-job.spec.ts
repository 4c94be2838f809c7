import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { readPart10 } from '#main/part10/read-part10.ts';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { textOf } from '#shared/dicom/data-set/data-set.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

/**
 * The main job, end to end, on the real program: a county study is read and its signed report goes back.
 * It leaves its screenshots in out/e2e/main-job.
 */

const screenshots = fileURLToPath(new URL('../../out/e2e/main-job/', import.meta.url));
const { profile, remove } = newProfile();
let program: Program;

test.beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  program = await startProgram(profile);
});
test.afterAll(async () => {
  await program.stop();
  remove();
});

/** SHA-256 of the encoded frame that the first viewport shows, as the program hands it to the page. */
async function shownFrameDigest(page: Page, studyId: string): Promise<string> {
  const sopInstanceUid = await page.getByTestId('viewport').first().getAttribute('data-sop-instance-uid');
  return page.evaluate(async (path) => {
    const bytes = await (await fetch(path)).arrayBuffer();
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }, `/frames/${studyId}/${sopInstanceUid}/1`);
}
let firstFrame = { studyId: '', digest: '' };

const shoot = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });
const stroke = (page: Page) => page.getByTestId('worklist-row').filter({ hasText: '赵守田' });

test('a county study is announced, opened, measured, reported in Chinese, signed, and its report is back in the county', async ({ page }) => {
  await page.goto(program.url);

  await test.step('the case appears on the worklist and becomes ready', async () => {
    await expect(stroke(page)).toBeVisible();
    await expect(stroke(page)).toContainText('青岭县人民医院');
    await expect(stroke(page)).toHaveAttribute('data-status', 'ready', { timeout: 90_000 });
    await shoot(page, '1-worklist');
  });
  const studyInstanceUid = (await stroke(page).getAttribute('data-study-instance-uid')) ?? '';

  await test.step('Enter opens it, and its first picture is on the screen, whole', async () => {
    await stroke(page).click();
    await page.keyboard.press('Enter');
    const viewport = page.getByTestId('viewport').first();
    await expect(viewport).toHaveAttribute('data-sop-instance-uid', /^[\d.]+$/);
    await expect(viewport).toHaveAttribute('data-fidelity', 'full');
    await expect(viewport).toHaveAttribute('data-study-instance-uid', studyInstanceUid);
    const studyId = (await page.getByTestId('reading-page').getAttribute('data-study-id')) ?? '';
    firstFrame = { studyId, digest: await shownFrameDigest(page, studyId) };
    await shoot(page, '2-open');
  });

  await test.step('a length is drawn and put into the findings with one key', async () => {
    const box = (await page.getByTestId('viewport').first().boundingBox())!;
    await page.keyboard.press('d');
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.45);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5, { steps: 8 });
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.55, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.press('m');
    await expect(page.getByRole('textbox', { name: '检查所见' })).toHaveValue(/\d+\.\d mm/);
    // The picture is marked as it is seen now; the county gets it so.
    await page.getByTestId('viewport').first().focus();
    await page.keyboard.press('k');
    await expect(page.getByTestId('viewport').first().getByTestId('key-image-mark')).toBeVisible();
    await shoot(page, '3-measured');
  });

  await test.step('the report is written and saved by itself', async () => {
    const findings = page.getByRole('textbox', { name: '检查所见' });
    await findings.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('。左侧大脑中动脉走行区见条状高密度影，岛带灰白质分界模糊。');
    await page.getByRole('textbox', { name: '诊断意见' }).fill('1. 左侧大脑中动脉高密度征，考虑急性期脑梗死。\n2. 建议结合临床。');
    await page.getByRole('radio', { name: '阳性' }).check();
    await expect(page.getByText(/已存 \d\d:\d\d:\d\d/)).toBeVisible();
  });

  await test.step('a wrong PIN is refused in words, the right one signs', async () => {
    await page.keyboard.press('F9');
    await expect(page.getByTestId('sign-dialog').getByText('没有阻断')).toBeVisible();
    await expect(page.getByTestId('leaving')).toContainText('关键图像的显示（GSPS），1 幅');
    const pin = page.getByLabel(/证书口令/);
    await pin.fill('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByText('还可试 4 次').first()).toBeVisible();
    const demoPin = /口令 (\d+)/.exec((await page.getByText('演示证书').first().textContent()) ?? '')?.[1] ?? '';
    await pin.fill(demoPin);
    await shoot(page, '4-sign');
    await page.keyboard.press('Enter');
    await expect(page.getByText('已送达').first()).toBeVisible();
    await shoot(page, '5-delivered');
  });

  await test.step('the row is delivered', async () => {
    await page.getByRole('button', { name: /工作列表/ }).click();
    await expect(stroke(page)).toHaveAttribute('data-status', 'delivered');
    await shoot(page, '6-sent');
  });

  await test.step('the county holds the structured report and the signed PDF, and independent judges accept both', async () => {
    const { report, pdf, keyObjects, presentation } = await fetchBack(page, studyInstanceUid);
    expect(runJudge('dciodvfy', ['-new', report]).filter((line) => line.startsWith('Error'))).toEqual([]);
    expect(runJudge('dciodvfy', ['-new', pdf.dicom]).filter((line) => line.startsWith('Error'))).toEqual([]);
    for (const file of [keyObjects.file, presentation.file]) expect(runJudge('dciodvfy', ['-new', file]).filter((line) => line.startsWith('Error'))).toEqual([]);
    // A state of the one key image, bound to it in the selection.
    const [state, selection] = [presentation, keyObjects].map(({ part10 }) => readPart10(part10).metadata);
    expect(textOf(state!, 'StudyInstanceUID')).toBe(studyInstanceUid);
    expect(JSON.stringify(selection)).toContain(textOf(state!, 'SOPInstanceUID'));
    expect(runJudge('dsrdump', ['+U8', '+Pl', report]).join('\n')).toContain('左侧大脑中动脉高密度征');
    const verdict = runJudge('pdfsig', [pdf.file]).join('\n');
    expect(verdict).toContain('Signature is Valid');
    expect(verdict).toContain('Total document signed');
    expect(runJudge('pdftotext', ['-layout', pdf.file, '-'])[0]).toContain('青岭县人民医院');
  });
});

test('the same study opens from this machine after a restart with its hospital out of reach, byte for byte', async ({ page }) => {
  await page.goto((await restart()).url);
  await stroke(page).dblclick();
  const viewport = page.getByTestId('viewport').first();
  await expect(viewport).toHaveAttribute('data-fidelity', 'full');
  await expect(page.getByText('已送达').first()).toBeVisible();
  expect(await shownFrameDigest(page, firstFrame.studyId)).toBe(firstFrame.digest);
  await shoot(page, '7-offline');
});

/** The demo off: its hospitals are gone, as if every line were cut. */
async function restart(): Promise<Program> {
  await program.stop();
  program = await startProgram(profile, ['--no-demo']);
  return program;
}

async function fetchBack(page: Page, studyInstanceUid: string) {
  const sites = (await page.evaluate(async () => (await fetch('/rpc/sites/list', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).json())) as {
    json: { name: string; baseUrl: string }[];
  };
  const site = sites.json.find(({ name }) => name === '青岭县人民医院')!;
  const web = createDicomWebSite({ name: site.name, baseUrl: site.baseUrl, noProgressTimeoutMs: 20_000 });
  const signal = new AbortController().signal;
  const instances = await web.searchForInstances(studyInstanceUid, {}, signal);
  const fetchClass = async (sopClassUid: string, name: string) => {
    const [found, ...more] = instances.filter((instance) => textOf(instance, 'SOPClassUID') === sopClassUid);
    expect(found, `one ${name}`).toBeDefined();
    expect(more).toEqual([]);
    const part10 = await web.retrieveInstance(studyInstanceUid, textOf(found!, 'SeriesInstanceUID'), textOf(found!, 'SOPInstanceUID'), signal);
    const file = join(screenshots, `${name}.dcm`);
    writeFileSync(file, part10);
    return { file, part10 };
  };
  const report = await fetchClass('1.2.840.10008.5.1.4.1.1.88.22', 'report');
  const document = await fetchClass('1.2.840.10008.5.1.4.1.1.104.1', 'document');
  const keyObjects = await fetchClass('1.2.840.10008.5.1.4.1.1.88.59', 'key-objects');
  const presentation = await fetchClass('1.2.840.10008.5.1.4.1.1.11.1', 'presentation');
  const { metadata, bulkData } = readPart10(document.part10);
  const length = Number(metadata['00420015']?.Value?.[0]);
  const pdfFile = join(screenshots, 'document.pdf');
  writeFileSync(pdfFile, bulkData.find(({ elementPath }) => elementPath === '00420011')!.bytes.subarray(0, length));
  return { report: report.file, keyObjects, presentation, pdf: { dicom: document.file, file: pdfFile } };
}

/** Lines of a judge's verdict. A judge that is not installed fails the test: `npm test` installs them or says so. */
function runJudge(command: string, args: readonly string[]): string[] {
  const run = spawnSync(command, args, { encoding: 'utf8' });
  if (run.error !== undefined) throw run.error;
  return `${run.stdout}${run.stderr}`.split('\n');
}
