import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from 'playwright/test';
import { EXAMINATIONS, writeExaminations } from '#tests/support/made-examinations.ts';
import { clientOfSession, until } from '#tests/support/program-client.ts';
import { newProfile, startProgram, type Program } from '#tests/support/program.ts';

/** How cases hang, on the real program with imported examinations. */
const { profile, remove } = newProfile();
const folder = mkdtempSync(join(tmpdir(), 'tongyue-hanging-'));
let program: Program;

test.beforeAll(async () => {
  program = await startProgram(profile, ['--no-demo']);
  writeExaminations(folder, EXAMINATIONS.filter(({ patientId }) => ['H01', 'H06', 'H08'].includes(patientId)));
});
test.afterAll(async () => {
  await program.stop();
  remove();
  rmSync(folder, { recursive: true, force: true });
});

const viewport = (page: Page, number: number): Locator => page.locator(`[data-testid=viewport][data-viewport="${number}"]`);

test('cases hang by what they are: mammograms wall to wall at one scale, a chest in two windows that go together, a radiograph beside its prior', async ({ page }) => {
  test.slow();
  await page.goto(program.url);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const client = clientOfSession(program.origin, cookie);
  const { importId } = await client.imports.start({ path: folder });
  await until(async () => (await client.imports.list(undefined)).some((one) => one.importId === importId && one.state === 'done'));
  // Written in this order: 0 and 1 the mammograms and the chest, 2 and 3 the radiograph and its prior.
  const open = async (place: number) => {
    const row = page.locator(`[data-testid=worklist-row][data-study-instance-uid="1.2.3.50.${place}"]`);
    await page.getByRole('button', { name: /工作列表/ }).click();
    await row.dblclick();
    await expect(viewport(page, 1)).toHaveAttribute('data-fidelity', 'full');
  };

  await test.step('mammography', async () => {
    await open(0);
    await expect(page.getByTestId('hanging')).toHaveAttribute('data-protocol', 'mammography');
    await expect(page.getByTestId('viewport')).toHaveCount(4);
    for (const number of [1, 2, 3, 4]) await expect(viewport(page, number)).toHaveAttribute('data-fidelity', 'full');
    // All pixels are 0.5 mm: one scale is one zoom. The four pictures differ in size, so that each alone would have another.
    await expect.poll(async () => new Set(await Promise.all([1, 2, 3, 4].map((number) => viewport(page, number).getAttribute('data-zoom')))).size).toBe(1);
    // The right CC is stored with its wall at the left: mirrored, its letters say that the back is at the right.
    await expect(viewport(page, 1).getByTestId('orientation-right')).toHaveText('P');
    await expect(viewport(page, 2).getByTestId('orientation-left')).toHaveText('P');
  });

  await test.step('chest CT: windows, linked scrolling, one viewport alone and back', async () => {
    await open(1);
    await expect(page.getByTestId('hanging')).toHaveAttribute('data-protocol', 'ct-chest');
    await expect(viewport(page, 1)).toHaveAttribute('data-window-width', '1500');
    await expect(viewport(page, 2)).toHaveAttribute('data-window-width', '400');
    await expect(viewport(page, 2).getByTestId('scroll-link')).toHaveAttribute('data-link', 'space');
    // 20 slices from -50 mm and 8 from -20 mm, both 5 mm apart: slice 13 of the first lies at -50 + 12 x 5 = 10, where slice 7 of the second lies: -20 + 6 x 5.
    await viewport(page, 1).focus();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', '10');
    await page.keyboard.press('ArrowDown');
    await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', '11');
    await page.keyboard.press('ArrowDown');
    await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', '12');
    await expect(viewport(page, 2)).toHaveAttribute('data-stack-index', '6');
    await viewport(page, 2).getByTestId('viewport-picture').dblclick({ position: { x: 200, y: 200 } });
    await expect(page.getByTestId('viewer-desk')).toHaveAttribute('data-maximised', '2');
    await expect(viewport(page, 1)).toBeHidden();
    await page.keyboard.press('F11');
    await expect(page.getByTestId('viewer-desk')).toHaveAttribute('data-maximised', '');
    await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', '12');
    await expect(page.getByTestId('hanging')).toHaveAttribute('data-protocol', 'ct-chest');
  });

  await test.step('one point of the patient in both viewports; Tab goes from one to the next and then on', async () => {
    const box = (await viewport(page, 1).boundingBox())!;
    await page.keyboard.down('Control');
    await page.mouse.click(box.x + box.width / 2 + 20, box.y + box.height / 2);
    await page.keyboard.up('Control');
    for (const number of [1, 2]) await expect(viewport(page, number).getByTestId('cursor-mark')).toBeVisible();
    // It was a press, not a drag: the window is as it was.
    await expect(viewport(page, 1)).toHaveAttribute('data-window-width', '1500');
    // Up: the point is no longer in the image of either, so no mark stands there.
    await page.keyboard.press('Shift+ArrowUp');
    await expect(viewport(page, 1)).toHaveAttribute('data-stack-index', '2');
    await expect(viewport(page, 1).getByTestId('cursor-mark')).toHaveCount(0);
    await page.keyboard.press('Tab');
    await expect(viewport(page, 2)).toBeFocused();
    await expect(viewport(page, 2)).toHaveAttribute('data-is-active', 'true');
    await page.keyboard.press('Shift+Tab');
    await expect(viewport(page, 1)).toBeFocused();
  });

  await test.step('the pictures go to a second window as they hang, are measured there into the report here, and come back', async () => {
    const [second] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Alt+n')]);
    await expect(viewport(second, 1)).toHaveAttribute('data-stack-index', '2');
    await expect(second.getByTestId('viewer-desk')).toHaveAttribute('data-layout', '1x2');
    await expect(viewport(second, 1)).toHaveAttribute('data-window-width', '1500');
    await expect(page.getByTestId('images-elsewhere')).toHaveAttribute('data-windows', '2');
    await expect(page.getByTestId('viewport')).toHaveCount(0);
    await expect(second.getByTestId('patient-banner')).toHaveAttribute('data-study-instance-uid', '1.2.3.50.1');

    const box = (await viewport(second, 1).boundingBox())!;
    await viewport(second, 1).focus();
    await second.keyboard.press('d');
    await second.mouse.move(box.x + box.width / 2 - 40, box.y + box.height / 2);
    await second.mouse.down();
    await second.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2, { steps: 3 });
    await second.mouse.up();
    await second.keyboard.press('m');
    await expect(page.getByRole('textbox', { name: '检查所见' })).toHaveValue(/mm/);

    // Loaded again it shows the same; another study of the first window goes over.
    await second.keyboard.press('ArrowDown');
    await expect(viewport(second, 1)).toHaveAttribute('data-stack-index', '3');
    await second.reload();
    await expect(viewport(second, 1)).toHaveAttribute('data-stack-index', '3');
    await expect(page.getByTestId('images-elsewhere')).toHaveAttribute('data-windows', '2');
    await page.getByTestId('elsewhere-series').last().click();
    await expect(page.getByTestId('elsewhere-series').last()).toHaveAttribute('aria-current', 'true');

    await second.close();
    await expect(viewport(page, 1)).toHaveAttribute('data-fidelity', 'full');
    await expect(page.getByTestId('images-elsewhere')).toHaveCount(0);
  });

  await test.step('a radiograph hangs its prior beside it', async () => {
    await open(2);
    await expect(page.getByTestId('hanging')).toHaveAttribute('data-protocol', 'radiograph-chest');
    await expect(page.getByTestId('viewer-desk')).toHaveAttribute('data-layout', '1x2');
    await expect(viewport(page, 2).getByTestId('viewport-identity')).toContainText('2026-03-01');
  });

  await test.step('before a screen is remembered it is shown what it would have hung; not remembered, nothing changes', async () => {
    const dialog = page.getByTestId('learn-dialog');
    await page.keyboard.press('Alt+Shift+L');
    // One other chest radiograph is here: the prior itself, which has no prior of its own.
    await expect(dialog.getByTestId('learn-summary')).toHaveAttribute('data-is-whole', 'true');
    await expect(dialog.getByTestId('learn-past')).toHaveCount(1);
    await expect(dialog.getByTestId('learn-past')).toHaveAttribute('data-fits', 'true');
    await expect(dialog.getByTestId('learn-past')).toContainText('2026-03-01');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByTestId('hanging')).toHaveAttribute('data-protocol', 'radiograph-chest');
    await page.keyboard.press('Alt+Shift+L');
    await expect(dialog.getByTestId('learn-keep')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('hanging')).toHaveAttribute('data-protocol', 'own-DX-CHEST');
    await expect(dialog).toHaveCount(0);
  });
});
