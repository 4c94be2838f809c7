import { AppError } from '#shared/errors/app-error.ts';

/** A stream of chunks, read by lines and up to delimiters. */
export interface ByteInput {
  /** The next line as Latin-1 without its end; undefined at the end of the stream. @throws AppError `site/invalid-answer` when it is longer */
  readonly readLine: (maximumBytes: number) => Promise<{ readonly text: string; readonly endsWithCarriageReturn: boolean } | undefined>;
  /**
   * The bytes before the line that begins with the delimiter, which is consumed; all that is left when it does not come or is undefined.
   * `onProgress` is told of the bytes that are here and surely come before the delimiter, from the first one on: a view that is good until the next one.
   * @throws AppError `site/too-large`
   */
  readonly readUntil: (
    delimiter: Buffer | undefined,
    options: { readonly endsWithCarriageReturn: boolean; readonly claimedLength: number | undefined; readonly maximumBytes: number; readonly onProgress?: ((soFar: Uint8Array) => void) | undefined },
  ) => Promise<{ readonly body: Uint8Array; readonly isDelimited: boolean }>;
  /** Gives the stream back unread. */
  readonly close: () => Promise<void>;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** A claimed length is believed so far at once; beyond, the buffer grows with what really comes. */
const MAXIMUM_FIRST_BUFFER_BYTES = 64 * 1024 * 1024;
const MINIMUM_BUFFER_BYTES = 64 * 1024;
/** What may stand behind a delimiter: dashes, blanks or the end of the line. */
const BEHIND_DELIMITER: ReadonlySet<number | undefined> = new Set([0x2d, 0x20, 0x09, CARRIAGE_RETURN, LINE_FEED]);

export function createByteInput(stream: AsyncIterable<Uint8Array>): ByteInput {
  const iterator = stream[Symbol.asyncIterator]();
  let pending: Uint8Array = new Uint8Array();
  let isEnded = false;

  /** @returns the pending bytes, after waiting for some; undefined at the end */
  async function take(): Promise<Uint8Array | undefined> {
    while (pending.length === 0 && !isEnded) {
      const { done, value } = await iterator.next();
      if (done === true) isEnded = true;
      else pending = value;
    }
    if (pending.length === 0) return undefined;
    const taken = pending;
    pending = new Uint8Array();
    return taken;
  }

  return {
    async readLine(maximumBytes) {
      let line = Buffer.alloc(0);
      for (;;) {
        const chunk = await take();
        if (chunk === undefined) return line.length === 0 ? undefined : { text: line.toString('latin1'), endsWithCarriageReturn: false };
        const end = chunk.indexOf(LINE_FEED);
        line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end)]);
        if (line.length > maximumBytes) throw new AppError('site/invalid-answer', 'a line of the answer has no end');
        if (end < 0) continue;
        pending = chunk.subarray(end + 1);
        const endsWithCarriageReturn = line.at(-1) === CARRIAGE_RETURN;
        return { text: (endsWithCarriageReturn ? line.subarray(0, -1) : line).toString('latin1'), endsWithCarriageReturn };
      }
    },

    async readUntil(delimiter, { endsWithCarriageReturn, claimedLength = 0, maximumBytes, onProgress }) {
      const firstBytes = Math.min(claimedLength + MINIMUM_BUFFER_BYTES, MAXIMUM_FIRST_BUFFER_BYTES, maximumBytes + MINIMUM_BUFFER_BYTES);
      let buffer = Buffer.allocUnsafeSlow(Math.max(firstBytes, MINIMUM_BUFFER_BYTES));
      let length = 0;
      let searchFrom = 0;
      for (;;) {
        const chunk = await take();
        if (chunk !== undefined) {
          if (length + chunk.length > buffer.length) {
            const grown = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, length + chunk.length));
            buffer.copy(grown, 0, 0, length);
            buffer = grown;
          }
          buffer.set(chunk, length);
          length += chunk.length;
        }
        const at = delimiter === undefined ? undefined : findDelimiter(buffer.subarray(0, length), delimiter, searchFrom, chunk === undefined);
        if (at !== undefined && delimiter !== undefined) {
          pending = Uint8Array.from(buffer.subarray(at + delimiter.length, length));
          return { body: cut(buffer, bodyEnd(buffer, at, endsWithCarriageReturn), maximumBytes), isDelimited: true };
        }
        if (chunk === undefined) return { body: cut(buffer, length, maximumBytes), isDelimited: false };
        // The end of the line before a delimiter that has begun belongs to it.
        onProgress?.(new Uint8Array(buffer.buffer, buffer.byteOffset, Math.max(0, length - (delimiter === undefined ? 0 : delimiter.length + 2))));
        // A delimiter may have begun in this chunk: it, the line feed before it and the byte behind it.
        searchFrom = Math.max(0, length - (delimiter?.length ?? 0) - 1);
        if (length > maximumBytes + (delimiter?.length ?? 0) + 2) throw tooLarge(maximumBytes);
      }
    },

    async close() {
      if (!isEnded) await iterator.return?.();
    },
  };
}

/** The first delimiter at the beginning of a line with nothing but an end behind it; undefined when there is none yet. */
function findDelimiter(bytes: Buffer, delimiter: Buffer, from: number, isEnd: boolean): number | undefined {
  for (let at = bytes.indexOf(delimiter, from); at >= 0; at = bytes.indexOf(delimiter, at + 1)) {
    const behind = bytes[at + delimiter.length];
    const isLineStart = at === 0 || bytes[at - 1] === LINE_FEED;
    const isComplete = behind === undefined ? isEnd : BEHIND_DELIMITER.has(behind);
    if (isLineStart && isComplete) return at;
  }
  return undefined;
}

/** The line end before a delimiter belongs to it. */
function bodyEnd(buffer: Buffer, at: number, endsWithCarriageReturn: boolean): number {
  if (at === 0) return 0;
  return endsWithCarriageReturn && buffer[at - 2] === CARRIAGE_RETURN ? at - 2 : at - 1;
}

/** Gives the buffer itself where it is well filled, else a copy, so that nobody keeps twice the memory. */
function cut(buffer: Buffer, length: number, maximumBytes: number): Uint8Array {
  if (length > maximumBytes) throw tooLarge(maximumBytes);
  const isWellFilled = length * 5 >= buffer.length * 4;
  return isWellFilled ? new Uint8Array(buffer.buffer, buffer.byteOffset, length) : Uint8Array.from(buffer.subarray(0, length));
}

function tooLarge(maximumBytes: number): AppError {
  return new AppError('site/too-large', `the answer is larger than ${maximumBytes} bytes`, { facts: { maximumBytes } });
}
