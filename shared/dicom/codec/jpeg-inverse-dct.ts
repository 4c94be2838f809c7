/** Bits of the fixed-point constants, and those kept between the passes: fewer for 12 bits, so that sums stay within 32. */
const CONST_BITS = 13;

/**
 * The accurate integer inverse cosine transform after Loeffler, Ligtenberg and Moschytz, with the rounding that the Independent JPEG Group's
 * `islow` has, so that our values are those of other decoders.
 * @param coefficients 64 in natural order, already multiplied by their quantisation
 * @param output 64 samples, level-shifted and clamped to `0 … 2^precision - 1`
 */
export function inverseDct(coefficients: Int32Array, output: Int32Array, workspace: Int32Array, precision: number): void {
  const passBits = precision > 8 ? 1 : 2;
  for (let column = 0; column < 8; column += 1) pass(coefficients, column, 8, workspace, CONST_BITS - passBits);
  for (let row = 0; row < 8; row += 1) pass(workspace, row * 8, 1, output, CONST_BITS + passBits + 3);
  const level = 1 << (precision - 1);
  const highest = (1 << precision) - 1;
  for (let index = 0; index < 64; index += 1) {
    const value = (output[index] ?? 0) + level;
    output[index] = value < 0 ? 0 : value > highest ? highest : value;
  }
}

function pass(input: Int32Array, at: number, step: number, output: Int32Array, shift: number): void {
  const in0 = input[at] ?? 0;
  const in1 = input[at + step] ?? 0;
  const in2 = input[at + 2 * step] ?? 0;
  const in3 = input[at + 3 * step] ?? 0;
  const in4 = input[at + 4 * step] ?? 0;
  const in5 = input[at + 5 * step] ?? 0;
  const in6 = input[at + 6 * step] ?? 0;
  const in7 = input[at + 7 * step] ?? 0;
  const round = 1 << (shift - 1);

  const even = (in2 + in6) * 4433;
  const even2 = even - in6 * 15137;
  const even3 = even + in2 * 6270;
  const sum = (in0 + in4) * 8192;
  const difference = (in0 - in4) * 8192;
  const t10 = sum + even3;
  const t13 = sum - even3;
  const t11 = difference + even2;
  const t12 = difference - even2;

  const z5 = (in7 + in3 + in5 + in1) * 9633;
  const z1 = (in7 + in1) * -7373;
  const z2 = (in5 + in3) * -20995;
  const z3 = (in7 + in3) * -16069 + z5;
  const z4 = (in5 + in1) * -3196 + z5;
  const odd0 = in7 * 2446 + z1 + z3;
  const odd1 = in5 * 16819 + z2 + z4;
  const odd2 = in3 * 25172 + z2 + z3;
  const odd3 = in1 * 12299 + z1 + z4;

  output[at] = (t10 + odd3 + round) >> shift;
  output[at + 7 * step] = (t10 - odd3 + round) >> shift;
  output[at + step] = (t11 + odd2 + round) >> shift;
  output[at + 6 * step] = (t11 - odd2 + round) >> shift;
  output[at + 2 * step] = (t12 + odd1 + round) >> shift;
  output[at + 5 * step] = (t12 - odd1 + round) >> shift;
  output[at + 3 * step] = (t13 + odd0 + round) >> shift;
  output[at + 4 * step] = (t13 - odd0 + round) >> shift;
}
