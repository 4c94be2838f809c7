import type { ReadyCase } from '#shared/contract/services/worklist.contract.ts';
import { modalityWord } from '#renderer/features/worklist/modalities.ts';
import type { Text } from '#renderer/text/use-text.ts';

/** `新病例：云岫县人民医院，头颅CT，急诊`. It is made of the hospital, the part of the body, the modality and the urgency, and of nothing that a person typed. */
export function spokenSentence({ t, format }: Pick<Text, 't' | 'format'>, { siteName, bodyPart, modalities, urgency }: ReadyCase): string {
  const examination = `${bodyPart === '' ? '' : format.bodyPart(bodyPart)}${modalityWord(modalities)}`;
  return t(urgency === 'routine' ? 'tones.spoken' : 'tones.spoken.urgent', { siteName, examination, urgency: t(`worklist.urgency.${urgency}`) });
}

/** Asks the browser to say it. Where there is no voice nothing is said; the tone has sounded. */
export function say(sentence: string, language: 'zh-CN' | 'en', volume: number): void {
  if (!('speechSynthesis' in globalThis)) return;
  const utterance = new SpeechSynthesisUtterance(sentence);
  utterance.lang = language;
  utterance.volume = volume;
  const voice = speechSynthesis.getVoices().find(({ lang }) => lang.replace('_', '-').startsWith(language.slice(0, 2)));
  if (voice !== undefined) utterance.voice = voice;
  speechSynthesis.speak(utterance);
}
