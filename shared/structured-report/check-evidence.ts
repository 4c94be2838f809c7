import type { Keyword } from '../dicom/data-set/attribute.ts';
import { itemsOf, textOf, type DataSet } from '../dicom/data-set/data-set.ts';

/**
 * Evidence: every instance that the content refers to is listed in Current Requested Procedure Evidence Sequence (0040,A375) or in Pertinent
 * Other Evidence Sequence (0040,A385), under the same SOP class. PS3.3 C.17.2.3. No validator at hand looks at this.
 * @returns one sentence for each fault
 */
export function checkEvidence(root: DataSet): readonly string[] {
  const current = listed(root, 'CurrentRequestedProcedureEvidenceSequence');
  const other = listed(root, 'PertinentOtherEvidenceSequence');
  const faults: string[] = [];
  if (current.length === 0) faults.push('there is no evidence');
  if (!current.some(({ studyInstanceUid }) => studyInstanceUid === textOf(root, 'StudyInstanceUID'))) faults.push('its own study is not in the evidence');
  const known = new Map([...current, ...other].map((instance) => [instance.sopInstanceUid, instance.sopClassUid]));
  for (const { sopClassUid, sopInstanceUid } of referred(root)) {
    const listedClass = known.get(sopInstanceUid);
    if (listedClass === undefined) faults.push(`${sopInstanceUid} is referred to and not in the evidence`);
    else if (listedClass !== sopClassUid) faults.push(`${sopInstanceUid} has two SOP classes`);
  }
  if ([...current, ...other].some((instance) => instance.studyInstanceUid === '' || instance.seriesInstanceUid === '' || instance.sopClassUid === '')) {
    faults.push('an instance of the evidence has no place');
  }
  return faults;
}

interface Listed {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

function listed(root: DataSet, keyword: Keyword): readonly Listed[] {
  return itemsOf(root, keyword).flatMap((study) =>
    itemsOf(study, 'ReferencedSeriesSequence').flatMap((series) =>
      itemsOf(series, 'ReferencedSOPSequence').map((instance) => ({
        studyInstanceUid: textOf(study, 'StudyInstanceUID'),
        seriesInstanceUid: textOf(series, 'SeriesInstanceUID'),
        ...reference(instance),
      })),
    ),
  );
}

function referred(item: DataSet): readonly Pick<Listed, 'sopClassUid' | 'sopInstanceUid'>[] {
  return itemsOf(item, 'ContentSequence').flatMap((child) => [...itemsOf(child, 'ReferencedSOPSequence').map(reference), ...referred(child)]);
}

function reference(item: DataSet): Pick<Listed, 'sopClassUid' | 'sopInstanceUid'> {
  return { sopClassUid: textOf(item, 'ReferencedSOPClassUID'), sopInstanceUid: textOf(item, 'ReferencedSOPInstanceUID') };
}
