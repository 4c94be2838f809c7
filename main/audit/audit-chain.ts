import canonicalize from 'canonicalize';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import type { AuditMessage } from './audit-message.ts';

/** A row as it is kept. */
export interface AuditRecord {
  /** One-based, without gaps. */
  readonly sequence: number;
  /** RFC 8785. */
  readonly message: string;
  readonly digest: Uint8Array;
}

/** The newest row that the seat has signed. It is kept outside the catalogue, so that rows that were cut off are missed. */
export interface AuditHead {
  readonly sequence: number;
  /** Hexadecimal. */
  readonly digest: string;
  readonly signedAt: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

/** What stands in the place of the oldest rows once the rule of retention has removed them: the last one that went. */
export interface AuditAnchor {
  readonly sequence: number;
  readonly digest: Uint8Array;
  readonly signedAt: string;
  /** Ed25519. */
  readonly signature: Uint8Array;
}

/** A key that signed before the current one. Its public half is all that is left of it. */
export interface EarlierAuditKey {
  /** SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
  /** The row that announced its change: what it says of later ones is not believed. */
  readonly lastSequence: number;
  /** Until the key after it has signed a head. */
  readonly mayHaveSignedHead: boolean;
}

export type AuditVerdict =
  | { readonly status: 'holds'; readonly records: number; readonly head: AuditHead }
  | { readonly status: 'empty' }
  | { readonly status: 'broken'; readonly sequence: number; readonly fault: AuditFault };

/**
 * `row-changed`: the row does not fit its digest or the row before it; `row-missing`: a number is left out; `cut-off`: rows that the head
 * has seen are gone; `head-missing`, `head-changed`: the head is not there or its signature is not the seat's; `other-history`: the row that
 * the head names has another digest; `anchor-changed`: rows were removed from the beginning, and not by the seat.
 */
export type AuditFault = 'row-changed' | 'row-missing' | 'cut-off' | 'head-missing' | 'head-changed' | 'other-history' | 'anchor-changed';

/** Before the first row. */
export const FIRST_PREVIOUS_DIGEST = new Uint8Array(32);

export function canonicalAuditMessage(message: AuditMessage): string {
  const text = canonicalize(message);
  if (text === undefined) throw new Error('an audit message is a JSON object');
  return text;
}

/** @param sequence one-based */
export function auditDigest(previous: Uint8Array, sequence: number, message: string): Uint8Array {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(sequence));
  return new Uint8Array(createHash('sha256').update(previous).update(number).update(message, 'utf8').digest());
}

/** A new Ed25519 key of a seat: PKCS#8, DER. */
export function newAuditKey(): Uint8Array {
  return new Uint8Array(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }));
}

export function signHead(last: Pick<AuditRecord, 'sequence' | 'digest'>, signedAt: string, auditKey: Uint8Array): AuditHead {
  const head = { sequence: last.sequence, digest: Buffer.from(last.digest).toString('hex'), signedAt };
  return { ...head, signature: sign(null, headBytes(head), openKey(auditKey)).toString('base64') };
}

export function signAnchor({ sequence, digest }: Pick<AuditRecord, 'sequence' | 'digest'>, signedAt: string, auditKey: Uint8Array): AuditAnchor {
  const anchor = { sequence, digest, signedAt };
  return { ...anchor, signature: new Uint8Array(sign(null, anchorBytes(anchor), openKey(auditKey))) };
}

/** SubjectPublicKeyInfo, DER, base64. @param auditKey PKCS#8 */
export function publicAuditKey(auditKey: Uint8Array): string {
  return createPublicKey(openKey(auditKey)).export({ type: 'spki', format: 'der' }).toString('base64');
}

/** That the holder of the key before says: this one signs from now on. Both PKCS#8. @returns base64 */
export function endorseAuditKey(next: Uint8Array, previous: Uint8Array): string {
  return sign(null, endorsementBytes(publicAuditKey(next)), openKey(previous)).toString('base64');
}

