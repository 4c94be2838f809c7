import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DocumentFrame, useDocument } from '#renderer/ui/DocumentFrame.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './DocumentDialog.module.css';

export interface DocumentDialogProps {
  readonly title: string;
  /** As the request handler knows it. */
  readonly path: string;
  readonly fileName: string;
  readonly onClose: () => void;
}

/** A report on paper, as it will be or was sent. */
export function DocumentDialog({ title, path, fileName, onClose }: DocumentDialogProps) {
  const { t, format } = useText();
  const document = useDocument(path);
  return (
    <Dialog label={title} size="paper" onClose={onClose} testId="document-dialog">
      <header className={styles['head']}>
        <h2>{title}</h2>
        {document.status === 'shown' ? <span>{t('report.document.size', { size: format.bytes(document.sizeBytes) })}</span> : null}
        <span className={styles['space']} />
        {document.status === 'shown' ? (
          <>
            <a href={document.url} target="_blank" rel="noreferrer">
              {t('report.document.open')}
            </a>
            <a href={document.url} download={fileName}>
              {t('report.document.save')}
            </a>
          </>
        ) : null}
        <Button variant="quiet" keys="Escape" onClick={onClose}>
          {t('report.document.close')}
        </Button>
      </header>
      <div className={styles['body']}>
        {document.status === 'loading' ? <p className={styles['quiet']}>{t('report.document.loading')}</p> : null}
        {document.status === 'failed' ? <DocumentFailure httpStatus={document.httpStatus} /> : null}
        {document.status === 'shown' ? <DocumentFrame fit="width" url={document.url} title={title} cannotShow={t('report.document.cannot-show')} /> : null}
      </div>
    </Dialog>
  );
}

function DocumentFailure({ httpStatus }: { readonly httpStatus: number | undefined }) {
  const { t } = useText();
  const [what = '', detail = ''] = t('report.document.failed', httpStatus === undefined ? {} : { status: httpStatus }).split('\n');
  return (
    <div className={styles['failed']}>
      <Note tone="block">
        <b>{what}</b>
        <br />
        {detail}
      </Note>
    </div>
  );
}
