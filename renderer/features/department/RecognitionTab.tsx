import { useMutation, useQuery } from '@tanstack/react-query';
import type { RecognitionItem } from '#shared/report/recognition/recognition-mark.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useListDraft } from './use-list-draft.ts';
import styles from './DepartmentDialog.module.css';

/** Devices whose examinations other hospitals recognise (互认): marked on a report only where one was valid on the day of the examination. */
export function RecognitionTab() {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const sites = useQuery(sitesQuery(api));
  const asked = useQuery({ queryKey: QUERY_KEYS.recognition, queryFn: ({ signal }) => api.department.recognitionItems(undefined, { signal }) });
  const { rows, isChanged, change, add, remove, reset } = useListDraft<RecognitionItem>(asked.data);
  const save = useMutation({
    mutationFn: () => api.department.saveRecognitionItems({ items: (rows ?? []).map((item) => ({ ...item })) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: QUERY_KEYS.recognition });
      reset();
    },
  });
  const failed = asked.error ?? sites.error ?? save.error;
  const firstSite = sites.data?.[0]?.siteId;
  return (
    <div className={styles['list']}>
      <h3>{t('department.recognition.title')}</h3>
      <p className={styles['quiet']}>{t('department.recognition.detail')}</p>
      <table className={styles['table']} data-testid="recognition-items" data-is-changed={isChanged}>
        <thead>
          <tr>
            {(['siteId', 'stationName', 'modality', 'bodyPart', 'region', 'validFrom', 'validTo'] as const).map((field) => (
              <th key={field}>{t(`department.recognition.${field}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {(rows ?? []).map((item, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
            <tr key={index}>
              <td>
                <select aria-label={t('department.recognition.siteId')} value={item.siteId} onChange={(event) => change(index, { ...item, siteId: event.target.value })}>
                  {(sites.data ?? []).map(({ siteId, name }) => (
                    <option key={siteId} value={siteId}>
                      {name}
                    </option>
                  ))}
                </select>
              </td>
              {(['stationName', 'modality', 'bodyPart', 'region'] as const).map((field) => (
                <td key={field} className={styles['cell']}>
                  <input aria-label={t(`department.recognition.${field}`)} value={item[field]} maxLength={field === 'modality' ? 16 : field === 'region' ? 20 : 60} onChange={(event) => change(index, { ...item, [field]: event.target.value })} />
                </td>
              ))}
              {(['validFrom', 'validTo'] as const).map((field) => (
                <td key={field}>
                  <input
                    type="date"
                    aria-label={t(`department.recognition.${field}`)}
                    value={item[field] ?? ''}
                    onChange={(event) => change(index, { ...item, [field]: field === 'validTo' && event.target.value === '' ? null : event.target.value })}
                  />
                </td>
              ))}
              <td>
                <Button size="small" variant="ghost" onClick={() => remove(index)}>
                  {t('department.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows?.length === 0 ? <p className={styles['quiet']}>{t('department.recognition.none')}</p> : null}
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
      <footer className={styles['foot']}>
        <Button
          size="small"
          disabled={firstSite === undefined}
          onClick={() => firstSite !== undefined && add({ siteId: firstSite, stationName: '', modality: 'CT', bodyPart: '', region: '京津冀HR', validFrom: `${new Date().getFullYear()}-01-01`, validTo: null })}
        >
          {t('department.add')}
        </Button>
        <span className={styles['space']} />
        <Button size="small" variant="quiet" disabled={!isChanged} onClick={reset}>
          {t('department.undo')}
        </Button>
        <Button variant="primary" disabled={!isChanged || save.isPending || rows?.some(isUnfinished)} onClick={() => save.mutate()}>
          {t('department.save')}
        </Button>
      </footer>
    </div>
  );
}

function isUnfinished({ stationName, modality, region, validFrom, validTo }: RecognitionItem): boolean {
  return stationName.trim() === '' || modality.trim() === '' || region.trim() === '' || validFrom === '' || (validTo !== null && validTo < validFrom);
}
