import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type PointerEvent as ReactPointerEvent, type ReactNode } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { useApplicationEvents } from '#renderer/bridge/bridge-context.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useServerNow } from '#renderer/bridge/use-server-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { GROUP_COLUMNS, nextOrder } from '#shared/worklist/saved-view.ts';
import { COLUMNS } from './column-fields.ts';
import { ColumnHead, openColumnFilter } from './ColumnHead.tsx';
import { GroupHead } from './GroupHead.tsx';
import type { ShownRow } from './held-rows.ts';
import { listItems, type ListItem } from './list-items.ts';
import { rowElementId, WorklistRowView } from './WorklistRowView.tsx';
import type { WorklistStateHandle } from './use-worklist-state.ts';
import { WORKLIST_KEYS } from './worklist-keys.ts';
import styles from './WorklistTable.module.css';

/** A press this soon after the rows moved under a resting pointer was meant for the row that stood there before. */
const SHIFT_GUARD_MS = 400;
const ROW_REM = 2.375;
/** The head stays at the top while the rows scroll under it. */
const HEAD_REM = 2;
const NARROW_COLUMNS: ReadonlySet<string> = new Set(['request', 'priors', 'complete', 'claimed']);

export interface WorklistTableProps {
  readonly rows: readonly ShownRow<WorklistRow>[];
  readonly worklist: WorklistStateHandle;
  readonly groups: readonly { readonly key: string; readonly count: number }[];
  readonly sites: ReadonlyMap<string, SiteSummary>;
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
  readonly onSelect: (row: WorklistRow) => void;
  readonly onOpen: (row: WorklistRow) => void;
  /** The physician's hand is on the list. */
  readonly onTouch: () => void;
  /** A key or a scroll: the list may move now. */
  readonly onRelease: () => void;
  /** Under the head of a list without rows: what narrows it stays within reach. */
  readonly empty: ReactNode;
}

