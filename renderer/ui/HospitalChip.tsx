import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { LinkBars, type LinkBarsProps } from './LinkBars.tsx';
import { useText, type Text } from '#renderer/text/use-text.ts';
import styles from './HospitalChip.module.css';

export interface HospitalChipProps {
  readonly name: string;
  /** Undefined while the list of hospitals has not been read. */
  readonly site: SiteSummary | undefined;
  readonly now: Date;
}

/** How its line is, and the hospital's whole name; more on hover. */
export function HospitalChip({ name, site, now }: HospitalChipProps) {
  const text = useText();
  return (
    <span className={styles['hospital']} title={site === undefined ? name : `${name}\n${linkWords(text, site, now)}`}>
      <LinkBars strength={linkStrength(site)} {...(site === undefined ? {} : { label: linkWords(text, site, now) })} />
      <span className={styles['name']}>{name}</span>
    </span>
  );
}

export function linkStrength(site: Pick<SiteSummary, 'link'> | undefined): LinkBarsProps['strength'] {
  switch (site?.link) {
    case 'reachable':
      return 'strong';
    case 'slow':
      return 'weak';
    case 'unreachable':
      return 'cut';
    case 'connecting':
    case undefined:
    default:
      return 'unknown';
  }
}

/** `通 · 17.8 Mbit/s · 最后见到 09:41` */
export function linkWords({ t, format }: Text, site: SiteSummary, now: Date): string {
  const parts = [
    t(`sites.link.${site.link}`),
    site.throughputBitsPerSecond === null || site.link === 'unreachable' ? '' : format.bitRate(site.throughputBitsPerSecond),
    site.lastSeenAt === null ? '' : t('sites.link.last-seen', { when: format.ago(site.lastSeenAt, now) }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
