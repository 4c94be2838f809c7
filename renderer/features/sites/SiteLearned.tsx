import type { SiteCapability, SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { formOutcomes, kindWords, modeWords } from './learned-words.ts';
import styles from './SiteDetail.module.css';

/** What the program has found out of a hospital's server, in words for its technician. */
export function SiteLearned({ site, onRelearn }: { readonly site: SiteSummary; readonly onRelearn: (site: SiteSummary) => void }) {
  const text = useText();
  const { t, format } = text;
  const now = useNow(10_000);
  const kinds = Map.groupBy(site.capabilities, ({ kind }) => kind);
  const latest = site.capabilities.map(({ checkedAt }) => checkedAt).toSorted().at(-1);
  return (
    <section data-testid="site-learned">
      <h3>{t('sites.learned')}</h3>
      {latest === undefined ? <p className={styles['quiet']}>{t('sites.learned.nothing')}</p> : null}
      <dl className={styles['facts']}>
        {[...kinds].map(([kind, capabilities]) => (
          <Kind key={kind} kind={kind} capabilities={capabilities} />
        ))}
        {site.modes.length < 2 ? null : (
          <>
            <dt>{t('sites.mode')}</dt>
            <dd>{modeWords(text, site.modes)}</dd>
          </>
        )}
        <dt>{t('sites.learned.at-once')}</dt>
        <dd>{t('sites.learned.at-once-words', { count: site.requestsAtOnce })}</dd>
        <dt>{t('sites.learned.wait')}</dt>
        <dd>{site.waitMs === null ? t('sites.nothing') : t('sites.learned.milliseconds', { count: Math.round(site.waitMs) })}</dd>
        {latest === undefined ? null : (
          <>
            <dt>{t('sites.learned.when')}</dt>
            <dd>{t('sites.learned.when-words', { when: format.timeOrDate(latest, now) })}</dd>
          </>
        )}
      </dl>
      {latest === undefined ? null : (
        <div className={styles['actions']}>
          <Button size="small" variant="quiet" onClick={() => onRelearn(site)}>
            {t('sites.learned.again')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Kind({ kind, capabilities }: { readonly kind: string; readonly capabilities: readonly SiteCapability[] }) {
  const text = useText();
  const { chosen, others } = formOutcomes(text, capabilities);
  return (
    <>
      <dt title={kind}>{kindWords(text, kind)}</dt>
      <dd>
        {chosen}
        {others.length === 0 ? null : (
          <ul className={styles['quiet']}>
            {others.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </dd>
    </>
  );
}
