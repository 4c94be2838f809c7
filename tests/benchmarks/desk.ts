import type { Page } from 'playwright';
import { expect } from 'playwright/test';
import { clientOfSession, type ProgramClient } from '#tests/support/program-client.ts';
import type { Program } from '#tests/support/program.ts';
import { launchSoftwareBrowser } from './software-browser.ts';

/** The page of a running program in Chromium, with the stop watch in the page, where the physician's eye is. */
export interface Desk {
  readonly page: Page;
  /** Speaks the contract in the session of the page. */
  readonly client: ProgramClient;
  /** Milliseconds from Enter on the row of a study to its first picture. */
  readonly openStudy: (studyInstanceUid: string) => Promise<number>;
  readonly backToList: () => Promise<void>;
  /** Milliseconds of each of so many notches of the wheel, until the next picture is on the canvas. */
  readonly scroll: (notches: number) => Promise<readonly number[]>;
  readonly close: () => Promise<void>;
}

export async function openDesk(program: Program): Promise<Desk> {
  const browser = await launchSoftwareBrowser();
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  await page.goto(program.url);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  return {
    page,
    client: clientOfSession(program.origin, cookie),
    async openStudy(studyInstanceUid) {
      const row = page.locator(`[data-testid=worklist-row][data-study-instance-uid="${studyInstanceUid}"]`);
      await row.click();
      await expect(row).toHaveAttribute('aria-selected', 'true');
      await page.evaluate(watchOpening, studyInstanceUid);
      await page.keyboard.press('Enter');
      return page.evaluate(() => (window as unknown as WatchingWindow).opening);
    },
    async backToList() {
      await page.getByRole('button', { name: /工作列表/ }).click();
      await page.getByTestId('worklist-row').first().waitFor();
    },
    scroll: (notches) => page.evaluate(scrollInPage, notches),
    close: () => browser.close(),
  };
}

interface WatchingWindow {
  opening: Promise<number>;
}

/** Runs in the page: starts to wait for the next press of a key, and from it for the first picture of the study. */
function watchOpening(studyInstanceUid: string): void {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pressed = new Promise<number>((resolve) => window.addEventListener('keydown', (event) => resolve(event.timeStamp), { once: true, capture: true }));
  const isShown = () => {
    const shown = document.querySelector<HTMLElement>(`[data-testid=viewport][data-study-instance-uid="${studyInstanceUid}"]`);
    return shown !== null && shown.dataset['sopInstanceUid'] !== '' && shown.dataset['fidelity'] !== 'none';
  };
  const watch = async () => {
    const started = await pressed;
    while (!isShown()) {
      if (performance.now() - started > 60_000) throw new Error('no picture within a minute');
      await nextPaint();
    }
    await nextPaint();
    return performance.now() - started;
  };
  (window as unknown as WatchingWindow).opening = watch();
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
    while (viewport.dataset['stackIndex'] === before) {
      if (performance.now() - started > 60_000) throw new Error('the wheel showed no other picture within a minute');
      await nextPaint();
    }
    taken.push(performance.now() - started);
    await nextPaint();
  }
  return taken;
}
