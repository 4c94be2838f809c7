import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { isUid } from '#shared/dicom/values/uid.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { readIdentity, type Part10Identity } from '#main/part10/read-identity.ts';
import { mayAsk, NO_SECURITY, type SiteSecurity } from '../sites/site-security.ts';
import { callClient, type DicomWebClient } from './dicomweb-client-call.ts';
import { readMultipart } from './multipart-reader.ts';
import { readDicomJson } from './read-dicom-json.ts';
import { namesFailures, readStoreAnswer, type StoreOutcome } from './read-store-answer.ts';
import { retrieveByFrames } from './retrieve-frames.ts';
import { collectPages } from './search-pages.ts';
import { createSiteAuthorization } from './site-authorization.ts';
import { sendRequest, type SiteConnection } from './site-connection.ts';
import { createWorkitems, type Workitems } from './workitems.ts';
import { createSiteFetch } from './site-fetch.ts';
import { atSite, failureOfStatus, siteFailure, type Transaction } from './site-failure.ts';

/**
 * A hospital's DICOMweb endpoint (PS3.18). Every method fails with an AppError whose code begins with `site/` and whose facts name the site,
 * or, when its signal is aborted, with the reason of the signal; the socket is closed then. Only a question whose kept connection was closed before an answer is asked again, once.
 */
