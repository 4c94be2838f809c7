import { isAppError } from '#shared/errors/app-error.ts';
import type { ReportClaim } from '#shared/report/canonical-report.ts';
import { caseKey } from '#shared/worklist/case-claim.ts';
import type { ClaimDesk, SigningClaim } from '../coordination/claim-desk.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { StoredRequest } from '../studies/study.ts';
import type { AuditSignature } from './audit-signature.ts';
import type { ReportRepository, Signature } from './report.repository.ts';
import { bundleOf, readBundle } from './signature-bundle.ts';

export interface CoordinatedRecordingDependencies {
  readonly desk: () => Pick<ClaimDesk, 'prepareSigning' | 'accept' | 'settle'>;
  readonly reports: Remote<ReportRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly auditSignature: AuditSignature;
  /** Seat as the hub knows it; undefined where this seat is its own coordinator, and the fence says nothing to a reader. */
  readonly seatInReport: string | undefined;
}

/** From the physician's PIN to a report that stands: first the coordinator has it, then this catalogue, then the physician sees "signed". */
export interface CoordinatedRecording {
  /** @throws AppError `claim/held`, `claim/lost`, `claim/final` */
  readonly prepare: (request: StoredRequest, isCorrection: boolean) => Promise<SigningClaim & { readonly inReport: { readonly claim?: ReportClaim } }>;
  /** @returns the studies whose state moved. @throws AppError `claim/lost`, `claim/final`, `report/already-signed`, `report/stale-revision` */
  readonly record: (request: StoredRequest, claim: SigningClaim, signature: Omit<Signature, 'audit'>) => Promise<number[]>;
  /** Takes in a report that the coordinator has from this seat and this catalogue has not. @returns false while its request is unknown here */
  readonly adopt: (bundle: Uint8Array) => Promise<boolean>;
}

export function createCoordinatedRecording({ desk, reports, requests, auditSignature, seatInReport }: CoordinatedRecordingDependencies): CoordinatedRecording {
  return {
    async prepare(request, isCorrection) {
      const claim = await desk().prepareSigning(caseKey(request), isCorrection ? 'correction' : 'reading');
      return { ...claim, inReport: seatInReport === undefined ? {} : { claim: { seat: seatInReport, ...claim } } };
    },

    async record(request, { fence, isOffline }, signature) {
      const { reportUid, version, signerName: signer } = signature;
      const bundle = bundleOf(caseKey(request), signature);
      const standing = await desk().accept({ reportUid, requestId: request.id, caseKey: caseKey(request), version, fence, isOffline, signer, bundle });
      try {
        const studyIds = await reports.recordSignature({ ...signature, audit: await auditSignature(signature, request.studyIds) });
        await desk().settle(reportUid, standing);
        return studyIds;
      } catch (error) {
        // What the coordinator has accepted is taken in later by `adopt`.
        await desk().settle(reportUid, 'waiting');
        throw error;
      }
    },

    async adopt(bundle) {
      const { caseKey: key, signature } = readBundle(bundle);
      const request = await requests.findByCase(key);
      if (request === undefined) return false;
      const whole = { ...signature, requestId: request.id, predecessorId: (await reports.newest(request.id))?.id ?? null };
      try {
        await reports.adoptSignature({ ...whole, audit: await auditSignature(whole, request.studyIds) });
        return true;
      } catch (error) {
        if (isAppError(error, 'report/already-signed')) return false;
        throw error;
      }
    },
  };
}
