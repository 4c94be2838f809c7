import { FileCheck } from 'lucide-react';
import type { ReportRequest, SignedReport } from '#shared/contract/services/reports.contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { DeliveryTrack } from './DeliveryTrack.tsx';
import { Covered } from './DraftEditor.tsx';
import { OfflineMark } from './OfflineMark.tsx';
import { WrittenSection } from './ReportSection.tsx';
import { REPORT_KEYS } from './report-keys.ts';
import styles from './ReportPanel.module.css';

export interface SignedViewProps {
  readonly request: ReportRequest;
  readonly signed: SignedReport;
  readonly siteName: string;
  readonly onOpenDocument: () => void;
}

/** The report after signing: its words, its signature, its way to the hospital. */
export function SignedView({ request, signed, siteName, onOpenDocument }: SignedViewProps) {
  const { t, format } = useText();
  const { text } = signed;
  useKeyAction(REPORT_KEYS.preview, onOpenDocument);
  return (
    <>
      <div className={styles['body']} data-testid="signed-report">
        <p className={styles['signature']}>
          <FileCheck size={18} strokeWidth={1.5} aria-hidden="true" />
          {t('report.signed.by', { name: signed.signerName, date: format.date(signed.signedAt), time: format.timeWithSeconds(signed.signedAt) })}
          <Tag>{t('report.signed.version', { version: signed.version })}</Tag>
        </p>
        <OfflineMark signed={signed} siteName={siteName} />
        <Covered request={request} />
        <WrittenSection name={t('report.section.findings')} text={text.findings} empty={t('report.signed.empty')} />
        <WrittenSection
          name={t('report.section.impression')}
          text={text.impression}
          empty={t('report.signed.empty')}
          aside={text.outcome === null ? undefined : <Tag tone={text.outcome === 'positive' ? 'warn' : 'plain'}>{t(`report.outcome.${text.outcome}`)}</Tag>}
        />
        <WrittenSection name={t('report.section.recommendation')} text={text.recommendation} empty={t('report.signed.empty')} />
      </div>
      <DeliveryTrack requestId={request.requestId} signed={signed} siteName={siteName} />
      <footer className={styles['foot']}>
        <Button action={REPORT_KEYS.preview} onClick={onOpenDocument}>
          {t('report.signed.open')}
        </Button>
      </footer>
    </>
  );
}
