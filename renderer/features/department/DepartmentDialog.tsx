import { useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { CountyTab } from './CountyTab.tsx';
import { CriticalRulesTab } from './CriticalRulesTab.tsx';
import { MacrosTab } from './MacrosTab.tsx';
import { QualityTab } from './QualityTab.tsx';
import { RecognitionTab } from './RecognitionTab.tsx';
import { ReferralTab } from './ReferralTab.tsx';
import { RulesTab } from './RulesTab.tsx';
import styles from './DepartmentDialog.module.css';

const TABS = ['quality', 'critical', 'recognition', 'macros', 'rules', 'county', 'referral'] as const;

/** What the head of a department looks at and sets: figures, critical values, recognised devices, macros, who signs. */
export function DepartmentDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  const [tab, setTab] = useState<(typeof TABS)[number]>('quality');
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
      <div className={styles['body']}>
        {tab === 'quality' ? <QualityTab /> : tab === 'critical' ? <CriticalRulesTab /> : tab === 'recognition' ? <RecognitionTab /> : tab === 'macros' ? <MacrosTab /> : tab === 'rules' ? <RulesTab /> : tab === 'county' ? <CountyTab /> : <ReferralTab />}
      </div>
    </Dialog>
  );
}
