/** The one thing that this folder takes from its surroundings: the Encoding Standard's decoder, which Node and every browser have. */
interface Decoder {
  readonly decode: (bytes: Uint8Array) => string;
}
declare const TextDecoder: new (label: string, options?: { readonly fatal?: boolean }) => Decoder;

/**
 * What a value may hold. `single`: one value (LT, ST, UT, UR), where a backslash is a character. `multiple`: values parted by backslashes.
 * `person-name`: the same with `^` and `=` inside. It decides where code extensions are reset. PS3.5 6.1.2.5.3
 */
export type TextKind = 'single' | 'multiple' | 'person-name';

/** A decoder that shows U+FFFD for what it cannot read. */
export function lenientDecoder(label: string): Decoder {
  return new TextDecoder(label);
}

/** The text, or undefined when a byte does not belong to the encoding. */
export function decodeStrictly(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** ISO 8859-1 exactly: each byte is its own code point. (The Encoding Standard reads windows-1252 under that name.) */
export function decodeLatin1(bytes: Uint8Array): string {
  // Spreading a typed array goes through its iterator, which is ten times slower.
  if (bytes.length <= 8192) return Reflect.apply(String.fromCharCode, undefined, bytes);
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) text += decodeLatin1(bytes.subarray(start, start + 8192));
  return text;
}
