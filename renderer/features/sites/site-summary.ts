import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { LinkBarsProps } from '#renderer/ui/LinkBars.tsx';
import { linkStrength } from '#renderer/ui/HospitalChip.tsx';
import type { Text } from '#renderer/text/use-text.ts';

/** What was imported on this machine is no hospital. */
export function hospitalsAmong(sites: readonly SiteSummary[]): readonly SiteSummary[] {
  return sites.filter(({ isLocal }) => !isLocal);
}

const ORDER: readonly SiteSummary['link'][] = ['reachable', 'slow', 'unreachable', 'connecting'];

/** `52 家医院：48 通 · 2 慢 · 1 断`; states that no hospital is in are left out. */
export function sitesInWords({ t }: Text, sites: readonly SiteSummary[]): string {
  if (sites.length === 0) return t('sites.summary.none');
  const states = ORDER.map((link) => ({ link, count: sites.filter((site) => site.link === link).length }))
    .filter(({ count }) => count > 0)
    .map(({ link, count }) => t(`sites.summary.${link}`, { count }));
  return t('sites.summary', { count: sites.length, states: states.join(' · ') });
}

/** How many images are queued, and about how long they take. */
export function queueWords({ t, format }: Text, { queuedInstances, secondsToEmpty, link, line }: Pick<SiteSummary, 'queuedInstances' | 'secondsToEmpty' | 'link' | 'line'>): string {
  if (queuedInstances === 0) return t('sites.nothing');
  const queue = t('sites.queue', { count: queuedInstances });
  return secondsToEmpty === null || link === 'unreachable' || line.isPaused ? queue : `${queue}　${t('sites.left', { duration: format.duration(secondsToEmpty) })}`;
}

/** The bars of the worst line. */
export function worstStrength(sites: readonly SiteSummary[]): LinkBarsProps['strength'] {
  const worst = (['unreachable', 'slow', 'connecting', 'reachable'] as const).find((link) => sites.some((site) => site.link === link));
  return linkStrength(worst === undefined ? undefined : { link: worst });
}

const TROUBLE: Readonly<Record<SiteSummary['link'], number>> = { unreachable: 0, slow: 1, connecting: 2, reachable: 3 };

/** Hospitals that need a look come first; the rest by name. */
export function byTrouble(sites: readonly SiteSummary[]): readonly SiteSummary[] {
  return sites.toSorted((left, right) => TROUBLE[left.link] - TROUBLE[right.link] || left.name.localeCompare(right.name, 'zh-CN'));
}
