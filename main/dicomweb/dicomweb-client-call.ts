import { api } from 'dicomweb-client';
import { sendRequest, type SiteConnection, type SiteRequest } from './site-connection.ts';
import { siteFailure } from './site-failure.ts';

/** An answer that is small enough to be read whole. */
export interface SmallAnswer {
  readonly status: number;
  /** In lower case, without parameters; '' when the server named none. */
  readonly mediaType: string;
  readonly warning: string | null;
  readonly body: Uint8Array;
}

/** The transactions that dicomweb-client does for us. Its own types do not know that a request can be given. */
export interface DicomWebClient {
  readonly searchForStudies: (options: SearchOptions) => Promise<unknown>;
  readonly searchForSeries: (options: SearchOptions & { readonly studyInstanceUID: string }) => Promise<unknown>;
  readonly searchForInstances: (options: SearchOptions & { readonly studyInstanceUID: string }) => Promise<unknown>;
  readonly retrieveSeriesMetadata: (options: { readonly studyInstanceUID: string; readonly seriesInstanceUID: string; readonly request: ClientRequest }) => Promise<unknown>;
  readonly retrieveInstanceMetadata: (options: {
    readonly studyInstanceUID: string;
    readonly seriesInstanceUID: string;
    readonly sopInstanceUID: string;
    readonly request: ClientRequest;
  }) => Promise<unknown>;
  readonly storeInstances: (options: { readonly studyInstanceUID: string; readonly datasets: readonly ArrayBuffer[]; readonly request: ClientRequest }) => Promise<unknown>;
}

interface SearchOptions {
  readonly queryParams: Readonly<Record<string, string>>;
  readonly request: ClientRequest;
}

/** dicomweb-client writes its response type here, so that every call needs a fresh one. */
export interface ClientRequest {
  readonly instance: XmlHttpRequestLike;
  responseType?: string;
}

/** The part of XMLHttpRequest that dicomweb-client touches. */
interface XmlHttpRequestLike {
  readyState: number;
  status: number;
  response: unknown;
  responseType: string;
  onreadystatechange: () => void;
  readonly open: (method: string, url: string) => void;
  readonly setRequestHeader: (name: string, value: string) => void;
  readonly getResponseHeader: (name: string) => string | null;
  readonly getAllResponseHeaders: () => string;
  readonly send: (body?: ArrayBuffer) => void;
}

export interface ClientCall<Result> {
  readonly connection: SiteConnection;
  readonly transaction: SiteRequest['transaction'];
  readonly signal: AbortSignal;
  readonly maximumBytes: number;
  readonly alsoAccepted?: readonly number[];
  readonly perform: (client: DicomWebClient, request: ClientRequest) => Promise<unknown>;
  /** Makes a result of the answer; what it throws is what the call throws. */
  readonly read: (answer: SmallAnswer) => Result;
}

/**
 * Lets dicomweb-client make a request and hands it out over our own connection, with its credentials, silence watch, abort and size limit.
 * The client builds addresses, headers and the body; the answer is read here, because the client would hide what went wrong.
 */
export async function callClient<Result>({ connection, transaction, signal, maximumBytes, alsoAccepted = [], perform, read }: ClientCall<Result>): Promise<Result> {
  let outcome: { readonly result: Result } | undefined;
  let failure: { readonly error: unknown } | undefined;
  const exchange = async (method: string, url: string, headers: Readonly<Record<string, string>>, body: ArrayBuffer | undefined) => {
    const answer = await sendRequest(connection, {
      transaction,
      method: method.toUpperCase() === 'POST' ? 'POST' : 'GET',
      url,
      headers: body === undefined ? headers : { ...headers, Accept: 'application/dicom+json', 'Content-Length': String(body.byteLength) },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      signal,
      alsoAccepted,
    });
    const mediaType = (answer.headers.get('content-type')?.split(';')[0] ?? '').trim().toLowerCase();
    const whole = await readWhole(connection, answer.body, maximumBytes);
    outcome = { result: read({ status: answer.status, mediaType, warning: answer.headers.get('warning'), body: whole }) };
  };
  const client = new api.DICOMwebClient({ url: connection.baseUrl, verbose: false, singlepart: false }) as unknown as DicomWebClient;
  const instance = createInstance(exchange, (error) => {
    failure = { error };
  });
  await perform(client, { instance }).catch((error: unknown) => {
    failure ??= { error };
  });
  if (failure !== undefined) throw failure.error;
  if (outcome === undefined) throw new Error('dicomweb-client made no request');
  return outcome.result;
}

function createInstance(
  exchange: (method: string, url: string, headers: Readonly<Record<string, string>>, body: ArrayBuffer | undefined) => Promise<void>,
  onFailure: (error: unknown) => void,
): XmlHttpRequestLike {
  const target = { method: 'GET', url: '' };
  const headers: Record<string, string> = {};
  const instance: XmlHttpRequestLike = {
    readyState: 0,
    status: 0,
    response: null,
    responseType: '',
    onreadystatechange: () => {},
    open: (method, url) => Object.assign(target, { method, url }),
    setRequestHeader: (name, value) => Object.assign(headers, { [name]: value }),
    getResponseHeader: () => null,
    getAllResponseHeaders: () => '',
    send(body) {
      void exchange(target.method, target.url, headers, body)
        .then(() => {
          instance.status = 200;
        })
        .catch(onFailure)
        .finally(() => {
          instance.readyState = 4;
          instance.onreadystatechange();
        });
    },
  };
  return instance;
}

async function readWhole({ name }: SiteConnection, stream: AsyncIterable<Uint8Array>, maximumBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maximumBytes) throw siteFailure(name, 'site/too-large', `sends more than ${maximumBytes} bytes`, { facts: { maximumBytes } });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
