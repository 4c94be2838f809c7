import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ctSlice } from '#tests/support/instances.ts';
import { newProfile, SIGN_IN, startProgram } from '#tests/support/program.ts';
import { startProvider } from '#tests/support/stand-in-provider.ts';

const ZHAO = '山高月小水落石出归去来';
const LIU = '春江潮水连海平海上明月';

test('a seat gets its administrator, its physician, is locked without a trace of what was open, and changes hands', async ({ page }, info) => {
  const { profile, remove } = newProfile();
  const program = await startProgram(profile, ['--no-demo', SIGN_IN]);
  const provider = await startProvider('tongyue');
  try {
    await page.goto(program.url);
    const cover = page.getByTestId('cover');
    await cover.locator('[name=name]').fill('赵主任');
    await cover.locator('[name=loginName]').fill('zhao');
    await cover.locator('[name=newPassword]').fill('zhao zhuren 2026');
    await cover.locator('[name=newPasswordAgain]').fill('zhao zhuren 2026');
    await page.keyboard.press('Enter');
    await expect(cover.getByRole('alert')).toContainText('这个口令不能用');
    await cover.locator('[name=newPassword]').fill(ZHAO);
    await cover.locator('[name=newPasswordAgain]').fill(ZHAO);
    await page.keyboard.press('Enter');
    await expect(cover).toBeHidden();

    // The administrator reads no cases: people and hospitals are the program here.
    const form = page.getByRole('form', { name: '添加人员' });
    await form.locator('[name=name]').fill('刘敏');
    await form.locator('[name=loginName]').fill('liumin');
    await form.locator('[name=password]').fill('a first word to give away');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('people').getByRole('button', { name: /刘敏/ })).toContainText('待改口令');
    await info.attach('people', { body: await page.screenshot(), contentType: 'image/png' });

    // What else an administrator answers for: keys and retention.
    await page.getByRole('button', { name: '密钥与保存期限' }).click();
    const safekeeping = page.getByTestId('safekeeping');
    await safekeeping.getByRole('button', { name: '更换全部密钥' }).click();
    await safekeeping.getByRole('button', { name: '现在更换' }).click();
    await expect(page.getByTestId('key-rotation')).toHaveAttribute('data-status', 'done');
    await expect(page.getByTestId('key-rotation')).toContainText('赵主任');
    await safekeeping.getByRole('button', { name: '看看会清除什么' }).click();
    await expect(page.getByTestId('retention-preview')).toContainText('没有要清除的内容');
    await info.attach('safekeeping', { body: await page.screenshot(), contentType: 'image/png' });
    // The hospital's own accounts.
    await safekeeping.getByLabel('身份服务地址').fill(provider.issuer);
    await safekeeping.getByLabel('客户端标识').fill('tongyue');
    await safekeeping.getByRole('button', { name: '保存', exact: true }).click();
    await expect(safekeeping.getByText('还没有人用统一身份登录过')).toBeVisible();
    await page.getByRole('button', { name: '人员与权限' }).click();

    await page.keyboard.press('Control+l');
    await expect(cover).toContainText('赵主任');
    await expect(page.getByTestId('people')).toBeHidden();
    await cover.getByRole('button', { name: '换人登录' }).click();
    await cover.locator('[name=loginName]').fill('liumin');
    await cover.locator('[name=password]').fill('a first word to give away');
    await page.keyboard.press('Enter');
    await expect(cover).toContainText('请换成自己的');
    await cover.locator('[name=newPassword]').fill(LIU);
    await cover.locator('[name=newPasswordAgain]').fill(LIU);
    await page.keyboard.press('Enter');
    await expect(cover).toBeHidden();
    await expect(page.getByTestId('person-menu')).toContainText('刘敏 · 报告医师');
    await expect(page.getByTestId('status-bar')).toBeVisible();

    // Five seconds of keys: lock, the password, on with the same page. Escape opens nothing.
    await page.getByPlaceholder('姓名、检查号、医院').fill('曲阳');
    await page.keyboard.press('Control+l');
    await expect(cover).toContainText('刘敏');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(cover).toBeVisible();
    await expect(page.getByPlaceholder('姓名、检查号、医院')).toBeHidden();
    await page.keyboard.type(LIU);
    await page.keyboard.press('Enter');
    await expect(cover).toBeHidden();
    await expect(page.getByPlaceholder('姓名、检查号、医院')).toHaveValue('曲阳');

    // An account that nobody has been given opens nothing; given to its person by the administrator, it does.
    const byAccount = async () => {
      const opened = page.waitForEvent('popup');
      await cover.getByRole('button', { name: '医院统一登录' }).click();
      const window = await opened;
      await window.getByText('请回到通阅').waitFor();
      await window.close();
    };
    await page.keyboard.press('Control+l');
    await byAccount();
    await expect(cover.getByRole('alert')).toContainText('这个账号还没有对应到本机的人员');
    await cover.getByRole('button', { name: '换人登录' }).click();
    await cover.locator('[name=loginName]').fill('zhao');
    await cover.locator('[name=password]').fill(ZHAO);
    await page.keyboard.press('Enter');
    await expect(cover).toBeHidden();
    await page.getByRole('button', { name: '密钥与保存期限' }).click();
    await page.getByTestId('provider-accounts').getByLabel('对应的人').selectOption({ label: '刘敏' });
    await expect(page.getByTestId('provider-accounts').getByLabel('对应的人')).not.toHaveValue('');
    await page.keyboard.press('Control+l');
    await byAccount();
    await expect(cover).toBeHidden();
    await expect(page.getByTestId('person-menu')).toContainText('刘敏 · 报告医师');
  } finally {
    await provider.close();
    await program.stop();
    remove();
  }
});

test('script in the name of a patient, a study, a hospital and a template is shown as text and runs nowhere', async ({ page }) => {
  const evil = '<script>pwned()</script><img src=x onerror=pwned()>';
  const { profile, remove } = newProfile();
  const disc = mkdtempSync(join(tmpdir(), 'tongyue-evil-'));
  writeFileSync(join(disc, 'one.dcm'), ctSlice(1, { PatientName: evil, PatientID: evil, StudyDescription: evil, SeriesDescription: evil, AccessionNumber: '<b>7</b>' }));
  const program = await startProgram(profile, ['--no-demo', '--since', 'all', '--import', disc, '--site', '<script>pwned()</script>=http://127.0.0.1:9/dicom-web']);
  try {
    const calls: string[] = [];
    await page.exposeFunction('pwned', () => calls.push('pwned'));
    page.on('dialog', (dialog) => calls.push(dialog.message()));
    await page.goto(program.url);
    const row = page.getByTestId('worklist-row').first();
    await expect(row).toContainText('<script>pwned()');
    await row.dblclick();
    await expect(page.getByTestId('viewport').first()).toHaveAttribute('data-sop-instance-uid', /^\S+$/);
    await expect(page.locator('header').first()).toContainText('<script>pwned()');
    await page.keyboard.press('Alt+W');
    await page.getByRole('button', { name: '医院线路' }).first().click();
    await expect(page.getByText('<script>pwned()</script>').first()).toBeVisible();
    // The names are in the page as text and nowhere as elements.
    expect(await page.locator('script:not([src]), img[src="x"]').count()).toBe(0);
    expect(calls).toEqual([]);
    expect(await page.title()).toBe('通阅');
  } finally {
    await program.stop();
    remove();
    rmSync(disc, { recursive: true, force: true });
  }
});
