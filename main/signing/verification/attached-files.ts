import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { entriesOf, type PdfValue } from './pdf-values.ts';
import type { PdfRevision } from './pdf-revisions.ts';

const LARGEST_BYTES = 8 * 1024 * 1024;

/** Files that the paper carries, by name (ISO 32000-1 7.11.4), as the last revision that wrote them has them. A file that does not unpack is left out. */
export function attachedFiles(pdf: Buffer, revisions: readonly PdfRevision[]): ReadonlyMap<string, Uint8Array> {
  const objects = new Map(revisions.flatMap((revision) => [...revision.objects]));
  const files = new Map<string, Uint8Array>();
  for (const value of objects.values()) {
    const entries = entriesOf(value);
    const type = entries.get('Type');
    const name = entries.get('F');
    if (type?.kind !== 'name' || type.value !== 'Filespec' || name?.kind !== 'string') continue;
    const reference = entriesOf(entries.get('EF')).get('F');
    const bytes = reference?.kind === 'reference' ? unpacked(pdf, objects.get(reference.object)) : undefined;
    if (bytes !== undefined) files.set(name.text.slice(1, -1), bytes);
  }
  return files;
}

/** JPEGs of the pages, as they stand in the first revision, by the SHA-256 of their bytes in lower-case hexadecimal. */
export function attachedPictures(pdf: Buffer, [first]: readonly PdfRevision[]): ReadonlyMap<string, Uint8Array> {
  const streams = [...(first?.objects.values() ?? [])].filter((value) => value.kind === 'stream').filter(({ entries }) => {
    const [subtype, filter] = [entries.get('Subtype'), entries.get('Filter')];
    return subtype?.kind === 'name' && subtype.value === 'Image' && filter?.kind === 'name' && filter.value === 'DCTDecode';
  });
  return new Map(streams.map(({ start, length }) => {
    const bytes = new Uint8Array(pdf.subarray(start, start + length));
    return [createHash('sha256').update(bytes).digest('hex'), bytes];
  }));
}

function unpacked(pdf: Buffer, stream: PdfValue | undefined): Uint8Array | undefined {
  if (stream?.kind !== 'stream') return undefined;
  const bytes = pdf.subarray(stream.start, stream.start + stream.length);
  const filter = stream.entries.get('Filter');
  if (filter === undefined) return new Uint8Array(bytes);
  if (filter.kind !== 'name' || filter.value !== 'FlateDecode') return undefined;
  try {
    return new Uint8Array(inflateSync(bytes, { maxOutputLength: LARGEST_BYTES }));
  } catch {
    return undefined;
  }
}
