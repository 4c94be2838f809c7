import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that can be read at any place. A `FileHandle` is one. */
export interface ReadableFile {
  readonly stat: () => Promise<{ readonly size: number }>;
  readonly read: (buffer: Buffer, offset: number, length: number, position: number) => Promise<{ readonly bytesRead: number }>;
  readonly close: () => Promise<void>;
}

const BLOCK_BYTES = 16;

/**
 * Puts bytes aside until they are read again: encrypted with a key that is nowhere but in this process (AES-256-CTR, which can be read from any
 * block on), so that nothing of a patient stands readable on the disk, also after a crash. Closing deletes it.
 * @throws the reason of the signal; what the bytes throw; the system's error
 */
export async function sealFile(folder: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal, onBytes: (count: number) => void): Promise<ReadableFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomBytes(12).toString('hex'));
  const key = randomBytes(32);
  const handle = await open(path, 'wx+', 0o600);
  const close = async () => {
    await handle.close();
    await rm(path, { force: true });
  };
  let size = 0;
  try {
    const cipher = createCipheriv('aes-256-ctr', key, counterAt(0));
    for await (const chunk of bytes) {
      signal.throwIfAborted();
      await handle.write(cipher.update(chunk), 0, chunk.length, size);
      size += chunk.length;
      onBytes(chunk.length);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    stat: async () => ({ size }),
    async read(buffer, offset, length, position) {
      const blockAt = position - (position % BLOCK_BYTES);
      const sealed = Buffer.alloc(length + position - blockAt);
      const { bytesRead } = await handle.read(sealed, 0, sealed.length, blockAt);
      const plain = createDecipheriv('aes-256-ctr', key, counterAt(blockAt / BLOCK_BYTES)).update(sealed.subarray(0, bytesRead));
      return { bytesRead: plain.copy(buffer, offset, position - blockAt) };
    },
    close,
  };
}

/** What a crash left cannot be read by anyone. */
export async function removeSealedFiles(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** The key is used once: the counter starts at zero. */
function counterAt(block: number): Buffer {
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt(block), 8);
  return counter;
}
