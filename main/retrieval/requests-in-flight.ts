/**
 * How many requests fill a line, and no more: a further one only delays the frame under the eye.
 * ceil((round trip + server time) / transfer time of one instance) + 1.
 * @param waitMs round trip and the server's time to the first byte, measured
 * @param transferMs time of one instance on the line, measured; 0 or less when not known yet
 */
export function requestsInFlight(waitMs: number, transferMs: number): number {
  if (transferMs <= 0) return 2;
  return Math.min(6, Math.ceil(waitMs / transferMs) + 1);
}

/** Waiting time before the next attempt: doubles from one second to a minute, and differs by up to half between seats. */
export function backOffMs(failures: number, random: () => number): number {
  const whole = Math.min(60_000, 1_000 * 2 ** Math.min(16, Math.max(0, failures - 1)));
  return Math.round(whole * (0.5 + random() / 2));
}

/** Of what has come, the last ten weighing two thirds. */
export function movingAverage(before: number | undefined, now: number): number {
  return before === undefined ? now : before * 0.9 + now * 0.1;
}
