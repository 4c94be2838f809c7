import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Writes an archive file by file, in the order in which they come. What is stored is stored as it is: pixels hardly become smaller. */
export interface ZipWriter {
  /** @param name path within the archive, with `/` */
  readonly add: (name: string, content: Uint8Array) => Promise<void>;
  /** Writes the directory. Without it the file is no archive. */
  readonly finish: () => Promise<void>;
  /** Lets go of the file as it is. */
  readonly abandon: () => Promise<void>;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const UTF8_NAMES = 0x0800;
/** 1980-01-01: the moment of an export stands in the audit trail, not in each file. */
const FIRST_DAY = 0x21;
const VERSION = 45;
const WIDE = 0xffff_ffff;

/** A new archive after PKWARE's APPNOTE, with 64-bit sizes throughout. @throws what the disk says */
export async function createZip(path: string): Promise<ZipWriter> {
  const file = await open(path, 'wx', 0o600);
  const directory: Uint8Array[] = [];
  let position = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    await file.appendFile(bytes);
    position += bytes.length;
  };
  return {
    async add(name, content) {
      const nameBytes = Buffer.from(name);
      const sum = crc32(content);
      const at = position;
      await put(Buffer.concat([numbers([4, LOCAL], [2, VERSION], [2, UTF8_NAMES], [2, 0], [2, 0], [2, FIRST_DAY], [4, sum], [4, WIDE], [4, WIDE], [2, nameBytes.length], [2, 20]), nameBytes,
        numbers([2, 1], [2, 16], [8, content.length], [8, content.length])]));
      await put(content);
      directory.push(Buffer.concat([
        numbers([4, CENTRAL], [2, VERSION], [2, VERSION], [2, UTF8_NAMES], [2, 0], [2, 0], [2, FIRST_DAY], [4, sum], [4, WIDE], [4, WIDE], [2, nameBytes.length], [2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, WIDE]),
        nameBytes, numbers([2, 1], [2, 24], [8, content.length], [8, content.length], [8, at]),
      ]));
    },
    async finish() {
      const start = position;
      const listed = Buffer.concat(directory);
      await put(listed);
      const end = position;
      await put(numbers([4, 0x06064b50], [8, 44], [2, VERSION], [2, VERSION], [4, 0], [4, 0], [8, directory.length], [8, directory.length], [8, listed.length], [8, start]));
      await put(numbers([4, 0x07064b50], [4, 0], [8, end], [4, 1]));
      const count = Math.min(directory.length, 0xffff);
      await put(numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, WIDE], [4, WIDE], [2, 0]));
      await file.sync();
      await file.close();
    },
    abandon: () => file.close(),
  };
}

/** Little endian, one after the other. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) buffer.writeUInt16LE(value, at);
    else if (bytes === 4) buffer.writeUInt32LE(value, at);
    else buffer.writeBigUInt64LE(BigInt(value), at);
    at += bytes;
  }
  return buffer;
}
