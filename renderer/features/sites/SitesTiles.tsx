import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SitesTiles.module.css';

export interface SitesTilesProps {
  readonly sites: readonly SiteSummary[];
}

/** Three numbers over all lines. */
export function SitesTiles({ sites }: SitesTilesProps) {
  const { t, format } = useText();
  const up = sites.filter(({ link }) => link === 'reachable').length;
  const down = sites.filter(({ link }) => link === 'unreachable');
  const slow = sites.filter(({ link }) => link === 'slow').length;
  const queued = sites.reduce((sum, site) => sum + site.queuedInstances, 0);
  const queuing = sites.filter((site) => site.queuedInstances > 0).length;
  const speed = sites.reduce((sum, site) => sum + (site.link === 'unreachable' ? 0 : (site.throughputBitsPerSecond ?? 0)), 0);
  const [speedNumber = '', speedUnit = ''] = format.bitRate(speed).split(' ');

  return (
    <div className={styles['tiles']}>
      <div>
        <span>{t('sites.tile.links')}</span>
        <p>
          {up}
          <small>
            {[t('sites.tile.links-unit'), ...(slow > 0 ? [t('sites.summary.slow', { count: slow })] : [])].join('　')}
            {down.length > 0 ? `　${t('sites.summary.unreachable', { count: down.length })}` : ''}
          </small>
        </p>
        {down.length === 0 ? <span /> : <span className={styles['critical']}>◆ {down.map(({ name }) => name).join(t('format.list-separator'))}</span>}
      </div>
      <div>
        <span>{t('sites.tile.fetching')}</span>
        <p>
          {queued}
          <small>{t('sites.tile.fetching-unit')}</small>
        </p>
        <span>{queued === 0 ? t('sites.tile.idle') : t('sites.tile.fetching-sites', { count: queuing })}</span>
      </div>
      <div>
        <span>{t('sites.tile.speed')}</span>
        <p>
          {speed === 0 ? t('sites.tile.none') : speedNumber}
          <small>{speed === 0 ? '' : speedUnit}</small>
        </p>
        <span>{t('sites.tile.speed-note')}</span>
      </div>
    </div>
  );
}
