import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { deliveriesQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { DeliveryRow } from './DeliveryRow.tsx';
import styles from './DeliveriesDialog.module.css';

export interface DeliveriesDialogProps {
  readonly onOpenStudy: (studyId: number) => void;
  /** Somebody asks whether a paper is ours and stands. */
  readonly onVerify: () => void;
  readonly onClose: () => void;
}

/** The way of each report to its hospital: where it is, since when, what stands in its way, when it is tried again. */
export function DeliveriesDialog({ onOpenStudy, onVerify, onClose }: DeliveriesDialogProps) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const toast = useToast();
  const now = useNow(1_000);
  const [show, setShow] = useState<'open' | 'all'>('open');
  const { data } = useQuery(deliveriesQuery(api, show));
  const failed = (error: unknown) => {
    const { title, detail } = thrownErrorWords(text, error);
    toast({ title, detail, tone: 'error' });
  };
  const hurry = useMutation({
    mutationFn: (siteId: string | null) => api.deliveries.hurry({ siteId }),
    onSuccess: ({ objects }) => toast({ title: t('deliveries.hurried', { count: objects }), tone: 'plain' }),
    onError: failed,
  });
  const retry = useMutation({ mutationFn: (requestId: number) => api.reports.deliverNow({ requestId }), onError: failed });
  // The keyboard belongs to the first report as soon as there is one.
  const list = useRef<HTMLDivElement>(null);
  const isListed = (data?.reports.length ?? 0) > 0;
  useEffect(() => {
    if (isListed) list.current?.querySelector<HTMLElement>('[data-delivery]')?.focus();
  }, [isListed]);
  const bySite = [...Map.groupBy(data?.reports ?? [], ({ siteId }) => siteId)];

  return (
    <Dialog label={t('deliveries.title')} size="page" onClose={onClose} testId="deliveries-dialog">
      <header className={styles['head']}>
        <h2>{t('deliveries.title')}</h2>
        <span className={styles['quiet']}>{data === undefined ? '' : t(`deliveries.count.${show}`, { count: data.total })}</span>
        <span className={styles['space']} />
        {(['open', 'all'] as const).map((one) => (
          <Button key={one} variant={show === one ? 'plain' : 'ghost'} size="small" aria-pressed={show === one} onClick={() => setShow(one)}>
            {t(`deliveries.show.${one}`)}
          </Button>
        ))}
        <Button variant="quiet" size="small" onClick={onVerify}>
          {t('versions.act.verify')}
        </Button>
        <Button variant="quiet" size="small" disabled={hurry.isPending} onClick={() => hurry.mutate(null)}>
          {t('deliveries.hurry.all')}
        </Button>
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <div ref={list} className={styles['body']} data-testid="deliveries" data-count={data?.reports.length ?? -1} onKeyDown={(event) => moveFocus(event.currentTarget, event.key)}>
        {data?.reports.length === 0 ? <p className={styles['quiet']}>{t(`deliveries.none.${show}`)}</p> : null}
        {bySite.map(([siteId, reports]) => (
          <section key={siteId} aria-label={reports[0]?.siteName ?? siteId}>
            <h3>
              {reports[0]?.siteName}
              <Button variant="ghost" size="small" disabled={hurry.isPending} onClick={() => hurry.mutate(siteId)}>
                {t('deliveries.hurry.site')}
              </Button>
            </h3>
            <ul>
              {reports.map((report) => (
                <DeliveryRow
                  key={report.reportUid}
                  report={report}
                  now={now}
                  isRetrying={retry.isPending && retry.variables === report.requestId}
                  onRetry={() => retry.mutate(report.requestId)}
                  onOpen={() => onOpenStudy(report.studyId)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Up and down go from report to report. */
function moveFocus(list: HTMLElement, key: string): void {
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-delivery]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  rows[at + (key === 'ArrowDown' ? 1 : -1)]?.focus();
}
