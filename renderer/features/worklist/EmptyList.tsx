import { Check, FileText, Search } from 'lucide-react';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { isNarrowed } from './column-fields.ts';
import { PLAIN_LIST, type WorklistStateHandle } from './use-worklist-state.ts';

export interface EmptyListProps {
  readonly worklist: WorklistStateHandle;
  /** Rows of the view without search and filters. */
  readonly count: number;
  readonly siteCount: number;
}

/** A list without rows: nothing matches, or nothing is left to do. */
export function EmptyList({ worklist, count, siteCount }: EmptyListProps) {
  const { t } = useText();
  const { state, change } = worklist;
  const { view, search } = state;
  const isSearched = search !== '' || isNarrowed(state);

  if (isSearched) {
    return (
      <EmptyState
        icon={<Search size={22} strokeWidth={1.5} />}
        title={search === '' ? t('worklist.no-match.filtered') : t('worklist.no-match.title', { search })}
        detail={t('worklist.no-match.detail', { count, view: t(`worklist.view.${view}`) })}
        actions={
          <Button variant="primary" onClick={() => change(PLAIN_LIST)}>
            {t('worklist.search.clear')}
          </Button>
        }
      />
    );
  }
  if (view === 'drafts') {
    return (
      <EmptyState
        icon={<FileText size={22} strokeWidth={1.5} />}
        title={t('worklist.empty.drafts.title')}
        detail={t('worklist.empty.drafts.detail')}
        actions={<Button onClick={() => change({ view: 'open' })}>{t('worklist.empty.see-open')}</Button>}
      />
    );
  }
  if (view === 'sent') {
    return (
      <EmptyState
        icon={<FileText size={22} strokeWidth={1.5} />}
        title={t('worklist.empty.sent.title')}
        detail={t('worklist.empty.sent.detail')}
        actions={<Button onClick={() => change({ view: 'open' })}>{t('worklist.empty.see-open')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={<Check size={22} strokeWidth={1.5} />}
      title={t('worklist.empty.title')}
      detail={t('worklist.empty.detail', { count: siteCount })}
      actions={
        <Button variant="quiet" onClick={() => change({ view: 'sent' })}>
          {t('worklist.empty.see-sent')}
        </Button>
      }
    />
  );
}
