import forge, { type Digest } from 'node-forge';
import { hash, pbkdf2Sync } from 'node:crypto';

/**
 * node-forge with the key derivations of Node: its own are JavaScript, and 10,000 rounds over each part of a PKCS#12 file take them 150 ms of the half
 * second that a physician's signature may take.
 */
forge.pkcs5.pbkdf2 = (password, salt, rounds, length, digest) =>
  pbkdf2Sync(Buffer.from(password, 'latin1'), Buffer.from(salt, 'latin1'), rounds, length, nameOf(digest)).toString('latin1');
forge.pkcs12.generateKey = (password, salt, purpose, rounds, length, digest) =>
  forge.util.createBuffer(pkcs12Key(password ?? '', Buffer.from(salt.bytes(), 'latin1'), purpose, rounds, length, nameOf(digest)).toString('latin1'));

function nameOf(digest: Digest | string | null | undefined): string {
  return typeof digest === 'string' ? digest : (digest?.algorithm ?? 'sha1');
}

/** RFC 7292 B.2. @param purpose 1: key, 2: initial vector, 3: message authentication. @param length bytes */
export function pkcs12Key(password: string, salt: Uint8Array, purpose: number, rounds: number, length: number, digest: string): Buffer {
  const blockBytes = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
  const repeated = (bytes: Uint8Array): Buffer =>
    bytes.length === 0 ? Buffer.alloc(0) : Buffer.alloc(blockBytes * Math.ceil(bytes.length / blockBytes), bytes);
  // A BMPString in big-endian order with two zeros behind it, B.1.
  const words = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const diversifier = Buffer.alloc(blockBytes, purpose);
  const input = Buffer.concat([repeated(salt), repeated(words)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < length; ) {
    let part = hash(digest, Buffer.concat([diversifier, input]), 'buffer');
    for (let round = 1; round < rounds; round += 1) part = hash(digest, part, 'buffer');
    parts.push(part);
    made += part.length;
    const step = Buffer.alloc(blockBytes, part);
    for (let block = 0; block < input.length; block += blockBytes) addOne(input, block, step);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Adds `step` and 1 to a block of the input, as one large number, and drops what overflows. */
function addOne(input: Buffer, block: number, step: Buffer): void {
  let carry = 1;
  for (let at = step.length - 1; at >= 0; at -= 1) {
    const sum = (input[block + at] ?? 0) + (step[at] ?? 0) + carry;
    input[block + at] = sum & 0xff;
    carry = sum >> 8;
  }
}

export { forge };
