import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test, type Locator, type Page } from 'playwright/test';
import { allRows, clientOfSession, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';
import { hasTestData, testFilePath, testFiles } from '#tests/support/test-data.ts';

/** Three real studies of three kinds, read from the list to the saved report without a pointer. */
const { profile, remove } = newProfile();
const folder = mkdtempSync(join(tmpdir(), 'tongyue-keyboard-'));
const isThere = hasTestData();
const RADIOGRAPH = 'cr-dx-mg/cr/RG3_J2KR.dcm';
let program: Program;

test.skip(!isThere, 'the shared test data are absent');
test.beforeAll(async () => {
  program = await startProgram(profile, ['--no-demo']);
  const files = [...testFiles('ct-volume/philips-head-1mm').slice(0, 12), ...testFiles('mr/t1w-iso2mm-jpegll').slice(0, 12), RADIOGRAPH];
  for (const [index, name] of files.entries()) {
    mkdirSync(join(folder, String(index)), { recursive: true });
    cpSync(testFilePath(name), join(folder, String(index), basename(name)));
  }
});
test.afterAll(async () => {
  await program.stop();
  remove();
  rmSync(folder, { recursive: true, force: true });
});

const viewport = (page: Page): Locator => page.locator('[data-testid=viewport][data-viewport="1"]');
const selected = (page: Page): Locator => page.locator('[data-testid=worklist-row][aria-selected=true]');

test('a head CT, a brain MR and a radiograph are found, looked through, windowed, marked and reported with keys alone', async ({ page }) => {
  test.slow();
  await page.goto(program.url);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const client = clientOfSession(program.origin, cookie);
  const { importId } = await client.imports.start({ path: folder });
  await until(async () => (await client.imports.list(undefined)).some((one) => one.importId === importId && one.state === 'done'));
  const rows = await allRows(client);
  expect(rows).toHaveLength(3);
  await expect(page.getByTestId('worklist-row')).toHaveCount(3);

  for (const study of rows) {
    await test.step(study.modalities.join(' '), async () => {
      await page.keyboard.press('Home');
      for (let place = 0; place < rows.length; place += 1) {
        if ((await selected(page).getAttribute('data-study-id')) === String(study.studyId)) break;
        const before = await selected(page).getAttribute('data-study-id');
        await page.keyboard.press('ArrowDown');
        await expect(selected(page)).not.toHaveAttribute('data-study-id', before ?? '');
      }
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', String(study.studyId));
      await expect(viewport(page)).toHaveAttribute('data-fidelity', /^(full|lossy)$/);

      // Through the pictures, where there are several, and back to the first.
      const count = Number(await viewport(page).getAttribute('data-stack-size'));
      await page.keyboard.press('End');
      await expect(viewport(page)).toHaveAttribute('data-stack-index', String(count - 1));
      await page.keyboard.press('Home');
      await expect(viewport(page)).toHaveAttribute('data-stack-index', '0');
      await page.keyboard.press('f');
      if (study.modalities.includes('CT')) {
        await page.keyboard.press('9');
        await expect(viewport(page)).toHaveAttribute('data-window-width', '2500');
      } else {
        const zoom = await viewport(page).getAttribute('data-zoom');
        await page.keyboard.press('Control+Alt+1');
        if (zoom !== '1.0000') await expect(viewport(page)).not.toHaveAttribute('data-zoom', zoom ?? '');
      }
      await page.keyboard.press('k');
      await expect(viewport(page)).toHaveAttribute('data-is-key-image', 'true');

      await page.keyboard.press('Alt+1');
      await expect(page.getByRole('textbox', { name: '检查所见' })).toBeFocused();
      await page.keyboard.insertText(`${study.modalities.join(' ')} 未见明确异常。`);
      await page.keyboard.press('Alt+2');
      await expect(page.getByRole('textbox', { name: '诊断意见' })).toBeFocused();
      await page.keyboard.insertText('未见明确异常。');
      await expect(page.getByTestId('save-state')).toContainText('已存');
      await page.keyboard.press('Alt+w');
      await expect(page.getByTestId('worklist-row')).toHaveCount(3);
    });
  }
  for (const { studyId } of rows) expect(await client.measurements.keyImages({ studyId })).toHaveLength(1);
});
