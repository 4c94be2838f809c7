/**
 * Reads Timezone Offset From UTC (0008,0201), such as `+0800`, `-0330`. PS3.3 C.12.1.1.8: from -1200 to +1400.
 * @returns minutes east of UTC; undefined when absent or impossible
 */
export function parseTimezoneOffset(text: string): number | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text.trim());
  if (match === null || Number(match[3]) > 59) return undefined;
  const minutes = (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
  return minutes < -12 * 60 || minutes > 14 * 60 ? undefined : minutes;
}

export interface WallClock {
  /** `YYYY-MM-DD` */
  readonly date: string | null;
  /** `HH:MM:SS` */
  readonly time: string | null;
}

/**
 * A date and time as sent, on the wall clock of another place. Without an offset they are that clock's already: what a device wrote without
 * saying more, it read from the wall. A date without a time cannot be moved.
 * @param sentOffset Timezone Offset From UTC of the object, '' when it has none. @param placeOffset such as `+08:00`
 */
export function onWallClock({ date, time }: WallClock, sentOffset: string, placeOffset: string): WallClock {
  const sent = parseTimezoneOffset(sentOffset);
  const place = parseTimezoneOffset(placeOffset);
  if (date === null || time === null || sent === undefined || place === undefined || sent === place) return { date, time };
  const moved = new Date(Date.parse(`${date}T${time}Z`) + (place - sent) * 60_000).toISOString();
  return { date: moved.slice(0, 10), time: moved.slice(11, 19) };
}
