import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { AppError } from '#shared/errors/app-error.ts';
import type { ReadableFile } from './sealed-file.ts';

/** A file inside a ZIP archive. */
export interface ZipEntry {
  /** With folders, as the archive has it. */
  readonly name: string;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly method: number;
  readonly crc32: number;
  readonly isEncrypted: boolean;
  readonly headerOffset: number;
}

const inflate = promisify(inflateRaw);

const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** The end record and the longest comment behind it. */
const LONGEST_END = 22 + 0xffff;
/** Of the directory and of one file: what is larger is no archive of images. */
const LARGEST_DIRECTORY = 256 * 1024 * 1024;
const LARGEST_FILE = 2 ** 31 - 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads the central directory of an archive (PKWARE APPNOTE 4.3), ZIP64 included. Folders are left out.
 * @throws AppError `import/unreadable` for what is no ZIP archive
 */
export async function readZipDirectory(file: ReadableFile): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - LONGEST_END), Math.min(size, LONGEST_END));
  const endAt = findEnd(tail);
  if (endAt === undefined) throw unreadable('there is no directory at the end');
  let directoryBytes = tail.readUInt32LE(endAt + 12);
  let directoryAt = tail.readUInt32LE(endAt + 16);
  if (endAt >= 20 && tail.readUInt32LE(endAt - 20) === ZIP64_LOCATOR) {
    const end = await readAt(file, Number(tail.readBigUInt64LE(endAt - 12)), 56);
    if (end.length < 56 || end.readUInt32LE(0) !== ZIP64_END) throw unreadable('the ZIP64 record is not where it should be');
    directoryBytes = Number(end.readBigUInt64LE(40));
    directoryAt = Number(end.readBigUInt64LE(48));
  }
  if (directoryBytes > LARGEST_DIRECTORY || directoryAt + directoryBytes > size) throw unreadable('the directory lies outside the file');
  return readEntries(await readAt(file, directoryAt, directoryBytes));
}

/** @throws AppError `import/unreadable` for an entry that cannot be unpacked, `file/damaged` for one whose content is not what it should be */
export async function readZipEntry(file: ReadableFile, entry: ZipEntry): Promise<Uint8Array> {
  if (entry.isEncrypted) throw unreadable('the file is locked with a password');
  if (entry.method !== STORED && entry.method !== DEFLATED) throw unreadable(`compression method ${entry.method} is not supported`);
  if (entry.bytes > LARGEST_FILE || entry.compressedBytes > LARGEST_FILE) throw unreadable('the file is too large');
  const header = await readAt(file, entry.headerOffset, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== LOCAL_HEADER) throw damaged('its header is not where the directory says');
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(file, start, entry.compressedBytes);
  if (packed.length !== entry.compressedBytes) throw damaged('the archive ends inside the file');
  const content = entry.method === STORED ? packed : await unpack(packed, entry.bytes);
  if (content.length !== entry.bytes || crc32(content) !== entry.crc32) throw damaged('its checksum does not match');
  return content;
}

/** The size that the directory says is the limit: a small file cannot grow without end. */
async function unpack(packed: Buffer, bytes: number): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (cause) {
    throw damaged('it cannot be unpacked', cause);
  }
}

function readEntries(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset)) as [number, number, number];
    const flags = directory.readUInt16LE(at + 8);
    const nameBytes = directory.subarray(at + 46, at + 46 + nameLength);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const sizes = withZip64(extra, {
      bytes: directory.readUInt32LE(at + 24), compressedBytes: directory.readUInt32LE(at + 20), headerOffset: directory.readUInt32LE(at + 42),
    });
    const name = decodeName(nameBytes, (flags & 0x0800) !== 0);
    const entry = { name, ...sizes, method: directory.readUInt16LE(at + 10), crc32: directory.readUInt32LE(at + 16), isEncrypted: (flags & 1) !== 0 };
    if (!name.endsWith('/')) entries.push(entry);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

type Sizes = Pick<ZipEntry, 'bytes' | 'compressedBytes' | 'headerOffset'>;

/** Values that do not fit into 32 bits stand in an extra field, in this order, only where the short one says so. */
function withZip64(extra: Buffer, sizes: Sizes): Sizes {
  const wide = { ...sizes };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let valueAt = at + 4;
    for (const name of ['bytes', 'compressedBytes', 'headerOffset'] as const) {
      if (sizes[name] !== 0xffff_ffff || valueAt + 8 > extra.length) continue;
      wide[name] = Number(extra.readBigUInt64LE(valueAt));
      valueAt += 8;
    }
  }
  return wide;
}

/** Archives made in China often name their files in GB 18030 without saying so. */
function decodeName(bytes: Buffer, saysUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(saysUtf8 ? 'utf-8' : 'gb18030').decode(bytes);
  }
}

function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - 22; at >= 0; at -= 1) if (tail.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  return undefined;
}

async function readAt(file: ReadableFile, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function unreadable(why: string): AppError {
  return new AppError('import/unreadable', `the archive cannot be read: ${why}`, { facts: { reason: why } });
}

function damaged(why: string, cause?: unknown): AppError {
  return new AppError('file/damaged', `a file of the archive is damaged: ${why}`, { cause, facts: { reason: why } });
}
