import { createHash, type X509Certificate } from 'node:crypto';
import type { FileFault, FileSignature, Trust } from '#shared/report/file-verdict.ts';
import { checkDetached, isIssuedBy } from '../detached-cms.ts';
import { commonName } from '../signer-key.ts';
import { verifyTimeStamp, type TimeStamp } from '../time-stamp-token.ts';
import { forbiddenChange } from './permitted-update.ts';
import { readPdfRevisions, type PdfRevision } from './pdf-revisions.ts';
import { entriesOf, UnreadablePdf, type PdfValue } from './pdf-values.ts';

export interface TrustStore {
  /** Roots that are trusted. */
  readonly anchors: readonly X509Certificate[];
  /** Certificates of physicians that are known, such as those of this seat. */
  readonly signers: readonly X509Certificate[];
}

export interface SignedFileCheck {
  /** Empty: nothing is wrong with the file. */
  readonly faults: readonly FileFault[];
  /** In the order of their revisions; only those that hold. */
  readonly signatures: readonly FileSignature[];
  /** Validation data were added (DSS, B-LT). */
  readonly hasEvidence: boolean;
  /** undefined when the form of the file cannot be read. */
  readonly revisions: readonly PdfRevision[] | undefined;
}

/**
 * Checks a signed PDF, byte by byte: every signature holds and covers all that was there when it was made; what came behind the first one is
 * only signatures and evidence, and the last one covers the whole file but for evidence. Pure: no network, no clock; whether a certificate was
 * withdrawn is not asked.
 */
export function checkSignedFile(pdf: Uint8Array, trust: TrustStore): SignedFileCheck {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const text = file.toString('latin1');
  if (!text.startsWith('%PDF-')) return refused({ kind: 'not-a-pdf' });
  let revisions: readonly PdfRevision[];
  try {
    revisions = readPdfRevisions(text);
  } catch (error) {
    if (!(error instanceof UnreadablePdf)) throw error;
    return refused(...faultsOfUnreadable(file, text, error.offset));
  }
  return checkRevisions(file, text, revisions, trust);
}

function refused(...faults: readonly FileFault[]): SignedFileCheck {
  return { faults, signatures: [], hasEvidence: false, revisions: undefined };
}

