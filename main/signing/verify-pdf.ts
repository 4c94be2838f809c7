import { verifyDetached, type DetachedSignature } from './detached-cms.ts';

/** What our own look at a signed PDF says. Whether the signer is trusted is another question. */
export type PdfVerdict =
  | { readonly kind: 'unsigned' }
  /** `changed`: a digest or a signature does not fit. `extended`: something was added behind the last signature. */
  | { readonly kind: 'tampered'; readonly reason: 'changed' | 'extended' }
  | { readonly kind: 'valid'; readonly signatures: readonly DetachedSignature[] };

/**
 * Checks every signature of a PDF and requires that the last one covers the whole file, but for the place of the signature itself: viewers
 * call a file valid that was changed by an update behind its signature.
 */
export function verifyPdf(pdf: Uint8Array): PdfVerdict {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const ranges = byteRangesOf(file);
  if (ranges.length === 0) return { kind: 'unsigned' };
  const signatures: DetachedSignature[] = [];
  for (const range of ranges) {
    const signature = checkRange(file, range);
    if (signature === undefined) return { kind: 'tampered', reason: 'changed' };
    signatures.push(signature);
  }
  const covered = Math.max(...ranges.map((range) => range.end));
  return covered === file.length ? { kind: 'valid', signatures } : { kind: 'tampered', reason: 'extended' };
}

/** Byte Range of a signature dictionary: two pieces from the start of the file, the signature between them. ISO 32000-1 12.8.1. */
interface ByteRange {
  readonly firstLength: number;
  readonly secondStart: number;
  readonly end: number;
}

function byteRangesOf(file: Buffer): readonly ByteRange[] {
  const text = file.toString('latin1');
  return [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map(([, start, firstLength, secondStart, secondLength]) => ({
    firstLength: Number(start) === 0 ? Number(firstLength) : -1,
    secondStart: Number(secondStart),
    end: Number(secondStart) + Number(secondLength),
  }));
}

function checkRange(file: Buffer, { firstLength, secondStart, end }: ByteRange): DetachedSignature | undefined {
  if (firstLength < 0 || secondStart <= firstLength || end > file.length) return undefined;
  const cms = signatureIn(file.toString('latin1', firstLength, secondStart));
  return cms && verifyDetached(Buffer.concat([file.subarray(0, firstLength), file.subarray(secondStart, end)]), cms);
}

/** Between the two pieces stands one string of hexadecimal digits, the signature and zeros behind it, and nothing else. */
function signatureIn(gap: string): Buffer | undefined {
  if (!/^<(?:[0-9a-f]+|[0-9A-F]+)>$/.test(gap) || gap.length % 2 === 1) return undefined;
  const bytes = Buffer.from(gap.slice(1, -1), 'hex');
  const length = derLengthOf(bytes);
  if (length === undefined || length > bytes.length || bytes.subarray(length).some((byte) => byte !== 0)) return undefined;
  return bytes.subarray(0, length);
}

/** Length of the DER value at the start of the bytes, its tag and its length included. */
function derLengthOf(bytes: Buffer): number | undefined {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return undefined;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4 || bytes.length < 2 + count) return undefined;
  return 2 + count + bytes.readUIntBE(2, count);
}
