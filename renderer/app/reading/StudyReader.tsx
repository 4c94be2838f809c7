import { FileText, Hourglass } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { useReadingSource } from './ReadingSourceProvider.tsx';
import { contentOf, hasBoth } from './study-content.ts';
import styles from './StudyReader.module.css';

const ImageReading = lazy(async () => ({ default: (await import('./ImageReading.tsx')).ImageReading }));
const EcgReading = lazy(async () => ({ default: (await import('./EcgReading.tsx')).EcgReading }));

export interface StudyReaderProps {
  readonly open: OpenStudy;
  /** Puts a sentence into the findings. @returns false when the report can no longer be changed */
  readonly onSentence: (sentence: string) => boolean;
}

/** Pictures, a trace, or why there is neither. */
export function StudyReader({ open, onSentence }: StudyReaderProps) {
  const { t } = useText();
  const source = useReadingSource();
  const [chosen, setChosen] = useState<'images' | 'ecg'>();
  const content = contentOf(open);

  if (content === 'waiting') {
    return <EmptyState icon={<Hourglass size={22} strokeWidth={1.5} />} title={t('reading.waiting.title')} detail={t('reading.waiting.detail')} />;
  }
  if (content === 'documents') {
    return <EmptyState icon={<FileText size={22} strokeWidth={1.5} />} title={t('reading.nothing.title')} detail={t('reading.nothing.detail')} />;
  }
  const shown = hasBoth(open) ? (chosen ?? 'images') : content;
  return (
    <div className={styles['reader']}>
      {hasBoth(open) ? (
        <div role="tablist" aria-label={t('reading.content')} className={styles['choice']}>
          {(['images', 'ecg'] as const).map((name) => (
            <button key={name} type="button" role="tab" aria-selected={name === shown} className={classNames(name === shown && styles['on'])} onClick={() => setChosen(name)}>
              {t(`reading.content.${name}`)}
            </button>
          ))}
        </div>
      ) : null}
      <Suspense fallback={<div className={styles['dark']} />}>
        {shown === 'ecg' ? <EcgReading open={open} /> : <ImageReading open={open} source={source} onSentence={onSentence} />}
      </Suspense>
    </div>
  );
}
