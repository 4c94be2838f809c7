import { useQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { useState } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { linkStrength } from '#renderer/ui/HospitalChip.tsx';
import { LinkBars } from '#renderer/ui/LinkBars.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { AddSiteDialog } from './AddSiteDialog.tsx';
import { LinkWord } from './LinkWord.tsx';
import { SiteDetail } from './SiteDetail.tsx';
import { SitesTiles } from './SitesTiles.tsx';
import { byTrouble, hospitalsAmong, queueWords } from './site-summary.ts';
import { SITES_KEYS } from './sites-keys.ts';
import { useSiteActions } from './use-site-actions.ts';
import styles from './SitesPage.module.css';

/** Speeds and queues move all the time; no event tells of each step. */
const LIVE_MS = 2_000;
const COLUMNS = ['name', 'state', 'speed', 'queue', 'seen', 'what', 'action'] as const;

/** All hospitals: how their lines are, what went wrong, and the way to try again. */
export function SitesPage() {
  const text = useText();
  const { t, format } = text;
  const now = useNow(10_000);
  const { api } = useBridge();
  const asked = useQuery({ ...sitesQuery(api), refetchInterval: LIVE_MS });
  const actions = useSiteActions();
  const [selectedId, setSelectedId] = useState<string>();
  const [isAdding, setIsAdding] = useState(false);

  const sites = byTrouble(asked.data ?? []);
  const selected = sites.find(({ siteId }) => siteId === selectedId) ?? sites[0];
  const selectedIndex = selected === undefined ? -1 : sites.indexOf(selected);
  useKeyAction(SITES_KEYS.down, () => setSelectedId(sites[Math.min(sites.length - 1, selectedIndex + 1)]?.siteId));
  useKeyAction(SITES_KEYS.up, () => setSelectedId(sites[Math.max(0, selectedIndex - 1)]?.siteId));
  useKeyAction(SITES_KEYS.retry, () => selected !== undefined && !selected.isLocal && actions.retry(selected));
  useKeyAction(SITES_KEYS.test, () => selected !== undefined && !selected.isLocal && actions.test(selected));
  useKeyAction(SITES_KEYS.pause, () => selected !== undefined && !selected.isLocal && actions.togglePause(selected));
  useKeyAction(SITES_KEYS.add, () => setIsAdding(true));
  const adding = isAdding ? <AddSiteDialog onClose={() => setIsAdding(false)} /> : null;

  if (asked.isError && asked.data === undefined) return <ErrorState words={thrownErrorWords(text, asked.error)} />;
  if (asked.data?.length === 0) {
    return (
      <main className={styles['empty']}>
        <EmptyState icon={<Building2 size={22} strokeWidth={1.5} />} title={t('sites.empty.title')} detail={t('sites.empty.detail')} />
        <p className={styles['add']}>{addButton('primary')}</p>
        {adding}
      </main>
    );
  }
  return (
    <main className={styles['page']}>
      <section className={styles['left']}>
        <div className={styles['top']}>
          <SitesTiles sites={hospitalsAmong(sites)} />
          {addButton('plain')}
        </div>
        <div role="grid" aria-label={t('sites.title')} tabIndex={0} className={styles['table']}>
          <div role="row" className={classNames(styles['row'], styles['head'])}>
            {COLUMNS.map((column) => (
              <span key={column} role="columnheader">
                {column === 'action' ? <span className={styles['hidden']}>{t('sites.column.action')}</span> : t(`sites.column.${column}`)}
              </span>
            ))}
          </div>
          <div role="rowgroup">
            {sites.map((site) => (
              <div
                key={site.siteId}
                role="row"
                aria-selected={site === selected}
                data-testid="site-row"
                data-site-id={site.siteId}
                data-link={site.link}
                className={classNames(styles['row'], styles['site'], site === selected && styles['selected'])}
                onPointerDown={() => setSelectedId(site.siteId)}
              >
                <span role="gridcell" className={styles['name']}>
                  {site.isLocal ? null : <LinkBars strength={linkStrength(site)} />}
                  <span className={styles['clipped']} title={site.name}>
                    {site.name}
                  </span>
                  {site.security?.protection === 'plain' ? <b className={styles['critical']}>◆ {t('sites.security.plain-tag')}</b> : null}
                </span>
                <span role="gridcell">
                  {site.isLocal ? t('sites.local') : <LinkWord link={site.link} isPaused={site.line.isPaused} />}
                </span>
                <span role="gridcell">{site.throughputBitsPerSecond === null || site.link === 'unreachable' ? t('sites.nothing') : format.bitRate(site.throughputBitsPerSecond)}</span>
                <span role="gridcell">{queueWords(text, site)}</span>
                <span role="gridcell">{site.isLocal ? t('sites.nothing') : site.lastSeenAt === null ? t('sites.never') : format.ago(site.lastSeenAt, now)}</span>
                <span role="gridcell" className={classNames(styles['clipped'], site.link === 'unreachable' && styles['critical'])}>
                  {site.failure === null ? t('sites.nothing') : whatHappened(site)}
                </span>
                <span role="gridcell" className={styles['action']}>
                  {site.isLocal ? null : site.link === 'unreachable' ? (
                    <Button size="small" variant="quiet" disabled={actions.isAsking} onClick={() => actions.retry(site)}>
                      {t('sites.retry')}
                    </Button>
                  ) : (
                    <Button size="small" variant="quiet" aria-pressed={site.line.isPaused} onClick={() => actions.togglePause(site)}>
                      {t(site.line.isPaused ? 'sites.resume' : 'sites.pause')}
                    </Button>
                  )}
                </span>
              </div>
            ))}
          </div>
        </div>
      </section>
      <SiteDetail site={selected} actions={actions} />
      {adding}
    </main>
  );

  function addButton(variant: 'primary' | 'plain') {
    return (
      <Button variant={variant} action={SITES_KEYS.add} onClick={() => setIsAdding(true)}>
        {t('sites.add')}
      </Button>
    );
  }

  function whatHappened(site: SiteSummary): string {
    if (site.failure === null) return '';
    // The row begins with the name.
    const { site: _named, ...facts } = site.failure.facts;
    const { title } = errorWords(text, site.failure.code, facts, now);
    return `${title}　${t('sites.since', { since: format.timeOrDate(site.failure.since, now), duration: format.elapsed(site.failure.since, now) })}`;
  }
}
