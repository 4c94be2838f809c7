import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

/** What a physician asks of others about a case, on the real program; screenshots in out/e2e/collaboration. */

const screenshots = fileURLToPath(new URL('../../out/e2e/collaboration/', import.meta.url));
const { profile, remove } = newProfile();
let program: Program;

test.beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  program = await startProgram(profile, ['--county', 'http://127.0.0.1:0']);
});
test.afterAll(async () => {
  await program.stop();
  remove();
});

const shoot = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });

test('a missing view is asked for with an arrow by one key, appears on the hospital’s page in another browser, and its answer comes back; a colleague’s answer is quoted, and a referral stands in the report', async ({ page, browser }) => {
  // Two browsers and five windows: minutes on a machine that does much else.
  test.slow();
  await page.goto(program.url);
  const row = page.getByTestId('worklist-row').filter({ hasText: '赵守田' });
  // One image is enough to ask about; the rest comes while the link is made.
  await expect(row).toHaveAttribute('data-held', /^[1-9]/);

  const link = await test.step('the department makes the link of the hospital', async () => {
    await page.keyboard.press('Alt+q');
    await page.getByRole('tab', { name: '技师请求' }).click();
    await page.getByTestId('county-links').getByRole('row').filter({ hasText: '青岭县人民医院' }).getByRole('button', { name: '生成链接' }).click();
    const shown = page.getByTestId('county-link');
    await expect(shown).toHaveText(/^http:\/\/127\.0\.0\.1:\d+\/h\/[\w-]{43}$/);
    const url = await shown.innerText();
    await shoot(page, '1-department');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('department')).toHaveCount(0);
    return url;
  });
  const county = await (await browser.newContext()).newPage();
  await county.goto(link);
  await expect(county.getByText('现在没有要处理的请求')).toBeVisible();

  await test.step('one key asks the technician, with an arrow on the picture', async () => {
    await row.click();
    await page.keyboard.press('Enter');
    const viewport = page.getByTestId('viewport').first();
    await expect(viewport).toHaveAttribute('data-fidelity', 'full');
    await page.keyboard.press('Alt+g');
    const picture = page.getByTestId('arrow-picture');
    // Drawn by this seat from its own store, as the hospital's page will draw it.
    await expect(picture.locator('img')).toHaveJSProperty('naturalWidth', 640);
    await picture.click({ position: { x: 60, y: 60 } });
    await expect(picture).toHaveAttribute('data-place', /^0\.\d\d 0\.\d\d$/);
    await page.getByRole('radio', { name: '缺体位' }).check();
    await page.getByLabel('说明（对方看得到）').fill('请补薄层');
    await shoot(page, '2-ask');
    await page.getByRole('button', { name: '发给技师' }).click();
    await expect(page.getByTestId('technician')).toHaveAttribute('data-requests', '1');
  });

  await test.step('the hospital sees it by itself, with the picture, and says that it is done', async () => {
    await expect(county.locator('article[data-state="open"]')).toContainText('缺体位，请补拍');
    await expect(county.locator('article')).toHaveAttribute('data-picture', 'picture');
    await expect(county.locator('article')).toContainText(/图像 \d+ · 箭头指在/);
    await expect(county.locator('article img')).toHaveJSProperty('naturalWidth', 640);
    await county.getByLabel('姓名').fill('马技师');
    await county.getByLabel('回复').fill('薄层已重建');
    await county.screenshot({ path: join(screenshots, '3-county.png') });
    await county.getByRole('button', { name: '已办完，新图像已发送' }).click();
    await expect(county.locator('article[data-state="done"]')).toContainText('薄层已重建');
    const request = page.getByTestId('technician-request');
    await expect(request).toHaveAttribute('data-state', 'done');
    await expect(request).toHaveAttribute('data-is-seen', 'true');
    await shoot(page, '4-answered');
  });

  await test.step('a consultation is asked, answered and quoted in the findings', async () => {
    await page.getByRole('tab', { name: '会诊' }).click();
    await page.getByLabel('请谁（同事或科室）').fill('神经外科');
    await page.getByLabel('问题', { exact: true }).fill('是否需要手术？');
    await page.getByRole('button', { name: '发出会诊' }).click();
    const card = page.getByTestId('consultation-card');
    await expect(card).toHaveAttribute('data-answers', '0');
    await card.getByLabel('回复').fill('建议保守治疗');
    await card.getByRole('button', { name: '发送回复' }).click();
    await expect(card).toHaveAttribute('data-answers', '1');
    await shoot(page, '5-consultation');
    await card.getByRole('button', { name: '引用到报告' }).click();
    await page.getByRole('tab', { name: '患者身份' }).click();
    await expect(page.getByTestId('identity')).toHaveAttribute('data-person', '1');
    await shoot(page, '6-identity');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('case-dialog')).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: '检查所见' })).toHaveValue(/会诊意见（神经外科 .+）：建议保守治疗。/);
  });

  await test.step('a referral is suggested from the impression, confirmed, and stands in the recommendation', async () => {
    await page.getByRole('textbox', { name: '诊断意见' }).fill('蛛网膜下腔出血');
    await page.keyboard.press('Alt+y');
    await expect(page.getByTestId('referral-line')).toContainText('上转至三级医院（I60 蛛网膜下腔出血）');
    await shoot(page, '7-referral');
    await page.getByRole('button', { name: '确认并写入报告' }).click();
    await expect(page.getByRole('textbox', { name: '建议' })).toHaveValue(/转诊建议：上转至三级医院（I60 蛛网膜下腔出血）。/);
    await shoot(page, '8-report');
  });
  await county.context().close();
});
