import { useMemo } from 'react';
import type { OpenStudy } from '#shared/contract/services/studies.contract.ts';
import { EcgReader } from '#renderer/features/ecg/EcgReader.tsx';
import { createEcgSource } from '#renderer/features/ecg/ecg-source.ts';

/** The ECG series of a study; read anew when more of it has come. */
export function EcgReading({ open }: { readonly open: OpenStudy }) {
  const { studyId } = open.study;
  const series = open.series.find(({ content }) => content === 'ecg');
  const seriesInstanceUid = series?.seriesInstanceUid ?? '';
  const heldInstances = series?.heldInstances ?? 0;
  // eslint-disable-next-line react/exhaustive-deps -- the count of what is held makes another source
  const source = useMemo(() => createEcgSource(studyId, seriesInstanceUid), [studyId, seriesInstanceUid, heldInstances]);
  return <EcgReader source={source} />;
}
