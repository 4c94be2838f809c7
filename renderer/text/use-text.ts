import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormatters, type Formatters } from './formatters.ts';
import { translateWith, type Language, type Translate } from './text-engine.ts';

export interface Text {
  readonly language: Language;
  readonly t: Translate;
  readonly format: Formatters;
}

/** The words and formatters of the screen's language. */
export function useText(): Text {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const t = translateWith(i18n);
    const known: Language = language === 'en' ? 'en' : 'zh-CN';
    return { language: known, t, format: createFormatters(t, known) };
  }, [i18n, language]);
}
