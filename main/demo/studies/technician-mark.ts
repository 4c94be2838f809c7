import { buildDataSet, codeItem } from '#shared/dicom/data-set/build-data-set.ts';
import { tagOf, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import type { DataSet } from '#shared/dicom/data-set/data-set.ts';
import { TRANSFER_SYNTAX } from '../../part10/transfer-syntax.ts';
import { writePart10 } from '../../part10/write-part10.ts';
import type { DemoInstance } from './image-instance.ts';
import { commonModules, seriesUid, sopUid, studyUid, type SeriesHeader, type StudyHeader } from './study-headers.ts';

const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';

export interface MarkedInstance {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** The technician says that the study is complete, and of what: a Key Object Selection, TID 2010, title (113032, DCM) of CID 7010. */
export function toTechnicianMark(study: StudyHeader, series: SeriesHeader, instances: readonly MarkedInstance[]): DemoInstance {
  const bySeries = Map.groupBy(instances, ({ seriesInstanceUid }) => seriesInstanceUid);
  const reference = ({ sopClassUid, sopInstanceUid }: MarkedInstance) => buildDataSet({ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid });
  const dataSet: DataSet = {
    ...withoutImageWords(commonModules(study, series, KEY_OBJECT_SELECTION, 1)),
    ...buildDataSet({
      ReferencedPerformedProcedureStepSequence: [],
      CurrentRequestedProcedureEvidenceSequence: [buildDataSet({
        StudyInstanceUID: studyUid(study),
        ReferencedSeriesSequence: [...bySeries].map(([seriesInstanceUid, members]) => buildDataSet({ SeriesInstanceUID: seriesInstanceUid, ReferencedSOPSequence: members.map(reference) })),
      })],
      ValueType: 'CONTAINER',
      ContinuityOfContent: 'SEPARATE',
      ConceptNameCodeSequence: [codeItem({ value: '113032', scheme: 'DCM', meaning: 'Complete Study Content' })],
      ContentTemplateSequence: [buildDataSet({ MappingResource: 'DCMR', TemplateIdentifier: '2010' })],
      ContentSequence: instances.map((instance) => buildDataSet({ RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ReferencedSOPSequence: [reference(instance)] })),
    }),
  };
  return {
    sopInstanceUid: sopUid(study, series.number, 1),
    seriesInstanceUid: seriesUid(study, series.number),
    part10: writePart10(dataSet, { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian }),
  };
}

/** What a document's series does not have. PS3.3 C.17.6.1 */
const IMAGE_WORDS: readonly Keyword[] = ['BodyPartExamined', 'OperatorsName', 'PerformedProcedureStepDescription', 'RequestAttributesSequence'];

function withoutImageWords(dataSet: DataSet): DataSet {
  const left = new Set(IMAGE_WORDS.map(tagOf));
  return Object.fromEntries(Object.entries(dataSet).filter(([tag]) => !left.has(tag)));
}
