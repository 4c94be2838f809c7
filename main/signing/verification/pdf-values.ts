/** A value of a PDF file, as ISO 32000-1 7.3 writes it. */
export type PdfValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly value: string }
  /** As it stands in the file, with its brackets. */
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> }
  | { readonly kind: 'reference'; readonly object: number }
  | { readonly kind: 'stream'; readonly entries: ReadonlyMap<string, PdfValue>; readonly start: number; readonly length: number };

/** A place of the file that does not read as this program writes it. What cannot be read cannot be proved. */
export class UnreadablePdf extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

export interface PdfReader {
  readonly offset: () => number;
  readonly skipSpace: () => void;
  readonly isAtEnd: () => boolean;
  readonly isAt: (text: string) => boolean;
  /** True, and steps over it, when this text stands here. */
  readonly take: (text: string) => boolean;
  /** @throws UnreadablePdf when another text stands here */
  readonly demand: (text: string) => void;
  readonly integer: () => number;
  readonly value: () => PdfValue;
  /** What stands between `N 0 obj` and `endobj`: a value, or a stream whose length is written beside it. */
  readonly objectValue: () => PdfValue;
}

const DEEPEST = 64;
const SPACE = /[\0\t\n\f\r ]*/y;
const INTEGER = /\d{1,10}/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)/y;
const REFERENCE = /(\d{1,10}) 0 R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y;
const HEXADECIMAL = /<[0-9A-Fa-f]*>/y;

/** Reads strictly, and by one way only: a file that two readers could take for two documents is not read at all. @param text one character a byte */
export function createPdfReader(text: string, start: number, end: number): PdfReader {
  let at = start;

  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null || pattern.lastIndex > end) return undefined;
    at = pattern.lastIndex;
    return found;
  };
  const fail = (message: string): never => {
    throw new UnreadablePdf(at, message);
  };
  const skipSpace = () => void match(SPACE);
  const isAt = (wanted: string) => text.startsWith(wanted, at) && at + wanted.length <= end;
  const take = (wanted: string) => {
    if (!isAt(wanted)) return false;
    at += wanted.length;
    return true;
  };
  const demand = (wanted: string) => {
    if (!take(wanted)) fail(`expected ${wanted}`);
  };
  const integer = () => Number(match(INTEGER)?.[0] ?? fail('expected a whole number'));

  const literal = (): PdfValue => {
    const from = at;
    let depth = 0;
    for (; at < end; at += 1) {
      const character = text[at];
      if (character === '\\') at += 1;
      else if (character === '(') depth += 1;
      else if (character === ')') {
        depth -= 1;
        if (depth === 0) {
          at += 1;
          return { kind: 'string', text: text.slice(from, at) };
        }
      }
    }
    return fail('a string has no end');
  };

  const entries = (depth: number): ReadonlyMap<string, PdfValue> => {
    const found = new Map<string, PdfValue>();
    for (;;) {
      skipSpace();
      if (take('>>')) return found;
      const name = match(NAME)?.[1] ?? fail('expected a name');
      // Of two entries of one name, readers take either the first or the last.
      if (found.has(name)) fail(`${name} stands twice`);
      skipSpace();
      found.set(name, read(depth + 1));
    }
  };

  const read = (depth: number): PdfValue => {
    if (depth > DEEPEST) fail('too deep');
    if (take('<<')) return { kind: 'dictionary', entries: entries(depth) };
    if (take('[')) {
      const items: PdfValue[] = [];
      for (;;) {
        skipSpace();
        if (take(']')) return { kind: 'array', items };
        items.push(read(depth + 1));
      }
    }
    if (text[at] === '(') return literal();
    const hexadecimal = match(HEXADECIMAL);
    if (hexadecimal !== undefined) return { kind: 'string', text: hexadecimal[0] };
    const name = match(NAME);
    if (name !== undefined) return { kind: 'name', value: name[1] ?? '' };
    const reference = match(REFERENCE);
    if (reference !== undefined) return { kind: 'reference', object: Number(reference[1]) };
    const number = match(NUMBER);
    if (number !== undefined) return { kind: 'number', value: Number(number[0]) };
    if (take('true')) return { kind: 'boolean', value: true };
    if (take('false')) return { kind: 'boolean', value: false };
    if (take('null')) return { kind: 'null' };
    return fail('no value');
  };

  const objectValue = (): PdfValue => {
    skipSpace();
    const value = read(0);
    skipSpace();
    if (value.kind !== 'dictionary' || !take('stream')) return value;
    if (!take('\r\n')) demand('\n');
    const length = value.entries.get('Length');
    // A length in another object could be changed by an update, and the stream with it.
    if (length?.kind !== 'number' || !Number.isInteger(length.value) || length.value < 0 || at + length.value > end) return fail('a stream without its length');
    const stream: PdfValue = { kind: 'stream', entries: value.entries, start: at, length: length.value };
    at += length.value;
    skipSpace();
    demand('endstream');
    return stream;
  };

  return { offset: () => at, skipSpace, isAtEnd: () => at >= end, isAt, take, demand, integer, value: () => read(0), objectValue };
}

/** Entries of a dictionary or a stream; none of anything else. */
export function entriesOf(value: PdfValue | undefined): ReadonlyMap<string, PdfValue> {
  return value?.kind === 'dictionary' || value?.kind === 'stream' ? value.entries : new Map();
}

/** Numbers of the objects that a value refers to, at any depth. */
export function referencesIn(value: PdfValue): readonly number[] {
  switch (value.kind) {
    case 'reference':
      return [value.object];
    case 'array':
      return value.items.flatMap(referencesIn);
    case 'dictionary':
    case 'stream':
      return [...value.entries.values()].flatMap(referencesIn);
    default:
      return [];
  }
}

/** Whether two values say the same; streams never do, for their bytes stand elsewhere. */
export function isSameValue(left: PdfValue | undefined, right: PdfValue | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (left.kind === 'array' && right.kind === 'array') {
    return left.items.length === right.items.length && left.items.every((item, index) => isSameValue(item, right.items[index]));
  }
  if (left.kind === 'dictionary' && right.kind === 'dictionary') return isSameDictionary(left.entries, right.entries, []);
  if (left.kind === 'stream' || right.kind === 'stream') return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** @param except names of entries that may differ */
export function isSameDictionary(left: ReadonlyMap<string, PdfValue>, right: ReadonlyMap<string, PdfValue>, except: readonly string[]): boolean {
  const names = new Set([...left.keys(), ...right.keys()].filter((name) => !except.includes(name)));
  return [...names].every((name) => isSameValue(left.get(name), right.get(name)));
}
