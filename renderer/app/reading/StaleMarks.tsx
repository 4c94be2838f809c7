import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Measurement, ReportedSentence } from '#shared/contract/services/measurements.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { measurementsQuery, reportedSentencesQuery } from '#renderer/bridge/queries.ts';
import type { DraftAutosave } from '#renderer/features/report-editor/draft-autosave.ts';
import { sentenceToday } from '#renderer/features/viewer/measuring/lesion-words.ts';
import { staleSentences, stillWritten, type StaleSentence } from '#renderer/features/viewer/measuring/stale-sentences.ts';
import { useText } from '#renderer/text/use-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import styles from './StaleMarks.module.css';

export interface StaleMarksProps {
  readonly studyId: number;
  readonly draft: DraftAutosave;
  /** Puts the new sentence in the place of the old one. @returns whether it was there; undefined: it cannot be changed from here */
  readonly onReplace?: (before: string, after: string) => boolean;
}

const NO_SENTENCES: readonly ReportedSentence[] = [];

/** Marks in the report: its sentences whose measurement was changed or deleted since, in whichever window. Nothing while all hold. */
export function StaleMarks({ studyId, draft, onReplace }: StaleMarksProps) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const { text: report } = useSyncExternalStore(draft.subscribe, draft.get);
  const { data: measurements } = useQuery(measurementsQuery(api, studyId));
  const { data: reported = NO_SENTENCES } = useQuery(reportedSentencesQuery(api, studyId));
  // Before the measurements are known none is gone.
  if (measurements === undefined) return null;
  const stale = stillWritten(
    staleSentences(reported, measurements, (one) => sentenceToday(text, one, measurements, [], reported)),
    [report.findings, report.impression, report.recommendation],
  );
  if (stale.length === 0) return null;
  return (
    <div className={styles['marks']} role="status" data-testid="stale-marks">
      {stale.map((one) => (
        <Note key={one.trackingUid} tone="confirm" aside={canRenew(one, measurements) && onReplace !== undefined ? <Renew onPress={() => renew(one, onReplace)} /> : undefined}>
          {one.after === '' ? t('hands.stale.gone', { before: one.before }) : t('hands.stale.report', { before: one.before, after: one.after })}
        </Note>
      ))}
    </div>
  );

  function renew({ trackingUid, before, after }: StaleSentence, replace: (before: string, after: string) => boolean): void {
    if (replace(before, after)) void api.measurements.recordReported({ studyId, trackingUid, sentence: after });
  }
}

function Renew({ onPress }: { readonly onPress: () => void }) {
  const { t } = useText();
  return (
    <Button size="small" variant="quiet" onClick={onPress}>
      {t('hands.stale.update')}
    </Button>
  );
}

/** A follow-up says how it changed against its prior, which only the pictures beside it know. */
function canRenew({ trackingUid, after }: StaleSentence, measurements: readonly Measurement[]): boolean {
  return after !== '' && measurements.some((one) => one.trackingUid === trackingUid && one.priorTrackingUid === undefined);
}
