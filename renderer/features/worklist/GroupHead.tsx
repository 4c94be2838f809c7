import { ChevronDown, ChevronRight } from 'lucide-react';
import type { CSSProperties } from 'react';
import type { GroupColumn } from '#shared/worklist/saved-view.ts';
import { useText } from '#renderer/text/use-text.ts';
import { groupWord } from './list-items.ts';
import { modalityWord } from './modalities.ts';
import styles from './WorklistTable.module.css';

export interface GroupHeadProps {
  readonly groupKey: string;
  readonly groupBy: GroupColumn | null;
  readonly count: number | null;
  readonly isClosed: boolean;
  readonly onToggle: () => void;
  readonly style: CSSProperties;
}

/** What the cases below have in common, and how many they are. */
export function GroupHead({ groupKey, groupBy, count, isClosed, onToggle, style }: GroupHeadProps) {
  const { t } = useText();
  if (groupBy === null) return null;
  const word = groupWord(groupKey, groupBy, {
    urgency: (urgency) => t(`worklist.urgency.${urgency}`),
    status: (status) => t(`worklist.status.${status}`),
    modality: modalityWord,
    nobody: t(groupBy === 'claimed' ? 'worklist.group.nobody' : 'worklist.group.none'),
  });
  return (
    <button type="button" className={styles['group']} style={style} aria-expanded={!isClosed} data-testid="worklist-group" data-count={count ?? ''} onClick={onToggle}>
      {isClosed ? <ChevronRight size={15} aria-hidden="true" /> : <ChevronDown size={15} aria-hidden="true" />}
      <b>{word}</b>
      <small>{count === null ? '' : t('worklist.group.count', { count })}</small>
    </button>
  );
}
