import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import type { ApplicationEvent } from '#shared/contract/services/system.contract.ts';
import { useApplicationEvents } from '#renderer/bridge/bridge-context.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import type { ShownRow } from './held-rows.ts';
import { rowElementId, WorklistRowView } from './WorklistRowView.tsx';
import { WORKLIST_KEYS } from './worklist-keys.ts';
import styles from './WorklistTable.module.css';

/** A press this soon after the rows moved under a resting pointer was meant for the row that stood there before. */
const SHIFT_GUARD_MS = 400;
const ROW_REM = 2.375;
/** The head stays at the top while the rows scroll under it. */
const HEAD_REM = 2;
const COLUMNS = ['ready', 'left', 'urgency', 'patient', 'examination', 'site', 'request', 'priors', 'complete', 'status'] as const;
const NARROW_COLUMNS: ReadonlySet<string> = new Set(['request', 'priors', 'complete']);

export interface WorklistTableProps {
  readonly rows: readonly ShownRow<WorklistRow>[];
  readonly sites: ReadonlyMap<string, SiteSummary>;
  readonly selectedStudyId: number | undefined;
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
  readonly onSelect: (row: WorklistRow) => void;
  readonly onOpen: (row: WorklistRow) => void;
  /** The physician's hand is on the list. */
  readonly onTouch: () => void;
  /** A key or a scroll: the list may move now. */
  readonly onRelease: () => void;
}

export function WorklistTable(props: WorklistTableProps) {
  const { rows, sites, selectedStudyId, hasMore, onNearEnd, onSelect, onOpen, onTouch, onRelease } = props;
  const { t } = useText();
  const now = useNow(10_000);
  const viewport = useRef<HTMLDivElement>(null);
  const { pulsing, endPulse } = usePulsingCases();
  const guard = useShiftGuard(rows);

  const remPx = useMemo(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize), []);
  const rowHeightPx = ROW_REM * remPx;
  const headHeightPx = HEAD_REM * remPx;
  // oxlint-disable-next-line react/incompatible-library -- it returns functions that must not be memoised, and none is
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rows[index]?.row.studyId ?? index,
    overscan: 10,
    scrollMargin: headHeightPx,
    scrollPaddingStart: headHeightPx,
  });
  const shownItems = virtual.getVirtualItems();
  const lastIndex = shownItems.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastIndex > rows.length - 30) onNearEnd();
  }, [hasMore, lastIndex, rows.length, onNearEnd]);

  const selectedIndex = rows.findIndex(({ row }) => row.studyId === selectedStudyId);
  function step(to: (index: number) => number): void {
    onRelease();
    const index = Math.max(0, Math.min(rows.length - 1, to(selectedIndex)));
    const target = rows[index];
    if (target === undefined) return;
    onSelect(target.row);
    virtual.scrollToIndex(index, { align: 'auto' });
  }
  useKeyAction(WORKLIST_KEYS.down, () => step((index) => index + 1));
  useKeyAction(WORKLIST_KEYS.up, () => step((index) => (index < 0 ? 0 : index - 1)));
  useKeyAction(WORKLIST_KEYS.first, () => step(() => 0));
  useKeyAction(WORKLIST_KEYS.last, () => step(() => rows.length - 1));
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
          <span key={column} role="columnheader" className={NARROW_COLUMNS.has(column) ? styles[column] : undefined}>
            {t(`worklist.column.${column}`)}
          </span>
        ))}
      </div>
      <div role="rowgroup" className={styles['length']} style={{ height: virtual.getTotalSize() }}>
        {shownItems.map(({ index, key, start }) => {
          const shown = rows[index];
          if (shown === undefined) return null;
          const { row, hasLeft } = shown;
          return (
            <WorklistRowView
              key={key}
              row={row}
              index={index}
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
    </div>
  );
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
