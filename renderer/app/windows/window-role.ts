/** What a window is for, as its address says. */
export type WindowRole =
  | { readonly kind: 'first'; readonly firstId: string }
  /** `number`: 2 to 4. `firstId`: the window whose study it shows. */
  | { readonly kind: 'reading'; readonly firstId: string; readonly number: number };

export const FIRST_READING_WINDOW = 2;
export const LAST_READING_WINDOW = 4;

/** @param address of the page @param ownId the name that a first window goes by */
export function windowRole(address: string, ownId: () => string): WindowRole {
  const { searchParams } = new URL(address);
  const number = Number(searchParams.get('window'));
  const firstId = searchParams.get('of') ?? '';
  const isReading = Number.isInteger(number) && number >= FIRST_READING_WINDOW && number <= LAST_READING_WINDOW && /^[\w-]{1,64}$/.test(firstId);
  return isReading ? { kind: 'reading', firstId, number } : { kind: 'first', firstId: ownId() };
}

/** @returns the path at which a reading window opens */
export function readingWindowPath(firstId: string, number: number): string {
  return `./?window=${number}&of=${encodeURIComponent(firstId)}`;
}

export function firstLock(firstId: string): string {
  return `tongyue-first-${firstId}`;
}

export function readingLock(firstId: string, number: number): string {
  return `tongyue-reading-${firstId}-${number}`;
}
