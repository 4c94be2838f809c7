import { createIso2022Decoder, type CodeElement } from './iso-2022.ts';
import { lenientDecoder, type TextKind } from './text-decoder.ts';

/** Specific Character Set (0008,0005), ready to read text. */
export interface CharacterSet {
  /** As it was declared, such as `ISO_IR 100` or `\ISO 2022 IR 58`; '' when nothing was declared. */
  readonly declared: string;
  /**
   * How bytes with the high bit set are read before any escape sequence. `latin-1` and `none` are also what a system declares that never
   * thought about it; only these, and UTF-8 that is not UTF-8, may be repaired (text-repair.ts).
   */
  readonly highHalf: 'none' | 'latin-1' | 'utf-8' | 'other';
  /** Multi-byte sets that the declaration names beside a first one: bytes without an escape sequence may be theirs, and no other's. */
  readonly multiByteExtensions: readonly string[];
  /** Unicode; U+FFFD where the bytes mean nothing. Not yet split into values: a backslash can be half of a Chinese character. */
  readonly decode: (bytes: Uint8Array, kind: TextKind) => string;
}

/** PS3.3 table C.12-2 and C.12-3: ISO registration number to the label of the Encoding Standard. */
const SINGLE_BYTE_LABELS: Readonly<Record<string, string>> = {
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '203': 'iso-8859-15',
  '166': 'windows-874',
};

/**
 * @param declared the values of Specific Character Set as they were sent, padding allowed; spellings such as `ISO-IR 100`, `UTF-8` or
 * `GB2312` that real devices send are understood; a term that nobody defines is read as if nothing were declared
 */
export function characterSetOf(declared: readonly string[]): CharacterSet {
  const terms = declared.map((term) => term.replace(/\0+$/, '').trim());
  const written = terms.join('\\');
  const [first = '', ...others] = terms.map(registrationOf);
  if (first === '192') {
    return { declared: written, highHalf: 'utf-8', multiByteExtensions: [], decode: (bytes) => lenientDecoder('utf-8').decode(bytes) };
  }
  if (first === 'GB18030') {
    return { declared: written, highHalf: 'other', multiByteExtensions: [], decode: (bytes) => lenientDecoder('gb18030').decode(bytes) };
  }
  const right = rightHalfOf(first);
  // A set that was declared only as an extension may still come without its escape sequence; then it is the only one that can be meant.
  const extensions = others.map(rightHalfOf).filter((half) => half.kind !== 'none');
  const onlyExtension = extensions.length === 1 ? extensions[0] : undefined;
  const left: CodeElement = first === '13' ? { kind: 'single-byte', label: 'jis-roman' } : { kind: 'ascii' };
  const initialRight = right.kind === 'none' && onlyExtension !== undefined ? onlyExtension : right;
  const decode = createIso2022Decoder(left, initialRight);
  const multiByteExtensions = [...extensions.flatMap((half) => (half.kind === 'double-byte' ? [half.label] : [])), ...(others.some(isJapanese) ? ['japanese'] : [])];
  const isLatin1 = initialRight.kind === 'single-byte' && initialRight.label === 'latin-1';
  return { declared: written, multiByteExtensions, highHalf: initialRight.kind === 'none' ? 'none' : isLatin1 ? 'latin-1' : 'other', decode };
}

/** True when every byte is ASCII and no escape sequence begins: then all character sets agree. */
export function isPlainAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80 || byte === 0x1b) return false;
  return true;
}

/** `ISO_IR 100`, `ISO 2022 IR 100`, `ISO-IR 100` and `100` are the same set; '' for nothing or for an unknown term. */
function registrationOf(term: string): string {
  const normal = term.toUpperCase();
  const number = /^(?:ISO)?[ _-]*(?:2022)?[ _-]*(?:IR)?[ _-]*(\d{1,3})$/.exec(normal)?.[1];
  if (number !== undefined) return number;
  if (/^UTF[ _-]?8$/.test(normal)) return '192';
  if (/^(?:ISO[ _-]2022[ _-])?(?:GB[ _-]?18030|GBK|GB[ _-]?2312)$/.test(normal)) return 'GB18030';
  return '';
}

/** ISO 2022 IR 87 and 159 stand in the left half, after an escape sequence only. */
function isJapanese(registration: string): boolean {
  return registration === '87' || registration === '159';
}

/** What the right half of the code table (A0 to FF) holds at the beginning of a value. PS3.5 6.1.2.5.1 */
function rightHalfOf(registration: string): CodeElement {
  if (registration === '100') return { kind: 'single-byte', label: 'latin-1' };
  if (registration === '13') return { kind: 'single-byte', label: 'shift_jis' };
  if (registration === '149') return { kind: 'double-byte', label: 'euc-kr' };
  if (registration === '58') return { kind: 'double-byte', label: 'gb18030' };
  const label = SINGLE_BYTE_LABELS[registration];
  return label === undefined ? { kind: 'none' } : { kind: 'single-byte', label };
}
