/** What is put into a sentence: names of hospitals, counts, times already in words. */
export type Facts = Readonly<Record<string, string | number>>;

const OPTIONAL_PART = /\[([^[\]]*\{\{[^[\]]*)\]/g;
const PLACE = /\{\{\s*([A-Za-z0-9]+)\s*\}\}/g;

/**
 * Puts facts into a sentence. A part in square brackets goes when one of its facts is missing; a missing fact elsewhere leaves nothing
 * behind. Brackets without a place for a fact are ordinary text.
 */
export function fillSentence(sentence: string, facts: Facts = {}): string {
  return sentence
    .replace(OPTIONAL_PART, (_whole, part: string) => (placesIn(part).every((name) => facts[name] !== undefined) ? part : ''))
    .replace(PLACE, (_whole, name: string) => factText(facts[name]));
}

/** The names of the facts that a sentence has places for, optional ones included, each once. */
export function placesIn(sentence: string): readonly string[] {
  return [...new Set([...sentence.matchAll(PLACE)].map((match) => match[1] ?? ''))];
}

function factText(fact: string | number | undefined): string {
  if (fact === undefined) return '';
  return typeof fact === 'number' ? String(fact).replace('-', '−') : fact;
}
