import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from 'playwright/test';
import { buildPage } from '#tests/support/build-page.ts';
import { startStandIn, type StandIn, type StandInOptions } from '#tests/support/stand-in-server.ts';

/** The page over a stand-in of main: what the physician sees and does, without hospitals. */

interface Fixtures {
  readonly options: Omit<StandInOptions, 'rendererDirectory'>;
  readonly main: StandIn;
  /** Nothing is logged as an error unless the test says that main goes away. */
  readonly isQuiet: boolean;
}

const test = base.extend<Fixtures, { readonly built: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  built: [async ({}, use) => use(await buildPage()), { scope: 'worker' }],
  options: [{}, { option: true }],
  isQuiet: [true, { option: true }],
  main: async ({ built, options, page, isQuiet }, use) => {
    const main = await startStandIn({ ...options, rendererDirectory: built });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(main.url);
    await use(main);
    if (isQuiet) expect(errors).toEqual([]);
    await main.close();
  },
});

// No test knows of another: the workers share them out.
test.describe.configure({ mode: 'parallel' });

/** A line that went yesterday evening is told with its day: a run may cross midnight. */
const sinceWords = (before: string, after: string) => new RegExp(`${before}(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d ${after}`);
const rows = (page: Page) => page.getByTestId('worklist-row');
const row = (page: Page, studyId: number) => page.locator(`[data-testid="worklist-row"][data-study-id="${studyId}"]`);
const findings = (page: Page) => page.getByRole('textbox', { name: '检查所见' });
const impression = (page: Page) => page.getByRole('textbox', { name: '诊断意见' });

async function openStudy(page: Page, studyId: number): Promise<void> {
  await row(page, studyId).dblclick();
  await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', String(studyId));
  await expect(findings(page)).toBeVisible();
}

async function writeReport(page: Page): Promise<void> {
  await findings(page).fill('左侧基底节区见片状高密度影。');
  await impression(page).fill('左侧基底节区脑出血。');
  await page.keyboard.press('Alt+4');
}

async function sign(page: Page, pin = '246810'): Promise<void> {
  await page.keyboard.press('F9');
  const dialog = page.getByTestId('sign-dialog');
  await expect(dialog.getByText('没有阻断')).toBeVisible();
  await dialog.getByLabel('证书口令').fill(pin);
  await page.keyboard.press('Enter');
}

async function expectNoAxeViolations(page: Page): Promise<void> {
  // The paper in its frame is Chromium's own viewer.
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).exclude('iframe').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
}

