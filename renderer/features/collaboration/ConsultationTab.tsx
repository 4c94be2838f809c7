import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import { quotedAnswer } from '#shared/collaboration/consultation.ts';
import { localTimeText } from '#shared/report/local-time.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { caseListsQuery, consultantsQuery, consultationsQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { MarkedPicture } from './MarkedPicture.tsx';
import { ConsultationCard } from './ConsultationCard.tsx';
import styles from './CaseDialog.module.css';

export interface ConsultationTabProps {
  readonly studyId: number;
  readonly image: MarkedImage | undefined;
  readonly onQuote: (sentence: string) => boolean;
}

/** Asks a colleague or a department with a marked picture; what they answered stays with the case and goes into the report by one key. */
export function ConsultationTab({ studyId, image, onQuote }: ConsultationTabProps) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const query = consultationsQuery(api, studyId);
  const { data: consultations = [] } = useQuery(query);
  const { data: colleagues = [] } = useQuery(consultantsQuery(api));
  const [to, setTo] = useState('');
  const [question, setQuestion] = useState('');
  const [arrow, setArrow] = useState<MarkedImage['arrow']>(null);
  const marked = image === undefined ? null : { ...image, arrow };
  const onError = (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' });
  const ask = useMutation({
    mutationFn: () => api.consultations.ask({ studyId, toSeatId: colleagues.find(({ person }) => person === to)?.seatId ?? '', to, question, image: marked }),
    onSuccess: (after) => {
      queries.setQueryData(query.queryKey, after);
      setQuestion('');
    },
    onError,
  });
  return (
    <div className={styles['columns']} data-testid="consultation" data-consultations={consultations.length}>
      <div className={styles['stack']}>
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate();
          }}
        >
          <h3>{t('collaboration.consultation.ask')}</h3>
          <label>
            {t('collaboration.consultation.to')}
            <input list="consultation-colleagues" required maxLength={60} value={to} data-initial-focus="" onChange={(event) => setTo(event.target.value)} />
            <datalist id="consultation-colleagues">
              {[...colleagues.map(({ person }) => person), ...t('collaboration.consultation.departments').split('、')].map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </label>
          <label>
            {t('collaboration.consultation.question')}
            <textarea rows={3} required maxLength={2_000} value={question} onChange={(event) => setQuestion(event.target.value)} />
          </label>
          {marked === null ? <p className={styles['quiet']}>{t('collaboration.no-picture')}</p> : <MarkedPicture studyId={studyId} image={marked} onArrow={setArrow} />}
          <span>
            <Button type="submit" variant="primary" disabled={ask.isPending || to.trim() === '' || question.trim() === ''}>
              {t('collaboration.consultation.send')}
            </Button>
          </span>
        </form>
        <AddToList studyId={studyId} />
      </div>
      <section className={styles['stack']}>
        <h3>{t('collaboration.consultation.of-case')}</h3>
        {consultations.length === 0 ? <p className={styles['quiet']}>{t('collaboration.consultation.none')}</p> : null}
        {consultations.map((one) => (
          <ConsultationCard
            key={one.consultationKey}
            consultation={one}
            onQuote={(answer) => {
              const isTaken = onQuote(quotedAnswer(one.to, answer, localTimeText(answer.at).slice(0, 16).replace('T', ' ')));
              toast(isTaken ? { title: t('collaboration.consultation.quoted'), detail: '', tone: 'good' } : { title: t('reading.sentence.refused'), detail: t('reading.sentence.refused.detail'), tone: 'error' });
            }}
          />
        ))}
      </section>
    </div>
  );
}

/** The case on a list that several departments talk about. */
function AddToList({ studyId }: { readonly studyId: number }) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const query = caseListsQuery(api);
  const { data: lists = [] } = useQuery(query);
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState('');
  const listKey = chosen !== '' ? chosen : (lists[0]?.listKey ?? '');
  const add = useMutation({
    mutationFn: () => api.consultations.addToList({ listKey, studyId, note }),
    onSuccess: (after) => {
      queries.setQueryData(query.queryKey, after);
      setNote('');
      toast({ title: t('collaboration.list.added'), detail: '', tone: 'good' });
    },
    onError: (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' }),
  });
  return (
    <form
      className={styles['form']}
      data-testid="add-to-list"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h3>{t('collaboration.list.add')}</h3>
      {lists.length === 0 ? (
        <p className={styles['quiet']}>{t('collaboration.list.none')}</p>
      ) : (
        <>
          <label>
            {t('collaboration.list.which')}
            <select value={listKey} onChange={(event) => setChosen(event.target.value)}>
              {lists.map((list) => (
                <option key={list.listKey} value={list.listKey}>
                  {list.plannedOn} {list.name} ({list.cases.length})
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('collaboration.list.note')}
            <input maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
          </label>
          <span>
            <Button type="submit" disabled={add.isPending}>
              {t('collaboration.list.add')}
            </Button>
          </span>
        </>
      )}
    </form>
  );
}
