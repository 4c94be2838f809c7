import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ColleaguesView } from '#shared/contract/services/colleagues.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { colleaguesQuery, seatQuery } from '#renderer/bridge/queries.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { Composer } from './Composer.tsx';
import styles from './ColleaguesDialog.module.css';

export interface ColleaguesDialogProps {
  /** The study in front of the physician, which a message may be about. */
  readonly studyId: number | undefined;
  readonly onOpenStudy: (studyId: number) => void;
  readonly onClose: () => void;
}

/** Who is here, what they write, and what of theirs is critical and still open. */
export function ColleaguesDialog({ studyId, onOpenStudy, onClose }: ColleaguesDialogProps) {
  const { t } = useText();
  const { api } = useBridge();
  const { data } = useQuery(colleaguesQuery(api));
  const { data: seat } = useQuery(seatQuery(api));
  const isAway = seat?.hub?.isReachable === false;
  return (
    <Dialog label={t('colleagues.title')} size="page" onClose={onClose} testId="colleagues-dialog">
      <header className={styles['head']}>
        <h2>{t('colleagues.title')}</h2>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      {data === undefined ? null : data.mode === 'embedded' ? (
        <Note tone="plain">{t('colleagues.alone')}</Note>
      ) : (
        <>
          {isAway ? <Note tone="confirm">{t('colleagues.away')}</Note> : null}
          <div className={styles['body']} data-testid="colleagues" data-messages={data.messages.length} data-unread={data.unread} data-criticals={data.criticals.length}>
            <Seats view={data} onOpenStudy={onOpenStudy} />
            <div className={styles['main']}>
              <Criticals view={data} onOpenStudy={onOpenStudy} />
              <Messages view={data} onOpenStudy={onOpenStudy} />
              <Composer seats={data.seats} studyId={studyId} />
            </div>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface PartProps {
  readonly view: ColleaguesView;
  readonly onOpenStudy: (studyId: number) => void;
}

function Seats({ view, onOpenStudy }: PartProps) {
  const { t } = useText();
  return (
    <section className={styles['side']} aria-label={t('colleagues.seats')}>
      <h3>{t('colleagues.seats')}</h3>
      <ul>
        {view.seats.map(({ seatId, person, isMine, isHere, studyId }) => (
          <li key={seatId} className={styles['seat']} data-here={isHere}>
            <span>
              {person}
              {isMine ? t('colleagues.seat.mine') : ''}
            </span>
            <span className={styles['space']} />
            {studyId === null || isMine ? null : (
              <Button variant="ghost" size="small" aria-label={t('colleagues.seat.open')} title={t('colleagues.seat.open')} onClick={() => onOpenStudy(studyId)}>
                ▸
              </Button>
            )}
            <Tag tone={isHere ? 'ok' : 'plain'}>{isHere ? t('colleagues.seat.here') : t('colleagues.seat.gone')}</Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Criticals({ view, onOpenStudy }: PartProps) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const take = useMutation({
    mutationFn: (key: string) => api.colleagues.takeCritical({ key }),
    onSuccess: (after) => {
      queries.setQueryData(colleaguesQuery(api).queryKey, after);
      toast({ title: t('colleagues.critical.took'), tone: 'good' });
    },
    onError: (error) => toast({ ...thrownErrorWords(text, error), tone: 'error' }),
  });
  if (view.criticals.length === 0) return <div />;
  return (
    <section className={styles['criticals']} aria-label={t('colleagues.criticals')}>
      <h3>{t('colleagues.criticals')}</h3>
      <ul>
        {view.criticals.map((critical) => (
          <li key={critical.key} className={styles['critical']} data-testid="colleague-critical" data-step={critical.step} data-turn={critical.isMyTurn}>
            <div className={styles['line']}>
              <b>{t('colleagues.critical.of', { siteName: critical.siteName, examination: critical.examination })}</b>
              <span className={styles['quiet']}>{t('colleagues.critical.minutes', { person: critical.person, minutes: critical.minutes })}</span>
              {critical.isMyTurn && critical.takenBy === '' ? <Tag tone="critical">{t('colleagues.critical.turn')}</Tag> : null}
              {critical.takenBy === '' ? null : <Tag>{t('colleagues.critical.taken', { person: critical.takenBy })}</Tag>}
            </div>
            <p data-selectable>{critical.message}</p>
            <div className={styles['line']}>
              {critical.takenBy === '' ? (
                <Button size="small" disabled={take.isPending} onClick={() => take.mutate(critical.key)}>
                  {t('colleagues.critical.take')}
                </Button>
              ) : null}
              {critical.studyId === null ? null : (
                <Button variant="ghost" size="small" onClick={() => onOpenStudy(critical.studyId ?? 0)}>
                  {t('colleagues.critical.open')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Messages({ view, onOpenStudy }: PartProps) {
  const { t, format } = useText();
  const { api, queries } = useBridge();
  const now = useNow(30_000);
  const list = useRef<HTMLOListElement>(null);
  const newest = view.messages.at(-1)?.messageId;
  const { mutate: markRead } = useMutation({
    mutationFn: (messageId: number) => api.colleagues.markRead({ messageId }),
    onSuccess: (after) => queries.setQueryData(colleaguesQuery(api).queryKey, after),
  });
  useEffect(() => {
    if (newest !== undefined) list.current?.lastElementChild?.scrollIntoView({ block: 'end' });
  }, [newest]);
  // What was shown was read, when the window closes: until then it stays marked as new.
  useEffect(() => {
    if (newest === undefined) return undefined;
    return () => markRead(newest);
  }, [newest, markRead]);
  return (
    <ol ref={list} className={styles['messages']} aria-label={t('colleagues.messages')} data-testid="colleague-messages">
      {view.messages.length === 0 ? <li className={styles['quiet']}>{t('colleagues.messages.none')}</li> : null}
      {view.messages.map(({ messageId, person, isMine, toPerson, text, sentAt, isRead, studyId }) => (
        <li key={messageId} className={styles['message']} data-mine={isMine} data-read={isRead}>
          <div className={styles['line']}>
            <b>{person}</b>
            <span className={styles['quiet']}>
              {toPerson === null ? t('colleagues.message.to-all') : t('colleagues.message.to', { person: toPerson })} · {format.timeOrDate(sentAt, now)}
            </span>
            {studyId === null ? null : (
              <Button variant="ghost" size="small" onClick={() => onOpenStudy(studyId)}>
                {t('colleagues.message.case')}
              </Button>
            )}
          </div>
          <p data-selectable>{text}</p>
        </li>
      ))}
    </ol>
  );
}
