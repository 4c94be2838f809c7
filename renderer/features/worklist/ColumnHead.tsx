import { Filter } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { nextOrder } from '#shared/worklist/saved-view.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { keepFocus, walkMenu } from '#renderer/ui/menu-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { COLUMNS, isNarrowedBy, type ListColumn } from './column-fields.ts';
import { ColumnFilterFields } from './ColumnFilterFields.tsx';
import type { WorklistStateHandle } from './use-worklist-state.ts';
import styles from './ColumnHead.module.css';

export interface ColumnHeadProps {
  readonly column: ListColumn;
  readonly worklist: WorklistStateHandle;
  readonly sites: ReadonlyMap<string, SiteSummary>;
  readonly className: string | undefined;
}

/** The head of a column: a press sorts by it, the funnel beside it narrows the list. In its menu left and right lead to the next column's. */
export function ColumnHead({ column, worklist, sites, className }: ColumnHeadProps) {
  const { t } = useText();
  const { state, change } = worklist;
  const { order } = state;
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    if (isOpen) panel.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [isOpen]);
  const word = t(`worklist.column.${column}`);
  const isNarrowed = isNarrowedBy(state, column);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const typed = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox' ? event.target.type : undefined;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && typed === undefined) {
      event.preventDefault();
      openColumnFilter(event.currentTarget.closest('[role="row"]'), column, step);
    } else if (typed === undefined || typed === 'text') walkMenu(event);
  }

  return (
    <span role="columnheader" aria-sort={order?.column === column ? order.direction : 'none'} className={classNames(styles['cell'], className)}>
      <button type="button" className={styles['sort']} title={t('worklist.sort', { column: word })} onClick={() => change({ order: nextOrder(order, column) })}>
        {word}
        {order?.column === column ? <span aria-hidden="true">{order.direction === 'ascending' ? '▲' : '▼'}</span> : null}
      </button>
      <button
        type="button"
        className={classNames(styles['funnel'], isNarrowed && styles['on'])}
        popoverTarget={id}
        data-filter-of={column}
        data-is-on={isNarrowed}
        aria-label={t('worklist.column-filter', { column: word })}
        title={t('worklist.column-filter', { column: word })}
        onMouseDown={keepFocus}
      >
        <Filter size={12} aria-hidden="true" />
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={styles['panel']}
        role="group"
        aria-label={t('worklist.column-filter', { column: word })}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.stopPropagation()}
        onToggle={(event) => setIsOpen(event.newState === 'open')}
      >
        {isOpen ? <ColumnFilterFields column={column} worklist={worklist} sites={sites} /> : null}
      </div>
    </span>
  );
}

/** Opens the menu of a column that is shown. @param step from the column on: 0 for itself, 1 for the one to its right */
export function openColumnFilter(head: Element | null, column: ListColumn, step: number): void {
  const funnels = COLUMNS.flatMap((one) => {
    const funnel = head?.querySelector<HTMLElement>(`[data-filter-of="${one}"]`) ?? undefined;
    return funnel?.checkVisibility() === true ? [{ one, funnel }] : [];
  });
  const place = funnels.findIndex(({ one }) => one === column);
  funnels[(Math.max(0, place) + step + funnels.length) % funnels.length]?.funnel.click();
}
