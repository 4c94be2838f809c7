import type { LedgerCase } from '#shared/contract/services/worklist.contract.ts';
import { LEDGER_STATIONS, minutesToStation, type LedgerStation } from '#shared/worklist/green-channel.ts';

export interface LedgerWords {
  readonly site: string;
  readonly reason: string;
  readonly examination: string;
  readonly station: (station: LedgerStation) => string;
  readonly minutes: (station: LedgerStation) => string;
  readonly openedBy: string;
  readonly signedBy: string;
  /** An instant as the table shows it. */
  readonly time: (instant: string) => string;
}

/** Stations that have a time since the arrival. */
export const LATER_STATIONS = LEDGER_STATIONS.filter((station) => station !== 'arrived');

/** The ledger for a spreadsheet: every station with its time and with the minutes since the arrival. No name and no number of a patient is in it. */
export function ledgerTable(cases: readonly LedgerCase[], words: LedgerWords): readonly (readonly (string | number | null)[])[] {
  return [
    [words.site, words.reason, words.examination, ...LEDGER_STATIONS.map(words.station), ...LATER_STATIONS.map(words.minutes), words.openedBy, words.signedBy],
    ...cases.map((one) => [
      one.siteName, one.reason, `${one.modalities.join(' ')} ${one.examination}`.trim(),
      ...LEDGER_STATIONS.map((station) => {
        const at = one.times[station];
        return at === null ? null : words.time(at);
      }),
      ...LATER_STATIONS.map((station) => minutesToStation(one.times, station)),
      one.openedBy, one.signedBy,
    ]),
  ];
}

/** The middle of the minutes to a station, of the cases that reached it; null for none. Of an even number the mean of the middle two. */
export function medianTo(cases: readonly LedgerCase[], station: LedgerStation): number | null {
  const minutes = cases.flatMap((one) => minutesToStation(one.times, station) ?? []).toSorted((left, right) => left - right);
  const middle = Math.floor(minutes.length / 2);
  const upper = minutes[middle];
  if (upper === undefined) return null;
  return minutes.length % 2 === 1 ? upper : Math.round(((minutes[middle - 1] ?? upper) + upper) * 5) / 10;
}
