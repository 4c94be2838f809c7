import { filtersSomething, type ColumnFilters, type FilterField } from '#shared/worklist/column-filter.ts';
import type { Text } from '#renderer/text/use-text.ts';
import { isRecent, RECENT_DAYS } from './column-fields.ts';
import { MODALITY_CHOICES } from './modalities.ts';
import type { WorklistState } from './use-worklist-state.ts';

/** One thing that narrows the list, in words, and the list without it. */
export interface FilterChip {
  readonly key: string;
  readonly label: string;
  readonly without: Partial<WorklistState>;
}

/** Names of more than these are counted. */
const MOST_NAMES = 3;

/** All that narrows the list beside its view and search, in the order of the columns. */
export function filterChips(text: Text, state: WorklistState, siteName: (siteId: string) => string): readonly FilterChip[] {
  const { t } = text;
  const { columns, modalities, siteIds, urgencies, isMine } = state;
  const field = (name: FilterField, column: string, words: readonly string[]): FilterChip[] =>
    filtersSomething(columns, name) ? [{ key: name, label: chipLabel(text, column, words), without: { columns: { ...columns, [name]: undefined } } }] : [];
  const list = (key: 'modalities' | 'siteIds' | 'urgencies', column: string, words: readonly string[]): FilterChip[] =>
    words.length === 0 ? [] : [{ key, label: chipLabel(text, column, words), without: { [key]: [] } }];
  const kinds = MODALITY_CHOICES.filter(({ modalities: own }) => own.some((modality) => modalities.includes(modality))).map(({ label }) => label);
  return [
    ...field('images', t('worklist.column.ready'), (columns.images ?? []).map((state) => t(`worklist.filter.images.${state}`))),
    ...field('left', t('worklist.column.left'), (columns.left ?? []).map((state) => t(`worklist.filter.left.${state}`))),
    ...list('urgencies', t('worklist.column.urgency'), urgencies.map((urgency) => t(`worklist.urgency.${urgency}`))),
    ...field('patient', t('worklist.column.patient'), [columns.patient ?? '']),
    ...field('sexes', t('worklist.filter.sex'), (columns.sexes ?? []).map((sex) => text.format.sex(sex))),
    ...field('age', t('worklist.filter.age'), [ageWords(text, columns.age)]),
    ...list('modalities', t('worklist.filter.modality'), kinds),
    ...field('examination', t('worklist.column.examination'), [columns.examination ?? '']),
    ...list('siteIds', t('worklist.filter.site'), siteIds.map(siteName)),
    ...field('request', t('worklist.column.request'), [columns.request ?? '']),
    ...field('hasRequest', t('worklist.column.request'), [t(columns.hasRequest === 'none' ? 'worklist.filter.none' : 'worklist.filter.some')]),
    ...field('priors', t('worklist.column.priors'), [t(columns.priors === 'none' ? 'worklist.filter.none' : 'worklist.filter.some')]),
    ...field('received', t('worklist.filter.received'), [receivedWords(text, columns.received)]),
    ...(isMine ? [{ key: 'isMine', label: t('worklist.filter.mine'), without: { isMine: false } }] : []),
    ...field('claims', t('worklist.column.claimed'), (columns.claims ?? []).map((claim) => t(`worklist.filter.claim.${claim}`))),
    ...field('claimedBy', t('worklist.column.claimed'), [columns.claimedBy ?? '']),
    ...field('statuses', t('worklist.column.status'), (columns.statuses ?? []).map((status) => t(`worklist.status.${status}`))),
  ];
}

function chipLabel({ t }: Text, column: string, words: readonly string[]): string {
  const shown = words.slice(0, MOST_NAMES).join(t('worklist.filter.and'));
  return t('worklist.filter.chip', { column, words: words.length > MOST_NAMES ? t('worklist.filter.more', { words: shown, count: words.length }) : shown });
}

function ageWords({ t }: Text, age: ColumnFilters['age']): string {
  const { fromYears = null, toYears = null } = age ?? {};
  if (fromYears === null) return t('worklist.filter.age.to', { toYears: toYears ?? '' });
  return toYears === null ? t('worklist.filter.age.from', { fromYears }) : t('worklist.filter.age.between', { fromYears, toYears });
}

function receivedWords({ t }: Text, received: ColumnFilters['received']): string {
  const recent = RECENT_DAYS.find((days) => isRecent(received, days));
  if (recent !== undefined) return t(`worklist.filter.received.${recent.word}`);
  if (received?.kind !== 'dates') return t('worklist.filter.received.days', { from: received?.from ?? 0, to: received?.to ?? 0 });
  return t('worklist.filter.received.dates', { from: received.from ?? '…', to: received.to ?? '…' });
}
