/** From the head downwards. */
const VERTEBRAE = [
  ...numbered('C', 7), ...numbered('T', 12), ...numbered('L', 5), ...numbered('S', 5),
] as const;

/** `C7`, however it was typed (`c7`, `颈7`, `胸 12`, `腰4`, `骶1`). @returns undefined for what is no vertebra */
export function vertebraName(text: string): string | undefined {
  const plain = text.trim().toUpperCase().replace('颈', 'C').replace('胸', 'T').replace('腰', 'L').replace('骶', 'S').replaceAll(/[\s椎]/g, '').replace(/^(?:D|TH)(?=\d)/, 'T');
  return VERTEBRAE.find((name) => name === plain);
}

/**
 * The names of vertebrae that were marked one after the other.
 * @param first the name of the first mark
 * @returns one for each mark; '' beyond either end of the spine
 */
export function spineNames(first: string, count: number, direction: 'up' | 'down'): readonly string[] {
  const start = VERTEBRAE.indexOf(vertebraName(first) ?? '');
  return Array.from({ length: count }, (_, index) => (start === -1 ? '' : (VERTEBRAE[start + (direction === 'down' ? index : -index)] ?? '')));
}

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}
