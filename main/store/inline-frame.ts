import { createCipheriv, hash } from 'node:crypto';

/** A frame that an older version kept within the pack. */
export interface InlineFrame {
  readonly bytes: Buffer;
  readonly sha256: Buffer;
  /** AES-GCM over nothing but additional data, its nonce taken from the SHA-256; null for the oldest. */
  readonly seal: Buffer | null;
}

/** @param sealKey comes from the key of the pack */
export function isInlineFrameSound({ bytes, seal, sha256 }: InlineFrame, sealKey: Uint8Array): boolean {
  if (seal === null) return hash('sha256', bytes, 'buffer').equals(sha256);
  const cipher = createCipheriv('aes-256-gcm', sealKey, sha256.subarray(0, 12));
  cipher.setAAD(bytes);
  cipher.final();
  return cipher.getAuthTag().equals(seal);
}
