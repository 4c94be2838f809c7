import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ORIGIN_ROOT } from '#main/demo/alliance/origin-server.ts';
import type { ArchivedObject } from '#main/demo/alliance/origin-archive.repository.ts';
import { search, type SearchLevel } from '#main/demo/alliance/origin-search.ts';
import { splitMultipart } from '#main/demo/alliance/split-multipart.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { multipartBody } from './fault-server.ts';

/** A hospital's archive in memory whose objects a test may correct, delete and replace, and whose every answer it can count. */
export interface TestHospital {
  readonly port: number;
  readonly baseUrl: string;
  /** Keeps an object, in the place of the one with the same UID. */
  readonly put: (part10: Uint8Array) => void;
  readonly remove: (sopInstanceUid: string) => void;
  readonly part10: (sopInstanceUid: string) => Uint8Array | undefined;
  /** UIDs of the objects of a study. */
  readonly objectsOf: (studyInstanceUid: string) => readonly ArchivedObject[];
  /** How often each object was handed out, UID to count. */
  readonly served: ReadonlyMap<string, number>;
  /** How often each object was sent to the hospital, UID to count. */
  readonly received: ReadonlyMap<string, number>;
  readonly stop: () => Promise<void>;
}

export async function startTestHospital(): Promise<TestHospital> {
  const objects = new Map<string, ArchivedObject & { readonly part10: Uint8Array }>();
  const served = new Map<string, number>();
  const received = new Map<string, number>();
  const sockets = new Set<Socket>();
  const count = (counts: Map<string, number>, uid: string) => counts.set(uid, (counts.get(uid) ?? 0) + 1);

  const put = (part10: Uint8Array) => {
    const { sopInstanceUid, seriesInstanceUid, studyInstanceUid, sopClassUid, metadata } = readPart10(part10);
    objects.set(sopInstanceUid, { sopInstanceUid, seriesInstanceUid, studyInstanceUid, sopClassUid, metadata, part10 });
  };

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://hospital');
    const path = url.pathname.slice(ORIGIN_ROOT.length + 1).split('/');
    if (request.method === 'POST') return store(request, response);
    const level = path.at(-1) ?? '';
    if (path.length % 2 === 1 && ['studies', 'series', 'instances'].includes(level)) {
      return json(response, search(below(path), level as SearchLevel, url.searchParams));
    }
    const found = below(path);
    if (found.length === 0) return void response.writeHead(404).end();
    for (const { sopInstanceUid } of found) count(served, sopInstanceUid);
    response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=b' });
    response.end(multipartBody(found.map(({ part10 }) => part10), { boundary: 'b' }));
  }

  /** As most archives: the first object under a UID stays. */
  async function store(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const stored = splitMultipart(Buffer.concat(chunks), request.headers['content-type'] ?? '').map((part) => {
      const { sopInstanceUid, sopClassUid } = readPart10(part);
      count(received, sopInstanceUid);
      if (!objects.has(sopInstanceUid)) put(part);
      return buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid });
    });
    json(response, buildDataSet({ ReferencedSOPSequence: stored }));
  }

  function below(path: readonly string[]) {
    const named = (level: string) => (path.includes(level) ? path[path.indexOf(level) + 1] : undefined);
    const [study, series, instance] = [named('studies'), named('series'), named('instances')];
    return [...objects.values()].filter(
      (object) =>
        (study === undefined || object.studyInstanceUid === study) &&
        (series === undefined || object.seriesInstanceUid === series) &&
        (instance === undefined || object.sopInstanceUid === instance),
    );
  }

  return {
    port,
    baseUrl: `http://127.0.0.1:${port}${ORIGIN_ROOT}`,
    put,
    remove: (sopInstanceUid) => void objects.delete(sopInstanceUid),
    part10: (sopInstanceUid) => objects.get(sopInstanceUid)?.part10,
    objectsOf: (studyInstanceUid) => [...objects.values()].filter((object) => object.studyInstanceUid === studyInstanceUid),
    served,
    received,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
}
