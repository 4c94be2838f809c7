import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RetentionStateSummary } from '#shared/contract/services/retention.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { retentionQuery, sitesQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './safekeeping.module.css';

const EMPTY = { siteId: '', accessionNumber: '', reason: '' };

/** Requests of which nothing is removed. */
export function LegalHoldSection() {
  const { t, format } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const state = useQuery(retentionQuery(api));
  const sites = useQuery(sitesQuery(api));
  const [typed, setTyped] = useState(EMPTY);
  const take = (now: RetentionStateSummary) => queries.setQueryData(QUERY_KEYS.retention, now);
  const siteId = typed.siteId === '' ? (sites.data?.[0]?.siteId ?? '') : typed.siteId;
  const place = useMutation({
    mutationFn: () => api.retention.hold({ ...typed, siteId }),
    onSuccess(now) {
      setTyped(EMPTY);
      take(now);
    },
  });
  const release = useMutation({ mutationFn: (holdId: number) => api.retention.releaseHold({ holdId }), onSuccess: take });
  const holds = state.data?.holds ?? [];
  return (
    <section className={styles['section']}>
      <h3>{t('safe.hold.title')}</h3>
      <p>{t('safe.hold.note')}</p>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          place.mutate();
        }}
      >
        <label>
          {t('safe.hold.hospital')}
          <select value={siteId} onChange={({ target }) => setTyped({ ...typed, siteId: target.value })}>
            {(sites.data ?? []).map((site) => (
              <option key={site.siteId} value={site.siteId}>
                {site.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('safe.hold.accession')}
          <input value={typed.accessionNumber} onChange={({ target }) => setTyped({ ...typed, accessionNumber: target.value })} />
        </label>
        <label>
          {t('safe.hold.reason')}
          <input value={typed.reason} maxLength={500} onChange={({ target }) => setTyped({ ...typed, reason: target.value })} />
        </label>
        <div className={styles['steps']}>
          <Button type="submit" disabled={typed.accessionNumber.trim() === '' || typed.reason.trim().length < 4 || place.isPending}>
            {t('safe.hold.place')}
          </Button>
        </div>
        <Failure error={place.error ?? release.error} />
      </form>
      {holds.length === 0 ? <p>{t('safe.hold.none')}</p> : null}
      <ul className={styles['holds']} data-testid="legal-holds">
        {holds.map((hold) => (
          <li key={hold.holdId}>
            <span>{t('safe.hold.line', { siteName: hold.siteName, accessionNumber: hold.accessionNumber, reason: hold.reason, person: hold.placedBy, date: format.date(hold.placedAt) })}</span>
            <Button variant="quiet" size="small" disabled={release.isPending} onClick={() => release.mutate(hold.holdId)}>
              {t('safe.hold.release')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
