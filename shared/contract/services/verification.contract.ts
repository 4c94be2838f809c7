import { z } from 'zod';
import { method } from '../base-contract.ts';
import { instant, uid } from '../vocabulary.ts';

const fieldName = z.string();
const trust = z.enum(['anchor', 'known-signer', 'unknown']);

/** `shared/report/file-verdict.ts` says what each means. */
export const fileFault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-a-pdf') }),
  z.object({ kind: z.literal('unreadable-form'), offset: z.int().nonnegative() }),
  z.object({ kind: z.literal('unsigned') }),
  z.object({ kind: z.literal('bytes-behind'), what: z.enum(['padding', 'update']), bytes: z.int() }),
  z.object({ kind: z.literal('not-covered'), fieldName }),
  z.object({ kind: z.literal('forbidden-change'), object: z.int(), revision: z.int() }),
  z.object({ kind: z.literal('content-changed'), fieldName }),
  z.object({ kind: z.literal('signature-invalid'), fieldName, fault: z.enum(['structure', 'signature', 'chain']) }),
  z.object({ kind: z.literal('chain-incomplete'), fieldName }),
  z.object({ kind: z.literal('certificate-not-valid-then'), fieldName, signerName: z.string() }),
  z.object({ kind: z.literal('time-stamp-invalid'), fieldName }),
  z.object({ kind: z.literal('content-missing') }),
  z.object({ kind: z.literal('content-not-canonical') }),
  z.object({ kind: z.literal('content-signature-invalid') }),
  z.object({ kind: z.literal('other-code'), code: z.string() }),
]);

export const fileVerdict = z.object({
  status: z.enum(['intact', 'refused']),
  faults: z.array(fileFault),
  signatures: z.array(
    z.object({
      fieldName, kind: z.enum(['signature', 'document-time-stamp']), signerName: z.string(), issuerName: z.string(), claimedAt: instant.nullable(),
      timeStamp: z.object({ at: instant, authority: z.string(), trust }).nullable(), trust, certificateSha256: z.string(),
    }),
  ),
  level: z.enum(['B-B', 'B-T', 'B-LT']).nullable(),
  content: z
    .object({
      reportUid: uid, version: z.int().positive(), predecessorVersion: z.int().nullable(), hospitalName: z.string(), accessionNumber: z.string(), signedAt: instant,
      isDemo: z.boolean(), verificationCode: z.string(), contentSha256: z.string(),
    })
    .nullable(),
  paper: z.enum(['same', 'differs', 'not-compared']),
});

/** What this seat knows of a report by its code. */
export const codeVerdict = z.object({
  /** `standing`: the newest version. `replaced`: there is a newer one. `withdrawn`: must not be used. `unknown`: not signed at this seat. */
  status: z.enum(['standing', 'replaced', 'withdrawn', 'unknown']),
  version: z.int().positive().nullable(),
  newestVersion: z.int().positive().nullable(),
  signedAt: instant.nullable(),
  signerName: z.string(),
});

/** Is this paper a report of ours, whole, and does it stand? */
export const verificationContract = {
  /** @param pdf base64 */
  verifyFile: method().input(z.object({ pdf: z.base64().max(20_000_000), code: z.string().max(200).nullable() })).output(fileVerdict),
  /** 验真码 as printed, or the text of the symbol. */
  verifyCode: method().input(z.object({ code: z.string().trim().min(1).max(200) })).output(codeVerdict),
};
