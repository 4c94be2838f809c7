import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ChaosProxy {
  /** Ends in `/dicom-web`, as the server behind it. */
  readonly baseUrl: string;
  readonly passed: () => number;
  readonly dropped: () => number;
  /** From now on answers are lost. At first everything arrives. */
  readonly storm: () => void;
  /** From now on everything arrives. */
  readonly calm: () => void;
  readonly stop: () => Promise<void>;
}

/**
 * Hands every request on to a DICOMweb server, and loses some of its answers: the server has done what it was asked, and whoever asked never hears
 * of it. @param share of the answers that are lost. @param random 0 to 1
 */
export async function startChaosProxy(target: string, share: number, random: () => number): Promise<ChaosProxy> {
  const { hostname, port } = new URL(target);
  const counts = { passed: 0, dropped: 0 };
  let isCalm = true;
  const server: Server = createServer((incoming, outgoing) => {
    const onward = ask({ hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: `${hostname}:${port}`, connection: 'close' } }, (answer: IncomingMessage) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        if (!isCalm && random() < share) {
          counts.dropped += 1;
          incoming.socket.destroy();
          return;
        }
        counts.passed += 1;
        outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'close' }).end(Buffer.concat(parts));
      });
    });
    onward.on('error', () => incoming.socket.destroy());
    // A killed program leaves requests that nobody waits for.
    incoming.on('error', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`,
    passed: () => counts.passed,
    dropped: () => counts.dropped,
    storm: () => void (isCalm = false),
    calm: () => void (isCalm = true),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
