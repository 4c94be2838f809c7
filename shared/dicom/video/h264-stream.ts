/** NAL unit types of ITU-T H.264 table 7-1 that matter here. */
export const NAL_TYPE = { slice: 1, instantSlice: 5, supplement: 6, sequenceParameters: 7, pictureParameters: 8, delimiter: 9 } as const;

/** One NAL unit without its start code. */
export type NalUnit = Uint8Array;

/** All of one picture, and when. Ticks of 1/90000 s. */
export interface TimedPicture {
  readonly nalUnits: readonly NalUnit[];
  readonly decodeTicks: number;
  readonly displayTicks: number;
}

export function nalType(unit: NalUnit): number {
  return (unit[0] ?? 0) & 0x1f;
}

/** Takes a byte stream apart at its start codes. ITU-T H.264 annex B. */
export function nalUnitsOf(stream: Uint8Array): readonly NalUnit[] {
  const units: NalUnit[] = [];
  let begin = -1;
  for (let at = 0; at + 2 < stream.length; at += 1) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue;
    if (begin >= 0) units.push(withoutTrailingZeros(stream.subarray(begin, at)));
    begin = at + 3;
    at += 2;
  }
  if (begin >= 0) units.push(withoutTrailingZeros(stream.subarray(begin)));
  return units.filter((unit) => unit.length > 0);
}

/** Gathers the units of a bare stream into pictures: a slice whose first macroblock is 0 begins one. ITU-T H.264 7.4.1.2.3. */
export function picturesOf(stream: Uint8Array): readonly (readonly NalUnit[])[] {
  const pictures: NalUnit[][] = [];
  let current: NalUnit[] = [];
  let hasSlice = false;
  for (const unit of nalUnitsOf(stream)) {
    const type = nalType(unit);
    const isSlice = type === NAL_TYPE.slice || type === NAL_TYPE.instantSlice;
    // first_mb_in_slice is an Exp-Golomb number: a leading 1 bit means 0.
    const begins = isSlice ? ((unit[1] ?? 0) & 0x80) !== 0 : type >= NAL_TYPE.supplement && type <= NAL_TYPE.delimiter;
    if (hasSlice && begins) {
      pictures.push(current);
      current = [];
      hasSlice = false;
    }
    current.push(unit);
    hasSlice ||= isSlice;
  }
  if (hasSlice) pictures.push(current);
  return pictures;
}

function withoutTrailingZeros(unit: Uint8Array): Uint8Array {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}
