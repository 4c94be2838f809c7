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
  for (const slice of [1, 2, 3]) {
    const pixels = new Uint8Array(Uint16Array.from({ length: 64 * 64 }, (_, index) => (index % 64) * 12 + slice * 100).buffer);
    hospital.put(ctSlice(slice, {
      StudyInstanceUID: '1.2.3.1', SeriesInstanceUID: '1.2.3.1.1', SOPInstanceUID: `1.2.3.1.1.${slice}`, PatientName: '王^守诚', PatientID: 'P1', StudyDate: '20261121', StudyDescription: '急诊 头颅平扫', Rows: 64, Columns: 64,
    }, slice, pixels));
  }
  hub = await startTestHub();
  for (const [seatId, person] of SEATS) await hub.admit({ seatId, person, duty: 'reader' });
  for (const [index, [seatId]] of SEATS.entries()) {
    const profile = profiles[index]?.profile ?? '';
    await addSigners(profile);
    programs.push(await startProgram(profile, ['--no-demo', '--since', 'all', '--centre', '远程影像诊断中心', '--site', `云岫县人民医院=${hospital.baseUrl}`, '--hub', hub.seatUrl(seatId), ...(index === 0 ? ['--county', 'http://127.0.0.1:0'] : [])], {}, 'out/main/loopback.js'));
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

test('one claims, the other is refused and told by whom, is handed the case with its draft, follows its pictures, and signs for both; the hospital answers and confirms on the page of the other seat', async ({ browser }) => {
  // Three browsers and two programs over one hub: minutes on a machine that does much else.
  test.slow();
  const [first, second] = await Promise.all(programs.map(async (program) => {
    const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })).newPage();
    await page.goto(program.url);
    await expect(row(page)).toHaveAttribute('data-held', '3');
    return page;
  }));
  if (first === undefined || second === undefined) throw new Error('two seats');

  const county = await test.step('the first makes the link of the hospital, which has nothing to do yet', async () => {
    await first.keyboard.press('Alt+q');
    await first.getByRole('tab', { name: '技师请求' }).click();
    await first.getByTestId('county-links').getByRole('button', { name: '生成链接' }).click();
    const link = first.getByTestId('county-link');
    await expect(link).toHaveText(/^http:\/\/127\.0\.0\.1:\d+\/h\/[\w-]{43}$/);
    const page = await (await browser.newContext({ viewport: { width: 1100, height: 1000 } })).newPage();
    await page.goto(await link.innerText());
    await expect(page.getByText('现在没有要处理的请求')).toBeVisible();
    await first.keyboard.press('Escape');
    await expect(first.getByTestId('department')).toHaveCount(0);
    return page;
  });

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

  await test.step('they read together: the second goes where the first is, in the same window, and sees where it points', async () => {
    const shown = (page: Page) => page.locator('[data-testid="viewport"][data-is-active="true"]');
    for (const page of [first, second]) {
      await expect(shown(page)).toHaveAttribute('data-fidelity', 'full');
      await page.getByRole('button', { name: '一起看' }).click();
    }
    await shown(first).hover({ position: { x: 200, y: 150 } });
    await second.getByRole('button', { name: '跟随周牧' }).click();
    await first.keyboard.press('3');
    await expect(shown(first)).toHaveAttribute('data-window-width', /\d/);
    await first.mouse.wheel(0, 100);
    await expect(shown(first)).not.toHaveAttribute('data-sop-instance-uid', '1.2.3.1.1.1');
    const [uid, center, width] = await Promise.all(['data-sop-instance-uid', 'data-window-center', 'data-window-width'].map((name) => shown(first).getAttribute(name)));
    await expect(shown(second)).toHaveAttribute('data-sop-instance-uid', uid ?? '');
    await expect(shown(second)).toHaveAttribute('data-window-center', center ?? '');
    await expect(shown(second)).toHaveAttribute('data-window-width', width ?? '');
    await expect(second.getByTestId('shared-pointer')).toContainText('周牧');
    await first.screenshot({ path: join(screenshots, '3a-shows.png') });
    await second.screenshot({ path: join(screenshots, '3b-follows.png') });
    await second.getByRole('button', { name: '一起看' }).click();
    await first.getByRole('button', { name: '一起看' }).click();
  });

  await test.step('the second asks the technician; the page that the other seat serves shows the image from that seat’s own store', async () => {
    await second.keyboard.press('Alt+g');
    await second.getByTestId('arrow-picture').click({ position: { x: 200, y: 60 } });
    await expect(second.getByTestId('arrow-picture')).toHaveAttribute('data-place', /\d/);
    await second.getByRole('button', { name: '发给技师' }).click();
    await expect(second.getByTestId('technician')).toHaveAttribute('data-requests', '1');
    await second.keyboard.press('Escape');
    await expect(county.locator('article[data-state="open"]')).toHaveAttribute('data-picture', 'picture');
    await expect(county.locator('article img')).toHaveJSProperty('naturalWidth', 640);
    await county.screenshot({ path: join(screenshots, '3c-county.png') });
    await county.getByLabel('姓名').fill('马技师');
    await county.getByRole('button', { name: '已办完，新图像已发送' }).click();
    await expect(county.locator('article[data-state="done"]')).toBeVisible();
  });

  await test.step('the second has it, with what was written, and signs', async () => {
    await expect(banner(second)).toHaveAttribute('data-standing', 'mine');
    await expect(second.getByRole('textbox', { name: '检查所见' })).toHaveValue('左侧基底节区见低密度影。');
    await second.getByRole('textbox', { name: '诊断意见' }).fill('1. 考虑左侧基底节区梗死');
    await second.getByRole('radio', { name: '阳性' }).check();
    await expect(second.getByText(/已存 \d\d:\d\d:\d\d/)).toBeVisible();
    await second.keyboard.press('F9');
    await expect(second.getByTestId('sign-dialog').getByText('没有阻断')).toBeVisible();
    const demoPin = /口令 (\d+)/.exec((await second.getByText('演示证书').first().textContent()) ?? '')?.[1] ?? '';
    await second.getByLabel(/证书口令/).fill(demoPin);
    await second.keyboard.press('Enter');
    await expect(second.getByText('已送达').first()).toBeVisible();
    await second.screenshot({ path: join(screenshots, '4-signed.png') });
  });

  await test.step('the first sees whose report stands, with its words, and its list says so', async () => {
    await expect(banner(first)).toHaveAttribute('data-standing', 'final');
    await expect(first.getByTestId('case-reports')).toContainText('考虑左侧基底节区梗死');
    await first.screenshot({ path: join(screenshots, '5-final-elsewhere.png') });
  });

  await test.step('the hospital sees the report on its page and confirms it; the seat that signed says so', async () => {
    const report = county.locator('article.report');
    await expect(report).toHaveAttribute('data-report-state', 'new');
    await report.getByLabel('姓名').fill('刘护士');
    await county.screenshot({ path: join(screenshots, '5a-county-report.png'), fullPage: true });
    await report.getByRole('button', { name: '确认收到' }).click();
    await expect(report).toHaveAttribute('data-report-state', 'known');
    await second.keyboard.press('Alt+Shift+D');
    await second.getByTestId('deliveries-dialog').getByRole('button', { name: '全部', exact: true }).click();
    await expect(second.getByTestId('delivery-row')).toContainText('县医院网页：刘护士');
    await second.screenshot({ path: join(screenshots, '5b-deliveries.png') });
    await second.keyboard.press('Escape');
    await county.context().close();
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
    await second.screenshot({ path: join(screenshots, '6-colleagues.png') });
    await second.keyboard.press('Escape');
    await expect(second.getByTestId('unread-messages')).toBeHidden();
  });
});
