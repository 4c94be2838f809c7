import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';

/** Said of a report that was signed while its hospital or the hub could not be reached, and of one that came second. */
export function OfflineMark({ signed, siteName }: { readonly signed: SignedReport; readonly siteName: string }) {
  const { t, format } = useText();
  return (
    <>
      {signed.standing === undefined ? null : (
        <p data-testid="hub-standing" data-standing={signed.standing}>
          <Tag tone={signed.standing === 'second' ? 'critical' : 'warn'}>{t(`claim.signed.${signed.standing}`)}</Tag> {t(`claim.signed.${signed.standing}-note`)}
        </p>
      )}
      {signed.unreachableSince === null || signed.unreachableSince === undefined ? null : (
        <p data-testid="signed-offline">
          <Tag tone="warn">{t('sites.offline.signed')}</Tag> {t('sites.offline.signed-note', { siteName, since: format.timeWithSeconds(signed.unreachableSince) })}
        </p>
      )}
    </>
  );
}
