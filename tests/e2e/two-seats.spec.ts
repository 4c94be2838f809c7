import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { ctSlice } from '#tests/support/instances.ts';
import { hasPostgres, startTestHub, type TestHub } from '#tests/support/postgres.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners } from '#tests/support/seat-files.ts';
import { startTestHospital, type TestHospital } from '#tests/support/test-hospital.ts';

/** Two physicians at two machines over one hub. Leaves its screenshots in out/e2e/two-seats. */

const screenshots = fileURLToPath(new URL('../../out/e2e/two-seats/', import.meta.url));
const SEATS = [['seat_1', '周牧'], ['seat_2', '林知远']] as const;
const profiles = SEATS.map(() => newProfile());
const programs: Program[] = [];
let hub: TestHub;
let hospital: TestHospital;

test.skip(!hasPostgres(), 'PostgreSQL is not installed');

test.beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  hospital = await startTestHospital();
  hospital.put(ctSlice(1, { StudyInstanceUID: '1.2.3.1', SeriesInstanceUID: '1.2.3.1.1', SOPInstanceUID: '1.2.3.1.1.1', PatientName: '王^守诚', PatientID: 'P1', StudyDate: '20261121', StudyDescription: '急诊 头颅平扫' }));
  hub = await startTestHub();
  for (const [seatId, person] of SEATS) await hub.admit({ seatId, person, duty: 'reader' });
  for (const [index, [seatId]] of SEATS.entries()) {
    const profile = profiles[index]?.profile ?? '';
    await addSigners(profile);
    programs.push(await startProgram(profile, ['--no-demo', '--since', 'all', '--centre', '远程影像诊断中心', '--site', `云岫县人民医院=${hospital.baseUrl}`, '--hub', hub.seatUrl(seatId)], {}, 'out/main/loopback.js'));
  }
});
test.afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  await hub?.stop();
  await hospital?.stop();
  for (const { remove } of profiles) remove();
});

const row = (page: Page) => page.getByTestId('worklist-row').first();
const banner = (page: Page) => page.getByTestId('claim-banner');

