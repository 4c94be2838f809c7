import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  /** Stored unless said so. */
  readonly isDeflated?: boolean;
  readonly isEncrypted?: boolean;
  /** What the directory claims; by default the truth. */
  readonly crc32?: number;
  readonly bytes?: number;
}

/** A ZIP archive, written after PKWARE's APPNOTE 4.3. @param zip64 writes sizes and offsets into the wide fields */
export function buildZip(files: readonly ZipFile[], zip64 = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name as string);
    const packed = file.isDeflated === true ? deflateRawSync(file.content) : Buffer.from(file.content);
    const bytes = file.bytes ?? file.content.length;
    const common = Buffer.alloc(22);
    common.writeUInt16LE(file.isEncrypted === true ? 1 : 0, 2);
    common.writeUInt16LE(file.isDeflated === true ? 8 : 0, 4);
    common.writeUInt32LE(file.crc32 ?? crc32(file.content), 10);
    common.writeUInt32LE(zip64 ? 0xffff_ffff : packed.length, 14);
    common.writeUInt32LE(zip64 ? 0xffff_ffff : bytes, 18);
    const local = Buffer.concat([uint32(0x04034b50), common, uint16(name.length), uint16(0), name, packed]);
    const wide = zip64 ? Buffer.concat([uint16(1), uint16(24), uint64(bytes), uint64(packed.length), uint64(offset)]) : Buffer.alloc(0);
    directory.push(
      Buffer.concat([
        uint32(0x02014b50), uint16(20), common, uint16(name.length), uint16(wide.length), uint16(0), uint16(0), uint16(0), uint32(0),
        uint32(zip64 ? 0xffff_ffff : offset), name, wide,
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const counts = [uint16(0), uint16(0), uint16(files.length), uint16(files.length)];
  if (!zip64) return Buffer.concat([...parts, listed, uint32(0x06054b50), ...counts, uint32(listed.length), uint32(offset), uint16(0)]);
  const end64 = Buffer.concat([
    uint32(0x06064b50), uint64(44), uint16(45), uint16(45), uint32(0), uint32(0), uint64(files.length), uint64(files.length), uint64(listed.length), uint64(offset),
  ]);
  const locator = Buffer.concat([uint32(0x07064b50), uint32(0), uint64(offset + listed.length), uint32(1)]);
  return Buffer.concat([...parts, listed, end64, locator, uint32(0x06054b50), ...counts, uint32(0xffff_ffff), uint32(0xffff_ffff), uint16(0)]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function uint64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
