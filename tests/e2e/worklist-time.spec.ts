import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { newProfile, startProgram } from '#tests/support/program.ts';

/** The list, its time and its tones on the real program, one seat. Screenshots lie in out/e2e/worklist-time. */
const screenshots = fileURLToPath(new URL('../../out/e2e/worklist-time/', import.meta.url));
const shoot = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });

/** What the page asked the machine to sound and to say. */
interface Sounds {
  readonly notes: number[];
  readonly sentences: string[];
}
const soundsOf = (page: Page) => page.evaluate(() => (globalThis as unknown as { sounds: Sounds }).sounds);

test.setTimeout(300_000);

test('time, tones and views of the list, and the ledger of the green channel', async ({ page }) => {
  mkdirSync(screenshots, { recursive: true });
  const { profile, remove } = newProfile();
  const program = await startProgram(profile);
  try {
    await page.addInitScript(() => {
      const sounds: Sounds = { notes: [], sentences: [] };
      Object.assign(globalThis, { sounds });
      // oxlint-disable-next-line typescript/unbound-method -- it is called with its own node below
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when?: number) {
        sounds.notes.push(this.frequency.value);
        start.call(this, when);
      };
      speechSynthesis.speak = (utterance) => void sounds.sentences.push(utterance.text);
    });
    await page.goto(program.url);
    const stroke = page.getByTestId('worklist-row').filter({ hasText: '赵守田' });
    // Quiet time of the hospital, on a machine that has other work: the state is waited for, not a time.
    await expect(stroke).toHaveAttribute('data-status', 'ready', { timeout: 120_000 });

    await test.step('a hand moves, and what is ready has sounded: three notes of an emergency begin at 880 Hz', async () => {
      await stroke.click();
      await expect.poll(async () => (await soundsOf(page)).notes).toContain(988);
    });

    await test.step('tones are spoken once the person wants it, and can be tried', async () => {
      await page.keyboard.press('Control+,');
      const tones = page.getByTestId('tone-settings');
      await tones.getByText('读出医院').click();
      await tones.scrollIntoViewIfNeeded();
      await tones.getByRole('button', { name: '试听：急诊' }).click();
      await expect.poll(async () => (await soundsOf(page)).sentences).toContain('新病例：云岫县人民医院，头部CT，急诊');
      await shoot(page, '1-tones');
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('settings')).toBeHidden();
    });

    await test.step('a view of one key: unread CT by hospital, with counts; the same key of the person after a reload', async () => {
      await page.getByTestId('worklist-body').focus();
      await page.keyboard.press('3');
      await expect(page.getByTestId('saved-views')).toHaveAttribute('data-shown', '未读 CT');
      await expect(page.getByTestId('worklist-group').first()).toHaveAttribute('data-count', /^\d+$/u);
      await shoot(page, '2-view');
      await page.getByRole('columnheader', { name: '患者' }).getByRole('button', { name: '患者', exact: true }).click();
      await expect(page.getByRole('columnheader', { name: '患者' })).toHaveAttribute('aria-sort', 'ascending');
      // The key opens the first column's menu, three to the right is the patient's.
      await page.getByTestId('worklist-body').focus();
      await page.keyboard.press('f');
      for (const menu of ['筛选就绪', '筛选剩余', '筛选级别']) {
        await expect(page.getByRole('group', { name: menu }).getByRole('checkbox').first()).toBeFocused();
        await page.keyboard.press('ArrowRight');
      }
      await page.getByRole('group', { name: '筛选患者' }).getByLabel('男', { exact: true }).check();
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('filter-chips')).toContainText('性别：男');
      await page.getByRole('button', { name: '存为视图' }).click();
      await page.getByPlaceholder('视图名称').fill('按姓名的 CT');
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('saved-views')).toHaveAttribute('data-shown', '按姓名的 CT');
      await page.reload();
      await expect(stroke).toBeVisible();
      await page.getByTestId('worklist-body').focus();
      await page.keyboard.press('5');
      await expect(page.getByTestId('saved-views')).toHaveAttribute('data-shown', '按姓名的 CT');
      await expect(page.getByTestId('filter-chips').locator('[data-filter=sexes]')).toHaveText('性别：男');
      await shoot(page, '2-filters');
      await page.getByTestId('filter-chips').locator('[data-filter=sexes]').click();
      await expect(page.getByTestId('filter-chips').locator('[data-filter=sexes]')).toHaveCount(0);
    });

    await test.step('a promise of a few minutes, and the row wears its colour; a pause needs a reason', async () => {
      await page.getByRole('button', { name: '全部检查' }).click();
      await page.keyboard.press('Alt+q');
      await page.getByRole('tab', { name: '报告时限' }).click();
      const levels = page.getByTestId('service-levels');
      await levels.getByRole('button', { name: '加一行' }).click();
      await levels.getByLabel('级别').selectOption('green-channel');
      await levels.getByLabel('分钟').fill('5');
      await levels.getByRole('button', { name: '保存' }).click();
      await expect(levels).toHaveAttribute('data-is-changed', 'false');
      await shoot(page, '3-service-levels');
      await page.keyboard.press('Escape');
      await stroke.click();
      await expect(page.getByTestId('pause-control')).toContainText('承诺 5 分钟');
      await page.keyboard.press('p');
      await page.getByLabel('暂停的原因').selectOption('clinical-information');
      await page.getByTestId('pause-control').getByRole('button', { name: '暂停', exact: true }).click();
      await expect(stroke.locator('[data-level=paused]')).toBeVisible();
      await expect(stroke).toContainText('等临床资料');
      await shoot(page, '4-paused');
      await page.getByRole('button', { name: '继续计时' }).click();
      await expect(stroke.locator('[data-level=paused]')).toHaveCount(0);
      // Where the preview is closed the same key opens it with the question.
      await stroke.click();
      await page.keyboard.press('Space');
      await expect(page.getByTestId('worklist-preview')).toHaveCount(0);
      await page.keyboard.press('p');
      await expect(page.getByLabel('暂停的原因')).toBeVisible();
      await page.getByTestId('pause-control').getByRole('button', { name: '不暂停' }).click();
      await expect(page.getByLabel('暂停的原因')).toHaveCount(0);
    });

    await test.step('an opened stroke has its banner, clinical data and a way to the ledger', async () => {
      await stroke.click();
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('green-banner')).toContainText('卒中');
      await page.getByRole('tab', { name: '临床' }).click();
      await expect(page.getByTestId('clinical-panel')).toContainText('疑卒中');
      await shoot(page, '5-green');
      await page.keyboard.press('Alt+Shift+Q');
      const row = page.getByTestId('green-ledger').locator('tr[data-study-id]').filter({ hasText: '卒中' });
      await expect(row.locator('[data-station=opened]')).toHaveAttribute('data-at', /^20/u);
      await expect(row.locator('[data-station=first-image]')).toHaveAttribute('data-at', /^20/u);
      await shoot(page, '6-ledger');
      for (const [tab, name] of [['绿色通道规则', '7-rules'], ['排班与分配', '8-roster']] as const) {
        await page.getByRole('tab', { name: tab }).click();
        await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true');
        await shoot(page, name);
      }
    });
  } finally {
    await program.stop();
    remove();
  }
});
