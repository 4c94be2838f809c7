import { useQuery } from '@tanstack/react-query';
import { READING_MINUTES } from '#shared/worklist/urgency.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sitesQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { ListFoot } from './ListFoot.tsx';
import { useCentreList, type CentreLine } from './use-centre-list.ts';
import styles from './DepartmentDialog.module.css';

type Level = CentreLine<'serviceLevels'>;
const URGENCIES = ['', 'green-channel', 'emergency', 'routine'] as const;
const MODALITIES = ['', 'CT', 'MR', 'DX', 'CR', 'MG', 'US', 'ECG', 'XA', 'RF', 'NM', 'PT'] as const;

/** What is promised to whom: minutes from the complete arrival of the images to the report. */
export function ServiceLevelsTab() {
  const words = useText();
  const { t } = words;
  const { api } = useBridge();
  const sites = useQuery(sitesQuery(api));
  const { rows, isChanged, change, add, remove, reset, failure, isSaving, save } = useCentreList('serviceLevels', (revision, lines) => api.centre.saveServiceLevels({ revision, lines }));
  return (
    <div className={styles['list']} data-testid="service-levels" data-is-changed={isChanged}>
      <h3>{t('centre.service.title')}</h3>
      <p className={styles['quiet']}>{t('centre.service.detail', { green: READING_MINUTES['green-channel'], emergency: READING_MINUTES.emergency, routine: READING_MINUTES.routine })}</p>
      <table className={styles['table']}>
        <thead>
          <tr>
            {(['site', 'modality', 'urgency', 'minutes'] as const).map((field) => (
              <th key={field}>{t(`centre.service.${field}`)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {(rows ?? []).map((level, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
            <tr key={index}>
              <td>
                <select aria-label={t('centre.service.site')} value={level.siteId} onChange={(event) => change(index, { ...level, siteId: event.target.value })}>
                  <option value="">{t('centre.any')}</option>
                  {(sites.data ?? []).map(({ siteId, name }) => (
                    <option key={siteId} value={siteId}>
                      {name}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <select aria-label={t('centre.service.modality')} value={level.modality} onChange={(event) => change(index, { ...level, modality: event.target.value })}>
                  {MODALITIES.map((modality) => (
                    <option key={modality} value={modality}>
                      {modality === '' ? t('centre.any') : modality}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <select aria-label={t('centre.service.urgency')} value={level.urgency} onChange={(event) => change(index, { ...level, urgency: urgencyOf(event.target.value) })}>
                  {URGENCIES.map((urgency) => (
                    <option key={urgency} value={urgency}>
                      {urgency === '' ? t('centre.any') : t(`worklist.urgency.${urgency}`)}
                    </option>
                  ))}
                </select>
              </td>
              <td>
                <input type="number" min={5} max={10_080} aria-label={t('centre.service.minutes')} value={level.minutes} onChange={(event) => change(index, { ...level, minutes: Math.round(event.target.valueAsNumber || 0) })} />
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
      {rows?.length === 0 ? <p className={styles['quiet']}>{t('centre.service.none')}</p> : null}
      {failure === null ? null : <Note tone="block">{thrownErrorWords(words, failure).title}</Note>}
      <ListFoot
        onAdd={() => add({ siteId: '', modality: '', urgency: 'routine', minutes: READING_MINUTES.routine })}
        onUndo={reset}
        onSave={save}
        isChanged={isChanged}
        isBlocked={isSaving || (rows ?? []).some(({ minutes }) => minutes < 5 || minutes > 10_080)}
      />
    </div>
  );
}

function urgencyOf(value: string): Level['urgency'] {
  return URGENCIES.find((urgency) => urgency === value) ?? '';
}
