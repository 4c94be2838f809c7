import { useRef, useState, type ReactNode } from 'react';
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
  const [kept, setKept] = useState<readonly DepartmentTab[]>([]);
  const [isLeaving, setIsLeaving] = useState(false);
  const pages = useRef<HTMLDivElement>(null);
  // Every list and form of these pages says of itself whether it was changed.
  const isUnsaved = (name: DepartmentTab) => (pages.current?.querySelector(`[data-page="${name}"] [data-is-changed="true"]`) ?? null) !== null;
  const turnTo = (next: DepartmentTab) => {
    setKept([...kept, tab].filter((name) => name !== next && isUnsaved(name)));
    setTab(next);
  };
  const leave = () => {
    const unsaved = [tab, ...kept].find(isUnsaved);
    if (unsaved === undefined) return onClose();
    if (unsaved !== tab) turnTo(unsaved);
    setIsLeaving(true);
  };
  return (
    <Dialog label={t('department.title')} size="page" onClose={leave} testId="department">
      <header className={styles['head']}>
        <h2>{t('department.title')}</h2>
        <div role="tablist" className={styles['tabs']}>
          {TABS.map((name) => (
            <button key={name} type="button" role="tab" aria-selected={tab === name} title={kept.includes(name) ? t('report-words.template.unsaved') : undefined} data-is-kept={kept.includes(name)} onClick={() => turnTo(name)}>
              {t(`department.tab.${name}`)}{kept.includes(name) ? ' ●' : ''}
            </button>
          ))}
        </div>
        <span className={styles['space']} />
        {isLeaving ? (
          <span role="alert" className={styles['foot']}>
            {t('report-words.template.unsaved')}
            <Button size="small" onClick={onClose}>
              {t('report-words.template.discard')}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setIsLeaving(false)}>
              {t('report-words.template.go-on')}
            </Button>
          </span>
        ) : (
          <Button variant="quiet" size="small" keys="Escape" onClick={leave}>
            {t('department.close')}
          </Button>
        )}
      </header>
      <div ref={pages} className={styles['pages']}>
        {/* A page with changes that are not saved stays, out of sight, while another one is looked at. */}
        {TABS.filter((name) => name === tab || kept.includes(name)).map((name) => (
          <div key={name} data-page={name} hidden={name !== tab} className={classNames(styles['body'], name === 'templates' && styles['whole'])}>
            {pageOf(name, templates, onOpenStudy)}
          </div>
        ))}
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
