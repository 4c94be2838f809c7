import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { browserOptions } from './browser-options.ts';

/**
 * Chromium driven by a pipe, with nothing switched on that makes a page keep records: what is weighed is the page, not its watcher. Playwright switches on
 * the domain Network, and the renderer then keeps a record of each request until the page goes.
 */
export interface QuietBrowser {
  /** Chromium's own process; renderers and GPU process descend from it. */
  readonly processId: number;
  /** A command of the protocol to the browser itself. @throws what Chromium answered */
  readonly send: Send;
  readonly openPage: (url: string) => Promise<QuietPage>;
  readonly close: () => Promise<void>;
}

export interface QuietPage {
  readonly send: Send;
  /** Runs a function without surroundings in the page. @throws what it threw there */
  readonly run: <Parameters extends readonly unknown[], Result>(work: (...given: Parameters) => Result, ...given: Parameters) => Promise<Awaited<Result>>;
  /** Until so many elements fit. @throws after `timeoutMs`, with the selector */
  readonly waitFor: (selector: string, options?: { readonly count?: number; readonly timeoutMs?: number }) => Promise<void>;
  /** A click of the left button in the middle of the first element that fits. @throws where none does */
  readonly click: (selector: string) => Promise<void>;
  /** A key as a hand presses it: a letter, or `Enter`; with Alt where it is asked for. */
  readonly press: (key: string, options?: { readonly alt: boolean }) => Promise<void>;
  /** Dedicated workers of the page that live now. */
  readonly workers: () => readonly QuietWorker[];
}

export interface QuietWorker {
  readonly send: Send;
}

type Send = (method: string, parameters?: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 100;
const ALT = 1;

/** As Playwright starts it, without what watches. */
const OWN_FLAGS = [
  '--headless', '--hide-scrollbars', '--mute-audio', '--remote-debugging-pipe', '--no-startup-window', '--no-default-browser-check', '--disable-extensions',
  '--disable-component-extensions-with-background-pages', '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', '--disable-breakpad',
  '--disable-dev-shm-usage', '--password-store=basic', '--use-mock-keychain', '--lang=zh-CN', '--accept-lang=zh-CN', '--force-color-profile=srgb',
];

/** The browser of the tests, without a graphics card. */
export function startQuietBrowser(): QuietBrowser {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-browser-'));
  const { executablePath, args } = browserOptions('processor');
  const child = spawn(executablePath, [...args, ...OWN_FLAGS, `--user-data-dir=${folder}`], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const [, , , toBrowser, fromBrowser] = child.stdio as unknown as readonly [null, null, null, Writable, Readable];
  const waiting = new Map<number, { readonly resolve: (result: Readonly<Record<string, unknown>>) => void; readonly reject: (error: Error) => void }>();
  /** Sessions of workers, by the session of their page. */
  const workers = new Map<string, Set<string>>();
  let questions = 0;

  const sendIn = (sessionId?: string): Send => (method, parameters = {}) => new Promise((resolve, reject) => {
    questions += 1;
    waiting.set(questions, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) });
    toBrowser.write(`${JSON.stringify({ id: questions, method, params: parameters, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
  });
  const receive = ({ id, method, sessionId = '', params, result, error }: Message) => {
    if (method === 'Target.attachedToTarget') workers.get(sessionId)?.add(String(params?.['sessionId']));
    if (method === 'Target.detachedFromTarget') workers.get(sessionId)?.delete(String(params?.['sessionId']));
    const asked = waiting.get(id ?? 0);
    if (asked === undefined) return;
    waiting.delete(id ?? 0);
    if (error === undefined) asked.resolve(result ?? {});
    else asked.reject(new Error(error.message));
  };
  let rest = '';
  fromBrowser.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) receive(JSON.parse(part) as Message);
  });
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has ended'));
  });
  // A browser that ended has closed its end of the pipe; who waits is told by its end.
  toBrowser.on('error', () => undefined);

  const browser = sendIn();
  return {
    processId: child.pid ?? 0,
    send: browser,
    async openPage(url) {
      const { targetId } = await browser('Target.createTarget', { url: 'about:blank', width: 1920, height: 1080 });
      const sessionId = String((await browser('Target.attachToTarget', { targetId, flatten: true }))['sessionId']);
      const own = new Set<string>();
      workers.set(sessionId, own);
      const page = pageOf(sendIn(sessionId), () => [...own].map((one) => ({ send: sendIn(one) })));
      await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
      await page.send('Emulation.setDeviceMetricsOverride', { width: 1920, height: 1080, deviceScaleFactor: 1, mobile: false });
      await page.send('Page.navigate', { url });
      return page;
    },
    async close() {
      await browser('Browser.close').catch(() => undefined);
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function pageOf(send: Send, workers: QuietPage['workers']): QuietPage {
  const run: QuietPage['run'] = async (work, ...given) => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression: `(${work.toString()})(...${JSON.stringify(given)})`, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(`in the page: ${JSON.stringify(exceptionDetails)}`);
    return (result as { readonly value: never }).value;
  };
  return {
    send,
    run,
    workers,
    async waitFor(selector, { count, timeoutMs = WAIT_MS } = {}) {
      const until = performance.now() + timeoutMs;
      // A page that is just being loaded has no document to ask.
      const found = () => run((what: string) => document.querySelectorAll(what).length, selector).catch(() => -1);
      for (let now = await found(); count === undefined ? now < 1 : now !== count; now = await found()) {
        if (performance.now() > until) throw new Error(`not within ${timeoutMs} ms: ${count ?? 'at least 1'} of ${selector}, but ${now}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    async click(selector) {
      const place = await run((what: string) => {
        const box = document.querySelector(what)?.getBoundingClientRect();
        return box === undefined ? null : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }, selector);
      if (place === null) throw new Error(`nothing to click: ${selector}`);
      await send('Input.dispatchMouseEvent', { type: 'mousePressed', button: 'left', clickCount: 1, ...place });
      await send('Input.dispatchMouseEvent', { type: 'mouseReleased', button: 'left', clickCount: 1, ...place });
    },
    async press(key, { alt } = { alt: false }) {
      const isLetter = key.length === 1;
      const event = { key, code: isLetter ? `Key${key.toUpperCase()}` : key, windowsVirtualKeyCode: isLetter ? key.toUpperCase().charCodeAt(0) : 13, modifiers: alt ? ALT : 0 };
      await send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
  };
}
