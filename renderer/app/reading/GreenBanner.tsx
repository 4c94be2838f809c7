import { useQuery } from '@tanstack/react-query';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { clinicalQuery, stationsQuery } from '#renderer/bridge/queries.ts';
import { useServerNow } from '#renderer/bridge/use-server-now.ts';
import { REPORT_KEYS } from '#renderer/features/report-editor/report-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyboard } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { APP_KEYS } from '../keyboard/app-keys.ts';
import styles from './GreenBanner.module.css';

/** A case of the green channel: what it is, how long it is here, what has been done, and the window of critical values one press away. */
export function GreenBanner({ open }: { readonly open: OpenStudy }) {
  const { t, format } = useText();
  const { api } = useBridge();
  const keyboard = useKeyboard();
  const now = useServerNow(1_000);
  const { study } = open;
  const isGreen = study.urgency === 'green-channel';
  const stations = useQuery({ ...stationsQuery(api, study.studyId), enabled: isGreen });
  const at = (kind: string) => stations.data?.find((station) => station.kind === kind)?.at ?? null;
  if (!isGreen) return null;
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(study.arrivedAt)) / 60_000));
  const steps = [
    { name: t('centre.ledger.arrived'), time: study.arrivedAt },
    { name: t('centre.ledger.first-image'), time: at('first-image') },
    { name: t('centre.ledger.complete'), time: study.completeAt },
    { name: t('centre.ledger.opened'), time: at('opened') },
  ];
  return (
    <section className={styles['green']} role="status" data-testid="green-banner">
      <b>◆ {t('centre.banner', { reason: study.urgencyReason })}</b>
      <span>{t('centre.banner.since', { minutes })}</span>
      {steps.map(({ name, time }) => (
        <span key={name} className={styles['step']}>
          {name} {time === null ? '—' : format.time(time)}
        </span>
      ))}
      <span className={styles['space']} />
      <Button size="small" action={REPORT_KEYS.critical} onClick={() => keyboard?.perform(REPORT_KEYS.critical.label)}>
        {t('report-words.critical')}
      </Button>
      <Button size="small" variant="quiet" action={APP_KEYS.ledger} onClick={() => keyboard?.perform(APP_KEYS.ledger.label)}>
        {t('centre.ledger')}
      </Button>
    </section>
  );
}

/** What must be seen before the first image: an allergy, a pregnancy, an alert. */
export function ClinicalAlerts({ open }: { readonly open: OpenStudy }) {
  const { t } = useText();
  const { api } = useBridge();
  const here = useQuery(clinicalQuery(api, open.study, 'here'));
  const all = useQuery(clinicalQuery(api, open.study, 'all'));
  const alerts = (all.data ?? here.data)?.facts.filter(({ isAlert }) => isAlert) ?? [];
  if (alerts.length === 0) return null;
  return (
    <section className={styles['alerts']} role="status" data-testid="clinical-alerts">
      {alerts.map(({ kind, text, source, at }) => (
        <span key={`${source} ${kind} ${text}`} title={`${t(`clinical.source.${source}`)} ${at}`}>
          ▲ {t(`clinical.kind.${kind}`)} {kind === 'pregnancy' ? t(text.startsWith('yes') ? 'clinical.pregnancy.yes' : 'clinical.pregnancy.possibly') : text}
        </span>
      ))}
    </section>
  );
}
