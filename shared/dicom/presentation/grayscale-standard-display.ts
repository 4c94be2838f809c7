/**
 * The Grayscale Standard Display Function, PS3.14 clause 7: which light the step `j` of just noticeable differences needs, and back. Steps from 1
 * to 1023 are light from 0.05 to 3993 cd/m².
 */

const NUMERATOR: readonly number[] = [-1.301_187_7, 8.024_263_6e-2, 1.364_669_9e-1, -2.546_840_4e-2, 1.363_533_4e-3];
const DENOMINATOR: readonly number[] = [1, -2.584_019_1e-2, -1.032_022_9e-1, 2.874_562e-2, -3.197_897_7e-3, 1.299_263_4e-4];
const INVERSE: readonly number[] = [71.498_068, 94.593_053, 41.912_053, 9.824_700_4, 0.281_754_07, -1.187_845_5, -0.180_143_49, 0.147_108_99, -0.017_046_845];

/** Light that the function is defined for, cd/m². */
export const DARKEST_LIGHT = 0.05;
export const BRIGHTEST_LIGHT = 3993;

/** Equation 7-1. @param step index of just noticeable differences, 1 to 1023; fractions too @returns cd/m² */
export function lightOfStep(step: number): number {
  const logarithm = Math.log(step);
  return 10 ** (polynomial(NUMERATOR, logarithm) / polynomial(DENOMINATOR, logarithm));
}

/** Equation 7-2. @param light cd/m², 0.05 to 3993 */
export function stepOfLight(light: number): number {
  return polynomial(INVERSE, Math.log10(light));
}

function polynomial(coefficients: readonly number[], at: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);
}
