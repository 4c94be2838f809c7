import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { ecgPart10 } from '#tests/support/ecg-object.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners } from '#tests/support/seat-files.ts';

/**
 * ECGs read and signed one after the other with the keyboard alone: two in the tests, as many as `TONGYUE_ECGS` says in `npm run ecg:batch`.
 * Screenshots in out/e2e/ecg-desk.
 */
const COUNT = Number(process.env['TONGYUE_ECGS'] ?? 2);
const screenshots = fileURLToPath(new URL('../../out/e2e/ecg-desk/', import.meta.url));
const { profile, remove } = newProfile();
const disc = newProfile();
let program: Program;

test.beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  for (let number = 1; number <= COUNT; number += 1) writeFileSync(join(disc.profile, `ECG${number}.dcm`), ecgPart10(number, 0.7 + 0.02 * (number % 10)));
  await addSigners(profile);
  program = await startProgram(profile, ['--no-demo', '--import', disc.profile]);
});
test.afterAll(async () => {
  await program.stop();
  remove();
  disc.remove();
});

test.describe('a slow heart with an ECG of last May', () => {
  const world = newProfile();
  const files = newProfile();
  let seat: Program;
  const study = '1.2.826.0.1.3680043.10.1561.77.1';

  test.beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    // 60000 / 1100 = 54.5 a minute now, 75 before.
    writeFileSync(join(files.profile, 'NOW.dcm'), ecgPart10(1, 1.1));
    writeFileSync(join(files.profile, 'BEFORE.dcm'), ecgPart10(2, 0.8, { PatientName: 'Ce^Shi1=测^试1', PatientID: 'ECG-1', PatientSex: 'M', StudyDate: '20260512', AcquisitionDateTime: '20260512093000' }));
    seat = await startProgram(world.profile, ['--no-demo', '--import', files.profile]);
  });
  test.afterAll(async () => {
    await seat.stop();
    world.remove();
    files.remove();
  });

  test('is compared with it, gets a sentence of the department, and is told of through the critical values once the department says that it is critical', async ({ page }) => {
    await page.goto(seat.url);
    await expect(page.locator('[data-testid=worklist-row][data-status=ready]')).toHaveCount(2);
    await page.locator(`[data-testid=worklist-row][data-study-instance-uid="${study}"]`).dblclick();
    await isOpen(page, null);
    const reader = page.getByTestId('ecg');

    // The earlier one lies under the median beats at once, its numbers and the differences in the table; beside on a paper of its own by the key.
    await expect(page.locator('tr[data-row="previous"] [data-kind="ventricular-rate"]')).toHaveText(/75/);
    await expect(page.locator('tr[data-row="difference"] [data-kind="ventricular-rate"]')).toHaveText('−20');
    await page.screenshot({ path: join(screenshots, '5-previous-over.png') });
    await page.keyboard.press('Alt+p');
    await expect(reader).toHaveAttribute('data-comparison', 'beside');
    await expect(page.getByTestId('ecg-canvas')).toHaveCount(2);
    await page.screenshot({ path: join(screenshots, '6-previous-beside.png') });

    const dictionary = page.getByTestId('ecg-dictionary');
    await page.getByRole('button', { name: '词典' }).click();
    await dictionary.getByRole('button', { name: '加一句' }).click();
    await dictionary.getByRole('textbox', { name: '中文' }).fill('窦缓请随访');
    await dictionary.getByRole('textbox', { name: '中文' }).press('Enter');
    await expect(dictionary.locator('li[data-code="D01"]')).toContainText('窦缓请随访');
    await dictionary.getByRole('spinbutton', { name: '心率 ≤', exact: true }).fill('56');
    await page.screenshot({ path: join(screenshots, '7-dictionary.png') });
    await dictionary.getByRole('spinbutton', { name: '心率 ≤', exact: true }).press('Enter');

    // 55 a minute is critical now: the window of critical values opens by itself.
    const critical = page.getByTestId('critical-dialog');
    await expect(critical.getByRole('textbox', { name: '要通知的内容' })).toHaveValue('心率 55 次/分');
    await critical.getByRole('textbox', { name: '发现人' }).fill('林知远');
    await critical.getByRole('textbox', { name: '发现人' }).press('Enter');
    await expect(critical.getByRole('button', { name: '复述一致，关闭' })).toBeDisabled();
    await critical.getByRole('textbox', { name: '接听科室' }).fill('急诊科');
    await critical.getByRole('textbox', { name: '接听人' }).fill('王芳');
    await critical.getByRole('button', { name: '已接通' }).click();
    await expect(critical.getByTestId('critical-calls')).toContainText('急诊科 王芳');
    await critical.getByRole('textbox', { name: '对方复述（照原话录入）' }).fill('心率55次分');
    await page.screenshot({ path: join(screenshots, '8-critical.png') });
    await critical.getByRole('button', { name: '复述一致，关闭' }).click();
    await expect(critical).toBeHidden();
    await expect(page.getByTestId('ecg-critical-note')).toHaveAttribute('data-told', 'true');
    await expect(page.getByRole('textbox', { name: '建议' })).toHaveValue(/电话通知急诊科王芳/);

    await page.keyboard.press('Escape');
    await expect(dictionary).toBeHidden();
    await page.getByRole('combobox', { name: /拼音/ }).focus();
    await addStatement(page, 'dhqsf', '窦缓请随访');
    await expect(page.getByRole('textbox', { name: '诊断意见' })).toHaveValue('1. 窦缓请随访');
    await page.screenshot({ path: join(screenshots, '9-told.png') });
  });
});

