import { useEffect, useState, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createTextEngine, type Language } from './text-engine.ts';

export interface TextProviderProps {
  readonly language: Language;
  readonly children: ReactNode;
}

/** Gives the words of one language to everything inside, and tells the document which it is. */
export function TextProvider({ language, children }: TextProviderProps) {
  const [engine] = useState(() => createTextEngine(language));

  useEffect(() => {
    document.documentElement.lang = language;
    if (engine.language !== language) void engine.changeLanguage(language);
  }, [engine, language]);

  return <I18nextProvider i18n={engine}>{children}</I18nextProvider>;
}
