import { useState, type ReactNode } from 'react';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import { CLAIM_STATES, IMAGE_STATES, PRESENCES, SEXES, TIME_STATES, type ColumnFilters, type Presence } from '#shared/worklist/column-filter.ts';
import { CASE_STATUSES } from '#shared/worklist/case-status.ts';
import { CheckItem } from '#renderer/ui/Popover.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { FIELDS_OF_COLUMN, isNarrowedBy, isRecent, RECENT_DAYS, toggled, yearsTyped, type ListColumn } from './column-fields.ts';
import { MODALITY_CHOICES } from './modalities.ts';
import type { WorklistStateHandle } from './use-worklist-state.ts';
import styles from './ColumnHead.module.css';

const URGENCIES = ['green-channel', 'emergency', 'routine'] as const;

export interface ColumnFilterFieldsProps {
  readonly column: ListColumn;
  readonly worklist: WorklistStateHandle;
  readonly sites: ReadonlyMap<string, SiteSummary>;
}

/** What a column can be narrowed to. What is ticked holds at once, what is typed with Enter or when the field is left; Escape takes the typing back. */
export function ColumnFilterFields({ column, worklist, sites }: ColumnFilterFieldsProps) {
  const { t } = useText();
  const { state, change } = worklist;
  return (
    <>
      {fields()}
      {isNarrowedBy(state, column) ? (
        <button type="button" className={styles['clear']} onClick={clear}>
          {t('worklist.filter.clear-column', { column: t(`worklist.column.${column}`) })}
        </button>
      ) : null}
    </>
  );

  function clear(): void {
    change({
      columns: { ...state.columns, ...Object.fromEntries(FIELDS_OF_COLUMN[column].map((field) => [field, undefined])) },
      ...(column === 'examination' ? { modalities: [] } : column === 'site' ? { siteIds: [] } : column === 'urgency' ? { urgencies: [] } : column === 'claimed' ? { isMine: false } : {}),
    });
  }

  function fields(): ReactNode {
    const { columns } = state;
    const set = (filters: ColumnFilters) => change({ columns: { ...columns, ...filters } });
    switch (column) {
      case 'ready':
        return IMAGE_STATES.map((one) => <CheckItem key={one} label={t(`worklist.filter.images.${one}`)} isChecked={columns.images?.includes(one) === true} onChange={(isChecked) => set({ images: toggled(columns.images, one, isChecked) })} />);
      case 'left':
        return TIME_STATES.map((one) => <CheckItem key={one} label={t(`worklist.filter.left.${one}`)} isChecked={columns.left?.includes(one) === true} onChange={(isChecked) => set({ left: toggled(columns.left, one, isChecked) })} />);
      case 'urgency':
        return URGENCIES.map((one) => <CheckItem key={one} label={t(`worklist.urgency.${one}`)} isChecked={state.urgencies.includes(one)} onChange={(isChecked) => change({ urgencies: toggled(state.urgencies, one, isChecked) })} />);
      case 'patient':
        return <PatientFields columns={columns} set={set} />;
      case 'examination':
        return (
          <>
            <TextField label={t('worklist.filter.examination')} value={columns.examination} onText={(examination) => set({ examination })} />
            {MODALITY_CHOICES.map(({ label, modalities }) => (
              <CheckItem
                key={label}
                label={label}
                isChecked={modalities.some((modality) => state.modalities.includes(modality))}
                onChange={(isChecked) => change({ modalities: [...state.modalities.filter((one) => !modalities.includes(one)), ...(isChecked ? modalities : [])] })}
              />
            ))}
          </>
        );
      case 'site':
        return [...sites.values()].map(({ siteId, name }) => <CheckItem key={siteId} label={name} isChecked={state.siteIds.includes(siteId)} onChange={(isChecked) => change({ siteIds: toggled(state.siteIds, siteId, isChecked) })} />);
      case 'request':
        return (
          <>
            <TextField label={t('worklist.filter.request')} value={columns.request} onText={(request) => set({ request })} />
            <PresenceItems value={columns.hasRequest} onChange={(hasRequest) => set({ hasRequest })} />
          </>
        );
      case 'priors':
        return <PresenceItems value={columns.priors} onChange={(priors) => set({ priors })} />;
      case 'complete':
        return <ReceivedFields received={columns.received} set={(received) => set({ received })} />;
      case 'claimed':
        return (
          <>
            {CLAIM_STATES.map((one) => <CheckItem key={one} label={t(`worklist.filter.claim.${one}`)} isChecked={columns.claims?.includes(one) === true} onChange={(isChecked) => set({ claims: toggled(columns.claims, one, isChecked) })} />)}
            <TextField label={t('worklist.filter.claimed-by')} value={columns.claimedBy} onText={(claimedBy) => set({ claimedBy })} />
          </>
        );
      case 'status':
        return CASE_STATUSES.map((one) => <CheckItem key={one} label={t(`worklist.status.${one}`)} isChecked={columns.statuses?.includes(one) === true} onChange={(isChecked) => set({ statuses: toggled(columns.statuses, one, isChecked) })} />);
      default:
        return column satisfies never;
    }
  }
}

