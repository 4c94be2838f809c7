import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type PluginOption } from 'vite';
import { REQUEST_PATHS } from '#shared/contract/request-paths.ts';
import { textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';

/** One waveform object as the store holds it. */
export interface ServedInstance {
  readonly dataSet: DataSet;
  readonly bulk: (elementPath: string) => Uint8Array | undefined;
}

export interface EcgPageServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/**
 * Builds the ECG page, serves it on a free port of 127.0.0.1 and answers `metadata` and `bulk` requests from given objects.
 * @param series series name to its objects
 */
export async function serveEcgPage(series: Readonly<Record<string, readonly ServedInstance[]>>, plugins: readonly PluginOption[] = []): Promise<EcgPageServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-ecg-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'warn',
    plugins: [react(), ...plugins],
    build: { outDir: folder, emptyOutDir: true, target: 'es2024', chunkSizeWarningLimit: 4000 },
  });

  const instances = Object.values(series).flat();
  const answer = (pathname: string): string | Uint8Array | undefined => {
    const [, kind, , first = '', ...rest] = pathname.split('/');
    if (`/${kind}` === REQUEST_PATHS.metadata) return series[first] === undefined ? undefined : JSON.stringify(series[first].map(({ dataSet }) => dataSet));
    if (`/${kind}` === REQUEST_PATHS.bulk) return instances.find(({ dataSet }) => textOf(dataSet, 'SOPInstanceUID') === first)?.bulk(rest.join('/'));
    return readFileSync(join(folder, pathname === '/' ? 'index.html' : pathname));
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const body = answer(pathname);
    response.statusCode = body === undefined ? 404 : 200;
    response.setHeader('content-type', CONTENT_TYPES[pathname === '/' ? '.html' : extname(pathname)] ?? 'application/octet-stream');
    response.end(body);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
