import { useMutation, useQuery } from '@tanstack/react-query';
import type { CaseStandingView } from '#shared/contract/services/coordination.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { claimsQuery } from '#renderer/bridge/queries.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { APP_KEYS } from '../keyboard/app-keys.ts';
import styles from './ClaimBanner.module.css';

type Standing = CaseStandingView['standing'];

/** What a seat that shares a hub is told of the case it has open: who has it, what stands already, and to whom it can be handed. */
export function ClaimBanner({ studyId }: { readonly studyId: number }) {
  const { api } = useBridge();
  const { data } = useQuery(claimsQuery(api, studyId));
  if (data === undefined || data.mode === 'embedded') return null;
  const isContested = data.reports.some(({ standing }) => standing === 'second');
  return (
    <section className={styles['claim']} role="status" data-testid="claim-banner" data-standing={data.standing}>
      {data.standing === 'mine' ? <Mine studyId={studyId} view={data} /> : <Refused studyId={studyId} view={data} />}
      {isContested || data.standing === 'final' ? <Reports view={data} isContested={isContested} /> : null}
    </section>
  );
}

function Mine({ studyId, view }: { readonly studyId: number; readonly view: CaseStandingView }) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const hand = useMutation({
    mutationFn: (seat: CaseStandingView['seats'][number]) => api.coordination.handOver({ studyId, toSeatId: seat.seatId }),
    onSuccess: (after, { person }) => {
      queries.setQueryData(claimsQuery(api, studyId).queryKey, after);
      toast({ title: t('claim.handed-over', { person }), tone: 'good' });
    },
    onError: (error) => toast({ title: t('claim.failed'), detail: thrownErrorWords(text, error).title, tone: 'error' }),
  });
  return (
    <div className={styles['mine']}>
      <span>{t('claim.mine')}</span>
      {view.seats.length === 0 ? null : (
        <select
          aria-label={t('claim.hand-over')}
          value=""
          disabled={hand.isPending}
          onChange={(event) => {
            const seat = view.seats.find(({ seatId }) => seatId === event.target.value);
            if (seat !== undefined) hand.mutate(seat);
          }}
        >
          <option value="">{t('claim.hand-over.choose')}</option>
          {view.seats.map(({ seatId, person, isHere }) => (
            <option key={seatId} value={seatId}>
              {person}
              {isHere ? '' : t('claim.away')}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function Refused({ studyId, view: { standing, person } }: { readonly studyId: number; readonly view: CaseStandingView }) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const again = useMutation({
    mutationFn: () => api.coordination.claim({ studyId }),
    onSuccess: (after) => queries.setQueryData(claimsQuery(api, studyId).queryKey, after),
    onError: (error) => toast({ title: t('claim.failed'), detail: thrownErrorWords(text, error).title, tone: 'error' }),
  });
  const canAsk = standing === 'held' || standing === 'lost' || standing === 'alone';
  useKeyAction(APP_KEYS.claim, () => again.mutate(), canAsk && !again.isPending);
  if (standing === 'mine' || standing === 'none') return null;
  return (
    <Note
      tone={TONES[standing]}
      aside={
        standing === 'final' ? undefined : (
          <Button size="small" action={APP_KEYS.claim} disabled={again.isPending} onClick={() => again.mutate()}>
            {t('claim.again')}
          </Button>
        )
      }
    >
      <b>{t(`claim.${standing}`, { person })}</b> {t(`claim.${standing}-note`)}
    </Note>
  );
}

const TONES = { held: 'confirm', final: 'confirm', lost: 'block', alone: 'confirm' } as const satisfies Record<Exclude<Standing, 'mine' | 'none'>, 'confirm' | 'block'>;

/** Whose report stands, and what else was signed: each with its words. */
function Reports({ view, isContested }: { readonly view: CaseStandingView; readonly isContested: boolean }) {
  const { t } = useText();
  return (
    <div className={styles['reports']} data-testid="case-reports">
      {isContested ? <b>{t('claim.second')}</b> : null}
      {view.reports.map((report) => (
        <article key={report.reportUid} data-standing={report.standing}>
          <header>
            {report.person} {report.isMine ? `（${t('claim.report.mine')}） ` : ''}
            <Tag tone={report.standing === 'final' ? 'ok' : 'warn'}>{t(`claim.report.${report.standing}`)}</Tag> {report.isOffline ? <Tag>{t('claim.report.offline')}</Tag> : null}
          </header>
          {report.findings === '' ? null : <p data-selectable>{report.findings}</p>}
          {report.impression === '' ? null : <p data-selectable>{report.impression}</p>}
        </article>
      ))}
    </div>
  );
}
