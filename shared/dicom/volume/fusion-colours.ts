/** Tables that give uptake its colour, cold to hot. */
export const FUSION_TABLES = ['hot', 'rainbow'] as const;
export type FusionTable = (typeof FUSION_TABLES)[number];

type Colour = readonly [red: number, green: number, blue: number];

/** Even steps from nothing to the upper limit; mixed in between. */
const STEPS: Readonly<Record<FusionTable, readonly Colour[]>> = {
  hot: [[0, 0, 0], [150, 0, 0], [255, 80, 0], [255, 190, 0], [255, 255, 255]],
  rainbow: [[0, 0, 90], [0, 90, 255], [0, 200, 120], [240, 230, 0], [230, 0, 0]],
};
/** Below this share of the upper limit uptake is more and more transparent: the picture beneath stays what is read. */
const CLEAR_BELOW = 0.4;

/**
 * Colours for a picture of uptake, to be laid over another one. What holds no number is clear; what is above the limit has the last colour.
 * @param limit the value with the last colour, in the units of the values @returns red, green, blue and opacity of each, row by row
 */
export function fusionColours(values: ArrayLike<number>, limit: number, table: FusionTable): Uint8ClampedArray {
  const steps = STEPS[table];
  const rgba = new Uint8ClampedArray(values.length * 4);
  for (let index = 0, place = 0; index < values.length; index += 1, place += 4) {
    const share = Math.min(1, (values[index] ?? Number.NaN) / limit);
    if (!(share > 0)) continue;
    const at = share * (steps.length - 1);
    const low = Math.min(steps.length - 2, Math.trunc(at));
    const [from, to] = [steps[low], steps[low + 1]];
    if (from === undefined || to === undefined) continue;
    const mix = at - low;
    rgba[place] = from[0] * (1 - mix) + to[0] * mix;
    rgba[place + 1] = from[1] * (1 - mix) + to[1] * mix;
    rgba[place + 2] = from[2] * (1 - mix) + to[2] * mix;
    rgba[place + 3] = 255 * Math.min(1, share / CLEAR_BELOW);
  }
  return rgba;
}