/** Words that stick out of their box without an ellipsis, or Han text that wraps in a control. */
async function crookedWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, h1, h2, h3, label, dt, th, [role="gridcell"], [role="columnheader"]')]
      .filter((element) => element.checkVisibility() && element.childElementCount === 0 && (element.textContent ?? '').trim() !== '')
      .filter((element) => {
        const style = getComputedStyle(element);
        const isClipped = element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis' && style.display !== 'inline';
        const lines = element.getClientRects().length > 1 || element.scrollHeight > 2.2 * Number.parseFloat(style.fontSize) * 1.6;
        return isClipped || lines;
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

test.describe('the worklist', () => {
  test('shows its rows with what a test and a physician look for', async ({ page, main }) => {
    const study = main.alliance.studies.get(1)!.study;
    await expect(row(page, 1)).toHaveAttribute('data-study-instance-uid', study.studyInstanceUid);
    await expect(row(page, 1)).toHaveAttribute('data-status', 'ready');
    await expect(row(page, 1)).toHaveAttribute('data-held', '32');
    await expect(row(page, 1)).toHaveAttribute('data-expected', '32');
    await expect(row(page, 1)).toContainText('赵守田');
    await expect(row(page, 1)).toContainText('卒中');
    await expect(row(page, 2)).toContainText('线路断');
    await expect(row(page, 2)).toContainText('未起算');
  });

  test('shows a new case at once while nobody touches the list', async ({ page, main }) => {
    await expect(rows(page).first()).toHaveAttribute('data-study-id', '1');
    main.announce();
    await expect(rows(page).first()).toHaveAttribute('data-study-id', '61');
    await expect(page.getByText('例新到')).toHaveCount(0);
  });

  test('keeps rows in place under the pointer; a key lets the new ones in', async ({ page, main }) => {
    await expect(rows(page).first()).toHaveAttribute('data-study-id', '1');
    // A hand that keeps moving: three idle seconds would let the rows in.
    const box = (await row(page, 5).boundingBox())!;
    const hand = { isMoving: true };
    const moving = (async () => {
      for (let step = 0; hand.isMoving; step += 1) await page.mouse.move(box.x + 200 + (step % 2), box.y + 10);
    })();
    await page.mouse.move(box.x + 210, box.y + 10);
    main.announce();
    await expect(page.getByRole('button', { name: '1 例新到' })).toBeVisible();
    await expect(rows(page).first()).toHaveAttribute('data-study-id', '1');
    hand.isMoving = false;
    await moving;
    await page.keyboard.press('ArrowDown');
    await expect(rows(page).first()).toHaveAttribute('data-study-id', '61');
  });

  test('goes by keys: select, preview, open, back to the list', async ({ page, main }) => {
    await expect(rows(page).first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(row(page, 2)).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByTestId('worklist-preview')).toContainText('北原县人民医院');
    await expect(page.getByTestId('worklist-preview')).toContainText('还差 329 幅');
    await page.keyboard.press('Space');
    await expect(page.getByTestId('worklist-preview')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', '2');
    await page.keyboard.press('Alt+W');
    await expect(row(page, 2)).toHaveAttribute('aria-selected', 'true');
    await expect.poll(() => main.callsOf('studies.open')).toBeGreaterThan(0);
  });

  test('a row that was selected is no longer new', async ({ page, main }) => {
    await row(page, 1).click();
    await expect(row(page, 1).getByText('新', { exact: true })).toHaveCount(0);
    await expect.poll(() => main.alliance.studies.get(1)!.study.isNew).toBe(false);
  });

  test('searches at main, says where it looked, and clears', async ({ page, main }) => {
    await expect(rows(page).first()).toBeVisible();
    await page.keyboard.press('/');
    await page.keyboard.type('QL26112000407');
    await expect(rows(page)).toHaveCount(1);
    await page.getByRole('textbox', { name: '搜索' }).fill('zhangsna');
    await expect(page.getByText('没有找到“zhangsna”')).toBeVisible();
    await page.getByRole('button', { name: '清空' }).last().click();
    await expect(row(page, 1)).toBeVisible();
    await expect.poll(() => main.callsOf('worklist.list')).toBeGreaterThan(2);
  });

  test('narrows by modality and hospital', async ({ page, main }) => {
    await expect(rows(page).first()).toBeVisible();
    await page.getByRole('button', { name: '检查类型' }).click();
    await page.getByLabel('ECG').check();
    await page.keyboard.press('Escape');
    await expect(rows(page)).toHaveCount(5);
    await page.getByRole('button', { name: '医院', exact: true }).click();
    await page.getByLabel('北原县人民医院').check();
    await expect(rows(page)).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '清除筛选' }).click();
    await expect(row(page, 1)).toBeVisible();
    expect(main.alliance.studies.size).toBe(60);
  });

  test('F8 opens the most urgent complete case', async ({ page, main }) => {
    await expect(rows(page).first()).toBeVisible();
    await page.keyboard.press('F8');
    await expect(page.getByTestId('reading-page')).toHaveAttribute('data-study-id', '1');
    await page.keyboard.press('F8');
    // The other green channel still arrives: the next is the emergency that is due first.
    await expect(page.getByTestId('reading-page')).not.toHaveAttribute('data-study-id', '1');
    const opened = Number(await page.getByTestId('reading-page').getAttribute('data-study-id'));
    expect(main.alliance.studies.get(opened)!.study.urgency).toBe('emergency');
  });

  test('says which hospital is down, since when, and what waits', async ({ page, main }) => {
    await expect(page.getByTestId('status-bar')).toContainText(sinceWords('北原县人民医院 ', '起不通，12 例等待'));
    await page.getByTestId('links-summary').click();
    const site = page.locator('[data-testid="site-row"][data-site-id="beiyuan"]');
    await expect(site).toContainText('连不上');
    await site.getByRole('button', { name: '现在重试' }).click();
    await expect.poll(() => main.callsOf('sites.pollNow')).toBe(1);
    // The network of the house itself is down now: since the first of them went.
    const failure = { code: 'site/unreachable' as const, facts: {}, since: new Date(Date.now() - 50 * 60_000).toISOString() };
    main.alliance.sites = main.alliance.sites.map((one) => (one.siteId === 'yunxiu' ? { ...one, link: 'unreachable' as const, failure } : one));
    await site.click();
    await page.keyboard.press('p');
    await expect(page.getByTestId('status-bar')).toContainText(sinceWords('', '起 2 家医院不通：'));
  });

  test('pauses and resumes a line, tests it, and says what was learned of it', async ({ page, main }) => {
    main.alliance.sites = main.alliance.sites.map((site) => ({
      ...site, capabilities: [{ kind: 'CT', form: 'jpeg-ls', outcome: 'works', isChosen: true, sizeShare: 0.39, waitMs: 105, checkedAt: '2026-11-20T01:00:00Z' }],
    }));
    await page.getByTestId('links-summary').click();
    const site = page.locator('[data-testid="site-row"][data-site-id="yunxiu"]');
    await site.click();
    await expect(page.getByTestId('site-learned')).toContainText('JPEG-LS 无损，39% 大小');
    await page.keyboard.press('p');
    await expect(site).toContainText('已暂停');
    await page.keyboard.press('p');
    await expect(site).not.toContainText('已暂停');
    await page.keyboard.press('t');
    await expect(page.getByText('云岫县人民医院 应答正常，用时 95 毫秒')).toBeVisible();
    await expectNoAxeViolations(page);
  });

  test('has no axe violations and no crooked words', async ({ page, main }) => {
    await row(page, 1).click();
    await expect(page.getByTestId('worklist-preview')).toContainText('轴位 5 mm');
    await expectNoAxeViolations(page);
    expect(await crookedWords(page)).toEqual([]);
    await page.setViewportSize({ width: 1366, height: 768 });
    // A narrow window closes the preview.
    await expect(page.getByTestId('worklist-preview')).toHaveCount(0);
    await expect(row(page, 1)).toBeVisible();
    await expect.poll(() => crookedWords(page)).toEqual([]);
    expect(main.alliance.sites).toHaveLength(5);
  });

  test.describe('with nothing left to read', () => {
    test.use({ options: { rows: 0 } });
    test('says so, and what will end it', async ({ page, main }) => {
      await expect(page.getByText('现在没有待阅的检查')).toBeVisible();
      main.announce();
      await expect(rows(page)).toHaveCount(1);
    });
  });

  test.describe('of many cases', () => {
    test.use({ options: { rows: 450 } });
    test('reads on as the physician scrolls', async ({ page, main }) => {
      await expect(rows(page).first()).toBeVisible();
      await expect(async () => {
        await page.keyboard.press('End');
        await expect(row(page, 450)).toBeVisible({ timeout: 1000 });
      }).toPass();
      expect(await rows(page).count()).toBeLessThan(80);
      expect(main.alliance.studies.size).toBe(450);
    });
  });
});

test.describe('the report', () => {
  test('is saved at a pause in typing and is there after the window was loaded anew', async ({ page, main }) => {
    await openStudy(page, 1);
    await findings(page).fill('左侧基底节区见片状高密度影。');
    await expect(page.getByTestId('save-state')).toContainText('已存');
    await expect.poll(() => main.alliance.requests.get(10)!.draft).toMatchObject({ findings: '左侧基底节区见片状高密度影。', revision: 1 });
    await page.reload();
    await expect(findings(page)).toHaveValue('左侧基底节区见片状高密度影。');
  });

  test('keys lead to its sections while text is typed', async ({ page, main }) => {
    await openStudy(page, 1);
    await page.keyboard.press('Alt+1');
    await page.keyboard.type('所见?/m');
    await page.keyboard.press('Alt+2');
    await page.keyboard.type('意见');
    await page.keyboard.press('Alt+3');
    await page.keyboard.type('建议');
    await page.keyboard.press('Alt+4');
    await expect(page.getByRole('radio', { name: '阳性' })).toBeChecked();
    await page.keyboard.press('Alt+4');
    await expect(page.getByRole('radio', { name: '阴性' })).toBeChecked();
    await expect(findings(page)).toHaveValue('所见?/m');
    await expect.poll(() => main.alliance.requests.get(10)!.draft).toMatchObject({ findings: '所见?/m', impression: '意见', recommendation: '建议', outcome: 'negative' });
  });

  test('of a study with two requests is two reports, one of them over two studies', async ({ page, main }) => {
    await openStudy(page, 2);
    await findings(page).fill('胸部');
    await page.getByRole('tab', { name: 'CT 上腹部平扫' }).click();
    await expect(page.getByText('本报告包含 2 项检查')).toBeVisible();
    await expect(findings(page)).toHaveValue('');
    await findings(page).fill('腹部');
    await expect.poll(() => [main.alliance.requests.get(20)!.draft.findings, main.alliance.requests.get(21)!.draft.findings]).toEqual(['胸部', '腹部']);
  });

  test.describe('in two windows', () => {
    // A stale revision answers with an error status, which the browser logs.
    test.use({ isQuiet: false });
    test('keeps both texts when another window saved, until one is chosen', async ({ page, main }) => {
    await openStudy(page, 1);
    // The other window's save is not heard of: only its revision stands in the way.
    const stored = main.alliance.requests.get(10)!;
    main.alliance.requests.set(10, { ...stored, draft: { ...stored.draft, findings: '别处写的', revision: 5 } });
    await findings(page).fill('这里写的');
    const conflict = page.getByTestId('draft-conflict');
    await expect(conflict).toContainText('别处写的');
    await expect(conflict).toContainText('这里写的');
    await conflict.getByRole('button', { name: '用这个窗口的' }).click();
    await expect(findings(page)).toHaveValue('这里写的');
    await expect.poll(() => main.alliance.requests.get(10)!.draft).toMatchObject({ findings: '这里写的', revision: 6 });
    });
  });

  test('takes over what another window saved while nothing is unsaved here', async ({ page, main }) => {
    await openStudy(page, 1);
    main.saveElsewhere(10, { findings: '别处写的' });
    await expect(findings(page)).toHaveValue('别处写的');
  });

  test('takes a measurement at the cursor of its findings, and undo takes it back', async ({ page, main }) => {
    await openStudy(page, 1);
    await findings(page).fill('高密度影，大小约。');
    // Before the full stop.
    await page.keyboard.press('ArrowLeft');
    const viewport = page.getByTestId('viewport').first();
    await expect(viewport.getByText('无损')).toBeVisible();
    await viewport.click({ position: { x: 40, y: 400 } });
    await page.keyboard.press('d');
    const box = (await viewport.boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 400);
    await page.mouse.down();
    await page.mouse.move(box.x + 260, box.y + 420, { steps: 4 });
    await page.mouse.move(box.x + 340, box.y + 440, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => main.callsOf('measurements.save')).toBeGreaterThan(0);
    await page.keyboard.press('m');
    await expect(findings(page)).toHaveValue(/^高密度影，大小约.*mm.*。$/);
    await expect.poll(() => main.alliance.requests.get(10)!.draft.findings).toMatch(/mm/);
    await findings(page).focus();
    await page.keyboard.press('Control+z');
    await expect(findings(page)).toHaveValue('高密度影，大小约。');
  });

  test('Ctrl+P shows the paper', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await page.keyboard.press('Control+p');
    const paper = page.getByTestId('document-dialog');
    await expect(paper.getByTitle('报告预览')).toBeVisible();
    await expect(paper.getByRole('link', { name: '存为文件' })).toHaveAttribute('download', 'QL26112000400-draft.pdf');
    await page.keyboard.press('Escape');
    await expect(paper).toHaveCount(0);
    await expect.poll(() => main.alliance.requests.get(10)!.draft.impression).toBe('左侧基底节区脑出血。');
  });

  test.describe('while main is away', () => {
    test.use({ isQuiet: false });
    test('stays in the window, is tried again, and is saved when main is back', async ({ page, main }) => {
      await openStudy(page, 1);
      await main.goAway();
      await findings(page).fill('断线时写的');
      await expect(page.getByTestId('save-state')).toContainText('没存上');
      await expect(page.getByTestId('status-bar')).toContainText('程序没有回应');
      await findings(page).fill('断线时写的，又写了一句');
      await main.comeBack();
      await expect(page.getByTestId('save-state')).toContainText('已存');
      await expect(page.getByTestId('status-bar')).not.toContainText('程序没有回应');
      await expect.poll(() => main.alliance.requests.get(10)!.draft.findings).toBe('断线时写的，又写了一句');
    });

    test('a window with unsaved text asks before it closes', async ({ page, main }) => {
      await openStudy(page, 1);
      await main.goAway();
      await findings(page).fill('没有存的');
      await expect(page.getByTestId('save-state')).toContainText('没存上');
      const asked = new Promise<string>((resolve) => page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(dialog.type()))));
      await page.close({ runBeforeUnload: true });
      expect(await asked).toBe('beforeunload');
      await expect(findings(page)).toHaveValue('没有存的');
    });
  });
});

