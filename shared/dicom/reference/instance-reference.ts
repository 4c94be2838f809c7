import { itemsOf, numbersOf, textOf, type DataSet } from '../data-set/data-set.ts';
import { trimUid } from '../values/uid.ts';

/** An instance, or frames of it, that another object names. PS3.3 table 10-3. */
export interface InstanceReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** One-based; [] means all frames. */
  readonly frameNumbers: readonly number[];
}

/** Reads an item with Referenced SOP Instance UID (0008,1155). @returns undefined when it names nothing */
export function instanceReferenceOf(item: DataSet): InstanceReference | undefined {
  const sopInstanceUid = trimUid(textOf(item, 'ReferencedSOPInstanceUID'));
  if (sopInstanceUid === '') return undefined;
  return {
    sopClassUid: trimUid(textOf(item, 'ReferencedSOPClassUID')),
    sopInstanceUid,
    frameNumbers: (numbersOf(item, 'ReferencedFrameNumber') ?? []).filter((number) => Number.isInteger(number) && number > 0),
  };
}

/** True when a reference means this frame. @param frameNumber one-based */
export function meansFrame(reference: Pick<InstanceReference, 'sopInstanceUid' | 'frameNumbers'>, sopInstanceUid: string, frameNumber: number): boolean {
  return reference.sopInstanceUid === sopInstanceUid && (reference.frameNumbers.length === 0 || reference.frameNumbers.includes(frameNumber));
}

/** References grouped by series, as Referenced Series Sequence (0008,1115) holds them. PS3.3 C.7.4.1, C.11.11. */
export function referencesBySeries(dataSet: DataSet): ReadonlyMap<string, readonly InstanceReference[]> {
  const found = new Map<string, InstanceReference[]>();
  for (const series of itemsOf(dataSet, 'ReferencedSeriesSequence')) {
    const uid = trimUid(textOf(series, 'SeriesInstanceUID'));
    const items = [...itemsOf(series, 'ReferencedImageSequence'), ...itemsOf(series, 'ReferencedSOPSequence'), ...itemsOf(series, 'ReferencedInstanceSequence')];
    const references = items.flatMap((item) => instanceReferenceOf(item) ?? []);
    found.set(uid, [...(found.get(uid) ?? []), ...references]);
  }
  return found;
}

/**
 * The series of every instance that a document names as evidence: SOP Instance UID to Series Instance UID. PS3.3 C.17.2.3.
 * An item of a content tree names an instance without its series; this is where the series stands.
 */
export function seriesOfEvidence(dataSet: DataSet): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const studies = [...itemsOf(dataSet, 'CurrentRequestedProcedureEvidenceSequence'), ...itemsOf(dataSet, 'PertinentOtherEvidenceSequence')];
  for (const study of studies) {
    for (const [seriesInstanceUid, references] of referencesBySeries(study)) {
      for (const { sopInstanceUid } of references) found.set(sopInstanceUid, seriesInstanceUid);
    }
  }
  return found;
}
