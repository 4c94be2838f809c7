import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { CONTRACT_VERSION } from '#shared/contract/contract-version.ts';
import type { SiteSummary } from '#shared/contract/services/sites.contract.ts';
import type { ApplicationEvent, SeatSummary } from '#shared/contract/services/system.contract.ts';
import { useApplicationEvents, useBridge } from '#renderer/bridge/bridge-context.tsx';
import { seatQuery, sitesQuery, waitingQuery } from '#renderer/bridge/queries.ts';
import { keysOf, useKeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { UnreadCount } from './Colleagues.tsx';
import { DisplayCheckItem } from './DisplayCheckItem.tsx';
import { KeyCap } from '#renderer/ui/keyboard/KeyCap.tsx';
import { ReadyLight } from '#renderer/ui/ReadyLight.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { shownKeys, type KeyPage } from './keyboard/key-map.ts';
import styles from './StatusBar.module.css';

/** The hub of several seats: as whom this one is there, or since when it is not. */
function HubItem({ hub, onOpen }: { readonly hub: NonNullable<SeatSummary['hub']>; readonly onOpen: () => void }) {
  const { t, format } = useText();
  const now = useNow(10_000);
  return (
    <button type="button" className={hub.isReachable ? styles['item'] : styles['critical']} data-testid="hub-state" data-reachable={hub.isReachable} title={t('colleagues.key')} onClick={onOpen}>
      {hub.unreachableSince === null ? t('claim.hub.here', { person: hub.person }) : `◆ ${t('claim.hub.away', { since: format.elapsed(hub.unreachableSince, now) })}`}
      {hub.waitingReports === 0 ? null : ` ${t('claim.hub.waiting', { count: hub.waitingReports })}`}
      <UnreadCount />
    </button>
  );
}

/** What is held, what waits, what is wrong since when, and the keys of the page. */
export function StatusBar({ page, onColleagues }: { readonly page: KeyPage; readonly onColleagues: () => void }) {
  const { t } = useText();
  const { api } = useBridge();
  const bindings = useKeyBindings();
  const { data: seat } = useQuery(seatQuery(api));
  const { data: sites } = useQuery(sitesQuery(api));
  const cut = (sites ?? []).filter(({ link }) => link === 'unreachable');
  return (
    <footer className={styles['bar']} data-testid="status-bar">
      {seat === undefined ? null : (
        <>
          <span className={styles['item']}>
            <ReadyLight fraction={1} isVerified />
            {t('app.status.held', { count: seat.heldStudies })}
          </span>
          {seat.waitingDeliveries === 0 ? null : (
            <span className={styles['item']}>
              <Send size={15} strokeWidth={1.5} aria-hidden="true" />
              {t('app.status.waiting', { count: seat.waitingDeliveries })}
            </span>
          )}
          {seat.hub === undefined || seat.hub === null ? null : <HubItem hub={seat.hub} onOpen={onColleagues} />}
          {seat.isDemo ? <span className={styles['quiet']}>{t('app.status.demo')}</span> : null}
        </>
      )}
      <DisplayCheckItem />
      <div className={styles['failures']} role="status">
        <Connection />
        {seat !== undefined && seat.contractVersion !== CONTRACT_VERSION ? (
          <span className={styles['critical']}>
            ◆ {t('app.status.other-version')}
            <button type="button" onClick={() => location.reload()}>
              {t('app.reload')}
            </button>
          </span>
        ) : null}
        <DiskFull freeBytes={seat?.freeBytes} />
        {cut.length === 1 && cut[0] !== undefined ? <CutLine site={cut[0]} /> : null}
        {cut.length > 1 ? <CutLines sites={cut} /> : null}
      </div>
      <div className={styles['keys']} aria-label={t('app.status.keys')} role="group">
        {shownKeys(page).map(({ keys, label, shownAs }) => ({ label, shown: (bindings[label] === undefined ? shownAs : undefined) ?? keysOf({ keys, label }, bindings)[0] })).map(({ label, shown }) => (
          <span key={label} className={styles['key']}>
            {shown === undefined ? null : <KeyCap keys={shown} />}
            {t(label)}
          </span>
        ))}
      </div>
    </footer>
  );
}

function Connection() {
  const { t, format } = useText();
  const now = useNow(10_000);
  const { events } = useBridge();
  const connection = useSyncExternalStore(events.connection.subscribe, events.connection.get);
  if (connection.status === 'lost') {
    return <span className={styles['critical']}>◆ {t('app.status.no-answer', { since: format.timeOrDate(connection.since, now) })}</span>;
  }
  if (connection.status === 'refused') {
    return <span className={styles['critical']}>◆ {t('app.status.refused', { since: format.timeOrDate(connection.since, now) })}</span>;
  }
  return null;
}

/** Free again when this much more is free than when the event said it was full. */
const RELIEF_BYTES = 1e9;

function DiskFull({ freeBytes }: { readonly freeBytes: number | undefined }) {
  const { t, format } = useText();
  const [freeWhenFull, setFreeWhenFull] = useState<number>();
  useApplicationEvents(
    useCallback((event: ApplicationEvent) => {
      if (event.kind === 'disk-full') setFreeWhenFull(event.freeBytes);
    }, []),
  );
  if (freeWhenFull === undefined || freeBytes === undefined || freeBytes > freeWhenFull + RELIEF_BYTES) return null;
  return <span className={styles['critical']}>◆ {t('app.status.disk-full', { free: format.bytes(freeBytes) })}</span>;
}

/** As when the network of the house itself is down: since the first of them failed. What waits stands at the left of the bar. */
function CutLines({ sites }: { readonly sites: readonly SiteSummary[] }) {
  const { t, format } = useText();
  const now = useNow(10_000);
  const [first] = sites.flatMap(({ failure }) => (failure === null ? [] : [failure.since])).toSorted();
  return (
    <span className={styles['critical']}>
      ◆ {t('app.status.lines-cut', { count: sites.length, since: first === undefined ? '' : format.timeOrDate(first, now), names: sites.map(({ name }) => name).join(t('format.list-separator')) })}
    </span>
  );
}

function CutLine({ site }: { readonly site: SiteSummary }) {
  const { t, format } = useText();
  const now = useNow(10_000);
  const { api } = useBridge();
  const { data: waiting } = useQuery(waitingQuery(api, site.siteId));
  return (
    <span className={styles['critical']}>
      ◆{' '}
      {t('app.status.line-cut', {
        siteName: site.name,
        since: site.failure === null ? '' : format.timeOrDate(site.failure.since, now),
        ...(waiting === undefined || waiting.length === 0 ? {} : { count: waiting.length }),
      })}
    </span>
  );
}
