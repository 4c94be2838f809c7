import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { RequestHandler } from '../../request-handler/request-handler.ts';
import type { Log } from '../../platform/log.ts';
import { BODY_LIMITS, limitBody, type BodyLimits } from './body-limits.ts';
import { createSession, type Session } from './session.ts';

export interface LoopbackServer {
  readonly port: number;
  readonly session: Session;
  readonly close: () => Promise<void>;
}

/**
 * Hands the application's request handler to an HTTP server that only this machine can reach.
 * Who may ask: a browser that came with the one-time token and holds the session cookie, and calls us by our own address. Requests with
 * another Host (DNS rebinding) or another Origin (a foreign page) get nothing.
 * @param port 0 for any free one
 * @param onRefused for the audit trail
 * @throws the system's error when the port is taken
 */
export async function startLoopbackServer(handler: RequestHandler, port: number, log: Log, onRefused: (why: string) => void = () => undefined, bodyLimits: BodyLimits = BODY_LIMITS): Promise<LoopbackServer> {
  const session = createSession();
  let ownHosts: ReadonlySet<string> = new Set();
  const guarded: RequestHandler = async (request) => {
    const host = request.headers.get('host') ?? '';
    const origin = request.headers.get('origin');
    const isForeign = (origin !== null && origin !== `http://${host}`) || isOfForeignPage(request);
    if (!ownHosts.has(host) || isForeign) {
      onRefused(ownHosts.has(host) ? 'a foreign page' : 'another host name');
      return new Response('forbidden', { status: 403 });
    }
    const entrance = session.enter(request, host);
    if (entrance !== undefined) {
      if (entrance.status === 401) onRefused('no session and no unused token');
      return entrance;
    }
    return handler(request);
  };
  const listener = getRequestListener(guarded, {
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      log.error('the loopback server stumbled', {}, error);
      return new Response('internal error', { status: 500 });
    },
  });
  const server = createServer((incoming, outgoing) => {
    limitBody(incoming, outgoing, bodyLimits);
    void listener(incoming, outgoing);
  });
  // An upload takes as long as it takes: `limitBody` ends what does not come.
  server.requestTimeout = 0;
  server.headersTimeout = 20_000;
  // Between two looks of a page; after Node's five seconds a busy machine asks over a connection that has just been closed.
  server.keepAliveTimeout = 60_000;
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server, port);
  const actual = (server.address() as AddressInfo).port;
  ownHosts = new Set([`127.0.0.1:${actual}`, `localhost:${actual}`]);
  const sockets = trackConnections(server);
  return {
    port: actual,
    session,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/**
 * A page of another site, or of another port of this machine, to which the cookie goes as well: it may lead a person here, and may have nothing of ours as a
 * picture, script or frame. What the browser says of a request no page can change (Fetch Metadata).
 */
function isOfForeignPage({ headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return false;
  return !(headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document');
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function trackConnections(server: Server): ReadonlySet<IncomingMessage['socket']> {
  const sockets = new Set<IncomingMessage['socket']>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}
