/** What a field for date and time shows of an instant: `2026-11-22T08:00` in the time of this machine. */
export function localMinute(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @returns undefined for a field that is not filled in */
export function instantOf(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** `CT、MR` or `CT, MR` as a list; each once. */
export function listed(text: string): string[] {
  return [...new Set(text.split(/[,，、;；\s]+/u).filter((part) => part !== ''))];
}

export function textOfList(list: readonly string[]): string {
  return list.join('、');
}
