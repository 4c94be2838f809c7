import { X } from 'lucide-react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { useText } from '#renderer/text/use-text.ts';
import { filterChips } from './filter-chips.ts';
import type { WorklistStateHandle } from './use-worklist-state.ts';
import styles from './FilterChips.module.css';

export interface FilterChipsProps {
  readonly worklist: WorklistStateHandle;
  readonly sites: ReadonlyMap<string, SiteSummary>;
  /** Cases that were read so far. */
  readonly count: number;
  /** There are more than these. */
  readonly hasMore: boolean;
}

/** What narrows the list, each with the press that takes it away, and how many cases it leaves. Nothing where nothing narrows. */
export function FilterChips({ worklist, sites, count, hasMore }: FilterChipsProps) {
  const text = useText();
  const { t } = text;
  const chips = filterChips(text, worklist.state, (siteId) => sites.get(siteId)?.name ?? siteId);
  if (chips.length === 0) return null;
  return (
    <div className={styles['chips']} role="group" aria-label={t('worklist.filter.chips')} data-testid="filter-chips" data-count={hasMore ? '' : count}>
      {chips.map(({ key, label, without }) => (
        <button key={key} type="button" className={styles['chip']} data-filter={key} aria-label={t('worklist.filter.remove', { filter: label })} onClick={() => worklist.change(without)}>
          <span>{label}</span>
          <X size={13} aria-hidden="true" />
        </button>
      ))}
      <span className={styles['count']}>{t(hasMore ? 'worklist.filter.count-more' : 'worklist.filter.count', { count })}</span>
    </div>
  );
}
