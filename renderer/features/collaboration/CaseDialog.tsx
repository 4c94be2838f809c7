import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { ConsultationTab } from './ConsultationTab.tsx';
import { IdentityTab } from './IdentityTab.tsx';
import { TechnicianTab } from './TechnicianTab.tsx';
import styles from './CaseDialog.module.css';

export const CASE_TABS = ['technician', 'consultation', 'identity'] as const;
export type CaseTab = (typeof CASE_TABS)[number];

export interface CaseDialogProps {
  readonly studyId: number;
  readonly siteName: string;
  readonly tab: CaseTab;
  readonly onTab: (tab: CaseTab) => void;
  /** What was under the eye when it was opened; undefined where nothing was. */
  readonly image: MarkedImage | undefined;
  /** Puts what a colleague answered into the findings. @returns false when the report can no longer be changed */
  readonly onQuote: (sentence: string) => boolean;
  readonly onClose: () => void;
}

/** What is asked of others about a case: the technician, a colleague, who the patient is. */
export function CaseDialog({ studyId, siteName, tab, onTab, image, onQuote, onClose }: CaseDialogProps) {
  const { t } = useText();
  return (
    <Dialog label={t('collaboration.title')} size="page" onClose={onClose} testId="case-dialog">
      <header className={styles['head']}>
        <h2>{t('collaboration.title')}</h2>
        <div role="tablist" className={styles['tabs']}>
          {CASE_TABS.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => onTab(name)}>
              {t(`collaboration.tab.${name}`)}
            </button>
          ))}
        </div>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <div className={styles['body']} data-tab={tab}>
        {tab === 'technician' ? (
          <TechnicianTab studyId={studyId} siteName={siteName} image={image} />
        ) : tab === 'consultation' ? (
          <ConsultationTab studyId={studyId} image={image} onQuote={onQuote} />
        ) : (
          <IdentityTab studyId={studyId} />
        )}
      </div>
    </Dialog>
  );
}
