import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { MESSAGES_EN, MESSAGES_ZH_CN, type MessageKey } from './catalogue.ts';
import { fillSentence, type Facts } from './fill-sentence.ts';

export type Language = 'zh-CN' | 'en';

/** A message in the language of the screen, with its facts. */
export type Translate = (key: MessageKey, facts?: Facts) => string;

/** i18next chooses the message (language, English plural); `fillSentence` puts the facts in, so that no brace can be left. */
export function createTextEngine(language: Language): i18n {
  const engine = createInstance();
  void engine.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { 'zh-CN': { translation: MESSAGES_ZH_CN }, en: { translation: MESSAGES_EN } },
    react: { useSuspense: false },
  });
  return engine;
}

export function translateWith(engine: i18n): Translate {
  /** Sentences without facts, of the language that is spoken now: asked for again and again. */
  const plain = new Map<MessageKey, string>();
  return (key, facts) => {
    if (facts === undefined) {
      const known = plain.get(key) ?? fillSentence(engine.t(key, { skipInterpolation: true }), {});
      plain.set(key, known);
      return known;
    }
    const count = typeof facts['count'] === 'number' ? { count: facts['count'] } : {};
    return fillSentence(engine.t(key, { ...count, skipInterpolation: true }), facts);
  };
}
