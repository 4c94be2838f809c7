import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'playwright/test';
import { startSlowLinkRelay, type SlowLinkRelay } from '#main/demo/alliance/slow-link-relay.ts';
import { buildZip } from '#tests/support/build-zip.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { startTestHospital, type TestHospital } from '#tests/support/test-hospital.ts';

/** A program that knows of no hospital: one is connected in the page, files are chosen in it, and the hospital is removed again. */

const screenshots = fileURLToPath(new URL('../../out/e2e/connect-and-choose/', import.meta.url));
const { profile, remove } = newProfile();
let hospital: TestHospital;
let line: SlowLinkRelay;
let program: Program;

test.beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  hospital = await startTestHospital();
  hospital.put(ctSlice(1, { StudyDate: new Date().toISOString().slice(0, 10).replaceAll('-', '') }));
  line = await startSlowLinkRelay(hospital.port, { bitsPerSecond: 20_000_000, roundTripMs: 10 });
  program = await startProgram(profile, ['--no-demo']);
});
test.afterAll(async () => {
  await program.stop();
  await line.close();
  await hospital.stop();
  remove();
});

test('a hospital is tried, connected, seen to go down and come back, and removed; a ZIP that was chosen in the page is imported', async ({ page }) => {
  await page.goto(program.url);
  await page.getByTestId('links-summary').click();
  await page.getByRole('button', { name: '接入医院', exact: true }).click();
  const form = page.getByTestId('add-site');
  await form.getByLabel('医院名称').fill('北原县人民医院');
  await form.getByLabel('DICOMweb 地址').fill('http://127.0.0.1:9/dicom-web');
  await form.getByRole('button', { name: '测试连接' }).click();
  await expect(form.getByRole('alert')).toContainText('连不上');
  // Beyond this machine nothing is asked without encryption, unless somebody answers for it.
  await form.getByLabel('DICOMweb 地址').fill('http://192.0.2.7/dicom-web');
  await expect(form.getByLabel('管理员允许')).not.toBeChecked();
  await expect(form.locator('button[type=submit]')).toBeDisabled();
  await form.getByRole('button', { name: '测试连接' }).click();
  await expect(form.getByRole('alert')).toContainText('没有加密');
  await form.getByLabel('DICOMweb 地址').fill(hospital.baseUrl.replace(String(hospital.port), String(line.port)));
  await form.getByRole('button', { name: '测试连接' }).click();
  await expect(form.getByTestId('address-answers')).toBeVisible();
  await page.screenshot({ path: join(screenshots, 'add.png') });
  await form.locator('button[type=submit]').click();
  await expect(form).toBeHidden();
  const site = page.getByTestId('site-row');
  await expect(site).toHaveAttribute('data-link', 'reachable');
  await expect(page.getByTestId('site-security')).toHaveAttribute('data-protection', 'loopback');
  await page.screenshot({ path: join(screenshots, 'connected.png') });

  line.cut();
  await page.keyboard.press('r');
  await expect(site).toHaveAttribute('data-link', 'unreachable');
  await expect(site).toContainText('连不上');
  await page.screenshot({ path: join(screenshots, 'down.png') });
  line.restore();
  await page.keyboard.press('r');
  await expect(site).toHaveAttribute('data-link', 'reachable');
  await expect(site).not.toContainText('连不上');

  await page.getByRole('button', { name: /工作列表/ }).click();
  await expect(page.getByTestId('worklist-row')).toHaveCount(1);
  await page.getByRole('button', { name: '导入', exact: false }).first().click();
  const archive = buildZip([1, 2].map((number) => ({
    name: `IM${number}`, content: ctSlice(number, { StudyInstanceUID: '1.2.9', SeriesInstanceUID: '1.2.9.1', SOPInstanceUID: `1.2.9.1.${number}`, PatientID: 'P9' }), isDeflated: true,
  })));
  await page.getByTestId('import-files').setInputFiles({ name: '外院.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) });
  const job = page.getByTestId('import-job');
  await expect(job).toHaveAttribute('data-state', 'done');
  await expect(job).toContainText('存入 2 幅');
  await page.screenshot({ path: join(screenshots, 'imported.png') });
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('import-dialog')).toBeHidden();
  await expect(page.getByTestId('worklist-row')).toHaveCount(2);
  // What was imported is no hospital.
  await expect(page.getByTestId('links-summary')).toContainText('1 家医院');

  await page.getByTestId('links-summary').click();
  await page.locator('[data-testid=site-row][data-link=reachable]').filter({ hasText: '北原县人民医院' }).click();
  await page.getByRole('button', { name: '移除这家医院' }).click();
  await page.getByRole('button', { name: '移除', exact: true }).click();
  await expect(page.getByTestId('site-row').filter({ hasText: '北原县人民医院' })).toHaveCount(0);
});
