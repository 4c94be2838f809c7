import { useState, type ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { CountyTab } from './CountyTab.tsx';
import { CriticalRulesTab } from './CriticalRulesTab.tsx';
import { GreenChannelTab } from './GreenChannelTab.tsx';
import { LedgerTab } from './LedgerTab.tsx';
import { MacrosTab } from './MacrosTab.tsx';
import { QualityTab } from './QualityTab.tsx';
import { RecognitionTab } from './RecognitionTab.tsx';
import { RosterTab } from './RosterTab.tsx';
import { ReferralTab } from './ReferralTab.tsx';
import { RulesTab } from './RulesTab.tsx';
import { ServiceLevelsTab } from './ServiceLevelsTab.tsx';
import styles from './DepartmentDialog.module.css';

const TABS = ['quality', 'ledger', 'service', 'green', 'roster', 'critical', 'recognition', 'templates', 'macros', 'rules', 'county', 'referral'] as const;
export type DepartmentTab = (typeof TABS)[number];

export interface DepartmentDialogProps {
  readonly first?: DepartmentTab;
  /** The page of the templates: it belongs to those who write reports. */
  readonly templates: ReactNode;
  readonly onOpenStudy: (studyId: number) => void;
  readonly onClose: () => void;
}

/** What the head of a department looks at and sets: figures, critical values, recognised devices, templates, macros, who signs. */
export function DepartmentDialog({ first = 'quality', templates, onOpenStudy, onClose }: DepartmentDialogProps) {
  const { t } = useText();
  const [tab, setTab] = useState<DepartmentTab>(first);
  return (
    <Dialog label={t('department.title')} size="page" onClose={onClose} testId="department">
      <header className={styles['head']}>
        <h2>{t('department.title')}</h2>
        <div role="tablist" className={styles['tabs']}>
          {TABS.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
              {t(`department.tab.${name}`)}
            </button>
          ))}
        </div>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('department.close')}
        </Button>
      </header>
      <div className={classNames(styles['body'], tab === 'templates' && styles['whole'])}>
        {pageOf(tab, templates, onOpenStudy)}
      </div>
    </Dialog>
  );
}

function pageOf(tab: DepartmentTab, templates: ReactNode, onOpenStudy: DepartmentDialogProps['onOpenStudy']) {
  switch (tab) {
    case 'quality':
      return <QualityTab />;
    case 'ledger':
      return <LedgerTab onOpenStudy={onOpenStudy} />;
    case 'service':
      return <ServiceLevelsTab />;
    case 'green':
      return <GreenChannelTab />;
    case 'roster':
      return <RosterTab />;
    case 'critical':
      return <CriticalRulesTab />;
    case 'recognition':
      return <RecognitionTab />;
    case 'templates':
      return templates;
    case 'macros':
      return <MacrosTab />;
    case 'rules':
      return <RulesTab />;
    case 'county':
      return <CountyTab />;
    case 'referral':
      return <ReferralTab />;
    default:
      return tab satisfies never;
  }
}
