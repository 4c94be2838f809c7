import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { createTextEngine, type Language } from './text-engine.ts';
import { TextContext, textOf } from './use-text.ts';

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

  return (
    <I18nextProvider i18n={engine}>
      <Words>{children}</Words>
    </I18nextProvider>
  );
}

/** Once for all components: pictures change many times a second, words do not. */
function Words({ children }: { readonly children: ReactNode }) {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const text = useMemo(() => textOf(i18n, language), [i18n, language]);
  return <TextContext value={text}>{children}</TextContext>;
}
