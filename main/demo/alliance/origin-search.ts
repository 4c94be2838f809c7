import { ATTRIBUTES, tagOf, type Keyword } from '#shared/dicom/data-set/attribute.ts';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { personNameOf, textOf, textsOf, type DataElement, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { formatPersonName } from '#shared/dicom/values/person-name.ts';
import type { ArchivedObject } from './origin-archive.repository.ts';

/** Attributes of each level that a search answers with. PS3.18 10.6.3.3. */
const STUDY_KEYWORDS: readonly Keyword[] = [
  'SpecificCharacterSet', 'StudyDate', 'StudyTime', 'AccessionNumber', 'ReferringPhysicianName', 'TimezoneOffsetFromUTC', 'PatientName', 'PatientID',
  'IssuerOfPatientID', 'PatientBirthDate', 'PatientSex', 'PatientAge', 'StudyInstanceUID', 'StudyID', 'StudyDescription', 'BodyPartExamined',
  'RequestedProcedurePriority', 'ReasonForTheRequestedProcedure',
];
const SERIES_KEYWORDS: readonly Keyword[] = [
  'Modality', 'SeriesDescription', 'SeriesInstanceUID', 'SeriesNumber', 'BodyPartExamined', 'RequestAttributesSequence', 'StudyInstanceUID',
];
const INSTANCE_KEYWORDS: readonly Keyword[] = [
  'SOPClassUID', 'SOPInstanceUID', 'SeriesInstanceUID', 'StudyInstanceUID', 'InstanceNumber', 'Rows', 'Columns', 'BitsAllocated', 'NumberOfFrames',
  'InstanceCreationDate', 'InstanceCreationTime',
];

export type SearchLevel = 'studies' | 'series' | 'instances';

/** Answers a search over the objects of one archive. @param query keywords or eight-digit tags to values, as in the address */
export function search(objects: readonly ArchivedObject[], level: SearchLevel, query: URLSearchParams): DataSet[] {
  const grouped = Map.groupBy(objects, (object) => keyOf(object, level));
  const answers = [...grouped.values()].map((members) => describe(members, level)).filter((answer) => matches(answer, query));
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? answers.length);
  return answers.slice(offset, offset + limit);
}

function keyOf(object: ArchivedObject, level: SearchLevel): string {
  return level === 'studies' ? object.studyInstanceUid : level === 'series' ? object.seriesInstanceUid : object.sopInstanceUid;
}

function describe(members: readonly ArchivedObject[], level: SearchLevel): DataSet {
  const metadata = members[0]?.metadata ?? {};
  if (level === 'instances') return pick(metadata, INSTANCE_KEYWORDS);
  if (level === 'series') return { ...pick(metadata, SERIES_KEYWORDS), ...buildDataSet({ NumberOfSeriesRelatedInstances: members.length }) };
  return {
    ...pick(metadata, STUDY_KEYWORDS),
    ...buildDataSet({
      ModalitiesInStudy: [...new Set(members.map((member) => textOf(member.metadata, 'Modality')))],
      NumberOfStudyRelatedSeries: new Set(members.map((member) => member.seriesInstanceUid)).size,
      NumberOfStudyRelatedInstances: members.length,
    }),
  };
}

function pick(metadata: DataSet, keywords: readonly Keyword[]): DataSet {
  const picked: Record<string, DataElement> = {};
  for (const keyword of keywords) {
    const element = metadata[tagOf(keyword)];
    if (element !== undefined) picked[tagOf(keyword)] = element;
  }
  return picked;
}

function matches(answer: DataSet, query: URLSearchParams): boolean {
  return [...query].every(([name, wanted]) => {
    const keyword = keywordOf(name);
    return keyword === undefined || wanted === '' || matchesAttribute(answer, keyword, wanted);
  });
}

function keywordOf(name: string): Keyword | undefined {
  if (Object.hasOwn(ATTRIBUTES, name)) return name as Keyword;
  return (Object.keys(ATTRIBUTES) as Keyword[]).find((keyword) => tagOf(keyword) === name.toUpperCase());
}

function matchesAttribute(answer: DataSet, keyword: Keyword, wanted: string): boolean {
  const [, vr] = ATTRIBUTES[keyword];
  if (vr === 'PN') return matchesWildcard(formatPersonName(personNameOf(answer, keyword)), wanted);
  const values = textsOf(answer, keyword);
  if (vr === 'DA') return values.some((value) => matchesRange(value, wanted));
  if (vr === 'UI') return values.some((value) => wanted.split(/[\\,]/).includes(value));
  return values.some((value) => matchesWildcard(value, wanted));
}

function matchesRange(value: string, wanted: string): boolean {
  const [from = '', to] = wanted.split('-');
  if (to === undefined) return value === from;
  return (from === '' || value >= from) && (to === '' || value <= to);
}

function matchesWildcard(value: string, wanted: string): boolean {
  const pattern = wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'iu').test(value);
}