test.describe('signing', () => {
  // A refused PIN and a stale revision answer with an error status, which the browser logs.
  test.use({ isQuiet: false });

  test('F9 shows where it goes and what stands against it, and leads there', async ({ page, main }) => {
    await openStudy(page, 1);
    await findings(page).fill('只有所见');
    await page.keyboard.press('F9');
    const dialog = page.getByTestId('sign-dialog');
    await expect(dialog).toContainText('发往青岭县人民医院。签发后不能修改。');
    await expect(dialog).toContainText('诊断意见是空的');
    await dialog.getByLabel('证书口令').fill('246810');
    await expect(dialog.getByRole('button', { name: '签发' })).toBeDisabled();
    await dialog.getByRole('button', { name: '去改' }).first().click();
    await expect(dialog).toHaveCount(0);
    await expect(impression(page)).toBeFocused();
    expect(main.callsOf('reports.sign')).toBe(0);
  });

  test('a certificate of the physician is imported with its PIN, is chosen, and signs', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await page.keyboard.press('F9');
    const dialog = page.getByTestId('sign-dialog');
    await dialog.getByRole('button', { name: '导入证书' }).click();
    const fields = dialog.getByRole('group', { name: '导入证书' });
    await fields.getByLabel('证书文件').setInputFiles({ name: 'key.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from('key') });
    await fields.getByLabel('文件口令').fill('999');
    await page.keyboard.press('Enter');
    await expect(fields.getByRole('alert')).toContainText('文件口令不对');
    await fields.getByRole('radio', { name: '审核医师' }).check();
    await fields.getByLabel('文件口令').fill('246810');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('radio', { name: /冀望/ })).toBeChecked();
    await expect(fields).toHaveCount(0);
    expect(main.callsOf('reports.sign')).toBe(0);
    await dialog.getByLabel('证书口令').fill('246810');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('signed-report')).toContainText('冀望');
  });

  test('a wrong PIN is said in place with the tries left; the right one signs', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await sign(page, '000000');
    const dialog = page.getByTestId('sign-dialog');
    await expect(dialog.getByTestId('sign-failure')).toContainText('还可试 4 次');
    await expect(dialog.getByLabel('证书口令')).toBeFocused();
    await page.keyboard.type('246810');
    await page.keyboard.press('Enter');
    await expect(page.getByText('已签发，正送往青岭县人民医院')).toBeVisible();
    await expect(page.getByTestId('signed-report')).toContainText('林知远');
    await expect(page.getByTestId('delivery-track')).toHaveAttribute('data-station', 'read-back');
    await expect(page.getByTestId('delivery-track')).toContainText('已送达');
    await expect(findings(page)).toHaveCount(0);
    await expect.poll(() => main.callsOf('reports.sign')).toBe(2);
  });

  test.describe('with a slow line', () => {
  test.use({ options: { delivers: false } });
  test('已送达 is not said before everything was read back', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await sign(page);
    const track = page.getByTestId('delivery-track');
    await expect(track).toHaveAttribute('data-station', 'signed');
    for (const station of ['sent', 'stored'] as const) {
      main.deliver(10, station);
      await expect(track).toHaveAttribute('data-station', station);
      await expect(track).not.toContainText('已送达');
    }
    main.deliver(10, 'read-back');
    await expect(track).toContainText('已送达');
  });

  test('a delivery that stands still says why, what is safe, and is sent again by hand', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await sign(page);
    const track = page.getByTestId('delivery-track');
    await expect(track).toHaveAttribute('data-station', 'signed');
    main.deliver(10, 'signed', {
      attempts: 9, nextAttemptAt: new Date(Date.now() + 60_000).toISOString(), failure: { code: 'site/unreachable', facts: {}, since: new Date().toISOString() },
    });
    await expect(track).toContainText('青岭县人民医院连不上');
    await expect(track).toContainText('已试 9 次');
    await track.getByRole('button', { name: '现在再送' }).click();
    await expect(track).toContainText('已送达');
    await expect.poll(() => main.callsOf('reports.deliverNow')).toBe(1);
  });
  });

  test('Enter that is held down does not sign', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await page.keyboard.press('F9');
    const dialog = page.getByTestId('sign-dialog');
    await expect(dialog.getByText('没有阻断')).toBeVisible();
    await dialog.getByLabel('证书口令').fill('246810');
    await dialog.getByLabel('证书口令').dispatchEvent('keydown', { key: 'Enter', repeat: true });
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    expect(main.callsOf('reports.sign')).toBe(0);
  });

  test('a report that was signed in another window is shown as signed', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await expect(page.getByTestId('save-state')).toContainText('已存');
    const other = await page.context().newPage();
    await other.goto(main.url);
    await openStudy(other, 1);
    await sign(other);
    await expect(other.getByTestId('signed-report')).toBeVisible();
    await expect(page.getByTestId('signed-report')).toBeVisible();
    expect(main.callsOf('system.events')).toBe(1);
  });

  test('the reading page and the dialog have no axe violations and no crooked words', async ({ page, main }) => {
    await openStudy(page, 1);
    await writeReport(page);
    await expect(page.getByTestId('save-state')).toContainText('已存');
    await expectNoAxeViolations(page);
    expect(await crookedWords(page)).toEqual([]);
    await page.keyboard.press('F9');
    await expect(page.getByTestId('sign-dialog').getByText('没有阻断')).toBeVisible();
    await expectNoAxeViolations(page);
    expect(await crookedWords(page)).toEqual([]);
    await expect.poll(() => main.callsOf('reports.checkBeforeSigning')).toBeGreaterThan(0);
  });
});

