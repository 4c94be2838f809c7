import type { Patient } from '#shared/contract/vocabulary.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Tag } from '#renderer/ui/Tag.tsx';

/** The name is not as its images declare it: somebody must compare it with the request. In a row it is one short word: the name itself needs the place. */
export function NameRepairMark({ patient: { nameRepair }, isShort = false }: { readonly patient: Patient; readonly isShort?: boolean }) {
  const { t } = useText();
  if (nameRepair === undefined) return null;
  const { declared, readAs } = nameRepair;
  return (
    <span title={t('viewer.name-repaired.detail', { readAs, ...(declared === '' ? {} : { declared }) })} data-testid="name-repair">
      <Tag tone="warn">{t(isShort ? 'truth.name-repaired' : 'viewer.name-repaired')}</Tag>
    </span>
  );
}