export interface DicomWebSite {
  readonly searchForStudies: (query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<DataSet[]>;
  readonly searchForSeries: (studyInstanceUid: string, query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<DataSet[]>;
  /** Of a whole study. */
  readonly searchForInstances: (studyInstanceUid: string, query: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<DataSet[]>;
  readonly retrieveSeriesMetadata: (studyInstanceUid: string, seriesInstanceUid: string, signal: AbortSignal) => Promise<DataSet[]>;
  /** One data set without bulk data; undefined when the hospital answers nothing. */
  readonly retrieveInstanceMetadata: (studyInstanceUid: string, seriesInstanceUid: string, sopInstanceUid: string, signal: AbortSignal) => Promise<DataSet | undefined>;
  /** A Part 10 file, by default in whatever transfer syntax the hospital keeps it. What comes may be in another one than was asked for. */
  readonly retrieveInstance: (
    studyInstanceUid: string, seriesInstanceUid: string, sopInstanceUid: string, signal: AbortSignal, wish?: RetrieveWish,
  ) => Promise<Uint8Array>;
  /** The same object, put together from its metadata and frames: for a server that gives no whole ones. */
  readonly retrieveByFrames: (
    studyInstanceUid: string, seriesInstanceUid: string, sopInstanceUid: string, signal: AbortSignal, wish?: RetrieveWish,
  ) => Promise<Uint8Array>;
  /** Part 10 files, each as soon as it is complete. Leaving the loop early closes the socket. */
  readonly retrieveSeries: (studyInstanceUid: string, seriesInstanceUid: string, signal: AbortSignal, wish?: RetrieveWish) => AsyncIterable<Uint8Array>;
  /** The worklist service, where this site is a server of its own; whether it has one, `search` says. */
  readonly workitems?: Workitems;
  /** One outcome for each object, in the order they were given. */
  readonly storeInstances: (studyInstanceUid: string, part10s: readonly Uint8Array[], signal: AbortSignal) => Promise<readonly StoreOutcome[]>;
}

/** How an object is asked for, and what the caller wants to know and to hold up while it comes. */
export interface RetrieveWish {
  /** A UID, or `*`: as the hospital keeps it. */
  readonly transferSyntax?: string;
  readonly acceptsGzip?: boolean;
  /** Told when the answer begins. @param waitMs since the request went out */
  readonly onAnswer?: (answer: { readonly waitMs: number; readonly isGzip: boolean }) => void;
  /** Asked before each chunk; the transfer stands still until the promise is fulfilled. Nothing is lost by it: the server waits. */
  readonly hold?: () => Promise<void> | undefined;
  /** Told of each chunk that came. */
  readonly onChunk?: (bytes: number) => void;
  /** Told what is here of the object that comes now, from its first byte on: a view that is good until the next one. Of a single instance only. */
  readonly onProgress?: ((soFar: Uint8Array) => void) | undefined;
}

export interface DicomWebSiteOptions {
  readonly name: string;
  readonly baseUrl: string;
  readonly credentials?: { readonly userName: string; readonly password: string } | undefined;
  /** Nothing but loopback and TLS with a trusted certificate unless said otherwise. */
  readonly security?: SiteSecurity;
  /** The longest silence of the site before a request fails with `site/stalled`. */
  readonly noProgressTimeoutMs: number;
  readonly fetch?: typeof fetch;
  /** Told of every chunk that arrives, for measuring the line. */
  readonly onBytes?: (count: number) => void;
  /** Larger answers are refused with `site/too-large`. 2 GB an instance and 256 MB a search unless said otherwise. */
  readonly limits?: { readonly instanceBytes?: number; readonly searchBytes?: number };
}

const INSTANCE_BYTES = 2 ** 31;
const SEARCH_BYTES = 256 * 1024 * 1024;
/** Conflict: none of the objects was stored, and the body says why. */
const CONFLICT = 409;
/** No gzip unless it is wished for: codestreams do not shrink. */
function bulkHeaders({ transferSyntax = '*', acceptsGzip = false }: RetrieveWish): Readonly<Record<string, string>> {
  return { Accept: `multipart/related; type="application/dicom"; transfer-syntax=${transferSyntax}`, 'Accept-Encoding': acceptsGzip ? 'gzip' : 'identity' };
}

export function createDicomWebSite(options: DicomWebSiteOptions): DicomWebSite {
  const { security = NO_SECURITY } = options;
  const ask = options.fetch ?? createSiteFetch(security);
  const connection: SiteConnection = {
    name: options.name,
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    authorization: createSiteAuthorization({ name: options.name, credentials: options.credentials, token: security.token, fetch: ask, now: () => Date.now() }),
    hasCredentials: options.credentials !== undefined || security.token.kind !== 'none' || security.clientCertificate !== '',
    mayAsk: (url) => mayAsk(url, security),
    noProgressTimeoutMs: options.noProgressTimeoutMs,
    fetch: ask,
    onBytes: options.onBytes ?? (() => {}),
  };
  const { instanceBytes = INSTANCE_BYTES, searchBytes = SEARCH_BYTES } = options.limits ?? {};

  const search = (
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
    perform: (client: DicomWebClient, options: Parameters<DicomWebClient['searchForStudies']>[0]) => Promise<unknown>,
  ): Promise<DataSet[]> =>
    named(connection, () =>
      collectPages(query, (queryParams) =>
        callClient({
          connection,
          transaction: 'search',
          signal,
          maximumBytes: searchBytes,
          perform: (client, request) => perform(client, { queryParams, request }),
          read: (answer) => ({ results: readDicomJson(answer), warning: answer.warning }),
        }),
      ),
    );

  const retrieveMetadata = (signal: AbortSignal, perform: Parameters<typeof callClient<DataSet[]>>[0]['perform']): Promise<DataSet[]> =>
    named(connection, () => callClient({ connection, transaction: 'retrieve', signal, maximumBytes: searchBytes, perform, read: readDicomJson }));

  async function* retrieve(path: string, signal: AbortSignal, wish: RetrieveWish = {}): AsyncGenerator<Uint8Array> {
    const asked = performance.now();
    const answer = await sendRequest(connection, { transaction: 'retrieve', method: 'GET', url: `${connection.baseUrl}${path}`, headers: bulkHeaders(wish), signal });
    wish.onAnswer?.({ waitMs: performance.now() - asked, isGzip: answer.headers.get('content-encoding') === 'gzip' });
    if (answer.status === 204) return;
    const body = watched(answer.body, wish);
    for await (const part of readMultipart(body, answer.headers.get('content-type') ?? '', { maximumPartBytes: instanceBytes, onProgress: wish.onProgress })) yield part.body;
  }

  /** @throws AppError when the part is no DICOM object */
  const identify = (part10: Uint8Array): Part10Identity => {
    try {
      return readIdentity(part10);
    } catch (error) {
      if (isAppError(error, 'file/not-dicom')) throw siteFailure(connection.name, 'site/invalid-answer', 'sent a part that is no DICOM object', { cause: error });
      throw error;
    }
  };

  async function* retrieveSeries(studyInstanceUid: string, seriesInstanceUid: string, signal: AbortSignal, wish?: RetrieveWish): AsyncGenerator<Uint8Array> {
    try {
      for await (const part10 of retrieve(`/studies/${uid(studyInstanceUid)}/series/${uid(seriesInstanceUid)}`, signal, wish)) {
        const found = identify(part10);
        if (found.seriesInstanceUid !== seriesInstanceUid) throw unexpected(connection.name, found.sopInstanceUid);
        yield part10;
      }
    } catch (error) {
      throw atSite(connection.name, error);
    }
  }

  async function retrieveInstanceMetadata(studyInstanceUid: string, seriesInstanceUid: string, sopInstanceUid: string, signal: AbortSignal): Promise<DataSet | undefined> {
    const uids = { studyInstanceUID: uid(studyInstanceUid), seriesInstanceUID: uid(seriesInstanceUid), sopInstanceUID: uid(sopInstanceUid) };
    const [first] = await retrieveMetadata(signal, (client, request) => client.retrieveInstanceMetadata({ ...uids, request }));
    return first;
  }

  return {
    searchForStudies: (query, signal) => search(query, signal, (client, page) => client.searchForStudies(page)),

    searchForSeries: (studyInstanceUid, query, signal) =>
      search(query, signal, (client, page) => client.searchForSeries({ ...page, studyInstanceUID: uid(studyInstanceUid) })),

    searchForInstances: (studyInstanceUid, query, signal) =>
      search(query, signal, (client, page) => client.searchForInstances({ ...page, studyInstanceUID: uid(studyInstanceUid) })),

    retrieveSeriesMetadata: (studyInstanceUid, seriesInstanceUid, signal) =>
      retrieveMetadata(signal, (client, request) =>
        client.retrieveSeriesMetadata({ studyInstanceUID: uid(studyInstanceUid), seriesInstanceUID: uid(seriesInstanceUid), request }),
      ),

    retrieveInstanceMetadata,

    retrieveInstance: (studyInstanceUid, seriesInstanceUid, sopInstanceUid, signal, wish) =>
      named(connection, async () => {
        const path = `/studies/${uid(studyInstanceUid)}/series/${uid(seriesInstanceUid)}/instances/${uid(sopInstanceUid)}`;
        for await (const part10 of retrieve(path, signal, wish)) {
          const found = identify(part10);
          if (found.sopInstanceUid !== sopInstanceUid) throw unexpected(connection.name, found.sopInstanceUid);
          return part10;
        }
        throw siteFailure(connection.name, 'site/not-found', 'sent no object');
      }),

    retrieveByFrames: (studyInstanceUid, seriesInstanceUid, sopInstanceUid, signal, wish = {}) =>
      named(connection, async () => {
        const asked = performance.now();
        const metadata = await retrieveInstanceMetadata(studyInstanceUid, seriesInstanceUid, sopInstanceUid, signal);
        if (metadata === undefined) throw siteFailure(connection.name, 'site/not-found', 'sent no metadata');
        if (textOf(metadata, 'SOPInstanceUID') !== sopInstanceUid) throw unexpected(connection.name, textOf(metadata, 'SOPInstanceUID'));
        return retrieveByFrames({
          connection, signal, metadata, maximumBytes: instanceBytes,
          path: `/studies/${uid(studyInstanceUid)}/series/${uid(seriesInstanceUid)}/instances/${uid(sopInstanceUid)}`,
          numberOfFrames: numberOf(metadata, 'NumberOfFrames') ?? 1,
          watch(body, isFirst) {
            if (isFirst) wish.onAnswer?.({ waitMs: performance.now() - asked, isGzip: false });
            return watched(body, wish);
          },
        });
      }),

    retrieveSeries,

    workitems: createWorkitems(connection),

    storeInstances: (studyInstanceUid, part10s, signal) =>
      named(connection, () => {
        const sentUids = part10s.map((part10) => readIdentity(part10).sopInstanceUid);
        const transaction: Transaction = 'store';
        return callClient({
          connection,
          transaction,
          signal,
          maximumBytes: searchBytes,
          alsoAccepted: [CONFLICT],
          perform: (client, request) => client.storeInstances({ studyInstanceUID: uid(studyInstanceUid), datasets: part10s.map(asArrayBuffer), request }),
          read(answer) {
            if (answer.status === CONFLICT && !namesFailures(answer)) throw failureOfStatus(connection.name, transaction, CONFLICT, null, new Date());
            if (answer.mediaType === 'text/html') throw siteFailure(connection.name, 'site/not-dicomweb', 'answered a web page');
            return readStoreAnswer(answer, sentUids);
          },
        });
      }),
  };
}

/** The line is not read while it is held: the operating system's buffers fill, and the server pauses. */
async function* watched(body: AsyncIterable<Uint8Array>, { hold, onChunk }: RetrieveWish): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    onChunk?.(chunk.length);
    yield chunk;
    await hold?.();
  }
}

/** Gives failures that were found while reading an answer the site's name. */
async function named<Result>({ name }: SiteConnection, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw atSite(name, error);
  }
}

/** Identifiers go into addresses: what is no UID is a caller's mistake and leaves this machine under no circumstances. */
function uid(text: string): string {
  if (!isUid(text)) throw new Error('not a UID');
  return text;
}

function unexpected(site: string, sopInstanceUid: string): unknown {
  return siteFailure(site, 'site/unexpected-instance', 'sent another object than was asked for', { facts: { sopInstanceUid } });
}

function asArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
