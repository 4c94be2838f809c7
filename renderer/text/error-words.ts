import { isAppError } from '#shared/errors/app-error.ts';
import { ERROR_CODES, type ErrorCode } from '#shared/errors/error-code.ts';
import type { Facts } from './fill-sentence.ts';
import type { Formatters } from './formatters.ts';
import type { Translate } from './text-engine.ts';

export interface ErrorWords {
  /** What happened, to which hospital or thing. */
  readonly title: string;
  /** What is safe and what to do. */
  readonly detail: string;
  /** For the support line, small and copyable. */
  readonly code: ErrorCode;
}

interface Words {
  readonly t: Translate;
  readonly format: Formatters;
}

/**
 * A failure in words, from the code alone: messages of errors are for engineers. Facts that name an instant are shown as a time,
 * those that name bytes as a size.
 * @param code a code as it came over the contract; one that the page does not know reads as `internal`
 */
export function errorWords({ t, format }: Words, code: string, facts: Facts = {}, now: Date = new Date()): ErrorWords {
  const known: ErrorCode = ERROR_CODES.find((candidate) => candidate === code) ?? 'internal';
  const shown = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, factInWords(name, fact)]));
  const [title = '', detail = ''] = t(`error.${known}`, shown).split('\n');
  return { title: upperFirst(title), detail, code: known };

  function factInWords(name: string, fact: string | number): string | number {
    if (typeof fact === 'number') return name.endsWith('Bytes') ? format.bytes(fact) : fact;
    const isInstant = /^\d{4}-\d{2}-\d{2}T.*Z$/.test(fact);
    return isInstant ? format.timeOrDate(fact, now) : fact;
  }
}

/** The same for something that was thrown. An exception that is no `AppError` is a bug and reads as `internal`. */
export function thrownErrorWords(words: Words, error: unknown, facts: Facts = {}): ErrorWords {
  return isAppError(error) ? errorWords(words, error.code, { ...facts, ...error.facts }) : errorWords(words, 'internal', facts);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
