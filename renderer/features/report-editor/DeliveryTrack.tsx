import { useMutation } from '@tanstack/react-query';
import type { SignedReport } from '#shared/contract/services/reports.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { errorWords, thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { deliveryProgress, STATIONS } from './delivery-progress.ts';
import styles from './DeliveryTrack.module.css';

export interface DeliveryTrackProps {
  readonly requestId: number;
  readonly signed: SignedReport;
  readonly siteName: string;
}

/** The report on its way: 已签 → 已发出 → 对方已存 → 读回一致. 已送达 is said after the last station only. */
export function DeliveryTrack({ requestId, signed, siteName }: DeliveryTrackProps) {
  const text = useText();
  const { t, format } = text;
  const now = useNow(10_000);
  const progress = deliveryProgress(signed.objects);
  const { reached, stop, isDelivered } = progress;
  return (
    <section className={styles['delivery']} aria-label={t('report.delivery.title')} data-testid="delivery-track" data-toast-floor data-station={stationWord()}>
      <h3>
        {t('report.delivery.title')}
        <span>{siteName}</span>
        {isDelivered ? <b className={styles['done']}>● {t('report.delivery.done')}</b> : null}
      </h3>
      <ol className={styles['track']}>
        {STATIONS.map((station, index) => (
          <li key={station} className={classNames(...stationClasses(index))}>
            {stationLabel(station, index)}
            <span>{stationNote(index)}</span>
          </li>
        ))}
      </ol>
      {stop === undefined ? null : <Stopped requestId={requestId} siteName={siteName} object={stop.object} />}
    </section>
  );

  function stationWord(): string {
    if (stop !== undefined) return stop.object.station === 'conflict' ? 'conflict' : 'failed';
    return STATIONS[reached] ?? 'signed';
  }

  function stationClasses(index: number): (string | undefined)[] {
    if (stop?.at === index) return [styles['bad'], styles['cut']];
    if (index <= reached && !(stop !== undefined && index >= stop.at)) {
      const isLast = index === STATIONS.length - 1;
      return [isLast ? styles['final'] : styles['past'], index === reached && !isLast && stop === undefined ? styles['half'] : undefined];
    }
    if (index === reached + 1 && stop === undefined) return [styles['now']];
    return [styles['open']];
  }

  function stationLabel(station: (typeof STATIONS)[number], index: number): string {
    if (stop?.at === index) {
      return t(stop.object.station === 'conflict' ? 'worklist.status.conflict' : 'report.delivery.stopped');
    }
    if (index === reached + 1 && stop === undefined && station !== 'signed') return t(`report.delivery.now.${station}`);
    return t(`report.delivery.station.${station}`);
  }

  function stationNote(index: number): string {
    if (index === 0) return format.timeWithSeconds(signed.signedAt);
    if (stop?.at === index && stop.object.failure !== null) return t('report.delivery.since', { since: format.timeOrDate(stop.object.failure.since, now) });
    if (index === reached + 1 && stop === undefined) return t('report.delivery.pieces', { done: progress.ahead, total: progress.total });
    return index <= reached && stop === undefined ? '' : '—';
  }
}

interface StoppedProps {
  readonly requestId: number;
  readonly siteName: string;
  readonly object: SignedReport['objects'][number];
}

/** Why it stands still, what is safe, and the way to try again. */
function Stopped({ requestId, siteName, object }: StoppedProps) {
  const text = useText();
  const { t, format } = text;
  const { api } = useBridge();
  const toast = useToast();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.reports.deliverNow({ requestId }),
    onError: (error) => {
      const { title, detail } = thrownErrorWords(text, error, { site: siteName });
      toast({ title, detail, tone: 'error' });
    },
  });
  const failure = object.station === 'conflict' ? { code: 'delivery/conflict', facts: {} } : object.failure;
  const words = failure === null ? undefined : errorWords(text, failure.code, { site: siteName, ...failure.facts });
  return (
    <div className={styles['stopped']}>
      {words === undefined ? null : <p className={styles['critical']}>{words.title}</p>}
      <p>{object.station === 'conflict' && words !== undefined ? words.detail : t('report.delivery.safe')}</p>
      <p>
        {object.nextAttemptAt === null
          ? t('report.delivery.tried', { count: object.attempts })
          : t('report.delivery.next-try', { count: object.attempts, time: format.timeWithSeconds(object.nextAttemptAt) })}
      </p>
      {object.station === 'conflict' ? null : (
        <Button size="small" disabled={isPending} onClick={() => mutate()}>
          {t(isPending ? 'report.delivery.retrying' : 'report.delivery.retry')}
        </Button>
      )}
    </div>
  );
}