export function WorklistTable(props: WorklistTableProps) {
  const { rows, worklist, groups, sites, hasMore, onNearEnd, onSelect, onOpen, onTouch, onRelease, empty } = props;
  const { state: { order, groupBy, selectedStudyId }, change } = worklist;
  const { t } = useText();
  const now = useServerNow(10_000);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const items = useMemo(() => listItems(rows, groupBy, groups, closed, !hasMore), [rows, groupBy, groups, closed, hasMore]);
  const viewport = useRef<HTMLDivElement>(null);
  const { pulsing, endPulse } = usePulsingCases();
  const guard = useShiftGuard(rows);

  const remPx = useMemo(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize), []);
  const rowHeightPx = ROW_REM * remPx;
  const headHeightPx = HEAD_REM * remPx;
  // oxlint-disable-next-line react/incompatible-library -- it returns functions that must not be memoised, and none is
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => itemKey(items[index], index),
    overscan: 10,
    scrollMargin: headHeightPx,
    scrollPaddingStart: headHeightPx,
  });
  const shownItems = virtual.getVirtualItems();
  const lastIndex = shownItems.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastIndex > items.length - 30) onNearEnd();
  }, [hasMore, lastIndex, items.length, onNearEnd]);

  const selectedIndex = rows.findIndex(({ row }) => row.studyId === selectedStudyId);
  function step(to: (index: number) => number): void {
    onRelease();
    const index = Math.max(0, Math.min(rows.length - 1, to(selectedIndex)));
    const target = rows[index];
    if (target === undefined) return;
    onSelect(target.row);
    const place = items.findIndex((item) => item.kind === 'row' && item.index === index);
    if (place >= 0) virtual.scrollToIndex(place, { align: 'auto' });
  }
  useKeyAction(WORKLIST_KEYS.down, () => step((index) => index + 1));
  useKeyAction(WORKLIST_KEYS.up, () => step((index) => (index < 0 ? 0 : index - 1)));
  useKeyAction(WORKLIST_KEYS.first, () => step(() => 0));
  useKeyAction(WORKLIST_KEYS.last, () => step(() => rows.length - 1));
  useKeyAction(WORKLIST_KEYS.group, () => change({ groupBy: groupBy === null ? 'site' : (GROUP_COLUMNS[GROUP_COLUMNS.indexOf(groupBy) + 1] ?? null) }));
  useKeyAction(WORKLIST_KEYS.sort, () => change({ order: nextOrder(order, 'left') }));
  useKeyAction(WORKLIST_KEYS.filter, () => openColumnFilter(viewport.current, 'ready', 0));
  useKeyAction(WORKLIST_KEYS.open, () => {
    const selected = rows[selectedIndex];
    if (selected !== undefined) onOpen(selected.row);
  });

  function rowAt(target: EventTarget): WorklistRow | undefined {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-study-id]') : null;
    return rows.find(({ row }) => String(row.studyId) === element?.dataset['studyId'])?.row;
  }
  function onPointerDown(event: ReactPointerEvent): void {
    onTouch();
    const row = guard.hasJustShifted() ? undefined : rowAt(event.target);
    if (row !== undefined && event.button === 0) onSelect(row);
  }

  return (
    <div
      ref={viewport}
      role="grid"
      data-testid="worklist-body"
      aria-label={t('worklist.title')}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={selectedIndex < 0 || selectedStudyId === undefined ? undefined : rowElementId(selectedStudyId)}
      tabIndex={0}
      className={styles['table']}
      onPointerMove={() => {
        guard.clear();
        onTouch();
      }}
      onPointerDown={onPointerDown}
      onWheel={onRelease}
      onDoubleClick={(event) => {
        const row = rowAt(event.target);
        // Only what the first press chose: never a row that came under the pointer between the two.
        if (row !== undefined && row.studyId === selectedStudyId) onOpen(row);
      }}
    >
      <div role="row" aria-rowindex={1} className={classNames(styles['row'], styles['head'])}>
        {COLUMNS.map((column) => (
          <ColumnHead key={column} column={column} worklist={worklist} sites={sites} className={NARROW_COLUMNS.has(column) ? styles[column] : undefined} />
        ))}
      </div>
      <div role="rowgroup" className={styles['length']} style={{ height: virtual.getTotalSize() }}>
        {shownItems.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          if (item.kind === 'group') {
            return (
              <GroupHead
                key={key}
                groupKey={item.key}
                groupBy={groupBy}
                count={item.count}
                isClosed={closed.has(item.key)}
                onToggle={() => setClosed((before) => (before.has(item.key) ? new Set([...before].filter((one) => one !== item.key)) : new Set([...before, item.key])))}
                style={rowPlace(start - headHeightPx)}
              />
            );
          }
          const { row, hasLeft } = item.shown;
          return (
            <WorklistRowView
              key={key}
              row={row}
              index={item.index}
              site={sites.get(row.siteId)}
              now={now}
              isSelected={row.studyId === selectedStudyId}
              hasLeft={hasLeft}
              isPulsing={pulsing.has(row.studyId)}
              onPulsed={endPulse}
              style={rowPlace(start - headHeightPx)}
            />
          );
        })}
      </div>
      {rows.length === 0 ? (
        <div role="row">
          <div role="gridcell">{empty}</div>
        </div>
      ) : null}
    </div>
  );
}

function itemKey(item: ListItem | undefined, index: number): string | number {
  if (item === undefined) return index;
  return item.kind === 'row' ? item.shown.row.studyId : `group ${item.key}`;
}

function rowPlace(startPx: number) {
  return { transform: `translateY(${startPx}px)` };
}

/** Cases that have just been announced, until their row has pulsed. */
function usePulsingCases() {
  const [pulsing, setPulsing] = useState<ReadonlySet<number>>(new Set());
  useApplicationEvents(
    useCallback((event: ApplicationEvent) => {
      if (event.kind === 'case-announced') setPulsing((before) => new Set([...before, event.studyId]));
    }, []),
  );
  const endPulse = useCallback((studyId: number) => {
    setPulsing((before) => (before.has(studyId) ? new Set([...before].filter((other) => other !== studyId)) : before));
  }, []);
  return { pulsing, endPulse };
}

/** Knows when rows last changed places. */
function useShiftGuard(rows: readonly ShownRow<WorklistRow>[]) {
  const order = rows.map(({ row }) => row.studyId).join();
  const shown = useRef(order);
  const shiftedAt = useRef(Number.NEGATIVE_INFINITY);
  useLayoutEffect(() => {
    if (shown.current === order) return;
    shown.current = order;
    shiftedAt.current = performance.now();
  });
  return {
    hasJustShifted: () => performance.now() - shiftedAt.current < SHIFT_GUARD_MS,
    /** The pointer has moved since: the physician sees what is under it. */
    clear: () => {
      shiftedAt.current = Number.NEGATIVE_INFINITY;
    },
  };
}
