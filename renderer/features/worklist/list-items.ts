import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import type { GroupColumn } from '#shared/worklist/saved-view.ts';
import { URGENCY_ORDER } from '#shared/worklist/green-channel.ts';
import type { ShownRow } from './held-rows.ts';

/** What stands in the list: a case, or the head of the cases below it. */
export type ListItem =
  | { readonly kind: 'row'; readonly shown: ShownRow<WorklistRow>; /** Zero-based among the cases. */ readonly index: number }
  | { readonly kind: 'group'; readonly key: string; /** Null while nobody has counted. */ readonly count: number | null };

/** As main ranks what waits for a physician (main/worklist/ordered-list.repository.ts). */
const STATUS_ORDER: readonly WorklistRow['status'][] = ['conflict', 'ready', 'drafting', 'arriving', 'queued', 'signed', 'sending', 'delivered'];

/** The key of the group that main puts a row into. */
export function groupKey(row: WorklistRow, groupBy: GroupColumn): string {
  switch (groupBy) {
    case 'urgency':
      return String(URGENCY_ORDER[row.urgency]);
    case 'site':
      return row.siteName;
    case 'modality':
      return JSON.stringify(row.modalities);
    case 'status':
      return String(STATUS_ORDER.indexOf(row.status));
    case 'claimed':
      return row.claim?.person ?? '';
    case 'date':
      return row.studyDate ?? row.arrivedAt.slice(0, 10);
    default:
      return groupBy satisfies never;
  }
}

/** A group's word in the language of the screen, from its key. */
export interface GroupWords {
  readonly urgency: (urgency: WorklistRow['urgency']) => string;
  readonly status: (status: WorklistRow['status']) => string;
  readonly modality: (modalities: readonly string[]) => string;
  readonly nobody: string;
}

export function groupWord(key: string, groupBy: GroupColumn, words: GroupWords): string {
  if (groupBy === 'urgency') return words.urgency((['green-channel', 'emergency', 'routine'] as const)[Number(key)] ?? 'routine');
  if (groupBy === 'status') return words.status(STATUS_ORDER[Number(key)] ?? 'queued');
  if (groupBy === 'modality') return words.modality(modalitiesOf(key));
  return key === '' ? words.nobody : key;
}

function modalitiesOf(key: string): readonly string[] {
  try {
    return JSON.parse(key) as readonly string[];
  } catch {
    return [key];
  }
}

/**
 * The cases with the heads of their groups between them. A group whose head is closed shows its head alone.
 * @param isWhole all cases of the list are among the rows: then they are counted here, and nobody waits for main while cases stream in
 */
export function listItems(
  rows: readonly ShownRow<WorklistRow>[], groupBy: GroupColumn | null, counts: readonly { readonly key: string; readonly count: number }[], closed: ReadonlySet<string>, isWhole: boolean,
): readonly ListItem[] {
  if (groupBy === null) return rows.map((shown, index) => ({ kind: 'row', shown, index }));
  const own = isWhole ? Map.groupBy(rows, ({ row }) => groupKey(row, groupBy)) : undefined;
  const items: ListItem[] = [];
  let before: string | undefined;
  for (const [index, shown] of rows.entries()) {
    const key = groupKey(shown.row, groupBy);
    if (key !== before) items.push({ kind: 'group', key, count: own?.get(key)?.length ?? counts.find((group) => group.key === key)?.count ?? null });
    before = key;
    if (!closed.has(key)) items.push({ kind: 'row', shown, index });
  }
  return items;
}
