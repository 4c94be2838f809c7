import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';

/** Said of a report that was signed while its hospital could not be reached. */
export function OfflineMark({ signed, siteName }: { readonly signed: SignedReport; readonly siteName: string }) {
  const { t, format } = useText();
  if (signed.unreachableSince === null || signed.unreachableSince === undefined) return null;
  return (
    <p data-testid="signed-offline">
      <Tag tone="warn">{t('sites.offline.signed')}</Tag> {t('sites.offline.signed-note', { siteName, since: format.timeWithSeconds(signed.unreachableSince) })}
    </p>
  );
}
