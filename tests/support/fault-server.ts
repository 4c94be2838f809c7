import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the server does with a request. */
export type Behaviour = (request: RecordedRequest, response: ServerResponse) => void;

export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A hospital that does what a test says, on 127.0.0.1 and a free port. */
export interface FaultServer {
  /** Ends in `/dicom-web`. */
  readonly baseUrl: string;
  readonly requests: readonly RecordedRequest[];
  /** For all requests whose method and path match, such as `GET /dicom-web/studies?limit=1`; the behaviour given last wins. */
  readonly on: (pattern: RegExp, behaviour: Behaviour) => void;
  /** For all requests. */
  readonly answer: (behaviour: Behaviour) => void;
  /** Sockets that are open now. */
  readonly openSockets: () => number;
  readonly stop: () => Promise<void>;
}

export async function startFaultServer(initial: Behaviour = status(404)): Promise<FaultServer> {
  const requests: RecordedRequest[] = [];
  const behaviours: { readonly pattern: RegExp; readonly behaviour: Behaviour }[] = [{ pattern: /^/, behaviour: initial }];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      behaviours.findLast(({ pattern }) => pattern.test(`${request.method} ${request.path}`))?.behaviour(request, response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`,
    requests,
    on: (pattern, behaviour) => void behaviours.push({ pattern, behaviour }),
    answer: (behaviour) => void behaviours.push({ pattern: /^/, behaviour }),
    openSockets: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}, body = ''): Behaviour {
  return (_, response) => response.writeHead(code, headers).end(body);
}

export function html(): Behaviour {
  return status(200, { 'Content-Type': 'text/html; charset=utf-8' }, '<html><body>Please log in</body></html>');
}

export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return status(200, { 'Content-Type': 'application/dicom+json', ...headers }, JSON.stringify(value));
}

export function garbageJson(): Behaviour {
  return status(200, { 'Content-Type': 'application/dicom+json' }, '[{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Zhao');
}

export interface MultipartOptions {
  readonly boundary?: string;
  /** The Content-Type of the answer; by default one that names the boundary. */
  readonly contentType?: string;
  readonly lineEnd?: '\r\n' | '\n';
  readonly preamble?: string;
  /** Headers of each part; by default its type and length. */
  readonly partHeaders?: (part: Uint8Array) => readonly string[];
  /** What stands behind the last part; by default the boundary with its dashes. */
  readonly end?: string;
}

/** The body of a multipart answer. */
export function multipartBody(parts: readonly Uint8Array[], options: MultipartOptions = {}): Buffer {
  const { boundary = 'a-boundary', lineEnd = '\r\n', preamble = '', end = `${lineEnd}--${boundary}--${lineEnd}` } = options;
  const headersOf = options.partHeaders ?? ((part: Uint8Array) => ['Content-Type: application/dicom', `Content-Length: ${part.length}`]);
  return Buffer.concat([
    Buffer.from(preamble),
    ...parts.flatMap((part, index) => [
      Buffer.from(`${index === 0 ? '' : lineEnd}--${boundary}${lineEnd}${[...headersOf(part), '', ''].join(lineEnd)}`),
      part,
    ]),
    Buffer.from(end),
  ]);
}

export function multipart(parts: readonly Uint8Array[], options: MultipartOptions = {}): Behaviour {
  const contentType = options.contentType ?? `multipart/related; type="application/dicom"; boundary="${options.boundary ?? 'a-boundary'}"`;
  return (_, response) => response.writeHead(200, { 'Content-Type': contentType }).end(multipartBody(parts, options));
}

/** The answer's body and then: `end` the answer, `close` the socket with or without a reset, or `stall` for ever. */
export function bytes(body: Uint8Array, contentType: string, then: 'end' | 'close' | 'reset' | 'stall', contentLength?: number): Behaviour {
  return (_, response) => {
    response.writeHead(200, { 'Content-Type': contentType, ...(contentLength === undefined ? {} : { 'Content-Length': contentLength }) });
    response.write(body, () => {
      if (then === 'end') response.end();
      else if (then === 'close') response.socket?.destroySoon();
      else if (then === 'reset') response.socket?.resetAndDestroy();
    });
  };
}

/** No answer at all. */
export function silence(): Behaviour {
  return () => {};
}

/** Closes or resets the connection before any answer. */
export function hangUp(): Behaviour {
  return (_, response) => response.socket?.resetAndDestroy();
}

export function redirect(location: string, code = 302): Behaviour {
  return status(code, { Location: location });
}
