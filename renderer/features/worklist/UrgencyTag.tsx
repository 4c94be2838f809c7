import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './UrgencyTag.module.css';

export interface UrgencyTagProps {
  readonly urgency: WorklistRow['urgency'];
  /** Words that explain it, such as 卒中. */
  readonly reason: string;
}

/** ◆ filled red for a green channel, with its name; ▲ amber outline for an emergency; a plain grey word else. */
export function UrgencyTag({ urgency, reason }: UrgencyTagProps) {
  const { t, language } = useText();
  if (urgency === 'routine') return <span className={styles['routine']}>{t('worklist.urgency.routine')}</span>;
  if (urgency === 'emergency') return <Tag tone="warn">{t('worklist.urgency.emergency')}</Tag>;
  return <Tag tone="critical-filled">{reason === '' || language === 'en' ? greenChannelWord(reason) : reason}</Tag>;

  /** The reasons of `shared/worklist/urgency.ts` in the language of the screen; any other word stays as the hospital wrote it. */
  function greenChannelWord(word: string): string {
    if (word === '卒中') return t('worklist.urgency.stroke');
    if (word === '胸痛') return t('worklist.urgency.chest-pain');
    return word === '' || word === '绿色通道' ? t('worklist.urgency.green-channel') : word;
  }
}
