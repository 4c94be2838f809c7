import { DocumentFrame, useDocument } from '#renderer/ui/DocumentFrame.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SignDialog.module.css';

export interface PaperPreviewProps {
  readonly siteName: string;
  /** Undefined while nothing is saved. */
  readonly path: string | undefined;
}

/** The very paper that will be sent. */
export function PaperPreview({ siteName, path }: PaperPreviewProps) {
  const { t, format } = useText();
  const document = useDocument(path);
  return (
    <section className={styles['paper']} aria-label={t('signing.preview')}>
      <header>
        <b>{t('signing.preview')}</b>
        <span>
          {siteName === '' ? '' : t('signing.preview.letterhead', { siteName })}
          {document.status === 'shown' ? `　${format.bytes(document.sizeBytes)}` : ''}
        </span>
      </header>
      {document.status === 'shown' ? (
        <DocumentFrame fit="page" url={document.url} title={t('signing.preview')} cannotShow={t('report.document.cannot-show')} />
      ) : (
        <p>{document.status === 'failed' ? t('report.document.failed').split('\n')[0] : path === undefined ? '' : t('report.document.loading')}</p>
      )}
    </section>
  );
}
