export type BodySide = 'left' | 'right';

/**
 * The side that a text names, such as a series description; undefined when it names none or both. A single letter counts only at
 * the beginning or the end, and never before SPINE, where L is lumbar.
 */
export function sideNamedIn(text: string): BodySide | undefined {
  const upper = text.toUpperCase();
  const names = (words: RegExp, letter: string, character: string) =>
    text.includes(character) ||
    words.test(upper) ||
    (new RegExp(`^${letter}[ _.-](?!.*SPINE)`).test(upper) && !/^[LR][ _.-]*[LR]\b/.test(upper)) ||
    new RegExp(`[ _-]${letter}$`).test(upper);
  const isLeft = names(/(^|[^A-Z])(LEFT|LT)([^A-Z]|$)/, 'L', '左');
  const isRight = names(/(^|[^A-Z])(RIGHT|RT)([^A-Z]|$)/, 'R', '右');
  if (isLeft === isRight) return undefined;
  return isLeft ? 'left' : 'right';
}

/** The side that Laterality (0020,0060) or Image Laterality (0020,0062) states; undefined for both, unpaired and none. */
export function sideOfLaterality(laterality: string): BodySide | undefined {
  if (laterality === 'L') return 'left';
  return laterality === 'R' ? 'right' : undefined;
}

/** The attribute says one side and the text the other. Neither is believed: the physician is told. */
export function sidesConflict(laterality: string, text: string): boolean {
  const stated = sideOfLaterality(laterality);
  const named = sideNamedIn(text);
  return stated !== undefined && named !== undefined && stated !== named;
}
