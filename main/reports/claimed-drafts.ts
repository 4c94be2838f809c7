import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { caseKey } from '#shared/worklist/case-claim.ts';
import type { Coordinator } from '#shared/worklist/coordinator.ts';
import type { ClaimDesk } from '../coordination/claim-desk.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { Clock } from '../platform/clock.ts';
import type { EventHub } from '../platform/event-hub.ts';
import type { RequestRepository } from '../studies/request.repository.ts';
import type { ReportRepository } from './report.repository.ts';
import type { ReportService } from './report.service.ts';

export interface ClaimedDraftsDependencies {
  readonly reports: Remote<ReportRepository>;
  readonly requests: Remote<RequestRepository>;
  readonly coordination: { readonly coordinator: Coordinator; readonly desk: ClaimDesk };
  readonly events: EventHub;
  readonly clock: Clock;
}

export interface ClaimedDrafts {
  /** The report service whose drafts are kept at the hub as well, under the claim they are written under. */
  readonly keep: (service: ReportService) => ReportService;
  /** Goes on with what a colleague has written, where nothing is written here. */
  readonly take: (caseKey: string) => Promise<void>;
  readonly has: (requestId: number) => Promise<boolean>;
}

/** A draft outlives its seat: it goes with the case to whom it is handed, and stays at the hub when a seat dies. */
export function withClaimedDrafts({ reports, requests, coordination: { coordinator, desk }, events, clock }: ClaimedDraftsDependencies): ClaimedDrafts {
  return {
    keep: (service) =>
      coordinator.kind === 'embedded'
        ? service
        : {
            ...service,
            async saveDraft(requestId, expectedRevision, text) {
              const saved = await service.saveDraft(requestId, expectedRevision, text);
              const request = await requests.find(requestId);
              if (request !== undefined) await desk.keepDraft(caseKey(request), saved.revision, JSON.stringify(text));
              return saved;
            },
          },

    async take(key) {
      const requestId = (await requests.findByCase(key))?.id;
      if (requestId === undefined || (await reports.draft(requestId)) !== undefined) return;
      try {
        const draft = await coordinator.draft(key);
        if (draft === undefined || draft.seatId === coordinator.seat.seatId) return;
        const saved = await reports.saveDraft({ requestId, expectedRevision: 0, ...(JSON.parse(draft.text) as ReportText), savedAt: clock.now().toISOString() });
        if (saved !== undefined) events.publish({ kind: 'report-changed', studyIds: saved.studyIds });
      } catch (error) {
        // A hub that is away now is asked when the case is opened again.
        if (!isAppError(error, 'report/already-signed') && !isAppError(error, 'hub/unreachable')) throw error;
      }
    },

    has: async (requestId) => (await reports.draft(requestId)) !== undefined,
  };
}
