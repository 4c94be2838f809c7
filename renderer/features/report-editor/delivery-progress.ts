import type { SignedReport } from '#shared/contract/services/reports.contract.ts';

type DeliveredObject = SignedReport['objects'][number];

/** The stations of a report on its way, in order. */
export const STATIONS = ['signed', 'sent', 'stored', 'read-back'] as const;

export interface DeliveryProgress {
  /** Zero-based station that the last object has reached. */
  readonly reached: number;
  /** Every object was read back equal: only now is it delivered. */
  readonly isDelivered: boolean;
  /** Objects that have reached the station after `reached`, for `读回核对 1/2 件`. */
  readonly ahead: number;
  readonly total: number;
  /** Where it stands still; `at` is the station that was not reached. */
  readonly stop: { readonly at: number; readonly object: DeliveredObject } | undefined;
}

/** Where a report stands: as far as the last of its objects. A conflict outranks a failure, because a person must look. */
export function deliveryProgress(objects: readonly DeliveredObject[]): DeliveryProgress {
  const ranks = objects.map(reachedStation);
  const reached = ranks.length === 0 ? 0 : Math.min(...ranks);
  const stopped =
    objects.find(({ station }) => station === 'conflict') ??
    objects.find((object) => object.station === 'failed' || (object.failure !== null && object.station !== 'read-back'));
  return {
    reached,
    isDelivered: objects.length > 0 && objects.every(({ station }) => station === 'read-back'),
    ahead: ranks.filter((rank) => rank > reached).length,
    total: objects.length,
    stop: stopped === undefined ? undefined : { at: stopped.station === 'conflict' ? STORED : reachedStation(stopped) + 1, object: stopped },
  };
}

const STORED = 2;

/** A conflict is found where the hospital should store; a failure says nothing of how far it came, so the signature alone is sure. */
function reachedStation({ station }: DeliveredObject): number {
  if (station === 'conflict') return 1;
  return station === 'failed' || station === 'withheld' ? 0 : STATIONS.indexOf(station);
}
