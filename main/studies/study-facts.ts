import { formatPersonName } from '#shared/dicom/values/person-name.ts';
import { contentStamp } from '#shared/dicom/data-set/content-stamp.ts';
import { itemsOf, numberOf, personNameOf, repairOfElement, textOf, textsOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { parseDicomDate, parseDicomTime } from '#shared/dicom/values/date-time.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { isUid, trimUid } from '#shared/dicom/values/uid.ts';
import { requestKey } from '#shared/report/request-key.ts';
import { isCase, type CaseRule } from '#shared/worklist/case-rule.ts';
import { DEFAULT_GREEN_CHANNEL_RULES, judgeCase, type UrgencyJudge } from '#shared/worklist/green-channel.ts';
import type { FoundRequest, FoundStudy, IndexedSeries } from './study.ts';
import { mayHaveLostText } from '../dicomweb/lost-text.ts';
import type { HeaderFacts } from './study.repository.ts';
import type { ExpectedInstance } from '../store/pack.repository.ts';

/** Attributes asked for beyond those that every server must return (PS3.18 10.6.3). */
export const STUDY_FIELDS = [
  'StudyDescription', 'PatientBirthDate', 'PatientSex', 'PatientAge', 'IssuerOfPatientID', 'AccessionNumber', 'ReferringPhysicianName',
  'ModalitiesInStudy', 'NumberOfStudyRelatedInstances', 'RequestedProcedurePriority', 'ReasonForTheRequestedProcedure', 'BodyPartExamined', 'TimezoneOffsetFromUTC',
] as const;

/** By the rules that the program comes with. */
const judgeByDefault: UrgencyJudge = (words) => judgeCase(words, DEFAULT_GREEN_CHANNEL_RULES);

/** @returns undefined for an answer without a usable Study Instance UID */
export function toFoundStudy(dataSet: DataSet, rule: CaseRule, judge: UrgencyJudge = judgeByDefault): FoundStudy | undefined {
  const studyInstanceUid = trimUid(textOf(dataSet, 'StudyInstanceUID'));
  if (!isUid(studyInstanceUid)) return undefined;
  const modalities = textsOf(dataSet, 'ModalitiesInStudy').filter((modality) => modality !== '');
  const studyDate = parseDicomDate(textOf(dataSet, 'StudyDate')) ?? null;
  const studyDescription = textOf(dataSet, 'StudyDescription');
  const clinicalInformation = textOf(dataSet, 'ReasonForTheRequestedProcedure');
  const accessionNumber = textOf(dataSet, 'AccessionNumber');
  const verdict = judge({ priority: textOf(dataSet, 'RequestedProcedurePriority'), request: `${studyDescription} ${clinicalInformation}`, protocol: studyDescription, mark: accessionNumber });
  return {
    studyInstanceUid,
    ...patientFacts(dataSet),
    studyDate,
    studyTime: parseDicomTime(textOf(dataSet, 'StudyTime')) ?? null,
    timezoneOffset: textOf(dataSet, 'TimezoneOffsetFromUTC'),
    studyDescription,
    modalities,
    bodyPart: textOf(dataSet, 'BodyPartExamined'),
    accessionNumber,
    referringPhysician: formatPersonName(personNameOf(dataSet, 'ReferringPhysicianName')),
    clinicalInformation,
    urgency: verdict.urgency,
    urgencyReason: verdict.reason,
    isCase: isCase({ studyDate, modalities, accessionNumber }, rule),
    instanceCount: numberOf(dataSet, 'NumberOfStudyRelatedInstances') ?? null,
    hasLostText: mayHaveLostText(dataSet),
  };
}

type PatientFacts = Pick<FoundStudy, 'patientId' | 'issuerOfPatientId' | 'patientName' | 'patientSex' | 'patientBirthDate' | 'patientAge'>;

function patientFacts(dataSet: DataSet): PatientFacts {
  const sex = textOf(dataSet, 'PatientSex').toUpperCase();
  return {
    patientId: textOf(dataSet, 'PatientID'),
    issuerOfPatientId: textOf(dataSet, 'IssuerOfPatientID'),
    patientName: formatPersonName(personNameOf(dataSet, 'PatientName')),
    patientSex: sex === 'M' || sex === 'F' || sex === 'O' ? sex : '',
    patientBirthDate: parseDicomDate(textOf(dataSet, 'PatientBirthDate')) ?? null,
    patientAge: textOf(dataSet, 'PatientAge'),
  };
}

/** One row of a search for instances. @returns undefined without usable UIDs */
export function toExpectedInstance(dataSet: DataSet): ExpectedInstance | undefined {
  const sopInstanceUid = trimUid(textOf(dataSet, 'SOPInstanceUID'));
  const seriesInstanceUid = trimUid(textOf(dataSet, 'SeriesInstanceUID'));
  if (!isUid(sopInstanceUid) || !isUid(seriesInstanceUid)) return undefined;
  return {
    sopInstanceUid,
    seriesInstanceUid,
    sopClassUid: trimUid(textOf(dataSet, 'SOPClassUID')),
    instanceNumber: numberOf(dataSet, 'InstanceNumber') ?? null,
    numberOfFrames: numberOf(dataSet, 'NumberOfFrames') ?? (numberOf(dataSet, 'Rows') === undefined ? 0 : 1),
    contentStamp: contentStamp(dataSet),
  };
}

/** The series of a study from the two searches. Counts come from the instances themselves, not from what the server says of them. */
export function toIndexedSeries(seriesAnswers: readonly DataSet[], instances: readonly ExpectedInstance[]): IndexedSeries[] {
  const answers = new Map(seriesAnswers.map((answer) => [trimUid(textOf(answer, 'SeriesInstanceUID')), answer]));
  const bySeries = Map.groupBy(instances, (instance) => instance.seriesInstanceUid);
  return [...bySeries].map(([seriesInstanceUid, members]) => {
    const answer = answers.get(seriesInstanceUid) ?? {};
    return {
      seriesInstanceUid,
      modality: textOf(answer, 'Modality'),
      seriesNumber: numberOf(answer, 'SeriesNumber') ?? null,
      seriesDescription: textOf(answer, 'SeriesDescription'),
      bodyPart: textOf(answer, 'BodyPartExamined'),
      ...contentOfSeries(members),
      expectedInstances: members.length,
      hasLostText: mayHaveLostText(answer),
    };
  });
}

/** A series with one picture is a series of pictures, wherever in the list the report stands that a device filed among them. */
export function contentOfSeries(members: readonly Pick<ExpectedInstance, 'sopClassUid'>[]): Pick<IndexedSeries, 'content' | 'objectInstances'> {
  const contents = members.map(({ sopClassUid }) => contentOf(sopClassUid));
  const pictures = contents.filter((content) => content === 'images').length;
  if (pictures > 0) return { content: 'images', objectInstances: members.length - pictures };
  return { content: (['ecg', 'document'] as const).find((content) => contents.includes(content)) ?? 'other' };
}

/**
 * The requests that a study answers, from its search answer and the headers that are held so far: each series may name others in its Request
 * Attributes Sequence (0040,0275). The study's own accession number counts only where no series names one.
 */
export function requestsOf(
  study: Pick<FoundStudy, 'studyInstanceUid' | 'accessionNumber' | 'studyDescription' | 'patientId' | 'issuerOfPatientId'>,
  headers: readonly DataSet[],
): FoundRequest[] {
  const items = headers.flatMap((header) => itemsOf(header, 'RequestAttributesSequence')).filter((item) => textOf(item, 'AccessionNumber') !== '');
  const found = items.map((item) =>
    toRequest(study, textOf(item, 'AccessionNumber'), issuerText(item), textOf(item, 'RequestedProcedureID'),
      textOf(item, 'RequestedProcedureDescription') || textOf(item, 'ScheduledProcedureStepDescription')),
  );
  if (found.length === 0) {
    const described = headers.flatMap((header) => itemsOf(header, 'RequestAttributesSequence'))[0] ?? {};
    const text = textOf(described, 'RequestedProcedureDescription') || textOf(headers[0] ?? {}, 'RequestedProcedureDescription');
    return [toRequest(study, study.accessionNumber, issuerText(headers[0] ?? {}), textOf(described, 'RequestedProcedureID'), text || study.studyDescription)];
  }
  return [...new Map(found.map((request) => [request.requestKey, request])).values()];
}

function toRequest(
  study: Parameters<typeof requestsOf>[0], accessionNumber: string, issuerOfAccessionNumber: string, procedureId: string, procedureText: string,
): FoundRequest {
  const { patientId, issuerOfPatientId, studyInstanceUid } = study;
  const key = requestKey({ accessionNumber, issuerOfAccessionNumber, patientId, issuerOfPatientId, studyInstanceUid });
  return { requestKey: key, accessionNumber, issuerOfAccessionNumber, procedureId, procedureText };
}

function issuerText(item: DataSet): string {
  const issuer = itemsOf(item, 'IssuerOfAccessionNumberSequence')[0] ?? {};
  return textOf(issuer, 'LocalNamespaceEntityID') || textOf(issuer, 'UniversalEntityID');
}

/** What a header adds to a study that its search answer did not say. Fields that are not there are left out. */
export function factsFromHeader(header: DataSet, judge: UrgencyJudge = judgeByDefault): HeaderFacts {
  const repair = repairOfElement(header, 'PatientName');
  const request = itemsOf(header, 'RequestAttributesSequence')[0] ?? {};
  const reason = [textOf(request, 'ReasonForTheRequestedProcedure'), textOf(header, 'ReasonForTheRequestedProcedure'), textOf(header, 'ReasonForStudy'), textOf(header, 'ReasonForVisit')].find((text) => text !== '') ?? '';
  const parts = [reason, textOf(header, 'AdditionalPatientHistory'), textOf(header, 'AdmittingDiagnosesDescription')];
  const clinicalInformation = parts.filter((text, index) => text !== '' && !parts.some((other, place) => place < index && other.includes(text))).join('；');
  const priority = textOf(header, 'RequestedProcedurePriority') || textOf(request, 'RequestedProcedurePriority');
  const told = (...keywords: readonly Parameters<typeof textOf>[1][]) => keywords.map((keyword) => `${textOf(header, keyword)} ${textOf(request, keyword)}`).join(' ').trim();
  const verdict = judge({
    priority,
    request: `${told('StudyDescription', 'RequestedProcedureDescription', 'AdmittingDiagnosesDescription', 'ReasonForVisit', 'ReasonForStudy')} ${clinicalInformation}`,
    protocol: told('StudyDescription', 'SeriesDescription', 'ProtocolName', 'ScheduledProcedureStepDescription'),
    mark: told('AccessionNumber', 'PatientComments', 'RequestedProcedureComments', 'ImagingServiceRequestComments', 'StudyDescription'),
  });
  return {
    ...(textOf(header, 'BodyPartExamined') === '' ? {} : { bodyPart: textOf(header, 'BodyPartExamined') }),
    ...(clinicalInformation === '' ? {} : { clinicalInformation }),
    ...(verdict.urgency === 'routine' ? {} : { urgency: verdict.urgency, urgencyReason: verdict.reason }),
    ...(textOf(header, 'StudyDescription') === '' ? {} : { studyDescription: textOf(header, 'StudyDescription') }),
    ...(textOf(header, 'TimezoneOffsetFromUTC') === '' ? {} : { timezoneOffset: textOf(header, 'TimezoneOffsetFromUTC') }),
    ...(textOf(header, 'PatientAge') === '' ? {} : { patientAge: textOf(header, 'PatientAge') }),
    ...(repair === undefined ? {} : { repairedName: { name: formatPersonName(personNameOf(header, 'PatientName')), declared: repair.declared, readAs: repair.readAs } }),
  };
}

/** The technician's mark: a Key Object Selection titled (113032, DCM, "Complete Study Content"). CID 7010. */
const COMPLETE_STUDY_CONTENT = { value: '113032', scheme: 'DCM' } as const;

/**
 * What a technician's mark says the study consists of.
 * @param header data set of a Key Object Selection; @returns SOP Instance UIDs, or undefined when it is another kind of key object
 */
export function completeStudyContent(header: DataSet): readonly string[] | undefined {
  const title = itemsOf(header, 'ConceptNameCodeSequence')[0] ?? {};
  if (textOf(title, 'CodeValue') !== COMPLETE_STUDY_CONTENT.value || textOf(title, 'CodingSchemeDesignator') !== COMPLETE_STUDY_CONTENT.scheme) return undefined;
  return itemsOf(header, 'CurrentRequestedProcedureEvidenceSequence')
    .flatMap((study) => itemsOf(study, 'ReferencedSeriesSequence'))
    .flatMap((series) => itemsOf(series, 'ReferencedSOPSequence'))
    .map((item) => trimUid(textOf(item, 'ReferencedSOPInstanceUID')));
}
