import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { caseListsQuery, openConsultationsQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ConsultationCard } from './ConsultationCard.tsx';
import styles from './CaseDialog.module.css';

export interface ConsultationsDialogProps {
  readonly onOpenStudy: (studyId: number) => void;
  readonly onClose: () => void;
}

/** All open questions between colleagues, and the lists of cases that several departments talk about. */
export function ConsultationsDialog({ onOpenStudy, onClose }: ConsultationsDialogProps) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const { data: open = [] } = useQuery(openConsultationsQuery(api));
  const listsQuery = caseListsQuery(api);
  const { data: lists = [] } = useQuery(listsQuery);
  const [name, setName] = useState('');
  const [plannedOn, setPlannedOn] = useState(() => new Date().toLocaleDateString('sv-SE'));
  const settle = {
    onSuccess: (after: typeof lists) => queries.setQueryData(listsQuery.queryKey, after),
    onError: (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' }),
  };
  const create = useMutation({ mutationFn: () => api.consultations.createList({ name, plannedOn }), ...settle });
  const remove = useMutation({ mutationFn: (input: { readonly listKey: string; readonly studyInstanceUid: string }) => api.consultations.removeFromList(input), ...settle });
  const finish = useMutation({ mutationFn: (listKey: string) => api.consultations.closeList({ listKey }), ...settle });
  return (
    <Dialog label={t('collaboration.consultations.title')} size="page" onClose={onClose} testId="consultations-dialog">
      <header className={styles['head']}>
        <h2>{t('collaboration.consultations.title')}</h2>
        <span className={styles['space']} />
        <Button variant="quiet" size="small" keys="Escape" onClick={onClose}>
          {t('app.close')}
        </Button>
      </header>
      <div className={styles['body']}>
        <div className={styles['columns']}>
          <section className={styles['stack']} data-testid="open-consultations" data-count={open.length}>
            <h3>{t('collaboration.consultations.open', { count: open.length })}</h3>
            {open.length === 0 ? <p className={styles['quiet']}>{t('collaboration.consultations.none')}</p> : null}
            {open.map((one) => (
              <ConsultationCard key={one.consultationKey} consultation={one} onOpenStudy={onOpenStudy} />
            ))}
          </section>
          <section className={styles['stack']} data-testid="case-lists" data-count={lists.length}>
            <h3>{t('collaboration.list.title')}</h3>
            <form
              className={styles['form']}
              onSubmit={(event) => {
                event.preventDefault();
                create.mutate();
              }}
            >
              <label>
                {t('collaboration.list.name')}
                <input required maxLength={80} value={name} data-initial-focus="" onChange={(event) => setName(event.target.value)} />
              </label>
              <label>
                {t('collaboration.list.day')}
                <input type="date" required value={plannedOn} onChange={(event) => setPlannedOn(event.target.value)} />
              </label>
              <span>
                <Button type="submit" disabled={create.isPending || name.trim() === ''}>
                  {t('collaboration.list.create')}
                </Button>
              </span>
            </form>
            {lists.map((list) => (
              <div key={list.listKey} className={styles['card']}>
                <span>
                  <b>{list.name}</b> {list.plannedOn} · {list.createdBy}
                </span>
                {list.cases.map(({ studyId, studyInstanceUid, siteName, note, addedBy }) => (
                  <span key={studyInstanceUid} className={styles['row']}>
                    {siteName} {note} <span className={styles['quiet']}>{addedBy}</span>
                    {studyId === null ? null : (
                      <Button size="small" variant="quiet" onClick={() => onOpenStudy(studyId)}>
                        {t('collaboration.open-case')}
                      </Button>
                    )}
                    <Button size="small" variant="ghost" onClick={() => remove.mutate({ listKey: list.listKey, studyInstanceUid })}>
                      {t('collaboration.list.remove')}
                    </Button>
                  </span>
                ))}
                <span>
                  <Button size="small" variant="quiet" onClick={() => finish.mutate(list.listKey)}>
                    {t('collaboration.list.finish')}
                  </Button>
                </span>
              </div>
            ))}
          </section>
        </div>
      </div>
    </Dialog>
  );
}
