import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * From now on no thread of this process enlarges the place for young objects (V8 makes it up to 32 MB a thread), and this one gives back what starting has
 * made of it. Buffers of images hang on young objects: the later these are looked through, the more megabytes of images that nobody needs stay in memory.
 * To be called when everything has started: starting makes many young objects at once.
 */
export function keepMemorySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  // V8 never makes that place smaller while a program works, except where it is told that memory has come to its end.
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
