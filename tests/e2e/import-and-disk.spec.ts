import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect, test, type Page } from 'playwright/test';
import { openProfile } from '#main/composition/profile.ts';
import { browserArguments } from '#main/hosts/loopback/find-browser.ts';
import { createFileSecretStore } from '#main/platform/secret-store.ts';
import { buildZip } from '#tests/support/build-zip.ts';
import { encodeGb18030 } from '#tests/support/encode-chinese.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { addSigners, openSeatFiles } from '#tests/support/seat-files.ts';
import { startTestHospital, type TestHospital } from '#tests/support/test-hospital.ts';

/**
 * A disc is imported by hand, a hospital corrects a name behind the reader's back, and afterwards nothing of a patient stands readable on the
 * disk: neither in the seat's files and their logs nor in Chromium's own profile.
 */

const screenshots = fileURLToPath(new URL('../../out/e2e/import-and-disk/', import.meta.url));
const { profile, remove } = newProfile();
const disc = newProfile();
let hospital: TestHospital;
let program: Program;

const SIDE = 64;
const PIN = 'kaihua-77-Lx';
const FINDINGS = '左侧基底节区见斑片状低密度影';
/** A ramp that no compressor makes and no other file has: 12-bit values 1000, 1003, 1006 and so on. */
const frame = new Uint8Array(Uint16Array.from({ length: SIDE * SIDE }, (_, index) => (1000 + index * 3) % 4096).buffer);
const image = (study: string, number: number, overrides: Parameters<typeof ctSlice>[1] = {}) =>
  ctSlice(number, {
    StudyInstanceUID: study, SeriesInstanceUID: `${study}.1`, SOPInstanceUID: `${study}.1.${number}`, PatientID: 'PID-77341', StudyDate: '20261121',
    StudyDescription: '头颅平扫', Rows: SIDE, Columns: SIDE, ...overrides,
  }, 0, frame);

test.beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true });
  hospital = await startTestHospital();
  for (const number of [1, 2, 3]) hospital.put(image('1.2.3.7', number));
  writeFileSync(join(disc.profile, 'disc.zip'), buildZip([
    ...[1, 2, 3, 4].map((number) => ({ name: `DICOM/IM${number}`, content: image('1.2.3.8', number, { StudyDescription: '外院胸部' }), isDeflated: true })),
    { name: 'AUTORUN.INF', content: new TextEncoder().encode('[autorun]') },
  ]));
  await addSigners(profile, PIN);
  mkdirSync(join(disc.profile, 'temporary'));
  program = await startProgram(profile, ['--no-demo', '--since', 'all', '--site', `北原县人民医院=${hospital.baseUrl}`], { TMPDIR: join(disc.profile, 'temporary') });
});
test.afterAll(async () => {
  await program.stop();
  await hospital.stop();
  remove();
  disc.remove();
});

const shoot = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });

