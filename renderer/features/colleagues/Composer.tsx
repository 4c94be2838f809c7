import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ColleaguesView } from '#shared/contract/services/colleagues.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { colleaguesQuery } from '#renderer/bridge/queries.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import styles from './ColleaguesDialog.module.css';

/** A message to one colleague or to all; what could not be sent stays in the field. */
export function Composer({ seats, studyId }: { readonly seats: ColleaguesView['seats']; readonly studyId: number | undefined }) {
  const text = useText();
  const { t } = text;
  const { api, queries } = useBridge();
  const toast = useToast();
  const [toSeatId, setToSeatId] = useState('');
  const [words, setWords] = useState('');
  const [isWithCase, setIsWithCase] = useState(studyId !== undefined);
  const send = useMutation({
    mutationFn: () => api.colleagues.send({ toSeatId: toSeatId === '' ? null : toSeatId, studyId: isWithCase ? (studyId ?? null) : null, text: words }),
    onSuccess: (after) => {
      queries.setQueryData(colleaguesQuery(api).queryKey, after);
      setWords('');
    },
    onError: (error) => toast({ ...thrownErrorWords(text, error), tone: 'error' }),
  });
  const canSend = words.trim() !== '' && !send.isPending;
  return (
    <form
      className={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) send.mutate();
      }}
    >
      <select aria-label={t('colleagues.to')} value={toSeatId} onChange={(event) => setToSeatId(event.target.value)}>
        <option value="">{t('colleagues.all')}</option>
        {seats.filter(({ isMine }) => !isMine).map(({ seatId, person }) => (
          <option key={seatId} value={seatId}>
            {person}
          </option>
        ))}
      </select>
      <textarea
        aria-label={t('colleagues.text')}
        placeholder={t('colleagues.placeholder')}
        rows={2}
        maxLength={4_000}
        value={words}
        autoFocus
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          // While a Chinese input method composes, Enter belongs to it.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (canSend) send.mutate();
        }}
      />
      <div className={styles['sending']}>
        {studyId === undefined ? null : (
          <label>
            <input type="checkbox" checked={isWithCase} onChange={(event) => setIsWithCase(event.target.checked)} /> {t('colleagues.with-case')}
          </label>
        )}
        <Button type="submit" disabled={!canSend}>
          {t('colleagues.send')}
        </Button>
      </div>
    </form>
  );
}
