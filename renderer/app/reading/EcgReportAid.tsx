import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, useSyncExternalStore } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { criticalMeasurements, criticalStatements, DRAFT_THRESHOLDS, type CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { valueOf } from '#shared/ecg/measured.ts';
import { createStatementDictionary } from '#shared/ecg/statements/statement-dictionary.ts';
import { isAdult } from '#shared/report/adult-age.ts';
import { impressionLines } from '#shared/report/impression-lines.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { criticalCallsQuery, ecgDictionaryQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { ECG_ACTIONS } from '#renderer/features/ecg/ecg-actions.ts';
import { EcgCriticalDialog } from '#renderer/features/ecg/EcgCriticalDialog.tsx';
import { EcgDictionaryDialog } from '#renderer/features/ecg/EcgDictionaryDialog.tsx';
import type { MeasuredEcg } from '#renderer/features/ecg/EcgReader.tsx';
import { EcgStatements } from '#renderer/features/ecg/EcgStatements.tsx';
import { criticalSummary } from '#renderer/features/ecg/critical-words.ts';
import type { DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';
import { patientName, sexAndAge } from '#renderer/features/worklist/row-facts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';

export interface EcgReportAidProps {
  readonly open: OpenStudy;
  readonly draft: DraftAutosave;
  readonly measured: MeasuredEcg | undefined;
}

/** The dictionary of statements below the impression, and the window of critical findings, which opens by itself. */
export function EcgReportAid({ open, draft, measured }: EcgReportAidProps) {
  const { api, queries } = useBridge();
  const [hasDictionary, setHasDictionary] = useState(false);
  const { text: written } = useSyncExternalStore(draft.subscribe, draft.get);
  const { data: edited } = useQuery(ecgDictionaryQuery(api));
  const dictionary = useMemo(() => createStatementDictionary(edited?.edits ?? []), [edited]);
  const thresholds = edited?.thresholds ?? DRAFT_THRESHOLDS;
  const { study } = open;
  const isGrown = isAdult({ birthDate: study.patient.birthDate, ageAsSent: study.patient.ageAsSent, onDate: study.studyDate });
  const rate = measured === undefined ? undefined : valueOf(measured.measurements.heartRate);
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: QUERY_KEYS.ecgDictionary });
    void queries.invalidateQueries({ queryKey: QUERY_KEYS.checks });
  };
  const findings: readonly CriticalFinding[] = [
    ...criticalStatements(dictionary, impressionLines(written.impression), rate, thresholds),
    ...(measured === undefined ? [] : criticalMeasurements(measured.measurements, measured.qtcFormula, thresholds, isGrown)),
  ];
  return (
    <>
      <EcgStatements
        dictionary={dictionary}
        impression={written.impression}
        outcome={written.outcome}
        deviceStatements={measured?.ecg.findings.statements ?? []}
        onAdd={(impression, outcome) => draft.edit({ impression, outcome })}
        onDictionary={() => setHasDictionary(true)}
      />
      {hasDictionary && edited !== undefined ? (
        <EcgDictionaryDialog
          dictionary={dictionary}
          edits={edited.edits}
          thresholds={edited.thresholds}
          onSave={(edit) => api.ecg.saveStatement(edit).then(refresh)}
          onReset={(code) => api.ecg.resetStatement({ code }).then(refresh)}
          onThresholds={(limits) => api.ecg.saveThresholds({ ...limits }).then(refresh)}
          onClose={() => setHasDictionary(false)}
        />
      ) : null}
      <CriticalFindings open={open} findings={findings} />
    </>
  );
}

/** What is critical, until somebody was told. A finding that is new opens the window; one that was put aside waits for F10. */
function CriticalFindings({ open, findings }: { readonly open: OpenStudy; readonly findings: readonly CriticalFinding[] }) {
  const text = useText();
  const { t, format } = text;
  const { api, queries } = useBridge();
  const { studyId } = open.study;
  const now = useNow(1000);
  const { data: calls } = useQuery(criticalCallsQuery(api, studyId));
  const key = findings.map((finding) => (finding.kind === 'statement' ? finding.statement : finding.kind)).toSorted().join('|');
  const [seen, setSeen] = useState<{ readonly key: string; readonly foundAt: Date }>();
  const [isOpen, setIsOpen] = useState(false);
  const [lastCall] = (calls ?? []).toReversed();
  const isTold = lastCall !== undefined;
  if (calls !== undefined && key !== '' && seen?.key !== key) {
    const isNew = key.split('|').some((part) => seen === undefined || !seen.key.split('|').includes(part));
    setSeen({ key, foundAt: seen?.foundAt ?? now });
    if (isNew && !isTold) setIsOpen(true);
  }
  useKeyAction(ECG_ACTIONS.critical, () => setIsOpen(true), findings.length > 0);
  if (findings.length === 0 || seen === undefined) return null;

  return (
    <div data-testid="ecg-critical-note" data-told={isTold}>
      <Note tone={isTold ? 'good' : 'block'} aside={<Button size="small" action={ECG_ACTIONS.critical} onClick={() => setIsOpen(true)}>{t('ecg.critical.call')}</Button>}>
        <b>{t('ecg.critical.title')}：{criticalSummary(t, findings)}</b>
        <br />
        {isTold ? t('ecg.critical.told', { time: format.timeOrDate(lastCall.calledAt, now), receiver: lastCall.receiver }) : t('ecg.critical.untold')}
      </Note>
      {isOpen ? (
        <EcgCriticalDialog
          findings={findings}
          patient={[patientName(open.study), sexAndAge(text, open.study), open.study.siteName].join('　')}
          foundAt={seen.foundAt}
          onPutAside={() => setIsOpen(false)}
          onRecord={async (call) => {
            await api.ecg.recordCriticalCall({ studyId, ...call, foundAt: seen.foundAt.toISOString(), calledAt: new Date().toISOString() });
            await queries.invalidateQueries({ queryKey: QUERY_KEYS.measurements(studyId) });
            void queries.invalidateQueries({ queryKey: QUERY_KEYS.checks });
            setIsOpen(false);
          }}
        />
      ) : null}
    </div>
  );
}