/** Controls of a bar that lie over each other, or reach beyond the window. */
async function misplacedControls(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element) => element.getAttribute('aria-label') ?? element.getAttribute('title') ?? (element.textContent ?? '').slice(0, 20);
    const found: string[] = [];
    for (const bar of document.querySelectorAll('[role="toolbar"], header, nav, [data-testid="desk-tools"]')) {
      const controls = [...bar.querySelectorAll<HTMLElement>('button, a[href], select, input')].filter((one) => one.checkVisibility() && one.closest('[popover]') === null && one.parentElement?.closest('button') === null);
      // The cross of a tab lies in the free end of its tab.
      const areOneTab = (one: Element, other: Element) => one.closest('nav') !== null && one.parentElement === other.parentElement;
      const boxes = controls.map((one) => ({ one, name: nameOf(one), box: one.getBoundingClientRect() })).filter(({ box }) => box.width > 0 && box.height > 0);
      for (const [index, { one, name, box }] of boxes.entries()) {
        if (box.right > window.innerWidth + 1 || box.left < -1) found.push(`${name} reaches beyond the window`);
        for (const other of boxes.slice(index + 1)) {
          const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (width > 1 && height > 1 && !areOneTab(one, other.one)) found.push(`${name} lies over ${other.name}`);
        }
      }
    }
    return found;
  });
}