/** What can still be said of a file whose form is broken: whether the signatures that it speaks of hold, and what stands behind them. */
function faultsOfUnreadable(file: Buffer, text: string, offset: number): readonly FileFault[] {
  const ranges = [...text.matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map(([, first, second, length]) => ({
    firstLength: Number(first), secondStart: Number(second), end: Number(second) + Number(length),
  }));
  const covered = Math.max(0, ...ranges.map(({ end }) => end).filter((end) => end <= file.length));
  if (ranges.length === 0) return [{ kind: 'unreadable-form', offset }];
  if (covered > 0 && offset >= covered && covered < file.length) {
    const behind = text.slice(covered);
    return [{ kind: 'bytes-behind', what: behind.includes('startxref') ? 'update' : 'padding', bytes: file.length - covered }];
  }
  const isChanged = ranges.some((range) => {
    const cms = signatureIn(text.slice(range.firstLength, range.secondStart));
    const checked = cms && range.end <= file.length && checkDetached(signedBytes(file, range), cms);
    return checked !== undefined && checked !== false && checked.kind === 'invalid' && checked.fault === 'digest';
  });
  return [...(isChanged ? [{ kind: 'content-changed', fieldName: '' } as const] : []), { kind: 'unreadable-form', offset }];
}

function checkRevisions(file: Buffer, text: string, revisions: readonly PdfRevision[], trust: TrustStore): SignedFileCheck {
  const faults: FileFault[] = [];
  const signatures: FileSignature[] = [];
  const signedUntil: number[] = [];
  const catalogue = entriesOf(revisions.flatMap((revision) => revision.objects.get(revision.root) ?? []).at(-1));
  revisions.forEach((revision, index) => {
    const isBehindSignature = signedUntil.length > 0;
    const change = isBehindSignature ? forbiddenChange(revisions.slice(0, index), revision) : undefined;
    if (change !== undefined) faults.push({ kind: 'forbidden-change', object: change, revision: index + 1 });
    for (const field of signaturesOf(revision)) {
      const checked = checkSignature(file, text, revision, field, trust);
      if (checked.fault !== undefined) faults.push(checked.fault);
      else signatures.push(checked.signature);
      signedUntil.push(index);
    }
  });
  const lastSigned = signedUntil.at(-1);
  if (lastSigned === undefined) return { faults: [{ kind: 'unsigned' }], signatures, hasEvidence: false, revisions };
  // Behind the last signature only evidence may stand, which forbiddenChange has looked at: a revision without it says nothing and is padding.
  const behind = revisions.slice(lastSigned + 1);
  const isEvidence = (revision: PdfRevision) => entriesOf(revision.objects.get(revision.root)).has('DSS');
  if (!behind.every(isEvidence)) faults.push({ kind: 'bytes-behind', what: 'update', bytes: file.length - (revisions[lastSigned]?.end ?? 0) });
  return { faults, signatures, hasEvidence: catalogue.has('DSS'), revisions };
}

interface SignatureField {
  readonly fieldName: string;
  readonly dictionary: ReadonlyMap<string, PdfValue>;
}

/** Signature dictionaries that a revision wrote, with the names of their fields. */
function signaturesOf(revision: PdfRevision): readonly SignatureField[] {
  return [...revision.objects].flatMap(([number, value]) => {
    const dictionary = entriesOf(value);
    const type = dictionary.get('Type');
    if (type?.kind !== 'name' || !['Sig', 'DocTimeStamp'].includes(type.value)) return [];
    const field = [...revision.objects.values()].map(entriesOf).find((entries) => {
      const signature = entries.get('V');
      return signature?.kind === 'reference' && signature.object === number;
    });
    const name = field?.get('T');
    return [{ fieldName: name?.kind === 'string' ? name.text.slice(1, -1) : '', dictionary }];
  });
}

/** The messages of all signatures of a file, in the order of their revisions. @throws UnreadablePdf */
export function signaturesInFile(pdf: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return readPdfRevisions(text).flatMap(signaturesOf).flatMap(({ dictionary }) => {
    const contents = dictionary.get('Contents');
    const cms = contents?.kind === 'string' ? signatureIn(contents.text) : undefined;
    return cms === undefined ? [] : [cms];
  });
}

type Checked = { readonly fault: FileFault } | { readonly fault: undefined; readonly signature: FileSignature };

function checkSignature(file: Buffer, text: string, revision: PdfRevision, { fieldName, dictionary }: SignatureField, trust: TrustStore): Checked {
  const range = byteRangeOf(dictionary.get('ByteRange'));
  const contents = dictionary.get('Contents');
  const isCovering =
    range !== undefined && contents?.kind === 'string' && range.firstLength > revision.start && range.end === revision.end &&
    text.slice(range.firstLength, range.secondStart) === contents.text;
  if (!isCovering) return { fault: { kind: 'not-covered', fieldName } };
  const cms = signatureIn(contents.text);
  if (cms === undefined) return { fault: { kind: 'signature-invalid', fieldName, fault: 'structure' } };
  const signed = signedBytes(file, range);
  const form = dictionary.get('SubFilter');
  if (form?.kind === 'name' && form.value === 'ETSI.RFC3161') return checkDocumentTimeStamp(cms, signed, fieldName, trust);

  const checked = checkDetached(signed, cms);
  if (checked.kind === 'invalid') {
    if (checked.fault === 'digest') return { fault: { kind: 'content-changed', fieldName } };
    return { fault: { kind: 'signature-invalid', fieldName, fault: checked.fault } };
  }
  const { certificate, chain, isChainComplete, signedAt, value, timeStampToken } = checked.signature;
  const found = trustIn(certificate, chain, isChainComplete, trust);
  if (found === undefined) return { fault: { kind: 'chain-incomplete', fieldName } };
  const stamp = timeStampToken && verifyTimeStamp(timeStampToken, sha256(value));
  if (timeStampToken !== undefined && stamp === undefined) return { fault: { kind: 'time-stamp-invalid', fieldName } };
  const stampTrust = stamp && trustIn(stamp.certificate, stamp.chain, stamp.isChainComplete, trust);
  if (stamp !== undefined && stampTrust === undefined) return { fault: { kind: 'chain-incomplete', fieldName } };
  const at = stamp?.at ?? signedAt;
  const signerName = commonName(certificate.subject);
  if (at === undefined || [certificate, ...chain].some((one) => at < one.validFromDate || at > one.validToDate)) {
    return { fault: { kind: 'certificate-not-valid-then', fieldName, signerName } };
  }
  return {
    fault: undefined,
    signature: {
      fieldName, kind: 'signature', signerName, issuerName: commonName(certificate.issuer), claimedAt: signedAt?.toISOString() ?? null, trust: found,
      timeStamp: stamp && stampTrust ? { at: stamp.at.toISOString(), authority: commonName(stamp.certificate.subject), trust: stampTrust } : null,
      certificateSha256: fingerprint(certificate),
    },
  };
}

/** A time stamp over the whole document, ETSI EN 319 142-1 5.4.3. */
function checkDocumentTimeStamp(token: Buffer, signed: Buffer, fieldName: string, trust: TrustStore): Checked {
  const stamp: TimeStamp | undefined = verifyTimeStamp(token, sha256(signed));
  const found = stamp && trustIn(stamp.certificate, stamp.chain, stamp.isChainComplete, trust);
  if (stamp === undefined || found === undefined) return { fault: { kind: 'time-stamp-invalid', fieldName } };
  const authority = commonName(stamp.certificate.subject);
  return {
    fault: undefined,
    signature: {
      fieldName, kind: 'document-time-stamp', signerName: authority, issuerName: commonName(stamp.certificate.issuer), claimedAt: null, trust: found,
      timeStamp: { at: stamp.at.toISOString(), authority, trust: found }, certificateSha256: fingerprint(stamp.certificate),
    },
  };
}

/** @returns undefined when the chain ends at a certificate that nobody here can vouch for, and that does not vouch for itself */
function trustIn(certificate: X509Certificate, chain: readonly X509Certificate[], isChainComplete: boolean, { anchors, signers }: TrustStore): Trust | undefined {
  const last = chain.at(-1) ?? certificate;
  const isAnchored = anchors.some((anchor) => anchor.raw.equals(last.raw) || (!isChainComplete && isIssuedBy(last, anchor)));
  if (isAnchored) return 'anchor';
  const isKnown = signers.some((signer) => signer.raw.equals(certificate.raw));
  if (!isChainComplete) return isKnown && chain.length === 0 ? 'known-signer' : undefined;
  return isKnown ? 'known-signer' : 'unknown';
}

interface ByteRange {
  readonly firstLength: number;
  readonly secondStart: number;
  readonly end: number;
}

function byteRangeOf(value: PdfValue | undefined): ByteRange | undefined {
  if (value?.kind !== 'array' || value.items.length !== 4) return undefined;
  const [start, firstLength, secondStart, secondLength] = value.items.map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  if (start !== 0 || firstLength === undefined || secondStart === undefined || secondLength === undefined) return undefined;
  return Number.isNaN(firstLength + secondStart + secondLength) || secondStart <= firstLength ? undefined : { firstLength, secondStart, end: secondStart + secondLength };
}

function signedBytes(file: Buffer, { firstLength, secondStart, end }: ByteRange): Buffer {
  return Buffer.concat([file.subarray(0, firstLength), file.subarray(secondStart, end)]);
}

/** Between the two pieces stands one string of hexadecimal digits, the signature and zeros behind it, and nothing else. */
export function signatureIn(gap: string): Buffer | undefined {
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

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function fingerprint({ raw }: X509Certificate): string {
  return sha256(raw).toString('hex');
}
