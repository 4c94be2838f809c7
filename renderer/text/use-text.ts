import type { i18n } from 'i18next';
import { createContext, useContext } from 'react';
import { createFormatters, type Formatters } from './formatters.ts';
import { translateWith, type Language, type Translate } from './text-engine.ts';

export interface Text {
  readonly language: Language;
  readonly t: Translate;
  readonly format: Formatters;
}

export const TextContext = createContext<Text | undefined>(undefined);

/** Words and formatters of a language, as the engine speaks it now. */
export function textOf(engine: i18n, language: string): Text {
  const t = translateWith(engine);
  const known: Language = language === 'en' ? 'en' : 'zh-CN';
  return { language: known, t, format: createFormatters(t, known) };
}

/** The words and formatters of the screen's language. */
export function useText(): Text {
  const text = useContext(TextContext);
  if (text === undefined) throw new Error('useText outside of TextProvider');
  return text;
}