/** Tools of the reading room, and the buttons under the report, that a mouse cannot reach: neither seen whole in the window, nor in the menu of the bar. */
async function unreachableTools(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element) => element.getAttribute('aria-label') ?? (element.textContent ?? '').slice(0, 20);
    const controls = [...document.querySelectorAll<HTMLElement>('[data-testid="viewer-toolbar"] button, [data-testid="desk-tools"] button, [data-testid="report-actions"] button')].filter((one) => one.closest('[popover]') === null && !one.hidden);
    if (controls.length < 25) return ['the bars are not there'];
    const [seen, unseen] = [true, false].map((is) => controls.filter((one) => one.checkVisibility({ visibilityProperty: true }) === is));
    const found = seen!.flatMap((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      // What lies at its left and its right end is itself.
      const isWhole = left >= 0 && right <= window.innerWidth && [left + 3, right - 3].every((x) => one.contains(document.elementFromPoint(x, (top + bottom) / 2)));
      return isWhole ? [] : [`${nameOf(one)} is covered or cut off`];
    });
    const inMenu = document.querySelectorAll('[data-testid="viewer-more-menu"] button').length;
    return inMenu === unseen!.length ? found : [...found, `${unseen!.length} have no room, ${inMenu} stand in the menu`];
  });
}

/** Monitor and scaling of the system, as the window that they leave: 1920 x 1080 at 100 to 150 %, 3840 x 2160 at 200 and 250 %. */
const SCALINGS = [[100, 1920, 1080], [125, 1536, 864], [150, 1280, 720], [200, 1920, 1080], [250, 1536, 864]] as const;

