/** `1.`, `1、`, `1．`, `(1)`, `（1）`, `①` at the start of a line. A decimal number (1.5 cm) is no numbering. */
const NUMBERING = /^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳])\s*/u;

/** The lines of a 诊断意见 without their numbers and without empty ones: the paper numbers them itself. */
export function impressionLines(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(NUMBERING, '').trim())
    .filter((line) => line !== '');
}
