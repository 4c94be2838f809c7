import { Attribute, ContentInfo, type SignedData } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import { createHash } from 'node:crypto';
import { readSignedData, SIGNATURE_TIME_STAMP } from './detached-cms.ts';
import { verifyTimeStamp } from './time-stamp-token.ts';
import { signatureIn } from './verification/check-signed-file.ts';

/** Where the last signature of a file stands: from `<` to `>`, zero-based, the end behind the bracket. */
function lastSignaturePlace(text: string): { readonly start: number; readonly end: number } {
  const range = [...text.matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+\d+\s*\]/g)].at(-1);
  const [start, end] = [Number(range?.[1]), Number(range?.[2])];
  if (range === undefined || text[start] !== '<' || text[end - 1] !== '>') throw new Error('the paper is not signed');
  return { start, end };
}

function lastMessage(pdf: Uint8Array): { readonly place: { readonly start: number; readonly end: number }; readonly signedData: SignedData } {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const place = lastSignaturePlace(text);
  const cms = signatureIn(text.slice(place.start, place.end));
  const signedData = cms && readSignedData(cms);
  if (signedData === undefined) throw new Error('the signature of the paper cannot be read');
  return { place, signedData };
}

/** Value of the last signature in a file. */
export function lastSignatureValue(pdf: Uint8Array): Uint8Array {
  const [signer] = lastMessage(pdf).signedData.signerInfos;
  if (signer === undefined) throw new Error('the signature of the paper has no signer');
  return new Uint8Array(signer.signature.buffer);
}

/**
 * Adds a signature-time-stamp (RFC 3161 appendix A, PAdES B-T) to the last signature of a file, in the zeros that were kept behind it. The
 * signed bytes and the length of the file stay as they are.
 * @throws Error when the token is not over this signature, or does not fit into the place
 */
export function addTimeStamp(pdf: Uint8Array, token: Uint8Array): Uint8Array {
  const { place, signedData } = lastMessage(pdf);
  const [signer] = signedData.signerInfos;
  if (signer === undefined || signer.unsignedAttrs !== undefined) throw new Error('the signature has its time stamp');
  const digest = createHash('sha256').update(Buffer.from(signer.signature.buffer)).digest();
  if (verifyTimeStamp(token, digest) === undefined) throw new Error('the time stamp is not over this signature');
  signer.unsignedAttrs = [new Attribute({ attrType: SIGNATURE_TIME_STAMP, attrValues: [Uint8Array.from(token).buffer] })];
  const message = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: AsnConvert.serialize(signedData) });
  const hex = Buffer.from(AsnConvert.serialize(message)).toString('hex').toUpperCase();
  const room = place.end - place.start - 2;
  if (hex.length > room) throw new Error('the time stamp does not fit beside the signature');
  const stamped = Uint8Array.from(pdf);
  stamped.set(Buffer.from(hex.padEnd(room, '0'), 'latin1'), place.start + 1);
  return stamped;
}
