/** Hospitals of the alliance share one wall clock; China has one time zone. */
export const ALLIANCE_OFFSET = '+08:00';

/**
 * An instant on a wall clock.
 * @param instant ISO 8601, UTC, such as `2026-11-20T02:03:40.512Z`
 * @param offset `+HH:MM` or `-HH:MM`
 * @returns such as `2026-11-20T10:03:40+08:00`; fractions of a second are cut off
 */
export function localTimeText(instant: string, offset: string = ALLIANCE_OFFSET): string {
  const match = /^([+-])(\d{2}):(\d{2})$/.exec(offset);
  const milliseconds = Date.parse(instant);
  if (match === null || Number.isNaN(milliseconds)) throw new Error('localTimeText needs an instant and an offset such as +08:00');
  const minutes = (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
  return `${new Date(milliseconds + minutes * 60_000).toISOString().slice(0, 19)}${offset}`;
}

/** `2026-11-20 10:03:40`, as it is printed. @param local what `localTimeText` gave; '' stays '' */
export function printedTime(local: string): string {
  return local.slice(0, 19).replace('T', ' ');
}

/** A DT value with its offset, `20261120100340+0800`. PS3.5 6.2. */
export function dicomDateTime(local: string): string {
  return `${dicomDate(local)}${dicomTime(local)}${dicomOffset(local)}`;
}

/** A DA value, `20261120`. */
export function dicomDate(local: string): string {
  return local.slice(0, 10).replaceAll('-', '');
}

/** A TM value, `100340`. */
export function dicomTime(local: string): string {
  return local.slice(11, 19).replaceAll(':', '');
}

/** Timezone Offset From UTC (0008,0201), `+0800`. */
export function dicomOffset(local: string): string {
  return local.slice(19).replace(':', '');
}
