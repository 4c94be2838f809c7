import type { LineRule, SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SiteDetail.module.css';

const SHARES = [10, 25, 50, 75, 100] as const;

/** How much of the line what nobody waits for may use, by day and by night. */
export function SiteShare({ site, onSet }: { readonly site: SiteSummary; readonly onSet: (site: SiteSummary, line: LineRule) => void }) {
  const { t } = useText();
  const choice = (label: string, percent: number, change: (percent: number) => LineRule) => (
    <>
      <dt>{label}</dt>
      <dd>
        <select className={styles['choice']} aria-label={label} value={percent} onChange={(event) => onSet(site, change(Number(event.target.value)))}>
          {[...new Set([...SHARES, percent])].toSorted((left, right) => left - right).map((share) => (
            <option key={share} value={share}>
              {t('sites.share.percent', { percent: share })}
            </option>
          ))}
        </select>
      </dd>
    </>
  );
  return (
    <section>
      <h3>
        {t('sites.share')}
        <span>{t('sites.share.note')}</span>
      </h3>
      <dl className={styles['facts']}>
        {choice(t('sites.share.day'), site.line.daySharePercent, (daySharePercent) => ({ ...site.line, daySharePercent }))}
        {choice(t('sites.share.night'), site.line.nightSharePercent, (nightSharePercent) => ({ ...site.line, nightSharePercent }))}
      </dl>
    </section>
  );
}
