import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JoiningView } from '#shared/contract/services/centre.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './safekeeping.module.css';

type Thing = JoiningView['things'][number];
type Choice = 'bring' | 'take';

/** What this seat had before it joined the centre: whose stands is decided here, thing by thing or all together. */
export function JoiningSection() {
  const { t, format } = useText();
  const { api } = useBridge();
  const queries = useQueryClient();
  const joining = useQuery({ queryKey: QUERY_KEYS.joining, queryFn: ({ signal }) => api.centre.joining(undefined, { signal }) });
  const show = (now: JoiningView) => queries.setQueryData(QUERY_KEYS.joining, now);
  const decide = useMutation({
    async mutationFn({ things, choice }: { readonly things: readonly Thing[]; readonly choice: Choice }) {
      for (const { kind, key } of things) show(await api.centre.join({ kind, key, choice }));
    },
  });
  const putBack = useMutation({ mutationFn: (keptId: number) => api.centre.putBack({ keptId }), onSuccess: show });
  const { mode, things = [], kept = [] } = joining.data ?? {};
  if (mode !== 'hub' && joining.error === null) return null;
  const doubled = things.filter(({ place }) => place === 'both');
  const alone = things.filter(({ place }) => place === 'here');
  const isBusy = decide.isPending || putBack.isPending;
  const nameOf = ({ kind, name }: Pick<Thing, 'kind' | 'name'>) => (name === '' ? t(`joining.kind.${kind}`) : t('joining.thing', { kind: t(`joining.kind.${kind}`), name }));
  const choose = (chosen: readonly Thing[], choice: Choice, label: string) => (
    <Button variant={choice === 'bring' ? 'plain' : 'quiet'} size="small" disabled={isBusy} onClick={() => decide.mutate({ things: chosen, choice })}>
      {label}
    </Button>
  );
  return (
    <section className={styles['section']} data-testid="joining" data-waiting={doubled.length} data-alone={alone.length} data-kept={kept.length}>
      <h3>{t('joining.title')}</h3>
      <p>{t('joining.note')}</p>
      <Failure error={joining.error ?? decide.error ?? putBack.error} />
      {joining.data !== undefined && things.length === 0 ? <p>{t('joining.nothing')}</p> : null}
      {doubled.length > 0 ? (
        <>
          <h4>{t('joining.both', { count: doubled.length })}</h4>
          <ul className={styles['holds']}>
            {doubled.map((thing) => (
              <li key={`${thing.kind} ${thing.key}`}>
                <span>
                  {nameOf(thing)}
                  <br />
                  <small>{t('joining.differs', { parts: thing.differs.map((part) => t(`joining.part.${part}`)).join(t('joining.and')) })}</small>
                </span>
                <span className={styles['steps']}>
                  {choose([thing], 'bring', t('joining.bring'))}
                  {choose([thing], 'take', t('joining.take'))}
                </span>
              </li>
            ))}
          </ul>
          {doubled.length > 1 ? (
            <div className={styles['steps']}>
              {choose(doubled, 'bring', t('joining.bring-all'))}
              {choose(doubled, 'take', t('joining.take-all'))}
            </div>
          ) : null}
        </>
      ) : null}
      {alone.length > 0 ? (
        <>
          <h4>{t('joining.here', { count: alone.length })}</h4>
          <ul className={styles['holds']}>
            {alone.map((thing) => (
              <li key={`${thing.kind} ${thing.key}`}>
                <span>{nameOf(thing)}</span>
                {choose([thing], 'bring', t('joining.give'))}
              </li>
            ))}
          </ul>
          {alone.length > 1 ? <div className={styles['steps']}>{choose(alone, 'bring', t('joining.give-all'))}</div> : null}
        </>
      ) : null}
      {kept.length > 0 ? (
        <>
          <h4>{t('joining.kept')}</h4>
          <ul className={styles['holds']}>
            {kept.map((thing) => (
              <li key={thing.keptId}>
                <span>
                  {nameOf(thing)}
                  <br />
                  <small>{t(`joining.kept.${thing.whose}`, { person: thing.by, date: format.date(thing.at) })}</small>
                </span>
                <Button variant="quiet" size="small" disabled={isBusy} onClick={() => putBack.mutate(thing.keptId)}>
                  {t('joining.put-back')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
