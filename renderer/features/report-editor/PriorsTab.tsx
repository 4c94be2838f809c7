import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReportText } from '#shared/contract/services/reports.contract.ts';
import { textChanges } from '#shared/report/text-changes.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { surroundingsQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FieldChanges } from '#renderer/ui/FieldChanges.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import { REPORT_KEYS } from './report-keys.ts';
import styles from './PriorsTab.module.css';

export interface PriorsTabProps {
  readonly requestId: number;
  /** What is written now. */
  readonly text: ReportText;
  /** Of the saved draft: earlier saves are asked for anew when it moves. */
  readonly revision: number;
  /** Undefined where nothing can be written any more. */
  readonly onCompared: ((studyDate: string) => void) | undefined;
}

/** An earlier report or an earlier save beside the draft: what came and what went, word by word. */
export function PriorsTab({ requestId, text, revision, onCompared }: PriorsTabProps) {
  const words = useText();
  const { t, format } = words;
  const { api } = useBridge();
  const surroundings = useQuery(surroundingsQuery(api, requestId));
  const revisions = useQuery({
    queryKey: [...QUERY_KEYS.surroundings(requestId), 'revisions', revision],
    queryFn: ({ signal }) => api.reportTexts.revisions({ requestId }, { signal }),
  });
  const [chosen, setChosen] = useState('');
  const priors = (surroundings.data?.priors ?? []).map((prior) => ({
    id: prior.reportUid, name: `${prior.studyDate ?? format.date(prior.signedAt)}　${prior.examination}`, text: prior.text, studyDate: prior.studyDate,
  }));
  const saves = (revisions.data ?? []).map((save) => ({
    id: `save ${save.revision}`, name: t('report-words.revision', { revision: save.revision, time: format.timeWithSeconds(save.savedAt) }), text: save, studyDate: null,
  }));
  const all = [...priors, ...saves];
  const shown = all.find(({ id }) => id === chosen) ?? all[0];
  const failed = surroundings.error ?? revisions.error;
  return (
    <div className={styles['tab']} data-testid="priors-tab">
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
      <div className={styles['choice']}>
        <select aria-label={t('report-words.priors')} value={shown?.id ?? ''} onChange={(event) => setChosen(event.target.value)}>
          <optgroup label={t('report-words.priors')}>
            {priors.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
          <optgroup label={t('report-words.revisions')}>
            {saves.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        </select>
        {shown === undefined || shown.studyDate === null || onCompared === undefined ? null : <Compared date={shown.studyDate} onCompared={onCompared} />}
      </div>
      {shown === undefined ? <p className={styles['quiet']}>{t('report-words.priors.none')}</p> : null}
      {shown === undefined || shown.studyDate !== null ? null : <FieldChanges before={shown.text.forms} now={text.forms} />}
      {shown === undefined
        ? null
        : (['findings', 'impression', 'recommendation'] as const).map((section) => (
            <section key={section}>
              <h4>{t(`report.section.${section}`)}</h4>
              <p className={styles['words']} data-selectable>
                {textChanges(shown.text[section], text[section]).map(({ kind, text: piece }, index) =>
                  // oxlint-disable-next-line react/no-array-index-key -- pieces of one difference have no other identity
                  kind === 'same' ? <span key={index}>{piece}</span> : kind === 'added' ? <ins key={index}>{piece}</ins> : <del key={index}>{piece}</del>,
                )}
              </p>
            </section>
          ))}
    </div>
  );
}

function Compared({ date, onCompared }: { readonly date: string; readonly onCompared: (studyDate: string) => void }) {
  const { t } = useText();
  return (
    <Button size="small" action={REPORT_KEYS.compared} onClick={() => onCompared(date)}>
      {t('report-words.compared.insert')}
    </Button>
  );
}
