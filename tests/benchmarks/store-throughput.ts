import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackShelf } from '#main/store/pack-shelf.ts';
import { ctSlice } from '#tests/support/instances.ts';
import { quantile, type Figure } from './figure.ts';

/** A slice of 512 x 512 as JPEG-LS leaves it; the bytes are noise, so that nothing compresses by chance. */
const FRAME_BYTES = 210_000;
/** As many as retrieval has off the line and not yet on the disk: the next comes when one of them is stored. */
const AT_ONCE = 4;

/**
 * What the store takes in and gives back, encryption, parsing and digests included: instances of 210 KB into one pack, then every frame in a
 * random order. Reading measures the store, not the disk: what was just written is in the operating system's memory, as it is for a reader.
 */
export async function measureStoreThroughput(instances = 1_000): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tongyue-bench-'));
  const shelf = createPackShelf(folder, () => new Date());
  const reference = { studyId: 1, studyInstanceUid: '1.2.3', key: randomBytes(32) };
  try {
    // Rows x Columns x 1 byte is the frame: 300 x 700.
    const files = Array.from({ length: instances }, (_, index) => {
      const size = { Rows: 300, Columns: 700, BitsAllocated: 8, BitsStored: 8, HighBit: 7 };
      return ctSlice(index + 1, size, 0, randomBytes(FRAME_BYTES));
    });
    const writing = performance.now();
    const waiting = files.values();
    const takeIn = async () => {
      for (const file of waiting) await shelf.takeInstance(reference, file);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, takeIn));
    const written = performance.now() - writing;
    const order = files.map((_, index) => index + 1).sort(() => Math.random() - 0.5);
    const frameMs: number[] = [];
    const read = timed(() => {
      for (const number of order) {
        const started = performance.now();
        const answer = shelf.readFrame(reference, `1.2.3.1.${number}`, 1);
        frameMs.push(performance.now() - started);
        if (answer.kind !== 'held' || answer.frame.bytes.length !== FRAME_BYTES) throw new Error(`frame ${number} is ${answer.kind}`);
        giveAway(answer.frame.bytes);
      }
    });
    const megabytes = (instances * FRAME_BYTES) / 1e6;
    return [
      { key: 'storeWriteMegabytesPerSecond', what: 'written into a pack, encrypted', value: megabytes / (written / 1_000), bound: 'at-least', limit: 200 },
      { key: 'storeReadMegabytesPerSecond', what: 'read from a pack, decrypted and compared with its digest', value: megabytes / (read / 1_000), bound: 'at-least', limit: 1_000 },
      { key: 'storeFrameP95Ms', what: 'one frame out of a pack, 95 %', value: quantile(frameMs, 0.95), limit: 1 },
    ];
  } finally {
    shelf.closeAll();
    rmSync(folder, { recursive: true });
  }
}

/** As the thread of the packs does: it moves the memory of a frame to who asked, and has it no longer. */
function giveAway({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
