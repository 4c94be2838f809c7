import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConsultationView } from '#shared/contract/services/consultations.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { MarkedPicture } from './MarkedPicture.tsx';
import styles from './CaseDialog.module.css';

export interface ConsultationCardProps {
  readonly consultation: ConsultationView;
  /** Puts an answer into the report; absent where no report is open. */
  readonly onQuote?: (answer: ConsultationView['answers'][number]) => void;
  readonly onOpenStudy?: (studyId: number) => void;
}

/** One question with its picture, its answers and the way to answer. */
export function ConsultationCard({ consultation, onQuote, onOpenStudy }: ConsultationCardProps) {
  const words = useText();
  const { t, format } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const [text, setText] = useState('');
  const { consultationKey, to, question, image, askedBy, askedAt, answers, closedAt, studyId, siteName } = consultation;
  const settle = {
    onSuccess: () => {
      setText('');
      void queries.invalidateQueries({ queryKey: QUERY_KEYS.consultations });
    },
    onError: (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' }),
  };
  const answer = useMutation({ mutationFn: () => api.consultations.answer({ consultationKey, text }), ...settle });
  const close = useMutation({ mutationFn: () => api.consultations.close({ consultationKey }), ...settle });
  const now = useNow(30_000);
  return (
    <div className={styles['card']} data-testid="consultation-card" data-answers={answers.length} data-is-closed={closedAt !== null}>
      <span className={styles['chips']}>
        <b>{to}</b>
        {closedAt === null ? <Tag tone={answers.length === 0 ? 'warn' : 'ok'}>{t(answers.length === 0 ? 'collaboration.consultation.waiting' : 'collaboration.consultation.answered')}</Tag> : <Tag>{t('collaboration.consultation.closed')}</Tag>}
      </span>
      <span className={styles['quiet']}>
        {t('collaboration.by', { by: askedBy, at: format.timeOrDate(askedAt, now) })} · {siteName}
      </span>
      <span>{question}</span>
      {image === null ? null : <MarkedPicture studyId={studyId} image={image} isSmall />}
      {answers.map((one) => (
        <span key={one.at} className={styles['answer']}>
          <b>{one.by}</b> {format.timeOrDate(one.at, now)} {one.text}{' '}
          {onQuote === undefined ? null : (
            <Button size="small" variant="quiet" onClick={() => onQuote(one)}>
              {t('collaboration.consultation.quote')}
            </Button>
          )}
        </span>
      ))}
      {closedAt === null ? (
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            answer.mutate();
          }}
        >
          <label>
            {t('collaboration.consultation.answer')}
            <textarea rows={2} maxLength={4_000} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
          <span className={styles['row']}>
            <Button type="submit" size="small" disabled={text.trim() === '' || answer.isPending}>
              {t('collaboration.consultation.answer.send')}
            </Button>
            <Button size="small" variant="quiet" disabled={close.isPending} onClick={() => close.mutate()}>
              {t('collaboration.consultation.close')}
            </Button>
          </span>
        </form>
      ) : null}
      {onOpenStudy === undefined || studyId === null ? null : (
        <span>
          <Button size="small" onClick={() => onOpenStudy(studyId)}>
            {t('collaboration.open-case')}
          </Button>
        </span>
      )}
    </div>
  );
}
