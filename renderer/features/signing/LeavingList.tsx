import { useQuery } from '@tanstack/react-query';
import type { LeavingObject } from '#shared/contract/services/papers.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { leavingQuery } from '#renderer/bridge/queries.ts';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';
import styles from './SignDialog.module.css';

export interface LeavingListProps {
  readonly requestId: number;
  /** Undefined while it is being saved; 0: nothing was written. */
  readonly revision: number | undefined;
}

/** Every object that leaves with this signature, as main will make it. */
export function LeavingList({ requestId, revision }: LeavingListProps) {
  const { t } = useText();
  const { api } = useBridge();
  const { data: leaving } = useQuery({ ...leavingQuery(api, requestId, revision ?? 0), enabled: revision !== undefined });
  if (leaving?.length === 0) return <p className={styles['note']}>{t('signing.with.none')}</p>;
  return (
    <ul className={styles['tags']} data-testid="leaving" data-count={leaving?.length ?? 0}>
      {leaving?.map((object, index) => (
        // eslint-disable-next-line react/no-array-index-key -- of presentation states there may be several
        <li key={`${object.kind} ${index}`}>
          <Tag>{words(object)}</Tag>
        </li>
      ))}
    </ul>
  );

  function words({ kind, parts }: LeavingObject): string {
    const name = t(`signing.with.${kind}`);
    if (parts === 0 || kind === 'structured-report' || kind === 'rejection-note') return name;
    return t(`signing.with.parts.${kind}`, { name, count: parts });
  }
}
