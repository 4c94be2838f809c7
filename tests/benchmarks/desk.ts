import { chromium, type Page } from 'playwright';
import playwrightConfiguration from '#tests/e2e/playwright.config.ts';
import type { Program } from '#tests/support/program.ts';

/** The page of a running program in Chromium, with the stop watch in the page, where the physician's eye is. */
export interface Desk {
  readonly page: Page;
  /** Milliseconds from a double click on a row, which must be on the screen, to the first picture of that study. */
  readonly openStudy: (studyInstanceUid: string) => Promise<number>;
  readonly backToList: () => Promise<void>;
  /** Milliseconds of each of so many notches of the wheel, until the next picture is on the canvas. */
  readonly scroll: (notches: number) => Promise<readonly number[]>;
  readonly close: () => Promise<void>;
}

export async function openDesk(program: Program): Promise<Desk> {
  const browser = await chromium.launch(playwrightConfiguration.use?.launchOptions ?? {});
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await page.goto(program.url);
  return {
    page,
    async openStudy(studyInstanceUid) {
      await page.locator(`[data-testid=worklist-row][data-study-instance-uid="${studyInstanceUid}"]`).waitFor();
      return page.evaluate(openInPage, studyInstanceUid);
    },
    async backToList() {
      await page.getByRole('button', { name: /工作列表/ }).click();
      await page.getByTestId('worklist-row').first().waitFor();
    },
    scroll: (notches) => page.evaluate(scrollInPage, notches),
    close: () => browser.close(),
  };
}

/** Runs in the page. */
async function openInPage(studyInstanceUid: string): Promise<number> {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const row = document.querySelector(`[data-testid=worklist-row][data-study-instance-uid="${studyInstanceUid}"]`);
  if (row === null) throw new Error('the row is not on the screen');
  const started = performance.now();
  row.dispatchEvent(new MouseEvent('dblclick', { bubbles: true, cancelable: true }));
  const isShown = () => {
    const shown = document.querySelector<HTMLElement>(`[data-testid=viewport][data-study-instance-uid="${studyInstanceUid}"]`);
    return shown !== null && shown.dataset['sopInstanceUid'] !== '' && shown.dataset['fidelity'] !== 'none';
  };
  while (!isShown()) await nextPaint();
  await nextPaint();
  return performance.now() - started;
}

/** Runs in the page. */
async function scrollInPage(notches: number): Promise<readonly number[]> {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
  const picture = viewport?.querySelector('[data-testid=viewport-picture] > canvas');
  if (viewport === null || picture === null || picture === undefined) throw new Error('no picture is on the screen');
  const taken: number[] = [];
  for (let notch = 0; notch < notches; notch += 1) {
    const before = viewport.dataset['stackIndex'];
    const started = performance.now();
    picture.dispatchEvent(new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true }));
    while (viewport.dataset['stackIndex'] === before) await nextPaint();
    taken.push(performance.now() - started);
    await nextPaint();
  }
  return taken;
}