test('at 100 to 250 % scaling no control of list, reading room and settings is cut off or covered', async ({ page, main }) => {
  test.slow();
  const look = async (where: string) => {
    for (const [percent, width, height] of SCALINGS) {
      await page.setViewportSize({ width, height });
      // The page hears of its new size a moment after the window has it.
      await expect.poll(async () => [where, percent, await misplacedControls(page), await crookedWords(page)]).toEqual([where, percent, [], []]);
    }
  };
  await expect(rows(page).first()).toBeVisible();
  await look('worklist');
  await openStudy(page, 1);
  await look('reading');
  for (const [width, height] of [[3840, 2160], [1920, 1080], [1600, 900], [1366, 768], [1280, 720]] as const) {
    await page.setViewportSize({ width, height });
    await expect.poll(async () => [width, await unreachableTools(page)]).toEqual([width, []]);
  }
  // By keyboard: the menu of what has no room opens, a tool in it is pressed, and it closes.
  await page.getByTestId('viewer-more').press('Enter');
  const overlay = page.getByTestId('viewer-more-menu').getByRole('button', { name: '显示或隐藏文字' });
  await expect(overlay).toHaveAttribute('aria-pressed', 'true');
  await overlay.press('Enter');
  await expect(page.getByTestId('viewer-more-menu')).toBeHidden();
  await page.getByTestId('viewer-more').press('Enter');
  await expect(overlay).toHaveAttribute('aria-pressed', 'false');
  await overlay.press('Enter');
  await expect(page.getByTestId('viewer-more-menu')).toBeHidden();
  // By mouse: Escape, a press elsewhere, and a key that does something else close it, and do no more than that.
  await page.getByTestId('viewer-more').click();
  await expect(overlay).toBeVisible();
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('viewer-more-menu')).toBeHidden();
  await page.getByTestId('viewer-more').click();
  await expect(overlay).toBeVisible();
  await page.keyboard.press('f');
  await expect(page.getByTestId('viewer-more-menu')).toBeHidden();
  await page.getByTestId('viewer-more').click();
  await expect(overlay).toBeVisible();
  await page.mouse.click(600, 500);
  await expect(page.getByTestId('viewer-more-menu')).toBeHidden();
  for (const [key, what] of [['Shift+F10', 'viewport-menu'], ['Control+Shift+P', 'print-dialog'], ['?', 'key-sheet']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByTestId(what)).toBeVisible();
    await expectNoAxeViolations(page);
    // The menu is not for paper; a sheet begins at its head: hospital and patient stand there.
    if (what !== 'viewport-menu') {
      await page.emulateMedia({ media: 'print' });
      expect([what, (await page.getByTestId(what).boundingBox())?.y]).toEqual([what, 0]);
      const pages = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/gu);
      // A picture a sheet; all keys on one.
      expect([what, pages?.length]).toEqual([what, what === 'key-sheet' ? 1 : 2]);
      await page.emulateMedia({ media: null });
    }
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(what)).toHaveCount(0);
  }
  await page.keyboard.press('Control+,');
  await expect(page.getByTestId('settings')).toBeVisible();
  await look('settings');
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => main.callsOf('preferences.read')).toBeGreaterThan(0);
});

