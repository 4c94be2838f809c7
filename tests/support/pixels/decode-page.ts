import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { build } from 'vite';
import { findBrowser } from '#main/hosts/loopback/find-browser.ts';
import { startLoopbackServer } from '#main/hosts/loopback/loopback-server.ts';
import { silentLog } from '#main/platform/log.ts';
import { createPageFiles } from '#main/request-handler/page-files.ts';
import { createRequestHandler, readOnly } from '#main/request-handler/request-handler.ts';
import { createStudyRoutes, type StudyRouteDependencies } from '#main/request-handler/study-routes.ts';
import type { DecodeResult } from '../viewer-harness/decode.ts';
import { withinTime, type StoredFile } from './loose-store.ts';

/** Chromium with the viewport's decoder, behind the program's own request handler. */
export interface DecodePage {
  /** @param frameNumber one-based */
  readonly decode: (file: StoredFile, frameNumber: number, timeoutMs: number) => Promise<DecodeResult>;
  readonly frameCount: (file: StoredFile) => Promise<number>;
  /** Starts the page anew, so that memory stays bounded. */
  readonly refresh: () => Promise<void>;
  readonly close: () => Promise<void>;
}

type DecodingWindow = { readonly decoding: { readonly describe: (...frame: readonly [number, string, string, number]) => Promise<DecodeResult> } };

const root = fileURLToPath(new URL('../../../', import.meta.url));
const harness = fileURLToPath(new URL('../viewer-harness/', import.meta.url));

export async function openDecodePage(routes: StudyRouteDependencies): Promise<DecodePage> {
  const folder = join(root, 'out/pixels-page');
  mkdirSync(folder, { recursive: true });
  await build({
    configFile: false, root: harness, base: './', logLevel: 'error', worker: { format: 'es' },
    build: { rolldownOptions: { input: [join(harness, 'decode.html')] }, outDir: folder, emptyOutDir: true, target: 'es2024', minify: false, chunkSizeWarningLimit: 20_000, assetsInlineLimit: 0 },
  });
  const executablePath = process.env['CHROMIUM'] ?? findBrowser(process.platform, process.env);
  if (executablePath === undefined) throw new Error('there is no Chrome, Edge or Chromium; CHROMIUM may name one');
  const handler = createRequestHandler([readOnly(createStudyRoutes(routes)), readOnly(createPageFiles(folder, folder))], silentLog);
  const server = await startLoopbackServer(handler, 0, silentLog);
  const program: string = executablePath;
  let browser = await launch(program);
  const origin = `http://127.0.0.1:${server.port}`;
  let page = await openPage(browser);

  async function openPage(within: Browser): Promise<Page> {
    const context = await within.newContext();
    const opened = await context.newPage();
    await opened.goto(`${origin}${server.session.issuePath()}`);
    await opened.goto(`${origin}/decode.html`);
    await opened.waitForFunction(() => document.title === 'ready');
    return opened;
  }

  async function startAnew(): Promise<void> {
    await browser.close().catch(() => undefined);
    browser = await launch(program);
    page = await openPage(browser);
  }

  return {
    decode: async ({ studyId, seriesInstanceUid, sopInstanceUid }, frameNumber, timeoutMs) => {
      const question = [studyId, seriesInstanceUid, sopInstanceUid, frameNumber] as const;
      const asked = page.evaluate((frame) => (window as unknown as DecodingWindow).decoding.describe(...frame), question);
      try {
        return await withinTime(asked, timeoutMs, startAnew);
      } catch (error) {
        if (page.isClosed() || !browser.isConnected() || /crash|closed/i.test(String(error))) await startAnew();
        throw error;
      }
    },
    frameCount: async ({ studyId, seriesInstanceUid, sopInstanceUid }) => {
      let count = 0;
      const isHeld = async (frameNumber: number) => (await routes.readFrame(studyId, sopInstanceUid, frameNumber)).kind === 'held';
      const [dataSet] = JSON.parse((await routes.readSeriesMetadata(studyId, seriesInstanceUid)).text) as Record<string, { Value?: readonly unknown[] }>[];
      const declared = Number(dataSet?.['00280008']?.Value?.[0] ?? 1);
      if (Number.isSafeInteger(declared) && declared > 1 && (await isHeld(declared))) return declared;
      while (await isHeld(count + 1)) count += 1;
      return count;
    },
    refresh: startAnew,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath, headless: true,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'],
  });
}
