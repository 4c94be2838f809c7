import type { z } from 'zod';
import type { codeVerdict } from '#shared/contract/services/verification.contract.ts';
import type { FileVerdict } from '#shared/report/file-verdict.ts';
import type { Remote } from '../database/remote-repositories.ts';
import { readVerificationCode } from '../documents/canonical-json.ts';
import type { DocumentMaker } from '../documents/document-maker.ts';
import type { SignerRepository } from '../signing/signer.repository.ts';
import type { EvidenceRepository } from './evidence.repository.ts';
import type { VersionRepository } from './version.repository.ts';

export interface VerificationServiceDependencies {
  readonly evidence: Remote<EvidenceRepository>;
  readonly versions: Remote<VersionRepository>;
  readonly signers: Remote<SignerRepository>;
  readonly documents: DocumentMaker;
}

export type VerificationService = ReturnType<typeof createVerificationService>;
type CodeVerdict = z.infer<typeof codeVerdict>;

const UNKNOWN: CodeVerdict = { status: 'unknown', version: null, newestVersion: null, signedAt: null, signerName: '' };

/** Is this paper a report of ours, whole, and does it stand? */
export function createVerificationService({ evidence, versions, signers, documents }: VerificationServiceDependencies) {
  return {
    async verifyFile(pdf: Uint8Array, code: string | undefined): Promise<FileVerdict> {
      const known = await signers.list();
      return documents.verify(pdf, known.map(({ certificatePem }) => certificatePem), code);
    },

    async verifyCode(text: string): Promise<CodeVerdict> {
      const code = readVerificationCode(text);
      const found = code && (await evidence.byCode(code.hashStart, code.reportUid));
      if (found === undefined) return UNKNOWN;
      const all = await versions.list(found.requestId);
      const own = all.find(({ version }) => version === found.version);
      const newestVersion = all[0]?.version ?? found.version;
      const status = own?.withdrawal !== null ? 'withdrawn' : newestVersion > found.version ? 'replaced' : 'standing';
      return { status, version: found.version, newestVersion, signedAt: found.signedAt, signerName: found.signerName };
    },
  };
}
