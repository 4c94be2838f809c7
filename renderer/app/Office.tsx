import { useState, type ReactNode } from 'react';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import { AuditPanel } from '#renderer/features/people/AuditPanel.tsx';
import { PeoplePanel } from '#renderer/features/people/PeoplePanel.tsx';
import { PersonMenu } from '#renderer/features/people/PersonMenu.tsx';
import { SafekeepingPanel } from '#renderer/features/people/SafekeepingPanel.tsx';
import { may } from '#renderer/features/people/use-session.ts';
import { TemplatesPage } from '#renderer/features/report-editor/TemplatesPage.tsx';
import { SitesPage } from '#renderer/features/sites/SitesPage.tsx';
import { BrandMark } from '#renderer/ui/BrandMark.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { KeyboardProvider, useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { APP_KEYS } from './keyboard/app-keys.ts';
import styles from './Office.module.css';

type Page = 'people' | 'safekeeping' | 'audit' | 'sites' | 'templates';

const PAGES: Readonly<Record<Page, () => ReactNode>> = {
  people: () => <PeoplePanel />, safekeeping: () => <SafekeepingPanel />, audit: () => <AuditPanel />, sites: () => <SitesPage />, templates: () => <TemplatesPage />,
};

/** The program for who reads no cases: administrator and auditor. */
export function Office({ session, onLock }: { readonly session: SeatSessionSummary; readonly onLock: () => void }) {
  return (
    <KeyboardProvider page="sites">
      <OfficePages session={session} onLock={onLock} />
    </KeyboardProvider>
  );
}

function OfficePages({ session, onLock }: { readonly session: SeatSessionSummary; readonly onLock: () => void }) {
  const { t } = useText();
  useKeyAction(APP_KEYS.lock, onLock);
  const pages: readonly Page[] = [
    ...(may(session, 'manage-people') ? (['people', 'safekeeping'] as const) : []),
    ...(may(session, 'read-audit') ? (['audit'] as const) : []),
    ...(may(session, 'manage-hospitals') ? (['sites'] as const) : []),
    ...(may(session, 'edit-department-texts') ? (['templates'] as const) : []),
  ];
  const [chosen, setChosen] = useState<Page>();
  const page = chosen !== undefined && pages.includes(chosen) ? chosen : pages[0];
  const titles = { people: t('people.title'), safekeeping: t('safe.title'), audit: t('people.audit.title'), sites: t('app.tab.sites'), templates: t('report-words.templates') };
  return (
    <div className={styles['office']}>
      <header className={styles['bar']}>
        <BrandMark />
        <nav aria-label={t('app.tabs')}>
          {pages.map((one) => (
            <Button key={one} variant={one === page ? 'plain' : 'ghost'} size="small" aria-current={one === page ? 'page' : undefined} onClick={() => setChosen(one)}>
              {titles[one]}
            </Button>
          ))}
        </nav>
        <span className={styles['space']} />
        <PersonMenu lockAction={APP_KEYS.lock} onLock={onLock} fallback={null} />
      </header>
      <main className={styles['page']}>
        {page === undefined ? <p>{t('people.no-office')}</p> : PAGES[page]()}
      </main>
    </div>
  );
}
