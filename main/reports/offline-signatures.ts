import type { ReportRequest, SignedReport } from '#shared/contract/services/reports.contract.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { AcceptanceRepository } from '../coordination/acceptance.repository.ts';
import type { OfflineSignatureRepository } from './offline-signature.repository.ts';
import type { ReportService } from './report.service.ts';

export interface OfflineSignaturesDependencies {
  readonly signatures: Remote<OfflineSignatureRepository>;
  readonly acceptances: Remote<AcceptanceRepository>;
  /** Since when the hospital of a request cannot be reached; null while it can. */
  readonly unreachableSince: (requestId: number) => Promise<string | null>;
}

/**
 * Marks a report that is signed while its hospital cannot be reached, and says so of it ever after: it is signed and final here, because this seat
 * is its own coordinator; it waits in the outbox, and the hospital does not have it yet.
 */
export function withOfflineMarks(reports: ReportService, { signatures, acceptances, unreachableSince }: OfflineSignaturesDependencies): ReportService {
  const describe = async (signed: SignedReport): Promise<SignedReport> => {
    const [since, acceptance] = await Promise.all([signatures.find(signed.reportUid), acceptances.standing(signed.reportUid)]);
    if (acceptance === undefined || acceptance.standing === 'final') return { ...signed, unreachableSince: since };
    return { ...signed, unreachableSince: since, standing: acceptance.standing };
  };
  return {
    ...reports,
    async forStudy(studyId) {
      const requests = await reports.forStudy(studyId);
      return Promise.all(requests.map(async (request): Promise<ReportRequest> => ({ ...request, signed: request.signed === null ? null : await describe(request.signed) })));
    },
    async sign(...input) {
      const [requestId] = input;
      const since = await unreachableSince(requestId);
      const signed = await reports.sign(...input);
      if (since !== null) await signatures.mark(signed.reportUid, since);
      return describe(signed);
    },
  };
}
