import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { libraryQuery } from '#renderer/bridge/queries.ts';
import { useText } from '#renderer/text/use-text.ts';
import { TemplateDesk } from './TemplateDesk.tsx';

const EMPTY = { findings: '', impression: '', recommendation: '', outcome: 'negative' } as const;

/** All templates of the department, edited without a case. */
export function TemplatesPage() {
  const { t } = useText();
  const { api } = useBridge();
  const library = useQuery(libraryQuery(api));
  const [modality, setModality] = useState('');
  const modalities = [...new Set((library.data?.templates ?? []).map((template) => template.modality))].filter((one) => one !== '').toSorted();
  return (
    <TemplateDesk
      of={{ modality, examination: '', sex: '', ageYears: null }}
      start={EMPTY}
      startWords={t('report-words.template.new-empty')}
      filter={
        <select aria-label={t('report-words.template.modality')} value={modality} onChange={(event) => setModality(event.target.value)}>
          <option value="">{t('report-words.template.modality.any', { count: library.data?.templates.length ?? 0 })}</option>
          {modalities.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      }
    />
  );
}
