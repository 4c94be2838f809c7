import { useState } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SiteDetail.module.css';

export interface SiteRemovalProps {
  readonly site: SiteSummary;
  readonly onRemove: (site: SiteSummary) => void;
}

/** Takes a hospital off the list, after a question. */
export function SiteRemoval({ site, onRemove }: SiteRemovalProps) {
  const { t } = useText();
  const [asksFor, setAsksFor] = useState<string>();
  if (asksFor !== site.siteId) {
    return (
      <section>
        <Button variant="quiet" size="small" onClick={() => setAsksFor(site.siteId)}>
          {t('sites.remove')}
        </Button>
      </section>
    );
  }
  return (
    <section role="group" aria-label={t('sites.remove')}>
      <p>{t('sites.remove.question', { siteName: site.name })}</p>
      <div className={styles['actions']}>
        <Button
          onClick={() => {
            setAsksFor(undefined);
            onRemove(site);
          }}
        >
          {t('sites.remove.yes')}
        </Button>
        <Button variant="quiet" onClick={() => setAsksFor(undefined)}>
          {t('sites.remove.no')}
        </Button>
      </div>
    </section>
  );
}
