import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MarkedImage } from '#shared/collaboration/marked-image.ts';
import type { TechnicianRequestView } from '#shared/contract/services/technician.contract.ts';
import { TECHNICIAN_REQUEST_KINDS, type TechnicianRequestKind } from '#shared/collaboration/technician-request.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { technicianQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Tag } from '#renderer/ui/Tag.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { MarkedPicture } from './MarkedPicture.tsx';
import styles from './CaseDialog.module.css';

export interface TechnicianTabProps {
  readonly studyId: number;
  readonly siteName: string;
  readonly image: MarkedImage | undefined;
}

/** "Repeat", "missing view", "wrong side", "artefact", with an arrow on the picture: asked of the hospital, which sees it within seconds on its page. */
export function TechnicianTab({ studyId, siteName, image }: TechnicianTabProps) {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const toast = useToast();
  const query = technicianQuery(api, studyId);
  const { data: requests = [] } = useQuery(query);
  const [kind, setKind] = useState<TechnicianRequestKind>('repeat');
  const [text, setText] = useState('');
  const [arrow, setArrow] = useState<MarkedImage['arrow']>(null);
  const marked = image === undefined ? null : { ...image, arrow };
  const [hasPicture, setHasPicture] = useState(true);
  const onError = (error: unknown) => toast({ ...thrownErrorWords(words, error), tone: 'error' });
  const ask = useMutation({
    mutationFn: () => api.technician.ask({ studyId, kind, text, image: hasPicture ? marked : null }),
    onSuccess: (after) => {
      queries.setQueryData(query.queryKey, after);
      setText('');
    },
    onError,
  });
  const close = useMutation({ mutationFn: (requestKey: string) => api.technician.close({ studyId, requestKey }), onSuccess: (after) => queries.setQueryData(query.queryKey, after), onError });
  return (
    <div className={styles['columns']} data-testid="technician" data-requests={requests.length}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <h3>{t('collaboration.technician.ask', { siteName })}</h3>
        <fieldset className={styles['kinds']} aria-label={t('collaboration.technician.kind')}>
          {TECHNICIAN_REQUEST_KINDS.map((one) => (
            <label key={one}>
              <input type="radio" name="kind" checked={one === kind} data-initial-focus={one === 'repeat' ? '' : undefined} onChange={() => setKind(one)} />
              {t(`collaboration.technician.kind.${one}`)}
            </label>
          ))}
        </fieldset>
        <label>
          {t('collaboration.technician.text')}
          <textarea rows={2} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        {marked === null ? (
          <p className={styles['quiet']}>{t('collaboration.no-picture')}</p>
        ) : (
          <>
            <span className={styles['row']}>
              <input id="technician-picture" type="checkbox" checked={hasPicture} onChange={(event) => setHasPicture(event.target.checked)} />
              <label htmlFor="technician-picture">{t('collaboration.with-picture')}</label>
            </span>
            {hasPicture ? <MarkedPicture studyId={studyId} image={marked} onArrow={setArrow} /> : null}
          </>
        )}
        <p className={styles['quiet']}>{t('collaboration.technician.pause')}</p>
        <span>
          <Button type="submit" variant="primary" keys="Enter" disabled={ask.isPending || (kind !== 'repeat' && text.trim() === '' && (marked === null || !hasPicture))}>
            {t('collaboration.technician.send')}
          </Button>
        </span>
      </form>
      <section className={styles['stack']}>
        <h3>{t('collaboration.technician.sent')}</h3>
        {requests.length === 0 ? <p className={styles['quiet']}>{t('collaboration.technician.none')}</p> : null}
        {requests.map((request) => (
          <Request key={request.requestKey} studyId={studyId} request={request} isBusy={close.isPending} onClose={() => close.mutate(request.requestKey)} />
        ))}
      </section>
    </div>
  );
}

function Request({ studyId, request, isBusy, onClose }: { readonly studyId: number; readonly request: TechnicianRequestView; readonly isBusy: boolean; readonly onClose: () => void }) {
  const { t, format } = useText();
  const { kind, text, image, state, askedBy, askedAt, seenAt, answers } = request;
  const now = useNow(30_000);
  return (
    <div className={styles['card']} data-testid="technician-request" data-state={state} data-is-seen={seenAt !== null}>
      <span className={styles['chips']}>
        <b>{t(`collaboration.technician.kind.${kind}`)}</b>
        <Tag tone={state === 'open' ? 'warn' : state === 'done' ? 'ok' : 'plain'}>{t(`collaboration.technician.state.${state}`)}</Tag>
      </span>
      <span className={styles['quiet']}>
        {t('collaboration.by', { by: askedBy, at: format.timeOrDate(askedAt, now) })} · {seenAt === null ? t('collaboration.technician.unseen') : t('collaboration.technician.seen', { at: format.timeOrDate(seenAt, now) })}
      </span>
      {text === '' ? null : <span>{text}</span>}
      {image === null ? null : <MarkedPicture studyId={studyId} image={image} isSmall />}
      {answers.map(({ by, at, text: said, isDone }) => (
        <span key={at} className={styles['answer']}>
          {by} {format.timeOrDate(at, now)} {isDone ? `● ${t('collaboration.technician.done')}` : ''} {said}
        </span>
      ))}
      {state === 'closed' ? null : (
        <span>
          <Button size="small" disabled={isBusy} onClick={onClose}>
            {t('collaboration.technician.close')}
          </Button>
        </span>
      )}
    </div>
  );
}
