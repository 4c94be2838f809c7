import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer, type Plugin } from 'vite';
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

/** Serves the ECG page on 127.0.0.1 and answers `metadata` and `bulk` requests from given objects. @param series series name to its objects */
export async function serveEcgPage(series: Readonly<Record<string, readonly ServedInstance[]>>, plugins: readonly Plugin[] = []): Promise<EcgPageServer> {
  const instances = Object.values(series).flat();
  const answer = (pathname: string): string | Uint8Array | undefined => {
    const [, kind, , first = '', ...rest] = pathname.split('/');
    if (`/${kind}` === REQUEST_PATHS.metadata) {
      const served = series[first];
      return served === undefined ? undefined : JSON.stringify(served.map(({ dataSet }) => dataSet));
    }
    return instances.find(({ dataSet }) => textOf(dataSet, 'SOPInstanceUID') === first)?.bulk(rest.join('/'));
  };
  const store: Plugin = {
    name: 'ecg-page-store',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
        if (!pathname.startsWith(REQUEST_PATHS.metadata) && !pathname.startsWith(REQUEST_PATHS.bulk)) {
          next();
          return;
        }
        const body = answer(pathname);
        response.statusCode = body === undefined ? 404 : 200;
        response.end(body);
      });
    },
  };
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    cacheDir: fileURLToPath(new URL('../../../node_modules/.vite-ecg-page', import.meta.url)),
    logLevel: 'warn',
    plugins: [react(), store, ...plugins],
    server: { host: '127.0.0.1', port: 0, hmr: false, fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the ECG page has no address');
  return { url, close: () => server.close() };
}
