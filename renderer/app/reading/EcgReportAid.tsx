import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReportRequest } from '#shared/contract/services/reports.contract.ts';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { criticalMeasurements, criticalStatements, DRAFT_THRESHOLDS, type CriticalFinding } from '#shared/ecg/critical-findings.ts';
import { valueOf } from '#shared/ecg/measured.ts';
import type { StatementEdit } from '#shared/ecg/statements/statement-dictionary.ts';
import { isAdult } from '#shared/report/adult-age.ts';
import { criticalMessage } from '#shared/report/ecg-critical-text.ts';
import { impressionLines } from '#shared/report/impression-lines.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { criticalCallsQuery, criticalQuery, ecgDictionaryQuery } from '#renderer/bridge/queries.ts';
import { QUERY_KEYS } from '#renderer/bridge/query-keys.ts';
import { ECG_ACTIONS } from '#renderer/features/ecg/ecg-actions.ts';
import { EcgDictionaryDialog } from '#renderer/features/ecg/EcgDictionaryDialog.tsx';
import type { MeasuredEcg } from '#renderer/features/ecg/EcgReader.tsx';
import { EcgStatements } from '#renderer/features/ecg/EcgStatements.tsx';
import { criticalText } from '#renderer/features/ecg/critical-words.ts';
import type { CriticalDesk } from '#renderer/features/report-editor/DraftEditor.tsx';
import type { DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { useKeyAction } from '#renderer/ui/keyboard/KeyboardProvider.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { useText } from '#renderer/text/use-text.ts';
import { useEcgAhead } from './EcgAheadProvider.tsx';

const NO_EDITS: readonly StatementEdit[] = [];

export interface EcgReportAidProps {
  readonly open: OpenStudy;
  readonly request: ReportRequest;
  readonly draft: DraftAutosave;
  readonly measured: MeasuredEcg | undefined;
  readonly critical: CriticalDesk;
}

/** The dictionary of statements below the impression, and the window of critical findings, which opens by itself. */
export function EcgReportAid({ open, request, draft, measured, critical }: EcgReportAidProps) {
  const { api, queries } = useBridge();
  const [hasDictionary, setHasDictionary] = useState(false);
  const { text: written } = useSyncExternalStore(draft.subscribe, draft.get);
  const { data: edited } = useQuery(ecgDictionaryQuery(api));
  const dictionary = useEcgAhead().dictionaryOf(edited?.edits ?? NO_EDITS);
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
      <CriticalFindings requestId={request.requestId} studyId={study.studyId} findings={findings} critical={critical} />
    </>
  );
}

interface CriticalFindingsProps {
  readonly requestId: number;
  readonly studyId: number;
  readonly findings: readonly CriticalFinding[];
  readonly critical: CriticalDesk;
}

/** What is critical, until somebody was told. A finding that is new opens the window of critical values; one that was put aside waits for F10. */
function CriticalFindings({ requestId, studyId, findings, critical: { isSaid, open } }: CriticalFindingsProps) {
  const { t, format } = useText();
  const { api } = useBridge();
  const now = useNow(1000);
  const { data: values } = useQuery(criticalQuery(api, requestId));
  const { data: calls } = useQuery(criticalCallsQuery(api, studyId));
  const message = criticalMessage(findings);
  const key = findings.map((finding) => (finding.kind === 'statement' ? finding.statement : finding.kind)).toSorted().join('|');
  const announced = useRef<readonly string[]>([]);
  const isRaised = (values ?? []).length > 0 || (calls ?? []).length > 0;
  const isKnown = values !== undefined && calls !== undefined;
  useEffect(() => {
    if (!isKnown || key === '') return;
    const parts = key.split('|');
    const isNew = parts.some((part) => !announced.current.includes(part));
    announced.current = parts;
    if (isNew && !isRaised) open(message);
  }, [isKnown, isRaised, key, message, open]);
  useKeyAction(ECG_ACTIONS.critical, () => open(message), findings.length > 0);
  const isTold = isRaised && (values ?? []).every(({ closedAt }) => closedAt !== null);
  // The report says it above the words already.
  if (findings.length === 0 || (isSaid && !isTold)) return null;
  const closed = values?.at(-1);
  const told = closed === undefined ? calls?.at(-1) : { calledAt: closed.notifiedAt ?? closed.foundAt, receiver: closed.notifiedName };

  return (
    <div data-testid="ecg-critical-note" data-told={isTold}>
      <Note tone={isTold ? 'good' : 'block'} aside={<Button size="small" action={ECG_ACTIONS.critical} onClick={() => open(message)}>{t('ecg.critical.call')}</Button>}>
        <b>{t('ecg.critical.title')}：{findings.map((finding) => criticalText(t, finding)).join('；')}</b>
        <br />
        {isTold && told !== undefined ? t('ecg.critical.told', { time: format.timeOrDate(told.calledAt, now), receiver: told.receiver }) : t('ecg.critical.untold')}
      </Note>
    </div>
  );
}
