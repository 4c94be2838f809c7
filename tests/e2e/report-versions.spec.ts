import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from 'playwright/test';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

/** What happens to a report after its signature, on the real program: an addendum, the check of its file and code, a withdrawal. */

const screenshots = fileURLToPath(new URL('../../out/e2e/report-versions/', import.meta.url));
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

const shoot = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });
const stroke = (page: Page) => page.getByTestId('worklist-row').filter({ hasText: '赵守田' });
const panel = (page: Page) => page.getByTestId('versions-panel');

/** Fills a PIN with the one that the dialog shows for a demo key. */
async function fillPin(page: Page, dialog: string): Promise<void> {
  const window = page.getByTestId(dialog);
  const shown = await window.getByText('演示证书').first().textContent();
  await window.getByLabel(/证书口令/).fill(/口令 (\d+)/.exec(shown ?? '')?.[1] ?? '');
}

test('a signed report is added to, its file is verified, and it is taken back', async ({ page }) => {
  await page.goto(program.url);
  await expect(stroke(page)).toHaveAttribute('data-status', 'ready', { timeout: 90_000 });
  await stroke(page).dblclick();
  await expect(page.getByTestId('viewport').first()).toHaveAttribute('data-fidelity', 'full');

  await test.step('it is written, signed and delivered', async () => {
    await page.getByRole('textbox', { name: '检查所见' }).fill('左侧岛带灰白质分界模糊。');
    await page.getByRole('textbox', { name: '诊断意见' }).fill('1. 考虑急性期脑梗死。');
    await page.getByRole('radio', { name: '阳性' }).check();
    await expect(page.getByText(/已存 \d\d:\d\d:\d\d/)).toBeVisible();
    await page.keyboard.press('F9');
    await expect(page.getByTestId('sign-dialog').getByText('没有阻断')).toBeVisible();
    await fillPin(page, 'sign-dialog');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('delivery-track')).toHaveAttribute('data-station', 'read-back');
    await expect(panel(page)).toHaveAttribute('data-versions', '1');
  });

  await test.step('words are added to it as a second version', async () => {
    await panel(page).getByRole('button', { name: '补充…' }).click();
    const dialog = page.getByTestId('act-dialog');
    await dialog.getByLabel('补充内容').fill('补阅薄层：左侧大脑中动脉高密度征。');
    await fillPin(page, 'act-dialog');
    await shoot(page, '1-addendum');
    await dialog.getByRole('button', { name: '确定' }).click();
    await expect(panel(page)).toHaveAttribute('data-versions', '2');
    await expect(page.getByTestId('delivery-track')).toHaveAttribute('data-station', 'read-back');
  });

  await test.step('its file is intact, and with a byte more it is refused in words', async () => {
    const pdf = await page.evaluate(async () => {
      const frame = (await (await fetch('/rpc/worklist/list', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ json: { view: 'all', search: '赵守田', modalities: [], siteIds: [], limit: 1, after: null } }) })).json()) as { json: { rows: { studyId: number }[] } };
      const reports = (await (await fetch('/rpc/reports/forStudy', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ json: { studyId: frame.json.rows[0]!.studyId } }) })).json()) as { json: { signed: { reportUid: string } | null }[] };
      const bytes = await (await fetch(`/documents/signed/${reports.json[0]!.signed!.reportUid}`)).arrayBuffer();
      return [...new Uint8Array(bytes)];
    });
    await panel(page).getByRole('button', { name: '验真…' }).click();
    const input = page.getByTestId('verify-dialog').getByLabel('报告文件');
    await input.setInputFiles({ name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf) });
    await expect(page.getByTestId('verdict')).toHaveAttribute('data-tone', 'good');
    await shoot(page, '2-verified');
    await input.setInputFiles({ name: 'padded.pdf', mimeType: 'application/pdf', buffer: Buffer.from([...pdf, 0]) });
    await expect(page.getByTestId('verdict')).toHaveAttribute('data-tone', 'block');
    await expect(page.getByTestId('verdict')).toContainText('多出 1 字节');
    await shoot(page, '3-refused');
    await page.getByTestId('verify-dialog').getByRole('button', { name: '取消' }).click();
    await expect(page.getByTestId('verify-dialog')).toHaveCount(0);
  });

  await test.step('it is taken back: both versions are marked, and the request is open again', async () => {
    await panel(page).getByRole('button', { name: '撤回…' }).click();
    const dialog = page.getByTestId('act-dialog');
    await dialog.getByLabel('说明').fill('患者信息核对有误');
    await fillPin(page, 'act-dialog');
    await shoot(page, '4-withdraw');
    await dialog.getByRole('button', { name: '确定' }).click();
    await expect(panel(page).locator('[data-testid="report-version"][data-withdrawn="true"]')).toHaveCount(2);
    await expect(panel(page)).toContainText('县医院还没有确认撤回');
    await expect(page.getByTestId('rejection-note')).toHaveText('撤回说明已送达并读回核对');
    await expect(page.getByRole('textbox', { name: '检查所见' })).toBeVisible();
    await shoot(page, '5-withdrawn');
  });
});
