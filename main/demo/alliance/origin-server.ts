import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { readPart10 } from '../../part10/read-part10.ts';
import type { OriginArchiveRepository, ArchivedObject } from './origin-archive.repository.ts';
import { search, type SearchLevel } from './origin-search.ts';
import { splitMultipart } from './split-multipart.ts';

export interface OriginServer {
  readonly port: number;
  /** Keeps an object as if a scanner had sent it. @returns whether it is new */
  readonly receive: (part10: Uint8Array) => boolean;
  /** Whether the archive has at least so many objects of a study. */
  readonly holdsAll: (studyInstanceUid: string, instanceCount: number) => boolean;
  readonly close: () => Promise<void>;
}

/** Path below which DICOMweb is served. */
export const ORIGIN_ROOT = '/dicom-web';

/** A member hospital's archive as a DICOMweb origin server on loopback: searches, metadata, retrieval and storage of PS3.18. */
export async function startOriginServer(archive: OriginArchiveRepository): Promise<OriginServer> {
  const objects = new Map(archive.all().map((object) => [object.sopInstanceUid, object]));

  const receive = (part10: Uint8Array): boolean => {
    const { sopInstanceUid, seriesInstanceUid, studyInstanceUid, sopClassUid, metadata } = readPart10(part10);
    const object: ArchivedObject = { sopInstanceUid, seriesInstanceUid, studyInstanceUid, sopClassUid, metadata };
    const isNew = archive.put(object, part10);
    if (isNew) objects.set(sopInstanceUid, object);
    return isNew;
  };

  const holdsAll = (studyInstanceUid: string, instanceCount: number) =>
    [...objects.values()].filter((object) => object.studyInstanceUid === studyInstanceUid).length >= instanceCount;

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A demo server that stumbles over a request says so like any server.
      response.writeHead(isAppError(error) ? 400 : 500, { 'content-type': 'text/plain' }).end();
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://origin');
    const path = url.pathname.startsWith(`${ORIGIN_ROOT}/`) ? url.pathname.slice(ORIGIN_ROOT.length + 1).split('/').filter((part) => part !== '') : [];
    if (request.method === 'POST' && path[0] === 'studies') return store(request, response);
    if (request.method !== 'GET') return void response.writeHead(405).end();
    if (isSearch(path)) return sendJson(response, search(below(objects, path), path.at(-1) as SearchLevel, url.searchParams));
    const isMetadata = path.at(-1) === 'metadata';
    const found = path[0] === 'studies' && path.length >= 2 ? below(objects, isMetadata ? path.slice(0, -1) : path) : [];
    if (found.length === 0) return void response.writeHead(404).end();
    if (isMetadata) return sendJson(response, found.map((object) => object.metadata));
    return sendInstances(response, found, archive);
  };

  const store = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const referenced: DataSet[] = [];
    const failed: DataSet[] = [];
    for (const part of splitMultipart(Buffer.concat(chunks), request.headers['content-type'] ?? '')) {
      try {
        receive(part);
        const { sopClassUid, sopInstanceUid } = readPart10(part);
        referenced.push(buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid }));
      } catch (error) {
        if (!isAppError(error)) throw error;
        failed.push(buildDataSet({ FailureReason: 0xc000 }));
      }
    }
    const status = failed.length === 0 ? 200 : referenced.length === 0 ? 409 : 202;
    const body = buildDataSet({ ReferencedSOPSequence: referenced, ...(failed.length === 0 ? {} : { FailedSOPSequence: failed }) });
    response.writeHead(status, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, receive, holdsAll, close: () => closeServer(server) };
}

function isSearch(path: readonly string[]): boolean {
  const level = path.at(-1);
  return path.length % 2 === 1 && (level === 'studies' || level === 'series' || level === 'instances');
}

/** The objects below `studies/{study}/series/{series}/instances/{instance}`, as far as the path goes. */
function below(objects: ReadonlyMap<string, ArchivedObject>, path: readonly string[]): ArchivedObject[] {
  const named = (level: string) => (path.includes(level) ? path[path.indexOf(level) + 1] : undefined);
  const [study, series, instance] = [named('studies'), named('series'), named('instances')];
  return [...objects.values()].filter(
    (object) =>
      (study === undefined || object.studyInstanceUid === study) &&
      (series === undefined || object.seriesInstanceUid === series) &&
      (instance === undefined || object.sopInstanceUid === instance),
  );
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(body));
}

async function sendInstances(response: ServerResponse, found: readonly ArchivedObject[], archive: OriginArchiveRepository): Promise<void> {
  const boundary = randomBytes(16).toString('hex');
  response.writeHead(200, { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` });
  for (const { sopInstanceUid } of found) {
    const part10 = archive.part10(sopInstanceUid);
    if (part10 === undefined || response.destroyed) continue;
    response.write(`--${boundary}\r\nContent-Type: application/dicom\r\nContent-Length: ${part10.length}\r\n\r\n`);
    if (!response.write(part10)) await drained(response);
    response.write('\r\n');
  }
  response.end(`--${boundary}--\r\n`);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
