/** Local days, both inclusive, `YYYY-MM-DD`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const PERIODS = ['week', 'month', 'last-month', 'year'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** @param today local day */
export function periodOf(name: PeriodName, today: Date): Period {
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  switch (name) {
    case 'week':
      return { from: dayOf(new Date(year, month, day - 6)), to: dayOf(today) };
    case 'month':
      return { from: dayOf(new Date(year, month, 1)), to: dayOf(today) };
    case 'last-month':
      return { from: dayOf(new Date(year, month - 1, 1)), to: dayOf(new Date(year, month, 0)) };
    case 'year':
      return { from: dayOf(new Date(year, 0, 1)), to: dayOf(today) };
    default:
      return name satisfies never;
  }
}

/** Midnight at the begin of the first day, midnight after the last one, as instants; undefined for days that are none. */
export function instantsOf({ from, to }: Period): { readonly from: string; readonly to: string } | undefined {
  const [start, end] = [new Date(`${from}T00:00:00`), new Date(`${to}T00:00:00`)];
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime()) || end < start) return undefined;
  end.setDate(end.getDate() + 1);
  return { from: start.toISOString(), to: end.toISOString() };
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
