import { useQuery } from '@tanstack/react-query';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { waitingQuery } from '#renderer/bridge/queries.ts';
import { Bar } from '#renderer/ui/Bar.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { ReadyLight } from '#renderer/ui/ReadyLight.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { LinkWord } from './LinkWord.tsx';
import { SiteLearned } from './SiteLearned.tsx';
import { SiteClinicalServer } from './SiteClinicalServer.tsx';
import { SiteLetterhead } from './SiteLetterhead.tsx';
import { SiteRemoval } from './SiteRemoval.tsx';
import { SiteSecurity } from './SiteSecurity.tsx';
import { SiteShare } from './SiteShare.tsx';
import { queueWords } from './site-summary.ts';
import { SITES_KEYS } from './sites-keys.ts';
import type { SiteActions } from './use-site-actions.ts';
import styles from './SiteDetail.module.css';

export interface SiteDetailProps {
  readonly site: SiteSummary | undefined;
  readonly actions: SiteActions;
}

/** One hospital: what is wrong with its line, what waits for it. */
export function SiteDetail({ site, actions }: SiteDetailProps) {
  const { t } = useText();
  if (site === undefined) return <aside className={styles['detail']}>{t('sites.detail.none')}</aside>;
  return (
    <aside className={styles['detail']} aria-label={site.name}>
      <header>
        <h2>{site.name}</h2>
        {site.isDemo ? <Tag>{t('sites.demo')}</Tag> : null}
        {site.isLocal ? <Tag>{t('sites.local')}</Tag> : null}
        <span className={styles['state']}>{site.isLocal ? null : <LinkWord link={site.link} isPaused={site.line.isPaused} />}</span>
      </header>
      {site.isLocal ? <section className={styles['quiet']}>{t('sites.local.note')}</section> : <Hospital site={site} actions={actions} />}
    </aside>
  );
}

function Hospital({ site, actions }: { readonly site: SiteSummary; readonly actions: SiteActions }) {
  return (
    <>
      <Failure site={site} />
      <Steps site={site} actions={actions} />
      <Waiting site={site} />
      <Line site={site} />
      <SiteLearned site={site} onRelearn={actions.relearn} />
      <SiteShare site={site} onSet={actions.setLine} />
      <SiteSecurity site={site} />
      <SiteLetterhead site={site} />
      <SiteClinicalServer key={site.siteId} site={site} />
      <SiteRemoval site={site} onRemove={actions.remove} />
    </>
  );
}

function Steps({ site, actions }: { readonly site: SiteSummary; readonly actions: SiteActions }) {
  const { t } = useText();
  return (
    <section>
      <div className={styles['steps']}>
        <Button action={SITES_KEYS.retry} disabled={actions.isAsking} onClick={() => actions.retry(site)}>
          {t(actions.isAsking ? 'sites.asking' : site.link === 'unreachable' ? 'sites.retry' : 'sites.ask-now')}
        </Button>
        <Button action={SITES_KEYS.test} variant="quiet" disabled={actions.isTesting} onClick={() => actions.test(site)}>
          {t(actions.isTesting ? 'sites.testing' : 'sites.test')}
        </Button>
        <Button action={SITES_KEYS.pause} variant="quiet" aria-pressed={site.line.isPaused} onClick={() => actions.togglePause(site)}>
          {t(site.line.isPaused ? 'sites.resume' : 'sites.pause')}
        </Button>
      </div>
      {site.line.isPaused ? <p className={styles['quiet']}>{t('sites.paused-note')}</p> : null}
    </section>
  );
}

function Failure({ site }: { readonly site: SiteSummary }) {
  const text = useText();
  const { t, format } = text;
  const now = useNow(10_000);
  if (site.failure === null) return null;
  const { title, detail, code } = errorWords(text, site.failure.code, { site: site.name, ...site.failure.facts }, now);
  return (
    <section className={styles['failure']}>
      <b>{title}</b>
      <p>{t('sites.since', { since: format.timeOrDate(site.failure.since, now), duration: format.elapsed(site.failure.since, now) })}</p>
      <p>{detail}</p>
      <div className={styles['actions']}>
        <code data-selectable>{code}</code>
      </div>
    </section>
  );
}

function Waiting({ site }: { readonly site: SiteSummary }) {
  const { t } = useText();
  const { api } = useBridge();
  const { data: rows } = useQuery(waitingQuery(api, site.siteId));
  return (
    <section>
      <h3>
        {t('sites.detail.waiting')}
        {rows === undefined || rows.length === 0 ? null : <span>{t('sites.detail.waiting-note')}</span>}
      </h3>
      {rows?.length === 0 ? <p className={styles['quiet']}>{t('sites.detail.no-waiting')}</p> : null}
      <ul>
        {rows?.map((row) => {
          const fraction = row.heldInstances / row.expectedInstances;
          const isStalled = site.link === 'unreachable';
          return (
            <li key={row.studyId} className={styles['waiting']}>
              <ReadyLight fraction={fraction} isVerified={false} isStalled={isStalled && row.heldInstances > 0} />
              <span className={styles['clipped']}>
                {displayPersonName(row.patient.name)}　{row.studyDescription}
              </span>
              <Bar fraction={fraction} tone={isStalled ? 'warn' : 'grey'} />
              <span className={styles['number']}>
                {row.heldInstances}/{row.expectedInstances}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Line({ site }: { readonly site: SiteSummary }) {
  const text = useText();
  const { t, format } = text;
  const now = useNow(10_000);
  return (
    <section>
      <h3>{t('sites.detail.line')}</h3>
      <dl className={styles['facts']}>
        <dt>{t('sites.detail.speed')}</dt>
        <dd>{site.throughputBitsPerSecond === null || site.link === 'unreachable' ? t('sites.nothing') : format.bitRate(site.throughputBitsPerSecond)}</dd>
        <dt>{t('sites.detail.queue')}</dt>
        <dd>{queueWords(text, site)}</dd>
        <dt>{t('sites.detail.seen')}</dt>
        <dd>{site.lastSeenAt === null ? t('sites.never') : format.ago(site.lastSeenAt, now)}</dd>
        <dt>{t('sites.detail.address')}</dt>
        <dd data-selectable className={styles['address']}>
          {site.baseUrl}
        </dd>
      </dl>
    </section>
  );
}
