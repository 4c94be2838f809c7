import { decodeLatin1, lenientDecoder, type TextKind } from './text-decoder.ts';

/**
 * What one half of the code table is mapped to. `none`: nothing; bytes there are shown as ISO 8859-1 so that they stay visible.
 * `jis-0212` is kept apart because EUC-JP writes it with a leading 8F.
 */
export type CodeElement =
  | { readonly kind: 'none' }
  | { readonly kind: 'ascii' }
  | { readonly kind: 'single-byte'; readonly label: string }
  | { readonly kind: 'double-byte'; readonly label: string }
  | { readonly kind: 'jis-0212' };

interface Designation {
  readonly half: 'left' | 'right';
  readonly element: CodeElement;
}

const left = (element: CodeElement): Designation => ({ half: 'left', element });
const right = (label: string): Designation => ({ half: 'right', element: { kind: 'single-byte', label } });

/** Escape sequences of PS3.3 tables C.12-3 and C.12-4, without the ESC itself. */
const DESIGNATIONS: readonly (readonly [escape: string, designation: Designation])[] = [
  ['$(D', left({ kind: 'jis-0212' })],
  ['$)C', { half: 'right', element: { kind: 'double-byte', label: 'euc-kr' } }],
  ['$)A', { half: 'right', element: { kind: 'double-byte', label: 'gb18030' } }],
  ['$B', left({ kind: 'double-byte', label: 'euc-jp' })],
  ['$@', left({ kind: 'double-byte', label: 'euc-jp' })],
  ['(B', left({ kind: 'ascii' })],
  ['(J', left({ kind: 'single-byte', label: 'jis-roman' })],
  [')I', right('shift_jis')],
  ['-A', right('latin-1')],
  ['-B', right('iso-8859-2')],
  ['-C', right('iso-8859-3')],
  ['-D', right('iso-8859-4')],
  ['-L', right('iso-8859-5')],
  ['-G', right('iso-8859-6')],
  ['-F', right('iso-8859-7')],
  ['-H', right('iso-8859-8')],
  ['-M', right('windows-1254')],
  ['-T', right('windows-874')],
  ['-b', right('iso-8859-15')],
];

const ESCAPE = 0x1b;

/**
 * Reads text with ISO 2022 code extensions. Both halves go back to what they were at the beginning before every control character, and
 * before the delimiters that the kind of value has. PS3.5 6.1.2.5.3
 */
export function createIso2022Decoder(initialLeft: CodeElement, initialRight: CodeElement): (bytes: Uint8Array, kind: TextKind) => string {
  return (bytes, kind) => {
    let text = '';
    let leftHalf = initialLeft;
    let rightHalf = initialRight;
    let position = 0;
    while (position < bytes.length) {
      const byte = bytes[position] ?? 0;
      if (byte === ESCAPE) {
        const found = designationAt(bytes, position + 1);
        if (found !== undefined) {
          if (found.designation.half === 'left') leftHalf = found.designation.element;
          else rightHalf = found.designation.element;
          position += 1 + found.length;
          continue;
        }
      }
      const isLeft = byte < 0x80;
      const element = isLeft ? leftHalf : rightHalf;
      if (byte < 0x20 || (isLeft && isSingleByte(element) && isDelimiter(byte, kind))) {
        text += String.fromCharCode(byte);
        leftHalf = initialLeft;
        rightHalf = initialRight;
        position += 1;
        continue;
      }
      const end = runEnd(bytes, position, isLeft, element, kind);
      text += decodeRun(bytes.subarray(position, end), element);
      position = end;
    }
    return text;
  };
}

function designationAt(bytes: Uint8Array, position: number): { readonly designation: Designation; readonly length: number } | undefined {
  for (const [escape, designation] of DESIGNATIONS) {
    let matches = true;
    for (let index = 0; index < escape.length; index += 1) {
      if (bytes[position + index] !== escape.charCodeAt(index)) matches = false;
    }
    if (matches) return { designation, length: escape.length };
  }
  return undefined;
}

function isSingleByte(element: CodeElement): boolean {
  return element.kind !== 'double-byte' && element.kind !== 'jis-0212';
}

function isDelimiter(byte: number, kind: TextKind): boolean {
  if (kind === 'single') return false;
  return byte === 0x5c || (kind === 'person-name' && (byte === 0x5e || byte === 0x3d));
}

/** The end of the bytes that belong to the same half of the table and need no look at the state. */
function runEnd(bytes: Uint8Array, start: number, isLeft: boolean, element: CodeElement, kind: TextKind): number {
  const canEndAtDelimiter = isLeft && isSingleByte(element);
  let end = start + 1;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] ?? 0;
    if (byte < 0x20 || byte < 0x80 !== isLeft || (canEndAtDelimiter && isDelimiter(byte, kind))) break;
  }
  return end;
}

function decodeRun(run: Uint8Array, element: CodeElement): string {
  if (element.kind === 'double-byte') return lenientDecoder(element.label).decode(run.map((byte) => byte | 0x80));
  if (element.kind === 'jis-0212') {
    const extended: number[] = [];
    for (let index = 0; index < run.length; index += 2) extended.push(0x8f, (run[index] ?? 0) | 0x80, (run[index + 1] ?? 0) | 0x80);
    return lenientDecoder('euc-jp').decode(Uint8Array.from(extended));
  }
  // JIS X 0201's left half differs from ASCII in the yen sign and the overline; both are used as `\` and `~` in practice.
  if (element.kind !== 'single-byte' || element.label === 'latin-1' || element.label === 'jis-roman') return decodeLatin1(run);
  return lenientDecoder(element.label).decode(run);
}
