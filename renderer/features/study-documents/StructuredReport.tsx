import { useMemo } from 'react';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { readContentTree } from '#shared/structured-report/read-content-tree.ts';
import { readReportHeader } from '#shared/structured-report/report-header.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Note } from '#renderer/ui/Note.tsx';
import type { ReferenceDesk } from './document-reference.ts';
import { ContentTree } from './ContentTree.tsx';
import styles from './StudyDocument.module.css';

export interface StructuredReportProps {
  readonly dataSet: DataSet;
  readonly desk: ReferenceDesk;
}

/** A structured report for reading: how far it is done and who answers for it first, then its tree. */
export function StructuredReport({ dataSet, desk }: StructuredReportProps) {
  const { t } = useText();
  const header = useMemo(() => readReportHeader(dataSet), [dataSet]);
  const tree = useMemo(() => readContentTree(dataSet), [dataSet]);
  const { root } = tree;
  const authors = header.authors.join(t('study-documents.and'));
  return (
    <article className={styles['report']} data-testid="structured-report">
      <h2>{root.concept?.meaning ?? t('study-documents.untitled')}</h2>
      <p className={styles['facts']}>
        {header.isPreliminary ? <b className={styles['warn']}>{t('study-documents.preliminary')}</b> : null}
        {header.completion === '' ? null : (
          <span className={header.completion === 'COMPLETE' ? undefined : styles['warn']}>{t(header.completion === 'COMPLETE' ? 'study-documents.complete' : 'study-documents.partial')}</span>
        )}
        {header.verification === '' ? null : (
          <span className={header.verification === 'VERIFIED' ? undefined : styles['warn']}>{t(header.verification === 'VERIFIED' ? 'study-documents.verified' : 'study-documents.unverified')}</span>
        )}
        {header.writtenAt === '' ? null : <span>{header.writtenAt}</span>}
        {authors === '' ? null : <span>{t('study-documents.authors', { names: authors })}</span>}
      </p>
      {header.verifiers.map(({ name, organization, at }) => (
        <p key={`${name}/${at}`} className={styles['facts']}>
          {t('study-documents.verified-by', { name, at, ...(organization === '' ? {} : { organization }) })}
        </p>
      ))}
      {tree.isCut ? <Note tone="block">{t('study-documents.cut')}</Note> : null}
      <ContentTree nodes={root.children} desk={desk} level={3} />
    </article>
  );
}
