import fc from 'fast-check';
import { isAppError } from '#shared/errors/app-error.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { TEST_CODESTREAMS } from '#renderer/imaging/self-test/codestreams.ts';
import { selfPhantom } from '#renderer/imaging/self-test/self-phantoms.ts';
import type { ServedInstance } from '../viewer-harness/serve-viewer.ts';
import { byteMutations, headerMutations, mutateBytes, mutateHeader } from './mutate.ts';
import { phantomObjects } from './phantom-objects.ts';

/** Mutated objects for the real viewport: headers, whole files, and codestreams of every syntax. The same for the same seed. */
export function viewportCases(count: number, seed: number): readonly ServedInstance[] {
  const objects = phantomObjects();
  const choice = fc.tuple(fc.nat(objects.length - 1), fc.nat(TEST_CODESTREAMS.length - 1), fc.constantFrom('header', 'bytes', 'codestream'), headerMutations, byteMutations);
  const cases: ServedInstance[] = [];
  // More than enough: some files cannot be read any more, and are no matter of the viewport.
  for (const [objectIndex, codestreamIndex, kind, changes, bytes] of fc.sample(choice, { seed, numRuns: count * 3 })) {
    const made = kind === 'codestream' ? brokenCodestream(codestreamIndex, bytes) : mutatedObject(objects[objectIndex]?.part10 ?? new Uint8Array(), kind === 'bytes' ? bytes : [], kind === 'header' ? changes : []);
    if (made !== undefined) cases.push(made);
    if (cases.length === count) break;
  }
  return cases;
}

function mutatedObject(part10: Uint8Array, bytes: Parameters<typeof mutateBytes>[1], changes: Parameters<typeof mutateHeader>[1]): ServedInstance | undefined {
  try {
    const instance = readPart10(mutateBytes(part10, bytes));
    return { ...instance, metadata: mutateHeader(instance.metadata, changes) };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

function brokenCodestream(index: number, mutations: Parameters<typeof mutateBytes>[1]): ServedInstance | undefined {
  const codestream = TEST_CODESTREAMS[index];
  if (codestream === undefined) return undefined;
  const { bitsStored, transferSyntaxUid, base64 } = codestream;
  const attributes = { BitsAllocated: bitsStored > 8 ? 16 : 8, BitsStored: bitsStored, HighBit: bitsStored - 1 };
  const phantom = selfPhantom({ number: 7, rows: 16, columns: 16, frame: new Uint8Array(), transferSyntaxUid, attributes });
  const frame = new Uint8Array(Buffer.from(base64, 'base64'));
  // `mutateBytes` leaves the first 128 bytes, the preamble of a file, alone; a codestream has none.
  const padded = mutateBytes(Uint8Array.from([...new Uint8Array(128), ...frame]), mutations);
  return { ...phantom, frames: [padded.slice(128)], bulkData: [] };
}
