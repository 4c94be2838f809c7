import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from 'node:crypto';
import { close, closeSync, constants, fdatasync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { AppError } from '#shared/errors/app-error.ts';

/** Where a frame lies in the file, and what opens it. */
export interface FramePlace {
  readonly offset: number;
  readonly sizeBytes: number;
  /** 12 random bytes. */
  readonly nonce: Uint8Array;
  /** 16 bytes of authentication. */
  readonly tag: Uint8Array;
}

export interface ReadFrame {
  readonly bytes: Uint8Array;
  /** These are the bytes that were appended under the name. If not they are good for nothing but an inquest; none where the file ends before. */
  readonly isSound: boolean;
}

/**
 * The frames of one pack, one after the other, each under AES-256-GCM (NIST SP 800-38D) with its name as additional data. The tag is the keyed digest
 * of the frame and its name, made on arrival and checked at each reading: a frame that was changed, cut, moved to another name or put back from an
 * older copy is not given out. The SHA-256 beside it in the pack compares arrivals and is checked by `verify`; at each reading it would prove nothing
 * more. The file knows nothing of itself: the places stand in the pack, which is written after it. What a killed program wrote and did not enter is
 * cut off at the next opening.
 */
export interface FrameFile {
  /** @param name such as its SOP Instance UID and frame number @throws AppError `store/disk-full`, `profile/not-writable`, `store/damaged` */
  readonly append: (name: string, frame: Uint8Array) => FramePlace;
  readonly read: (name: string, place: FramePlace) => ReadFrame;
  readonly sizeBytes: () => number;
  readonly close: () => void;
}

/** So much is encrypted and written at a time: a slice is one piece, a video may have a gigabyte. */
const PIECE_BYTES = 2 * 1024 * 1024;
/** What is read of a larger frame is decrypted in pieces of this size. */
const READ_BYTES = 16 * 1024 * 1024;
/** Memory that stays with the file for reading: an image of 512 x 512 x 16 bit. */
const KEPT_BYTES = 512 * 1024;
/** Random bytes are drawn for so many nonces at once: a draw of twelve bytes costs as much as one of thousands. */
const NONCES_AT_ONCE = 256;
const NONCE_BYTES = 12;
/** The disk is told to keep what it has once nothing more came for so long. */
const QUIET_MS = 1_000;

/** @param endBytes where the last place that the pack knows ends */
export function openFrameFile(file: string, packKey: Uint8Array, endBytes: number): FrameFile {
  const key = createSecretKey(hash('sha256', Buffer.concat([Buffer.from('frame file'), packKey]), 'buffer'));
  const descriptor = onDisk(() => openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600));
  let end = endBytes;
  let kept: Buffer | undefined;
  let nonces = Buffer.alloc(0);
  let quiet: NodeJS.Timeout | undefined;
  if (onDisk(() => fstatSync(descriptor).size) > end) onDisk(() => ftruncateSync(descriptor, end));

  const keepSoon = () => {
    clearTimeout(quiet);
    // A frame that a power cut takes away does not pass its tag, and is fetched again.
    quiet = setTimeout(() => fdatasync(descriptor, () => undefined), QUIET_MS);
    quiet.unref();
  };

  const nextNonce = (): Uint8Array => {
    if (nonces.length === 0) nonces = randomBytes(NONCES_AT_ONCE * NONCE_BYTES);
    const nonce = nonces.subarray(0, NONCE_BYTES);
    nonces = nonces.subarray(NONCE_BYTES);
    return nonce;
  };

  /** @returns a view of memory that the next call uses again; undefined where the file ends before */
  const readBytes = (offset: number, length: number): Buffer | undefined => {
    const scratch = length > KEPT_BYTES ? Buffer.allocUnsafeSlow(length) : (kept ??= Buffer.allocUnsafeSlow(KEPT_BYTES));
    let got = 0;
    while (got < length) {
      const count = onDisk(() => readSync(descriptor, scratch, got, length - got, offset + got));
      if (count === 0) return undefined;
      got += count;
    }
    return scratch.subarray(0, length);
  };

  return {
    append(name, frame) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(name));
      const offset = end;
      let written = offset;
      for (let from = 0; from < frame.length; from += PIECE_BYTES) {
        const sealed = cipher.update(frame.subarray(from, from + PIECE_BYTES));
        try {
          written = writeAll(descriptor, sealed, written);
        } finally {
          giveBack(sealed);
        }
      }
      cipher.final();
      // Only now: after a failure the next frame is written over what there is of this one.
      end = written;
      keepSoon();
      return { offset, sizeBytes: frame.length, nonce, tag: cipher.getAuthTag() };
    },
    read(name, { offset, sizeBytes, nonce, tag }) {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(tag);
      const pieces: Buffer[] = [];
      for (let from = 0; from < sizeBytes; from += READ_BYTES) {
        const sealed = readBytes(offset + from, Math.min(READ_BYTES, sizeBytes - from));
        if (sealed === undefined) return { bytes: new Uint8Array(), isSound: false };
        pieces.push(decipher.update(sealed));
      }
      const [only] = pieces;
      const bytes = only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
      try {
        decipher.final();
        return { bytes, isSound: true };
      } catch {
        return { bytes, isSound: false };
      }
    },
    sizeBytes: () => end,
    close() {
      clearTimeout(quiet);
      if (quiet === undefined) closeSync(descriptor);
      else fdatasync(descriptor, () => close(descriptor));
    },
  };
}

function writeAll(descriptor: number, piece: Buffer, offset: number): number {
  let written = 0;
  // What the disk does not take at once.
  while (written < piece.length) written += onDisk(() => writeSync(descriptor, piece, written, piece.length - written, offset + written));
  return offset + written;
}

/** Memory that is of no more use is there again at once: left to be collected, each piece would cost new pages and soon a search of the heap. */
function giveBack(piece: Buffer): void {
  if (piece.buffer instanceof ArrayBuffer && piece.buffer.byteLength === piece.length) piece.buffer.transfer(0);
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const NOT_WRITABLE: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Gives the disk's expected failures their code. */
function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const code: unknown = (cause as { code?: unknown }).code;
    if (FULL.has(code)) throw new AppError('store/disk-full', 'the disk is full', { cause });
    if (NOT_WRITABLE.has(code)) throw new AppError('profile/not-writable', 'the frames cannot be written', { cause });
    if (code === 'EIO') throw new AppError('store/damaged', 'the disk does not give the frames back', { cause });
    throw cause;
  }
}
