/** The only source of the time of day, so that tests and a corrected hospital clock can replace it. */
export interface Clock {
  readonly now: () => Date;
}

export const systemClock: Clock = { now: () => new Date() };
