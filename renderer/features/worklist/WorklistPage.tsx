import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { tidyFilters } from '#shared/worklist/column-filter.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { countsQuery, sitesQuery, worklistGroupsQuery, worklistQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useMediaQuery } from '#renderer/ui/use-media-query.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { isNarrowed } from './column-fields.ts';
import { EmptyList } from './EmptyList.tsx';
import { FilterBar } from './FilterBar.tsx';
import { FilterChips } from './FilterChips.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { SavedViews } from './SavedViews.tsx';
import { useHeldList } from './use-held-list.ts';
import { PLAIN_LIST, type WorklistStateHandle } from './use-worklist-state.ts';
import { ViewsColumn } from './ViewsColumn.tsx';
import { WORKLIST_KEYS } from './worklist-keys.ts';
import { WorklistTable } from './WorklistTable.tsx';
import styles from './WorklistPage.module.css';

const NO_ROWS: readonly WorklistRow[] = [];

export interface WorklistPageProps {
  readonly worklist: WorklistStateHandle;
  readonly onOpen: (row: WorklistRow) => void;
  readonly onShowSites: () => void;
  readonly nextAction: KeyAction;
  readonly onNext: () => void;
  /** What is known of a patient's condition, beside the list. */
  readonly renderClinical: (row: WorklistRow, children: ReactNode) => ReactNode;
}

export function WorklistPage({ worklist, onOpen, onShowSites, nextAction, onNext, renderClinical }: WorklistPageProps) {
  const text = useText();
  const { api } = useBridge();
  const { state, change } = worklist;
  const list = useRef<HTMLDivElement>(null);
  const counts = useQuery(countsQuery(api));
  const sites = useQuery(sitesQuery(api));
  const { view, search, modalities, siteIds, urgencies, isMine, order, groupBy, columns } = state;
  const filter = { view, search, modalities, siteIds, urgencies, isMine, order, groupBy, columns: tidyFilters(columns) };
  const groups = useQuery(worklistGroupsQuery(api, filter));
  const asked = useInfiniteQuery({ ...worklistQuery(api, filter), placeholderData: keepPreviousData });
  const incoming = asked.data ?? NO_ROWS;
  const { list: shown, touch, release } = useHeldList(incoming, `${JSON.stringify(filter)}${asked.isPlaceholderData ? ' not here yet' : ''}`);
  const { mutate: markSeen } = useMutation({ mutationFn: (studyId: number) => api.worklist.markSeen({ studyId }) });

  const siteById = useMemo(() => new Map((sites.data ?? []).map((site) => [site.siteId, site])), [sites.data]);
  const selected = shown.rows.find(({ row }) => row.studyId === state.selectedStudyId)?.row;

  const [pausingStudyId, setPausingStudyId] = useState<number>();
  const select = useCallback(
    (row: WorklistRow) => {
      touch();
      setPausingStudyId(undefined);
      change({ selectedStudyId: row.studyId });
      if (row.isNew) markSeen(row.studyId);
    },
    [change, markSeen, touch],
  );
  const { fetchNextPage, isFetchingNextPage } = asked;
  const readOn = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  const isWide = useMediaQuery('(min-width: 1600px)');
  const isPreviewOpen = state.isPreviewOpen ?? isWide;
  useKeyAction(WORKLIST_KEYS.preview, () => {
    setPausingStudyId(undefined);
    change({ isPreviewOpen: !isPreviewOpen });
  });
  // The reason is asked for in the preview: where that is closed, the key opens it.
  useKeyAction(WORKLIST_KEYS.pause, () => {
    setPausingStudyId(selected?.studyId);
    change({ isPreviewOpen: true });
  }, !isPreviewOpen && selected !== undefined);

  return (
    <main className={classNames(styles['page'], isPreviewOpen && isWide && styles['with-preview'])}>
      <ViewsColumn
        view={state.view}
        counts={counts.data}
        unreachableSites={(sites.data ?? []).filter(({ link }) => link === 'unreachable').length}
        onView={(view) => change({ ...PLAIN_LIST, search: state.search, view })}
        onSites={onShowSites}
      >
        <SavedViews worklist={worklist} />
      </ViewsColumn>
      <section ref={list} className={styles['list']} aria-label={text.t('worklist.title')}>
        <FilterBar
          worklist={worklist}
          sites={sites.data ?? []}
          siteById={siteById}
          waiting={shown.waiting}
          onShowWaiting={release}
          nextAction={nextAction}
          onNext={onNext}
          onLeaveSearch={() => list.current?.querySelector<HTMLElement>('[role="grid"]')?.focus()}
        />
        <FilterChips worklist={worklist} sites={siteById} count={incoming.length} hasMore={asked.hasNextPage} />
        {body()}
      </section>
      {isPreviewOpen ? (
        <div className={classNames(styles['preview'], !isWide && styles['drawer'])}>
          <PreviewPanel row={selected} site={selected === undefined ? undefined : siteById.get(selected.siteId)} onOpen={onOpen} renderClinical={renderClinical} asksPause={selected !== undefined && selected.studyId === pausingStudyId} />
        </div>
      ) : null}
    </main>
  );

  function body() {
    if (asked.isPending) return <p className={styles['loading']}>{text.t('worklist.loading')}</p>;
    if (asked.isError && incoming.length === 0) {
      return (
        <div className={styles['centre']}>
          <ErrorState
            words={thrownErrorWords(text, asked.error)}
            actions={<Button onClick={() => void asked.refetch()}>{text.t('worklist.retry')}</Button>}
          />
        </div>
      );
    }
    const empty = asked.hasNextPage ? <p className={styles['loading']}>{text.t('worklist.filter.looking')}</p> : <EmptyList worklist={worklist} count={counts.data?.[state.view] ?? 0} siteCount={(sites.data ?? []).filter(({ isLocal }) => !isLocal).length} />;
    // What narrows the list is chosen in its head, also while nothing is found.
    if (shown.rows.length === 0 && !isNarrowed(state)) return empty;
    return (
      <WorklistTable
        rows={shown.rows}
        worklist={worklist}
        groups={groups.data ?? []}
        sites={siteById}
        hasMore={asked.hasNextPage}
        onNearEnd={readOn}
        onSelect={select}
        onOpen={onOpen}
        onTouch={touch}
        onRelease={release}
        empty={empty}
      />
    );
  }
}
