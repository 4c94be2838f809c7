import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, CertificateList, CRLDistributionPoints, id_ce_cRLDistributionPoints } from '@peculiar/asn1-x509';
import { verify, type X509Certificate } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { certificatesIn, hasSignedItself, isIssuedBy, readSignedData, SIGNATURE_TIME_STAMP } from './detached-cms.ts';
import { readPdfRevisions } from './verification/pdf-revisions.ts';
import { signaturesInFile } from './verification/check-signed-file.ts';

/** What a verifier of later years needs besides the file: who issued whom, and that nobody was withdrawn when it was signed. DER. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  /** Lists of withdrawn certificates, RFC 5280 5. */
  readonly revocationLists: readonly Uint8Array[];
}

/** Asks for a file over HTTP. @returns undefined when nobody answers */
export type Fetcher = (url: string) => Promise<Uint8Array | undefined>;

const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256', '1.2.840.113549.1.1.12': 'sha384', '1.2.840.113549.1.1.13': 'sha512', '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384', '1.2.840.10045.4.3.4': 'sha512',
};

/** All certificates in the signatures of a file and in their time stamps, each once. */
export function certificatesOfSignatures(pdf: Uint8Array): readonly X509Certificate[] {
  const messages = signaturesInFile(pdf).flatMap((cms) => {
    const signedData = readSignedData(cms);
    const stamps = signedData?.signerInfos.flatMap((signer) => (signer.unsignedAttrs ?? []).filter(({ attrType }) => attrType === SIGNATURE_TIME_STAMP).flatMap(({ attrValues }) => attrValues));
    return [signedData, ...(stamps ?? []).map((stamp) => readSignedData(new Uint8Array(stamp)))];
  });
  const all = messages.flatMap((message) => (message === undefined ? [] : (certificatesIn(message) ?? [])).map(({ certificate }) => certificate));
  return [...new Map(all.map((certificate) => [certificate.fingerprint256, certificate])).values()];
}

/**
 * Fetches the revocation list of every certificate in the signatures of a file whose issuer is there too. A list counts when its issuer signed it and
 * when it holds at this time. A root vouches for itself and has none.
 * @returns undefined while a list is missing: evidence with a hole is none
 */
export async function collectValidationData(pdf: Uint8Array, now: Date, fetchFile: Fetcher): Promise<ValidationData | undefined> {
  const certificates = certificatesOfSignatures(pdf);
  const lists: Uint8Array[] = [];
  for (const certificate of certificates.filter((one) => !hasSignedItself(one))) {
    const issuer = certificates.find((one) => one !== certificate && isIssuedBy(certificate, one));
    let found: Uint8Array | undefined;
    for (const url of distributionPoints(certificate)) {
      const list = await fetchFile(url);
      if (list !== undefined && issuer !== undefined && isListOf(list, issuer, now)) {
        found = list;
        break;
      }
    }
    if (found === undefined) return undefined;
    if (!lists.some((list) => Buffer.from(list).equals(found))) lists.push(found);
  }
  return { certificates: certificates.map(({ raw }) => new Uint8Array(raw)), revocationLists: lists };
}

/** Addresses of CRL Distribution Points, RFC 5280 4.2.1.13. */
function distributionPoints({ raw }: X509Certificate): readonly string[] {
  const extension = AsnConvert.parse(raw, Certificate).tbsCertificate.extensions?.find(({ extnID }) => extnID === id_ce_cRLDistributionPoints);
  if (extension === undefined) return [];
  const points = AsnConvert.parse(extension.extnValue.buffer, CRLDistributionPoints);
  return points.flatMap(({ distributionPoint }) => distributionPoint?.fullName?.flatMap((name) => name.uniformResourceIdentifier ?? []) ?? []).filter((url) => /^https?:/.test(url));
}

function isListOf(bytes: Uint8Array, issuer: X509Certificate, now: Date): boolean {
  try {
    const { tbsCertList, signature, signatureAlgorithm } = AsnConvert.parse(bytes, CertificateList);
    const hash = HASHES[signatureAlgorithm.algorithm];
    const until = tbsCertList.nextUpdate?.getTime();
    const isCurrent = tbsCertList.thisUpdate.getTime() <= now && (until === undefined || now <= until);
    const signed = Buffer.from(AsnConvert.serialize(tbsCertList));
    return hash !== undefined && isCurrent && verify(hash, signed, { key: issuer.publicKey, dsaEncoding: 'der' }, Buffer.from(signature));
  } catch {
    return false;
  }
}

/**
 * Puts validation data into a signed file (PAdES B-LT, ETSI EN 319 142-1 5.4.2): a Document Security Store as one more update behind all signatures.
 * The bytes that were there stay the start of what comes out.
 * @throws Error when the file has a store already
 */
export function addValidationData(pdf: Uint8Array, { certificates, revocationLists }: ValidationData): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const last = readPdfRevisions(text).at(-1);
  if (last === undefined) throw new Error('an empty file has no signature');
  const catalogue = text.slice(text.lastIndexOf(`\n${last.root} 0 obj\n`));
  const end = catalogue.indexOf('\nendobj');
  const body = catalogue.slice(catalogue.indexOf('<<'), end).trimEnd();
  if (!body.endsWith('>>') || body.includes('/DSS ')) throw new Error('the catalogue of the file cannot take evidence');

  const store = last.size;
  const parts: Buffer[] = [];
  const places = new Map<number, number>();
  let at = pdf.length;
  const put = (bytes: Buffer) => {
    parts.push(bytes);
    at += bytes.length;
  };
  const putObject = (number: number, ...content: readonly Uint8Array[]) => {
    places.set(number, at);
    put(Buffer.concat([Buffer.from(`${number} 0 obj\n`), ...content, Buffer.from('\nendobj\n')]));
  };
  if (!text.endsWith('\n')) put(Buffer.from('\n'));
  const streams = [...certificates, ...revocationLists];
  const references = (from: number, count: number) => Array.from({ length: count }, (_, index) => `${store + 1 + from + index} 0 R`).join(' ');
  putObject(last.root, Buffer.from(`${body.slice(0, -2).trimEnd()}\n/DSS ${store} 0 R\n>>`, 'latin1'));
  putObject(store, Buffer.from(`<<\n/Type /DSS\n/Certs [${references(0, certificates.length)}]\n/CRLs [${references(certificates.length, revocationLists.length)}]\n>>`));
  streams.forEach((stream, index) => {
    const packed = deflateSync(stream, { level: 9 });
    putObject(store + 1 + index, Buffer.from(`<<\n/Length ${packed.length}\n/Filter /FlateDecode\n>>\nstream\n`), packed, Buffer.from('\nendstream'));
  });
  const table = at;
  const previous = /startxref\n(\d+)\n%%EOF\n?$/.exec(text)?.[1] ?? '';
  const rows = [...places].toSorted(([left], [right]) => left - right).map(([number, place]) => `${number} 1\n${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `<<\n/Size ${store + 1 + streams.length}\n/Root ${last.root} 0 R\n${informationOf(text)}/Prev ${previous}\n>>`;
  put(Buffer.from(`xref\n${rows}trailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat([pdf, ...parts]));
}

/** What the last trailer says of the document itself is said again. */
function informationOf(text: string): string {
  const trailer = text.slice(text.lastIndexOf('trailer'));
  const [info] = /\/Info \d+ 0 R/.exec(trailer) ?? [];
  const [id] = /\/ID \[[^\]]*\]/.exec(trailer) ?? [];
  return `${info === undefined ? '' : `${info}\n`}${id === undefined ? '' : `${id}\n`}`;
}
