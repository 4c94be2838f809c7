import { expect, test } from 'vitest';
import { openPart10 } from '#main/part10/open-part10.ts';
import { readContent } from '#main/part10/read-content.ts';
import { codestreamLayoutOf } from '#shared/dicom/image/frame-pixels.ts';
import { decodeCodestream } from '#shared/dicom/codec/decode-codestream.ts';
import { inflateFrame } from '#renderer/imaging/decoding/inflate-frame.ts';
import { describeImage } from '#shared/dicom/image/image-description.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { hasDcmtk } from '#tests/support/oracles.ts';
import { oddFiles } from '#tests/support/pixels/odd-files.ts';

/**
 * Files that are odd and right: samples at any place of their words, with junk around them, signed and not; frames of odd lengths; fragments cut and
 * listed in all ways that are allowed and in some that are not. `npm run pixels` takes them, with those of the WebAssembly codecs, through the page:
 * node tests/support/pixels/write-odd-files.ts DIR.
 */
const NO_WASM = { inflate: inflateFrame, decode: () => Promise.reject(new Error('this test has no WebAssembly codec')) };

/** In the width of Bits Allocated, as the file's maker has them. */
function widened(values: ArrayLike<number>, bitsAllocated: number): Uint8Array {
  if (bitsAllocated <= 8) return Uint8Array.from(values, (value) => value & 0xff);
  return new Uint8Array(bitsAllocated <= 16 ? Uint16Array.from(values, (value) => value & 0xffff).buffer : Uint32Array.from(values, (value) => value >>> 0).buffer);
}

test.skipIf(!hasDcmtk())('every odd file gives the stored values that it was made of, or a reason', async () => {
  const wrong: string[] = [];
  let compared = 0;
  for (const { name, part10, expected, frameCount, needsWasm } of await oddFiles()) {
    if (needsWasm) continue;
    try {
      const opened = openPart10(part10);
      const { metadata, frames } = readContent(part10, opened);
      const image = describeImage(metadata);
      const places = frameCount > 1 ? [0, frameCount - 1] : [0];
      for (const [index, place] of places.entries()) {
        const { values } = await decodeCodestream(frames[place] ?? new Uint8Array(), opened.transferSyntaxUid, codestreamLayoutOf(image), NO_WASM);
        if (expected === 'refused') wrong.push(`${name}: not refused`);
        else if (Buffer.compare(widened(values, image.format.bitsAllocated), expected[index] ?? new Uint8Array()) !== 0) wrong.push(`${name}, frame ${place + 1}: other values`);
        compared += 1;
      }
    } catch (error) {
      if (expected !== 'refused' || !isAppError(error) || error.facts['reason'] === undefined) wrong.push(`${name}: ${String(error)}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(70);
});
