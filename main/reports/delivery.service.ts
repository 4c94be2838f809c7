import type { TrackedReport } from '#shared/contract/services/deliveries.contract.ts';
import { parsePersonName } from '#shared/dicom/values/person-name.ts';
import type { Remote } from '../database/remote-repositories.ts';
import type { DeliveryRepository } from '../delivery/delivery.repository.ts';
import type { Clock } from '../platform/clock.ts';
import type { DeliveryTrackRepository, StoredTrack } from './delivery-track.repository.ts';
import { toDeliveredObject } from './describe-report.ts';

export interface DeliveryServiceDependencies {
  readonly tracks: Remote<DeliveryTrackRepository>;
  readonly deliveries: Remote<DeliveryRepository>;
  readonly siteName: (siteId: string) => string;
  /** Something may leave now. */
  readonly onHurried: () => void;
  /** A seat with a time-stamp authority lets nothing leave before it was stamped, for a while. */
  readonly awaitsStamps: boolean;
  readonly clock: Clock;
}

export type DeliveryService = ReturnType<typeof createDeliveryService>;

/** What nobody at the county confirmed stays in sight for so long. */
const UNCONFIRMED_DAYS = 7;

/** The way of each report to its hospital. */
export function createDeliveryService({ tracks, deliveries, siteName, onHurried, awaitsStamps, clock }: DeliveryServiceDependencies) {
  const describe = async ({ signedReportId, isStamped, patientName, ...track }: StoredTrack): Promise<TrackedReport> => {
    const objects = await deliveries.ofReport(signedReportId);
    const waiting = objects.find(({ station, attempts }) => station === 'signed' && attempts === 0)?.nextAttemptAt ?? null;
    const isAwaitingStamp = awaitsStamps && !isStamped && waiting !== null && Date.parse(waiting) > clock.now().getTime();
    return {
      ...track,
      siteName: siteName(track.siteId),
      patientName: parsePersonName(patientName),
      stampAwaitedUntil: isAwaitingStamp ? waiting : null,
      acknowledgement: track.acknowledgement === null ? null : { ...track.acknowledgement },
      withdrawal: track.withdrawal === null ? null : { ...track.withdrawal },
      objects: objects.map((object) => ({ ...toDeliveredObject(object), storedAt: object.storedAt, readBackAt: object.readBackAt })),
    };
  };

  return {
    async list(show: 'open' | 'all', limit: number): Promise<{ reports: TrackedReport[]; total: number }> {
      const unconfirmedSince = new Date(clock.now().getTime() - UNCONFIRMED_DAYS * 86_400_000).toISOString();
      const found = await tracks.list({ show, unconfirmedSince, limit });
      return { reports: await Promise.all(found.tracks.map(describe)), total: found.total };
    },

    async hurry(siteId: string | null): Promise<{ objects: number }> {
      const objects = await deliveries.hurryWaiting(siteId, clock.now().toISOString());
      onHurried();
      return { objects };
    },
  };
}
