import { Bell, Circle, FileText, List, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WorklistView } from '#shared/contract/services/worklist.contract.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { LinkBars } from '#renderer/ui/LinkBars.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ViewsColumn.module.css';

export interface ViewsColumnProps {
  readonly view: WorklistView;
  /** Undefined until main has counted. */
  readonly counts: Readonly<Record<WorklistView, number>> | undefined;
  /** Hospitals that cannot be reached. */
  readonly unreachableSites: number;
  readonly onView: (view: WorklistView) => void;
  readonly onSites: () => void;
  /** The person's own views. */
  readonly children: ReactNode;
}

const ICONS: Readonly<Record<WorklistView, ReactNode>> = {
  all: <List size={18} strokeWidth={1.5} aria-hidden="true" />,
  open: <Circle size={18} strokeWidth={1.5} aria-hidden="true" />,
  'green-and-emergency': <Bell size={18} strokeWidth={1.5} aria-hidden="true" />,
  drafts: <FileText size={18} strokeWidth={1.5} aria-hidden="true" />,
  sent: <Send size={18} strokeWidth={1.5} aria-hidden="true" />,
};

/** The views of the list with their counts, and the way to the hospitals. */
export function ViewsColumn({ view, counts, unreachableSites, onView, onSites, children }: ViewsColumnProps) {
  const { t } = useText();
  return (
    <nav className={styles['views']} aria-label={t('worklist.views')}>
      {viewButton('all')}
      {viewButton('open')}
      {viewButton('green-and-emergency')}
      {viewButton('drafts')}
      <h2>{t('worklist.views.done')}</h2>
      {viewButton('sent')}
      {children}
      <span className={styles['space']} />
      <button type="button" className={styles['view']} onClick={onSites}>
        <span className={styles['bars']}>
          <LinkBars strength={unreachableSites > 0 ? 'cut' : 'strong'} />
        </span>
        {t('worklist.sites')}
        {unreachableSites > 0 ? <b className={styles['critical']}>◆ {t('worklist.sites.cut', { count: unreachableSites })}</b> : null}
      </button>
    </nav>
  );

  function viewButton(name: WorklistView): ReactNode {
    const count = counts?.[name];
    const isUrgent = name === 'green-and-emergency' && (count ?? 0) > 0;
    return (
      <button
        type="button"
        className={classNames(styles['view'], name === view && styles['on'])}
        aria-current={name === view ? 'page' : undefined}
        onClick={() => onView(name)}
      >
        {ICONS[name]}
        {t(`worklist.view.${name}`)}
        <b className={isUrgent ? styles['critical'] : undefined}>
          {isUrgent ? '◆ ' : ''}
          {count}
        </b>
      </button>
    );
  }
}