/** Walks the whole chain. @param records in the order of their numbers; @param auditKey of the seat, PKCS#8; @param earlier oldest first */
export function verifyAuditChain(
  records: Iterable<AuditRecord>, head: AuditHead | undefined, auditKey: Uint8Array | undefined, anchor?: AuditAnchor, earlier: readonly EarlierAuditKey[] = [],
): AuditVerdict {
  const walk = startAuditWalk(head, auditKey, anchor, earlier);
  for (const record of records) {
    if (!walk.see(record)) break;
  }
  return walk.end();
}

/** The same, row by row, for who reads a page at a time. */
export function startAuditWalk(head: AuditHead | undefined, auditKey: Uint8Array | undefined, anchor?: AuditAnchor, earlier: readonly EarlierAuditKey[] = []) {
  /** Rows that the seat knows of without the head. */
  const lastKnown = earlier.at(-1)?.lastSequence ?? 0;
  let previous: Uint8Array = anchor?.digest ?? FIRST_PREVIOUS_DIGEST;
  let last = anchor?.sequence ?? 0;
  let digestAtHead: string | undefined = anchor !== undefined && anchor.sequence === head?.sequence ? Buffer.from(anchor.digest).toString('hex') : undefined;
  let broken: AuditVerdict | undefined =
    anchor !== undefined && !isSignedByAny(anchorBytes(anchor), anchor.signature, auditKey, earlier.filter(({ lastSequence }) => anchor.sequence <= lastSequence)) ? { status: 'broken', sequence: anchor.sequence, fault: 'anchor-changed' } : undefined;
  return {
    /** @returns false when the row does not follow from those before: there is no more to see */
    see({ sequence, message, digest }: AuditRecord): boolean {
      if (broken !== undefined) return false;
      if (sequence !== last + 1) broken = { status: 'broken', sequence: last + 1, fault: 'row-missing' };
      else if (!Buffer.from(auditDigest(previous, sequence, message)).equals(digest)) broken = { status: 'broken', sequence, fault: 'row-changed' };
      if (sequence === head?.sequence) digestAtHead = Buffer.from(digest).toString('hex');
      previous = digest;
      last = sequence;
      return broken === undefined;
    },
    end(): AuditVerdict {
      if (broken !== undefined) return broken;
      if (head === undefined) return last === 0 && lastKnown === 0 ? { status: 'empty' } : { status: 'broken', sequence: last, fault: 'head-missing' };
      const believed = earlier.filter(({ lastSequence, mayHaveSignedHead }) => mayHaveSignedHead && head.sequence <= lastSequence);
      if (!isSignedByAny(headBytes(head), Buffer.from(head.signature, 'base64'), auditKey, believed)) return { status: 'broken', sequence: head.sequence, fault: 'head-changed' };
      if (last < Math.max(head.sequence, lastKnown)) return { status: 'broken', sequence: last + 1, fault: 'cut-off' };
      if (digestAtHead !== head.digest) return { status: 'broken', sequence: head.sequence, fault: 'other-history' };
      return { status: 'holds', records: last, head };
    },
  };
}

function isSignedByAny(bytes: Uint8Array, signature: Uint8Array, auditKey: Uint8Array | undefined, earlier: readonly EarlierAuditKey[]): boolean {
  if (auditKey !== undefined && verify(null, bytes, createPublicKey(openKey(auditKey)), signature)) return true;
  return earlier.some(({ publicKey }) => verify(null, bytes, createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }), signature));
}

function openKey(auditKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(auditKey), format: 'der', type: 'pkcs8' });
}

function anchorBytes({ sequence, digest, signedAt }: Omit<AuditAnchor, 'signature'>): Buffer {
  return Buffer.from(`tongyue audit anchor\n${sequence}\n${Buffer.from(digest).toString('hex')}\n${signedAt}\n`, 'utf8');
}

function endorsementBytes(publicKey: string): Buffer {
  return Buffer.from(`tongyue audit key\n${publicKey}\n`, 'utf8');
}

function headBytes({ sequence, digest, signedAt }: Omit<AuditHead, 'signature'>): Buffer {
  return Buffer.from(`tongyue audit head\n${sequence}\n${digest}\n${signedAt}\n`, 'utf8');
}
