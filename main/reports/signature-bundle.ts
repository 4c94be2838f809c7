import type { Signature } from './report.repository.ts';

/** What travels of a signature: nothing of it names a row of this catalogue. */
export interface SignatureBundle {
  readonly caseKey: string;
  readonly signature: Omit<Signature, 'audit' | 'requestId' | 'predecessorId'>;
}

const BYTES = '$bytes';

/** A signature as bytes that another machine can deliver it from: JSON, with what is bytes in it as base64. */
export function bundleOf(caseKey: string, { requestId: _requestId, predecessorId: _predecessorId, ...signature }: Omit<Signature, 'audit'>): Uint8Array {
  const bundle: SignatureBundle = { caseKey, signature };
  return new TextEncoder().encode(JSON.stringify(bundle, (_key, value: unknown) => (isBytes(value) ? { [BYTES]: Buffer.from(bytesOf(value)).toString('base64') } : value)));
}

/** @throws SyntaxError for what no seat has written */
export function readBundle(bundle: Uint8Array): SignatureBundle {
  return JSON.parse(new TextDecoder().decode(bundle), (_key, value: unknown) => {
    const text = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[BYTES] : undefined;
    return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : value;
  }) as SignatureBundle;
}

/** What a Buffer has become before the replacer sees it. */
interface JsonBuffer {
  readonly type: 'Buffer';
  readonly data: readonly number[];
}

function isBytes(value: unknown): value is Uint8Array | JsonBuffer {
  return value instanceof Uint8Array || (value !== null && typeof value === 'object' && (value as Partial<JsonBuffer>).type === 'Buffer' && Array.isArray((value as Partial<JsonBuffer>).data));
}

function bytesOf(value: Uint8Array | JsonBuffer): Uint8Array {
  return value instanceof Uint8Array ? value : Uint8Array.from(value.data);
}
