import type { CatalogueRepositories } from '#main/composition/catalogue-repositories.ts';
import { createClaimDesk, type ClaimDesk } from '#main/coordination/claim-desk.ts';
import { createEmbeddedCoordinator } from '#main/coordination/embedded/embedded-coordinator.ts';
import { asRemote } from '#main/database/remote-repositories.ts';
import type { Clock } from '#main/platform/clock.ts';
import { silentLog } from '#main/platform/log.ts';
import type { AuditSignature } from '#main/reports/audit-signature.ts';
import { createCoordinatedRecording, type CoordinatedRecording } from '#main/reports/coordinated-recording.ts';

/** The recording of a seat that is its own coordinator, over its real catalogue. */
export function embeddedRecording(
  catalogue: Pick<CatalogueRepositories, 'coordinator' | 'acceptances' | 'reports' | 'requests'>, { auditSignature, clock }: { readonly auditSignature: AuditSignature; readonly clock: Clock },
): CoordinatedRecording {
  const seat = { seatId: 'this-seat', person: '' };
  catalogue.coordinator.enterSeat(seat, 'administrator');
  const acceptances = asRemote(catalogue.acceptances);
  const recording = createCoordinatedRecording({ desk: (): ClaimDesk => desk, reports: asRemote(catalogue.reports), requests: asRemote(catalogue.requests), auditSignature, seatInReport: undefined });
  const desk = createClaimDesk({
    coordinator: createEmbeddedCoordinator({ repository: asRemote(catalogue.coordinator), seat, clock }),
    acceptances, adopt: recording.adopt, deliveryOf: (reportUid) => acceptances.deliveryOf(reportUid), onMoved: () => undefined, log: silentLog,
  });
  return recording;
}
