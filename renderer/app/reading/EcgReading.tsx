import { useEffect, useMemo, useRef, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { EcgReader, type MeasuredEcg } from '#renderer/features/ecg/EcgReader.tsx';
import { INITIAL_VIEW, readingOf, viewOfReading, type EcgView } from '#renderer/features/ecg/ecg-view.ts';
import { ecgSeriesOf, ecgSourceOf } from './ecg-ahead.ts';
import type { ChildOfEcg } from '#renderer/features/ecg/EcgDeviceTable.tsx';
import { useText } from '#renderer/text/use-text.ts';
import { childLimits } from '#shared/ecg/paediatric-limits.ts';
import { useEcgAhead } from './EcgAheadProvider.tsx';
import { useEcgReading } from './use-ecg-reading.ts';
import { usePreviousEcg } from './use-previous-ecg.ts';

export interface EcgReadingProps {
  readonly open: OpenStudy;
  readonly onMeasured: (measured: MeasuredEcg) => void;
}

/** The next ECG is read after this pause: it must not hold up the one that was just opened. */
const AHEAD_MS = 400;

/** The ECG series of a study, with the previous ECG of the patient; read anew when more of it has come. */
export function EcgReading({ open, onMeasured }: EcgReadingProps) {
  const { api } = useBridge();
  const ahead = useEcgAhead();
  const { studyId } = open.study;
  const series = ecgSeriesOf(open);
  const seriesInstanceUid = series?.seriesInstanceUid ?? '';
  const heldInstances = series?.heldInstances ?? 0;
  const [taken] = useState(() => ahead.take(studyId));
  const source = useMemo(
    () => (heldInstances <= 1 ? taken?.source : undefined) ?? ecgSourceOf({ api }, studyId, seriesInstanceUid),
    [api, studyId, seriesInstanceUid, heldInstances, taken],
  );
  const prepared = taken?.source === source ? taken.prepared : undefined;
  const previous = usePreviousEcg(open);
  const child = useChildOfEcg(open);
  const keep = useEcgReading(studyId);
  const shown = useRef<{ readonly view: EcgView; readonly sopInstanceUid: string }>(undefined);

  useEffect(() => {
    // This one is painted first.
    const timer = setTimeout(() => void ahead.prepare(studyId).catch(() => undefined), AHEAD_MS);
    return () => clearTimeout(timer);
  }, [ahead, studyId]);
  const comparedStudyId = previous?.studyId ?? null;
  useEffect(() => {
    // The report says what this ECG was compared with once it stood beside it.
    if (comparedStudyId !== null && shown.current !== undefined) keep({ sopInstanceUid: shown.current.sopInstanceUid, settings: readingOf(shown.current.view, comparedStudyId) });
  }, [comparedStudyId, keep]);

  return (
    <EcgReader
      source={source}
      press={ahead.press}
      {...(prepared === undefined ? {} : { prepared })}
      {...(previous === undefined ? {} : { previous: previous.ecg })}
      {...(child === undefined ? {} : { child })}
      onShown={({ recording, reading }) => {
        shown.current = { sopInstanceUid: recording.sopInstanceUid, view: { ...INITIAL_VIEW, ...(reading === undefined ? {} : viewOfReading(reading)) } };
      }}
      onViewChange={(view, sopInstanceUid) => {
        shown.current = { view, sopInstanceUid };
        keep({ sopInstanceUid, settings: readingOf(view, view.comparison === 'none' ? null : comparedStudyId) });
      }}
      onMeasured={onMeasured}
    />
  );
}

/** A patient under sixteen on the day of the recording, as far as the birth date and the day, or the age that was sent, say. */
function useChildOfEcg({ study: { patient, studyDate } }: OpenStudy): ChildOfEcg | undefined {
  const { format } = useText();
  return useMemo(() => {
    const limits = childLimits(patient.birthDate, studyDate, patient.sex ?? '', patient.ageAsSent);
    return limits === undefined || studyDate === null ? undefined : { age: format.age(patient, studyDate), limits };
  }, [patient, studyDate, format]);
}