/** The ECG is on the screen with its numbers, and the hand is in the field of statements. */
async function isOpen(page: Page, notStudyId: string | null): Promise<string> {
  const reading = page.getByTestId('reading-page');
  if (notStudyId !== null) await expect(reading).not.toHaveAttribute('data-study-id', notStudyId);
  await expect(page.getByTestId('ecg')).toHaveAttribute('data-status', 'shown');
  await expect(page.getByTestId('ecg-canvas')).toBeVisible();
  await expect(page.getByRole('combobox', { name: /拼音/ })).toBeFocused();
  return (await reading.getAttribute('data-study-id')) ?? '';
}

/** Notes in the page how long it takes from the Enter that signs to the painted next ECG. A figure for the eye, no assertion. */
async function watchForNext(page: Page): Promise<void> {
  await page.evaluate(() => {
    const uidOf = () => document.querySelector<HTMLElement>('[data-testid="ecg"][data-status="shown"]')?.dataset['sopInstanceUid'];
    const before = uidOf();
    let signedAt: number | undefined;
    const observer = new MutationObserver(() => {
      const uid = uidOf();
      if (signedAt === undefined || uid === undefined || uid === before || document.querySelector('[data-testid="ecg-canvas"]') === null) return;
      observer.disconnect();
      const from = signedAt;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        document.documentElement.dataset['nextEcgMs'] = String(performance.now() - from);
      }));
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') signedAt ??= event.timeStamp;
    }, { capture: true, once: true });
    delete document.documentElement.dataset['nextEcgMs'];
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

/** A wrong PIN is given for the last one: the report stays a draft, and a window that cannot be put aside leads back to it. */
async function isRefused(page: Page): Promise<void> {
  const dialog = page.getByTestId('sign-dialog');
  const pin = dialog.getByLabel('证书口令（本机不保存）');
  const right = await pin.inputValue();
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const refused = page.getByTestId('batch-refused');
  await expect(refused).toContainText('没有签发');
  await page.screenshot({ path: join(screenshots, '4-refused.png') });
  await refused.getByRole('button', { name: '回到这份报告' }).click();
  await expect(refused).toBeHidden();
  await page.keyboard.press('F9');
  await expect(dialog.getByText('没有阻断')).toBeVisible();
  await page.keyboard.type(right);
  await expect(dialog.getByRole('button', { name: /签发/ })).toBeEnabled();
}

async function addStatement(page: Page, initials: string, statement: string): Promise<void> {
  await page.keyboard.type(initials);
  await expect(page.getByTestId('ecg-statements').getByRole('option', { selected: true })).toContainText(statement);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('ecg-statements')).toHaveAttribute('data-added', statement);
}

test(`${COUNT} ECGs are read and signed with the keyboard alone, and each next one comes by itself`, async ({ page }) => {
  test.setTimeout(60_000 + COUNT * 15_000);
  await page.goto(program.url);
  await expect(page.getByTestId('worklist-row')).toHaveCount(COUNT);
  for (const row of await page.getByTestId('worklist-row').all()) await expect(row).toHaveAttribute('data-status', 'ready');
  await page.keyboard.press('F8');

  let studyId: string | null = null;
  const seen = new Set<string>();
  const waits: number[] = [];
  for (let index = 0; index < COUNT; index += 1) {
    studyId = await isOpen(page, studyId);
    seen.add(studyId);
    await addStatement(page, 'dxxl', '窦性心律');
    await addStatement(page, 'zcxdt', '正常心电图');
    await expect(page.getByRole('textbox', { name: '诊断意见' })).toHaveValue('1. 窦性心律\n2. 正常心电图');
    if (index === 0) await page.screenshot({ path: join(screenshots, '1-desk.png') });
    await page.keyboard.press('F9');
    const dialog = page.getByTestId('sign-dialog');
    await expect(dialog.getByText('没有阻断')).toBeVisible();
    const demoPin = /口令 (\d+)/.exec((await dialog.getByText('演示证书').first().textContent()) ?? '')?.[1] ?? '';
    await page.keyboard.type(demoPin);
    const sign = dialog.getByRole('button', { name: /签发/ });
    await expect(sign).toBeEnabled();
    if (index === 0) await page.screenshot({ path: join(screenshots, '2-sign.png') });
    if (index + 1 === COUNT) await isRefused(page);
    if (index + 1 < COUNT) await watchForNext(page);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    if (index === 0) await page.screenshot({ path: join(screenshots, '3-signing-behind.png') });
    if (index + 1 < COUNT) {
      await isOpen(page, studyId);
      const painted = page.locator('html[data-next-ecg-ms]');
      await expect(painted).toHaveCount(1);
      waits.push(Number(await painted.getAttribute('data-next-ecg-ms')));
    }
  }
  await expect(page.getByTestId('batch-signing')).toHaveAttribute('data-running', '0');
  await expect(page.getByTestId('batch-refused')).toHaveCount(0);
  const sorted = waits.toSorted((left, right) => left - right);
  const part = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN);
  process.stdout.write(`from the Enter that signs to the painted next ECG, ms: ${waits.map((ms) => Math.round(ms)).join(' ')}; p50 ${part(0.5)}, p95 ${part(0.95)}\n`);
  expect(seen.size).toBe(COUNT);
  // None is left: the last one stays, signed.
  await expect(page.getByTestId('report-panel')).toContainText('正常心电图');
  await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', studyId ?? '');
});
