import { useQuery } from '@tanstack/react-query';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import type { ReportTemplate } from '#shared/report/templates/report-template.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { surroundingsQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { TemplateDesk } from './TemplateDesk.tsx';
import styles from './TemplateDialog.module.css';

export interface TemplateDialogProps {
  readonly requestId: number;
  /** What is written now: a new template begins with it. */
  readonly text: ReportText;
  readonly onInsert: (template: ReportTemplate) => void;
  readonly onClose: () => void;
}

/** The department's templates for the report that is written. */
export function TemplateDialog({ requestId, text, onInsert, onClose }: TemplateDialogProps) {
  const { t } = useText();
  const { api } = useBridge();
  const surroundings = useQuery(surroundingsQuery(api, requestId));
  const { findings, impression, recommendation, outcome } = text;
  return (
    <Dialog label={t('report-words.templates')} size="page" onClose={onClose} testId="template-dialog">
      <header className={styles['head']}>
        <h2>{t('report-words.templates')}</h2>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('report-words.close')}
        </Button>
      </header>
      <TemplateDesk
        of={surroundings.data?.of ?? { modality: '', examination: '', sex: '', ageYears: null }}
        start={{ findings, impression, recommendation, outcome: outcome ?? 'negative' }}
        startWords={t('report-words.template.new')}
        failure={surroundings.error}
        onInsert={onInsert}
      />
    </Dialog>
  );
}
