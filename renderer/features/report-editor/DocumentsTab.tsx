import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './DocumentsTab.module.css';

/** What the hospital sent besides images: history, request, identity; and what the study consists of. */
export function DocumentsTab({ open }: { readonly open: OpenStudy }) {
  const { t } = useText();
  const { study, series } = open;
  return (
    <div className={styles['documents']}>
      <h3>{t('report.documents.clinical')}</h3>
      <p data-selectable className={styles['words']}>
        {study.clinicalInformation === '' ? t('report.documents.none') : study.clinicalInformation}
      </p>
      <dl data-selectable>
        <dt>{t('report.documents.hospital')}</dt>
        <dd>{study.siteName}</dd>
        <dt>{t('report.documents.accession')}</dt>
        <dd>{study.accessionNumbers.length === 0 ? '—' : study.accessionNumbers.join('　')}</dd>
        <dt>{t('report.documents.patient-id')}</dt>
        <dd>{study.patient.patientId === '' ? '—' : study.patient.patientId}</dd>
        <dt>{t('report.documents.study-date')}</dt>
        <dd>{[study.studyDate ?? '—', study.studyTime ?? ''].join(' ')}</dd>
      </dl>
      <h3>{t('report.documents.series')}</h3>
      <ul>
        {series.map((one) => (
          <li key={one.seriesInstanceUid}>
            <span className={styles['number']}>{one.seriesNumber ?? '—'}</span>
            <span className={styles['clipped']} title={one.seriesDescription}>
              {one.modality}　{one.seriesDescription}
            </span>
            <Bar
              fraction={one.expectedInstances === 0 ? 0 : one.heldInstances / one.expectedInstances}
              tone={one.expectedInstances > 0 && one.heldInstances >= one.expectedInstances ? 'ok' : 'grey'}
            />
            <span className={styles['number']}>
              {one.heldInstances}/{one.expectedInstances}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
