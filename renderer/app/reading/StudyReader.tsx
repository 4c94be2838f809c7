import { Hourglass } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useText } from '#renderer/text/use-text.ts';
import type { ClinicalDocument } from '#renderer/features/clinical/ClinicalPanel.tsx';
import type { MeasuredEcg } from '#renderer/features/ecg/EcgReader.tsx';
import { ImagesElsewhere } from '../windows/ImagesElsewhere.tsx';
import { useReaders } from '../windows/FirstWindowProvider.tsx';
import { useHandedDesk } from '../windows/use-handed-desk.ts';
import { WindowTools } from '../windows/WindowTools.tsx';
import { useReadingSource } from './ReadingSourceProvider.tsx';
import { contentOf, tabsOf, type StudyTab } from './study-content.ts';
import styles from './StudyReader.module.css';

const ImageReading = lazy(async () => ({ default: (await import('./ImageReading.tsx')).ImageReading }));
const EcgReading = lazy(async () => ({ default: (await import('./EcgReading.tsx')).EcgReading }));

export interface StudyReaderProps {
  readonly open: OpenStudy;
  /** Puts a sentence into the findings. @returns false when the report can no longer be changed */
  readonly onSentence: (sentence: string) => boolean;
  /** A request form that was asked for beside the report; a new object for each press. */
  readonly document?: ClinicalDocument | undefined;
  readonly onEcgMeasured: (measured: MeasuredEcg) => void;
  /** A measurement in the report changed. @returns whether the report held the old sentence */
  readonly onSentenceChanged: (before: string, after: string) => boolean;
}

/** Pictures, a trace, documents, or why there is nothing yet. */
export function StudyReader({ open, onSentence, onSentenceChanged, onEcgMeasured, document }: StudyReaderProps) {
  const { t } = useText();
  const source = useReadingSource();
  const [chosen, setChosen] = useState<StudyTab>();
  const content = contentOf(open);
  const isElsewhere = useReaders().length > 0;
  const shared = useHandedDesk(open.study.studyId);

  if (content === 'waiting') {
    return <EmptyState icon={<Hourglass size={22} strokeWidth={1.5} />} title={t('reading.waiting.title')} detail={t('reading.waiting.detail')} />;
  }
  const tabs = tabsOf(open);
  const shown = chosen !== undefined && tabs.includes(chosen) ? chosen : content;
  return (
    <div className={styles['reader']}>
      {tabs.length > 1 ? (
        <div role="tablist" aria-label={t('reading.content')} className={styles['choice']}>
          {tabs.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={name === shown} className={classNames(name === shown && styles['on'])} onClick={() => setChosen(name)}>
              {t(`reading.content.${name}`)}
            </button>
          ))}
        </div>
      ) : null}
      <Suspense fallback={<div className={styles['dark']} />}>
        {shown === 'ecg' ? <EcgReading open={open} onMeasured={onEcgMeasured} /> : images()}
      </Suspense>
    </div>
  );

  function images() {
    if (isElsewhere && content === 'images') return <ImagesElsewhere open={open} />;
    return (
      <ImageReading open={open} source={source} document={document} shared={shared} windowTools={<WindowTools />} onSentence={onSentence} onSentenceChanged={onSentenceChanged} onShowTrace={() => setChosen('ecg')} />
    );
  }
}
