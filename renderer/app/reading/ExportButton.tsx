import { Download } from 'lucide-react';
import { useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { ExportDialog } from '#renderer/features/export/ExportDialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './KeepChoice.module.css';

/** Opens the export of the study that is read. */
export function ExportButton({ open: { study, series } }: { readonly open: OpenStudy }) {
  const { t } = useText();
  const [isOpen, setIsOpen] = useState(false);
  const name = t('export.open');
  return (
    <>
      <span className={styles['choice']}>
        <button type="button" aria-label={name} title={name} data-testid="export-study" onClick={() => setIsOpen(true)}>
          <Download size={16} strokeWidth={1.5} aria-hidden="true" />
        </button>
      </span>
      {isOpen ? <ExportDialog studyId={study.studyId} series={series} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
