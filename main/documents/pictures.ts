import { attachedPictures } from '#main/signing/verification/attached-files.ts';
import { readPdfRevisions } from '#main/signing/verification/pdf-revisions.ts';

/** JPEGs by the SHA-256 of their bytes, lower-case hexadecimal: the report names them so, the paper carries them as they are. */
export type Pictures = ReadonlyMap<string, Uint8Array>;

/** The pictures that a paper of ours carries. @throws UnreadablePdf */
export function picturesIn(pdf: Uint8Array): Pictures {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  return attachedPictures(file, readPdfRevisions(file.toString('latin1')));
}
