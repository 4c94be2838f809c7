import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { RULE_PLACES } from '#shared/worklist/green-channel.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ListFoot } from './ListFoot.tsx';
import { useCentreList, type CentreLine } from './use-centre-list.ts';
import styles from './DepartmentDialog.module.css';

type Rule = CentreLine<'greenChannel'>;

/** How a stroke and a chest pain are recognised: words of the request, the protocol and the county's mark. */
export function GreenChannelTab() {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const { rows, isChanged, change, add, remove, reset, failure, isSaving, save } = useCentreList('greenChannel', (revision, lines) => api.centre.saveGreenChannel({ revision, lines }));
  const place = (index: number, rule: Rule, name: Rule['places'][number], isChecked: boolean) =>
    change(index, { ...rule, places: RULE_PLACES.filter((one) => (one === name ? isChecked : rule.places.includes(one))) });
  return (
    <div className={styles['list']} data-testid="green-channel-rules" data-is-changed={isChanged}>
      <h3>{t('centre.green.title')}</h3>
      <p className={styles['quiet']}>{t('centre.green.detail')}</p>
      <table className={styles['table']}>
        <thead>
          <tr>
            {(['active', 'name', 'words', 'unless', 'places', 'needs-urgent'] as const).map((field) => (
              <th key={field}>{t(`centre.green.${field}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {(rows ?? []).map((rule, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
            <tr key={index}>
              <td>
                <input type="checkbox" aria-label={t('centre.green.active')} checked={rule.isActive} onChange={(event) => change(index, { ...rule, isActive: event.target.checked })} />
              </td>
              <td>
                <input aria-label={t('centre.green.name')} value={rule.name} maxLength={20} size={8} onChange={(event) => change(index, { ...rule, name: event.target.value })} />
              </td>
              <td className={styles['wide']}>
                <input aria-label={t('centre.green.words')} value={rule.words} maxLength={500} spellCheck={false} onChange={(event) => change(index, { ...rule, words: event.target.value })} />
              </td>
              <td className={styles['cell']}>
                <input aria-label={t('centre.green.unless')} value={rule.unless} maxLength={500} spellCheck={false} onChange={(event) => change(index, { ...rule, unless: event.target.value })} />
              </td>
              <td>
                {RULE_PLACES.map((name) => (
                  <label key={name} className={styles['option']}>
                    <input type="checkbox" checked={rule.places.includes(name)} onChange={(event) => place(index, rule, name, event.target.checked)} />
                    {t(`centre.green.place.${name}`)}
                  </label>
                ))}
              </td>
              <td>
                <input type="checkbox" aria-label={t('centre.green.needs-urgent')} checked={rule.needsUrgent} onChange={(event) => change(index, { ...rule, needsUrgent: event.target.checked })} />
              </td>
              <td>
                <Button size="small" variant="ghost" onClick={() => remove(index)}>
                  {t('department.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {failure === null ? null : <Note tone="block">{thrownErrorWords(words, failure).title}</Note>}
      <ListFoot
        onAdd={() => add({ channel: 'other', name: '', places: ['request'], words: '', unless: '', needsUrgent: true, isActive: true })}
        onUndo={reset}
        onSave={save}
        isChanged={isChanged}
        isBlocked={isSaving || (rows ?? []).some(({ name, words: said, places }) => name.trim() === '' || said.trim() === '' || places.length === 0)}
      />
      <Trial lines={rows ?? []} />
    </div>
  );
}

/** What a case would be by the list as it stands on the screen. */
function Trial({ lines }: { readonly lines: readonly Rule[] }) {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const [request, setRequest] = useState('');
  const [isStat, setIsStat] = useState(true);
  const attempt = useMutation({ mutationFn: () => api.centre.tryGreenChannel({ lines: lines.map((line) => ({ ...line })), priority: isStat ? 'STAT' : 'ROUTINE', request, protocol: '' }) });
  return (
    <>
      <h3>{t('centre.green.try')}</h3>
      <div className={styles['form']}>
        <label className={styles['wide']}>
          {t('centre.green.place.request')}
          <input value={request} maxLength={2_000} onChange={(event) => setRequest(event.target.value)} />
        </label>
        <label>
          {t('centre.green.stat')}
          <input type="checkbox" checked={isStat} onChange={(event) => setIsStat(event.target.checked)} />
        </label>
        <Button disabled={request.trim() === '' || attempt.isPending} onClick={() => attempt.mutate()}>
          {t('centre.green.try')}
        </Button>
      </div>
      {attempt.data === undefined ? null : <Note tone={attempt.data.urgency === 'routine' ? 'plain' : 'good'}>{`${t(`worklist.urgency.${attempt.data.urgency}`)} ${attempt.data.reason}`}</Note>}
      {attempt.error === null ? null : <Note tone="block">{thrownErrorWords(words, attempt.error).title}</Note>}
    </>
  );
}