test.describe('in English', () => {
  test.use({ options: { language: 'en' } });
  test('the same page speaks English', async ({ page, main }) => {
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    // English words are longer: the keys stand on one sheet all the same.
    await expect(rows(page).first()).toBeVisible();
    await page.keyboard.press('?');
    await expect(page.getByTestId('key-sheet')).toBeVisible();
    expect((await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/gu)).toHaveLength(1);
    await page.keyboard.press('Escape');
    await row(page, 1).dblclick();
    await page.getByRole('textbox', { name: 'Findings' }).fill('Hyperdense area in the left basal ganglia.');
    await expect(page.getByTestId('save-state')).toContainText('Saved');
    await page.keyboard.press('F9');
    await expect(page.getByTestId('sign-dialog')).toContainText('The impression is empty');
    expect(await crookedWords(page)).toEqual([]);
    await expect.poll(() => main.alliance.requests.get(10)!.draft.revision).toBe(1);
  });
});

test.describe('several windows', () => {
  test.use({ isQuiet: false });
  test('share one stream, and the next takes it over when the first closes', async ({ page, main, context }) => {
    await expect(rows(page).first()).toBeVisible();
    const second = await context.newPage();
    await second.goto(main.url);
    await expect(rows(second).first()).toBeVisible();
    main.announce();
    await expect(row(second, 61)).toBeVisible();
    expect(main.callsOf('system.events')).toBe(1);
    await page.close();
    await expect.poll(() => main.callsOf('system.events')).toBe(2);
    main.announce();
    await expect(row(second, 62)).toBeVisible();
  });
});

