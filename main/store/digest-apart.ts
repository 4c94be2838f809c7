import { subtle } from 'node:crypto';

/** Below this the way to another thread costs more than the digest. */
const LEAST_BYTES = 64 * 1024;
/** The other thread has a copy of its own: so much of an instance at most. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Whether the digests of an instance's frames are worth the way to another thread. */
export function isDigestedApart(frames: readonly Uint8Array[]): boolean {
  const bytes = frames.reduce((sum, frame) => sum + frame.length, 0);
  return bytes >= LEAST_BYTES * frames.length && bytes <= MOST_BYTES && frames.length > 0;
}

/** SHA-256 of each frame, made on Node's other threads while this one goes on: half of what an image costs on its way into the store. */
export async function digestApart(frames: readonly Uint8Array[]): Promise<readonly Buffer[]> {
  return Promise.all(frames.map(async (frame) => Buffer.from(await subtle.digest('SHA-256', frame as Uint8Array<ArrayBuffer>))));
}
