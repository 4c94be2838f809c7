import type { AuditMessage } from '../audit/audit-message.ts';
import type { Signature } from './report.repository.ts';

/** Makes the message that says who signed what; it is written in the transaction of the signature. */
export type AuditSignature = (
  signature: Pick<Signature, 'reportUid' | 'signerName' | 'signedAt' | 'objects'>, studyIds: readonly number[],
) => Promise<AuditMessage>;
