import type { DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet } from '../dicom/data-set/build-data-set.ts';
import type { CanonicalReport, ReportedInstance, ReportedStudy } from '../report/canonical-report.ts';

/** Items of Current Requested Procedure Evidence Sequence (0040,A375): all that the report rests on. PS3.3 table C.17-3. */
export function currentEvidence({ studies }: CanonicalReport): readonly DataSet[] {
  return studies.map(studyReference).filter((item) => item !== undefined);
}

/**
 * Items of Pertinent Other Evidence Sequence (0040,A385): what the report refers to in earlier studies, the images of measurements included.
 */
export function otherEvidence({ studies, comparisonStudies, measurements, keyImages }: CanonicalReport): readonly DataSet[] {
  const current = new Set(studies.map((study) => study.studyInstanceUid));
  const earlier = comparisonStudies.filter((study) => !current.has(study.studyInstanceUid));
  return earlier.map((study) => {
    const measured = [...measurements, ...keyImages].map(({ source }) => source).filter((source) => source.studyInstanceUid === study.studyInstanceUid);
    const series = measured.map((source) => ({ seriesInstanceUid: source.seriesInstanceUid, modality: '', instances: [source] }));
    return studyReference({ ...study, series: [...study.series, ...series] });
  }).filter((item) => item !== undefined);
}

/** Hierarchical SOP Instance Reference, PS3.3 table C.17-3; undefined for a study of which nothing is referred to. */
function studyReference({ studyInstanceUid, series }: ReportedStudy): DataSet | undefined {
  const instancesOf = new Map<string, Map<string, ReportedInstance>>();
  for (const { seriesInstanceUid, instances } of series) {
    const known = instancesOf.get(seriesInstanceUid) ?? new Map<string, ReportedInstance>();
    for (const instance of instances) known.set(instance.sopInstanceUid, instance);
    if (known.size > 0) instancesOf.set(seriesInstanceUid, known);
  }
  if (instancesOf.size === 0) return undefined;
  const items = [...instancesOf].map(([seriesInstanceUid, instances]) =>
    buildDataSet({ SeriesInstanceUID: seriesInstanceUid, ReferencedSOPSequence: [...instances.values()].map(instanceReference) }),
  );
  return buildDataSet({ StudyInstanceUID: studyInstanceUid, ReferencedSeriesSequence: items });
}

/** SOP Instance Reference, PS3.3 table 10-11. */
export function instanceReference({ sopClassUid, sopInstanceUid }: ReportedInstance): DataSet {
  return buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid });
}
