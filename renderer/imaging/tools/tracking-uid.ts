/** A new UID of the 2.25 form: a random UUID as one number. PS3.5 B.2. */
export function newTrackingUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`).toString(10)}`;
}
