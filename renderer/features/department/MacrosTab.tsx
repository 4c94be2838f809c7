import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { reportMacro } from '#shared/contract/services/report-texts.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { libraryQuery } from '#renderer/bridge/queries.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './DepartmentDialog.module.css';

const NEW_MACRO = { abbreviation: '', text: '' };

/** The department's macros: `;` and the abbreviation, then a space, become the text. */
export function MacrosTab() {
  const words = useText();
  const { t } = words;
  const { api, queries } = useBridge();
  const library = useQuery(libraryQuery(api));
  const [edited, setEdited] = useState(NEW_MACRO);
  const refresh = () => queries.invalidateQueries({ queryKey: QUERY_KEYS.library });
  const save = useMutation({
    mutationFn: () => api.reportTexts.saveMacro(edited),
    onSuccess: async () => {
      await refresh();
      setEdited(NEW_MACRO);
    },
  });
  const remove = useMutation({ mutationFn: (abbreviation: string) => api.reportTexts.removeMacro({ abbreviation }), onSuccess: refresh });
  const failed = library.error ?? save.error ?? remove.error;
  return (
    <div className={styles['list']}>
      <h3>{t('department.macros.title')}</h3>
      <p className={styles['quiet']}>{t('department.macros.detail')}</p>
      <div className={styles['form']}>
        <label>
          {t('department.macros.abbreviation')}
          <input value={edited.abbreviation} maxLength={16} onChange={(event) => setEdited({ ...edited, abbreviation: event.target.value.toLowerCase() })} />
        </label>
        <label className={styles['wide']}>
          {t('department.macros.text')}
          <textarea rows={2} value={edited.text} maxLength={4_000} onChange={(event) => setEdited({ ...edited, text: event.target.value })} />
        </label>
        <Button variant="primary" disabled={!reportMacro.safeParse(edited).success || save.isPending} onClick={() => save.mutate()}>
          {t('department.save')}
        </Button>
      </div>
      {failed === null ? null : <Note tone="block">{thrownErrorWords(words, failed).title}</Note>}
      <table className={styles['table']} data-testid="macros">
        <tbody>
          {(library.data?.macros ?? []).map((macro) => (
            <tr key={macro.abbreviation} data-abbreviation={macro.abbreviation}>
              <td className={styles['code']}>;{macro.abbreviation}</td>
              <td className={styles['wide']}>{macro.text}</td>
              <td>
                <Button size="small" variant="ghost" onClick={() => setEdited({ abbreviation: macro.abbreviation, text: macro.text })}>
                  {t('department.edit')}
                </Button>
                <Button size="small" variant="ghost" disabled={remove.isPending} onClick={() => remove.mutate(macro.abbreviation)}>
                  {t('department.remove')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
