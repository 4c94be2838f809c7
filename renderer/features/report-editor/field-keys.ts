import { pinyinInitials } from '#shared/report/templates/pinyin-initials.ts';

export interface ChosenByKey {
  /** Zero-based, of the options; null: nothing is chosen any more. */
  readonly index: number | null;
  /** Letters so far: the next one goes on with them. */
  readonly typed: string;
}

/**
 * What a key chooses among options: a digit the option of that place, letters the first whose pinyin initials begin so (`mbl` 磨玻璃), Backspace and
 * Delete none. @returns undefined where the key means nothing here
 */
export function chosenByKey(options: readonly string[], typed: string, key: string): ChosenByKey | undefined {
  if (key === 'Backspace' || key === 'Delete') return { index: null, typed: '' };
  if (/^[1-9]$/u.test(key)) return Number(key) <= options.length ? { index: Number(key) - 1, typed: '' } : undefined;
  if (!/^[a-z]$/iu.test(key)) return undefined;
  const initials = options.map(pinyinInitials);
  for (const letters of [typed + key.toLowerCase(), key.toLowerCase()]) {
    const index = initials.findIndex((one) => one.startsWith(letters));
    if (index >= 0) return { index, typed: letters };
  }
  return undefined;
}
