import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Log } from '../platform/log.ts';
import type { CountyRoute } from './county-route.ts';

export interface CountyListening {
  /** 127.0.0.1 unless the start says otherwise. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** PEM; without it only this machine is listened to. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
}

export interface CountyListener {
  /** Without a path: `https://pacs.example.cn:8443`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/**
 * Plain HTTP beyond this machine is never served, no administrator can allow it: the page shows names and numbers of patients to whoever listens, and the key in
 * its cookie lets him answer for the hospital. An own certificate costs one command; a hospital's line is another matter, there the hospital decides.
 * @throws RangeError for plain HTTP beyond this machine; the system's error when the port is taken
 */
export async function startCountyListener(route: CountyRoute, { host, port, tls }: CountyListening, log: Log): Promise<CountyListener> {
  if (tls === undefined && host !== '127.0.0.1') throw new RangeError('the page of the hospitals leaves this machine only with a certificate');
  const listener = getRequestListener((request, { incoming }) => route(request, incoming.socket.remoteAddress ?? ''), {
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      log.error('the page of the hospitals stumbled', {}, error);
      return new Response('', { status: 500 });
    },
  });
  const server: Server = tls === undefined
    ? createPlainServer((incoming, outgoing) => void listener(incoming, outgoing))
    : createTlsServer({ cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, (incoming, outgoing) => void listener(incoming, outgoing));
  server.requestTimeout = 20_000;
  server.headersTimeout = 10_000;
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (_error, socket) => socket.destroy());
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    address: `${tls === undefined ? 'http' : 'https'}://${host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** 133 hospitals with a page open at two machines each. */
const MOST_CONNECTIONS = 600;
