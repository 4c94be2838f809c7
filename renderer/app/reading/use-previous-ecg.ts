import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { studyQuery } from '#renderer/bridge/queries.ts';
import type { PreviousEcg } from '#renderer/features/ecg/EcgReader.tsx';
import { prepareEcg } from '#renderer/features/ecg/use-ecg.ts';
import { ecgSeriesOf, ecgSourceOf } from './ecg-ahead.ts';

/** The newest earlier ECG of the same patient, from any hospital: fetched when this one is opened, let go when it is left. */
export function usePreviousEcg({ priors }: OpenStudy): { readonly studyId: number; readonly ecg: PreviousEcg } | undefined {
  const { api } = useBridge();
  const prior = priors.filter(({ modalities }) => modalities.includes('ECG')).toSorted((left, right) => (right.studyDate ?? '').localeCompare(left.studyDate ?? ''))[0];
  const studyId = prior?.studyId;
  const { data } = useQuery({ ...studyQuery(api, studyId ?? 0), enabled: studyId !== undefined });
  const series = data === undefined ? undefined : ecgSeriesOf(data);
  const seriesInstanceUid = series !== undefined && series.heldInstances > 0 ? series.seriesInstanceUid : undefined;
  const name = [prior?.studyDate ?? '', prior?.siteName ?? ''].filter((part) => part !== '').join(' · ');
  const [previous, setPrevious] = useState<{ readonly studyId: number; readonly ecg: PreviousEcg }>();

  useEffect(() => {
    if (studyId === undefined) return undefined;
    // What cannot be fetched now is asked for again by main; without it there is only no comparison.
    api.studies.open({ studyId }).catch(() => undefined);
    return () => void api.studies.close({ studyId }).catch(() => undefined);
  }, [api, studyId]);

  useEffect(() => {
    if (studyId === undefined || seriesInstanceUid === undefined) return undefined;
    const abort = new AbortController();
    prepareEcg(ecgSourceOf({ api }, studyId, seriesInstanceUid), abort.signal).then(
      (prepared) => {
        if (!abort.signal.aborted && prepared !== undefined) setPrevious({ studyId, ecg: { ecg: prepared.ecg, name } });
      },
      () => undefined,
    );
    return () => abort.abort();
  }, [api, studyId, seriesInstanceUid, name]);

  return previous?.studyId === studyId ? previous : undefined;
}
