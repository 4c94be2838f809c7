import { mkdirSync } from 'node:fs';
import { expect, test as base, type Page } from 'playwright/test';
import { buildPage } from '#tests/support/build-page.ts';
import { startStandIn, type StandIn } from '#tests/support/stand-in-server.ts';

/** Writing a report with the department's words, and what the checks ask before it is signed. Main is a stand-in that checks as main does. */

const test = base.extend<{ readonly main: StandIn }, { readonly built: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  built: [async ({}, use) => use(await buildPage()), { scope: 'worker' }],
  main: async ({ built, page }, use) => {
    const main = await startStandIn({ rendererDirectory: built, checksWords: true });
    await page.goto(main.url);
    await page.locator('[data-testid="worklist-row"][data-study-id="1"]').dblclick();
    await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', '1');
    await expect(findings(page)).toBeVisible();
    await use(main);
    await main.close();
  },
});

const findings = (page: Page) => page.getByRole('textbox', { name: '检查所见' });
const impression = (page: Page) => page.getByRole('textbox', { name: '诊断意见' });

/** Pictures for the eye, where a folder is named. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['TONGYUE_SHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

test('a template is found by pinyin initials and filled with Tab, a digit and a macro, hand on the keyboard', async ({ page, main }) => {
  await page.keyboard.press('Alt+t');
  const dialog = page.getByTestId('template-dialog');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await page.keyboard.type('mbljj');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await shoot(page, 'words-1-templates');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  // The first gap is selected: 2 chooses 右肺中叶, Tab leads to the next, 1 chooses 尖段.
  // 【 and five lobes of four characters with four bars between them and 】: 26.
  await expect
    .poll(() => findings(page).evaluate((field: HTMLTextAreaElement) => [document.activeElement === field, field.selectionStart, field.selectionEnd]))
    .toEqual([true, 0, 26]);
  await page.keyboard.press('2');
  await expect(findings(page)).toHaveValue(/^右肺中叶【/);
  await page.keyboard.press('Tab');
  await expect.poll(() => findings(page).evaluate((field: HTMLTextAreaElement) => field.selectionEnd - field.selectionStart)).toBeGreaterThan(4);
  await page.keyboard.press('1');
  await expect(findings(page)).toHaveValue(/^右肺中叶尖段/);
  await expect(page.getByTestId('checks')).toContainText('有没填的空');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(';qjhlc ');
  await expect(findings(page)).toHaveValue(/请结合临床。$/);
  await expect.poll(() => main.alliance.requests.get(10)?.draft.findings).toMatch(/请结合临床。$/);
  await page.keyboard.press('Alt+5');
  await expect(findings(page)).toHaveValue(/与2026-03-18片对比，$/);
  await page.getByRole('tab', { name: '对比' }).click();
  await expect(page.getByTestId('priors-tab').locator('ins').first()).toBeVisible();
  await shoot(page, 'words-2-compare');
});

test('the fields of a template write its sentences from the keyboard, a hand-changed sentence is left alone, and the department edits them', async ({ page, main }) => {
  const draft = () => main.alliance.requests.get(10)?.draft;
  await page.keyboard.press('Alt+t');
  const dialog = page.getByTestId('template-dialog');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await page.keyboard.type('fjjcl');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const form = page.getByTestId('report-form');
  await expect(form.getByRole('radiogroup', { name: '肺叶' }).getByRole('radio').first()).toBeFocused();
  // The lobe by pinyin initials, the density by digit; Enter leads on.
  await page.keyboard.type('yfz');
  await page.keyboard.press('Enter');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await page.keyboard.type('95');
  await expect(findings(page)).toHaveValue('右肺中叶见部分实性结节，大小约12 mm×95 mm。余肺透亮度均匀，段以上支气管开口通畅，纵隔淋巴结短径不大，胸膜腔无积液。');
  await expect(impression(page)).toHaveValue('右肺中叶部分实性结节（长径约12 mm）。');
  await expect(page.getByTestId('checks')).toContainText('数值少见：短径 95 mm');
  await form.getByRole('textbox', { name: '短径' }).fill('９.5');
  await expect(findings(page)).toHaveValue(/12 mm×9\.5 mm。/);
  await expect(page.getByTestId('checks')).not.toContainText('数值少见');
  await shoot(page, 'words-12-form');
  await impression(page).fill('右肺中叶外侧段部分实性结节。');
  await expect(form.getByTestId('edited-sentence')).toContainText('按字段应写：右肺中叶部分实性结节（长径约12 mm）。');
  await page.keyboard.press('Alt+8');
  await page.keyboard.press('3');
  await expect(findings(page)).toHaveValue(/^右肺下叶见/);
  await expect(impression(page)).toHaveValue('右肺中叶外侧段部分实性结节。');
  await expect.poll(() => draft()?.forms?.[0]?.values).toEqual({ 肺叶: '右肺下叶', 密度: '部分实性', 长径: '12', 短径: '９.5' });
  await shoot(page, 'words-13-form-edited');

  await page.keyboard.press('Alt+t');
  await page.keyboard.type('fjjcl');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await dialog.getByRole('button', { name: '编辑', exact: true }).click();
  const fields = dialog.getByTestId('template-fields');
  await fields.getByRole('textbox', { name: '字段名称' }).first().fill('所在肺叶');
  await expect(fields).toContainText('句子引用了没有的字段：肺叶');
  await expect(dialog.getByRole('button', { name: '存为本科室模板' })).toBeDisabled();
  // The department's codes of choices: one whose check digit is wrong is named and not saved.
  await fields.getByText('编码（5/5）').click();
  await expect(fields.getByRole('textbox', { name: '右肺上叶：编码值' })).toHaveValue('42400003');
  await fields.getByRole('textbox', { name: '右肺下叶：编码值' }).fill('266006');
  await expect(fields).toContainText('校验位不对：右肺下叶');
  await fields.scrollIntoViewIfNeeded();
  await shoot(page, 'words-14-template-fields');
});

test('a swapped side keeps the signature back until a reason is given', async ({ page, main }) => {
  await findings(page).fill('右肺上叶见结节，大小约12 mm×10 mm。左肺未见异常。');
  await impression(page).fill('左肺上叶结节。');
  await page.keyboard.press('Alt+4');
  await expect.poll(() => main.alliance.requests.get(10)?.draft.outcome).toBe('positive');
  await page.keyboard.press('F9');
  const dialog = page.getByTestId('sign-dialog');
  await expect(dialog.getByTestId('signing-checks')).toContainText('左右不一致');
  await shoot(page, 'words-3-confirm');
  await dialog.getByLabel('证书口令').fill('246810');
  await expect(dialog.getByRole('button', { name: '签发', exact: false }).last()).toBeDisabled();
  await dialog.getByRole('textbox', { name: '理由' }).fill('与申请医师核对，侧别以诊断为准');
  await page.keyboard.press('Enter');
  await expect(dialog.getByTestId('check-reason-given')).toBeVisible();
  await expect(dialog.getByText('没有阻断')).toBeVisible();
  await dialog.getByLabel('证书口令').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('delivery-track')).toBeVisible();
});

test('a critical value is called, read back and closed before the report can be signed, and stands in it', async ({ page, main }) => {
  await findings(page).fill('左侧基底节区见团块状高密度影，范围约45 mm×32 mm。');
  await impression(page).fill('左侧基底节区急性脑出血。');
  await page.keyboard.press('Alt+4');
  await expect(page.getByTestId('critical-bar')).toContainText('左侧基底节区急性脑出血');
  await page.keyboard.press('F9');
  const dialog = page.getByTestId('critical-dialog');
  await dialog.getByLabel('发现人').fill('林知远');
  await dialog.getByRole('button', { name: '登记并开始通知' }).click();
  await dialog.getByLabel('接听科室').fill('急诊科');
  await dialog.getByLabel('接听人').fill('王芳');
  await dialog.getByRole('button', { name: '已接通' }).click();
  await expect(dialog.getByTestId('critical-calls')).toContainText('急诊科 王芳');
  await dialog.getByLabel('对方复述（照原话录入）').fill('右侧基底节区急性脑出血');
  const close = dialog.getByRole('button', { name: '复述一致，关闭' });
  await expect(dialog).toContainText('复述与内容不一致');
  await expect(close).toBeDisabled();
  await shoot(page, 'words-4-critical');
  await dialog.getByLabel('对方复述（照原话录入）').fill('左侧基底节区急性脑出血');
  await close.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: '建议' })).toHaveValue(/危急值已于.*电话通知急诊科王芳，对方复述一致。/);
  await expect.poll(() => main.alliance.requests.get(10)?.draft.recommendation).toMatch(/对方复述一致/);
  await expect(page.getByTestId('critical-bar')).toHaveCount(0);
});

test('a RADS category enters the impression only when a physician confirms it; the department sees its figures', async ({ page, main }) => {
  await findings(page).focus();
  await page.keyboard.press('Alt+7');
  const dialog = page.getByTestId('rads-dialog');
  await dialog.getByRole('radio', { name: 'Lung-RADS' }).check();
  await dialog.getByRole('radio', { name: '实性', exact: true }).check();
  await dialog.getByRole('radio', { name: '基线' }).check();
  await dialog.getByRole('spinbutton', { name: '直径（mm）' }).fill('9');
  await expect(dialog.getByTestId('rads-proposal')).toHaveAttribute('data-category', '4A');
  await expect(impression(page)).toHaveValue('');
  await dialog.getByRole('textbox', { name: '确认医师' }).fill('');
  await expect(dialog.getByRole('button', { name: /确认，写入/ })).toBeDisabled();
  await dialog.getByRole('textbox', { name: '确认医师' }).fill('林知远');
  await shoot(page, 'words-6-rads');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(impression(page)).toHaveValue('Lung-RADS 4A（2022，医师确认）');
  await expect.poll(() => main.alliance.requests.get(10)?.draft.impression).toBe('Lung-RADS 4A（2022，医师确认）');

  await page.getByRole('button', { name: '科室', exact: true }).click();
  const department = page.getByTestId('department');
  await expect(department.getByTestId('quality-figures')).toBeVisible();
  await shoot(page, 'words-7-quality');
  const download = page.waitForEvent('download');
  await department.getByRole('button', { name: '导出 CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^tongyue-quality-\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}\.csv$/);
  await department.getByRole('tab', { name: '检查互认' }).click();
  await department.getByRole('button', { name: '加一行' }).click();
  await department.getByRole('textbox', { name: '台站名' }).fill('CT01');
  await shoot(page, 'words-8-recognition');
  // What is not saved stays while another page is looked at, and is asked about before the window goes.
  await department.getByRole('tab', { name: '缩写', exact: true }).click();
  await expect(department.locator('[data-is-kept="true"]')).toHaveText('检查互认 ●');
  await page.keyboard.press('Escape');
  await expect(department.getByRole('alert')).toContainText('改动还没有保存');
  // The browser lets a second Escape close a window whatever was said.
  await page.keyboard.press('Escape');
  await expect(department.getByRole('alert')).toBeVisible();
  await department.getByRole('button', { name: '继续编辑' }).click();
  await expect(department.getByRole('textbox', { name: '台站名' })).toHaveValue('CT01');
  await department.getByRole('button', { name: '保存' }).click();
  await expect(department.getByTestId('recognition-items')).toHaveAttribute('data-is-changed', 'false');
  for (const [name, shot] of [['危急值', 'words-9-critical'], ['缩写', 'words-10-macros'], ['规则', 'words-11-rules']] as const) {
    await department.getByRole('tab', { name, exact: true }).click();
    await shoot(page, shot);
  }
  await expect(department.getByRole('radio', { name: '报告医师可以直接签发' })).toBeChecked();
});