test('a disc is imported, a corrected name is shown with before and after, and the disk shows nothing of it', async () => {
  // The profile and the arguments of the program's own window, without a screen.
  const browser = await chromium.launchPersistentContext(join(profile, 'browser'), {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true, locale: 'zh-CN', viewport: { width: 1600, height: 900 },
    args: [...browserArguments('about:blank', join(profile, 'browser'), true).filter((argument) => !/^--(app|user-data-dir|window-size)=/.test(argument)), '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  const page = await browser.newPage();
  await page.goto(program.url);
  const county = page.getByTestId('worklist-row').filter({ hasText: '北原县' });
  await expect(county).toHaveAttribute('data-held', '3');

  await test.step('the import dialog takes an archive and lists what is no DICOM', async () => {
    await page.keyboard.press('Alt+I');
    await page.getByRole('textbox', { name: /ZIP/ }).fill(join(disc.profile, 'nothing'));
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('import-dialog')).toContainText('这个位置没有文件');
    await page.getByRole('textbox', { name: /ZIP/ }).fill(join(disc.profile, 'disc.zip'));
    await page.keyboard.press('Enter');
    const job = page.getByTestId('import-job');
    await expect(job).toHaveAttribute('data-state', 'done');
    await expect(job).toContainText('存入 4 幅，已有 0 幅，没有采用 1 个');
    await job.getByText('没有采用的文件').click();
    await expect(job).toContainText('AUTORUN.INF');
    await shoot(page, '1-import');
    await job.getByRole('button', { name: '打开检查' }).click();
    await expect(page.getByTestId('viewport').first()).toHaveAttribute('data-sop-instance-uid', /^1\.2\.3\.8\.1/);
  });

  await test.step('a corrected name is shown at the row and in the study until it was seen', async () => {
    for (const number of [1, 2, 3]) hospital.put(image('1.2.3.7', number, { PatientName: { alphabetic: 'Zhao^Shoutian', ideographic: '赵^寿田', phonetic: '' } }));
    await page.keyboard.press('Alt+W');
    await expect(county).toContainText('医院有改动');
    await shoot(page, '2-worklist');
    await county.dblclick();
    const changes = page.getByTestId('study-changes');
    await expect(changes).toContainText('赵守田');
    await expect(changes).toContainText('赵寿田');
    await page.getByRole('button', { name: '留作教学' }).click();
    await expect(page.getByRole('button', { name: '留作教学' })).toHaveAttribute('aria-pressed', 'true');
    await shoot(page, '3-changes');
    await changes.getByRole('button', { name: '知道了' }).click();
    await expect(changes).toHaveCount(0);
  });

  await test.step('its report is written, signed with a PIN and delivered', async () => {
    await page.getByRole('textbox', { name: '检查所见' }).fill(FINDINGS);
    await page.getByRole('textbox', { name: '诊断意见' }).fill('考虑腔隙性脑梗死。');
    await page.getByRole('radio', { name: '阳性' }).check();
    await expect(page.getByText(/已存 \d\d:\d\d:\d\d/)).toBeVisible();
    await page.keyboard.press('F9');
    await expect(page.getByTestId('sign-dialog').getByText('没有阻断')).toBeVisible();
    await page.getByLabel(/证书口令/).fill(PIN);
    await page.keyboard.press('Enter');
    await expect(page.getByText('已送达').first()).toBeVisible();
    await expect(page.getByTestId('sign-dialog')).toHaveCount(0);
    expect(await page.title()).not.toMatch(/[守寿]田/);
  });

  await test.step('the study leaves without names, into an archive on a stick', async () => {
    mkdirSync(join(disc.profile, 'stick'));
    await page.getByTestId('export-study').click();
    const dialog = page.getByTestId('export-dialog');
    await expect(dialog.getByTestId('export-series')).toHaveCount(1);
    await dialog.getByRole('textbox', { name: '文件夹' }).fill(join(disc.profile, 'nowhere'));
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('这个文件夹不存在或不能写入');
    await dialog.getByRole('textbox', { name: '文件夹' }).fill(join(disc.profile, 'stick'));
    await shoot(page, '4-export');
    await page.keyboard.press('Enter');
    await expect(dialog.getByTestId('export-job')).toHaveAttribute('data-state', 'done');
    await expect(dialog.getByTestId('export-job')).toContainText('3 / 3 幅');
    await shoot(page, '5-exported');
    const [archive = ''] = readdirSync(join(disc.profile, 'stick'));
    const bytes = readFileSync(join(disc.profile, 'stick', archive));
    expect(bytes.length).toBeGreaterThan(3 * SIDE * SIDE * 2);
    for (const secret of ['寿田', 'Shoutian', 'PID-77341', '1.2.3.7']) expect(bytes.includes(secret), secret).toBe(false);
    expect(bytes.includes(Buffer.from(frame))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  await test.step('what a photometer reads of the display is judged after PS3.14 and kept', async () => {
    await page.getByTestId('display-check').click();
    await page.getByRole('button', { name: '录入亮度测量…' }).click();
    await expect(page.getByTestId('test-pattern')).toHaveAttribute('data-level', '0');
    await page.getByTestId('light-values').fill('1 2.107 ');
    await expect(page.getByTestId('test-pattern')).toHaveAttribute('data-level', '30');
    await page.getByTestId('light-values').fill('1 2.107 3.796 6.219 9.568 14.081 20.057 27.87 37.986 50.992 67.619 88.782 115.629 149.591 192.466 246.502 314.518 400.051');
    await expect(page.getByTestId('light-verdict')).toHaveAttribute('data-status', 'within');
    await page.getByRole('textbox', { name: '测量人' }).fill('许工');
    await shoot(page, '6-light');
    await page.getByRole('button', { name: '记录测量' }).click();
    await expect(page.getByTestId('display-check')).toHaveAttribute('data-light', 'within');
  });

  await browser.close();
  // As a power cut leaves it, with the logs of the databases beside them.
  await program.kill();
  const found = readableIn(profile);
  expect(found.files).toBeGreaterThan(20);
  expect(found.hits).toEqual([]);
  expect(readableIn(join(disc.profile, 'temporary')).hits).toEqual([]);
});

/** Every key of the seat, as bytes, hexadecimal and base64; the wrapping key lies in its own file and nowhere else. */
function keysOfSeat(): readonly (readonly [name: string, bytes: Buffer])[] {
  const { catalogueKey } = openProfile(profile, createFileSecretStore(profile), new Date());
  const files = openSeatFiles(profile);
  const packKey = files.catalogue.studies.packKey(1) ?? new Uint8Array();
  files.close();
  const keys = { 'wrapping key': readFileSync(join(profile, 'seat.key')), 'catalogue key': catalogueKey, 'pack key': packKey };
  return Object.entries(keys).flatMap(([name, key]) => [
    [name, Buffer.from(key)] as const, [`${name} in hexadecimal`, Buffer.from(Buffer.from(key).toString('hex'))] as const, [`${name} in base64`, Buffer.from(Buffer.from(key).toString('base64'))] as const,
  ]);
}

/** Every file of a folder that holds something of the patient or the first bytes of the frame. */
function readableIn(folder: string): { readonly files: number; readonly hits: readonly string[] } {
  // Six bytes at least: of four, some turn up by chance in a hundred megabytes of encrypted pages.
  const words = ['赵守田', '赵寿田', '赵^守田', '赵^寿田', 'Shoutian', 'PID-77341'];
  const secrets = new Map<string, Buffer>([
    ...words.flatMap((word): [string, Buffer][] => [[word, Buffer.from(word)], [`${word} in UTF-16`, Buffer.from(word, 'utf16le')]]),
    ['守田', Buffer.from('守田')],
    ['寿田', Buffer.from('寿田')],
    ['赵守田 in GB 18030', Buffer.from(encodeGb18030('赵守田'))],
    ['赵^守田 in GB 18030', Buffer.from(encodeGb18030('赵^守田'))],
    ['the frame', Buffer.from(frame.subarray(0, 32))],
    ...[PIN, FINDINGS].flatMap((word): [string, Buffer][] => [[word, Buffer.from(word)], [`${word} in UTF-16`, Buffer.from(word, 'utf16le')]]),
    ...keysOfSeat(),
  ]);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hits = entries.flatMap((entry) => {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return [...secrets].filter(([name, secret]) => bytes.includes(secret) && !(name === 'wrapping key' && entry.name === 'seat.key')).map(([name]) => `${name} in ${entry.parentPath.slice(folder.length)}/${entry.name}`);
  });
  return { files: entries.length, hits };
}
