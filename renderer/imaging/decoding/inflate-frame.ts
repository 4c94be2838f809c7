import { damagedCodestream } from '#shared/dicom/codec/damaged-codestream.ts';

/**
 * Inflates one frame (Deflated Image Frame Compression, PS3.5 A.4.12). What follows the deflated bits, such as a byte of padding, is not read.
 * @param neededBytes of the frame; more is not kept
 * @throws AppError `file/damaged` when fewer come out
 */
export async function inflateFrame(deflated: Uint8Array, neededBytes: number): Promise<Uint8Array> {
  const inflated = new Uint8Array(neededBytes);
  const stream = new Blob([deflated as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  let length = 0;
  try {
    while (length < neededBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      inflated.set(value.subarray(0, neededBytes - length), length);
      length += value.length;
    }
  } catch (cause) {
    if (length < neededBytes && cause instanceof TypeError) throw damagedCodestream('the deflated frame cannot be inflated');
  } finally {
    void reader.cancel().catch(() => undefined);
  }
  if (length < neededBytes) throw damagedCodestream(`the deflated frame has ${length} of ${neededBytes} bytes`);
  return inflated;
}
