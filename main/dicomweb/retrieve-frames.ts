import { textOf, type DataElement, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { losesPixels } from '#shared/dicom/image/codestream-loss.ts';
import { writePart10 } from '../part10/write-part10.ts';
import { readMultipart } from './multipart-reader.ts';
import { sendRequest, type SiteConnection } from './site-connection.ts';
import { siteFailure } from './site-failure.ts';

/** Frames in one request: their numbers stand in the address. */
const FRAMES_AT_ONCE = 64;
const BIG_ENDIAN = '1.2.840.10008.1.2.2';
/** What may be asked for without loss; PS3.18 8.7.3.3.2. `*` is what the hospital keeps. */
const ACCEPTED = [
  'multipart/related; type="application/octet-stream"; transfer-syntax=*',
  'multipart/related; type="image/jls"; transfer-syntax=1.2.840.10008.1.2.4.80',
  'multipart/related; type="image/jp2"; transfer-syntax=1.2.840.10008.1.2.4.90',
  'multipart/related; type="image/jphc"; transfer-syntax=1.2.840.10008.1.2.4.201',
].join(', ');
/** What a part is whose type names no transfer syntax. PS3.18 8.7.3.3.2 */
const SYNTAX_OF_TYPE: Readonly<Record<string, string>> = {
  'image/jls': '1.2.840.10008.1.2.4.80', 'image/jp2': '1.2.840.10008.1.2.4.90', 'image/jphc': '1.2.840.10008.1.2.4.201',
  'image/jpeg': '1.2.840.10008.1.2.4.70', 'image/dicom-rle': '1.2.840.10008.1.2.5', 'image/x-dicom-rle': '1.2.840.10008.1.2.5',
};

export interface FramesRequest {
  readonly connection: SiteConnection;
  /** Of the instance, from `/studies` on. */
  readonly path: string;
  readonly metadata: DataSet;
  readonly numberOfFrames: number;
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
  /** Passes on the body of an answer; `isFirst` of the first that carries pixels. */
  readonly watch: (body: AsyncIterable<Uint8Array>, isFirst: boolean) => AsyncIterable<Uint8Array>;
}

/**
 * Puts a Part 10 file together from metadata, frames and bulk values, for a server that gives no whole objects. Pixels are never taken with a
 * loss that the metadata do not own up to.
 * @throws AppError with a `site/` code
 */
export async function retrieveByFrames(request: FramesRequest): Promise<Uint8Array> {
  const { metadata, numberOfFrames, connection } = request;
  const frames: Uint8Array[] = [];
  let transferSyntaxUid = '';
  for (let first = 1; first <= numberOfFrames; first += FRAMES_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(FRAMES_AT_ONCE, numberOfFrames - first + 1) }, (_, index) => first + index);
    const answer = await ask(request, `${request.path}/frames/${numbers.join(',')}`, ACCEPTED);
    for await (const part of readMultipart(request.watch(answer.body, first === 1), answer.headers.get('content-type') ?? '', { maximumPartBytes: request.maximumBytes })) {
      const syntax = syntaxOf(part.headers.get('content-type') ?? '');
      if (transferSyntaxUid !== '' && syntax !== transferSyntaxUid) throw siteFailure(connection.name, 'site/invalid-answer', 'sent frames of one image in two forms');
      transferSyntaxUid = syntax;
      frames.push(part.body);
    }
  }
  if (frames.length !== numberOfFrames) throw siteFailure(connection.name, 'site/truncated', `sent ${frames.length} of ${numberOfFrames} frames`);
  if (transferSyntaxUid === BIG_ENDIAN) throw siteFailure(connection.name, 'site/invalid-answer', 'sent frames in big endian');
  const [frame] = frames;
  const isHonest = textOf(metadata, 'LossyImageCompression') === '01';
  if (frame !== undefined && !isHonest && losesPixels(transferSyntaxUid, frame)) throw siteFailure(connection.name, 'site/invalid-answer', 'sent frames with a loss');
  return writePart10(metadata, { transferSyntaxUid, frames, bulkData: await retrieveBulk(request) });
}

/** Values that the metadata only point to, but for the pixels. */
async function retrieveBulk(request: FramesRequest): Promise<ReadonlyMap<string, Uint8Array>> {
  const values = new Map<string, Uint8Array>();
  for (const uri of bulkUris(request.metadata)) {
    const url = new URL(uri, `${request.connection.baseUrl}${request.path}/`);
    if (url.origin !== new URL(request.connection.baseUrl).origin) throw siteFailure(request.connection.name, 'site/invalid-answer', 'keeps a value at another server');
    const answer = await ask(request, url.href, 'multipart/related; type="application/octet-stream", application/octet-stream');
    const type = answer.headers.get('content-type') ?? '';
    const chunks: Uint8Array[] = [];
    if (/^\s*multipart\//i.test(type)) for await (const part of readMultipart(answer.body, type, { maximumPartBytes: request.maximumBytes })) chunks.push(part.body);
    else for await (const chunk of answer.body) chunks.push(chunk);
    values.set(uri, Buffer.concat(chunks));
  }
  return values;
}

function bulkUris(dataSet: DataSet): string[] {
  return Object.entries(dataSet).flatMap(([tag, element]: [string, DataElement]) => {
    if (tag >= '7FE00001' && tag <= '7FE00010') return [];
    if (element.BulkDataURI !== undefined) return [element.BulkDataURI];
    return element.vr === 'SQ' ? ((element.Value ?? []) as DataSet[]).flatMap(bulkUris) : [];
  });
}

function ask({ connection, signal }: FramesRequest, target: string, accept: string) {
  const url = target.startsWith('/') ? `${connection.baseUrl}${target}` : target;
  return sendRequest(connection, { transaction: 'retrieve', method: 'GET', url, headers: { Accept: accept, 'Accept-Encoding': 'identity' }, signal });
}

function syntaxOf(contentType: string): string {
  const named = /transfer-syntax\s*=\s*"?([0-9.]+)/i.exec(contentType)?.[1];
  const [type = ''] = contentType.toLowerCase().split(';');
  return named ?? SYNTAX_OF_TYPE[type.trim()] ?? '1.2.840.10008.1.2.1';
}
