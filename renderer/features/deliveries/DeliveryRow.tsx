import type { KeyboardEvent as ReactKeyboardEvent } from 'react';
import type { TrackedObject, TrackedReport } from '#shared/contract/services/deliveries.contract.ts';
import { displayPersonName } from '#shared/dicom/values/person-name.ts';
import { deliveryWay, type DeliveryWay } from '#shared/report/delivery-way.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Tag, type TagTone } from '#renderer/ui/Tag.tsx';
import { errorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { DELIVERY_KEYS } from './deliveries-keys.ts';
import styles from './DeliveriesDialog.module.css';

export interface DeliveryRowProps {
  readonly report: TrackedReport;
  readonly now: Date;
  readonly isRetrying: boolean;
  readonly onRetry: () => void;
  readonly onOpen: () => void;
}

const TONES: Readonly<Record<DeliveryWay, TagTone>> = {
  withdrawn: 'warn', conflict: 'critical-filled', refused: 'critical', failing: 'warn', behind: 'plain', stamp: 'plain', queued: 'plain', sending: 'accent',
  delivered: 'ok', acknowledged: 'ok',
};
/** Trying again changes something. */
const CAN_RETRY: ReadonlySet<DeliveryWay> = new Set(['refused', 'failing', 'behind', 'stamp', 'queued', 'sending']);

/** One version of a report: whose, where it is, each of its objects, and what to do. Enter opens its study, R tries again. */
export function DeliveryRow({ report, now, isRetrying, onRetry, onOpen }: DeliveryRowProps) {
  const text = useText();
  const { t, format } = text;
  const way = deliveryWay(report);
  const canRetry = CAN_RETRY.has(way) && !isRetrying;
  return (
    <li
      data-delivery={report.reportUid}
      data-testid="delivery-row"
      data-way={way}
      tabIndex={0}
      className={styles['row']}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        act(event);
      }}
    >
      <div className={styles['line']}>
        <Tag tone={TONES[way]}>{t(`deliveries.way.${way}`)}</Tag>
        <b>{displayPersonName(report.patientName)}</b>
        <span className={styles['clipped']}>{[report.accessionNumber, report.procedureText].filter((part) => part !== '').join('　')}</span>
        <span className={styles['quiet']}>
          {t(`deliveries.version.${report.kind}`, { version: report.version })}　{t('deliveries.signed', { name: report.signerName, date: format.date(report.signedAt), time: format.timeWithSeconds(report.signedAt) })}
        </span>
        <span className={styles['space']} />
        {CAN_RETRY.has(way) ? (
          <Button size="small" keys={DELIVERY_KEYS.retry} disabled={!canRetry} onClick={onRetry}>
            {t(isRetrying ? 'report.delivery.retrying' : 'report.delivery.retry')}
          </Button>
        ) : null}
        <Button size="small" variant="quiet" keys={DELIVERY_KEYS.open} onClick={onOpen}>
          {t('deliveries.open')}
        </Button>
      </div>
      {notes().map((note) => (
        <p key={note} className={styles['note']}>
          {note}
        </p>
      ))}
      <ol className={styles['objects']}>
        {report.objects.map((object) => (
          <li key={object.sopInstanceUid} data-station={object.station}>
            <span>{t(`signing.with.${object.kind}`)}</span>
            <span>{stationWords(object)}</span>
            <span className={styles['quiet']}>{failureWords(object)}</span>
          </li>
        ))}
      </ol>
    </li>
  );

  function act(event: ReactKeyboardEvent): void {
    if (event.key === DELIVERY_KEYS.open) onOpen();
    else if (event.key.toUpperCase() === DELIVERY_KEYS.retry && canRetry) onRetry();
  }

  function notes(): readonly string[] {
    const { waitsForVersion, stampAwaitedUntil, acknowledgement, withdrawal } = report;
    const isWhole = way === 'delivered' || way === 'acknowledged';
    return [
      ...(waitsForVersion === null || isWhole ? [] : [t('deliveries.note.behind', { version: waitsForVersion })]),
      ...(stampAwaitedUntil === null ? [] : [t('deliveries.note.stamp', { time: format.timeWithSeconds(stampAwaitedUntil) })]),
      ...(way === 'delivered' ? [t('deliveries.note.unacknowledged', { siteName: report.siteName })] : []),
      ...(acknowledgement === null || (report.countySteps ?? []).some(({ step }) => step !== 'withdrawal') ? [] : [t('deliveries.note.acknowledged', { person: acknowledgement.person, time: format.timeOrDate(acknowledgement.at, now) })]),
      ...(report.countySteps ?? []).map(({ step, by, at }) => t(`deliveries.county.${step}`, { person: by, time: format.timeOrDate(at, now) })),
      ...(withdrawal === null
        ? []
        : [t(withdrawal.isAcknowledged ? 'deliveries.note.withdrawn-acknowledged' : 'deliveries.note.withdrawn', {
            reason: t(`versions.withdraw.reason.${withdrawal.reason}`), time: format.timeOrDate(withdrawal.at, now),
          })]),
    ];
  }

  function stationWords({ station, storedAt, readBackAt }: TrackedObject): string {
    if (station === 'read-back' && readBackAt !== null) return t('deliveries.station.read-back', { time: format.timeOrDate(readBackAt, now) });
    if (station === 'stored' && storedAt !== null) return t('deliveries.station.stored', { time: format.timeOrDate(storedAt, now) });
    if (station === 'conflict') return t('worklist.status.conflict');
    if (station === 'failed') return t('report.delivery.stopped');
    if (station === 'withheld') return t('deliveries.station.withheld');
    return t(station === 'sent' ? 'deliveries.station.sent' : 'deliveries.station.signed');
  }

  /** Why, since when, how often it was tried, when it is tried again. */
  function failureWords({ failure, attempts, nextAttemptAt }: TrackedObject): string {
    if (failure === null) return '';
    const { title } = errorWords(text, failure.code, { site: report.siteName, ...failure.facts }, now);
    const since = t('report.delivery.since', { since: format.timeOrDate(failure.since, now) });
    const next = nextAttemptAt === null ? t('report.delivery.tried', { count: attempts }) : t('report.delivery.next-try', { count: attempts, time: format.timeWithSeconds(nextAttemptAt) });
    return [title, since, next].join('　');
  }
}
