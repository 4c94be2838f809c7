/** As `shared/worklist/case-status.ts` has them. */
type Station = 'signed' | 'sent' | 'stored' | 'read-back' | 'failed' | 'conflict' | 'withheld';

/**
 * Where one version of a report is on its way, in one word; what a person must look at comes first.
 * `withdrawn`: taken back. `conflict`: the hospital holds other content under our UID. `refused`: the hospital refused an object. `failing`: the last
 * attempt went wrong, another follows. `behind`: an earlier version must arrive first. `stamp`: waits for its time stamp. `queued`: nothing has left.
 * `sending`: on the line or stored, not read back whole. `delivered`: every object was read back equal. `acknowledged`: the county said so.
 */
export type DeliveryWay = 'withdrawn' | 'conflict' | 'refused' | 'failing' | 'behind' | 'stamp' | 'queued' | 'sending' | 'delivered' | 'acknowledged';

export interface TrackedWay {
  readonly objects: readonly { readonly station: Station; readonly failure: object | null }[];
  readonly waitsForVersion: number | null;
  readonly stampAwaitedUntil: string | null;
  readonly acknowledgement: object | null;
  readonly withdrawal: object | null;
}

export function deliveryWay({ objects, waitsForVersion, stampAwaitedUntil, acknowledgement, withdrawal }: TrackedWay): DeliveryWay {
  const has = (station: Station) => objects.some((object) => object.station === station);
  const isReadBack = objects.length > 0 && objects.every(({ station }) => station === 'read-back' || station === 'withheld');
  if (has('conflict')) return 'conflict';
  if (has('failed')) return 'refused';
  if (!isReadBack && objects.some(({ failure }) => failure !== null)) return 'failing';
  if (withdrawal !== null) return 'withdrawn';
  if (isReadBack) return acknowledgement === null ? 'delivered' : 'acknowledged';
  if (waitsForVersion !== null) return 'behind';
  if (stampAwaitedUntil !== null) return 'stamp';
  return objects.every(({ station }) => station === 'signed') ? 'queued' : 'sending';
}
