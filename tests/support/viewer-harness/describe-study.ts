import type { SeriesSummary } from '#shared/contract/services/studies.contract.ts';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { numberOf, textOf, type DataSet } from '#shared/dicom/data-set/data-set.ts';
import { contentOf } from '#shared/dicom/values/sop-class.ts';
import { parseDicomDate, parseDicomTime } from '#shared/dicom/values/date-time.ts';
import type { ServedStudy } from './serve-viewer.ts';

/** A study as main would describe it. @param missing instances that are expected but not here */
export function describeStudy(studyId: number, { instances, patientName = '陈桂兰', siteName = '云岫县人民医院', isPrior = false, isCut = false }: ServedStudy, missing: ReadonlySet<string>) {
  const first: DataSet = instances[0]?.metadata ?? {};
  const held = instances.filter(({ sopInstanceUid }) => !missing.has(sopInstanceUid));
  const study: WorklistRow = {
    studyId,
    siteId: 'yunxiu',
    siteName,
    studyInstanceUid: textOf(first, 'StudyInstanceUID'),
    patient: { name: { alphabetic: patientName, ideographic: '', phonetic: '' }, patientId: '1', issuerOfPatientId: '', sex: 'F', birthDate: '1959-03-01', ageAsSent: '' },
    modalities: [textOf(first, 'Modality')],
    bodyPart: textOf(first, 'BodyPartExamined'),
    studyDescription: textOf(first, 'StudyDescription'),
    studyDate: parseDicomDate(textOf(first, 'StudyDate')) ?? '2026-11-20',
    studyTime: parseDicomTime(textOf(first, 'StudyTime')) ?? '07:51:00',
    accessionNumbers: [],
    clinicalInformation: '',
    urgency: 'routine',
    urgencyReason: '',
    arrivedAt: '2026-11-20T00:00:00.000Z',
    completeAt: null,
    dueAt: null,
    expectedInstances: instances.length,
    heldInstances: held.length,
    secondsToReady: null,
    priorCount: 0,
    status: 'ready',
    isNew: false,
  };
  const uids = [...new Set(instances.map(({ seriesInstanceUid }) => seriesInstanceUid))];
  const series = uids.map((seriesInstanceUid): SeriesSummary => {
    const all = instances.filter((one) => one.seriesInstanceUid === seriesInstanceUid);
    const dataSet: DataSet = all[0]?.metadata ?? {};
    return {
      seriesInstanceUid,
      modality: textOf(dataSet, 'Modality'),
      seriesNumber: numberOf(dataSet, 'SeriesNumber') ?? null,
      seriesDescription: textOf(dataSet, 'SeriesDescription'),
      bodyPart: textOf(dataSet, 'BodyPartExamined'),
      expectedInstances: all.length,
      heldInstances: all.filter(({ sopInstanceUid }) => !missing.has(sopInstanceUid)).length,
      content: contentOf(textOf(dataSet, 'SOPClassUID')),
    };
  });
  return { study, series, isCut, isPrior };
}