test('a key is changed in the settings, taken from what had it, held at once, and kept', async ({ page, main: _main }) => {
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('Control+,');
  const settings = page.getByTestId('settings');
  const keyRow = (action: string) => settings.locator(`[data-testid=key-row][data-action="${action}"]`);
  await keyRow('viewer.key.angle').getByRole('button').click();
  await expect(keyRow('viewer.key.angle')).toContainText('请按新的键');
  await page.keyboard.press('d');
  await expect(keyRow('viewer.key.angle')).toContainText('D 已用于“测长度”。改给“测角度”？');
  await keyRow('viewer.key.angle').getByRole('button', { name: '改过来' }).click();
  await expect(keyRow('viewer.key.angle').getByRole('button')).toContainText('D');
  await expect(keyRow('viewer.key.length').getByRole('button')).toContainText('无');
  await expectNoAxeViolations(page);
  await settings.getByTestId('mouse-rightDrag').selectOption('pan');

  const lung = settings.locator('[data-testid=preset-row][data-preset=lung]');
  await lung.getByLabel('窗宽').fill('1200');
  await lung.getByLabel('名称').click();
  await page.reload();
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(keyRow('viewer.key.angle').getByRole('button')).toContainText('D');
  await expect(settings.getByTestId('mouse-rightDrag')).toHaveValue('pan');
  await expect(settings.locator('[data-testid=preset-row][data-preset=lung]').getByLabel('窗宽')).toHaveValue('1200');

  // A file that is no profile changes nothing and says so; the program's own keys come back by one press.
  await settings.getByTestId('profile-file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"version":9}') });
  await expect(settings.getByRole('status')).toContainText('没有导入');
  await settings.getByRole('button', { name: '恢复默认键' }).click();
  await expect(keyRow('viewer.key.length').getByRole('button')).toContainText('D');
});
