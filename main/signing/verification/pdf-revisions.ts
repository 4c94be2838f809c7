import { createPdfReader, entriesOf, UnreadablePdf, type PdfReader, type PdfValue } from './pdf-values.ts';

/** The file as it was after one save: the paper itself, or an update behind it. ISO 32000-1 7.5.6. */
export interface PdfRevision {
  /** Where its first byte stands, and the first byte behind it. */
  readonly start: number;
  readonly end: number;
  /** The objects that it wrote, by number. */
  readonly objects: ReadonlyMap<number, PdfValue>;
  /** Number of the catalogue. */
  readonly root: number;
  /** Size of its trailer: one more than the highest number in use. */
  readonly size: number;
}

/**
 * Cuts a file into its revisions, strictly: each holds its objects one behind the other and nothing between them, a table of just these
 * objects, a trailer that names the revision before, and its end. A hidden object, a gap with bytes in it, or a table that leads elsewhere
 * makes the file unreadable here, however readily a viewer repairs it.
 * @param text one character a byte
 * @throws UnreadablePdf
 */
export function readPdfRevisions(text: string): readonly PdfRevision[] {
  const revisions: PdfRevision[] = [];
  let start = 0;
  let previousTable = -1;
  while (start < text.length) {
    const reader = createPdfReader(text, start, text.length);
    if (start === 0) skipHeader(reader);
    const places = new Map<number, number>();
    const objects = readObjects(reader, places);
    const table = reader.offset();
    const trailer = readTable(reader, places);
    const root = entriesOf(trailer).get('Root');
    const size = entriesOf(trailer).get('Size');
    const previous = entriesOf(trailer).get('Prev');
    if (root?.kind !== 'reference' || size?.kind !== 'number') throw new UnreadablePdf(table, 'a trailer without its catalogue');
    if ((previous?.kind === 'number' ? previous.value : -1) !== previousTable) throw new UnreadablePdf(table, 'a trailer that leads elsewhere');
    if (entriesOf(trailer).has('Encrypt') || entriesOf(trailer).has('XRefStm')) throw new UnreadablePdf(table, 'a trailer of another form');
    if ([...places.keys()].some((number) => number >= size.value)) throw new UnreadablePdf(table, 'an object beyond the size of the file');
    reader.skipSpace();
    reader.demand('startxref\n');
    if (reader.integer() !== table) throw new UnreadablePdf(reader.offset(), 'the end leads elsewhere');
    reader.demand('\n%%EOF');
    if (!reader.isAtEnd() && !reader.take('\n')) throw new UnreadablePdf(reader.offset(), 'bytes behind the end');
    revisions.push({ start, end: reader.offset(), objects, root: root.object, size: size.value });
    start = reader.offset();
    previousTable = table;
  }
  if (revisions.length === 0) throw new UnreadablePdf(0, 'an empty file');
  return revisions;
}

/** `%PDF-1.7` and one comment of four bytes above 127, as PDFKit writes it. ISO 32000-1 7.5.2. */
function skipHeader(reader: PdfReader): void {
  reader.demand('%PDF-1.');
  reader.integer();
  reader.demand('\n%\xff\xff\xff\xff\n');
}

function readObjects(reader: PdfReader, places: Map<number, number>): ReadonlyMap<number, PdfValue> {
  const objects = new Map<number, PdfValue>();
  for (;;) {
    skipLineFeed(reader);
    if (reader.isAt('xref\n')) return objects;
    const place = reader.offset();
    const number = reader.integer();
    reader.demand(' 0 obj');
    if (objects.has(number)) throw new UnreadablePdf(place, 'an object that is there twice');
    objects.set(number, reader.objectValue());
    reader.skipSpace();
    reader.demand('endobj');
    places.set(number, place);
  }
}

/** One line feed parts two objects, two at most; more would be room for something. */
function skipLineFeed(reader: PdfReader): void {
  const before = reader.offset();
  reader.skipSpace();
  if (reader.offset() - before > 2) throw new UnreadablePdf(before, 'padding between objects');
}

/** The table names every object of its revision where it stands, and no other. ISO 32000-1 7.5.4. @returns the trailer */
function readTable(reader: PdfReader, places: ReadonlyMap<number, number>): PdfValue {
  reader.demand('xref\n');
  const named = new Set<number>();
  while (!reader.isAt('trailer')) {
    const first = reader.integer();
    reader.demand(' ');
    const count = reader.integer();
    reader.demand('\n');
    for (let number = first; number < first + count; number += 1) {
      const place = reader.integer();
      reader.demand(' ');
      const generation = reader.integer();
      reader.demand(' ');
      if (reader.take('f')) {
        // Only the head of the free list: a freed object would be one that is taken away.
        if (number !== 0 || generation !== 65_535) throw new UnreadablePdf(reader.offset(), 'an object that is taken away');
      } else {
        reader.demand('n');
        if (places.get(number) !== place || generation !== 0 || named.has(number)) throw new UnreadablePdf(reader.offset(), 'a table that leads elsewhere');
        named.add(number);
      }
      skipLineFeed(reader);
    }
  }
  if (named.size !== places.size) throw new UnreadablePdf(reader.offset(), 'an object that no table names');
  reader.demand('trailer');
  skipLineFeed(reader);
  return reader.value();
}
