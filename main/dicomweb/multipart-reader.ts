import { AppError } from '#shared/errors/app-error.ts';
import { createByteInput, type ByteInput } from './byte-input.ts';

/** One part of a multipart answer. */
export interface MultipartPart {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

const MAXIMUM_PREAMBLE_BYTES = 64 * 1024;
const MAXIMUM_HEADER_LINES = 100;
const DEFAULT_MAXIMUM_PART_BYTES = 2 ** 31;

/**
 * Reads an answer of several parts (RFC 2046 5.1) one part at a time, each as soon as it is complete; besides the part in hand nothing is
 * kept. An answer that is no multipart but a DICOM object is one part.
 *
 * Servers are met half way: any quoting of the boundary, lines that end with LF alone, a preamble, parts without headers, a last boundary
 * without its dashes, and a boundary that is not the one announced, if the first line that begins with two dashes is followed by a part.
 * `onProgress` is told what is here of the part that comes now. A part's Content-Length sizes the buffer and proves that a part without a boundary behind it is whole; the cut is always at a boundary.
 * @throws AppError `site/truncated`, `site/invalid-answer` (no part at all), `site/not-dicomweb` (another type), `site/too-large`
 */
export async function* readMultipart(
  stream: AsyncIterable<Uint8Array>,
  contentType: string,
  options: { readonly maximumPartBytes?: number; readonly onProgress?: ((soFar: Uint8Array) => void) | undefined } = {},
): AsyncGenerator<MultipartPart> {
  const { maximumPartBytes = DEFAULT_MAXIMUM_PART_BYTES, onProgress } = options;
  const input = createByteInput(stream);
  try {
    if (!/^\s*multipart\//i.test(contentType)) {
      yield await readSinglePart(input, contentType, maximumPartBytes, onProgress);
      return;
    }
    const first = await findFirstBoundary(input, boundaryParameter(contentType));
    let firstHeaderLine = first.headerLine;
    let isLast = first.isLast;
    while (!isLast) {
      const headers = await readHeaders(input, firstHeaderLine);
      firstHeaderLine = undefined;
      if (headers === undefined) return;
      const part = await readPart(input, headers, first, maximumPartBytes, onProgress);
      yield { headers, body: part.body };
      isLast = part.isLast;
    }
  } finally {
    await input.close();
  }
}

interface Boundary {
  readonly token: string;
  readonly endsWithCarriageReturn: boolean;
}

/** The parameter, with or without quotes, wherever it stands and whatever other parameters are quoted strangely. */
function boundaryParameter(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"([^"]*)"|'([^']*)'|([^;\s]*))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? match?.[3];
  return boundary === undefined || boundary === '' ? undefined : boundary;
}

async function findFirstBoundary(
  input: ByteInput,
  announced: string | undefined,
): Promise<Boundary & { readonly isLast: boolean; readonly headerLine: string | undefined }> {
  let skipped = 0;
  let line = await input.readLine(MAXIMUM_PREAMBLE_BYTES);
  while (line !== undefined && skipped <= MAXIMUM_PREAMBLE_BYTES) {
    skipped += line.text.length + 1;
    const token = line.text.startsWith('--') ? line.text.slice(2).trimEnd() : '';
    if (announced !== undefined && (token === announced || token === `${announced}--`)) {
      return { token: announced, endsWithCarriageReturn: line.endsWithCarriageReturn, isLast: token !== announced, headerLine: undefined };
    }
    const next = await input.readLine(MAXIMUM_PREAMBLE_BYTES);
    if (token !== '' && next !== undefined && (next.text === '' || isHeader(next.text))) {
      return { token, endsWithCarriageReturn: line.endsWithCarriageReturn, isLast: false, headerLine: next.text };
    }
    line = next;
  }
  throw new AppError('site/invalid-answer', 'the multipart answer holds no part');
}

function isHeader(line: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+\s*:/.test(line);
}

/** @returns undefined when the answer ended behind a boundary that was the last one without saying so */
async function readHeaders(input: ByteInput, firstLine: string | undefined): Promise<ReadonlyMap<string, string> | undefined> {
  const headers = new Map<string, string>();
  let line = firstLine ?? (await input.readLine(MAXIMUM_PREAMBLE_BYTES))?.text;
  if (line === undefined) return undefined;
  for (let count = 0; line !== ''; count += 1) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    if (count > MAXIMUM_HEADER_LINES) throw new AppError('site/invalid-answer', 'a part has headers without end');
    const next = await input.readLine(MAXIMUM_PREAMBLE_BYTES);
    if (next === undefined) throw new AppError('site/truncated', 'the answer ends inside the headers of a part');
    line = next.text;
  }
  return headers;
}

async function readPart(
  input: ByteInput,
  headers: ReadonlyMap<string, string>,
  { token, endsWithCarriageReturn }: Boundary,
  maximumPartBytes: number,
  onProgress: ((soFar: Uint8Array) => void) | undefined,
): Promise<{ readonly body: Uint8Array; readonly isLast: boolean }> {
  const claimed = headers.get('content-length') ?? '';
  const claimedLength = /^\d{1,15}$/.test(claimed) ? Number(claimed) : undefined;
  const delimiter = Buffer.from(`--${token}`, 'latin1');
  const part = await input.readUntil(delimiter, { endsWithCarriageReturn, claimedLength, maximumBytes: maximumPartBytes, onProgress });
  if (part.isDelimited) {
    const rest = await input.readLine(MAXIMUM_PREAMBLE_BYTES);
    return { body: part.body, isLast: rest === undefined || rest.text.startsWith('--') };
  }
  const isWhole = claimedLength !== undefined && part.body.length >= claimedLength && part.body.length - claimedLength <= 2;
  if (!isWhole) throw new AppError('site/truncated', 'the answer ends inside a part');
  return { body: part.body.subarray(0, claimedLength), isLast: true };
}

/** Some servers send one object as it is, where multipart was asked for. */
async function readSinglePart(input: ByteInput, contentType: string, maximumPartBytes: number, onProgress: ((soFar: Uint8Array) => void) | undefined): Promise<MultipartPart> {
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const canBeDicom = ['application/dicom', 'application/octet-stream', ''].includes(mediaType);
  if (!canBeDicom) throw new AppError('site/not-dicomweb', 'the answer is neither multipart nor DICOM', { facts: { type: mediaType.slice(0, 80) } });
  const { body } = await input.readUntil(undefined, { endsWithCarriageReturn: false, claimedLength: undefined, maximumBytes: maximumPartBytes, onProgress });
  const isDicom = Buffer.from(body.subarray(128, 132)).toString('latin1') === 'DICM';
  if (mediaType !== 'application/dicom' && !isDicom) throw new AppError('site/not-dicomweb', 'the answer is neither multipart nor DICOM');
  return { headers: new Map([['content-type', contentType]]), body };
}
