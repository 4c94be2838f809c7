import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { GROUP_COLUMNS } from '#shared/worklist/saved-view.ts';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { CheckItem, PopoverMenu } from '#renderer/ui/Popover.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { isNarrowed, isNarrowedBy, type ListColumn } from './column-fields.ts';
import { ColumnFilterFields } from './ColumnFilterFields.tsx';
import { MODALITY_CHOICES } from './modalities.ts';
import { PLAIN_LIST, type WorklistStateHandle } from './use-worklist-state.ts';
import { WORKLIST_KEYS } from './worklist-keys.ts';
import styles from './FilterBar.module.css';

/** Columns that only a wide window has: what they narrow is found here on every screen. */
const MOSTLY_HIDDEN = ['request', 'priors', 'complete'] as const satisfies readonly ListColumn[];
const URGENCIES = ['green-channel', 'emergency', 'routine'] as const;
/** Typing stops this long before main is asked. */
const SEARCH_PAUSE_MS = 200;

export interface FilterBarProps {
  readonly worklist: WorklistStateHandle;
  readonly sites: readonly SiteSummary[];
  readonly siteById: ReadonlyMap<string, SiteSummary>;
  /** New rows that wait to be shown. */
  readonly waiting: number;
  readonly onShowWaiting: () => void;
  readonly nextAction: KeyAction;
  readonly onNext: () => void;
  /** Escape and ArrowDown lead from the search back to the list. */
  readonly onLeaveSearch: () => void;
}

export function FilterBar({ worklist, sites, siteById, waiting, onShowWaiting, nextAction, onNext, onLeaveSearch }: FilterBarProps) {
  const { t } = useText();
  const { state, change } = worklist;
  const searchField = useRef<HTMLInputElement>(null);
  const { typed, type } = useTypedSearch(state.search, (search) => change({ search }), searchField);
  useKeyAction(WORKLIST_KEYS.search, () => searchField.current?.focus());

  const chosenModalities = MODALITY_CHOICES.filter(({ modalities }) => modalities.some((modality) => state.modalities.includes(modality)));
  return (
    <div className={styles['bar']} role="search">
      <div className={styles['search']}>
        <Search size={15} aria-hidden="true" />
        <input
          ref={searchField}
          type="text"
          aria-label={t('worklist.search.label')}
          placeholder={t('worklist.search.placeholder')}
          value={typed}
          maxLength={64}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape' && typed !== '') type('');
            else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') onLeaveSearch();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {typed === '' ? (
          <KeyCap keys="/" />
        ) : (
          <button type="button" aria-label={t('worklist.search.clear')} onClick={() => type('')}>
            <X size={15} aria-hidden="true" />
          </button>
        )}
      </div>
      <PopoverMenu
        label={chosenModalities.length === 0 ? t('worklist.filter.modality') : t('worklist.filter.modality-chosen', { count: chosenModalities.length })}
        isOn={chosenModalities.length > 0}
      >
        {MODALITY_CHOICES.map(({ label, modalities }) => (
          <CheckItem
            key={label}
            label={label}
            isChecked={modalities.some((modality) => state.modalities.includes(modality))}
            onChange={(isChecked) => change({ modalities: chosen(state.modalities, modalities, isChecked) })}
          />
        ))}
      </PopoverMenu>
      <PopoverMenu
        label={state.siteIds.length === 0 ? t('worklist.filter.site') : t('worklist.filter.site-chosen', { count: state.siteIds.length })}
        isOn={state.siteIds.length > 0}
      >
        {sites.map(({ siteId, name }) => (
          <CheckItem
            key={siteId}
            label={name}
            isChecked={state.siteIds.includes(siteId)}
            onChange={(isChecked) => change({ siteIds: chosen(state.siteIds, [siteId], isChecked) })}
          />
        ))}
      </PopoverMenu>
      <PopoverMenu label={state.urgencies.length === 0 ? t('worklist.filter.urgency') : t('worklist.filter.urgency-chosen', { count: state.urgencies.length })} isOn={state.urgencies.length > 0}>
        {URGENCIES.map((urgency) => (
          <CheckItem
            key={urgency}
            label={t(`worklist.urgency.${urgency}`)}
            isChecked={state.urgencies.includes(urgency)}
            onChange={(isChecked) => change({ urgencies: isChecked ? [...state.urgencies, urgency] : state.urgencies.filter((one) => one !== urgency) })}
          />
        ))}
        <CheckItem label={t('worklist.filter.mine')} isChecked={state.isMine} onChange={(isMine) => change({ isMine })} />
      </PopoverMenu>
      <PopoverMenu label={t('worklist.filter.others')} isOn={MOSTLY_HIDDEN.some((column) => isNarrowedBy(state, column))}>
        {MOSTLY_HIDDEN.map((column) => (
          <section key={column} className={styles['column']} aria-label={t(`worklist.column.${column}`)}>
            <h3>{t(column === 'complete' ? 'worklist.filter.received' : `worklist.column.${column}`)}</h3>
            <ColumnFilterFields column={column} worklist={worklist} sites={siteById} />
          </section>
        ))}
      </PopoverMenu>
      <PopoverMenu label={state.groupBy === null ? t('worklist.group') : t('worklist.group.chosen', { column: t(`worklist.group.${state.groupBy}`) })} isOn={state.groupBy !== null}>
        {GROUP_COLUMNS.map((column) => (
          <CheckItem key={column} label={t(`worklist.group.${column}`)} isChecked={state.groupBy === column} onChange={(isChecked) => change({ groupBy: isChecked ? column : null })} />
        ))}
      </PopoverMenu>
      {!isNarrowed(state) && state.groupBy === null && state.order === null ? null : (
        <Button variant="ghost" size="small" onClick={() => change({ ...PLAIN_LIST, search: state.search })}>
          {t('worklist.filter.clear')}
        </Button>
      )}
      <span className={styles['space']} />
      {waiting === 0 ? null : (
        <button type="button" className={styles['waiting']} onClick={onShowWaiting}>
          {t('worklist.waiting', { count: waiting })}
          <b>{t('worklist.waiting.show')}</b>
        </button>
      )}
      <Button variant="primary" action={nextAction} onClick={onNext}>
        {t('worklist.next')}
      </Button>
    </div>
  );
}

function chosen(before: readonly string[], values: readonly string[], isChecked: boolean): readonly string[] {
  const others = before.filter((value) => !values.includes(value));
  return isChecked ? [...others, ...values] : others;
}

/** The text in the field at once, the search a moment after the last letter; never while an input method composes. */
function useTypedSearch(search: string, onSearch: (search: string) => void, field: RefObject<HTMLInputElement | null>) {
  const [typed, setTyped] = useState(search);
  const [known, setKnown] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  }, [onSearch]);
  useEffect(() => () => clearTimeout(timer.current), []);

  // The search was changed from elsewhere, such as the button of an empty list.
  if (search !== known) {
    setKnown(search);
    if (search !== typed.trim()) setTyped(search);
  }

  function type(text: string): void {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(ask, SEARCH_PAUSE_MS);

    function ask(): void {
      const asked = field.current?.value.trim() ?? text.trim();
      // Known before it comes back: a letter that is typed in between stays.
      setKnown(asked);
      latest.current(asked);
    }
  }
  return { typed, type };
}
