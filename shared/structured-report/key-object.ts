import type { DataSet } from '../dicom/data-set/data-set.ts';
import { buildDataSet, codeItem } from '../dicom/data-set/build-data-set.ts';
import type { CodedConcept } from '../dicom/values/coded-concept.ts';
import type { CanonicalReport, ReportedInstance } from '../report/canonical-report.ts';
import { physicianPersonName } from '../report/report-words.ts';
import { referencedRequests } from './diagnostic-report.ts';
import { reportObject, type ReportObjectUids } from './report-object.ts';

export const KEY_OBJECT_SELECTION_STORAGE = '1.2.840.10008.5.1.4.1.1.88.59';

/** A frame that the physician marked. */
export interface ReportedKeyImage extends ReportedInstance {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** One-based. */
  readonly frameNumber: number;
  readonly numberOfFrames: number;
}

const OF_INTEREST: CodedConcept = { scheme: 'DCM', value: '113000', meaning: 'Of Interest' };
const OBSERVER_NAME: CodedConcept = { scheme: 'DCM', value: '121008', meaning: 'Person Observer Name' };
const DESCRIPTION: CodedConcept = { scheme: 'DCM', value: '113012', meaning: 'Key Object Description' };

/**
 * The images that a physician marked, as a Key Object Selection beside the report (PS3.3 A.35.4, TID 2010). It lives in the first study of the
 * report and names images of that study only: a selection over several studies would need a copy in each (Identical Documents Sequence).
 * @returns undefined when none of the images is of that study
 */
export function buildKeyObjectSelection(report: CanonicalReport, uids: ReportObjectUids, images: readonly ReportedKeyImage[]): DataSet | undefined {
  const [study] = report.studies;
  const own = images.filter(({ studyInstanceUid }) => studyInstanceUid === study?.studyInstanceUid);
  if (study === undefined || own.length === 0) return undefined;
  const header = reportObject(report, uids, { sopClassUid: KEY_OBJECT_SELECTION_STORAGE, modality: 'KO', seriesDescription: '关键图像' });
  return {
    ...header,
    ...buildDataSet({
      ReferencedPerformedProcedureStepSequence: [],
      ReferencedRequestSequence: referencedRequests(report).filter((_, index) => index === 0),
      CurrentRequestedProcedureEvidenceSequence: [buildDataSet({ StudyInstanceUID: study.studyInstanceUid, ReferencedSeriesSequence: evidenceOf(own) })],
      ValueType: 'CONTAINER',
      ConceptNameCodeSequence: [codeItem(OF_INTEREST)],
      ContinuityOfContent: 'SEPARATE',
      ContentTemplateSequence: [buildDataSet({ MappingResource: 'DCMR', TemplateIdentifier: '2010' })],
      ContentSequence: [
        buildDataSet({
          RelationshipType: 'HAS OBS CONTEXT', ValueType: 'PNAME', ConceptNameCodeSequence: [codeItem(OBSERVER_NAME)], PersonName: physicianPersonName(report.reportingPhysician.name),
        }),
        ...own.map(imageItem),
        buildDataSet({ RelationshipType: 'CONTAINS', ValueType: 'TEXT', ConceptNameCodeSequence: [codeItem(DESCRIPTION)], TextValue: `报告所附关键图像 ${own.length} 幅` }),
      ],
    }),
  };
}

/** An image item of TID 2010 has no concept name. A frame is named only where the image has several (PS3.3 table 10-3). */
function imageItem({ sopClassUid, sopInstanceUid, frameNumber, numberOfFrames }: ReportedKeyImage): DataSet {
  const frame = numberOfFrames > 1 ? { ReferencedFrameNumber: frameNumber } : {};
  const reference = buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid, ...frame });
  return buildDataSet({ RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: [reference] });
}

/** Each instance once, below its series. PS3.3 table C.17-3. */
function evidenceOf(images: readonly ReportedKeyImage[]): readonly DataSet[] {
  return [...Map.groupBy(images, ({ seriesInstanceUid }) => seriesInstanceUid)].map(([seriesInstanceUid, ofSeries]) => {
    const instances = [...new Map(ofSeries.map((image) => [image.sopInstanceUid, image])).values()];
    return buildDataSet({
      SeriesInstanceUID: seriesInstanceUid,
      ReferencedSOPSequence: instances.map(({ sopClassUid, sopInstanceUid }) => buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid })),
    });
  });
}