function PatientFields({ columns, set }: { readonly columns: ColumnFilters; readonly set: (filters: ColumnFilters) => void }) {
  const { t, format } = useText();
  const { fromYears = null, toYears = null } = columns.age ?? {};
  return (
    <>
      <TextField label={t('worklist.filter.patient')} value={columns.patient} onText={(patient) => set({ patient })} />
      {SEXES.map((one) => <CheckItem key={one} label={format.sex(one)} isChecked={columns.sexes?.includes(one) === true} onChange={(isChecked) => set({ sexes: toggled(columns.sexes, one, isChecked) })} />)}
      <div className={styles['range']}>
        {t('worklist.filter.age')}
        <TypedInput type="number" label={t('worklist.filter.age-from')} value={fromYears === null ? '' : String(fromYears)} onTyped={(text) => set({ age: { fromYears: yearsTyped(text), toYears } })} />
        <span aria-hidden="true">–</span>
        <TypedInput type="number" label={t('worklist.filter.age-to')} value={toYears === null ? '' : String(toYears)} onTyped={(text) => set({ age: { fromYears, toYears: yearsTyped(text) } })} />
      </div>
    </>
  );
}

function ReceivedFields({ received, set }: { readonly received: ColumnFilters['received']; readonly set: (received: ColumnFilters['received']) => void }) {
  const { t } = useText();
  const { from, to } = received?.kind === 'dates' ? received : { from: null, to: null };
  return (
    <>
      {RECENT_DAYS.map((days) => (
        <CheckItem
          key={days.word}
          label={t(`worklist.filter.received.${days.word}`)}
          isChecked={isRecent(received, days)}
          onChange={(isChecked) => set(isChecked ? { kind: 'days-ago', from: days.from, to: days.to } : undefined)}
        />
      ))}
      <div className={styles['range']}>
        <TypedInput type="date" label={t('worklist.filter.received-from')} value={from ?? ''} onTyped={(text) => set({ kind: 'dates', from: text === '' ? null : text, to })} />
        <span aria-hidden="true">–</span>
        <TypedInput type="date" label={t('worklist.filter.received-to')} value={to ?? ''} onTyped={(text) => set({ kind: 'dates', from, to: text === '' ? null : text })} />
      </div>
    </>
  );
}

function PresenceItems({ value, onChange }: { readonly value: Presence | undefined; readonly onChange: (value: Presence | undefined) => void }) {
  const { t } = useText();
  return PRESENCES.map((one) => <CheckItem key={one} label={t(`worklist.filter.${one}`)} isChecked={value === one} onChange={(isChecked) => onChange(isChecked ? one : undefined)} />);
}

function TextField({ label, value, onText }: { readonly label: string; readonly value: string | undefined; readonly onText: (text: string) => void }) {
  return (
    <label className={styles['text']}>
      {label}
      <TypedInput type="text" label={label} value={value ?? ''} onTyped={(text) => onText(text.trim())} />
    </label>
  );
}

interface TypedInputProps {
  readonly type: 'text' | 'number' | 'date';
  readonly label: string;
  readonly value: string;
  readonly onTyped: (text: string) => void;
}

/** The list is not asked at every letter: an input method composes, a number grows. */
function TypedInput({ type, label, value, onTyped }: TypedInputProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // It was changed from elsewhere, such as the button that clears the column.
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  const take = (text: string) => {
    if (text !== value) onTyped(text);
  };
  return (
    <input
      type={type}
      aria-label={label}
      value={typed}
      maxLength={64}
      min={type === 'number' ? 0 : undefined}
      max={type === 'number' ? 150 : undefined}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={(event) => take(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') take(event.currentTarget.value);
        if (event.key !== 'Escape') return;
        // The field is left with the menu: it must hold what holds already.
        event.currentTarget.value = value;
        setTyped(value);
      }}
    />
  );
}
