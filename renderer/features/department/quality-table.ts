import { QUALITY_GROUPS, type QualityFigures, type QualityGroup } from '#shared/report/quality/quality-figures.ts';

/** Words of the table, in the language of the screen. */
export interface QualityWords {
  readonly group: (group: QualityGroup) => string;
  /** The name of a group as it is shown: an urgency by its word, nothing by a dash. */
  readonly name: (group: QualityGroup, name: string) => string;
  readonly heads: { readonly by: string; readonly name: string; readonly count: string; readonly median: string; readonly p90: string; readonly promise: string; readonly positive: string };
  readonly total: string;
  readonly revisions: string;
  readonly withdrawn: string;
  readonly delivery: string;
  readonly undelivered: string;
  readonly critical: string;
  readonly criticalOpen: string;
  readonly criticalToldOn: string;
}

type Row = readonly (string | number | null)[];

/** The figures as one table for a spreadsheet: minutes with one decimal, shares in per cent with one decimal. */
export function qualityTable(figures: QualityFigures, words: QualityWords): readonly Row[] {
  const { heads } = words;
  const { total, delivery, critical } = figures;
  const row = (by: string, name: string, { count, medianMinutes, p90Minutes, withinPromise, positive }: QualityFigures['total']): Row => [
    by, name, count, rounded(medianMinutes), rounded(p90Minutes), percent(withinPromise), percent(positive),
  ];
  return [
    [heads.by, heads.name, heads.count, heads.median, heads.p90, heads.promise, heads.positive],
    row(words.total, '', total),
    ...QUALITY_GROUPS.flatMap((group) => figures.groups[group].map((one) => row(words.group(group), words.name(group, one.name), one))),
    [words.revisions, '', null, null, null, null, percent(figures.revisionRate)],
    ...(figures.withdrawn === undefined ? [] : [[words.withdrawn, '', figures.withdrawn, null, null, null, null]]),
    [words.delivery, '', delivery.count, rounded(delivery.medianMinutes), rounded(delivery.p90Minutes), null, null],
    [words.undelivered, '', delivery.undelivered, null, null, null, null],
    [words.critical, '', critical.found, rounded(critical.notification.medianMinutes), rounded(critical.notification.p90Minutes), null, null],
    [words.criticalOpen, '', critical.open, null, null, null, null],
    [words.criticalToldOn, '', critical.toldOn, null, null, null, null],
  ];
}

function rounded(minutes: number | null): number | null {
  return minutes === null ? null : Math.round(minutes * 10) / 10;
}

function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10;
}
