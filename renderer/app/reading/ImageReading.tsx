import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import styles from './ImageReading.module.css';

export interface ImageReadingProps {
  readonly open: OpenStudy;
  readonly onSentence: (sentence: string) => boolean;
}

/** The pictures of a study. */
export function ImageReading({ open }: ImageReadingProps) {
  return <div className={styles['black']} data-study-id={open.study.studyId} />;
}