test('one claims, the other is refused and told by whom, is handed the case with its draft, consults, and signs for both', async ({ browser }) => {
  const [first, second] = await Promise.all(programs.map(async (program) => {
    const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();
    await page.goto(program.url);
    await expect(row(page)).toHaveAttribute('data-held', '1');
    return page;
  }));
  if (first === undefined || second === undefined) throw new Error('two seats');

  await test.step('the first opens it and holds it', async () => {
    await row(first).click();
    await first.keyboard.press('Enter');
    await expect(banner(first)).toHaveAttribute('data-standing', 'mine');
  });

  await test.step('the list of the second names who reads it, and opening it says so', async () => {
    await expect(row(second)).toHaveAttribute('data-claim', 'colleague');
    await expect(row(second)).toContainText('周牧 在读');
    await second.screenshot({ path: join(screenshots, '1-claimed-by.png') });
    await row(second).click();
    await second.keyboard.press('Enter');
    await expect(banner(second)).toHaveAttribute('data-standing', 'held');
    await expect(banner(second)).toContainText('周牧 正在阅读此例');
    await second.screenshot({ path: join(screenshots, '2-refused.png') });
  });

  await test.step('the first writes and hands it over', async () => {
    await first.getByRole('textbox', { name: '检查所见' }).fill('左侧基底节区见低密度影。');
    await expect(first.getByText(/已存 \d\d:\d\d:\d\d/)).toBeVisible();
    await first.screenshot({ path: join(screenshots, '3-hand-over.png') });
    await first.getByLabel('移交给').selectOption('seat_2');
    await expect(banner(first)).toHaveAttribute('data-standing', 'held');
  });

  await test.step('the second has it, with what was written, and consults the first, who answers at his own machine; the answer is quoted', async () => {
    await expect(banner(second)).toHaveAttribute('data-standing', 'mine');
    await expect(second.getByRole('textbox', { name: '检查所见' })).toHaveValue('左侧基底节区见低密度影。');
    await second.keyboard.press('Alt+z');
    await expect(second.getByTestId('consultation')).toHaveAttribute('data-consultations', '0');
    await second.getByLabel('请谁（同事或科室）').fill('周牧');
    await second.getByLabel('问题', { exact: true }).fill('考虑急性还是陈旧？');
    await second.getByRole('button', { name: '发出会诊' }).click();
    const asked = second.getByTestId('consultation-card');
    await expect(asked).toHaveAttribute('data-answers', '0');
    await first.keyboard.press('Alt+Shift+z');
    await expect(first.getByTestId('open-consultations')).toHaveAttribute('data-count', '1');
    const told = first.getByTestId('consultation-card');
    await expect(told).toContainText('考虑急性还是陈旧？');
    await told.getByLabel('回复').fill('考虑急性期。');
    await told.getByRole('button', { name: '发送回复' }).click();
    await expect(told).toHaveAttribute('data-answers', '1');
    await first.screenshot({ path: join(screenshots, '4-consulted.png') });
    await first.keyboard.press('Escape');
    await expect(first.getByTestId('consultations-dialog')).toHaveCount(0);
    await expect(asked).toHaveAttribute('data-answers', '1');
    await asked.getByRole('button', { name: '引用到报告' }).click();
    await second.keyboard.press('Escape');
    await expect(second.getByTestId('case-dialog')).toHaveCount(0);
    await expect(second.getByRole('textbox', { name: '检查所见' })).toHaveValue(/左侧基底节区见低密度影。[^]*会诊意见（.*周牧.*）：考虑急性期。/);
  });

  await test.step('the second signs', async () => {
    await second.getByRole('textbox', { name: '诊断意见' }).fill('1. 考虑左侧基底节区梗死');
    await second.getByRole('radio', { name: '阳性' }).check();
    await expect(second.getByText(/已存 \d\d:\d\d:\d\d/)).toBeVisible();
    await second.keyboard.press('F9');
    await expect(second.getByTestId('sign-dialog').getByText('没有阻断')).toBeVisible();
    const demoPin = /口令 (\d+)/.exec((await second.getByText('演示证书').first().textContent()) ?? '')?.[1] ?? '';
    await second.getByLabel(/证书口令/).fill(demoPin);
    await second.keyboard.press('Enter');
    await expect(second.getByText('已送达').first()).toBeVisible();
    await second.screenshot({ path: join(screenshots, '5-signed.png') });
  });

  await test.step('the first sees whose report stands, with its words, and its list says so', async () => {
    await expect(banner(first)).toHaveAttribute('data-standing', 'final');
    await expect(first.getByTestId('case-reports')).toContainText('考虑左侧基底节区梗死');
    await first.screenshot({ path: join(screenshots, '6-final-elsewhere.png') });
  });

  await test.step('the first writes to the second from the case, who is told, reads it and sees who is here', async () => {
    await first.keyboard.press('Alt+Shift+H');
    await expect(first.getByTestId('colleagues')).toHaveAttribute('data-messages', '0');
    await first.getByLabel('发给').selectOption('seat_2');
    await first.getByLabel('留言内容').fill('谢谢，我这边已看到。');
    await first.keyboard.press('Enter');
    await expect(first.getByTestId('colleagues')).toHaveAttribute('data-messages', '1');
    await expect(second.getByTestId('unread-messages')).toBeVisible();
    await second.getByTestId('hub-state').click();
    await expect(second.getByTestId('colleagues')).toHaveAttribute('data-unread', '1');
    await expect(second.getByTestId('colleague-messages')).toContainText('谢谢，我这边已看到。');
    await expect(second.locator('[data-here="true"]')).toHaveCount(2);
    await second.screenshot({ path: join(screenshots, '7-colleagues.png') });
    await second.keyboard.press('Escape');
    await expect(second.getByTestId('unread-messages')).toBeHidden();
  });
});
