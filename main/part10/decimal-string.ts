/** The most characters that DS may have. PS3.5 table 6.2-1 */
const MAXIMUM_LENGTH = 16;

/**
 * A number as DS: the shortest text that reads back as the same number, or, where that needs more than 16 characters, the one with the
 * most digits that fits.
 */
export function decimalString(number: number): string {
  if (!Number.isFinite(number)) throw new Error('DS holds finite numbers only');
  for (let digits = 17; digits >= 1; digits -= 1) {
    const rounded = digits === 17 ? number : Number(number.toPrecision(digits));
    if (!Number.isFinite(rounded)) continue;
    const fitting = [String(rounded), rounded.toExponential()].map(withoutPlus).find((text) => text.length <= MAXIMUM_LENGTH);
    if (fitting !== undefined) return fitting;
  }
  throw new Error(`${number} has no decimal string`);
}

/** A whole number as IS. PS3.5 table 6.2-1 */
export function integerString(number: number): string {
  if (!Number.isInteger(number) || number < -(2 ** 31) || number >= 2 ** 31) throw new Error(`${number} is no IS`);
  return withoutPlus(String(number));
}

function withoutPlus(text: string): string {
  return text.replace('e+', 'e');
}
