import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import type { ReceivedInstance } from '#main/part10/read-part10.ts';
import { buildTestPage } from '../build-page.ts';
import { describeStudy } from './describe-study.ts';

/** The content security policy of the product; a page that breaks it says so on its console. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' data: blob:; media-src blob:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.ttf': 'font/ttf', '.png': 'image/png',
};

/** Approved pictures of the visual tests. */
const APPROVED = fileURLToPath(new URL('../../visual/approved/', import.meta.url));
/** Tables of the PDF reader, which the product's build puts beside its fonts. */
const PDF_TABLES = fileURLToPath(new URL('../../../node_modules/pdfjs-dist/', import.meta.url));

/** What the harness serves of an instance. */
export type ServedInstance = Pick<ReceivedInstance, 'seriesInstanceUid' | 'sopInstanceUid' | 'transferSyntaxUid' | 'metadata' | 'frames' | 'bulkData'>;

/** A study of the harness: the instances that the store would hold. */
export interface ServedStudy {
  readonly instances: readonly ServedInstance[];
  readonly patientName?: string;
  readonly siteName?: string;
  readonly isPrior?: boolean;
  /** The hospital cannot be asked. */
  isCut?: boolean;
}

export interface ViewerServer {
  readonly url: string;
  /** Frames of these instances are answered 202 until they are taken out. */
  readonly awaited: Set<string>;
  /** Instances that are left out of the metadata: not here yet. */
  readonly missing: Set<string>;
  /** Frames are answered after `delayMs`; keyed by SOP Instance UID. */
  readonly delayMs: Map<string, number>;
  /** Paths of the frames that were asked for, in order. */
  readonly askedFrames: string[];
  readonly close: () => Promise<void>;
}

/** Builds the harness pages as the product is built, unless they are. @returns the folder */
export function buildViewerPage(): Promise<string> {
  return buildTestPage('viewer', ['tests/support/viewer-harness'], (outDir) =>
    build({
      configFile: false,
      root: fileURLToPath(new URL('.', import.meta.url)),
      base: './',
      logLevel: 'error',
      plugins: [react()],
      worker: { format: 'es' },
      build: {
        rolldownOptions: { input: ['index.html', 'decode.html', 'viewport.html', 'cornerstone.html'].map((name) => fileURLToPath(new URL(name, import.meta.url))) },
        outDir, emptyOutDir: true, target: 'es2024', minify: false, chunkSizeWarningLimit: 20_000, assetsInlineLimit: 0,
      },
    }),
  );
}

/** Serves a built page and answers `metadata`, `frames` and `bulk` like the request handler, on a free port of 127.0.0.1. */
export async function serveViewer(pageFolder: string, studies: ReadonlyMap<number, ServedStudy>): Promise<ViewerServer> {
  const awaited = new Set<string>();
  const missing = new Set<string>();
  const delayMs = new Map<string, number>();
  const askedFrames: string[] = [];

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, kind = '', studyId = '', ...rest] = decodeURIComponent(pathname).split('/');
    const study = studies.get(Number(studyId));
    response.setHeader('content-security-policy', POLICY);
    if (`/${kind}` === REQUEST_PATHS.metadata) {
      const found = study?.instances.filter((one) => one.seriesInstanceUid === rest[0] && !missing.has(one.sopInstanceUid));
      send(response, found === undefined ? 404 : 200, 'application/json', JSON.stringify(found?.map(({ metadata }) => metadata)));
    } else if (`/${kind}` === REQUEST_PATHS.frames) {
      askedFrames.push(pathname);
      const [uid = '', number = ''] = rest;
      setTimeout(() => answerFrame(response, study, uid, Number(number)), delayMs.get(uid) ?? 0);
    } else if (`/${kind}` === REQUEST_PATHS.bulk) {
      const [uid = '', ...path] = rest;
      const bytes = study?.instances.find((one) => one.sopInstanceUid === uid)?.bulkData.find((one) => one.elementPath === path.join('/'))?.bytes;
      send(response, bytes === undefined ? 404 : 200, 'application/octet-stream', bytes);
    } else if (kind === 'approved') {
      sendPage(response, APPROVED, `/${studyId}`);
    } else if (kind === 'pdf') {
      sendPage(response, PDF_TABLES, `/${[studyId, ...rest].join('/')}`);
    } else if (kind === 'studies') {
      send(response, 200, 'application/json', JSON.stringify([...studies].map(([id, one]) => describeStudy(id, one, missing))));
    } else {
      sendPage(response, pageFolder, pathname);
    }
  });

  function answerFrame(response: ServerResponse, study: ServedStudy | undefined, uid: string, number: number): void {
    if (awaited.has(uid)) {
      send(response, 202, 'text/plain', undefined);
      return;
    }
    const instance = study?.instances.find((one) => one.sopInstanceUid === uid);
    const frame = instance?.frames[number - 1];
    if (instance === undefined || frame === undefined) send(response, 404, 'text/plain', undefined);
    else send(response, 200, `application/octet-stream; transfer-syntax=${instance.transferSyntaxUid}`, frame);
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the viewer harness has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    awaited,
    missing,
    delayMs,
    askedFrames,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function sendPage(response: ServerResponse, pageFolder: string, pathname: string): void {
  const file = join(pageFolder, normalize(pathname === '/' ? '/index.html' : pathname));
  try {
    send(response, 200, TYPES[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  } catch {
    send(response, 404, 'text/plain', undefined);
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array | undefined): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
