import type { MessageKey } from '#renderer/text/catalogue.ts';
import type { Text } from '#renderer/text/use-text.ts';

/** What main says of a damaged file, in the words of whoever asks its sender for another one. The first that fits. */
const WORDS: readonly (readonly [pattern: RegExp, key: MessageKey])[] = [
  [/^(?<what>\w+) is missing( or zero)?$/, 'imports.damage.missing'],
  [/^(?<what>\w+) is no UID$/, 'imports.damage.no-uid'],
  [/^Pixel Data has (?<held>\d+) of the (?<needed>\d+) bytes/, 'imports.damage.short-pixels'],
  [/^Pixel Data holds more/, 'imports.damage.long-pixels'],
  [/^Pixel Data (ends inside|has no fragment)|fragments cannot be told apart/, 'imports.damage.cut-pixels'],
  [/^the transfer syntax (?<what>[\d.]+) is private$/, 'imports.damage.private-syntax'],
  [/^Pixel Data is (not )?encapsulated/, 'imports.damage.wrong-syntax'],
  [/ends inside|no data set behind|cannot be inflated|meta information cannot be read/, 'imports.damage.cut-off'],
  [/item|sequence|element|delimiter|nested/i, 'imports.damage.structure'],
];

export function damageWords({ t }: Text, reason: string): string {
  for (const [pattern, key] of WORDS) {
    const found = pattern.exec(reason);
    if (found !== null) return t(key, { ...found.groups });
  }
  return reason;
}
